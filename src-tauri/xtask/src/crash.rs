//! `cargo xtask crash`: kills a running session as often as is asked, and says how it went.

use std::process::ExitCode;
use std::time::Instant;

use crate::Stop;
use crate::house::House;

const RUNS: u32 = 1_000;
const TEST: &str = "nothing_lost::a_killed_program_has_every_acknowledged_word";

/// Runs the kill loop of the promises with another number.
pub fn crash(house: &House, words: &[String]) -> Result<ExitCode, Stop> {
    let runs = match words {
        [] => RUNS,
        [name, number] if name == "--runs" => match number.parse() {
            Ok(runs) if runs > 0 => runs,
            _ => return Err(Stop::lacking("--runs wants a number from 1 on")),
        },
        _ => return Err(Stop::lacking("cargo xtask crash [--runs N]")),
    };
    let began = Instant::now();
    let status = house
        .cargo()
        .args(["test", "--quiet", "--workspace", "--test", "promises", "--"])
        .args([TEST, "--exact", "--nocapture"])
        .env("HOLDFAST_KILLS", runs.to_string())
        .status();
    let minutes = began.elapsed().as_secs_f64() / 60.0;
    match status {
        Ok(status) if status.success() => {
            println!("{runs} kills in {minutes:.1} min, nothing lost");
            Ok(ExitCode::SUCCESS)
        }
        Ok(_) => Err(Stop::failed(format!(
            "{minutes:.1} min: something was lost, or could not be proven; the words of the test are above."
        ))),
        Err(error) => Err(Stop::lacking(format!("cargo does not start: {error}"))),
    }
}
