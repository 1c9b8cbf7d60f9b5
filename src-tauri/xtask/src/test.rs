//! `cargo xtask test`: everything, in order, on one development profile.
//!
//! All Rust is built by one cargo call with one set of features, so nothing compiles twice; the test programs are then run
//! one by one. A step that fails hides only what needs it. The last line is `N passed, N failed`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use serde_json::Value;

use crate::Stop;
use crate::house::House;
use crate::machine::{self, Node, Wanted};
use crate::steps::{Log, Steps};
use crate::tally::Tally;
use crate::wire;

/// The test program that opens real windows; it runs last and alone.
const WINDOW: &str = "desktop";

pub fn test(house: &House) -> Result<ExitCode, Stop> {
    let began = Instant::now();
    println!("Building into {}", house.target.display());
    machine::prepare(Wanted::Proof)?;
    let node = machine::node(house)?;
    node.install(house)?;
    let python = if cfg!(target_os = "linux") {
        Some(machine::python(house)?)
    } else {
        None
    };

    let mut steps = Steps::new(house.target.join("xtask"))?;
    steps.step("format", |log| {
        Ok(Tally::one(
            log.run(house.cargo().args(["fmt", "--all", "--check"]))?,
        ))
    });
    let screen = steps.step("screen: build", |log| {
        Ok(Tally::one(
            log.run(node.npm(house).args(["run", "--silent", "build"]))?,
        ))
    });
    for (name, script) in [("screen: types", "check"), ("screen: lint", "lint")] {
        steps.step(name, |log| {
            Ok(Tally::one(
                log.run(node.npm(house).args(["run", "--silent", script]))?,
            ))
        });
    }
    steps.step("screen: unit tests", |log| vitest(house, &node, log));

    if !screen {
        steps.cannot(
            "Rust: clippy, build, tests",
            "the window takes the built screen in",
        );
        return Ok(finish(&steps, began));
    }
    steps.step("clippy", |log| {
        let clippy = [
            "clippy",
            "--workspace",
            "--all-targets",
            "--keep-going",
            "--",
            "-D",
            "warnings",
        ];
        Ok(Tally::one(log.run(house.cargo().args(clippy))?))
    });
    let mut programs = Vec::new();
    steps.step("build", |log| {
        let (built, found) = build(house, log)?;
        programs = found;
        Ok(Tally::one(built))
    });
    programs.sort_by_key(|program| program.name == WINDOW);
    for program in &programs {
        if program.name == "wire" {
            steps.step("TypeScript is up to date", |log| {
                typescript(house, program, log)
            });
            continue;
        }
        let name = if program.name == WINDOW {
            "window tests".to_owned()
        } else {
            format!("tests: {}", program.name)
        };
        steps.step(&name, |log| program.run(house, python.as_deref(), log));
    }
    Ok(finish(&steps, began))
}

/// `cargo xtask checksums`: lets the tidy law write down what it would otherwise compare.
pub fn checksums(house: &House) -> Result<ExitCode, Stop> {
    let tidy = [
        "test",
        "--quiet",
        "--workspace",
        "--test",
        "tidy",
        "--",
        "frozen",
    ];
    let status = house
        .cargo()
        .args(tidy)
        .env("HOLDFAST_WRITE_CHECKSUMS", "1")
        .status();
    match status {
        Ok(status) if status.success() => Ok(ExitCode::SUCCESS),
        _ => Err(Stop::failed(
            "assets/CHECKSUMS is not written; the words of the test are above.",
        )),
    }
}

fn finish(steps: &Steps, began: Instant) -> ExitCode {
    println!("{:.1} min", began.elapsed().as_secs_f64() / 60.0);
    println!("{} passed, {} failed", steps.sum.passed, steps.sum.failed);
    if steps.sum.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn vitest(house: &House, node: &Node, log: &Log) -> std::io::Result<Tally> {
    let report = log.path.with_extension("json");
    if report.exists() {
        fs::remove_file(&report)?;
    }
    let mut command = node.npm(house);
    command.args([
        "run",
        "--silent",
        "test",
        "--",
        "--reporter=default",
        "--reporter=json",
    ]);
    let succeeded = log.run(command.arg(format!("--outputFile.json={}", report.display())))?;
    Ok(Tally::of_vitest(
        &fs::read_to_string(&report).unwrap_or_default(),
        succeeded,
    ))
}

/// One built test program.
struct Program {
    name: String,
    path: PathBuf,
    package: PathBuf,
}

/// Builds every program and every test, and finds the tests among what cargo made.
fn build(house: &House, log: &Log) -> std::io::Result<(bool, Vec<Program>)> {
    let mut cargo = house.cargo();
    cargo.args([
        "build",
        "--workspace",
        "--bins",
        "--tests",
        "--keep-going",
        "--message-format=json-render-diagnostics",
    ]);
    let (built, messages) = log.ask(&mut cargo)?;
    let messages = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    Ok((
        built,
        messages
            .filter_map(|message| Program::of(&message))
            .collect(),
    ))
}

impl Program {
    fn of(message: &Value) -> Option<Self> {
        let is_test = message["profile"]["test"].as_bool()?;
        let path = message["executable"].as_str().filter(|_| is_test)?;
        let target = &message["target"];
        let is_program = target["kind"][0] == "bin";
        let name = target["name"].as_str()?;
        let name = if is_program {
            format!("{name} (program)")
        } else {
            name.to_owned()
        };
        let package = Path::new(message["manifest_path"].as_str()?)
            .parent()?
            .to_owned();
        Some(Self {
            name,
            path: PathBuf::from(path),
            package,
        })
    }

    fn command(&self, house: &House) -> Command {
        let mut command = Command::new(&self.path);
        command
            .current_dir(&self.package)
            .env("CARGO_MANIFEST_DIR", &self.package)
            .env("RUST_BACKTRACE", "0")
            .env("HOLDFAST_BIN", house.built("holdfast"))
            .env("HOLDFAST_CLI", house.built("holdfast-cli"));
        if self.name == WINDOW {
            command.arg("--test-threads=2");
        }
        command
    }

    fn run(&self, house: &House, python: Option<&Path>, log: &Log) -> std::io::Result<Tally> {
        let mut command = self.command(house);
        if let Some(python) = python {
            command.env("HOLDFAST_PYTHON", python);
        }
        let succeeded = log.run(&mut command)?;
        Ok(Tally::of_rust(&log.text(), succeeded))
    }
}

/// Writes the TypeScript into a folder of its own and compares it with the committed files.
fn typescript(house: &House, program: &Program, log: &Log) -> std::io::Result<Tally> {
    let fresh = house.target.join("xtask/wire");
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    let succeeded = log.run(program.command(house).env("TS_RS_EXPORT_DIR", &fresh))?;
    let mut tally = Tally::of_rust(&log.text(), succeeded);
    let differences = wire::differences(&fresh, &house.ui().join("src/wire"))?;
    for difference in &differences {
        log.say(&format!("ui/src/wire/{difference} (cargo xtask wire)"))?;
    }
    tally += Tally::one(differences.is_empty());
    Ok(tally)
}
