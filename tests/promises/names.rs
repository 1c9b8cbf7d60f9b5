//! *A name is never a path.* Whatever clients and people are called, what leaves lies under a plain name in the folder that was chosen, and
//! never over or through anything that stands there. Control: the plain names are the same names as before, and found.

use crate::forge::files;
use clinic::review::redact::Redaction;
use companion::Error;
use companion::packets::{Choice, file_put, file_write};
use std::collections::BTreeSet;
use std::path::Path;
use support::world;

/// Endings that somebody wants to have, places that somebody wants to reach, what a shell obeys, what turns a line around.
const HOSTILE: &[&str] = &[
    "../../escape",
    "/etc/cron.d/job",
    "..",
    ".",
    ".hidden",
    "~root",
    "a/b\\c",
    "CON",
    "nul",
    "com1",
    "LPT9.txt",
    "trailing.",
    "trailing ",
    "-rf",
    "$(reboot) `id` ;&|",
    "line\nend",
    "nul\0byte",
    "\u{202e}fdp.exe",
    "zero\u{200b}width",
    "\u{feff}mark",
    "Жанна",
    "a:stream",
    "%2e%2e%2f",
    "\"quoted\" 'too' *?<>",
];

/// Whether a file of this name can be carried everywhere.
fn is_plain(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    let reserved = ["CON", "PRN", "AUX", "NUL", "COM1", "LPT9"];
    let letters = |c: char| c.is_ascii_alphanumeric() || " -.".contains(c);
    !stem.is_empty()
        && name.len() < 200
        && name.chars().all(letters)
        && !name.starts_with('.')
        && !name.contains("..")
        && !reserved.contains(&stem.trim().to_uppercase().as_str())
}

fn names(folder: &Path) -> BTreeSet<String> {
    std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().into_string())
        .map(|name| name.expect("UTF-8"))
        .collect()
}

#[test]
fn what_leaves_lies_in_the_chosen_folder_under_a_plain_name() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let outer = home.path().join("outer");
    let into = outer.join("chosen");
    std::fs::create_dir_all(&into).expect("a folder");
    let mut wanted = 0;
    let long = "x".repeat(4096);
    for name in HOSTILE.iter().copied().chain([long.as_str(), ""]) {
        let path = file_put(&into, name, "pdf", b"ours").expect("it has a name of its own");
        assert_eq!(path.parent(), Some(into.as_path()), "{name:?}");
        wanted += 1;
        assert_eq!(names(&into).len(), wanted, "{name:?}");
    }
    assert_eq!(names(&outer).len(), 1, "only the chosen folder");
    let bad: Vec<String> = names(&into)
        .into_iter()
        .filter(|name| !is_plain(name))
        .collect();
    assert_eq!(bad, Vec::<String>::new());
    // Control: a plain name is the name, and a second file stands beside the first.
    let first = file_put(&into, "KELP 014", "pdf", b"one").expect("written");
    let second = file_put(&into, "KELP 014", "pdf", b"two").expect("written");
    assert_eq!(first, into.join("KELP 014.pdf"));
    assert_eq!(second, into.join("KELP 014 2.pdf"));
    assert!(!is_plain("../x.pdf") && !is_plain("con.pdf") && !is_plain(".pdf"));
}

#[test]
fn clients_and_people_with_hostile_names_seal_under_plain_ones() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut author = world::companion(home.path());
    world::make(&mut author, home.path()).expect("a vault");
    let reader_home = tempfile::tempdir().expect("a temporary folder");
    let mut reader = world::companion(reader_home.path());
    world::make_reader(&mut reader, reader_home.path()).expect("a vault");
    let card = reader.contact_card().expect("a card");
    let known = author.contact_add(&card, false).expect("pinned");
    let outer = home.path().join("outer");
    let into = outer.join("chosen");
    std::fs::create_dir_all(&into).expect("a folder");
    author.contact_card_write(&into, None).expect("a card");
    let mut sealed = 1;
    for code in HOSTILE {
        // A code that is refused makes no file either.
        let session = match world::session(&mut author, code) {
            Ok(session) => session,
            Err(Error::BadInput { what: "code" }) => continue,
            Err(other) => panic!("{code:?}: {other}"),
        };
        world::say(&mut author, session, "close stopped \"moved away\"").expect("ended");
        let choice = Choice {
            client: author.client_by_code(code.trim()).expect("a client"),
            sessions: vec![session],
            to: vec![known.row.person],
            course: Vec::new(),
            process_notes: Vec::new(),
            redaction: Redaction::Coded,
            purpose: "../../purpose".to_owned(),
            days: None,
        };
        let packet = author.packet_seal(&choice, &into).expect("sealed");
        assert_eq!(packet.path.parent(), Some(into.as_path()), "{code:?}");
        sealed += 1;
        assert_eq!(names(&into).len(), sealed, "{code:?}");
    }
    assert!(sealed > 6, "only {sealed}");
    assert!(names(&into).iter().all(|name| is_plain(name)));
    assert_eq!(names(&outer).len(), 1, "only the chosen folder");
    // A person whose name could not stand on a card is not added.
    for name in [
        "\u{202e}neraM",
        "Ma\u{7}ren",
        "Maren\nSol",
        &"Ж".repeat(110),
    ] {
        let person = companion::people::NewPerson {
            name: name.to_owned(),
            initials: "XX".to_owned(),
            roles: vec![companion::Role::CoTherapist],
            pin: companion::Secret::from("7193"),
        };
        let answer = author.person_add(&person);
        assert!(
            matches!(answer, Err(Error::BadInput { what: "name" })),
            "{name:?}: {answer:?}"
        );
    }
}

#[test]
fn nothing_is_written_through_a_link_or_over_what_appears_meanwhile() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let (into, theirs) = (home.path().join("chosen"), home.path().join("theirs"));
    std::fs::create_dir(&into).expect("a folder");
    std::fs::create_dir(&theirs).expect("a folder");
    let secret = theirs.join("secret");
    std::fs::write(&secret, "theirs").expect("written");
    let link = |to: &Path, name: &str| {
        std::os::unix::fs::symlink(to, into.join(name)).expect("a link");
    };
    // The name itself, a second one, and the name of the part that is written first; one link leads nowhere yet.
    link(&secret, "report.pdf");
    link(&theirs.join("not yet"), "report 2.pdf");
    let part = format!("report 3.pdf.{}.part", std::process::id());
    link(&theirs.join("nor this"), &part);
    let before = files(&theirs);
    assert!(file_put(&into, "report", "pdf", b"ours").is_err());
    std::fs::remove_file(into.join(&part)).expect("gone");
    for name in ["report.pdf", "report 2.pdf"] {
        let answer = file_write(&into.join(name), b"ours");
        assert!(matches!(answer, Err(Error::Duplicate { .. })), "{name}");
    }
    let path = file_put(&into, "report", "pdf", b"ours").expect("written");
    assert_eq!(path, into.join("report 3.pdf"));
    assert_eq!(files(&theirs), before, "nothing went through a link");

    // Somebody takes the name while the file is written: one of both stands there, whole.
    let race = into.join("race.pdf");
    let stop = std::sync::atomic::AtomicBool::new(false);
    let (mut ours, mut refused) = (0, 0);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                let made = std::fs::File::options()
                    .write(true)
                    .create_new(true)
                    .open(&race)
                    .and_then(|mut file| std::io::Write::write_all(&mut file, b"theirs"));
                drop(made);
                std::thread::yield_now();
            }
        });
        for _ in 0..60 {
            drop(std::fs::remove_file(&race));
            match file_write(&race, b"ours") {
                Ok(()) => {
                    assert_eq!(std::fs::read(&race).expect("it stands"), b"ours");
                    ours += 1;
                }
                Err(Error::Duplicate { .. }) => refused += 1,
                Err(other) => panic!("{other}"),
            }
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    assert!(refused > 0, "nobody was in the way: {ours}");
    let left = names(&into);
    assert!(left.iter().all(|name| !name.ends_with(".part")), "{left:?}");
}
