//! B5: from passphrase to the list on screen, against the key derivation alone with the same parameters.
//!
//! The vault is a clinic's: forty clients, two played dosing days each, and one session that runs. What is timed is what the
//! window does: unlock, the vault's state, the list of clients with their sessions. Locking is not timed.

use crate::line::{Line, Target, median, timed};
use crate::{Effort, Trouble};
use companion::script::{ScriptDoor, Unwatched, parse, perform};
use companion::{Companion, Secret};
use std::path::Path;
use support::world;
use vault::Cost;
use wire::app::OpenVault;
use wire::clients::Client;

const DAY: &str = include_str!("../fixtures/sessions/plain-day.script");
/// What may come on top of the key derivation.
const ON_TOP_MS: f64 = 250.0;

pub fn unlock(effort: Effort) -> Result<Vec<Line>, Trouble> {
    let home = tempfile::Builder::new()
        .prefix("holdfast-bench-")
        .tempdir()?;
    let mut companion = clinic(home.path(), effort.clients)?;
    let folder = world::folder(home.path());
    let cost = vault::probe(&folder)?
        .slots
        .iter()
        .find_map(|slot| slot.cost)
        .ok_or("no slot names its cost")?;
    let derive = |cost: &Cost| timed(|| cost.try_out());

    let (mut ours, mut alone, mut on_top) = (Vec::new(), Vec::new(), Vec::new());
    for turn in 0..=effort.openings {
        let (derived, kdf) = derive(&cost);
        derived?;
        let (listed, took) = timed(|| list(&mut companion, &folder));
        let clients = listed?;
        if clients != effort.clients {
            return Err(format!(
                "{clients} clients are listed, {} were added",
                effort.clients
            )
            .into());
        }
        companion.vault_lock()?;
        // The first opening writes the gap of the session that was running.
        if turn > 0 {
            ours.push(took);
            alone.push(kdf);
            on_top.push(took - kdf);
        }
    }
    let limit = format!(
        "Argon2id alone ({} MiB, t {}, p {})",
        cost.m_kib() / 1024,
        cost.t(),
        cost.p()
    );
    let extra = median(&on_top);
    let mut line = Line::new(
        "B5",
        "unlock to usable list, median",
        median(&ours),
        "ms",
        Target::Value(0.0),
        ours.len(),
    )
    .against(
        &limit,
        median(&alone),
        &Target::Value(median(&alone) + ON_TOP_MS),
    );
    line.target = format!("<= KDF + {ON_TOP_MS} ms");
    let above = Line::new(
        "B5.above",
        "what unlocking adds to the derivation",
        extra,
        "ms",
        Target::Value(ON_TOP_MS),
        ours.len(),
    );
    Ok(vec![line, above])
}

/// Opens the vault and asks for what the window shows first. Answers how many clients it lists.
fn list(companion: &mut Companion, folder: &Path) -> Result<usize, companion::Error> {
    companion.vault_unlock(folder, &Secret::from(world::PASSPHRASE))?;
    let open = OpenVault::of(companion)?;
    let clients: Vec<Client> = companion
        .clients()?
        .iter()
        .map(|line| Client::of(companion, line))
        .collect::<Result<_, _>>()?;
    std::hint::black_box((open, &clients));
    Ok(clients.len())
}

/// A vault with this many clients, locked.
fn clinic(home: &Path, clients: usize) -> Result<Companion, Trouble> {
    let mut companion = world::companion(home);
    world::make(&mut companion, home)?;
    companion.protocol_import(include_str!("../fixtures/protocols/small.v1.toml"))?;
    let script = parse(DAY).map_err(|bad| bad.to_string())?;
    for client in 1..=clients {
        for _day in 0..2 {
            let door = ScriptDoor::new(&mut companion, &format!("KELP-{client:03}"), Unwatched)?;
            perform(&script, door).map_err(|differs| differs.to_string())?;
        }
    }
    // One more day runs when the vault is opened: it is replayed, as after a crash.
    let running = DAY.split(" 6:10  gate").next().unwrap_or_default();
    let script = parse(&format!("{running}deviations none\n")).map_err(|bad| bad.to_string())?;
    let door = ScriptDoor::new(&mut companion, "KELP-001", Unwatched)?;
    perform(&script, door).map_err(|differs| differs.to_string())?;
    companion.vault_lock()?;
    Ok(companion)
}
