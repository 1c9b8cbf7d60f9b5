//! Where things are: the root of the checkout, the folder cargo builds into, and the tools kept there.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::Stop;

pub struct House {
    pub root: PathBuf,
    /// What cargo builds into; `CARGO_TARGET_DIR` and every other way to set it are honoured.
    pub target: PathBuf,
}

impl House {
    pub fn find() -> Result<Self, Stop> {
        // Asked when running, not when compiling: two checkouts may share one target folder, and this program with it.
        let here = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let here = here.ok_or_else(|| Stop::lacking("start this as: cargo xtask"))?;
        let root = here
            .ancestors()
            .nth(2)
            .ok_or_else(|| Stop::failed("xtask lies outside its house"))?;
        let answer = Command::new(cargo())
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .current_dir(root)
            .output()
            .map_err(|error| Stop::lacking(format!("cargo does not start: {error}")))?;
        let metadata: Value = serde_json::from_slice(&answer.stdout)
            .map_err(|_| Stop::failed(String::from_utf8_lossy(&answer.stderr).into_owned()))?;
        let target = metadata["target_directory"]
            .as_str()
            .ok_or_else(|| Stop::failed("cargo names no target folder"))?;
        let house = Self {
            root: root.to_owned(),
            target: PathBuf::from(target),
        };
        house.claim(&metadata)?;
        Ok(house)
    }

    /// Throws away what another checkout built of our own crates. Cargo tells two checkouts in one target folder apart only
    /// by file times, and would take the other's for ours; what comes from outside is the same for both and stays.
    fn claim(&self, metadata: &Value) -> Result<(), Stop> {
        let stamp = self.target.join("checkout");
        let ours = self.root.display().to_string();
        let before = std::fs::read_to_string(&stamp).unwrap_or_default();
        if before == ours {
            return Ok(());
        }
        if !before.is_empty() {
            eprintln!("{before} was built here last: clearing its crates, keeping what they use");
            let packages = metadata["packages"].as_array().into_iter().flatten();
            let names = packages.filter_map(|package| package["name"].as_str());
            let mut clean = self.cargo();
            clean.args(["clean", "--quiet"]);
            clean.args(names.flat_map(|name| ["--package", name]));
            let cleaned = clean.status().is_ok_and(|status| status.success());
            if !cleaned {
                return Err(Stop::failed("cargo clean failed"));
            }
        }
        std::fs::create_dir_all(&self.target)
            .and_then(|()| std::fs::write(&stamp, ours))
            .map_err(|error| Stop::failed(format!("{}: {error}", stamp.display())))
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
