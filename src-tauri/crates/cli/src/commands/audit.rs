//! `audit show | access | trail | verify | checkpoint`.

use super::Acting;
use crate::args::Audit;
use crate::{Answer, Stop, words};
use companion::Companion;
use std::fmt::Write as _;
use wire::audit::{CheckedCode, CodeStanding, PrintedCode, Verified};
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
        Audit::Verify { entry, code } => verify(companion, entry.zip(code)),
    }
}

/// The chain and everything it speaks of; then, where a code is held on paper, whether this is the record that it was printed from.
fn verify(companion: &mut Companion, paper: Option<(u64, String)>) -> Result<Answer, Stop> {
    let printed = match paper {
        Some((entry, code)) => Some(PrintedCode { entry, code }.run(companion)?),
        None => None,
    };
    let report = companion.audit_verify()?;
    let verified = Verified::of(&report, companion.audit_short_code()?);
    let mut text = verified_words(&verified);
    if let Some(printed) = &printed {
        text.push_str(&printed_words(printed));
    }
    let same = printed
        .as_ref()
        .is_none_or(|one| one.standing == CodeStanding::Same);
    let sound = verified.broken_at.is_none() && same;
    let mut shape = serde_json::to_value(&verified).expect("plain data");
    shape["printed"] = serde_json::to_value(&printed).expect("plain data");
    let answer = Answer::new(text, shape);
    if sound {
        Ok(answer)
    } else {
        Err(Stop::Unverified(answer))
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
            "signature {}  {}  {}  {}{}",
            signature.number,
            signature.name,
            export::record::wall(signature.wall_ms, signature.zone_minutes),
            words::reaches(signature.standing),
            words::taken_back(signature.taken_back.as_ref()),
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
        let restored = companion.restored_from(entry)?;
        writeln!(
            text,
            "{:>6}  {:<22} {:<10} {}  {actor}{}",
            entry.seq,
            entry.action,
            entry.kind,
            export::record::wall(entry.wall_ms, entry.zone_minutes),
            restored
                .as_ref()
                .map(words::restored_from)
                .unwrap_or_default()
        )
        .expect("text grows");
    }
    Ok(Answer::new(text, entries))
}

/// What a code from paper shows, and what it cannot.
fn printed_words(printed: &CheckedCode) -> String {
    let CheckedCode { entry, entries, .. } = printed;
    match printed.standing {
        CodeStanding::Same => format!(
            "The code on paper fits at entry {entry}: up to there this is the record that the page was printed from, nothing changed, removed \
             or put in between. It says nothing of the entries after it.\n"
        ),
        CodeStanding::Differs => format!(
            "The code on paper does not fit at entry {entry}. Read number and code once more. If both stand so on paper, the page is of \
             another vault, or the entries up to there are not those that it was printed from. Copy the whole folder before anything \
             else, keep the page, and compare with a backup.\n"
        ),
        CodeStanding::Shorter => format!(
            "This record has {entries} entries and the page speaks of entry {entry}: the page is of another vault, an older copy was put \
             back, or entries were cut off. Copy the whole folder before anything else, keep the page, and look for a newer backup.\n"
        ),
        CodeStanding::Broken => format!(
            "The chain does not hold at entry {}, so the code on paper cannot be held against entry {entry}. Copy the whole folder before \
             anything else, and open a backup beside it.\n",
            printed.broken_at.unwrap_or(*entry)
        ),
    }
}

pub fn verified_words(verified: &Verified) -> String {
    let mut text = chain_words(verified);
    if verified.broken_at.is_none() {
        text.push_str(&words::acceptances_taken_back(&verified.taken_back));
    }
    text
}

fn chain_words(verified: &Verified) -> String {
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
