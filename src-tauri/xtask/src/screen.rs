//! `cargo xtask ui`: the screen's packages and its build.

use std::process::ExitCode;

use crate::Stop;
use crate::house::House;
use crate::machine::{self, Wanted};

pub fn ui(house: &House) -> Result<ExitCode, Stop> {
    machine::prepare(Wanted::Window)?;
    let node = machine::node(house)?;
    node.install(house)?;
    build(house, &node)?;
    Ok(ExitCode::SUCCESS)
}

/// Builds `ui/dist`, which the window's program takes in whole when it compiles.
pub fn build(house: &House, node: &machine::Node) -> Result<(), Stop> {
    println!("Building the screen");
    let answer = node.npm(house).args(["run", "--silent", "build"]).output();
    let answer = answer.map_err(|error| Stop::failed(format!("npm does not start: {error}")))?;
    if answer.status.success() {
        return Ok(());
    }
    let words = [answer.stdout, answer.stderr].concat();
    Err(Stop::failed(format!(
        "The screen does not build:\n{}",
        String::from_utf8_lossy(&words)
    )))
}
