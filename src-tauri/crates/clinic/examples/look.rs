fn main() {
    for p in std::env::args().skip(1) {
        let t = std::fs::read_to_string(&p).unwrap();
        let e = clinic::protocol::examine(&t);
        println!("{p}: {}", e.protocol.is_some());
        for c in e.complaints {
            println!("{:4} {:?} {} {}", c.line, c.severity(), c.code.name(), c);
        }
    }
}
