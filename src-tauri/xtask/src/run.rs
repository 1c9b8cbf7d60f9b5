//! `cargo xtask run`: opens the window, or, where there is no display, plays the training day in the terminal.

use std::process::{Command, ExitCode};

use crate::Stop;
use crate::house::House;
use crate::machine::{self, Wanted};
use crate::screen;

pub fn run(house: &House) -> Result<ExitCode, Stop> {
    if has_display() {
        machine::prepare(Wanted::Window)?;
        let node = machine::node(house)?;
        node.install(house)?;
        screen::build(house, &node)?;
        println!("Building Holdfast (the first time takes a while)");
        // The whole workspace, so that `cargo xtask test` later finds the same pieces already built.
        build(house.cargo().args(["build", "--workspace", "--bins"]))?;
        println!("Opening Holdfast");
        return finish(&mut Command::new(house.built("holdfast")));
    }
    machine::prepare(Wanted::Terminal)?;
    println!("There is no display: the training day is played in the terminal.");
    build(house.cargo().args(["build", "--package", "cli"]))?;
    let out = house.target.join("training-day");
    let mut cli = Command::new(house.built("holdfast-cli"));
    finish(
        cli.args(["training", "play", "--speed", "600", "--out"])
            .arg(out),
    )
}

fn has_display() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(windows, target_os = "macos")) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

pub fn build(cargo: &mut Command) -> Result<(), Stop> {
    match cargo.status() {
        Ok(status) if status.success() => Ok(()),
        _ => Err(Stop::failed(
            "Holdfast does not build; the compiler's words are above.",
        )),
    }
}

/// Runs to the end and passes the exit code on.
pub fn finish(command: &mut Command) -> Result<ExitCode, Stop> {
    let status = command
        .status()
        .map_err(|error| Stop::failed(format!("{}: {error}", command.get_program().display())))?;
    Ok(status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .map_or(ExitCode::FAILURE, ExitCode::from))
}
