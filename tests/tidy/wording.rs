//! What never stands in a file of the house: hosts of package registries, folders of one machine, unfinished marks.

use crate::house::{expect_none, files, text};

/// Joined here, so that this file does not name what it forbids.
const FORBIDDEN: &[(&str, &str)] = &[
    (concat!("registry.", "npmjs"), "a package registry"),
    (concat!("index.crates", ".io"), "a package registry"),
    (concat!("static.crates", ".io"), "a package registry"),
    (concat!("files.python", "hosted"), "a package registry"),
    (concat!("pypi", ".org"), "a package registry"),
    (concat!("deb.debian", ".org"), "a package registry"),
    (concat!("archive.ubuntu", ".com"), "a package registry"),
    (concat!("proxy.golang", ".org"), "a package registry"),
    (concat!("/wo", "rk/"), "a folder of one machine"),
    (concat!("/ro", "ot/"), "a folder of one machine"),
    (concat!("/tm", "p/"), "a folder of one machine"),
    (concat!("TO", "DO"), "an unfinished mark"),
    (concat!("FIX", "ME"), "an unfinished mark"),
    (concat!("todo", "!("), "an unfinished mark"),
    (concat!("unimplemented", "!("), "an unfinished mark"),
    (concat!("#[ign", "ore"), "a test that does not run"),
    (concat!("it.sk", "ip("), "a test that does not run"),
    (concat!("it.on", "ly("), "a test that hides others"),
    (concat!("describe.sk", "ip("), "a test that does not run"),
    (concat!("describe.on", "ly("), "a test that hides others"),
    (concat!("\"resol", "ved\""), "a download host"),
];

fn complaints(file: &str, text: &str) -> Vec<String> {
    let lines = text.lines().enumerate();
    let hits = lines.flat_map(|(number, line)| {
        let found = FORBIDDEN
            .iter()
            .filter(move |(words, _)| line.contains(words));
        found.map(move |(words, what)| format!("{file}:{} names {what}: {words}", number + 1))
    });
    hits.collect()
}

#[test]
fn no_file_names_what_does_not_belong_to_the_house() {
    let mut found = Vec::new();
    for file in files() {
        // Cargo writes where a crate comes from into its own lock file.
        if file != "Cargo.lock" {
            found.extend(
                text(&file)
                    .map(|text| complaints(&file, &text))
                    .unwrap_or_default(),
            );
        }
    }
    expect_none(&found);
}

#[test]
fn the_screen_locks_its_packages_by_digest() {
    let lock = text("ui/package-lock.json").expect("a lock file is text");
    assert!(lock.contains("\"integrity\": \"sha512-"));
}

#[test]
fn forbidden_words_are_found() {
    let bad = format!("fine\nsee {}here\n", FORBIDDEN[8].0);
    assert_eq!(complaints("a.md", &bad).len(), 1);
    assert!(complaints("a.md", "a plain line about what to do\n").is_empty());
}
