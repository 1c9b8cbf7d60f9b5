//! The top level holds what ARCHITECTURE.md names, and nothing else.

use crate::house::{expect_none, files};

const PERMITTED: &[&str] = &[
    ".cargo",
    ".ci",
    ".gitignore",
    "ARCHITECTURE.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "assets",
    "src-tauri",
    "tests",
    "ui",
];

fn strangers<'a>(files: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut names: Vec<&str> = files.filter_map(|file| file.split('/').next()).collect();
    names.dedup();
    names.retain(|name| !PERMITTED.contains(name));
    names
        .iter()
        .map(|name| format!("{name} does not belong at the top level"))
        .collect()
}

#[test]
fn the_top_level_holds_only_what_belongs_there() {
    expect_none(&strangers(files().iter().map(String::as_str)));
}

#[test]
fn every_permitted_name_is_in_use() {
    let files = files();
    let idle = PERMITTED.iter().filter(|name| {
        !files
            .iter()
            .any(|file| file.split('/').next() == Some(**name))
    });
    let complaints: Vec<String> = idle.map(|name| format!("{name} is missing")).collect();
    expect_none(&complaints);
}

#[test]
fn a_stranger_is_named() {
    let found = strangers(["ui/index.html", "docs/a.md", "docs/b.md", "Makefile"].into_iter());
    assert_eq!(found.len(), 2, "{found:?}");
}
