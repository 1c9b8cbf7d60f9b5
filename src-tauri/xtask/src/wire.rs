//! `cargo xtask wire`: TypeScript twins of the wire types. The files are committed; `cargo xtask test` refuses old ones.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use crate::Stop;
use crate::house::House;
use crate::machine::{self, Wanted};

pub fn wire(house: &House) -> Result<ExitCode, Stop> {
    machine::prepare(Wanted::Terminal)?;
    let status = house
        .cargo()
        .args(["test", "--quiet", "--package", "wire", "--lib"])
        .env("TS_RS_EXPORT_DIR", house.ui().join("src/wire"))
        .status();
    match status {
        Ok(status) if status.success() => Ok(ExitCode::SUCCESS),
        _ => Err(Stop::failed(
            "The TypeScript is not written; the words of the test are above.",
        )),
    }
}

/// The files that differ between two folders, by name, with what is wrong with them.
pub fn differences(fresh: &Path, committed: &Path) -> io::Result<Vec<String>> {
    let (fresh, committed) = (contents(fresh)?, contents(committed)?);
    let names: std::collections::BTreeSet<&String> = fresh.keys().chain(committed.keys()).collect();
    let verdict = |name: &String| match (fresh.get(name), committed.get(name)) {
        (Some(new), Some(old)) if new == old => None,
        (Some(_), Some(_)) => Some(format!("{name} is out of date")),
        (Some(_), None) => Some(format!("{name} is missing")),
        _ => Some(format!("{name} has no Rust type any more")),
    };
    Ok(names.into_iter().filter_map(verdict).collect())
}

fn contents(folder: &Path) -> io::Result<BTreeMap<String, Vec<u8>>> {
    fs::read_dir(folder)?
        .map(|entry| {
            let entry = entry?;
            Ok((
                entry.file_name().to_string_lossy().into_owned(),
                fs::read(entry.path())?,
            ))
        })
        .collect()
}
