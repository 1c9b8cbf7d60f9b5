//! The steps of a long command: one line each with its time, the rest in a log, the end of the log when a step fails.

use std::fs::{self, File};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::Stop;
use crate::tally::Tally;

/// How much of a log is shown when its step fails.
const TAIL: usize = 80;

pub struct Steps {
    logs: PathBuf,
    pub sum: Tally,
}

/// Where one step writes.
pub struct Log {
    pub path: PathBuf,
    file: File,
}

impl Steps {
    pub fn new(logs: PathBuf) -> Result<Self, Stop> {
        fs::create_dir_all(&logs)
            .map_err(|error| Stop::failed(format!("{}: {error}", logs.display())))?;
        Ok(Self {
            logs,
            sum: Tally::default(),
        })
    }

    /// Does one step and adds what it counted. True when nothing in it failed.
    pub fn step(&mut self, name: &str, work: impl FnOnce(&Log) -> std::io::Result<Tally>) -> bool {
        if std::io::stdout().is_terminal() {
            print!("   …  {name}\r");
            let _shown = std::io::stdout().flush();
        }
        let began = Instant::now();
        let path = self.logs.join(format!(
            "{}.log",
            name.replace(|letter: char| !letter.is_alphanumeric(), "-")
        ));
        let tally = Log::begin(&path)
            .and_then(|log| work(&log))
            .unwrap_or_else(|error| {
                println!("{name}: {error}");
                Tally::one(false)
            });
        let state = if tally.failed == 0 { "ok  " } else { "FAIL" };
        let counts = if tally == Tally::one(tally.failed == 0) {
            String::new()
        } else {
            format!("{} passed, {} failed", tally.passed, tally.failed)
        };
        println!(
            "{state}  {name:<34} {:>7.1} s   {counts}",
            began.elapsed().as_secs_f64()
        );
        if tally.failed > 0 {
            show_end(&path);
        }
        self.sum += tally;
        tally.failed == 0
    }

    /// Says that a step cannot be done because an earlier one failed. It counts as failed: nobody saw it pass.
    pub fn cannot(&mut self, name: &str, because: &str) {
        println!("FAIL  {name:<34} not done: {because}");
        self.sum += Tally::one(false);
    }
}

impl Log {
    fn begin(path: &Path) -> std::io::Result<Self> {
        Ok(Self {
            path: path.to_owned(),
            file: File::create(path)?,
        })
    }

    /// Runs a command with all its words going to the log. True when it succeeds.
    pub fn run(&self, command: &mut Command) -> std::io::Result<bool> {
        self.say(&format!("$ {command:?}"))?;
        command
            .stdout(self.file.try_clone()?)
            .stderr(self.file.try_clone()?);
        Ok(command.status()?.success())
    }

    /// Runs a command whose standard output is an answer, not words.
    pub fn ask(&self, command: &mut Command) -> std::io::Result<(bool, String)> {
        self.say(&format!("$ {command:?}"))?;
        let answer = command.stderr(self.file.try_clone()?).output()?;
        Ok((
            answer.status.success(),
            String::from_utf8_lossy(&answer.stdout).into_owned(),
        ))
    }

    pub fn say(&self, words: &str) -> std::io::Result<()> {
        writeln!(&self.file, "{words}")
    }

    /// What was written so far.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.path).unwrap_or_default()).into_owned()
    }
}

fn show_end(path: &Path) {
    let text = String::from_utf8_lossy(&fs::read(path).unwrap_or_default()).into_owned();
    let lines: Vec<&str> = text.lines().collect();
    println!("----- the end of {}", path.display());
    for line in &lines[lines.len().saturating_sub(TAIL)..] {
        println!("  {line}");
    }
    println!("-----");
}
