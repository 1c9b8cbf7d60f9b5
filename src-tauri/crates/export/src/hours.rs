//! Hours of supervision as a file: what was held, who agreed, which of it both have signed, and the sums.

use crate::record::{TRAINING, literal, wall};
use companion::{Companion, Error};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use wire::packets::Written;
use wire::review::{Hours, HoursKind, HoursSum, SaidBy, WriteHours};

/// `1 h 30 min`.
fn length(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// Local time with its offset, and the same in UTC.
fn both(wall_ms: i64, zone_minutes: i16) -> String {
    let utc = wall(wall_ms, 0);
    format!(
        "{} ({} UTC)",
        wall(wall_ms, zone_minutes),
        utc.trim_end_matches("+00:00").trim_end()
    )
}

fn said(one: &SaidBy, what: &str) -> String {
    let vouched = match (&one.packet, &one.key) {
        (Some(packet), Some(key)) => {
            format!("signed in packet {:.8} with key {:.16}…", packet, key)
        }
        _ => "in this vault alone, not signed into a packet yet".to_owned(),
    };
    format!(
        "{what} by {}, {}, {vouched}",
        literal(&one.name),
        both(one.wall_ms, one.zone_minutes)
    )
}

fn kind(kind: HoursKind) -> &'static str {
    match kind {
        HoursKind::Gave => "gave supervision",
        HoursKind::Had => "had supervision",
    }
}

fn sum(text: &mut String, one: &HoursSum) {
    writeln!(
        text,
        "| {} | {} | {} | {} | {} | {} | {} |",
        literal(&one.name),
        kind(one.kind),
        one.month.as_deref().unwrap_or("all"),
        one.entries,
        length(one.minutes),
        length(one.agreed),
        length(one.signed_by_both)
    )
    .expect("text grows");
}

/// The hours as Markdown.
pub fn markdown(hours: &Hours) -> String {
    let mut text = format!(
        "# Hours of supervision\n\nFrom the packets of the vault of {}, written {}. *Signed by both*: each side said it in a packet that \
         their own key signed. Days are as they were entered; times are local, with their offset, and UTC.\n\n",
        literal(&hours.made_by),
        both(hours.made_wall_ms, hours.zone_minutes)
    );
    if hours.training {
        write!(text, "**{TRAINING}**\n\n").expect("text grows");
    }
    text.push_str("## Sums\n\n");
    if hours.lines.is_empty() {
        text.push_str("No supervision is recorded.\n");
    } else {
        text.push_str("| who | | month | entries | held | of it agreed | of it signed by both |\n|---|---|---|---|---|---|---|\n");
        for one in &hours.sums {
            sum(&mut text, one);
        }
    }
    text.push_str("\n## Held\n");
    for one in &hours.lines {
        let standing = match (one.signed_by_both, &one.agreed) {
            (true, _) => "signed by both",
            (false, Some(_)) => "agreed, not signed by both",
            (false, None) => "not agreed",
        };
        write!(
            text,
            "\n### {}, {}, {standing}\n\n- Supervisor: {}\n- Supervised: {}\n- Client: {}\n- Topics: {}\n- {}\n",
            one.on,
            length(u32::from(one.minutes)),
            one.supervisor.as_deref().map_or_else(|| "not known until somebody agrees".to_owned(), literal),
            literal(&one.supervised),
            literal(&one.code),
            literal(&one.topics),
            said(&one.entered, "Entered"),
        )
        .expect("text grows");
        match &one.agreed {
            Some(agreed) => writeln!(text, "- {}", said(agreed, "Agreed")),
            None => writeln!(text, "- Nobody of the other side has agreed."),
        }
        .expect("text grows");
    }
    text
}

/// The same as JSON.
pub fn json(hours: &Hours) -> String {
    serde_json::to_string_pretty(hours).expect("plain data")
}

/// Writes both beside each other: both or none, never over another file.
pub fn write(hours: &Hours, files: [PathBuf; 2]) -> Result<(), Error> {
    let [first, second] = files;
    companion::packets::files_write(
        &[
            (first, markdown(hours).into_bytes()),
            (second, json(hours).into_bytes()),
        ],
        || Ok(()),
    )
}

/// Writes the hours of this vault into a folder. Answers where the Markdown lies; the JSON lies beside it.
pub fn put(companion: &mut Companion, asked: &WriteHours) -> Result<Written, Error> {
    let folder = Path::new(&asked.folder);
    let hours = Hours::of(companion)?;
    let files = companion::packets::free_names(folder, "supervision hours", ["md", "json"])?;
    let path = files[0].to_string_lossy().into_owned();
    write(&hours, files)?;
    Ok(Written { path })
}
