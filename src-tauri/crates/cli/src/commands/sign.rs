//! `sign waiting | show | session | visit`.

use super::Acting;
use crate::args::{Sign as Verb, Signed};
use crate::{Answer, Stop, secrets, words};
use companion::Companion;
use companion::sign::Object;
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
                let added = if line.added { words::ADDED_SINCE } else { "" };
                writeln!(text, "{:<12} {}  {what}{added}", line.code, line.on).expect("text grows");
            }
            if lines.is_empty() {
                writeln!(text, "{}", words::NOTHING_UNSIGNED).expect("text grows");
            }
            Ok(Answer::new(text, lines))
        }
        Verb::Show(signed) => {
            let object = object(companion, &signed)?;
            show(companion, &object)
        }
        Verb::Record { signed, proof_fd } => {
            let object = object(companion, &signed)?;
            if acting.acting.is_none() && proof_fd.is_none() {
                companion.sign_just_opened(&object)?;
            } else {
                let proof = secrets::asked(proof_fd, words::ASK_PASSPHRASE)?;
                companion.sign(&object, &proof)?;
            }
            show(companion, &object)
        }
    }
}

fn object(companion: &mut Companion, signed: &Signed) -> Result<Object, Stop> {
    match (&signed.session, &signed.client, &signed.visit) {
        (Some(session), None, None) => Ok(Object::Session(super::session::parse_id(session)?)),
        (None, Some(client), Some(visit)) => Ok(Object::Visit {
            client: companion.client_by_code(client)?,
            visit: visit.clone(),
        }),
        _ => Err(Stop::Usage(words::WHAT_TO_SIGN.to_owned())),
    }
}

fn show(companion: &mut Companion, object: &Object) -> Result<Answer, Stop> {
    let view = SignatureView::of(companion, object)?;
    let mut text = String::new();
    for line in &view.lines {
        let standing = match line.standing {
            SignatureStanding::Holds => words::SIGNATURE_HOLDS,
            SignatureStanding::AddedSince => words::SIGNATURE_ADDED,
            SignatureStanding::Broken => words::SIGNATURE_BROKEN,
        };
        writeln!(
            text,
            "{} ({}), {}, {}: {standing}",
            line.name,
            line.initials,
            words::meaning(line.meaning),
            words::wall(line.wall_ms, line.zone_minutes),
        )
        .expect("text grows");
    }
    if view.lines.is_empty() {
        writeln!(text, "{}", words::NO_SIGNATURE).expect("text grows");
    }
    let broken = view
        .lines
        .iter()
        .any(|line| line.standing == SignatureStanding::Broken);
    let answer = Answer::new(text, view);
    if broken {
        return Err(Stop::Unverified(answer));
    }
    Ok(answer)
}
