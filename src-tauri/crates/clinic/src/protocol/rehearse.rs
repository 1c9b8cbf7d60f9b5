//! The day in advance: every prompt, step and window of a protocol, at the time at which it would come.
//!
//! Facts only; doors write the sentences. A rehearsal assumes a day in which nothing is late: dose 1 some time after
//! arrival, the supplemental dose as its window opens, no limit crossed, nothing deferred.

use super::{Anchor, Protocol, Series};
use crate::quantity::{Micrograms, Sign};
use crate::time::Span;

/// The assumed day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// Time from arrival to dose 1.
    pub arrival_to_dose1: Span,
    /// When the supplemental dose is given, after dose 1; `None`: as its window opens.
    pub dose2_at: Option<Span>,
}

impl Default for Day {
    fn default() -> Self {
        Day {
            arrival_to_dose1: Span::minutes(60),
            dose2_at: None,
        }
    }
}

/// One moment of the rehearsed day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// After dose 1; before it where negative.
    pub at: Span,
    /// What comes.
    pub what: What,
}

/// What comes at a moment, in the order in which one minute shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A step of the run sheet.
    Step {
        /// Words.
        title: String,
        /// Line of the protocol.
        line: u16,
    },
    /// The window of the supplemental dose opens.
    WindowOpens {
        /// Line of the protocol.
        line: u16,
    },
    /// One prompt: every check that is due in this minute.
    Prompt(Prompt),
    /// A dose is given, as the rehearsal assumes.
    Dose {
        /// Dose 1 or the supplemental dose.
        anchor: Anchor,
        /// Words.
        title: String,
        /// The amount; `None` where blinded.
        amount: Option<Micrograms>,
        /// Line of the protocol.
        line: u16,
    },
    /// The window of the supplemental dose closes.
    WindowCloses {
        /// Line of the protocol.
        line: u16,
    },
}

impl What {
    fn rank(&self) -> u8 {
        match self {
            What::Step { .. } => 0,
            What::WindowOpens { .. } => 1,
            What::Prompt(_) => 2,
            What::Dose { .. } => 3,
            What::WindowCloses { .. } => 4,
        }
    }
}

/// Checks that are due in the same minute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// From when all of them may be taken together, after dose 1.
    pub from: Span,
    /// When the first of them is late, after dose 1.
    pub late_after: Span,
    /// What is taken, in the order of forms, each once.
    pub signs: Vec<Sign>,
    /// The checks behind it, in the order of the file.
    pub checks: Vec<PlannedCheck>,
}

/// One check of one series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedCheck {
    /// Short name of the series.
    pub series: String,
    /// Words.
    pub title: String,
    /// Why it is taken.
    pub why: String,
    /// What its time hangs on.
    pub anchor: Anchor,
    /// Time after the anchor.
    pub offset: Span,
    /// Whether a miss is a deviation.
    pub required: bool,
    /// Line of the protocol.
    pub line: u16,
}

/// Everything the protocol plans, in order, on a day of the usual shape.
pub fn rehearse(protocol: &Protocol) -> Vec<Planned> {
    rehearse_day(protocol, &Day::default())
}

/// Everything the protocol plans, in order, on this day.
pub fn rehearse_day(protocol: &Protocol, day: &Day) -> Vec<Planned> {
    let supplemental = protocol.doses.supplemental.as_ref();
    let dose2 = supplemental.map(|plan| day.dose2_at.unwrap_or(plan.opens));
    let moment = |anchor: Anchor, offset: Span| match anchor {
        Anchor::Arrival => Some(offset - day.arrival_to_dose1),
        Anchor::Dose1 => Some(offset),
        Anchor::Dose2 => dose2.map(|dose2| dose2 + offset),
    };

    let mut all = Vec::new();
    for step in &protocol.run_sheet {
        let what = What::Step {
            title: step.title.clone(),
            line: step.cite.line,
        };
        all.extend(moment(step.anchor, step.from).map(|at| Planned { at, what }));
    }
    let first = &protocol.doses.first;
    let mut dose = |anchor, at, plan: &super::DosePlan| {
        let (title, amount, line) = (plan.title.clone(), plan.amount, plan.cite.line);
        all.push(Planned {
            at,
            what: What::Dose {
                anchor,
                title,
                amount,
                line,
            },
        });
    };
    dose(Anchor::Dose1, Span::ZERO, first);
    if let (Some(plan), Some(at)) = (supplemental, dose2) {
        dose(Anchor::Dose2, at, &plan.dose);
        let line = plan.dose.cite.line;
        all.push(Planned {
            at: plan.opens,
            what: What::WindowOpens { line },
        });
        all.push(Planned {
            at: plan.closes,
            what: What::WindowCloses { line },
        });
    }

    let mut checks = Vec::new();
    for series in &protocol.series {
        for offset in &series.offsets {
            checks.extend(moment(series.anchor, *offset).map(|at| (at, series, *offset)));
        }
    }
    // A stable sort: within one minute, series stay in the order of the file.
    checks.sort_by_key(|(at, _, _)| at.whole_minutes());
    for due in checks.chunk_by(|a, b| a.0.whole_minutes() == b.0.whole_minutes()) {
        all.extend(prompt(due));
    }
    all.sort_by_key(|planned| (planned.at, planned.what.rank()));
    all
}

/// One prompt of the checks that are due in one minute.
fn prompt(due: &[(Span, &Series, Span)]) -> Option<Planned> {
    let at = due.iter().map(|(at, _, _)| *at).min()?;
    let from = due.iter().map(|(at, series, _)| *at - series.early).max()?;
    let late_after = due.iter().map(|(at, series, _)| *at + series.late).min()?;
    let mut signs: Vec<Sign> = due
        .iter()
        .flat_map(|(_, series, _)| &series.signs)
        .copied()
        .collect();
    signs.sort();
    signs.dedup();
    let checks = due
        .iter()
        .map(|(_, series, offset)| PlannedCheck {
            series: series.id.clone(),
            title: series.title.clone(),
            why: series.why.clone(),
            anchor: series.anchor,
            offset: *offset,
            required: series.required,
            line: series.cite.line,
        })
        .collect();
    Some(Planned {
        at,
        what: What::Prompt(Prompt {
            from,
            late_after,
            signs,
            checks,
        }),
    })
}

#[cfg(test)]
mod tests {
    use super::super::check::tests::shipped;
    use super::*;
    use std::fmt::Write as _;

    /// A golden text: one line per moment, so that a clinician can read the whole day.
    fn written(planned: &[Planned]) -> String {
        let clock = |at: Span| {
            let minutes = at.whole_minutes();
            let sign = if minutes < 0 { '-' } else { '+' };
            format!("T{sign}{}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
        };
        let mut text = String::new();
        for Planned { at, what } in planned {
            let at = clock(*at);
            let line = match what {
                What::Step { title, line } => format!("step   {title} (line {line})"),
                What::WindowOpens { line } => format!("window opens (line {line})"),
                What::WindowCloses { line } => format!("window closes (line {line})"),
                What::Dose {
                    title,
                    amount,
                    line,
                    ..
                } => {
                    let amount =
                        amount.map_or(String::from("blinded"), |mcg| format!("{} mcg", mcg.0));
                    format!("dose   {title}, {amount} (line {line})")
                }
                What::Prompt(prompt) => {
                    let signs: Vec<&str> = prompt.signs.iter().map(|sign| sign.name()).collect();
                    let checks: Vec<String> = prompt
                        .checks
                        .iter()
                        .map(|check| format!("{} line {}", check.series, check.line))
                        .collect();
                    let (from, late) = (clock(prompt.from), clock(prompt.late_after));
                    format!(
                        "check  {}; from {from}, late after {late} ({})",
                        signs.join(", "),
                        checks.join(", ")
                    )
                }
            };
            writeln!(text, "{at:8} {line}").expect("writing to a string cannot fail");
        }
        text
    }

    #[test]
    fn the_worked_example_rehearses_as_it_is_written_down() {
        let written = written(&rehearse(&shipped("worked-example")));
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../../tests/fixtures/protocols/worked-example.rehearsal.txt"
        );
        if std::env::var_os("HOLDFAST_BLESS").is_some() {
            std::fs::write(path, &written).expect("the fixture can be written");
        }
        assert_eq!(
            std::fs::read_to_string(path).expect("the fixture is there"),
            written
        );
    }

    #[test]
    fn a_rehearsal_is_in_order_and_holds_every_check_once() {
        for slug in super::super::check::tests::SHIPPED {
            let protocol = shipped(slug);
            let planned = rehearse(&protocol);
            assert!(planned.is_sorted_by_key(|planned| planned.at), "{slug}");
            let prompts = planned.iter().filter_map(|planned| match &planned.what {
                What::Prompt(prompt) => Some((planned.at, prompt)),
                _ => None,
            });
            let mut checks = 0;
            let mut minutes = std::collections::BTreeSet::new();
            for (at, prompt) in prompts {
                checks += prompt.checks.len();
                assert!(
                    minutes.insert(at.whole_minutes()),
                    "{slug}: two prompts in one minute"
                );
                assert!(prompt.from <= at && at < prompt.late_after, "{slug}");
            }
            let all: usize = protocol
                .series
                .iter()
                .map(|series| series.offsets.len())
                .sum();
            assert_eq!(checks, all, "{slug}");
        }
    }

    #[test]
    fn what_hangs_on_the_supplemental_dose_moves_with_it() {
        let protocol = shipped("worked-example");
        let at = |day: &Day| {
            let planned = rehearse_day(&protocol, day);
            let check = planned.into_iter().find(|planned| match &planned.what {
                What::Prompt(prompt) => prompt
                    .checks
                    .iter()
                    .any(|check| check.anchor == Anchor::Dose2),
                _ => false,
            });
            check.map(|planned| planned.at)
        };
        assert_eq!(at(&Day::default()), Some(Span::minutes(120)));
        let late = Day {
            dose2_at: Some(Span::minutes(109)),
            ..Day::default()
        };
        assert_eq!(at(&late), Some(Span::minutes(139)));
    }
}
