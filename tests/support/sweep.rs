//! Looks for a word in every file below a folder, in every spelling in which it could lie there.

use std::fs;
use std::path::{Path, PathBuf};

/// Every spelling in which a word could lie in a file.
pub fn spellings(word: &str) -> Vec<Vec<u8>> {
    let utf16: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let hex: String = word.bytes().map(|byte| format!("{byte:02x}")).collect();
    vec![
        word.as_bytes().to_vec(),
        utf16,
        hex.clone().into_bytes(),
        hex.to_uppercase().into_bytes(),
    ]
}

/// Plain files below a folder. One that goes away meanwhile holds nothing any more.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => files(&entry.path(), found),
            Ok(kind) if kind.is_file() => found.push(entry.path()),
            _ => {}
        }
    }
}

/// Files under a home that hold the word in any spelling.
pub fn sweep(home: &Path, word: &str) -> Vec<PathBuf> {
    let mut all = Vec::new();
    files(home, &mut all);
    assert!(!all.is_empty(), "nothing was swept");
    all.retain(|path| {
        let bytes = fs::read(path).unwrap_or_default();
        spellings(word).iter().any(|spelling| {
            bytes
                .windows(spelling.len())
                .any(|window| window == spelling)
        })
    });
    all
}
