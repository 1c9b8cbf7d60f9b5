//! `sign waiting | show | record | lock | unlock | amend`.

use super::Acting;
use crate::args::{Sign as Verb, Signed};
use crate::{Answer, Stop, secrets, words};
use companion::courses::Act;
use companion::sign::Object;
use companion::{Companion, Secret};
use std::fmt::Write as _;
use wire::sign::{SignatureStanding, SignatureView, UnsignedLine};

pub fn run(companion: &mut Companion, acting: &Acting, verb: Verb) -> Result<Answer, Stop> {
    acting.unlock(companion)?;
    match verb {
        Verb::Waiting => {
            let lines: Vec<UnsignedLine> = companion
                .unsigned()?
                .iter()
                .map(UnsignedLine::from)
                .collect();
            let mut text = String::new();
            for line in &lines {
                let what = match &line.object.session {
                    Some(id) => format!("session {} ({id})", line.number),
                    None => format!("{} ({})", line.title, line.object.visit),
                };
                let why = words::wanting(line.why);
                writeln!(text, "{:<12} {}  {what}{why}", line.code, line.on).expect("text grows");
            }
            if lines.is_empty() {
                writeln!(text, "{}", words::NOTHING_UNSIGNED).expect("text grows");
            }
            Ok(Answer::new(text, lines))
        }
        Verb::Show(signed) => {
            let object = object(companion, &signed)?;
            let (answer, whole) = show(companion, &object)?;
            if whole {
                Ok(answer)
            } else {
                Err(Stop::Unverified(answer))
            }
        }
        Verb::Record { signed, proof_fd } => {
            let object = object(companion, &signed)?;
            if acting.acting.is_none() && proof_fd.is_none() {
                companion.sign_just_opened(&object)?;
            } else {
                let proof = secrets::asked(proof_fd, words::ASK_PASSPHRASE)?;
                companion.sign(&object, &proof)?;
            }
            Ok(show(companion, &object)?.0)
        }
        Verb::Lock { signed, proof_fd } => {
            let object = object(companion, &signed)?;
            let proof = proof(acting, proof_fd)?;
            companion.lock_record(&object, proof.as_ref())?;
            Ok(show(companion, &object)?.0)
        }
        Verb::Unlock {
            signed,
            reason,
            yes,
            proof_fd,
        } => {
            let object = object(companion, &signed)?;
            if !yes {
                let (Answer { text, .. }, _) = show(companion, &object)?;
                return Err(Stop::Usage(format!("{text}{}", words::UNLOCK_VOIDS)));
            }
            let proof = proof(acting, proof_fd)?;
            companion.unlock_record(&object, &reason, proof.as_ref())?;
            Ok(show(companion, &object)?.0)
        }
        Verb::Amend {
            session,
            client,
            row,
            words: typed,
            reason,
        } => {
            match (session, client) {
                (Some(session), _) => {
                    let session = super::session::parse_id(&session)?;
                    companion.session_amend(session, None, row, &typed, &reason)?;
                }
                (None, client) => {
                    let client = companion.client_by_code(&client.unwrap_or_default())?;
                    let act = Act::Amend {
                        session: None,
                        seq: row,
                        words: &typed,
                        reason: &reason,
                    };
                    companion.course_act(client, None, &act, None)?;
                }
            }
            Ok(Answer::new(
                words::AMENDED.to_owned(),
                serde_json::json!({ "row": row }),
            ))
        }
    }
}

/// The proof of whoever signs; none: this door was opened with their passphrase for this one verb.
fn proof(acting: &Acting, proof_fd: Option<u32>) -> Result<Option<Secret>, Stop> {
    if acting.acting.is_none() && proof_fd.is_none() {
        return Ok(None);
    }
    Ok(Some(secrets::asked(proof_fd, words::ASK_PASSPHRASE)?))
}

fn object(companion: &mut Companion, signed: &Signed) -> Result<Object, Stop> {
    let Signed {
        session,
        client,
        visit,
        adverse,
        gate,
        entry,
    } = signed;
    if let (Some(session), None, None, None, None) = (session, client, visit, adverse, gate) {
        let session = super::session::parse_id(session)?;
        return Ok(match *entry {
            None => Object::Session(session),
            Some(row) => Object::Entry { session, row },
        });
    }
    let named = (session, client, visit, adverse, gate);
    let (None, Some(code), ..) = named else {
        return Err(Stop::Usage(words::WHAT_TO_SIGN.to_owned()));
    };
    let client = companion.client_by_code(code)?;
    match (visit, *adverse, gate) {
        (Some(visit), None, None) => Ok(Object::Visit {
            client,
            visit: visit.clone(),
        }),
        (None, Some(row), None) => Ok(Object::Adverse { client, row }),
        (None, None, Some(gate)) => Ok(Object::Gate {
            client,
            gate: gate.clone(),
        }),
        _ => Err(Stop::Usage(words::WHAT_TO_SIGN.to_owned())),
    }
}

/// What stands there, and whether all of it holds. An act that was kept stays one, whatever an older line says.
fn show(companion: &mut Companion, object: &Object) -> Result<(Answer, bool), Stop> {
    let view = SignatureView::of(companion, object)?;
    let mut text = String::new();
    let entries = view.entries.iter();
    let entries = entries.flat_map(|one| one.lines.iter().map(move |line| (Some(one.entry), line)));
    let lines: Vec<_> = view
        .lines
        .iter()
        .map(|line| (None, line))
        .chain(entries)
        .collect();
    for (entry, line) in &lines {
        let standing = match line.standing {
            SignatureStanding::Holds => words::SIGNATURE_HOLDS,
            SignatureStanding::AddedSince => words::SIGNATURE_ADDED,
            SignatureStanding::Voided => words::SIGNATURE_VOIDED,
            SignatureStanding::TakenBack => words::SIGNATURE_TAKEN_BACK,
            SignatureStanding::Broken => words::SIGNATURE_BROKEN,
        };
        writeln!(
            text,
            "{}{} ({}), {}, {}: {standing}{}",
            words::of_entry(*entry),
            line.name,
            line.initials,
            words::meaning(line.meaning, line.role),
            words::wall(line.wall_ms, line.zone_minutes),
            words::taken_back(line.taken_back.as_ref()),
        )
        .expect("text grows");
    }
    if view.lines.is_empty() {
        writeln!(text, "{}", words::NO_SIGNATURE).expect("text grows");
    }
    if let Some(lock) = &view.lock {
        writeln!(
            text,
            "{}, {} ({}), {}{}",
            if lock.locked {
                words::LOCKED
            } else {
                words::UNLOCKED
            },
            lock.name,
            lock.initials,
            words::wall(lock.wall_ms, lock.zone_minutes),
            if lock.holds { "" } else { words::LOCK_BROKEN },
        )
        .expect("text grows");
    }
    let broken = lines
        .iter()
        .any(|(_, line)| line.standing == SignatureStanding::Broken)
        || view.lock.as_ref().is_some_and(|lock| !lock.holds);
    Ok((Answer::new(text, view), !broken))
}
