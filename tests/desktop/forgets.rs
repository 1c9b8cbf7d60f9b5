//! *A lock forgets.* A client's words are drawn, then the vault is locked: the process that drew them is gone, and the one that draws the door
//! holds neither them nor the passphrase that was typed nor a key; no key lies in the program. Control: while the vault is open, the same search
//! finds a client on the page and keys in the program.

use std::path::Path;
use std::time::{Duration, Instant};
use support::memory::Memory;
use support::reader::told;
use support::window::Stage;
use support::window::bus::{Bus, Logind, Say};
use support::world;

const CANARY: &str = "SommerfuglQuarzlampe";

/// The program and everything that it started, by name and number.
fn processes(program: u32) -> Vec<(String, u32)> {
    let all: Vec<(u32, u32, String)> = std::fs::read_dir("/proc")
        .expect("processes")
        .flatten()
        .filter_map(|entry| {
            let pid: u32 = entry.file_name().to_str()?.parse().ok()?;
            let line = std::fs::read_to_string(entry.path().join("stat")).ok()?;
            let (name, rest) = line.split_once('(')?.1.rsplit_once(") ")?;
            let parent = rest.split(' ').nth(1)?.parse().ok()?;
            Some((pid, parent, name.to_owned()))
        })
        .collect();
    let mut found = vec![program];
    loop {
        let more: Vec<u32> = all
            .iter()
            .filter(|(pid, parent, _)| found.contains(parent) && !found.contains(pid))
            .map(|(pid, ..)| *pid)
            .collect();
        if more.is_empty() {
            break;
        }
        found.extend(more);
    }
    all.into_iter()
        .filter(|(pid, ..)| found.contains(pid))
        .map(|(pid, _, name)| (name, pid))
        .collect()
}

/// Processes of the web view that hold pages.
fn pages(program: u32) -> Vec<u32> {
    let all = processes(program).into_iter();
    all.filter(|(name, _)| name.starts_with("WebKitWebPro"))
        .map(|(_, pid)| pid)
        .collect()
}

/// Waits until something is so; whether it became so.
async fn soon(seconds: u64, so: impl Fn() -> bool) -> bool {
    let until = Instant::now() + Duration::from_secs(seconds);
    while !so() && Instant::now() < until {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    so()
}

/// Everything that must not be left: the keys that an open vault holds, the passphrase, and a client's words, each in the spellings in which a
/// program and a page keep text.
fn secrets(home: &Path) -> Vec<(String, Vec<u8>)> {
    let told = told("secrets", home);
    let keys = told.as_object().expect("secrets").iter();
    let mut secrets: Vec<(String, Vec<u8>)> = keys
        .filter(|(name, _)| *name != "passphrase")
        .map(|(name, hex)| {
            let bytes = vault::from_hex(hex.as_str().expect("hex")).expect("hex");
            (name.clone(), bytes)
        })
        .collect();
    for (name, text) in [("a client", CANARY), ("the passphrase", world::PASSPHRASE)] {
        let wide = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        secrets.push((name.to_owned(), text.as_bytes().to_vec()));
        secrets.push((format!("{name} in UTF-16"), wide));
    }
    secrets
}

/// What of it lies in a process, and where.
fn found(pid: u32, secrets: &[(String, Vec<u8>)], scratch: &Path) -> Vec<String> {
    let Some(memory) = Memory::of(pid, scratch) else {
        return Vec::new();
    };
    let places = |(name, bytes): &(String, Vec<u8>)| {
        let places = memory.places(bytes).into_iter();
        places
            .map(|place| format!("{name}: {place}"))
            .collect::<Vec<_>>()
    };
    secrets.iter().flat_map(places).collect()
}

/// How large a core file a process may leave, softly and hardly.
fn core_limits(pid: u32) -> Vec<String> {
    let limits = std::fs::read_to_string(format!("/proc/{pid}/limits")).expect("its limits");
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"));
    let words = core.expect("a limit").split_whitespace();
    words.skip(4).take(2).map(str::to_owned).collect()
}

#[tokio::test]
async fn after_a_lock_another_process_draws_the_door_and_knows_nothing() {
    let stage = Stage::set();
    let home = stage.data();
    let mut companion = world::companion(&home);
    world::make(&mut companion, &home).expect("a vault");
    let session = world::session(&mut companion, CANARY).expect("a session");
    world::say(&mut companion, session, "close stopped \"moved away\"").expect("ended");
    companion.vault_lock().expect("locks");
    drop(companion);
    let secrets = secrets(&home);
    let system = Bus::start(&stage.home().join("run/system-bus"));
    let logind = Logind::on(system.address()).await;
    let stage = stage.with("DBUS_SYSTEM_BUS_ADDRESS", system.address());
    // Without a driver, as a person starts it: a driven window keeps its process, or its driver would lose it.
    let window = stage.start(&support::window::program());
    let program = window.pid();
    assert!(
        stage.words_seen(Duration::from_secs(60)).is_some(),
        "{}",
        stage.last_words()
    );
    // The words may be on the screen a moment before the box takes keys; a line that went astray leaves its box selected, so it is typed again.
    let mut open = false;
    for _ in 0..5 {
        tokio::time::sleep(Duration::from_secs(2)).await;
        stage.type_line(world::PASSPHRASE).expect("typed");
        open = soon(20, || logind.held() == 1).await;
        if open {
            break;
        }
    }
    assert!(open, "the vault is not unlocked\n{}", stage.last_words());
    let scratch = stage.home().join("dump");
    let found = |pid| found(pid, &secrets, &scratch);
    let has = |found: &[String], name: &str| found.iter().any(|place| place.starts_with(name));
    let before = pages(program);
    assert_eq!(before.len(), 1);
    let drawn = soon(20, || has(&found(before[0]), "a client")).await;
    assert!(drawn, "control: the search finds nothing on the page");
    let held = found(program);
    for name in ["master key", "key of client keys", "a client"] {
        assert!(
            has(&held, name),
            "control: no {name} in the program: {held:?}"
        );
    }
    // Nobody of them leaves a core.
    let family = processes(program);
    assert!(family.len() > 2, "{family:?}");
    for (name, pid) in family {
        assert_eq!(core_limits(pid), ["0", "0"], "{name}");
    }

    logind.say(Say::Lock).await;
    let other = || {
        let now = pages(program);
        now.len() == 1 && now != before
    };
    assert!(soon(30, other).await, "the page's process goes on");
    let seen = stage.words_seen(Duration::from_secs(30));
    assert!(seen.is_some(), "the door is not drawn");
    let left = found(pages(program)[0]);
    assert!(left.is_empty(), "on the page: {left:#?}");
    // What is not Rust's in the program frees without wiping: text may lie there still. Keys never do.
    let text = |place: &String| {
        ["a client:", "a client in", "the passphrase"]
            .iter()
            .any(|name| place.starts_with(name))
    };
    let left: Vec<String> = found(program)
        .into_iter()
        .filter(|place| !text(place))
        .collect();
    assert!(left.is_empty(), "in the program: {left:#?}");
    drop(window);
}
