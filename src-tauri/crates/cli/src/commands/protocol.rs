//! `protocol lint | rehearse | diff | import | adopt | list`.

use super::Acting;
use crate::args::Protocol;
use crate::{Answer, Stop, words};
use companion::Companion;
use serde_json::json;
use std::fmt::Write as _;
use std::path::Path;
use wire::protocols::difference::{ChangeKind, ChangeLine, Difference};
use wire::protocols::{ProtocolLine, RehearsedPrompt};

pub fn run(companion: &mut Companion, acting: &Acting, verb: Protocol) -> Result<Answer, Stop> {
    match verb {
        Protocol::Lint { file } => lint(&file),
        Protocol::Rehearse { file } => {
            let protocol = Companion::protocol_lint(&read(&file)?)?;
            let prompts = RehearsedPrompt::of_day(&protocol);
            let mut text = format!("{}  {}\n\n", protocol.name(), protocol.title);
            text.push_str("planned   from      late after  signs\n");
            for prompt in &prompts {
                writeln!(
                    text,
                    "{:<9} {:<9} {:<11} {}  (line {})\n{:32}{}",
                    offset(prompt.planned_ms),
                    offset(prompt.from_ms),
                    offset(prompt.late_after_ms),
                    prompt.titles.join("; "),
                    prompt
                        .lines
                        .iter()
                        .map(u16::to_string)
                        .collect::<Vec<_>>()
                        .join(", "),
                    "",
                    prompt.why.join(" ")
                )
                .expect("text grows");
            }
            Ok(Answer::new(text, prompts))
        }
        Protocol::Diff { before, after } => {
            let before = Companion::protocol_lint(&read(&before)?)?;
            let after = Companion::protocol_lint(&read(&after)?)?;
            Ok(difference(&Difference::between(&before, &after)))
        }
        Protocol::Import { file } => {
            acting.unlock(companion)?;
            let digest = companion.protocol_import(&read(&file)?)?.digest;
            let line = companion.protocol_find(&digest)?;
            let shape = ProtocolLine::of(&line);
            Ok(Answer::new(
                format!("Imported {}.\n", shape.name),
                json!({ "digest": shape.digest, "name": shape.name }),
            ))
        }
        Protocol::Adopt { name } => {
            acting.unlock(companion)?;
            let line = companion.protocol_named(&name)?;
            companion.protocol_adopt(&line.digest)?;
            let line = companion.protocol_find(&line.digest)?;
            let shape = ProtocolLine::of(&line);
            let text = if shape.usable {
                format!("Adopted {}.\n", shape.name)
            } else {
                words::adoption_waits(&shape.name, &missing(&shape))
            };
            Ok(Answer::new(
                text,
                json!({ "digest": shape.digest, "name": shape.name, "usable": shape.usable }),
            ))
        }
        Protocol::List => {
            acting.unlock(companion)?;
            let lines: Vec<ProtocolLine> = companion
                .protocols()?
                .iter()
                .map(ProtocolLine::of)
                .collect();
            let mut text = String::new();
            for line in &lines {
                let missing = missing(line);
                let state = match (line.training, missing.is_empty()) {
                    (true, _) if line.usable => "training".to_owned(),
                    (true, _) => "training only, not usable here".to_owned(),
                    (false, true) => "adopted".to_owned(),
                    (false, false) => format!("not adopted by {} yet", missing.join(", ")),
                };
                writeln!(
                    text,
                    "{:<22} {:<12} {state}  {}",
                    line.name,
                    &line.digest[..12],
                    line.title
                )
                .expect("text grows");
            }
            Ok(Answer::new(text, lines))
        }
    }
}

/// Roles that a protocol names and in which nobody has signed it.
fn missing(line: &ProtocolLine) -> Vec<String> {
    let open = line.adopted_by.iter().filter(|role| {
        let mut signed = line.adoptions.iter().map(|made| made.role);
        !signed.any(|made| made == **role)
    });
    open.map(|role| json!(role).as_str().unwrap_or_default().replace('_', " "))
        .collect()
}

fn read(file: &Path) -> Result<String, Stop> {
    Ok(Companion::protocol_read(file)?)
}

/// What differs between two protocols, rule by rule.
pub fn difference(difference: &Difference) -> Answer {
    let mut text = format!("{} to {}\n", difference.before, difference.after);
    if difference.changes.is_empty() {
        text.push_str("Nothing differs.\n");
    }
    let mut part = "";
    for change in &difference.changes {
        if change.part != part {
            writeln!(text, "{}", change.part).expect("text grows");
            part = &change.part;
        }
        text.push_str(&changed(change));
    }
    Answer::new(text, difference)
}

/// One difference: the rule and its line, what became of it, both values.
fn changed(change: &ChangeLine) -> String {
    let line = change.line.map_or(String::new(), |n| format!("line {n}"));
    let what = match change.kind {
        ChangeKind::Added => "new",
        ChangeKind::Removed => "gone",
        ChangeKind::Changed => &change.key,
    };
    let mut text = format!("  {:<28} {line:<9} {what}\n", change.rule);
    let sides = [("before", &change.before), ("after", &change.after)];
    for (side, value) in sides {
        if let Some(value) = value {
            writeln!(text, "    {side:<7} {value}").expect("text grows");
        }
    }
    text
}

fn lint(file: &Path) -> Result<Answer, Stop> {
    let examined = Companion::protocol_examine(&read(file)?);
    listed(file, companion::protocols::complaints(&examined))
}

/// Complaints about a file as text and as data; refused where one is an error.
pub fn listed(file: &Path, complaints: Vec<(u32, bool, String)>) -> Result<Answer, Stop> {
    let mut text = String::new();
    let mut list = Vec::new();
    for (line, blocks, words) in &complaints {
        let severity = if *blocks { "error" } else { "note" };
        writeln!(text, "{}:{line}: {severity}: {words}", file.display()).expect("text grows");
        list.push(json!({ "line": line, "severity": severity, "text": words }));
    }
    let errors = complaints.iter().filter(|(_, blocks, _)| *blocks).count();
    writeln!(
        text,
        "{errors} error(s), {} note(s).",
        complaints.len() - errors
    )
    .expect("text grows");
    let answer = Answer::new(text, json!({ "complaints": list }));
    if errors > 0 {
        return Err(Stop::Complaints(answer));
    }
    Ok(answer)
}

/// `T+1:30`, `T-0:45`.
pub fn offset(ms: i64) -> String {
    let minutes = ms.div_euclid(60_000);
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("T{sign}{}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}
