//! Hours of supervision, as they are shown and written into a file.

use companion::packets::{Held, Said};
use companion::{Companion, Error};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
#[cfg(test)]
use ts_rs::TS;

/// Who said it, and how it is vouched for.
#[derive(Debug, Clone, Serialize)]
pub struct SaidBy {
    pub name: String,
    pub wall_ms: i64,
    pub zone_minutes: i16,
    /// The packet that carries it under this person's signature; none: it lies in this vault alone.
    pub packet: Option<String>,
    /// The key that signed that packet, hex.
    pub key: Option<String>,
}

/// One entry of supervision.
#[derive(Debug, Clone, Serialize)]
pub struct HoursLine {
    /// The day it was held: `2026-03-02`.
    pub on: String,
    pub minutes: u16,
    pub topics: String,
    pub code: String,
    pub thread: String,
    /// None: nobody of the readers has agreed yet.
    pub supervisor: Option<String>,
    pub supervised: String,
    pub entered: SaidBy,
    pub agreed: Option<SaidBy>,
    /// Both sides said it in a packet that their key signed.
    pub signed_by_both: bool,
}

/// Whether somebody gave supervision or had it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HoursKind {
    Gave,
    Had,
}

/// A sum over one person, one kind and one month.
#[derive(Debug, Clone, Serialize)]
pub struct HoursSum {
    pub name: String,
    pub kind: HoursKind,
    /// `2026-03`; none: all of them.
    pub month: Option<String>,
    pub entries: u32,
    pub minutes: u32,
    /// Of these, agreed by the other side.
    pub agreed: u32,
    /// Of these, signed by both.
    pub signed_by_both: u32,
}

/// Everything that was held, and its sums.
#[derive(Debug, Clone, Serialize)]
pub struct Hours {
    /// Who made the list.
    pub made_by: String,
    pub made_wall_ms: i64,
    pub zone_minutes: i16,
    /// They were made up in a training vault.
    pub training: bool,
    pub lines: Vec<HoursLine>,
    pub sums: Vec<HoursSum>,
}

/// Writes the hours into a folder, as Markdown and beside it as JSON.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct WriteHours {
    pub folder: String,
}

impl From<Said> for SaidBy {
    fn from(said: Said) -> SaidBy {
        SaidBy {
            name: said.name,
            wall_ms: said.wall_ms,
            zone_minutes: said.zone_minutes,
            packet: said.packet.map(|packet| packet.to_string()),
            key: said.key,
        }
    }
}

impl Hours {
    /// The hours of every thread of this vault.
    pub fn of(companion: &mut Companion) -> Result<Hours, Error> {
        let held = companion.supervision_hours()?;
        let stamp = companion.clock_mut().stamp();
        Ok(Hours {
            made_by: companion.contact_name()?,
            made_wall_ms: stamp.wall_ms,
            zone_minutes: stamp.zone_minutes,
            training: companion.vault_opened()?.training,
            sums: sums(&held),
            lines: held.into_iter().map(line).collect(),
        })
    }
}

fn line(held: Held) -> HoursLine {
    HoursLine {
        signed_by_both: held.signed_by_both(),
        on: held.on.to_string(),
        minutes: held.minutes,
        topics: held.topics,
        code: held.code,
        thread: held.thread.to_string(),
        supervisor: held.supervisor,
        supervised: held.supervised,
        entered: held.entered.into(),
        agreed: held.agreed.map(SaidBy::from),
    }
}

/// By person and kind, each month and all of them.
fn sums(held: &[Held]) -> Vec<HoursSum> {
    let mut by: BTreeMap<(String, HoursKind, Option<String>), HoursSum> = BTreeMap::new();
    for one in held {
        let month: String = one.on.to_string().chars().take(7).collect();
        let gave = one.supervisor.iter().map(|name| (name, HoursKind::Gave));
        for (name, kind) in gave.chain([(&one.supervised, HoursKind::Had)]) {
            for month in [Some(month.clone()), None] {
                let minutes = u32::from(one.minutes);
                let sum = by
                    .entry((name.clone(), kind, month.clone()))
                    .or_insert_with(|| HoursSum {
                        name: name.clone(),
                        kind,
                        month,
                        entries: 0,
                        minutes: 0,
                        agreed: 0,
                        signed_by_both: 0,
                    });
                sum.entries += 1;
                sum.minutes += minutes;
                sum.agreed += if one.agreed.is_some() { minutes } else { 0 };
                sum.signed_by_both += if one.signed_by_both() { minutes } else { 0 };
            }
        }
    }
    by.into_values().collect()
}
