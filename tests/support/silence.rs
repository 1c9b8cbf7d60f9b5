//! Whether programs used a network, as the system saw it: under `strace`, and where it is asked for in a network namespace of their own, which
//! has no interface that is up.

use std::collections::BTreeSet;
use std::path::Path;

/// Words before a program that let every socket of it and of its children be seen.
pub fn watched(trace: &Path) -> Vec<String> {
    let trace = trace.to_str().expect("UTF-8");
    let seen = "trace=socket,connect,bind,sendto,sendmmsg";
    [
        "strace",
        "-f",
        "-qq",
        "--seccomp-bpf",
        "-e",
        seen,
        "-o",
        trace,
    ]
    .map(str::to_owned)
    .to_vec()
}

/// The same, and there is no network.
pub fn alone(trace: &Path) -> Vec<String> {
    let root = rustix::process::geteuid().is_root();
    let mut words = vec![
        "unshare".to_owned(),
        if root { "-n" } else { "-rn" }.to_owned(),
    ];
    words.extend(watched(trace));
    words
}

/// What was seen.
pub struct Seen(String);

impl Seen {
    /// Reads a trace.
    pub fn of(trace: &Path) -> Seen {
        Seen(std::fs::read_to_string(trace).expect("a trace"))
    }

    /// Sockets of the machine itself: their number shows that somebody was looking.
    pub fn local(&self) -> usize {
        self.0
            .lines()
            .filter(|line| line.contains("socket(AF_UNIX"))
            .count()
    }

    /// Every line that has to do with the internet.
    pub fn internet(&self) -> Vec<&str> {
        let marks = [
            "AF_INET",
            "AF_PACKET",
            "AF_BLUETOOTH",
            "sin_port",
            "sin6_port",
        ];
        self.0
            .lines()
            .filter(|line| marks.iter().any(|mark| line.contains(mark)))
            .collect()
    }

    /// Lines with an address that is not this machine's own, or with a port of it that nobody here has bound.
    pub fn beyond(&self, known: &[u16]) -> Vec<&str> {
        let mut ports: BTreeSet<u16> = known.iter().copied().collect();
        ports.extend(
            self.0
                .lines()
                .filter(|line| line.contains(" bind("))
                .filter_map(port),
        );
        self.internet()
            .into_iter()
            .filter(|line| {
                !line.contains(" bind(") && port(line).is_some_and(|port| !ports.contains(&port))
                    || !is_home(line)
            })
            .collect()
    }
}

/// Whether a line names no address, or one of this machine.
fn is_home(line: &str) -> bool {
    let addressed = line.contains("inet_addr(") || line.contains("inet_pton(");
    !addressed || line.contains("inet_addr(\"127.0.0.1\")") || line.contains("\"::1\"")
}

fn port(line: &str) -> Option<u16> {
    line.split_once("htons(")?.1.split_once(')')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_is_read_as_it_is_written() {
        let seen = Seen(
            "10 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 3\n\
             10 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 4\n\
             10 bind(4, {sa_family=AF_INET, sin_port=htons(4444), sin_addr=inet_addr(\"127.0.0.1\")}, 16) = 0\n\
             11 connect(5, {sa_family=AF_INET, sin_port=htons(4444), sin_addr=inet_addr(\"127.0.0.1\")}, 16) = 0\n\
             11 connect(5, {sa_family=AF_INET, sin_port=htons(631), sin_addr=inet_addr(\"127.0.0.1\")}, 16) = 0\n\
             11 connect(5, {sa_family=AF_INET, sin_port=htons(4444), sin_addr=inet_addr(\"192.0.2.1\")}, 16) = 0\n\
             11 sendto(6, \"\", 0, 0, {sa_family=AF_INET6, sin6_port=htons(53), inet_pton(AF_INET6, \"2001:db8::1\", &sin6_addr)}, 28) = 0\n"
                .to_owned(),
        );
        assert_eq!((seen.local(), seen.internet().len()), (1, 6));
        let beyond = seen.beyond(&[]);
        assert_eq!(beyond.len(), 3, "{beyond:?}");
        assert!(beyond[0].contains("631") && beyond[1].contains("192.0.2.1"));
        assert_eq!(seen.beyond(&[631]).len(), 2);
    }
}
