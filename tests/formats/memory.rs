//! *A lock wipes the keys.* The memory of a program that holds a vault open is searched for every secret that the second reader
//! derives from the file; then the program locks and is searched again. Control: while it is open, the keys are found.

use crate::{clinic, told};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::process::{Child, Command, Stdio};

/// Secrets of which half in memory is too much. Shorter pieces would be found by chance.
const PIECE: usize = 16;

/// A secret, and every spelling in which it could lie in memory.
fn spellings(name: &str, secret: &[u8]) -> Vec<(String, Vec<u8>)> {
    const SIX_BITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let hex: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let base64: Vec<u8> = secret
        .chunks_exact(3)
        .flat_map(|three| {
            let bits = u32::from_be_bytes([0, three[0], three[1], three[2]]);
            [18, 12, 6, 0].map(|at| SIX_BITS[(bits >> at & 63) as usize])
        })
        .collect();
    let mut all = vec![
        (name.to_owned(), secret.to_vec()),
        (format!("{name} in hex"), hex.clone().into_bytes()),
        (format!("{name} in HEX"), hex.to_uppercase().into_bytes()),
        (format!("{name} in base64"), base64),
    ];
    if let Ok(text) = std::str::from_utf8(secret) {
        let wide = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        all.push((format!("{name} in UTF-16"), wide));
    }
    all
}

/// Halves of the secret that lie in memory the program can write to. (What cannot be written is the program's own file.)
fn found(child: &Child, secrets: &[(String, Vec<u8>)]) -> Vec<String> {
    let pid = child.id();
    let maps = std::fs::read_to_string(format!("/proc/{pid}/maps")).expect("the map of its memory");
    let mut memory = std::fs::File::open(format!("/proc/{pid}/mem")).expect("its memory");
    let pieces: Vec<(String, &[u8])> = secrets
        .iter()
        .flat_map(|(name, secret)| {
            let (first, last) = (&secret[..PIECE], &secret[secret.len() - PIECE..]);
            [
                (format!("{name}, first half"), first),
                (format!("{name}, last half"), last),
            ]
        })
        .collect();
    // Most places are ruled out by their first two bytes.
    let mut begins = vec![false; 1 << 16];
    for (_, piece) in &pieces {
        begins[usize::from(u16::from_le_bytes([piece[0], piece[1]]))] = true;
    }
    let mut found = std::collections::BTreeSet::new();
    let mut searched = 0usize;
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let (range, rights) = (
            words.next().expect("a range"),
            words.next().expect("rights"),
        );
        if !rights.starts_with("rw") {
            continue;
        }
        let (from, to) = range.split_once('-').expect("a range");
        let place = |text| u64::from_str_radix(text, 16).expect("an address");
        let (from, to) = (place(from), place(to));
        let mut bytes = vec![0; usize::try_from(to - from).expect("fits")];
        memory.seek(SeekFrom::Start(from)).expect("a place");
        // A region that was reserved and never used cannot be read; it holds nothing.
        if memory.read_exact(&mut bytes).is_err() {
            continue;
        }
        searched += bytes.len();
        for window in bytes.windows(PIECE) {
            if begins[usize::from(u16::from_le_bytes([window[0], window[1]]))] {
                let here = pieces.iter().filter(|(_, piece)| *piece == window);
                found.extend(here.map(|(name, _)| name.clone()));
            }
        }
    }
    assert!(searched > 100_000, "only {searched} bytes were searched");
    found.into_iter().collect()
}

#[test]
fn no_key_stays_in_memory_after_a_lock() {
    let (home, _) = clinic();
    let told = told("secrets", home.path());
    let secrets: Vec<(String, Vec<u8>)> = told
        .as_object()
        .expect("secrets")
        .iter()
        .map(|(name, hex)| {
            let bytes = vault::from_hex(hex.as_str().expect("hex")).expect("hex");
            (name.clone(), bytes)
        })
        .collect();
    assert!(secrets.len() >= 8);
    let secrets: Vec<(String, Vec<u8>)> = secrets
        .iter()
        .flat_map(|(name, secret)| spellings(name, secret))
        .collect();
    let written = spellings("", b"any carnal pleasure");
    assert!(written[3].1.starts_with(b"YW55IGNhcm5hbCBwbGVhc3Vy"));

    let mut child = Command::new(env!("CARGO_BIN_EXE_victim"))
        .arg(home.path())
        .arg("--hold")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut hand = child.stdin.take().expect("it listens");
    let mut lines = BufReader::new(child.stdout.take().expect("it speaks")).lines();
    let mut says = || lines.next().expect("a line").expect("a line");

    assert_eq!(says(), "open");
    let open = found(&child, &secrets);
    for name in ["master key", "key of client keys", "a client's key"] {
        assert!(
            open.iter().any(|piece| piece.starts_with(name)),
            "control: the {name} was not found while the vault was open, only {open:?}"
        );
    }
    hand.write_all(b"lock\n").expect("it hears");
    assert_eq!(says(), "locked");
    assert_eq!(found(&child, &secrets), Vec::<String>::new());
    drop(hand);
    child.wait().expect("it ends");
}
