//! Entries of a client's course in words, for paper, files and the side door.

use wire::course::value::Answer as Value;
use wire::review::ReviewedEntry;

/// An answer in short.
fn answered(answer: &Value) -> String {
    match answer {
        Value::Tick => "done".to_owned(),
        Value::NotApplicable => "not applicable".to_owned(),
        Value::Finding { words } | Value::Text { words } => words.clone(),
        Value::Date { on } => on.clone(),
        Value::Number { stored, decimals } => wire::measures::shown(*stored, *decimals),
        Value::YesNo { yes } => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Choice { id } => id.clone(),
        Value::Agreement { parts } => parts
            .iter()
            .map(|(line, words)| format!("{line}: {words}"))
            .collect::<Vec<_>>()
            .join("; "),
        Value::Suicidality {
            ideation,
            behaviour,
        } => format!(
            "ideation {ideation} of 5, behaviour {}",
            if *behaviour { "yes" } else { "no" }
        ),
    }
}

/// What an entry says beside what it is and what it is about, part by part.
pub fn said(one: &ReviewedEntry) -> Vec<String> {
    let entry = &one.entry;
    let mut words: Vec<String> = Vec::new();
    words.extend(one.answers.iter().map(|line| {
        let flagged = if line.flagged { " (flagged)" } else { "" };
        let asked = if line.title.is_empty() { "" } else { ": " };
        format!("{}{asked}{}{flagged}", line.title, answered(&line.answer))
    }));
    words.extend(Some(entry.words.clone()).filter(|words| !words.is_empty()));
    words.extend(one.minutes.map(|minutes| format!("{minutes} min")));
    words.extend(one.grade.map(|grade| format!("grade {grade}")));
    words.extend(one.serious.iter().cloned());
    words.extend(Some(one.outcome.clone()).filter(|words| !words.is_empty()));
    words.extend(
        one.missing
            .iter()
            .map(|missing| format!("missing {missing}")),
    );
    words.extend(one.people.iter().cloned());
    if entry.struck {
        words.push("struck".to_owned());
    }
    if let Some(amended) = &entry.amended {
        words.push(format!("amended: {} ({})", amended.text, amended.reason));
    }
    words
}
