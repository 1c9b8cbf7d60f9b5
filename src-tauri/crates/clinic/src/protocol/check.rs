//! The look at a whole protocol file: every rule read, every rule compared with the others, all complaints at once.
//!
//! Each part of the file has a room of its own; `across` compares rules of different rooms. A rule that cannot be read
//! is left out of the comparisons, so that one mistake is one complaint.
//!
//! **Invariant:** a [`Protocol`] leaves here only when no complaint is an error.

mod across;
mod course;
mod day;
mod doses;
mod gates;
mod head;
mod help;
mod limits;
mod review;
mod series;
mod team;
mod words;

pub use crate::file::LARGEST_BYTES;
pub use crate::file::complaint::{Complaint, ComplaintCode, Severity};
pub(crate) use head::role_name;
pub(crate) use head::sources;
pub(crate) use words::unique;

use super::Protocol;
use super::shape;
use crate::file::{self, Log, Table};

/// What a look at a file found.
#[derive(Debug, Clone, PartialEq)]
pub struct Examined {
    /// The protocol, where nothing forbids its use.
    pub protocol: Option<Protocol>,
    /// Errors and notes, by line of the file.
    pub complaints: Vec<Complaint>,
}

/// Reads a protocol file. Notes do not stand in the way; use [`examine`] to see them beside the protocol.
///
/// # Errors
///
/// Every complaint of the file, by line, when at least one of them is an error.
pub fn check(text: &str) -> Result<Protocol, Vec<Complaint>> {
    let examined = examine(text);
    examined.protocol.ok_or(examined.complaints)
}

/// Reads a protocol file and answers with everything that was found.
pub fn examine(text: &str) -> Examined {
    let log = Log::new(text);
    let protocol = read(text, &log);
    let complaints = log.finish();
    let refused = complaints
        .iter()
        .any(|complaint| complaint.severity() == Severity::Error);
    Examined {
        protocol: protocol.filter(|_| !refused),
        complaints,
    }
}

/// Reads every part, compares them, and puts them together where all could be read.
fn read(text: &str, log: &Log<'_>) -> Option<Protocol> {
    let root = file::parse(text, log)?;
    let root = Table::open(&shape::ROOT, 1, &root, log);

    let head = root
        .table("protocol", &shape::PROTOCOL)
        .and_then(|table| head::read(&table));
    let sources = head::sources(&root);
    let presence = root
        .table("presence", &shape::PRESENCE)
        .and_then(|table| day::presence(&table));
    let true_time = root
        .table("true_time", &shape::TRUE_TIME)
        .and_then(|table| day::true_time(&table));
    let doses = root
        .table("dose", &shape::DOSE)
        .map(|table| doses::read(&table));
    let series = series::read(&root);
    let plausible = limits::plausible(&root);
    let limits = limits::read(&root);
    let deferral = root
        .table("deferral", &shape::DEFERRAL)
        .and_then(|table| day::deferral(&table));
    let escalation = day::escalation(&root);
    let quiet = root
        .table("quiet", &shape::QUIET)
        .and_then(|table| day::quiet(&table));
    let gates = root
        .table("gate", &shape::GATE)
        .map(|table| gates::read(&table))
        .unwrap_or_default();
    let steps = day::steps(&root);
    let phases = words::phases(&root);
    let effects = words::effects(&root);
    let tags = words::tags(&root);
    let fluids = root.maybe("fluids", |entry| {
        entry.table(&shape::FLUIDS).and_then(|t| day::fluids(&t))
    });
    let red_flags = help::red_flags(&root);
    let reasons = root
        .table("reason", &shape::REASON)
        .map(|table| words::reasons(&table));
    let help = root
        .table("help", &shape::HELP)
        .map(|table| help::read(&table));
    let closing = root
        .table("closing", &shape::CLOSING)
        .map(|table| gates::closing(&table));

    let course = root.maybe("course", |entry| {
        entry
            .table(&shape::COURSE)
            .and_then(|table| course::read(&table))
    });

    let adherence = root.maybe("review", |entry| {
        entry
            .table(&shape::REVIEW)
            .and_then(|table| review::read(&table))
    });

    let team = root.maybe("team", |entry| {
        entry
            .table(&shape::TEAM)
            .and_then(|table| team::read(&table))
    });

    let parts = across::Parts {
        sources: &sources,
        presence: presence.as_ref(),
        doses: doses.as_ref(),
        series: &series,
        plausible: &plausible,
        limits: &limits,
        deferral: deferral.as_ref(),
        escalation: &escalation,
        quiet: quiet.as_ref(),
        gates: &gates,
        steps: &steps,
        red_flags: &red_flags,
        help: help.as_ref(),
        closing: closing.as_ref(),
        reasons: reasons.as_ref(),
    };
    across::compare(&root, &parts, log);

    let head = head?;
    Some(Protocol {
        id: head.id,
        version: head.version,
        title: head.title,
        status: head.status,
        summary: head.summary,
        sources: rules(sources.sources),
        adopted_by: head.adopted_by,
        doses: doses?.whole()?,
        series: rules(series),
        plausible: rules(plausible),
        limits: rules(limits),
        deferral: deferral?.rule,
        escalation: rules(escalation),
        quiet: quiet?.rule,
        gates: gates.into_iter().map(|gate| gate.gate).collect(),
        run_sheet: rules(steps),
        phases,
        effects,
        tags,
        fluids: fluids?,
        red_flags: rules(red_flags),
        help: help?.whole()?,
        closing: closing?.whole()?,
        presence: presence?.rule,
        reasons: reasons?.reasons,
        true_time: true_time?,
        course: course?,
        adherence: adherence?.flatten(),
        team: team?,
    })
}

/// The rules without their rows.
fn rules<T>(placed: Vec<file::Placed<T>>) -> Vec<T> {
    placed.into_iter().map(|placed| placed.rule).collect()
}

#[cfg(test)]
pub(super) mod tests;
