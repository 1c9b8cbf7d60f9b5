//! No file outgrows a reader: Rust 800 lines without its tests, Svelte 300.

use crate::house::{expect_none, files_ending, text};

const RUST: usize = 800;
const SVELTE: usize = 300;

/// Lines that count: everything up to a module of tests at the end of the file.
fn lines(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    let tests = lines.windows(2).position(|pair| {
        pair[0] == "#[cfg(test)]" && pair[1].starts_with("mod ") && pair[1].ends_with('{')
    });
    tests.unwrap_or(lines.len())
}

fn too_long(file: &str, text: &str) -> Option<String> {
    let limit = if file.ends_with(".svelte") {
        SVELTE
    } else {
        RUST
    };
    let count = lines(text);
    (count > limit).then(|| format!("{file} has {count} lines, {limit} are the most"))
}

#[test]
fn every_file_can_be_read_in_one_sitting() {
    let files = files_ending(&[".rs", ".svelte"]);
    let complaints: Vec<String> = files
        .iter()
        .filter_map(|file| too_long(file, &text(file)?))
        .collect();
    expect_none(&complaints);
}

#[test]
fn a_file_too_long_is_named_and_its_tests_do_not_count() {
    let body = "line\n".repeat(800);
    let tests = format!("{body}#[cfg(test)]\nmod tests {{\n{body}}}\n");
    assert!(too_long("a.rs", &tests).is_none());
    assert!(too_long("a.rs", &format!("{body}one more\n")).is_some());
    assert!(too_long("A.svelte", &"line\n".repeat(301)).is_some());
}
