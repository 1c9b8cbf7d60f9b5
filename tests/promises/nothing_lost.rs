//! *It never loses a word.* kill -9 at random moments of a running session: every acknowledged note and reading is there
//! once, in order; what was being typed is there with its caret; the chain holds. Control: a program that says "kept" before the commit is caught by the same test.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use support::world;

/// Kills in the everyday run; `HOLDFAST_KILLS` sets another number.
const KILLS: u32 = 100;

fn kills() -> u32 {
    std::env::var("HOLDFAST_KILLS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(KILLS)
}

/// What one life of the victim said.
struct Life {
    found: Vec<u64>,
    /// The newest draft that was found, and the newest that was said to be on disk.
    draft: Option<u64>,
    holds: bool,
    kept: Vec<u64>,
    typed: Option<u64>,
}

/// Lets the victim live until it has said `kept` some times, then a little longer, then kills it.
fn live(home: &Path, lie: bool, after_kept: usize, then: Duration) -> Life {
    let mut command = Command::new(env!("CARGO_BIN_EXE_victim"));
    command
        .arg(home)
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit());
    if lie {
        command.arg("--lie");
    }
    let mut child = command.spawn().expect("the victim starts");
    let out = child.stdout.take().expect("the victim speaks");
    let mut life = Life {
        found: Vec::new(),
        draft: None,
        holds: false,
        kept: Vec::new(),
        typed: None,
    };
    let mut lines = BufReader::new(out).lines();
    let mut killed = false;
    while let Some(Ok(line)) = lines.next() {
        if let Some(list) = line.strip_prefix("found ") {
            life.found = list
                .split(',')
                .filter_map(|number| number.parse().ok())
                .collect();
        } else if line == "holds" {
            life.holds = true;
        } else if let Some(number) = line.strip_prefix("draft ") {
            life.draft = number.parse().ok();
        } else if let Some(number) = line.strip_prefix("typed ") {
            life.typed = number.parse().ok();
        } else if let Some(number) = line.strip_prefix("kept ") {
            life.kept.push(number.parse().expect("a number"));
            if !killed && life.kept.len() > after_kept {
                if !then.is_zero() {
                    std::thread::sleep(then);
                }
                child.kill().expect("the victim can be killed");
                killed = true;
            }
        }
    }
    child.wait().expect("the victim ends");
    life
}

/// A cheap generator: the moments must differ, not be secret.
struct Moments(u64);

impl Moments {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// Kills `times`; answers the first complaint.
fn kill_again_and_again(lie: bool, times: u32, seed: u64) -> Result<(), String> {
    let home = tempfile::tempdir().expect("a temporary folder");
    {
        let mut companion = world::companion(home.path());
        world::make(&mut companion, home.path()).expect("a vault");
        world::session(&mut companion, "KELP-014").expect("a session");
        companion.vault_lock().expect("locks");
    }
    let mut moments = Moments(seed);
    let mut kept: BTreeSet<u64> = BTreeSet::new();
    let mut typed: Option<u64> = None;
    for turn in 0..times {
        let after = usize::try_from(moments.below(6)).expect("small");
        // A liar is killed at once: the moment between its word and its deed is short.
        let then = Duration::from_micros(if lie { 0 } else { moments.below(15_000) });
        let life = live(home.path(), lie, after, then);
        if !life.holds {
            return Err(format!("turn {turn}: the record does not hold"));
        }
        let found: BTreeSet<u64> = life.found.iter().copied().collect();
        if found.len() != life.found.len() {
            return Err(format!("turn {turn}: an act is there twice"));
        }
        if let Some(lost) = kept.iter().find(|number| !found.contains(number)) {
            return Err(format!(
                "turn {turn}: act {lost} was acknowledged and is gone"
            ));
        }
        if life.found.windows(2).any(|pair| pair[1] != pair[0] + 1) {
            return Err(format!("turn {turn}: acts are out of order"));
        }
        if life.draft < typed {
            return Err(format!(
                "turn {turn}: draft {typed:?} was acknowledged and {:?} is there",
                life.draft
            ));
        }
        kept.extend(life.kept);
        typed = typed.max(life.typed);
        // The long form says how far it is; the tests' own runner keeps this to itself.
        if (turn + 1) % 50 == 0 || turn + 1 == times {
            println!(
                "{} of {times} kills, {} notes and readings acknowledged, none lost",
                turn + 1,
                kept.len()
            );
        }
    }
    Ok(())
}

#[test]
fn a_killed_program_has_every_acknowledged_word() {
    kill_again_and_again(false, kills(), 7).expect("nothing is lost");
}

#[test]
fn a_program_that_speaks_before_it_commits_is_caught() {
    let caught = kill_again_and_again(true, 40, 11);
    assert!(
        caught.is_err_and(|why| why.contains("was acknowledged and")),
        "the liar went unnoticed"
    );
}
