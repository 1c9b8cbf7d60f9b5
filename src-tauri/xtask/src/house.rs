//! Where things are: the root of the checkout, the folder cargo builds into, and the tools kept there.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Stop;

pub struct House {
    pub root: PathBuf,
    /// What cargo builds into; `CARGO_TARGET_DIR` and every other way to set it are honoured.
    pub target: PathBuf,
}

impl House {
    pub fn find() -> Result<Self, Stop> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .nth(2)
            .ok_or_else(|| Stop::failed("xtask lies outside its house"))?;
        let answer = Command::new(cargo())
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .current_dir(root)
            .output();
        let answer =
            answer.map_err(|error| Stop::lacking(format!("cargo does not start: {error}")))?;
        let metadata: serde_json::Value = serde_json::from_slice(&answer.stdout)
            .map_err(|_| Stop::failed(String::from_utf8_lossy(&answer.stderr).into_owned()))?;
        let target = metadata["target_directory"]
            .as_str()
            .ok_or_else(|| Stop::failed("cargo names no target folder"))?;
        Ok(Self {
            root: root.to_owned(),
            target: PathBuf::from(target),
        })
    }

    pub fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// Programs that the house brings itself, out of sight of the system.
    pub fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// A program built with the development profile.
    pub fn built(&self, name: &str) -> PathBuf {
        self.target
            .join("debug")
            .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// A cargo command at the root.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(cargo());
        command.current_dir(&self.root);
        command
    }
}

fn cargo() -> std::ffi::OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}
