//! Makes the machine ready: finds what is missing, installs it where it may, says exactly what to do where it may not.

mod debian;
mod elsewhere;
mod node;
mod python;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Stop;
use crate::house::House;

pub use node::Node;
pub use python::python;

/// How much of the house is wanted. Each step includes those before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wanted {
    /// The rules, the vault and the side door.
    Terminal,
    /// The window too.
    Window,
    /// All tests too.
    Proof,
}

/// Sees to everything that comes from the system's own packages.
pub fn prepare(wanted: Wanted) -> Result<(), Stop> {
    if is_there("dpkg-query") {
        debian::prepare(wanted)
    } else {
        elsewhere::check(wanted)
    }
}

/// The screen's tool chain, ready for use.
pub fn node(house: &House) -> Result<Node, Stop> {
    node::find(house)
}

/// The program's path, if it can be started by name.
fn find(program: &str) -> Option<PathBuf> {
    let file = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(&file))
        .find(|path| path.is_file())
}

fn is_there(program: &str) -> bool {
    find(program).is_some()
}

/// What a command prints, if it starts and succeeds.
fn said(command: &mut Command) -> Option<String> {
    let answer = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    answer
        .status
        .success()
        .then(|| String::from_utf8_lossy(&answer.stdout).trim().to_owned())
}

/// Runs a command in sight, and stops if it fails. Its words are no answer, so they go to standard error.
fn must(what: &str, command: &mut Command) -> Result<(), Stop> {
    eprintln!("{what}");
    match command.stdout(std::io::stderr()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Stop::failed(format!("{what}: failed ({status})"))),
        Err(error) => Err(Stop::failed(format!("{what}: {error}"))),
    }
}

/// Whether `stamp` says that the work was done for exactly this `version`.
fn is_stamped(stamp: &Path, version: &str) -> bool {
    std::fs::read_to_string(stamp).is_ok_and(|written| written == version)
}

fn write_stamp(stamp: &Path, version: &str) -> Result<(), Stop> {
    std::fs::write(stamp, version)
        .map_err(|error| Stop::failed(format!("{}: {error}", stamp.display())))
}
