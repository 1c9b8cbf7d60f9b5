//! `measure list | show | lint | score | import | record`.

use super::{Acting, course, key_of, protocol};
use crate::args::{Measure as Verb, Taking};
use crate::{Answer, Stop, secrets, words};
use companion::measures::{self, Measure, MeasureLine, Outcome, TakenNow};
use companion::{Companion, Error};
use serde_json::json;
use std::fmt::Write as _;
use std::path::Path;
use wire::course::CourseView;
use wire::measures::shown;
use wire::measures::{MeasureLine as Line, MeasureSheet, Mode};

pub fn run(companion: &mut Companion, acting: &Acting, verb: Verb) -> Result<Answer, Stop> {
    match verb {
        Verb::List => {
            if acting.vault.is_some() {
                acting.unlock(companion)?;
            }
            let lines: Vec<Line> = companion.measures()?.iter().map(Line::of).collect();
            let mut text = String::new();
            for line in &lines {
                let what = match line.items {
                    0 => "scores are entered".to_owned(),
                    items => format!("{items} questions"),
                };
                writeln!(
                    text,
                    "{:<18} {:<14} {what:<20} {}",
                    line.name, line.short, line.title
                )
                .expect("text grows");
            }
            Ok(Answer::new(text, lines))
        }
        Verb::Show { measure } => {
            let sheet = MeasureSheet::of(&find(companion, acting, &measure)?);
            Ok(Answer::new(page(&sheet), sheet))
        }
        Verb::Lint { file } => protocol::listed(
            &file,
            measures::complaints(&std::fs::read_to_string(&file)?),
        ),
        Verb::Score { measure, answers } => {
            let line = find(companion, acting, &measure)?;
            score(&line.measure, &answers)
        }
        Verb::Import { file } => {
            acting.unlock(companion)?;
            let (line, _) = companion.measure_import(&std::fs::read_to_string(file)?)?;
            let line = Line::of(&line);
            Ok(Answer::new(format!("Imported {}.\n", line.name), line))
        }
        Verb::Record { taking, occasion } => {
            acting.unlock(companion)?;
            let taken = TakenNow {
                occasion,
                ..taken(companion, &taking)?
            };
            companion.measure_take(&taken, key_of(taking.key.as_deref())?)?;
            Ok(course::show(&CourseView::of(companion, taken.client)?))
        }
    }
}

/// What was answered, parsed.
pub fn taken(companion: &Companion, taking: &Taking) -> Result<TakenNow, Stop> {
    let mode: Mode = serde_json::from_value(json!(taking.mode))
        .map_err(|_| Stop::from(Error::BadInput { what: "mode" }))?;
    let line = companion.measure_named(&taking.measure)?;
    // From the line, or from a file descriptor.
    let typed = match taking.answers_fd {
        Some(fd) => secrets::from_fd(fd)?.expose().to_owned(),
        None => taking.answers.clone().unwrap_or_default(),
    };
    let on = taking.on.as_deref();
    Ok(TakenNow {
        client: companion.client_by_code(&taking.client)?,
        answers: companion::measures::answers(&line.measure, &typed)?,
        measure: taking.measure.clone(),
        mode: mode.into(),
        occasion: String::new(),
        on: on.map(wire::measures::date).transpose()?,
    })
}

/// A measure in a file, in the vault where one is named, or shipped.
fn find(companion: &mut Companion, acting: &Acting, name: &str) -> Result<MeasureLine, Stop> {
    if Path::new(name).is_file() {
        return Ok(measures::read(&std::fs::read_to_string(name)?)?);
    }
    if acting.vault.is_some() {
        acting.unlock(companion)?;
    }
    Ok(companion.measure_named(name)?)
}

fn score(measure: &Measure, typed: &str) -> Result<Answer, Stop> {
    let answers = measures::answers(measure, typed)?;
    let scored = measures::score(measure, &answers);
    let mut text = format!("{}\n", measure.name());
    let mut scores = Vec::new();
    for (id, outcome) in &scored.scores {
        let known = measure.score_of(id);
        let (title, decimals) = known.map_or((id.as_str(), 0), |known| {
            (known.title.as_str(), known.decimals)
        });
        let value = outcome.value();
        let said = value.map_or("no score".to_owned(), |value| shown(value, decimals));
        let missing = match outcome {
            Outcome::Value { filled: 0, .. } => String::new(),
            Outcome::Value { filled, .. } => {
                format!(" ({filled} not answered, counted as the mean of the others)")
            }
            Outcome::Incomplete { missing } => format!(" ({missing} not answered)"),
        };
        writeln!(text, "{title}: {said}{missing}").expect("text grows");
        scores.push(json!({ "id": id, "value": value, "missing": outcome.missing() }));
    }
    let mut findings = Vec::new();
    for (id, holds) in &scored.findings {
        let known = measure.findings.iter().find(|known| known.id == *id);
        let said = match holds {
            Some(true) => "holds",
            Some(false) => "does not hold",
            None => "undecided, answers are missing",
        };
        let title = known.map_or(id.as_str(), |known| known.title.as_str());
        writeln!(text, "{title}: {said}").expect("text grows");
        findings.push(json!({ "id": id, "holds": holds }));
    }
    let stops: Vec<&str> = measure
        .stops(&answers)
        .iter()
        .map(|item| item.id.as_str())
        .collect();
    if !stops.is_empty() {
        writeln!(
            text,
            "{}: question {}",
            words::NOT_TO_WAIT,
            stops.join(", ")
        )
        .expect("text grows");
    }
    Ok(Answer::new(
        text,
        json!({ "measure": measure.name(), "scores": scores, "findings": findings, "stops": stops }),
    ))
}

fn page(sheet: &MeasureSheet) -> String {
    let mut text = format!("{}  {}\n", sheet.line.name, sheet.line.title);
    for part in [&sheet.recall, &sheet.instruction].into_iter().flatten() {
        writeln!(text, "{part}").expect("text grows");
    }
    for item in &sheet.items {
        if let Some(heading) = &item.heading {
            writeln!(text, "\n{heading}").expect("text grows");
        }
        writeln!(text, "{:>5}  {}", item.id, item.text).expect("text grows");
    }
    text.push('\n');
    for score in &sheet.scores {
        let (from, to) = (
            shown(score.from, score.decimals),
            shown(score.to, score.decimals),
        );
        let how = if score.entered { ", entered" } else { "" };
        writeln!(text, "{}: {from} to {to}{how}", score.title).expect("text grows");
        for band in &score.bands {
            writeln!(
                text,
                "       {} to {}: {} ({})",
                shown(band.from, score.decimals),
                shown(band.to, score.decimals),
                band.title,
                band.population
            )
            .expect("text grows");
        }
        for cut in &score.cuts {
            let way = if cut.below { "and less" } else { "and more" };
            writeln!(
                text,
                "       {} {way}: {} ({})",
                shown(cut.at, score.decimals),
                cut.title,
                cut.population
            )
            .expect("text grows");
        }
        for change in &score.changes {
            let by = shown(change.by, score.decimals);
            writeln!(
                text,
                "       change of {by}: {} ({})",
                change.title, change.population
            )
            .expect("text grows");
        }
    }
    writeln!(text, "\n{}", sheet.licence).expect("text grows");
    if let Some(attribution) = &sheet.attribution {
        writeln!(text, "{attribution}").expect("text grows");
    }
    text
}
