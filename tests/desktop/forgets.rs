//! *A lock forgets.* A client's words are drawn, then the vault is locked: they lie in no process of the window any more, neither the program's
//! nor its web view's. Control: while they are drawn, the same search finds them.

use crate::review::{home_of, out};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::process::Command;
use support::window::{Stage, Window};
use support::world;

const CANARY: &str = "SommerfuglQuarzlampe";

/// The program and everything that it started, by name and number.
fn processes(window: &Window) -> Vec<(String, u32)> {
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
    let mut found = vec![window.pid()];
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

fn found(stage: &Stage, window: &Window) -> Vec<(String, usize)> {
    let scratch = stage.home().join("dump");
    processes(window)
        .into_iter()
        .map(|(name, pid)| (name, lies(pid, CANARY, &scratch)))
        .filter(|(_, count)| *count > 0)
        .collect()
}

#[tokio::test]
async fn a_locked_window_holds_no_word_of_a_client() {
    let stage = Stage::set();
    let home = home_of(&stage);
    let mut companion = world::companion(&home);
    world::make(&mut companion, &home).expect("a vault");
    companion.client_add("KELP-014", CANARY).expect("a client");
    companion.vault_lock().expect("locks");
    drop(companion);
    let window = stage.open().await;
    window.marked("unlock").await;
    window.enter("unlock-passphrase", world::PASSPHRASE).await;
    window.keys("Enter").await;
    window.marked("today").await;
    window.keys("2").await;
    let row = "const row = document.querySelector(\"[data-testid='client-row']\"); if (!row) return false; row.click(); return true;";
    window.wait_for_script("a client", row).await;
    window
        .marked("client-details")
        .await
        .click()
        .await
        .expect("it can be clicked");
    let drawn = "return [...document.querySelectorAll('input, textarea')].some((box) => box.value === arguments[0])";
    window
        .until("the name is drawn", drawn, vec![serde_json::json!(CANARY)])
        .await;
    let before = processes(&window);
    let open = found(&stage, &window);
    assert!(
        open.iter().any(|(name, _)| name.starts_with("WebKitWeb")),
        "control: {open:?}"
    );
    out(&window).await;
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    println!("{before:?}\n{:?}\n{open:?}", processes(&window));
    assert_eq!(found(&stage, &window), Vec::<(String, usize)>::new());
    window.close().await;
}
