//! Touch in the short words of scenarios.

use super::Words;
use crate::session::board::Board;
use crate::session::event::{Event, Recorded};
use crate::session::touch::{Outside, TouchNeed};

impl Words<'_> {
    /// A touch that was kept: how it stands to the agreement.
    pub(super) fn touched(&self, row: &Recorded) -> Option<String> {
        if !matches!(row.event, Event::Touched { .. }) {
            return None;
        }
        let outside = self.session.touch_outside(row.seq)?;
        Some(outside.map_or_else(
            || "inside".to_owned(),
            |why| format!("outside: {}", outside_word(why)),
        ))
    }

    pub(super) fn touch_facts(&self, board: &Board, facts: &mut Vec<String>) {
        match &board.touch.agreement {
            None => facts.push("touch not agreed on".to_owned()),
            Some(agreed) if agreed.parts.is_empty() => facts.push("touch none agreed".to_owned()),
            Some(agreed) => facts.push(format!("touch agreed {}", agreed.parts.join(", "))),
        }
        for touch in board
            .touch
            .touches
            .iter()
            .filter(|touch| touch.until.is_none())
        {
            facts.push(format!("touch runs {}", touch.part).trim_end().to_owned());
        }
        facts.push(format!("touches {}", board.touch.touches.len()));
    }
}

fn outside_word(why: Outside) -> &'static str {
    match why {
        Outside::Need(TouchNeed::Fall) => "a fall",
        Outside::Need(TouchNeed::Resuscitation) => "a resuscitation",
        Outside::NoAgreement => "no agreement",
        Outside::Part => "not agreed",
        Outside::Withdrawn => "taken back",
        Outside::Person => "not agreed for this person",
        Outside::NotAsked => "nobody asked",
        Outside::NoConsent => "no word of consent",
    }
}
