//! `session start | record | touch | list | show | intention | play`.

use super::{Acting, key_of};
use crate::args::Session;
use crate::{Answer, Stop, secrets, words};
use companion::script::{ScriptDoor, parse, play, second};
use companion::session::{NewSession, Told};
use companion::{Companion, Error, SessionId};
use export::report::Report;
use serde_json::json;
use std::fmt::Write as _;
use std::path::Path;
use wire::clients::SessionLine;
use wire::course::{CarriedIn, CarriedInLine};
use wire::session::plan::SessionPlan;
use wire::session::view::SessionView;

/// What was carried in from preparation, line by line.
fn carried(all: Vec<CarriedIn>) -> Answer {
    let mut text = String::new();
    let line = |line: &CarriedInLine| match line.title.as_str() {
        "" => format!("  {}\n", line.words),
        title => format!("  {title}: {}\n", line.words),
    };
    for one in &all {
        writeln!(text, "{} ({} {})", one.title, one.on, one.by).expect("text grows");
        text.extend(one.lines.iter().map(line));
        for taken in &one.narrowed {
            writeln!(
                text,
                "  {} {}: {}",
                words::NARROWED,
                taken.title,
                taken.words
            )
            .expect("text grows");
        }
        if let Some(amended) = &one.amended {
            writeln!(text, "  should read: {amended}").expect("text grows");
        }
    }
    if all.is_empty() {
        text.push_str(words::NOTHING_CARRIED);
    }
    Answer::new(text, all)
}

pub fn run(companion: &mut Companion, acting: &Acting, verb: Session) -> Result<Answer, Stop> {
    acting.unlock(companion)?;
    match verb {
        Session::Start {
            client,
            protocol,
            number,
            people,
        } => {
            let client = companion.client_by_code(&client)?;
            let protocol = companion.protocol_named(&protocol)?.digest;
            let people = if people.is_empty() {
                // Everybody who may be in the room: not who was taken out of the vault, nor a rater who sees no session.
                companion
                    .people()?
                    .into_iter()
                    .filter(|record| record.has_pin && !record.person.is_blind())
                    .map(|record| record.person.id)
                    .collect()
            } else {
                people
                    .iter()
                    .map(|initials| companion.person_by_initials(initials))
                    .collect::<Result<_, _>>()?
            };
            let id = companion.session_open(&NewSession {
                client,
                protocol,
                number,
                people,
            })?;
            Ok(Answer::new(
                format!("Session {id} is open.\n"),
                json!({ "session": id }),
            ))
        }
        Session::Record { session, key, act } => {
            record(companion, acting, session, key, &act.join(" "))
        }
        Session::Touch {
            session,
            key,
            words,
        } => {
            // What the shell took for one word is one, where it stands among others.
            let one = words.len() == 1;
            let quoted = words.iter().map(|word| match word {
                word if one || word.contains('"') || !word.contains(' ') => word.clone(),
                word => format!("\"{word}\""),
            });
            let act = format!("touch {}", quoted.collect::<Vec<_>>().join(" "));
            record(companion, acting, session, key, &act)
        }
        Session::List => {
            let mut text = String::new();
            let mut lines = Vec::new();
            for row in companion.session_list()? {
                let line = SessionLine::of(companion, &row)?;
                let state = if line.ended_wall_ms.is_some() {
                    "ended"
                } else {
                    "running"
                };
                writeln!(
                    text,
                    "{}  {}  dosing session {}  {state}  {}",
                    line.id,
                    words::wall(line.opened_wall_ms, line.zone_minutes),
                    line.number,
                    line.protocol
                )
                .expect("text grows");
                lines.push(line);
            }
            Ok(Answer::new(text, lines))
        }
        Session::Show { session, proof_fd } => {
            if proof_fd.is_some() {
                companion.key_take(&secrets::asked(proof_fd, words::ASK_PASSPHRASE)?)?;
            }
            let id = named_or_newest(companion, session)?;
            let view = SessionView::of(companion, id, 0)?;
            let mut text = export::record::text(&view);
            if companion.vault_opened()?.training {
                text = format!("{}\n\n{text}", export::record::TRAINING);
            }
            Ok(Answer::new(text, view))
        }
        Session::Intention { session } => {
            let id = named_or_newest(companion, session)?;
            Ok(carried(SessionPlan::of(companion, id)?.carried))
        }
        Session::Report { session, out } => {
            let id = named_or_newest(companion, session)?;
            super::packet::printed(&Report::session(companion, id)?, &out)
        }
        Session::Play { script } => replay(companion, &script),
    }
}

fn named_or_newest(companion: &Companion, named: Option<String>) -> Result<SessionId, Stop> {
    match named {
        Some(text) => parse_id(&text),
        None => {
            let newest = companion.session_list()?.first().map(|row| row.id);
            newest.ok_or_else(|| Error::Unknown { what: "session" }.into())
        }
    }
}

pub fn parse_id(text: &str) -> Result<SessionId, Stop> {
    text.parse()
        .map_err(|_| Stop::from(Error::Unknown { what: "session" }))
}

fn record(
    companion: &mut Companion,
    acting: &Acting,
    session: Option<String>,
    key: Option<String>,
    text: &str,
) -> Result<Answer, Stop> {
    let id = match session {
        Some(text) => parse_id(&text)?,
        None => {
            let live = companion.session_live();
            *live
                .first()
                .ok_or_else(|| Stop::Usage(words::NO_SESSION.to_owned()))?
        }
    };
    let (acts, when) = companion.session_words(id, text)?;
    let proven = acting.second(companion)?;
    // Naming somebody is not seeing them: who stands in an act as the second must have typed a PIN.
    if acts
        .iter()
        .any(|act| second(act).is_some_and(|named| proven != Some(named)))
    {
        return Err(Error::SecondPersonNeeded.into());
    }
    let key = key_of(key.as_deref())?;
    let author = companion.author()?;
    let before = companion.session_load(id)?.session.rows().len() as u64;
    for (index, act) in (0u8..).zip(&acts) {
        // One phrase may be several acts: each has a key of its own, made from the one that was given.
        let key = key.map(|key| key.numbered(index));
        companion.session_act_as(id, key, act, Told::When(when), author)?;
    }
    let view = SessionView::of(companion, id, before)?;
    let mut text = String::new();
    for line in &view.log {
        writeln!(text, "{}", export::record::line(&view, line)).expect("text grows");
    }
    writeln!(
        text,
        "kept {}",
        words::clock(view.kept_wall_ms, view.zone_minutes)
    )
    .expect("text grows");
    Ok(Answer::new(text, view))
}

fn replay(companion: &mut Companion, path: &Path) -> Result<Answer, Stop> {
    let script =
        parse(&std::fs::read_to_string(path)?).map_err(|bad| Stop::Usage(bad.to_string()))?;
    let name = path
        .file_stem()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let code = format!(
        "SCRIPT-{}-{}",
        name.chars()
            .filter(|c| c.is_alphanumeric() || *c == '-')
            .take(20)
            .collect::<String>(),
        companion.session_list()?.len() + 1
    );
    let door = ScriptDoor::new(companion, &code, companion::script::Unwatched)?;
    match play(&script, door) {
        Ok(told) => {
            let mut text = String::new();
            let mut lines = Vec::new();
            for told in told {
                let at = super::protocol::offset(told.at.0);
                for said in &told.said {
                    writeln!(text, "{at:>8}  {said}").expect("text grows");
                }
                lines.push(json!({ "line": told.line, "at": at, "said": told.said }));
            }
            writeln!(text, "\nDeviations:").expect("text grows");
            let mut deviations = Vec::new();
            for (_, words) in &script.deviations {
                writeln!(text, "          {words}").expect("text grows");
                deviations.push(words.clone());
            }
            if deviations.is_empty() {
                text.push_str("          none\n");
            }
            Ok(Answer::new(
                text,
                json!({ "lines": lines, "differs": null, "deviations": deviations }),
            ))
        }
        Err(differs) => {
            let words = format!(
                "{}: line {}: {}\n",
                path.display(),
                differs.line,
                differs.what
            );
            let shape = json!({ "line": differs.line, "what": differs.what });
            Err(Stop::Complaints(Answer::new(
                words,
                json!({ "lines": [], "differs": shape, "deviations": [] }),
            )))
        }
    }
}
