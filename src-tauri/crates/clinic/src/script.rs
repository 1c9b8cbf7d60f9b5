//! Scenarios: a day that a clinician can read, and what the engine must say to it. Text in, lines out; no disk.
//!
//! ```text
//! # A line that starts so is for readers.
//! protocol three-point v1
//! people MS lead, AK co, DL prescriber
//! -0:45  open
//! -0:20  read 128/82 70 36.6      -> baseline 1 met
//! -0:05  gate dose1 pass
//!  0:00  dose 80 mg with AK
//!  0:30  due vitals 1; frame vitals 1
//!  0:31  read 138/86 72           -> vitals 1 met
//!  0:40  sleep 35m
//!  1:15  wake                     -> due vitals 2 @1:00; frame vitals 2 @1:00; gap 35m slept: vitals 2
//!  1:16  shows vitals 2 due; systolic 138
//! deviations
//!  1:00  missed vitals 2: asleep
//! ```
//!
//! - A time is `h:mm` or `h:mm:ss` from wherever the author puts zero; the line `open` is where the session begins.
//! - After `->` stands everything the engine says at that line beside the echo of the act itself, parted by `;`, no
//!   more and no less. `@` gives the time it happened where that is not the line's.
//! - A line that starts with what time brings (`due`, `late`, `missed`, `frame`, …) expects exactly that of time alone.
//! - `shows` lists facts of the board, each of which must be true. `by XX` at the end says who acts (otherwise the
//!   first of the people), `@-5` or `@0:25` when it happened, `=name` names the entry for `strike`, `amend`, `star`,
//!   `change`, `end`.
//! - `deviations` closes the file: all of them, in order, or `deviations none`.
//!
//! | verbs | |
//! |---|---|
//! | `read 138/86 72 36.8 d3 o97 r14 [sure] [paper] [taken AK]` | pressure, pulse, temperature (with its point), distress, oxygen, breathing |
//! | `defer REASON [CHECK, …]`, `see [CHECK, …]`, `excuse CHECK REASON ["…"]`, `explain CHECK REASON ["…"]` | `vitals 2`, `systolic again 1` |
//! | `dose 80 mg [kit K] [with AK]`, `dose2 … [because "…"]`, `correct dose1 @TIME "…"`, `declined REASON`, `withheld REASON` | doses |
//! | `gate dose1 pass`, `gate dose1 ITEM yes`, `… ITEM "finding"`, `… ITEM keeper AK [tone]`, `… ITEM withdraw "…"`, `override dose1 ITEM "…" with AK`, `truetime 2s "clock" with AK` | gates |
//! | `quiet 10m`, `quiet end`, `redflag KIND`, `tell CONTACT "who" "said" [about FLAG]` | the room |
//! | `in AK`, `out AK ["…"]`, `step ID`, `phase ID`, `drank 200`, `effect KIND 0–3 ["…"] [=name]`, `change NAME 2`, `end NAME` | the room |
//! | `touch agree PART, PART [from MS, AK] [stop "…"] [words "…"]`, `touch narrow [PART] [because "…"]`, `touch refuse [PART] [because "…"]` | touch: the agreement |
//! | `touch PART asked｜offered [yes "…"]｜unasked [2m] [from MS, AK] ["…"] [=name]`, `touch fall｜resuscitation [2m] ["…"]`, `touch end [PART]` | touch; without a length it runs |
//! | `note "…" [#tag] [client] [thought] [star]`, `star NAME`, `strike NAME "…"`, `amend NAME "…" "…"`, `report "…" [important] ["…"]` | the record |
//! | `agree ITEM ["…"] with AK`, `agree all with AK`, `close as-planned｜transferred｜against-advice｜stopped｜died [with AK] ["…"]` | closing |
//! | `sleep [35m]` … `wake`, `quit` or `crash` … `start`, `off` … `boot [wall +1h｜wall 1970]`, `clock +1h`, `zone +1h`, `confirm +5m`, `tick`, `nothing` | the machine |
//!
//! [`play`] drives any door: the engine alone in tests, the companion in `session play`.

mod act;
mod hands;
pub mod one;
pub mod play;
mod reading;
mod touch;
pub mod words;

pub use hands::Hands;

use crate::people::Role;
use crate::time::Span;

/// Longest scenario text, bytes.
pub const SCRIPT_BYTES_MAX: usize = 1 << 20;

/// A scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// Id of the protocol.
    pub protocol: String,
    /// Its version.
    pub version: u32,
    /// Initials and role of everybody, in order; the first acts where nobody is named.
    pub people: Vec<(String, Role)>,
    /// When the session opens, from the author's zero.
    pub opens: Span,
    /// Everything that happens, in order; the first line opens the session.
    pub lines: Vec<Line>,
    /// Every deviation at the end: line number and words.
    pub deviations: Vec<(usize, String)>,
}

/// One line of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Number in the file, from 1.
    pub number: usize,
    /// When, from the author's zero.
    pub at: Span,
    /// What.
    pub what: What,
    /// What the engine must say, no more and no less.
    pub expects: Vec<String>,
}

/// What a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The session opens.
    Open,
    /// Time alone.
    Time,
    /// Facts of the board.
    Shows(Vec<String>),
    /// The machine sleeps; for how long, where said.
    Sleep(Option<Span>),
    /// The machine wakes.
    Wake,
    /// The program ends: by a person, or without notice.
    Quit {
        /// Without notice.
        crash: bool,
    },
    /// The program starts again.
    Start,
    /// The machine loses power.
    Off,
    /// The machine starts anew, its wall clock as said.
    Boot(Wall),
    /// The wall clock moves.
    Clock(Span),
    /// The zone shown moves, minutes east.
    Zone(i16),
    /// A person does something.
    Act(Command),
}

/// What the wall clock says after a start of the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wall {
    /// The truth.
    Right,
    /// Off by this.
    Off(Span),
    /// 1970.
    Lost,
}

/// Something a person does; its references are looked up when it is played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// The verb.
    pub verb: String,
    /// The words after it; quoted ones are one word.
    pub words: Vec<String>,
    /// Initials of who acts.
    pub by: Option<String>,
    /// When it happened, where that is not now.
    pub happened: Option<Happened>,
    /// The name given to the entry.
    pub name: Option<String>,
}

/// When it happened, as the author says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    /// This long before the line.
    Ago(Span),
    /// At this time, from the author's zero.
    At(Span),
}

/// A line that is not a scenario's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct BadLine {
    /// Number in the file, from 1; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong, in words.
    pub what: String,
}

impl Script {
    /// The same day with other people in the same parts: initials by initials, wherever they stand as a word.
    pub fn recast(&mut self, parts: &std::collections::BTreeMap<String, String>) {
        let other = |word: &mut String| {
            if let Some(initials) = parts.get(word) {
                initials.clone_into(word);
            }
        };
        for (initials, _) in &mut self.people {
            other(initials);
        }
        for line in &mut self.lines {
            if let What::Act(command) = &mut line.what {
                command.words.iter_mut().for_each(other);
                command.by.iter_mut().for_each(other);
            }
        }
    }
}

/// Reads a scenario.
///
/// # Errors
///
/// The first line that cannot be read.
pub fn parse(text: &str) -> Result<Script, BadLine> {
    reading::script(text)
}
