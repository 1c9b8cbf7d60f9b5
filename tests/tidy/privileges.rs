//! Lonely privileges: one file asks the time, one makes chance, one talks to Tauri from the screen.

use crate::house::{expect_none, files_ending, text};

struct Privilege {
    what: &'static str,
    marks: &'static [&'static str],
    holder: &'static str,
    endings: &'static [&'static str],
}

const PRIVILEGES: &[Privilege] = &[
    Privilege {
        what: "asks the time",
        marks: &[
            "SystemTime::now",
            "Instant::now",
            "Utc::now",
            "Local::now",
            "clock_gettime",
        ],
        holder: "src-tauri/crates/companion/src/clock.rs",
        endings: &[".rs"],
    },
    Privilege {
        what: "makes chance",
        marks: &["SystemRandom", "OsRng", "getrandom", "thread_rng"],
        holder: "src-tauri/crates/vault/src/entropy.rs",
        endings: &[".rs"],
    },
    Privilege {
        what: "turns an error into a wire failure",
        marks: &["> for Failure {"],
        holder: "src-tauri/crates/wire/src/failure.rs",
        endings: &[".rs"],
    },
    Privilege {
        what: "talks to Tauri",
        marks: &["@tauri-apps/"],
        holder: "ui/src/host/tauri.ts",
        endings: &[".ts", ".svelte", ".js"],
    },
];

/// What only proves or builds may do anything; so may the linter's own law.
fn is_exempt(file: &str) -> bool {
    let starts = ["tests/", "src-tauri/xtask/", "ui/law."];
    starts.iter().any(|start| file.starts_with(start))
        || file.contains("/tests/")
        || file.ends_with("/tests.rs")
}

fn misuse(privilege: &Privilege, file: &str, text: &str) -> Option<String> {
    if file == privilege.holder
        || is_exempt(file)
        || !privilege
            .endings
            .iter()
            .any(|ending| file.ends_with(ending))
    {
        return None;
    }
    let code = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with("//"));
    let mut hits = code.filter(|(_, line)| privilege.marks.iter().any(|mark| line.contains(mark)));
    let (number, _) = hits.next()?;
    Some(format!(
        "{file}:{} {}; only {} may",
        number + 1,
        privilege.what,
        privilege.holder
    ))
}

#[test]
fn every_privilege_is_held_by_one_file() {
    let mut complaints = Vec::new();
    for file in files_ending(&[".rs", ".ts", ".svelte", ".js"]) {
        let Some(text) = text(&file) else { continue };
        complaints.extend(
            PRIVILEGES
                .iter()
                .filter_map(|privilege| misuse(privilege, &file, &text)),
        );
    }
    expect_none(&complaints);
}

#[test]
fn misuse_is_named_and_comments_are_not() {
    let time = &PRIVILEGES[0];
    let code = "// Instant::now is for one file\nlet t = Instant::now();\n";
    let found = misuse(time, "src-tauri/src/lib.rs", code).expect("a complaint");
    assert!(found.starts_with("src-tauri/src/lib.rs:2 "), "{found}");
    assert!(misuse(time, time.holder, code).is_none());
    assert!(misuse(time, "tests/rooms/main.rs", code).is_none());
    assert!(misuse(time, "src-tauri/crates/vault/tests/door.rs", code).is_none());
    let tauri = &PRIVILEGES[3];
    assert!(
        misuse(
            tauri,
            "ui/src/App.svelte",
            "import { invoke } from \"@tauri-apps/api/core\";"
        )
        .is_some()
    );
}
