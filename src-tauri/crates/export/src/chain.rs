//! The acts of the chain about a session, in words for paper. What was kept one by one while the session ran stands in the log; here it is
//! one line between the acts that stand out.

use crate::record;
use companion::audit::Entry;
use companion::people::PersonRecord;

/// Acts of a session's rows that stand alone; the others are gathered.
const ALONE: &[&str] = &[
    "session_opened",
    "session_closed",
    "dose_given",
    "dose_time_corrected",
    "dose_not_given",
    "gate_overridden",
    "struck",
    "amended",
    "deviation_reported",
    "red_flag_seen",
    "touch_narrowed",
    "touch_refused",
    "elapsed_confirmed",
];

/// A fixed word of the chain as people read it.
fn words(entry: &Entry) -> String {
    let said = match (entry.kind.as_str(), entry.action.as_str()) {
        (_, "session_opened") => "session opened",
        (_, "session_closed") => "session closed",
        (_, "record_signed") => "signed as its author",
        (_, "record_co_signed") => "signed beside its author",
        (_, "record_review_signed") => "signature of a reviewer put under it",
        (_, "record_locked") => "locked",
        (_, "record_unlocked") => "unlocked",
        (_, "packet_sealed") => "sealed into a packet",
        ("session", "amended") => "entry amended while the session ran",
        ("session", "struck") => "entry struck",
        ("course", _) => "entry amended after the end",
        (_, action) => return action.replace('_', " "),
    };
    said.to_owned()
}

/// When: where it was, and in UTC.
fn when(entry: &Entry) -> (String, String) {
    let utc = record::wall(entry.wall_ms, 0);
    let utc = utc.trim_end_matches("+00:00").trim_end();
    (
        record::wall(entry.wall_ms, entry.zone_minutes),
        utc.to_owned(),
    )
}

/// From one moment to another: what both have in common stands once.
fn span(from: &str, to: &str) -> String {
    // `2026-03-02 09:01`, and a zone where there is one.
    const DAY: usize = 10;
    const MINUTE: usize = 16;
    let parts = |text: &str| {
        let (day, rest) = text.split_at_checked(DAY)?;
        let (minute, zone) = rest.split_at_checked(MINUTE - DAY)?;
        Some((
            day.to_owned(),
            minute.trim_start().to_owned(),
            zone.to_owned(),
        ))
    };
    match (parts(from), parts(to)) {
        (Some((day, begin, zone)), Some((last, end, there))) if day == last && zone == there => {
            format!("{day} {begin}\u{2013}{end}{zone}")
        }
        _ => format!("{from} to {to}"),
    }
}

/// One line an act or a run of acts: number in the chain, what, who, when there, when in UTC.
pub fn lines(acts: &[Entry], people: &[PersonRecord]) -> Vec<Vec<String>> {
    let by = |entry: &Entry| {
        let Some(id) = entry.actor else {
            return "clock".to_owned();
        };
        let mut known = people.iter();
        let found = known.find(|one| one.person.id == id);
        found.map_or_else(|| id.to_string(), |one| one.person.initials.clone())
    };
    let gathered =
        |entry: &Entry| entry.kind == "session" && !ALONE.contains(&entry.action.as_str());
    let runs = acts.chunk_by(|one, next| gathered(one) && gathered(next));
    runs.map(|run| {
        let (first, last) = (&run[0], &run[run.len() - 1]);
        let (local, utc) = when(first);
        if run.len() == 1 {
            return vec![first.seq.to_string(), words(first), by(first), local, utc];
        }
        let mut who: Vec<String> = run.iter().map(by).collect();
        who.sort();
        who.dedup();
        let (to_local, to_utc) = when(last);
        vec![
            format!("{}\u{2013}{}", first.seq, last.seq),
            format!("{} acts that the log tells one by one", run.len()),
            who.join(", "),
            span(&local, &to_local),
            span(&utc, &to_utc),
        ]
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn a_span_says_once_what_both_ends_have_in_common() {
        for (from, to, said) in [
            (
                "2026-03-02 09:01 +01:00",
                "2026-03-02 09:30 +01:00",
                "2026-03-02 09:01\u{2013}09:30 +01:00",
            ),
            (
                "2026-03-02 08:01",
                "2026-03-02 08:30",
                "2026-03-02 08:01\u{2013}08:30",
            ),
            (
                "2026-03-02 23:01",
                "2026-03-03 00:30",
                "2026-03-02 23:01 to 2026-03-03 00:30",
            ),
            (
                "2026-03-29 01:01 +01:00",
                "2026-03-29 03:30 +02:00",
                "2026-03-29 01:01 +01:00 to 2026-03-29 03:30 +02:00",
            ),
            ("17", "18", "17 to 18"),
        ] {
            assert_eq!(span(from, to), said);
        }
    }
}
