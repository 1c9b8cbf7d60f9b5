//! B1 and B2: a reading kept, against one row committed by hand on the same engine with the same settings.
//!
//! Ours is the whole verb of a reading that meets a check: rules, two events, sealing, audit link, request key, COMMIT. (A search
//! index does not exist yet.) The limit is a connection that the vault
//! crate opened too, so that key, page size, journal and sync level are the same by construction; it inserts one row of a
//! sealed reading's size. They take turns, on files side by side.

use crate::line::{Line, Target, median, quantile, timed};
use crate::{Effort, Trouble};
use clinic::quantity::{Sign, Values};
use clinic::session::act::{Act, When};
use companion::clock::{Clock, MachineClock, ScriptedClock};
use companion::session::Told;
use companion::{Companion, RequestKey, SessionId, Stamp};
use std::path::Path;
use support::world;
use vault::{Cost, Secret, SystemEntropy};

/// About what one sealed reading weighs.
const ROW: [u8; 400] = [0x5a; 400];
/// Where memory-backed storage is on Linux.
const MEMORY: &str = "/dev/shm";

pub fn on_disk(effort: Effort) -> Result<Vec<Line>, Trouble> {
    let (ours, raw) = turns(&std::env::temp_dir(), effort.commits)?;
    let n = ours.len();
    let ratio = Target::Ratio(1.3);
    Ok(vec![
        Line::new(
            "B1",
            "keep a reading on disk, median",
            median(&ours),
            "ms",
            Target::Value(0.0),
            n,
        )
        .against("raw SQLCipher row", median(&raw), &ratio),
        Line::new(
            "B1.p99",
            "keep a reading on disk, 99th of 100",
            quantile(&ours, 0.99),
            "ms",
            Target::Value(25.0),
            n,
        )
        .against(
            "raw SQLCipher row",
            quantile(&raw, 0.99),
            &Target::Value(25.0),
        ),
    ])
}

pub fn in_memory(effort: Effort) -> Result<Vec<Line>, Trouble> {
    if !Path::new(MEMORY).is_dir() {
        return Err("this system has no memory-backed folder to write to".into());
    }
    let (ours, raw) = turns(Path::new(MEMORY), 5 * effort.commits)?;
    let micro = |samples: &[f64]| median(samples) * 1e3;
    let n = ours.len();
    Ok(vec![
        Line::new(
            "B2",
            "keep a reading in memory (tmpfs), median",
            micro(&ours),
            "µs",
            Target::Value(0.0),
            n,
        )
        .against("raw SQLCipher row", micro(&raw), &Target::Ratio(4.0)),
        Line::new(
            "B2.abs",
            "the same, by the clock",
            micro(&ours),
            "µs",
            Target::Value(200.0),
            n,
        ),
    ])
}

/// Milliseconds of each commit, ours and by hand, taken in turns on one file system.
fn turns(place: &Path, commits: usize) -> Result<(Vec<f64>, Vec<f64>), Trouble> {
    let home = tempfile::Builder::new()
        .prefix("holdfast-bench-")
        .tempdir_in(place)?;
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path())?;
    let began = MachineClock::new().stamp();
    let mut day = Day::begin(&mut companion, 1, began)?;

    let owner = vault::NewOwner {
        person_id: [1; 16],
        handle: "RAW",
        passphrase: &Secret::from(world::PASSPHRASE),
    };
    let folder = home.path().join("raw.holdfast");
    let (mut unlocked, _code) = vault::create(
        &folder,
        &owner,
        true,
        Cost::FLOOR,
        &mut SystemEntropy::new(),
    )?;
    let raw = unlocked.database()?;
    raw.execute_batch("CREATE TABLE one (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT")?;
    let mut insert = raw.prepare("INSERT INTO one (body) VALUES (?1)")?;

    let (mut ours, mut by_hand) = (Vec::new(), Vec::new());
    // The first turns warm caches, statements and the allocator on both sides.
    let warm = commits / 10 + 1;
    for turn in 0..commits + warm {
        day.pass(&mut companion)?;
        let (kept, took) = timed(|| day.keep(&mut companion));
        kept?;
        let (inserted, by_hand_took) = timed(|| insert.execute([&ROW[..]]));
        inserted?;
        if turn >= warm {
            ours.push(took);
            by_hand.push(by_hand_took);
        }
    }
    drop(insert);
    unlocked.close_database(raw)?;
    companion.vault_lock()?;
    Ok((ours, by_hand))
}

/// A dosing day that readings are entered into, a quarter of an hour apart on a scripted clock: each meets a check that has
/// fallen due. When the day is full the next one is opened. Only the reading itself is timed.
struct Day {
    id: SessionId,
    number: u64,
    kept: u64,
    now: Stamp,
}

/// Readings of one day: eight hours, one a quarter.
const READINGS: u64 = 28;
const QUARTER_MS: i64 = 15 * 60_000;

impl Day {
    fn begin(companion: &mut Companion, number: u64, now: Stamp) -> Result<Day, Trouble> {
        companion.set_clock(Box::new(ScriptedClock::new(now)))?;
        let id = world::session(companion, &format!("KELP-{number:03}"))?;
        let mut day = Day {
            id,
            number,
            kept: 0,
            now,
        };
        for words in [
            "in MS",
            "in AK",
            "read 124/80 72 36.6 d4 o98 r14",
            "gate dose1 pass",
        ] {
            day.say(companion, words)?;
        }
        day.say(companion, "dose 120 mg with AK")?;
        Ok(day)
    }

    fn say(&mut self, companion: &mut Companion, words: &str) -> Result<(), Trouble> {
        let author = companion.author()?;
        let (acts, when) = companion.session_words(self.id, words)?;
        for act in &acts {
            companion.session_act_as(self.id, None, act, Told::When(when), author)?;
        }
        Ok(())
    }

    /// A quarter of an hour passes, and what time brings is kept.
    fn pass(&mut self, companion: &mut Companion) -> Result<(), Trouble> {
        if self.kept == READINGS {
            self.say(companion, "close transferred \"moved\"")?;
            *self = Day::begin(companion, self.number + 1, self.now)?;
        }
        self.now.wall_ms += QUARTER_MS;
        self.now.uptime_ms += QUARTER_MS;
        companion.set_clock(Box::new(ScriptedClock::new(self.now)))?;
        companion.session_beat()?;
        Ok(())
    }

    fn keep(&mut self, companion: &mut Companion) -> Result<(), companion::Error> {
        let n = i32::try_from(self.kept).unwrap_or(0);
        let values: Values = [
            (Sign::Systolic, 122 + n % 7),
            (Sign::Diastolic, 78 + n % 5),
            (Sign::Pulse, 70 + n % 9),
        ]
        .into();
        let act = Act::TakeReading {
            values,
            confirmed: Vec::new(),
            taken_by: None,
            manner: String::new(),
            from_paper: false,
        };
        let mut key = [0u8; 16];
        key[..8].copy_from_slice(&self.number.to_be_bytes());
        key[8..].copy_from_slice(&self.kept.to_be_bytes());
        self.kept += 1;
        companion.session_act(self.id, RequestKey(key), &act, Told::When(When::Now))
    }
}
