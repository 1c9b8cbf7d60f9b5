//! From the rows of a session to log lines: every id resolved, stars, strikes and amendments gathered at their place.

use super::SignValue;
use super::log::{Amended, LogLine, Logged};
use super::titles::Titles;
use clinic::protocol::{Bound, Channel};
use clinic::quantity::Values;
use clinic::review::redact::{LEFT_OUT, is_process_note, process_note_of};
use clinic::session::event::{Author, Event, GateAnswer, QuietBreak, Recorded, Witness};
use std::collections::BTreeMap;

/// Sign values in table order.
pub fn values(values: &Values) -> Vec<SignValue> {
    values
        .iter()
        .map(|(sign, value)| SignValue {
            sign: (*sign).into(),
            value: *value,
        })
        .collect()
}

/// Stage of an unanswered check, as a fixed word, and the contact where it names one.
pub fn stage(channel: &Channel) -> (String, Option<String>) {
    match channel {
        Channel::Frame => ("frame".to_owned(), None),
        Channel::Tile => ("tile".to_owned(), None),
        Channel::Tone => ("tone".to_owned(), None),
        Channel::AskOther => ("ask_other".to_owned(), None),
        Channel::Contact { contact } => ("contact".to_owned(), Some(contact.clone())),
    }
}

/// Log lines from `from` on. A later star, strike or amendment of an earlier line sends that line again.
pub fn lines(titles: &Titles<'_>, from: u64) -> Vec<LogLine> {
    let rows = titles.session.rows();
    let mut stars = BTreeMap::new();
    let mut strikes = BTreeMap::new();
    let mut amendments = BTreeMap::new();
    let mut touched = Vec::new();
    for row in rows {
        // What changed the agreement may have changed how earlier touches stand to it.
        if row.seq >= from
            && matches!(
                row.event,
                Event::TouchNarrowed { .. } | Event::TouchRefused { .. }
            )
        {
            let earlier = rows.iter().filter(|row| row.seq < from);
            let touches = earlier.filter(|row| matches!(row.event, Event::Touched { .. }));
            touched.extend(touches.map(|row| row.seq));
        }
        let target = match &row.event {
            Event::TouchEnded { touch } => *touch,
            Event::Starred { target } => {
                stars.insert(*target, ());
                *target
            }
            Event::Struck { target, reason } => {
                strikes.insert(*target, reason.clone());
                *target
            }
            Event::Amended {
                target,
                text,
                reason,
            } => {
                let by = who(titles, row).unwrap_or_default();
                let shown = |words: &String| match withheld(titles, *target) {
                    true => LEFT_OUT.to_owned(),
                    false => words.clone(),
                };
                let amended = Amended {
                    text: shown(text),
                    reason: shown(reason),
                    by,
                    wall_ms: row.entered.wall_ms,
                };
                amendments.insert(*target, amended);
                *target
            }
            _ => continue,
        };
        if row.seq >= from && target < from {
            touched.push(target);
        }
    }
    for later in titles.amended {
        let shown = |words: &String| match withheld(titles, later.seq) {
            true => LEFT_OUT.to_owned(),
            false => words.clone(),
        };
        let amended = Amended {
            text: shown(&later.words),
            reason: shown(&later.reason),
            by: later.by.clone(),
            wall_ms: later.wall_ms,
        };
        amendments.insert(later.seq, amended);
    }
    rows.iter()
        .filter(|row| row.seq >= from || touched.contains(&row.seq))
        .map(|row| LogLine {
            seq: row.seq,
            happened_ms: row.happened.0,
            happened_wall_ms: row.entered.wall_ms - (row.elapsed - row.happened).0,
            entered_ms: row.elapsed.0,
            entered_wall_ms: row.entered.wall_ms,
            zone_minutes: row.entered.zone_minutes,
            by: who(titles, row),
            starred: stars.contains_key(&row.seq)
                || matches!(row.event, Event::Noted { starred: true, .. }),
            struck: strikes.get(&row.seq).cloned(),
            amended: amendments.get(&row.seq).cloned(),
            what: what(titles, row),
        })
        .collect()
}

fn who(titles: &Titles<'_>, row: &Recorded) -> Option<String> {
    match row.by {
        Author::Clock => None,
        Author::Person(id) => Some(titles.initials(id)),
    }
}

/// A process note, as far as whoever looks may read it.
fn process_note(t: &Titles<'_>, row: &Recorded) -> Logged {
    let (text, tags) = match t.process.words(row) {
        Some(words) => (Some(words.text), words.tags),
        None => (None, Vec::new()),
    };
    let (sealed, readers) = match &row.event {
        Event::NotedApart { readers, .. } => {
            (true, readers.iter().map(|id| t.initials(*id)).collect())
        }
        _ => (false, Vec::new()),
    };
    Logged::ProcessNote {
        text,
        tags,
        sealed,
        readers,
        waits_for_key: t.process.waits_for_key(row),
    }
}

/// Whether a row is, or speaks of, a process note whose words whoever looks may not read: then nothing that was said about it is shown either.
fn withheld(t: &Titles<'_>, seq: u64) -> bool {
    let note = process_note_of(t.session.rows(), seq);
    note.is_some_and(|note| t.process.words(note).is_none())
}

fn what(t: &Titles<'_>, row: &Recorded) -> Logged {
    match &row.event {
        _ if is_process_note(row) => process_note(t, row),
        Event::SessionOpened {
            protocol,
            number,
            people,
            ..
        } => Logged::SessionOpened {
            protocol: protocol.clone(),
            number: *number,
            people: people
                .iter()
                .map(|person| person.initials.clone())
                .collect(),
        },
        Event::Prompted { checks } => Logged::Prompted {
            titles: t.checks(checks),
        },
        Event::FellLate { check } => Logged::FellLate {
            title: t.check(*check),
        },
        Event::FellMissed { check } => Logged::FellMissed {
            title: t.check(*check),
        },
        Event::Escalated { check, channel } => {
            let (stage, contact) = stage(channel);
            Logged::Escalated {
                title: t.check(*check),
                stage,
                contact: contact.map(|id| t.contact(&id)),
            }
        }
        Event::QuietEnded => Logged::QuietEnded,
        Event::WindowOpened => Logged::WindowOpened,
        Event::WindowClosed { decided } => Logged::WindowClosed { decided: *decided },
        Event::Rebooted { .. } => Logged::Rebooted,
        Event::ClockStepped { by } => Logged::ClockStepped { by_ms: by.0 },
        Event::ZoneChanged { from, to } => Logged::ZoneChanged {
            from: *from,
            to: *to,
        },
        Event::Gap {
            from,
            to,
            cause,
            fell_due,
        } => Logged::Gap {
            from_ms: from.0,
            to_ms: to.0,
            cause: (*cause).into(),
            fell_due: t.checks(fell_due),
        },
        Event::ElapsedConfirmed { by } => Logged::ElapsedConfirmed { by_ms: by.0 },
        Event::TrueTimeChecked {
            difference,
            reference,
            second,
        } => Logged::TrueTimeChecked {
            difference_ms: difference.0,
            reference: reference.clone(),
            second: t.initials(*second),
        },
        Event::ReadingTaken {
            values: taken,
            taken_by,
            manner,
            from_paper,
            ..
        } => Logged::ReadingTaken {
            values: values(taken),
            taken_by: taken_by.map(|id| t.initials(id)),
            manner: manner.clone(),
            from_paper: *from_paper,
            met: met(t, row.seq),
        },
        Event::CheckMet {
            check, after_miss, ..
        } => Logged::CheckMet {
            title: t.check(*check),
            after_miss: *after_miss,
        },
        Event::RestExcused {
            check,
            signs,
            reason,
            text,
        } => Logged::RestExcused {
            title: t.check(*check),
            signs: signs.iter().map(|sign| (*sign).into()).collect(),
            reason: t.partial(reason),
            text: text.clone(),
        },
        Event::Deferred {
            checks,
            reason,
            text,
            until,
            in_a_row,
        } => Logged::Deferred {
            titles: t.checks(checks),
            reason: t.deferral(reason),
            text: text.clone(),
            until_ms: until.0,
            in_a_row: *in_a_row,
        },
        Event::Seen { checks } => Logged::Seen {
            titles: t.checks(checks),
        },
        Event::MissExplained {
            check,
            reason,
            text,
        } => Logged::MissExplained {
            title: t.check(*check),
            reason: t.missed(reason),
            text: text.clone(),
        },
        Event::FlagRaised {
            crossing,
            recheck_due,
            ..
        } => Logged::FlagRaised {
            sign: crossing.sign.into(),
            value: crossing.value,
            at: crossing.at,
            above: above(t, &crossing.limit),
            priority: crossing.priority.into(),
            line: t.limit(&crossing.limit).map_or(0, |limit| limit.cite.line),
            recheck_due_ms: recheck_due.map(|due| due.0),
        },
        Event::FlagRepeated {
            flag,
            inside,
            inside_in_a_row,
            recheck_due,
            ..
        } => Logged::FlagRepeated {
            inside: *inside,
            inside_in_a_row: *inside_in_a_row,
            until_inside: t.flag_until(*flag),
            line: t.flag_line(*flag),
            at: flag_at(t, *flag),
            recheck_due_ms: recheck_due.map(|due| due.0),
        },
        Event::FlagSettled { flag } => Logged::FlagSettled {
            line: t.flag_line(*flag),
        },
        Event::TellAsked { flag, contact } => Logged::TellAsked {
            contact: t.contact(contact),
            line: t.flag_line(*flag),
        },
        Event::ContactTold {
            contact, who, said, ..
        } => Logged::ContactTold {
            contact: t.contact(contact),
            who: who.clone(),
            said: said.clone(),
        },
        Event::QuietBegan { until } => Logged::QuietBegan { until_ms: until.0 },
        Event::QuietBroken { cause } => Logged::QuietBroken {
            cause: match cause {
                QuietBreak::Limit => "limit",
                QuietBreak::RedFlag => "red_flag",
                QuietBreak::Person => "person",
                QuietBreak::Closing => "closing",
            }
            .to_owned(),
        },
        Event::RedFlagSeen { kind } => Logged::RedFlagSeen {
            title: t.red_flag(kind),
        },
        Event::DoseGiven {
            dose,
            amount,
            kit,
            witness,
            out_of_window,
        } => Logged::DoseGiven {
            dose: (*dose).into(),
            title: t.dose(*dose),
            amount: amount.map(|amount| amount.0),
            kit: kit.clone(),
            witness: match witness {
                Witness::Proven(id) => Some(t.initials(*id)),
                Witness::Unwitnessed => None,
            },
            out_of_window: out_of_window.clone(),
        },
        Event::DoseTimeCorrected {
            dose,
            from,
            to,
            reason,
        } => Logged::DoseTimeCorrected {
            dose: (*dose).into(),
            from_ms: from.0,
            to_ms: to.0,
            reason: reason.clone(),
        },
        Event::SupplementalNotGiven {
            decision,
            reason,
            text,
        } => Logged::SupplementalNotGiven {
            decision: (*decision).into(),
            reason: t.supplemental(reason),
            text: text.clone(),
        },
        Event::GateAnswered { gate, item, answer } => {
            let (text, withdrawn) = match answer {
                GateAnswer::Yes => (String::new(), false),
                GateAnswer::Finding { text } => (text.clone(), false),
                GateAnswer::Timekeeper { person, .. } => (t.initials(*person), false),
                GateAnswer::Withdrawn { reason } => (reason.clone(), true),
            };
            Logged::GateAnswered {
                gate: (*gate).into(),
                title: t.gate_item(*gate, item),
                text,
                withdrawn,
            }
        }
        Event::GateOverridden {
            gate,
            item,
            reason,
            second,
        } => Logged::GateOverridden {
            gate: (*gate).into(),
            title: t.gate_item(*gate, item),
            reason: reason.clone(),
            second: t.initials(*second),
        },
        Event::StepTicked { step } => Logged::StepTicked {
            title: t.step(step),
        },
        Event::PhaseSet { phase } => Logged::PhaseSet {
            title: t.phase(phase),
        },
        Event::CameIn { person } => Logged::CameIn {
            person: t.initials(*person),
        },
        Event::WentOut { person, handover } => Logged::WentOut {
            person: t.initials(*person),
            handover: handover.clone(),
        },
        Event::NotedApart { .. } => process_note(t, row),
        Event::Noted {
            text, voice, tags, ..
        } => Logged::Noted {
            text: text.clone(),
            voice: (*voice).into(),
            tags: tags.iter().map(|tag| t.tag(tag)).collect(),
        },
        Event::Starred { target } => Logged::Starred { target: *target },
        Event::Struck { target, reason } => Logged::Struck {
            target: *target,
            reason: reason.clone(),
        },
        Event::Amended { target, .. } if withheld(t, *target) => Logged::Amended {
            target: *target,
            text: LEFT_OUT.to_owned(),
            reason: LEFT_OUT.to_owned(),
        },
        Event::Amended {
            target,
            text,
            reason,
        } => Logged::Amended {
            target: *target,
            text: text.clone(),
            reason: reason.clone(),
        },
        Event::EffectBegan {
            effect,
            text,
            valence,
            severity,
        } => Logged::EffectBegan {
            title: t.effect(effect),
            text: text.clone(),
            valence: (*valence).into(),
            severity: *severity,
        },
        Event::EffectChanged { effect, severity } => Logged::EffectChanged {
            title: t.effect_begun(*effect),
            severity: *severity,
        },
        Event::EffectEnded { effect } => Logged::EffectEnded {
            title: t.effect_begun(*effect),
        },
        Event::Drank { amount } => Logged::Drank {
            millilitres: amount.0,
        },
        Event::TouchAgreed {
            parts,
            people,
            stop,
            text,
            carried,
        } => Logged::TouchAgreed {
            parts: parts.clone(),
            people: people.iter().map(|id| t.initials(*id)).collect(),
            stop: stop.clone(),
            text: text.clone(),
            carried: *carried,
        },
        Event::TouchNarrowed { part, text } => Logged::TouchNarrowed {
            part: part.clone(),
            text: text.clone(),
        },
        Event::TouchRefused { part, text } => Logged::TouchRefused {
            part: part.clone(),
            text: text.clone(),
        },
        Event::Touched {
            part,
            text,
            people,
            asked,
            consent,
            need,
            ..
        } => Logged::Touched {
            part: part.clone(),
            text: text.clone(),
            people: people.iter().map(|id| t.initials(*id)).collect(),
            asked: (*asked).into(),
            consent: consent.clone(),
            length_ms: t.session.touch_length(row.seq).map(|length| length.0),
            outside: match t.session.touch_outside(row.seq) {
                Some(outside) => outside.map(Into::into),
                // Struck: it stands beside no agreement any more.
                None => need.map(|need| clinic::session::touch::Outside::Need(need).into()),
            },
        },
        Event::TouchEnded { touch } => Logged::TouchEnded {
            part: t.session.touch_part(*touch).unwrap_or_default().to_owned(),
        },
        Event::DeviationReported {
            text,
            important,
            action,
        } => Logged::DeviationReported {
            text: text.clone(),
            important: *important,
            action: action.clone(),
        },
        Event::ClosingAgreed {
            item,
            finding,
            second,
        } => Logged::ClosingAgreed {
            title: t.closing(item),
            finding: finding.clone(),
            second: t.initials(*second),
        },
        Event::SessionClosed {
            ending,
            second,
            note,
            unmet,
            ..
        } => Logged::SessionClosed {
            ending: (*ending).into(),
            second: second.map(|id| t.initials(id)),
            note: note.clone(),
            unmet: unmet.iter().map(|id| t.closing(id)).collect(),
        },
    }
}

/// Titles of the checks that a reading met.
fn met(t: &Titles<'_>, seq: u64) -> Vec<String> {
    t.session
        .rows()
        .iter()
        .filter_map(|row| match &row.event {
            Event::CheckMet { check, reading, .. } if *reading == seq => Some(t.check(*check)),
            _ => None,
        })
        .collect()
}

/// Whether the limit is crossed from below (a value above it).
pub fn above(t: &Titles<'_>, limit: &str) -> bool {
    !matches!(
        t.limit(limit).map(|limit| limit.bound),
        Some(Bound::Below(_))
    )
}

fn flag_at(t: &Titles<'_>, flag: u64) -> i32 {
    let row = usize::try_from(flag)
        .ok()
        .and_then(|index| t.session.rows().get(index));
    match row.map(|row| &row.event) {
        Some(Event::FlagRaised { crossing, .. }) => crossing.at,
        _ => 0,
    }
}
