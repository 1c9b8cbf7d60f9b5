//! One act in the language of scenarios, for a door that takes an act as words.

use super::act::Scope;
use super::{BadLine, What, reading};
use crate::session::Session;
use crate::session::act::{Act, When};
use crate::session::event::Witness;
use crate::time::{Span, Stamp};
use std::collections::BTreeMap;

/// Reads one act; times are since arrival. Who acts is the door's business, so `by` is not taken.
///
/// # Errors
///
/// What cannot be read, in words.
pub fn act(session: &Session, at: Stamp, text: &str) -> Result<(Vec<Act>, When), BadLine> {
    let bad = |what: String| BadLine { line: 1, what };
    let text = text.trim();
    let verb = text.split_whitespace().next().unwrap_or_default();
    let What::Act(command) = reading::what_of(verb, text).map_err(bad)? else {
        return Err(bad(format!("{verb} is no act of a person")));
    };
    if command.by.is_some() || command.name.is_some() {
        return Err(bad("who acts is not part of the act".to_owned()));
    }
    let board = session.board(at);
    let names = BTreeMap::new();
    let scope = Scope {
        session,
        board: &board,
        opens: Span::ZERO,
        names: &names,
    };
    let acts = scope.acts(&command).map_err(bad)?;
    Ok((acts, scope.when(&command)))
}

/// The second person an act names, who must prove presence.
pub fn second(act: &Act) -> Option<crate::id::PersonId> {
    match act {
        Act::GiveDose {
            witness: Witness::Proven(person),
            ..
        } => Some(*person),
        Act::OverrideGate { second, .. }
        | Act::CompareTrueTime { second, .. }
        | Act::AgreeClosing { second, .. } => Some(*second),
        Act::Close { second, .. } => *second,
        _ => None,
    }
}
