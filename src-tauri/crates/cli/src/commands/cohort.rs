//! `cohort`: every client in numbers.

use super::Acting;
use crate::{Answer, Stop, words};
use companion::Companion;
use std::fmt::Write as _;
use wire::cohort::{Cohort, CohortCell, CohortTable};

pub fn run(companion: &mut Companion, acting: &Acting) -> Result<Answer, Stop> {
    acting.unlock(companion)?;
    let cohort = Cohort::of(companion)?;
    Ok(Answer::new(text(&cohort), &cohort))
}

fn text(cohort: &Cohort) -> String {
    let mut text = String::new();
    let mut say = |line: String| writeln!(text, "{line}").expect("text grows");
    match cohort.clients {
        None => say(words::too_few(cohort.least)),
        Some(clients) => say(words::cohort(clients, cohort.erased, cohort.least)),
    }
    if cohort.unread {
        say(words::UNREAD.to_owned());
    }
    for one in &cohort.tables {
        text.push_str(&table(one));
    }
    text
}

/// Columns of one width each, two blanks apart.
fn table(table: &CohortTable) -> String {
    let mut text = format!("\n{}\n", table.caption);
    if !table.note.is_empty() {
        writeln!(text, "{}", table.note).expect("text grows");
    }
    if table.rows.is_empty() {
        writeln!(text, "  {}", words::NOTHING_SHOWN).expect("text grows");
        return text;
    }
    let rows = table.rows.iter().map(|row| row.iter().map(cell).collect());
    let lines: Vec<Vec<String>> = [table.columns.clone()].into_iter().chain(rows).collect();
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    for line in &lines {
        let cells = line.iter().enumerate();
        let cells = cells.map(|(column, cell)| format!("{cell:<width$}", width = width(column)));
        let line = cells.collect::<Vec<String>>().join("  ");
        writeln!(text, "  {}", line.trim_end()).expect("text grows");
    }
    text
}

fn cell(cell: &CohortCell) -> String {
    let shown = match (cell.hidden, cell.text.as_str()) {
        (true, _) => words::HIDDEN,
        (false, "") => words::NONE,
        (false, text) => text,
    };
    shown.to_owned()
}
