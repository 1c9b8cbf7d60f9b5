//! Node for the screen's tools. Where the system's is too old, a newer one is kept beside the build, for this house only.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use super::{find as find_program, is_stamped, must, said, write_stamp};
use crate::Stop;
use crate::house::House;

/// What Vite runs on: 20.19 or a later 20, or 22.12 and everything after.
const OLDEST: &str = "20.19";
const OURS: &str = "node@22.23.3";

/// npm and the Node it runs under.
pub struct Node {
    npm: PathBuf,
    path: OsString,
    version: String,
}

pub fn find(house: &House) -> Result<Node, Stop> {
    let file = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let path = std::env::var_os("PATH").unwrap_or_default();
    let npm = std::env::split_paths(&path)
        .map(|folder| folder.join(file))
        .find(|npm| npm.is_file());
    let npm = npm.ok_or_else(|| Stop::lacking("npm is missing: install Node 22 with npm"))?;

    let system = find_program("node").and_then(|node| said(Command::new(node).arg("--version")));
    if let Some(version) = system.clone().filter(|version| is_recent_enough(version)) {
        return Ok(Node { npm, path, version });
    }
    let folder = house.tools().join("node_modules/node/bin");
    let kept = || {
        said(Command::new(folder.join("node")).arg("--version"))
            .filter(|version| is_recent_enough(version))
    };
    if kept().is_none() {
        std::fs::create_dir_all(house.tools())
            .map_err(|error| Stop::failed(format!("{}: {error}", house.tools().display())))?;
        let what = format!(
            "Node {} is too old for the screen's tools (they need {OLDEST}); bringing {OURS} into {}",
            system.as_deref().unwrap_or("(none)"),
            house.tools().display()
        );
        must(
            &what,
            Command::new(&npm)
                .args(["install", "--no-save", "--prefix"])
                .arg(house.tools())
                .arg(OURS),
        )?;
    }
    let version =
        kept().ok_or_else(|| Stop::failed(format!("{OURS} was installed but does not start")))?;
    let folders = std::iter::once(folder).chain(std::env::split_paths(&path));
    let path = std::env::join_paths(folders).map_err(|error| Stop::failed(error.to_string()))?;
    Ok(Node { npm, path, version })
}

impl Node {
    /// An npm command in `ui/`.
    pub fn npm(&self, house: &House) -> Command {
        let mut command = Command::new(&self.npm);
        command
            .current_dir(house.ui())
            .env("PATH", &self.path)
            .env("NO_COLOR", "1");
        command
    }

    /// Installs the screen's packages from the lock file, if they are not those already.
    pub fn install(&self, house: &House) -> Result<(), Stop> {
        let lock = house.ui().join("package-lock.json");
        let lock = std::fs::read_to_string(&lock)
            .map_err(|error| Stop::failed(format!("{}: {error}", lock.display())))?;
        let stamp = house.ui().join("node_modules/.installed-from");
        let version = format!("node {}\n{lock}", self.version);
        if is_stamped(&stamp, &version) {
            return Ok(());
        }
        must(
            "Installing the screen's packages from the lock file (npm ci)",
            self.npm(house).args(["ci", "--no-audit", "--no-fund"]),
        )?;
        write_stamp(&stamp, &version)
    }
}

fn is_recent_enough(version: &str) -> bool {
    let mut parts = version
        .trim_start_matches('v')
        .split('.')
        .map(|part| part.parse::<u32>().unwrap_or(0));
    match (parts.next().unwrap_or(0), parts.next().unwrap_or(0)) {
        (20, minor) => minor >= 19,
        (22, minor) => minor >= 12,
        (major, _) => major > 22,
    }
}

#[cfg(test)]
mod tests {
    use super::is_recent_enough;

    #[test]
    fn node_is_recent_enough_exactly_where_vite_runs() {
        for version in ["v20.19.0", "v20.20.2", "v22.12.0", "v24.0.0"] {
            assert!(is_recent_enough(version), "{version}");
        }
        for version in ["v18.20.4", "v20.18.9", "v21.7.3", "v22.11.0", ""] {
            assert!(!is_recent_enough(version), "{version}");
        }
    }
}
