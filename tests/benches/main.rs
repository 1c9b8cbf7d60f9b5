//! What Holdfast costs, measured as ratios against the thing that cannot be beaten, in one run. `cargo xtask bench` builds
//! and starts this; `tests/benches` is compiled by every `cargo xtask test`, and proven there by a short run of each bench.
//!
//! Honesty: ours and the limit take turns in one process on one file system; medians and tails, no averages; the sync level
//! is that of the product on both sides; a line that loses says so.

#[cfg(target_os = "linux")]
mod backing;
mod bundle;
#[cfg(target_os = "linux")]
mod day;
mod line;
mod opening;
#[cfg(target_os = "linux")]
mod prompting;
#[cfg(target_os = "linux")]
mod screens;
#[cfg(target_os = "linux")]
mod sealing;
#[cfg(all(test, target_os = "linux"))]
mod smoke;
#[cfg(target_os = "linux")]
mod starting;
#[cfg(target_os = "linux")]
mod window_alone;
mod writing;

use line::Line;
use std::process::ExitCode;

/// Why a bench could not be done.
type Trouble = Box<dyn std::error::Error>;

/// How much is done: enough for a tail, or just enough to see that it works.
#[derive(Clone, Copy)]
struct Effort {
    /// Commits of each side.
    commits: usize,
    /// Openings of each side.
    openings: usize,
    /// Clients in the vault that is opened.
    clients: usize,
    /// Clients of a large clinic.
    listed: usize,
    /// Times that every screen is opened.
    rounds: usize,
    /// Starts of each side.
    starts: usize,
    /// Seconds of rest before memory is read.
    rest: u64,
    /// Prompts on an idle machine.
    idle_prompts: usize,
    /// Prompts while every core is busy.
    busy_prompts: usize,
    /// Packets sealed and opened, and reports set.
    seals: usize,
    /// Their size.
    sealed_mib: usize,
    /// Size of a large one.
    large_mib: usize,
    /// Entries of a long chain.
    chained: usize,
    /// Notes of a long session.
    noted: u8,
    /// Backups of each side.
    backups: usize,
    /// Size of the record that they are made of.
    backed_mib: usize,
}

const FULL: Effort = Effort {
    commits: 400,
    openings: 11,
    clients: 40,
    listed: 10_000,
    rounds: 20,
    starts: 11,
    rest: 4,
    idle_prompts: 100,
    busy_prompts: 300,
    seals: 7,
    sealed_mib: 100,
    large_mib: 500,
    chained: 1_000_000,
    noted: 250,
    backups: 5,
    backed_mib: 500,
};

/// A bench by name, and what it does.
type Bench = (&'static str, fn(Effort) -> Result<Vec<Line>, Trouble>);

const BENCHES: &[Bench] = &[
    ("B1", writing::on_disk),
    ("B2", writing::in_memory),
    ("B5", opening::unlock),
    #[cfg(target_os = "linux")]
    ("B6", starting::start),
    #[cfg(target_os = "linux")]
    ("B7", prompting::lateness),
    #[cfg(target_os = "linux")]
    ("screens", screens::screens),
    #[cfg(target_os = "linux")]
    ("day", day::opened),
    #[cfg(target_os = "linux")]
    ("B9", sealing::packets),
    #[cfg(target_os = "linux")]
    ("B12", backing::backup),
    #[cfg(target_os = "linux")]
    ("B17", sealing::chain),
    #[cfg(target_os = "linux")]
    ("B18", sealing::paper),
    ("bundle", bundle::size),
];

fn main() -> ExitCode {
    let (options, names): (Vec<String>, Vec<String>) = std::env::args()
        .skip(1)
        .partition(|word| word.starts_with("--"));
    let json = options.iter().any(|word| word == "--json");
    let known = |name: &String| {
        BENCHES
            .iter()
            .any(|(known, _)| known.eq_ignore_ascii_case(name))
    };
    if options.iter().any(|word| word != "--json") || !names.iter().all(known) {
        let all: Vec<&str> = BENCHES.iter().map(|(name, _)| *name).collect();
        eprintln!("usage: bench [--json] [{}]", all.join("] ["));
        return ExitCode::from(2);
    }
    if !json {
        line::head();
    }
    let mut lines = Vec::new();
    let mut troubled = false;
    for (name, bench) in BENCHES {
        if !names.is_empty() && !names.iter().any(|wanted| wanted.eq_ignore_ascii_case(name)) {
            continue;
        }
        match bench(FULL) {
            Ok(found) => {
                for line in &found {
                    line.print(json);
                }
                lines.extend(found);
            }
            Err(trouble) => {
                troubled = true;
                eprintln!("{name} could not be measured: {trouble}");
            }
        }
    }
    if !json {
        line::foot(&lines);
    }
    if !troubled && lines.iter().all(|line| line.pass) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
