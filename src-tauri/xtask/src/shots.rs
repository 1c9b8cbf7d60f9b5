//! `cargo xtask shots [filter]`: the contact sheet of the window, taken and measured; `tests/shots` does the work.

use std::process::{Command, ExitCode};

use crate::Stop;
use crate::house::House;
use crate::machine::{self, Wanted};
use crate::{run, screen};

pub fn shots(house: &House, filter: Option<&str>) -> Result<ExitCode, Stop> {
    machine::prepare(Wanted::Proof)?;
    let node = machine::node(house)?;
    node.install(house)?;
    screen::build(house, &node)?;
    println!("Building Holdfast and its camera");
    run::build(house.cargo().args(["build", "--workspace", "--bins"]))?;
    let mut camera = Command::new(house.built("shots"));
    camera
        .args(filter)
        .env("CARGO_MANIFEST_DIR", house.root.join("tests"))
        .env("HOLDFAST_BIN", house.built("holdfast"));
    run::finish(&mut camera)
}
