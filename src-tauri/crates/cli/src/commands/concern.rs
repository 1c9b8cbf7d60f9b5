//! `concern readers | write | list | waiting | answer | slip | carry | take`.

use super::Acting;
use crate::args::Concern as Verb;
use crate::{Answer, Stop, secrets, words};
use companion::{Companion, Error};
use serde_json::json;
use std::fmt::Write as _;
use std::io::Read;
use wire::confidence::{
    AnswerConcern, ConcernView, ConfidenceReader, ConfidenceSaid, ConfidenceView, ConfidenceWaits,
    NameReaders, TypedSlip, WriteConcern,
};

pub fn run(companion: &mut Companion, acting: &Acting, verb: Verb) -> Result<Answer, Stop> {
    acting.unlock(companion)?;
    match verb {
        Verb::Readers { name: None } => Ok(readers(ConfidenceView::of(companion)?)),
        Verb::Readers { name: Some(names) } => {
            let view = ConfidenceView::of(companion)?;
            let named = names.iter().filter(|name| !name.is_empty());
            let people = named
                .map(|name| person(&view.candidates, name))
                .collect::<Result<_, Stop>>()?;
            Ok(readers(NameReaders { people }.run(companion)?))
        }
        Verb::Write {
            text_fd,
            with_name,
            without,
        } => {
            let view = ConfidenceView::of(companion)?;
            let out = without.iter().map(|name| person(&view.readers, name));
            let concern = WriteConcern {
                text: text(text_fd)?,
                with_name,
                without: out.collect::<Result<_, Stop>>()?,
            };
            let slip = concern.run(companion)?;
            Ok(Answer::new(words::slip(&slip.slip), slip))
        }
        Verb::List => {
            let view = ConfidenceView::of(companion)?;
            companion.confidence_seen()?;
            Ok(Answer::new(concerns(&view.concerns), view))
        }
        Verb::Waiting => {
            let waits = ConfidenceWaits::of(companion)?;
            Ok(Answer::new(
                format!("{}\n", words::concerns_waiting(waits.waiting)),
                waits,
            ))
        }
        Verb::Answer { concern, text_fd } => {
            let view = ConfidenceView::of(companion)?;
            let mut found = view
                .concerns
                .iter()
                .filter(|one| concern.len() >= 4 && one.id.starts_with(&concern));
            let (Some(one), None) = (found.next(), found.next()) else {
                return Err(Error::Unknown { what: "concern" }.into());
            };
            let answer = AnswerConcern {
                concern: one.id.clone(),
                text: text(text_fd)?,
            };
            let view = answer.run(companion)?;
            Ok(Answer::new(concerns(&view.concerns), view))
        }
        Verb::Slip { slip_fd } => {
            let typed = TypedSlip {
                slip: secrets::asked(slip_fd, words::ASK_SLIP)?
                    .expose()
                    .to_owned(),
            };
            let all = typed.run(companion)?;
            Ok(Answer::new(concerns(&all), all))
        }
        Verb::Carry { out } => {
            companion.confidence_carry(&out)?;
            super::packet::written(&out)
        }
        Verb::Take { file } => {
            let taken = companion.confidence_take(&file)?;
            Ok(Answer::new(
                format!("{}\n", words::concerns_taken(taken)),
                json!({ "taken": taken }),
            ))
        }
    }
}

/// The words, to the end of a descriptor: they stand in no list of what runs.
fn text(fd: u32) -> Result<String, Stop> {
    let mut text = String::new();
    let file = secrets::opened(fd)?;
    file.take(1 << 20)
        .read_to_string(&mut text)
        .map_err(|_| Error::BadInput { what: "text" })?;
    Ok(text)
}

fn person(of: &[ConfidenceReader], named: &str) -> Result<String, Stop> {
    let mut found = of
        .iter()
        .filter(|one| one.name == named || one.person == named);
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one.person.clone()),
        _ => Err(Error::Unknown { what: "reader" }.into()),
    }
}

fn readers(view: ConfidenceView) -> Answer {
    let mut text = String::new();
    for one in &view.readers {
        let keys = match (one.here, &one.words) {
            (true, _) => words::READER_HERE,
            (false, Some(words)) => words,
            (false, None) => "",
        };
        writeln!(text, "{}: {keys}", one.name).expect("text grows");
    }
    if view.readers.is_empty() {
        writeln!(text, "{}", words::NO_READERS).expect("text grows");
    }
    Answer::new(text, view)
}

fn line(one: &ConfidenceSaid) -> String {
    let from = one.from.as_deref().unwrap_or(words::NO_NAME);
    let at = words::wall(one.wall_ms, one.zone_minutes);
    format!("{from}, {at}: {}", one.text)
}

fn concerns(all: &[ConcernView]) -> String {
    let mut text = String::new();
    for one in all {
        writeln!(text, "{:.8}  {}", one.id, line(&one.said)).expect("text grows");
        writeln!(
            text,
            "          {}",
            words::said_to(&one.readers.join(", "))
        )
        .expect("text grows");
        for answer in &one.answers {
            writeln!(text, "          {}", line(answer)).expect("text grows");
        }
    }
    if all.is_empty() {
        writeln!(text, "{}", words::NO_CONCERNS).expect("text grows");
    }
    text
}
