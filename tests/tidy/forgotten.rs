//! No test lies unread: every file under `tests/` is a module of its folder's program, every program is in Cargo.toml.

use std::collections::BTreeSet;

use crate::house::{expect_none, files, text};

/// The modules that a Rust file declares.
fn modules(text: &str) -> BTreeSet<String> {
    let declared = text.lines().filter_map(|line| {
        let line = line.trim();
        let rest = line.strip_prefix("pub ").unwrap_or(line);
        rest.strip_prefix("mod ")?.strip_suffix(';')
    });
    declared.map(str::to_owned).collect()
}

/// The file that must declare `file` as a module, and the name it must give it.
fn parent(file: &str) -> Option<(String, String)> {
    let (folder, name) = file.rsplit_once('/')?;
    let name = name.strip_suffix(".rs")?;
    if name == "main" || name == "lib" {
        return None;
    }
    let is_top = folder.matches('/').count() == 1;
    let owner = match (is_top, folder) {
        (true, "tests/support") => format!("{folder}/lib.rs"),
        (true, _) => format!("{folder}/main.rs"),
        (false, _) => format!("{folder}.rs"),
    };
    Some((owner, name.to_owned()))
}

#[test]
fn every_file_is_a_module_of_its_program() {
    let files = files();
    let manifest = text("tests/Cargo.toml").expect("a manifest is text");
    let tests = files
        .iter()
        .filter(|file| file.starts_with("tests/") && file.ends_with(".rs"));
    let complaints = tests.filter_map(|file| {
        let (owner, name) = parent(file)?;
        let is_module = files.contains(&owner) && modules(&text(&owner)?).contains(&name);
        let is_program = manifest.contains(&format!("path = \"{}\"", file.strip_prefix("tests/")?));
        let known = is_module || is_program;
        (!known).then(|| format!("{file} is not declared in {owner}: it never runs"))
    });
    expect_none(&complaints.collect::<Vec<_>>());
}

#[test]
fn every_program_is_in_the_manifest() {
    let manifest = text("tests/Cargo.toml").expect("a manifest is text");
    let files = files();
    let mains = files
        .iter()
        .filter(|file| file.starts_with("tests/") && file.ends_with("/main.rs"));
    let complaints = mains.filter_map(|main| {
        let path = main.strip_prefix("tests/")?;
        (!manifest.contains(&format!("path = \"{path}\"")))
            .then(|| format!("{main} is in no [[test]] entry"))
    });
    expect_none(&complaints.collect::<Vec<_>>());
}

#[test]
fn a_forgotten_file_would_be_seen() {
    assert_eq!(
        parent("tests/rooms/session.rs"),
        Some(("tests/rooms/main.rs".into(), "session".into()))
    );
    assert_eq!(
        parent("tests/support/window/eye.rs"),
        Some(("tests/support/window.rs".into(), "eye".into()))
    );
    let declared = modules("//! words\nmod one;\npub mod two;\n// mod three;\n");
    assert_eq!(
        declared,
        BTreeSet::from(["one".to_owned(), "two".to_owned()])
    );
}
