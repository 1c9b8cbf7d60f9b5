//! What lies in the memory of a process, and where.

use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Bytes of a page, and of an entry of `pagemap`.
const PAGE: u64 = 4096;
const ENTRY: u64 = 8;
/// Present, or swapped out.
const USED: u8 = 0b1100_0000;
/// Shorter pieces would be found by chance.
const LEAST: usize = 10;

/// Everything that a process can write to, as it was at one moment. Only pages that were ever used are in it: what a web view reserves is
/// larger than the machine.
pub struct Memory {
    file: PathBuf,
    /// Where each region begins in the file, and its name.
    regions: Vec<(u64, String)>,
}

impl Memory {
    /// Copies it into a file at `scratch`; none: there is no such process.
    pub fn of(pid: u32, scratch: &Path) -> Option<Memory> {
        let open = |name: &str| File::open(format!("/proc/{pid}/{name}"));
        let (mut maps, memory, pages) =
            (open("maps").ok()?, open("mem").ok()?, open("pagemap").ok()?);
        let mut text = String::new();
        maps.read_to_string(&mut text).ok()?;
        let mut dump = File::create(scratch).expect("a file");
        let mut regions = Vec::new();
        let mut written = 0;
        for line in text.lines() {
            let mut words = line.split_whitespace();
            let (range, rights) = (words.next()?, words.next()?);
            let Some((from, to)) = range.split_once('-').filter(|_| rights.starts_with("rw"))
            else {
                continue;
            };
            let name = words.nth(3).unwrap_or("[nameless]");
            regions.push((written, format!("{name} at {range}")));
            let place = |text| u64::from_str_radix(text, 16).expect("an address");
            let (mut at, to) = (place(from), place(to));
            while at < to {
                let size = (to - at).min(16 << 20);
                let mut used = vec![0; usize::try_from(size / PAGE * ENTRY).expect("fits")];
                if pages.read_exact_at(&mut used, at / PAGE * ENTRY).is_err() {
                    break;
                }
                let used: Vec<bool> = used
                    .chunks_exact(8)
                    .map(|entry| entry[7] & USED != 0)
                    .collect();
                let mut page = at;
                for run in used.chunk_by(|one, next| one == next) {
                    let length = run.len() as u64 * PAGE;
                    let mut bytes = vec![0; usize::try_from(length).expect("fits")];
                    if run[0] && memory.read_exact_at(&mut bytes, page).is_ok() {
                        dump.write_all(&bytes).expect("written");
                        written += length;
                    }
                    page += length;
                }
                at += size;
            }
        }
        Some(Memory {
            file: scratch.to_owned(),
            regions,
        })
    }

    /// In which regions these bytes lie, once for each time. What searches reads lines, so a line's end is left out of what it looks for.
    pub fn places(&self, bytes: &[u8]) -> Vec<String> {
        let piece = bytes
            .split(|byte| *byte == b'\n')
            .max_by_key(|piece| piece.len())
            .filter(|piece| piece.len() >= LEAST)
            .expect("long enough to be told from chance");
        let pattern: String = piece.iter().map(|byte| format!("\\x{byte:02x}")).collect();
        let said = Command::new("grep")
            .args(["-o", "-a", "-b", "-P", &pattern])
            .arg(&self.file)
            .env("LC_ALL", "C")
            .output()
            .expect("grep is there");
        said.stdout
            .split(|byte| *byte == b'\n')
            .filter_map(|line| {
                let offset = line.split(|byte| *byte == b':').next()?;
                let offset: u64 = std::str::from_utf8(offset).ok()?.parse().ok()?;
                let region = self.regions.iter().rfind(|(begin, _)| *begin <= offset)?;
                Some(region.1.clone())
            })
            .collect()
    }

    /// In which regions a text lies, as bytes and as UTF-16.
    pub fn texts(&self, text: &str) -> Vec<String> {
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [self.places(text.as_bytes()), self.places(&wide)].concat()
    }
}
