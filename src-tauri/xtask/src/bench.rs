//! `cargo xtask bench`: builds everything with one profile and lets `tests/benches` measure it.
//!
//! Words go to standard error and figures to standard output, so that `--json` can be read by a program.

use std::process::{Command, ExitCode};

use crate::Stop;
use crate::house::House;
use crate::machine::{self, Wanted};

/// `--release` is for the builder; everything else is for the benches.
pub fn bench(house: &House, words: &[String]) -> Result<ExitCode, Stop> {
    machine::prepare(Wanted::Proof)?;
    let node = machine::node(house)?;
    node.install(house)?;
    eprintln!("Building the screen");
    let screen = node.npm(house).args(["run", "--silent", "build"]).output();
    if !screen.is_ok_and(|answer| answer.status.success()) {
        return Err(Stop::failed("The screen does not build: cargo xtask ui"));
    }
    let release = words.iter().any(|word| word == "--release");
    let profile = if release { "release" } else { "debug" };
    eprintln!("Building Holdfast ({profile}) and its benches");
    let mut cargo = house.cargo();
    cargo.args(["build", "--quiet", "--workspace", "--bins"]);
    if release {
        cargo.arg("--release");
    }
    if !cargo.status().is_ok_and(|status| status.success()) {
        return Err(Stop::failed(
            "Holdfast does not build; the compiler's words are above.",
        ));
    }
    let built = |name: &str| {
        let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        house.target.join(profile).join(file)
    };
    eprintln!("Measuring; the machine should have nothing else to do");
    let status = Command::new(built("bench"))
        .args(words.iter().filter(|word| *word != "--release"))
        .current_dir(house.root.join("tests"))
        .env("CARGO_MANIFEST_DIR", house.root.join("tests"))
        .env("HOLDFAST_BIN", built("holdfast"))
        .status()
        .map_err(|error| Stop::failed(format!("the benches do not start: {error}")))?;
    Ok(status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .map_or(ExitCode::FAILURE, ExitCode::from))
}
