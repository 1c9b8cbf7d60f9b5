//! Debian and Ubuntu: what is missing is installed with apt, as root or by a sudo that asks for nothing.

use std::process::Command;

use super::{Wanted, is_there, must, said};
use crate::Stop;

/// Package, from which want on, why.
const PACKAGES: &[(&str, Wanted, &str)] = &[
    ("build-essential", Wanted::Terminal, "C compiler and linker"),
    ("pkg-config", Wanted::Terminal, "finds libraries"),
    (
        "libssl-dev",
        Wanted::Terminal,
        "what SQLCipher encrypts with",
    ),
    ("libwebkit2gtk-4.1-dev", Wanted::Window, "the web view"),
    ("libasound2-dev", Wanted::Window, "the prompt tone"),
    ("git", Wanted::Proof, "lists the files of the house"),
    ("webkit2gtk-driver", Wanted::Proof, "drives the real window"),
    ("xvfb", Wanted::Proof, "a screen for it"),
    ("dbus", Wanted::Proof, "a session bus for it"),
    ("fonts-dejavu-core", Wanted::Proof, "letters for it"),
    (
        "util-linux",
        Wanted::Proof,
        "setpriv: no process outlives its test",
    ),
    (
        "strace",
        Wanted::Proof,
        "sees what reaches the disk, and when",
    ),
    ("age", Wanted::Proof, "the independent reader of a vault"),
    ("poppler-utils", Wanted::Proof, "reads the report on paper"),
    (
        "python3-venv",
        Wanted::Proof,
        "the independent reader of a vault",
    ),
];

pub fn prepare(wanted: Wanted) -> Result<(), Stop> {
    let mut names: Vec<&str> = PACKAGES
        .iter()
        .filter(|(_, from, _)| *from <= wanted)
        .map(|(name, ..)| *name)
        .collect();
    if wanted >= Wanted::Window {
        // Whoever has Node from elsewhere keeps it.
        names.extend(
            ["node", "npm"]
                .iter()
                .filter(|program| !is_there(program))
                .map(|program| if *program == "node" { "nodejs" } else { "npm" }),
        );
    }
    let missing: Vec<&str> = names
        .into_iter()
        .filter(|name| !is_installed(name))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    let by_hand = format!("apt-get update && apt-get install -y --no-install-recommends {list}");
    let Some(mut apt) = apt() else {
        return Err(Stop::lacking(format!(
            "Missing system packages. As root:\n\n    {by_hand}\n\nThen run this command again."
        )));
    };
    must(
        "Fetching the list of system packages (apt-get update)",
        apt.arg("update").arg("-q"),
    )?;
    let mut apt = self::apt().ok_or_else(|| Stop::lacking(by_hand))?;
    must(
        &format!("Installing system packages: {list}"),
        apt.args(["install", "-y", "-q", "--no-install-recommends"])
            .args(&missing),
    )
}

fn is_installed(package: &str) -> bool {
    let status =
        said(Command::new("dpkg-query").args(["-W", "-f", "${db:Status-Status}", package]));
    status.is_some_and(|status| status == "installed")
}

/// apt-get as root; none when we may not.
fn apt() -> Option<Command> {
    let mut command = if said(Command::new("id").arg("-u")).is_some_and(|user| user == "0") {
        Command::new("apt-get")
    } else {
        said(Command::new("sudo").args(["-n", "true"]))?;
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "--preserve-env=DEBIAN_FRONTEND", "apt-get"]);
        sudo
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    Some(command)
}
