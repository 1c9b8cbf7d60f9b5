//! The weight of the screen: everything that the window takes in, gzipped file by file, fonts apart.

use crate::line::{Line, Target};
use crate::{Effort, Trouble};
use std::path::{Path, PathBuf};
use std::process::Command;

const MOST_KB: f64 = 300.0;

pub fn size(_: Effort) -> Result<Vec<Line>, Trouble> {
    let mut files = Vec::new();
    gather(&support::root().join("ui/dist"), &mut files)?;
    files.retain(|file| !is_font(file));
    if files.is_empty() {
        return Err("ui/dist is empty: cargo xtask ui".into());
    }
    let mut bytes = 0;
    for file in &files {
        bytes += gzipped(file)?;
    }
    let kb = bytes as f64 / 1e3;
    Ok(vec![Line::new(
        "bundle",
        "the screen's files, gzip, without fonts",
        kb,
        "kB",
        Target::Value(MOST_KB),
        files.len(),
    )])
}

fn is_font(file: &Path) -> bool {
    file.extension()
        .is_some_and(|ending| ending == "woff2" || ending == "woff")
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Trouble> {
    let entries =
        std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

fn gzipped(file: &Path) -> Result<usize, Trouble> {
    let answer = Command::new("gzip")
        .args(["-9", "-n", "-c"])
        .arg(file)
        .output()?;
    if !answer.status.success() {
        return Err(format!("gzip: {}", String::from_utf8_lossy(&answer.stderr)).into());
    }
    Ok(answer.stdout.len())
}
