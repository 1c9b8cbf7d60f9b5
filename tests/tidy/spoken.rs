//! No fixed word of the code reaches a person as it is: what the chain says was done, and what a refusal names, has words on the screen.

use std::collections::BTreeSet;

use crate::house::{files, text};

/// The words in quotes within a text.
fn quoted(source: &str) -> BTreeSet<String> {
    source
        .split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// What stands between two marks.
fn between<'a>(source: &'a str, from: &str, to: &str) -> &'a str {
    let rest = source.split(from).nth(1).unwrap_or_default();
    rest.split(to).next().unwrap_or_default()
}

/// The keys of an object of words: bare, or in quotes.
fn keys(source: &str, name: &str) -> BTreeSet<String> {
    let body = between(
        source,
        &format!("const {name}: Record<string, string> = {{"),
        "\n};",
    );
    let mut keys = BTreeSet::new();
    for line in body
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
    {
        // A key stands before a colon, outside of what is said.
        let mut said = false;
        let mut word = String::new();
        for sign in line.chars() {
            match sign {
                '"' => said = !said,
                ':' if !said => {
                    keys.insert(word.trim().to_owned());
                    said = false;
                    word.clear();
                }
                ',' if !said => word.clear(),
                other => word.push(other),
            }
        }
    }
    keys
}

/// The words in a source after each of these marks.
fn named(source: &str, marks: &[&str]) -> BTreeSet<String> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let flat = code.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut words = BTreeSet::new();
    for mark in marks {
        for rest in flat.split(mark).skip(1) {
            words.extend(rest.split('"').next().map(str::to_owned));
        }
    }
    words
}

const MARKS: [&str; 4] = [
    "BadInput { what: \"",
    "Unknown { what: \"",
    "Duplicate { what: \"",
    "NotFound { what: \"",
];

#[test]
fn what_the_chain_says_was_done_about_an_entry_has_words() {
    let session = text("src-tauri/crates/companion/src/session.rs").expect("text");
    let course = text("src-tauri/crates/clinic/src/course/act.rs").expect("text");
    let mut words = quoted(between(&session, "fn word(act: &Act)", "\n}"));
    words.extend(quoted(between(&course, "fn word(&self)", "\n    }")));
    for own in ["session_opened", "session_ticked", "session_resumed"] {
        words.insert(own.to_owned());
    }
    let screen = text("ui/src/words/trail.ts").expect("text");
    assert!(words.len() > 60, "{words:?}");
    assert_eq!(keys(&screen, "actions"), words);
}

#[test]
fn what_the_access_log_lists_has_words() {
    let log = text("src-tauri/crates/companion/src/audit.rs").expect("text");
    let words = quoted(between(&log, "const ACCESS: &[&str] = &[", "\n];"));
    let screen = text("ui/src/words/access.ts").expect("text");
    assert!(words.len() > 40, "{words:?}");
    assert_eq!(keys(&screen, "actions"), words);
    // Whatever is done to somebody of another vault is listed.
    let contacts = text("src-tauri/crates/companion/src/packets/contacts.rs").expect("text");
    let done: BTreeSet<_> = quoted(&contacts)
        .into_iter()
        .filter(|word| word.starts_with("contact_"))
        .collect();
    let unlisted: Vec<_> = done.difference(&words).collect();
    assert!(done.len() > 5 && unlisted.is_empty(), "{unlisted:?}");
}

#[test]
fn what_a_refusal_names_has_words() {
    let mut words = BTreeSet::new();
    for path in files().iter().filter(|path| {
        let of_the_doors = ["clinic", "store", "companion", "export", "wire"];
        path.ends_with(".rs")
            && of_the_doors
                .iter()
                .any(|one| path.starts_with(&format!("src-tauri/crates/{one}/src/")))
    }) {
        words.extend(named(&text(path).expect("text"), &MARKS));
    }
    let screen = keys(&text("ui/src/words/failures.ts").expect("text"), "things");
    let silent: Vec<_> = words.difference(&screen).collect();
    assert!(words.len() > 40 && silent.is_empty(), "{silent:?}");
}

#[test]
fn a_word_without_words_is_found() {
    let code = "Err(Error::BadInput {\n what: \"shelf\",\n})\n#[cfg(test)] mod tests { BadInput { what: \"not this\" } }";
    assert_eq!(named(code, &MARKS), ["shelf".to_owned()].into());
    let words = "const things: Record<string, string> = {\n  // aside: no\n  \"on top\": \"a: b, c\", shelf: \"the shelf\",\n};";
    assert_eq!(
        keys(words, "things"),
        ["on top".to_owned(), "shelf".to_owned()].into()
    );
}
