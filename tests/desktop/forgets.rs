//! *A lock forgets.* A client's words are drawn, then the vault is locked: the process that drew them is gone, and the one that draws the door
//! holds neither them nor the passphrase that was typed. Control: while they are drawn, the same search finds them.

use crate::review::home_of;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
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

/// Bytes of a page, and of an entry of `pagemap`.
const PAGE: u64 = 4096;
const ENTRY: u64 = 8;
/// Present, or swapped out.
const USED: u8 = 0b1100_0000;

/// How often a word lies in memory that a process can write to, as bytes and as UTF-16. Only pages that were ever used are read: what a web
/// view reserves is larger than the machine.
fn lies(pid: u32, word: &str, scratch: &Path) -> usize {
    let open = |name: &str| std::fs::File::open(format!("/proc/{pid}/{name}"));
    let (Ok(mut maps), Ok(mut memory), Ok(mut pages)) =
        (open("maps"), open("mem"), open("pagemap"))
    else {
        return 0;
    };
    let mut text = String::new();
    maps.read_to_string(&mut text)
        .expect("the map of its memory");
    let mut dump = std::fs::File::create(scratch).expect("a file");
    for line in text.lines() {
        let mut words = line.split_whitespace();
        let (range, rights) = (
            words.next().unwrap_or_default(),
            words.next().unwrap_or_default(),
        );
        let Some((from, to)) = range.split_once('-').filter(|_| rights.starts_with("rw")) else {
            continue;
        };
        let place = |text| u64::from_str_radix(text, 16).expect("an address");
        let (mut at, to) = (place(from), place(to));
        while at < to {
            let size = (to - at).min(16 << 20);
            let mut used = vec![0; usize::try_from(size / PAGE * ENTRY).expect("fits")];
            let known = pages.seek(SeekFrom::Start(at / PAGE * ENTRY)).is_ok()
                && pages.read_exact(&mut used).is_ok();
            if !known {
                break;
            }
            for (number, entry) in (0u64..).zip(used.chunks_exact(8)) {
                if entry[7] & USED == 0 {
                    continue;
                }
                let mut page = [0; PAGE as usize];
                let there = memory.seek(SeekFrom::Start(at + number * PAGE)).is_ok()
                    && memory.read_exact(&mut page).is_ok();
                if there {
                    dump.write_all(&page).expect("written");
                }
            }
            at += size;
        }
    }
    drop(dump);
    let wide: String = word.chars().map(|c| format!("{c}\\x00")).collect();
    let said = Command::new("grep")
        .args(["-o", "-a", "-b", "-P", &format!("{word}|{wide}")])
        .arg(scratch)
        .env("LC_ALL", "C")
        .output()
        .expect("grep is there");
    String::from_utf8_lossy(&said.stdout).lines().count()
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

#[tokio::test]
async fn after_a_lock_another_process_draws_the_door_and_knows_nothing() {
    let stage = Stage::set();
    let home = home_of(&stage);
    let mut companion = world::companion(&home);
    world::make(&mut companion, &home).expect("a vault");
    let session = world::session(&mut companion, CANARY).expect("a session");
    world::say(&mut companion, session, "close stopped \"moved away\"").expect("ended");
    companion.vault_lock().expect("locks");
    drop(companion);
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
        tokio::time::sleep(Duration::from_secs(1)).await;
        stage.type_line(world::PASSPHRASE).expect("typed");
        open = soon(12, || logind.held() == 1).await;
        if open {
            break;
        }
    }
    assert!(open, "the vault is not unlocked\n{}", stage.last_words());
    let scratch = stage.home().join("dump");
    let before = pages(program);
    assert_eq!(before.len(), 1);
    let drawn = soon(20, || lies(before[0], CANARY, &scratch) > 0).await;
    assert!(drawn, "control: the search finds nothing");

    logind.say(Say::Lock).await;
    let other = || {
        let now = pages(program);
        now.len() == 1 && now != before
    };
    assert!(soon(30, other).await, "the page's process goes on");
    let seen = stage.words_seen(Duration::from_secs(30));
    assert!(seen.is_some(), "the door is not drawn");
    let after = pages(program);
    for word in [CANARY, world::PASSPHRASE] {
        assert_eq!(
            lies(after[0], word, &scratch),
            0,
            "{word} lies in the page's memory"
        );
    }
    drop(window);
}
