//! Fields of an entry of a course: what a reviewer can speak of on its own.

use super::event::{Answered, Event, VisitBegun};

impl Event {
    /// The fields that this entry has, in the order they are shown. An answer of a call is `answer/` and its question.
    pub fn fields(&self) -> Vec<String> {
        let there = |fields: &[(&str, bool)]| {
            let all = fields.iter().filter(|(_, there)| *there);
            all.map(|(field, _)| (*field).to_owned()).collect()
        };
        match self {
            Event::VisitBegun(VisitBegun { others, .. }) => there(&[
                ("form", true),
                ("present", true),
                ("others", !others.is_empty()),
            ]),
            Event::VisitClosed { note, .. } => {
                there(&[("minutes", true), ("note", !note.is_empty())])
            }
            Event::VisitHeldOtherwise { minutes, .. } => {
                there(&[("how", true), ("minutes", minutes.is_some())])
            }
            Event::Answered(Answered { source, note, .. }) => there(&[
                ("value", true),
                ("source", !source.is_empty()),
                ("note", !note.is_empty()),
            ]),
            Event::ContactMade(made) => {
                let asked = made.answers.keys();
                asked.map(|question| format!("answer/{question}")).collect()
            }
            Event::GateOverridden { .. } => {
                there(&[("missing", true), ("reason", true), ("second", true)])
            }
            Event::AdverseNoted(_) => there(&[
                ("term", true),
                ("onset", true),
                ("grade", true),
                ("serious", true),
                ("words", true),
            ]),
            Event::AdverseFollowed { .. } => {
                there(&[("grade", true), ("outcome", true), ("words", true)])
            }
            _ => Vec::new(),
        }
    }
}
