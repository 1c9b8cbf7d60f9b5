//! The touch ledger: what was agreed, sober; what was taken away from it; each touch, and how it stands to the agreement.
//!
//! - **Agreement.** Carried in from preparation, or said before dose 1 where none was carried in. It is never widened.
//! - **Part.** As it was said: a part of the body or a kind of touch. Compared without case, articles and a plural's `s`; an
//!   agreement on *hand* covers the left one, one on *left hand* covers no other.
//! - **Inside** is a touch of an agreed part, by somebody it was agreed for, that the client asked for or said yes to. All
//!   else is outside and is recorded all the same: a fall, a resuscitation, a hand that nobody asked for.
//! - **Order** is by when it happened: a touch is measured by the agreement as it stood when the touch began.

use super::Session;
use super::event::Event;
use super::state::State;
use crate::id::PersonId;
use crate::time::{Elapsed, Span};
use serde::{Deserialize, Serialize};

/// Who asked for a touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TouchAsked {
    /// The client asked for it.
    Client,
    /// A therapist offered it.
    Therapist,
    /// Nobody asked.
    Nobody,
}

/// Why somebody was touched without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TouchNeed {
    /// The client fell, or was kept from falling.
    Fall,
    /// The client was resuscitated, or laid for it.
    Resuscitation,
}

/// What was agreed on touch, as a session takes it in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TouchAgreement {
    /// Parts, as they were said; none: no touch is agreed.
    pub parts: Vec<String>,
    /// By whom; nobody named: by a therapist.
    pub people: Vec<PersonId>,
    /// Stop word or gesture, may be empty.
    pub stop: String,
    /// In its own words, may be empty.
    pub text: String,
}

impl TouchAgreement {
    /// The event of an agreement.
    pub(super) fn event(self, carried: bool) -> Event {
        Event::TouchAgreed {
            parts: self.parts,
            people: self.people,
            stop: self.stop,
            text: self.text,
            carried,
        }
    }
}

/// A touch that the rules are asked to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TouchDone {
    /// Part of the body or kind of touch.
    pub part: String,
    /// Words, may be empty.
    pub text: String,
    /// Who touched; nobody named: the author.
    pub people: Vec<PersonId>,
    /// Who asked.
    pub asked: TouchAsked,
    /// The client's word or sign of consent, may be empty.
    pub consent: String,
    /// How long; none: it runs until it is ended.
    pub length: Option<Span>,
    /// A fall or a resuscitation.
    pub need: Option<TouchNeed>,
}

/// Why a touch lies outside the agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outside {
    /// A fall or a resuscitation.
    Need(TouchNeed),
    /// No agreement on touch is recorded.
    NoAgreement,
    /// This part was not agreed.
    Part,
    /// It had been agreed and was taken back.
    Withdrawn,
    /// It was not agreed for this person.
    Person,
    /// Nobody asked.
    NotAsked,
    /// It was offered, and no word or sign of consent is recorded.
    NoConsent,
}

/// The agreement as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementView {
    /// The entry that holds it.
    pub entry: u64,
    /// Parts that are still agreed, as they were said.
    pub parts: Vec<String>,
    /// What was taken away, as it was said; empty text: all touch.
    pub withdrawn: Vec<String>,
    /// By whom; nobody named: by a therapist.
    pub people: Vec<PersonId>,
    /// Stop word or gesture.
    pub stop: String,
    /// In its own words.
    pub text: String,
    /// It was made in preparation.
    pub carried: bool,
}

/// A touch with its length and standing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TouchView {
    /// Its entry.
    pub touch: u64,
    /// From.
    pub from: Elapsed,
    /// Until; none: it runs.
    pub until: Option<Elapsed>,
    /// Part.
    pub part: String,
    /// Who touched.
    pub people: Vec<PersonId>,
    /// A fall or a resuscitation.
    pub need: Option<TouchNeed>,
    /// Why it lies outside the agreement; none: inside.
    pub outside: Option<Outside>,
}

/// What changed the agreement.
#[derive(Debug, Clone)]
pub(super) struct Turn {
    pub seq: u64,
    pub at: Elapsed,
    pub what: Turned,
}

/// How.
#[derive(Debug, Clone)]
pub(super) enum Turned {
    Agreed(TouchAgreement, bool),
    /// This part, or all touch where it is empty.
    Less(String),
}

/// A touch as it was kept.
#[derive(Debug, Clone)]
pub(super) struct Touched {
    pub at: Elapsed,
    pub until: Option<Elapsed>,
    pub part: String,
    pub people: Vec<PersonId>,
    pub asked: TouchAsked,
    pub consented: bool,
    pub need: Option<TouchNeed>,
}

/// A part for comparison: without case, article and plural.
fn plain(part: &str) -> String {
    let words = part.split(|c: char| c.is_whitespace() || c == '-');
    let words = words.filter(|word| !word.is_empty()).map(str::to_lowercase);
    let plain = words
        .filter(|word| {
            !matches!(
                word.as_str(),
                "a" | "an" | "the" | "my" | "her" | "his" | "on"
            )
        })
        .map(|word| match word.strip_suffix('s') {
            Some(one) if one.chars().count() > 2 => one.to_owned(),
            _ => word,
        });
    plain.collect::<Vec<_>>().join(" ")
}

/// Whether these words name a part, or a person: whole words, compared as parts are.
pub fn contains(words: &str, part: &str) -> bool {
    let bare = |text: &str| plain(&text.replace(|c: char| !c.is_alphanumeric(), " "));
    let (words, part) = (format!(" {} ", bare(words)), bare(part));
    !part.is_empty() && words.contains(&format!(" {part} "))
}

/// The side of the body that a part names, and the rest, both for comparison.
pub fn sided(part: &str) -> (String, String) {
    let part = plain(part);
    let (side, rest) = split_side(&part);
    (side.to_owned(), rest.to_owned())
}

fn split_side(part: &str) -> (&str, &str) {
    for side in ["left ", "right ", "both "] {
        if let Some(rest) = part.strip_prefix(side) {
            return (side.trim_end(), rest);
        }
    }
    ("", part)
}

/// Whether what is said of `wide` holds of `part` too: the same, or one side of it.
pub fn covers(wide: &str, part: &str) -> bool {
    let (wide, part) = (plain(wide), plain(part));
    wide == part || wide == split_side(&part).1
}

/// Whether taking `less` away takes `part` away: it covers it, or `part` does not say which side it means.
fn takes(less: &str, part: &str) -> bool {
    less.is_empty() || covers(less, part) || sided(less).1 == plain(part)
}

/// The parts that a line of free words names: parted by commas, semicolons, full stops, *and*, *or*, *&*; what follows *not*,
/// *no*, *never*, *nowhere*, *except* or *without* up to a semicolon or a full stop is not among them.
pub fn parts_of(words: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for clause in words.split([';', '.', '\n']) {
        'clause: for piece in clause.split(',') {
            for piece in split_words(piece, &["and", "or", "&"]) {
                let before = split_words(
                    &piece,
                    &[
                        "not", "never", "nowhere", "except", "without", "no", "none", "nothing",
                    ],
                );
                let negated = before.len() > 1;
                let first = before
                    .first()
                    .map(|first| trimmed(first))
                    .unwrap_or_default();
                if !first.is_empty() && !parts.iter().any(|known| plain(known) == plain(&first)) {
                    parts.push(first);
                }
                if negated {
                    break 'clause;
                }
            }
        }
    }
    parts
}

/// Splits at whole words.
fn split_words(text: &str, at: &[&str]) -> Vec<String> {
    let mut pieces = vec![Vec::new()];
    for word in text.split_whitespace() {
        let bare = word.to_lowercase();
        if at.contains(&bare.trim_matches(|c: char| !c.is_alphanumeric() && c != '&')) {
            pieces.push(Vec::new());
        } else if let Some(last) = pieces.last_mut() {
            last.push(word);
        }
    }
    pieces.into_iter().map(|piece| piece.join(" ")).collect()
}

/// Without *only*, *the* at its ends, colons and brackets.
fn trimmed(piece: &str) -> String {
    let mut piece = piece.trim_matches(|c: char| !c.is_alphanumeric());
    loop {
        let lower = piece.to_lowercase();
        let cut = ["only", "just", "the", "but"].iter().find_map(|word| {
            let rest = lower
                .strip_prefix(word)
                .filter(|rest| rest.is_empty() || rest.starts_with(' '));
            if rest.is_some() {
                return piece.get(word.len()..);
            }
            let rest = lower.strip_suffix(word).filter(|rest| rest.ends_with(' '));
            rest.and_then(|rest| piece.get(..rest.len()))
        });
        match cut {
            Some(rest) => piece = rest.trim_matches(|c: char| !c.is_alphanumeric()),
            None => return piece.to_owned(),
        }
    }
}

impl State {
    /// The agreement as it stood at that moment; of what happened in the same moment, what stands before `seq`.
    pub fn agreement(&self, at: Elapsed, seq: u64) -> Option<AgreementView> {
        let mut turns: Vec<&Turn> = self
            .touch_turns
            .iter()
            .filter(|turn| (turn.at, turn.seq) <= (at, seq))
            .filter(|turn| !self.struck.contains(&turn.seq))
            .collect();
        turns.sort_by_key(|turn| (turn.at, turn.seq));
        let mut view: Option<AgreementView> = None;
        for turn in turns {
            match &turn.what {
                Turned::Agreed(agreed, carried) => {
                    view = Some(AgreementView {
                        entry: turn.seq,
                        parts: agreed.parts.clone(),
                        withdrawn: Vec::new(),
                        people: agreed.people.clone(),
                        stop: agreed.stop.clone(),
                        text: agreed.text.clone(),
                        carried: *carried,
                    });
                }
                Turned::Less(part) => {
                    if let Some(view) = &mut view {
                        view.parts
                            .retain(|agreed| !part.is_empty() && !covers(part, agreed));
                        view.withdrawn.push(part.clone());
                    }
                }
            }
        }
        view
    }

    /// Every touch that was not struck, in order of entry.
    pub fn touch_views(&self) -> Vec<TouchView> {
        let end = self.ended.as_ref().map(|ended| ended.at);
        self.touches
            .iter()
            .map(|(seq, touch)| TouchView {
                touch: *seq,
                from: touch.at,
                until: touch.until.or(end.map(|end| end.max(touch.at))),
                part: touch.part.clone(),
                people: touch.people.clone(),
                need: touch.need,
                outside: self.outside(*seq, touch),
            })
            .collect()
    }

    fn outside(&self, seq: u64, touch: &Touched) -> Option<Outside> {
        if let Some(need) = touch.need {
            return Some(Outside::Need(need));
        }
        let Some(agreement) = self.agreement(touch.at, seq) else {
            return Some(Outside::NoAgreement);
        };
        if agreement
            .withdrawn
            .iter()
            .any(|less| takes(less, &touch.part))
        {
            return Some(Outside::Withdrawn);
        }
        if !agreement
            .parts
            .iter()
            .any(|agreed| covers(agreed, &touch.part))
        {
            return Some(Outside::Part);
        }
        let meant = |person: &PersonId| {
            if agreement.people.is_empty() {
                let mut people = self.people.iter();
                people.any(|known| known.id == *person && known.is_therapist())
            } else {
                agreement.people.contains(person)
            }
        };
        if !touch.people.iter().all(meant) {
            return Some(Outside::Person);
        }
        match touch.asked {
            TouchAsked::Nobody => Some(Outside::NotAsked),
            TouchAsked::Therapist if !touch.consented => Some(Outside::NoConsent),
            TouchAsked::Therapist | TouchAsked::Client => None,
        }
    }

    /// Touches that run and that taking this part away ends. What a fall or a resuscitation asks for goes on.
    pub fn touches_ended_by(&self, part: &str) -> Vec<(u64, Elapsed)> {
        let running = self
            .touches
            .iter()
            .filter(|(_, touch)| touch.until.is_none() && touch.need.is_none());
        running
            .filter(|(_, touch)| takes(part, &touch.part))
            .map(|(seq, touch)| (*seq, touch.at))
            .collect()
    }
}

/// What the board shows of touch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TouchBoard {
    /// The agreement as it stands; none: none is recorded.
    pub agreement: Option<AgreementView>,
    /// Every touch that was not struck.
    pub touches: Vec<TouchView>,
}

impl Session {
    /// How a touch stands to the agreement; none: no such touch. Inside where the inner is none.
    pub fn touch_outside(&self, seq: u64) -> Option<Option<Outside>> {
        let touch = self.state.touches.get(&seq)?;
        Some(self.state.outside(seq, touch))
    }

    /// How long a touch was; none: it runs, or was struck.
    pub fn touch_length(&self, seq: u64) -> Option<Span> {
        let touch = self.state.touches.get(&seq)?;
        let end = self.state.ended.as_ref().map(|ended| ended.at);
        Some(touch.until.or(end.map(|end| end.max(touch.at)))? - touch.at)
    }

    /// What part the touch of this entry was of; none where it is no touch.
    pub fn touch_part(&self, seq: u64) -> Option<&str> {
        let row = self.rows.get(usize::try_from(seq).ok()?)?;
        match &row.event {
            Event::Touched { part, .. } => Some(part),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
