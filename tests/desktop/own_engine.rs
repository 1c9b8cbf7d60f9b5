//! The web view brings the system's SQLite into the process. Ours must neither be found by it nor be replaced by it: the
//! programs offer no `sqlite3_*` symbol. Control: the same look at a library that does offer them finds them.

use std::path::Path;
use std::process::Command;

/// How many `sqlite3_*` symbols a program or library defines for others to find.
fn offered(file: &Path) -> usize {
    let said = Command::new("readelf")
        .args(["--dyn-syms", "--wide"])
        .arg(file)
        .output()
        .expect("readelf comes with the compiler");
    assert!(said.status.success(), "{} cannot be read", file.display());
    String::from_utf8_lossy(&said.stdout)
        .lines()
        .filter(|line| line.contains(" sqlite3_") && !line.contains(" UND "))
        .count()
}

#[test]
fn our_programs_offer_no_database_symbols() {
    let window = support::window::program();
    let side_door = window.with_file_name("holdfast-cli");
    for program in [window, side_door] {
        assert_eq!(offered(&program), 0, "{} offers SQLite", program.display());
    }
}

#[test]
fn a_library_that_offers_them_is_seen() {
    let found = [
        "/usr/lib/x86_64-linux-gnu/libsqlite3.so.0",
        "/usr/lib/aarch64-linux-gnu/libsqlite3.so.0",
        "/usr/lib64/libsqlite3.so.0",
    ]
    .iter()
    .map(Path::new)
    .find(|path| path.exists())
    .expect("the web view brings the system's SQLite");
    assert!(offered(found) > 100);
}
