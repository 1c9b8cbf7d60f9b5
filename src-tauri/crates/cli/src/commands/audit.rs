//! `audit show | access | verify | checkpoint`.

use super::Acting;
use crate::args::Audit;
use crate::{Answer, Stop};
use companion::Companion;
use std::fmt::Write as _;

pub fn run(companion: &mut Companion, acting: &Acting, verb: Audit) -> Result<Answer, Stop> {
    acting.unlock(companion)?;
    match verb {
        Audit::Show { from, most } => listed(companion, companion.audit_entries(from, most)?),
        Audit::Access => listed(companion, companion.audit_access()?),
        Audit::Checkpoint => {
            let (entries, note) = companion.audit_checkpoint()?;
            let short_code = companion.audit_short_code_at(entries)?;
            Ok(Answer::new(
                format!("{entries} entries, code {short_code}\n\n{note}"),
                serde_json::json!({ "entries": entries, "short_code": short_code, "note": note }),
            ))
        }
        Audit::Verify => {
            let report = companion.audit_verify()?;
            let verified = wire::audit::Verified::of(&report, companion.audit_short_code()?);
            let text = words(&verified);
            let sound = verified.broken_at.is_none();
            let answer = Answer::new(text, verified);
            if sound {
                Ok(answer)
            } else {
                Err(Stop::Unverified(answer))
            }
        }
    }
}

/// Entries, one a line: number, what, about what, when, who.
fn listed(companion: &Companion, entries: Vec<companion::audit::Entry>) -> Result<Answer, Stop> {
    let people = companion.people()?;
    let mut text = String::new();
    for entry in &entries {
        let actor = entry.actor.map_or_else(
            || "clock".to_owned(),
            |id| {
                let mut known = people.iter();
                known
                    .find(|one| one.person.id == id)
                    .map_or_else(|| id.to_string(), |one| one.person.initials.clone())
            },
        );
        writeln!(
            text,
            "{:>6}  {:<22} {:<10} {}  {actor}",
            entry.seq,
            entry.action,
            entry.kind,
            export::record::wall(entry.wall_ms, entry.zone_minutes)
        )
        .expect("text grows");
    }
    Ok(Answer::new(text, entries))
}

pub fn words(verified: &wire::audit::Verified) -> String {
    match (verified.broken_at, &verified.fault) {
        (Some(seq), fault) => format!(
            "The chain does not hold at entry {seq}: {}. Entries before it do.\n",
            fault.as_deref().unwrap_or("unknown fault")
        ),
        (None, _) => format!(
            "{} entries hold, {} session(s) opened and replayed, head {}.\n\
             This shows that nothing was changed, removed or put in between. It cannot show that nothing was cut off after \
             the last head that somebody else keeps{}.\n",
            verified.entries,
            verified.sessions,
            verified.head,
            match verified.witnessed {
                Some(seq) => format!(": a reader of a packet countersigned entry {seq}"),
                None => String::new(),
            }
        ),
    }
}
