//! B6: a start to the first words on the screen, and the memory of the whole process tree at rest, against the smallest
//! window that the same stack can open.
//!
//! Both are started in turns on one private screen, without a driver, as a person starts them, beside a home that holds one
//! vault (so ours shows its door). Both are seen the same way: the X server's own picture, looked at every 5 ms, has
//! letters in it. The process is new each time; the file cache is warm for both.

use crate::line::{Line, Target, median};
use crate::{Effort, Trouble, window_alone};
use std::path::{Path, PathBuf};
use std::time::Duration;
use support::window::Stage;
use support::window::screen::Actor;
use support::world;

const PATIENCE: Duration = Duration::from_secs(60);

pub fn start(effort: Effort) -> Result<Vec<Line>, Trouble> {
    let ours = support::window::program();
    let release = !cfg!(debug_assertions);
    let target = built_in()?;
    let alone = window_alone::build(&target, release)?;
    against(effort, &ours, &alone, "smallest Tauri window")
}

/// The folder that cargo builds into: two above the profile's folder that this program lies in.
fn built_in() -> Result<PathBuf, Trouble> {
    let me = std::env::current_exe()?;
    let profile = me
        .ancestors()
        .find(|folder| folder.ends_with("debug") || folder.ends_with("release"));
    let target = profile.and_then(Path::parent);
    Ok(target
        .ok_or("this program does not lie where cargo builds")?
        .to_owned())
}

/// Two programs in turns.
pub fn against(
    effort: Effort,
    ours: &Path,
    other: &Path,
    limit: &str,
) -> Result<Vec<Line>, Trouble> {
    let stage = Stage::set();
    let home = stage.home().join(".local/share/holdfast");
    let mut companion = world::companion(&home);
    world::make(&mut companion, &home)?;
    companion.vault_lock()?;
    drop(companion);

    let (mut first, mut second) = (Seen::default(), Seen::default());
    for turn in 0..=effort.starts {
        for (program, seen) in [(ours, &mut first), (other, &mut second)] {
            let (start, memory) = once(&stage, program, effort.rest)?;
            // The first turn fills font and shader caches.
            if turn > 0 {
                seen.start.push(start);
                seen.memory.push(memory);
            }
        }
    }
    let n = first.start.len();
    Ok(vec![
        Line::new(
            "B6.start",
            "start to the first words, median",
            median(&first.start),
            "ms",
            Target::Value(0.0),
            n,
        )
        .against(limit, median(&second.start), &Target::Ratio(1.5)),
        Line::new(
            "B6.memory",
            "memory at rest, process tree (PSS), median",
            median(&first.memory),
            "MB",
            Target::Value(0.0),
            n,
        )
        .against(limit, median(&second.memory), &Target::Ratio(1.3)),
    ])
}

#[derive(Default)]
struct Seen {
    start: Vec<f64>,
    memory: Vec<f64>,
}

/// One start: milliseconds to the first words, and megabytes after a rest.
fn once(stage: &Stage, program: &Path, rest: u64) -> Result<(f64, f64), Trouble> {
    stage
        .bare(PATIENCE)
        .ok_or("the screen does not become bare")?;
    let actor = stage.start(program);
    let Some(seen) = stage.words_seen(PATIENCE) else {
        return Err(format!(
            "{} shows no words\n{}",
            program.display(),
            stage.last_words()
        )
        .into());
    };
    let start = seen.duration_since(actor.started()).as_secs_f64() * 1e3;
    std::thread::sleep(Duration::from_secs(rest));
    Ok((start, memory(&actor)?))
}

/// Proportional set size of the program and everything it started, in megabytes.
fn memory(actor: &Actor) -> Result<f64, Trouble> {
    let mut kb = 0.0;
    for pid in tree(actor.pid()) {
        let file = format!("/proc/{pid}/smaps_rollup");
        // A hardened process shows its memory to root alone.
        let text = std::fs::read_to_string(&file)
            .map_err(|error| format!("{file}: {error} (root may read it)"))?;
        let pss = text.lines().find_map(|line| line.strip_prefix("Pss:"));
        let figure = pss.and_then(|rest| rest.split_whitespace().next());
        kb += figure
            .and_then(|kb| kb.parse::<f64>().ok())
            .ok_or("no Pss is named")?;
    }
    Ok(kb / 1e3)
}

/// A process and all below it.
fn tree(root: u32) -> Vec<u32> {
    let mut parents = Vec::new();
    for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let pid = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse::<u32>().ok());
        let Some(pid) = pid else { continue };
        let stat = std::fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        let after = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
        if let Some(parent) = after
            .split(' ')
            .nth(1)
            .and_then(|text| text.parse::<u32>().ok())
        {
            parents.push((pid, parent));
        }
    }
    let mut found = vec![root];
    let mut next = 0;
    while let Some(&pid) = found.get(next) {
        found.extend(
            parents
                .iter()
                .filter(|(_, parent)| *parent == pid)
                .map(|(child, _)| *child),
        );
        next += 1;
    }
    found
}
