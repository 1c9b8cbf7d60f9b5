//! `audit show | access | trail | verify | checkpoint`.

use super::Acting;
use crate::args::Audit;
use crate::{Answer, Stop};
use companion::Companion;
use std::fmt::Write as _;
use wire::trail::TrailOf;

pub fn run(companion: &mut Companion, acting: &Acting, verb: Audit) -> Result<Answer, Stop> {
    acting.unlock(companion)?;
    match verb {
        Audit::Show { from, most } => listed(companion, companion.audit_entries(from, most)?),
        Audit::Access => listed(companion, companion.audit_access()?),
        Audit::Trail {
            session,
            client,
            row,
        } => trail(companion, session, client.as_deref(), row),
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

/// The trail of an entry: where it comes from, then every act about it, then the signatures.
fn trail(
    companion: &mut Companion,
    session: Option<String>,
    client: Option<&str>,
    row: u64,
) -> Result<Answer, Stop> {
    let client = match client {
        Some(code) => companion.client_by_code(code)?.to_string(),
        None => String::new(),
    };
    let asked = TrailOf {
        session,
        client,
        seq: row,
    };
    let view = asked.run(companion)?;
    let lines: Vec<String> = view.lines.iter().map(u16::to_string).collect();
    let mut text = String::new();
    if !view.protocol.is_empty() {
        let cited = match lines.as_slice() {
            [] => String::new(),
            [one] => format!(", line {one}"),
            many => format!(", lines {}", many.join(", ")),
        };
        writeln!(text, "{}{cited}; its file {}", view.protocol, view.digest).expect("text grows");
    }
    for act in &view.acts {
        writeln!(
            text,
            "entry {:>4}  {:<18} {}  {}  (chain {}, Holdfast {})",
            act.row,
            act.action,
            export::record::wall(act.wall_ms, act.zone_minutes),
            act.by.as_deref().unwrap_or("clock"),
            act.seq,
            act.app
        )
        .expect("text grows");
        let digest = |one: &Option<String>| one.clone().unwrap_or_else(|| "nothing".to_owned());
        writeln!(
            text,
            "            before {}\n            after  {}",
            digest(&act.before),
            digest(&act.after)
        )
        .expect("text grows");
    }
    for signature in &view.signatures {
        writeln!(
            text,
            "signature {}  {}  {}  {:?}",
            signature.number,
            signature.name,
            export::record::wall(signature.wall_ms, signature.zone_minutes),
            signature.standing
        )
        .expect("text grows");
    }
    Ok(Answer::new(text, view))
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
