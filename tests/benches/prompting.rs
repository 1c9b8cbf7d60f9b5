//! B7: how late a prompt is, from the instant at which it falls due to the notice that arrives on the session bus, against
//! a timerfd that waits for the same instants in the same run.
//!
//! The real program runs with a training vault whose clock goes 120 times as fast: a check every minute of the session is a
//! prompt every half second of the machine. Nothing is divided: the instant at which a check falls due is worked out in the
//! machine's own boot time, and the lateness is real milliseconds until the notice is received. The notice is sent after the
//! commit, so it stands for both. The faster day is harder on the program than a real one: every half second it keeps a
//! prompt, a lateness, a miss and a stage. The vault is opened, then the window is taken off the
//! screen and left alone. Afterwards the record is opened and every prompt looked for in it.

use crate::line::{Line, Target, median, quantile};
use crate::{Effort, Trouble};
use clinic::session::event::Event;
use companion::session::Told;
use companion::{Companion, SessionId, clock};
use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
    timerfd_settime,
};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use support::window::Stage;
use support::window::bus::Desktop;
use support::{boot_ms, world};

/// How many times as fast the session's clock goes.
const SPEED: f64 = 120.0;
/// Session time between two prompts, and the same in the machine's time.
const EVERY_MS: f64 = 60_000.0;
const STEP_MS: f64 = EVERY_MS / SPEED;
/// Prompts that one session offers: eight hours, one a minute.
const OFFERED: usize = 480;
const DOSE_AT: &str = "2026-03-02T09:00:00+01:00";
const PATIENCE: Duration = Duration::from_secs(60);

pub fn lateness(effort: Effort) -> Result<Vec<Line>, Trouble> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let mut lines = Vec::new();
    for (id, prompts, busy) in [
        ("B7.idle", effort.idle_prompts, false),
        ("B7", effort.busy_prompts, true),
    ] {
        let seen = runtime.block_on(watch(prompts, busy))?;
        let how = if busy { "every core busy" } else { "idle" };
        let n = seen.late.len();
        let what = |figure: &str| format!("prompt lateness, hidden, {how}, {figure}");
        let tail = quantile(&seen.late, 0.99);
        let limit = Target::Value(50.0);
        lines.push(
            Line::new(
                &format!("{id}.p99"),
                &what("99th of 100"),
                tail,
                "ms",
                Target::Value(50.0),
                n,
            )
            .against("timerfd", quantile(&seen.timer, 0.99), &limit),
        );
        let limit = Target::Value(250.0);
        lines.push(
            Line::new(
                &format!("{id}.max"),
                &what("worst"),
                quantile(&seen.late, 1.0),
                "ms",
                Target::Value(250.0),
                n,
            )
            .against("timerfd", quantile(&seen.timer, 1.0), &limit),
        );
        lines.push(Line::new(
            &format!("{id}.missed"),
            &what("missed"),
            seen.missed as f64,
            "",
            Target::Value(0.0),
            prompts,
        ));
        eprintln!(
            "{id}: {n} prompts, median {:.1} ms; the engine's own stamp was late by {:.1} ms (median), {:.1} ms (worst)",
            median(&seen.late),
            median(&seen.stamped),
            quantile(&seen.stamped, 1.0)
        );
    }
    Ok(lines)
}

struct Seen {
    /// Notice received after due, of every prompt that had one.
    late: Vec<f64>,
    /// The timer's own lateness for the same instants.
    timer: Vec<f64>,
    /// How late the engine's clock stood when it wrote the prompt down, in the machine's time.
    stamped: Vec<f64>,
    /// Prompts without a notice before the next one fell due, or without their row in the record.
    missed: usize,
}

async fn watch(prompts: usize, busy: bool) -> Result<Seen, Trouble> {
    let stage = Stage::set();
    let home = stage.home().join(".local/share/holdfast");
    let session = day_begun(&home)?;
    let wall = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
    // The program reads whole seconds: it is told the last whole one, and so are we.
    let began = boot_ms() - f64::from(wall.subsec_nanos()) / 1e6;
    let stage = stage.with(
        "HOLDFAST_CLOCK",
        &format!("{DOSE_AT} x{SPEED} since {}", support::now_rfc3339()),
    );
    let due = |n: usize| began + n as f64 * STEP_MS;

    let desktop = Desktop::on(stage.bus()).await;
    // A development build is driven to the session as in every window test; a released one lets no driver in.
    let (driven, started) = if cfg!(debug_assertions) {
        let window = stage.open().await;
        window.marked("unlock-passphrase").await.click().await?;
        window.type_text(world::PASSPHRASE).await;
        window.keys("Enter").await;
        window.marked("session").await;
        (Some(window), None)
    } else {
        let actor = stage.start(&support::window::program());
        stage.words_seen(PATIENCE).ok_or("no window opens")?;
        if !typed_in(&stage, &desktop).await? {
            return Err(format!("no prompt comes\n{}", stage.last_words()).into());
        }
        (None, Some(actor))
    };
    stage.hide()?;
    // What opening left to do is over after a second.
    let first = ((boot_ms() - began + 1_000.0) / STEP_MS).ceil() as usize;
    if first + prompts > OFFERED {
        return Err("opening took so long that the day has too few prompts left".into());
    }

    let end = Arc::new(AtomicBool::new(false));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let work: Vec<_> = (0..if busy { cores } else { 0 })
        .map(|_| {
            let end = end.clone();
            std::thread::spawn(move || {
                let mut n = 0u64;
                while !end.load(Ordering::Relaxed) {
                    n = std::hint::black_box(n.wrapping_mul(31).wrapping_add(7));
                }
            })
        })
        .collect();
    let instants: Vec<f64> = (first..first + prompts).map(due).collect();
    let timed = instants.clone();
    let timer = std::thread::spawn(move || {
        timed
            .into_iter()
            .map(wait_until)
            .collect::<Result<Vec<_>, _>>()
    });
    while boot_ms() < due(first + prompts) {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    end.store(true, Ordering::Relaxed);
    for one in work {
        one.join().map_err(|_| "a core stopped working")?;
    }
    let timer = timer.join().map_err(|_| "the timer stopped")??;
    let arrived: Vec<f64> = desktop
        .notices()
        .iter()
        .map(|notice| notice.arrived_ms)
        .collect();
    drop(started);
    if let Some(window) = driven {
        window.kill().await;
    }

    let kept = record(&home, session)?;
    let mut seen = Seen {
        late: Vec::new(),
        timer,
        stamped: Vec::new(),
        missed: 0,
    };
    for (n, due) in (first..).zip(instants) {
        // One millisecond of grace before: both clocks are read in whole ones.
        let notice = arrived
            .iter()
            .find(|at| **at >= due - 1.0 && **at < due + STEP_MS - 1.0);
        let row = kept.iter().find(|(of, _)| *of == n as f64 * EVERY_MS);
        match (notice, row) {
            (Some(at), Some((_, stamped))) => {
                seen.late.push((at - due).max(0.0));
                seen.stamped.push(stamped / SPEED);
            }
            _ => seen.missed += 1,
        }
    }
    Ok(seen)
}

/// Types the passphrase until prompts come. The words may be on the screen a moment before the box takes keys; a line that went
/// astray leaves the door closed with its box selected, so it is simply typed again.
async fn typed_in(stage: &Stage, desktop: &Desktop) -> Result<bool, Trouble> {
    for _try in 0..5 {
        tokio::time::sleep(Duration::from_millis(700)).await;
        stage.type_line(world::PASSPHRASE)?;
        let deadline = boot_ms() + 12_000.0;
        while boot_ms() < deadline {
            if !desktop.notices().is_empty() {
                return Ok(true);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    Ok(false)
}

/// Waits on the boot-time clock as the program does, and answers how late it woke, in milliseconds.
fn wait_until(due: f64) -> rustix::io::Result<f64> {
    let timer = timerfd_create(TimerfdClockId::Boottime, TimerfdFlags::CLOEXEC)?;
    let never = Timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    let at = Timespec {
        tv_sec: (due / 1e3) as i64,
        tv_nsec: ((due % 1e3) * 1e6) as i64,
    };
    let when = Itimerspec {
        it_interval: never,
        it_value: at,
    };
    timerfd_settime(&timer, TimerfdTimerFlags::ABSTIME, &when)?;
    rustix::io::read(&timer, &mut [0; 8])?;
    Ok(boot_ms() - due)
}

/// A protocol with a check every minute for eight hours: two series of four.
fn crowded() -> Result<String, Trouble> {
    let small = include_str!("../fixtures/protocols/small.v1.toml");
    let mut text = small.to_owned();
    for (from, to) in [
        ("id = \"small\"", "id = \"crowded\""),
        (
            "at = [\"0:30\", \"1:00\", \"1:30\", \"2:00\", \"3:00\", \"4:00\", \"6:00\"]\nearly = \"10 min\"\nlate = \"10 min\"",
            "repeat = [{ from = \"0:01\", to = \"4:00\", every = \"1 min\" }]\nearly = \"0 min\"\nlate = \"30 s\"",
        ),
        (
            "at = [\"1:00\", \"2:00\", \"4:00\", \"6:00\"]\nearly = \"10 min\"\nlate = \"15 min\"",
            "repeat = [{ from = \"4:01\", to = \"8:00\", every = \"1 min\" }]\nearly = \"0 min\"\nlate = \"30 s\"",
        ),
    ] {
        if !text.contains(from) {
            return Err(format!("the small protocol has changed: {from}").into());
        }
        text = text.replace(from, to);
    }
    Ok(text)
}

/// A vault in the program's own place with a session after its first dose, locked again.
fn day_begun(home: &Path) -> Result<SessionId, Trouble> {
    let at = |time: &str| clock::scripted(&format!("2026-03-02T{time}:00+01:00")).ok_or("a time");
    let mut companion = world::companion_with(home, at("08:35")?);
    world::make(&mut companion, home)?;
    companion.set_clock(at("08:35")?)?;
    companion.protocol_import(&crowded()?)?;
    let session = world::session_of(&mut companion, "KELP-014", "crowded")?;
    let author = companion.author()?;
    let act = |companion: &mut Companion, words: &str| -> Result<(), Trouble> {
        let (acts, when) = companion.session_words(session, words)?;
        for act in &acts {
            companion.session_act_as(session, None, act, Told::When(when), author)?;
        }
        Ok(())
    };
    for words in ["in MS", "in AK", "read 122/78 70 36.6"] {
        act(&mut companion, words)?;
    }
    companion.set_clock(at("08:55")?)?;
    act(&mut companion, "gate dose1 pass")?;
    companion.set_clock(at("09:00")?)?;
    act(&mut companion, "dose 80 mg with AK")?;
    companion.vault_lock()?;
    Ok(session)
}

/// Every prompt in the record: session time after the dose at which it fell due, and how much later it was written down.
fn record(home: &Path, session: SessionId) -> Result<Vec<(f64, f64)>, Trouble> {
    let mut companion = world::companion(home);
    let folder: PathBuf = world::folder(home);
    let passphrase = companion::Secret::from(world::PASSPHRASE);
    companion.vault_unlock(&folder, &passphrase)?;
    let live = companion.session_load(session)?;
    let rows = live.session.rows();
    let dose = rows
        .iter()
        .find(|row| matches!(row.event, Event::DoseGiven { .. }))
        .ok_or("no dose stands in the record")?
        .happened;
    let prompts = rows
        .iter()
        .filter(|row| matches!(row.event, Event::Prompted { .. }))
        .map(|row| {
            (
                (row.happened - dose).0 as f64,
                (row.elapsed - row.happened).0 as f64,
            )
        });
    let prompts = prompts.collect();
    companion.vault_lock()?;
    Ok(prompts)
}
