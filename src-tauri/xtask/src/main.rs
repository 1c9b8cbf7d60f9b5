//! `cargo xtask …`: the commands of the house, each doing its own set-up.
//!
//! `run` and `test` are the two a newcomer needs; both bring a fresh Debian or Ubuntu to the point where they work.
//! Exit codes: 0 ok, 1 something failed, 2 used wrongly or the machine lacks something that we may not install.

mod bench;
mod crash;
mod fuzz;
mod house;
mod machine;
mod run;
mod screen;
mod shots;
mod steps;
mod tally;
mod test;
mod tones;
mod wire;

use std::process::ExitCode;

use house::House;

const USAGE: &str = "\
cargo xtask run         open Holdfast; without a display, play the training day in the terminal
cargo xtask test        everything: format, lints, types, unit, rule, tidy and window tests
cargo xtask bench       measure speed and weight against their targets: [--json] [--release] [B1 B2 B5 B6 B7 bundle];
                        exit code 1 when a target is missed
cargo xtask crash       the long form of the kill -9 loop: --runs N (1000 where none is said)
cargo xtask fuzz        random files for longer: [header | packet | answer | manifest | card | protocol | measure] [--minutes N]
cargo xtask ui          install the screen's packages and build it into ui/dist
cargo xtask wire        write the TypeScript twins of the wire types into ui/src/wire
cargo xtask shots [FILTER]  the contact sheet: every state of the window, both themes, two text sizes, measured
cargo xtask tones       make the soft tone in assets/sounds
cargo xtask checksums   write assets/CHECKSUMS anew, before an asset or migration is released";

/// Why a command ended early: words for the person, and the exit code.
struct Stop {
    words: String,
    code: u8,
}

impl Stop {
    /// The work itself failed.
    fn failed(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            code: 1,
        }
    }

    /// The machine lacks something, or the command was used wrongly.
    fn lacking(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            code: 2,
        }
    }
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match perform(&words) {
        Ok(code) => code,
        Err(stop) => {
            eprintln!("{}", stop.words);
            ExitCode::from(stop.code)
        }
    }
}

fn perform(words: &[String]) -> Result<ExitCode, Stop> {
    match words {
        [word] if matches!(word.as_str(), "help" | "--help" | "-h") => {
            println!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        [word, rest @ ..] if word == "bench" => bench::bench(&House::find()?, rest),
        [word, rest @ ..] if word == "crash" => crash::crash(&House::find()?, rest),
        [word, rest @ ..] if word == "fuzz" => fuzz::fuzz(&House::find()?, rest),
        [word] => match word.as_str() {
            "run" => run::run(&House::find()?),
            "test" => test::test(&House::find()?),
            "shots" => shots::shots(&House::find()?, None),
            "ui" => screen::ui(&House::find()?),
            "wire" => wire::wire(&House::find()?),
            "tones" => tones::tones(&House::find()?),
            "checksums" => test::checksums(&House::find()?),
            _ => Err(Stop::lacking(USAGE)),
        },
        [word, filter] if word == "shots" => shots::shots(&House::find()?, Some(filter)),
        _ => Err(Stop::lacking(USAGE)),
    }
}
