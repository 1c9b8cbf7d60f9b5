//! A whole session on one strip: what stood where in eight hours, by lanes. A function of the record.

use super::Session;
use super::board::DeviationKind;
use super::event::{CheckId, Event, Recorded, Voice};
use super::eyes::named;
use crate::id::PersonId;
use crate::protocol::Valence;
use crate::time::Elapsed;
use std::collections::BTreeMap;

/// A lane of the strip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// Doses.
    Dose,
    /// Effects, from onset to end.
    Effect,
    /// Touch; outside the agreement: heavy.
    Touch,
    /// Who was in the room, one stretch each.
    Present,
    /// Notes.
    Note,
    /// *Not now*.
    PutOff,
    /// Checks that were taken late, are late now or were missed, as far as the protocol asks for them: those that count as such.
    Check,
    /// Lines that were crossed.
    Line,
    /// Quiet windows.
    Quiet,
    /// The machine did not watch.
    Gap,
}

/// Something on the strip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Where.
    pub lane: Lane,
    /// From.
    pub from: Elapsed,
    /// Until; none: a moment.
    pub until: Option<Elapsed>,
    /// Its entry.
    pub entry: u64,
    /// Whose stretch it is.
    pub person: Option<PersonId>,
    /// Starred, unwanted, missed or the client's words: drawn heavier.
    pub heavy: bool,
}

impl Session {
    /// The whole strip, by lane and time.
    pub fn strip(&self) -> Vec<Mark> {
        let state = &self.state;
        let end = self.rows.last().map_or(Elapsed(0), |row| row.elapsed);
        let mut marks = Vec::new();
        let mut here: BTreeMap<PersonId, (Elapsed, u64)> = BTreeMap::new();
        let mut effects: BTreeMap<u64, (Elapsed, bool)> = BTreeMap::new();
        let mut quiet: Option<(Elapsed, u64)> = None;
        let mut late: BTreeMap<CheckId, Mark> = BTreeMap::new();
        let moment = |lane, row: &Recorded, heavy| Mark {
            lane,
            from: row.happened,
            until: None,
            entry: row.seq,
            person: None,
            heavy,
        };
        let stretch = |lane, from, until, entry, person, heavy| Mark {
            lane,
            from,
            until: Some(until),
            entry,
            person,
            heavy,
        };
        for row in &self.rows {
            match &row.event {
                Event::DoseGiven { .. } => marks.push(moment(Lane::Dose, row, true)),
                Event::Noted { voice, .. } if !state.struck.contains(&row.seq) => {
                    let heavy = state.starred.contains(&row.seq) || *voice == Voice::Client;
                    marks.push(moment(Lane::Note, row, heavy));
                }
                Event::NotedApart { .. } if !state.struck.contains(&row.seq) => {
                    marks.push(moment(Lane::Note, row, false));
                }
                Event::Deferred { in_a_row, .. } => {
                    marks.push(moment(Lane::PutOff, row, *in_a_row > 1));
                }
                Event::FellLate { check } if state.is_late(*check) => {
                    late.insert(*check, moment(Lane::Check, row, false));
                }
                Event::FlagRaised { .. } | Event::RedFlagSeen { .. } => {
                    marks.push(moment(Lane::Line, row, true));
                }
                Event::CameIn { person } => {
                    here.entry(*person).or_insert((row.happened, row.seq));
                }
                Event::WentOut { person, .. } => {
                    if let Some((from, entry)) = here.remove(person) {
                        marks.push(stretch(
                            Lane::Present,
                            from,
                            row.happened,
                            entry,
                            Some(*person),
                            false,
                        ));
                    }
                }
                Event::EffectBegan { valence, .. } => {
                    effects.insert(row.seq, (row.happened, *valence == Valence::Unwanted));
                }
                Event::EffectEnded { effect } => {
                    if let Some((from, heavy)) = effects.remove(effect) {
                        marks.push(stretch(
                            Lane::Effect,
                            from,
                            row.happened,
                            *effect,
                            None,
                            heavy,
                        ));
                    }
                }
                Event::TouchRefused { .. } | Event::TouchNarrowed { .. } => {
                    marks.push(moment(Lane::Touch, row, true));
                }
                Event::QuietBegan { .. } => quiet = Some((row.happened, row.seq)),
                Event::QuietEnded | Event::QuietBroken { .. } => {
                    if let Some((from, entry)) = quiet.take() {
                        marks.push(stretch(Lane::Quiet, from, row.happened, entry, None, false));
                    }
                }
                Event::Gap { from, to, .. } => {
                    marks.push(stretch(Lane::Gap, *from, *to, row.seq, None, true));
                }
                _ => {}
            }
        }
        marks.extend(late.into_values());
        // The rest as they are counted, each at the entry that the list leads to.
        for deviation in state.deviations(end) {
            let heavy = matches!(deviation.kind, DeviationKind::Missed(_));
            if let (DeviationKind::Late(_) | DeviationKind::Missed(_), (_, Some(entry))) =
                (&deviation.kind, named(self, &deviation))
            {
                marks.push(Mark {
                    lane: Lane::Check,
                    from: deviation.at,
                    until: None,
                    entry,
                    person: None,
                    heavy,
                });
            }
        }
        for touch in state.touch_views() {
            marks.push(stretch(
                Lane::Touch,
                touch.from,
                touch.until.unwrap_or(end),
                touch.touch,
                None,
                touch.outside.is_some(),
            ));
        }
        // What was open when the record ended reaches to its end.
        for (person, (from, entry)) in here {
            marks.push(stretch(
                Lane::Present,
                from,
                end,
                entry,
                Some(person),
                false,
            ));
        }
        for (entry, (from, heavy)) in effects {
            marks.push(stretch(Lane::Effect, from, end, entry, None, heavy));
        }
        if let Some((from, entry)) = quiet {
            marks.push(stretch(Lane::Quiet, from, end, entry, None, false));
        }
        marks.sort_by_key(|mark| (mark.lane, mark.from, mark.entry));
        marks
    }
}
