//! What a look at a protocol or measure file complains about: facts as data, one plain sentence each.

mod sentences;

use crate::protocol::Anchor;
use crate::quantity::Sign;
use crate::time::Span;

/// One complaint about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Line of the file, from 1. (A rule's own `line`, by which people cite it, is another number.)
    pub line: u32,
    /// What is wrong, with the facts.
    pub code: ComplaintCode,
}

impl Complaint {
    /// Whether the file must be refused for it.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// How much a complaint weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a look; the file may be used.
    Note,
    /// The file is refused.
    Error,
}

/// A quantity written with its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// A length of time.
    Time,
    /// An amount of medicine.
    Medicine,
    /// An amount of fluid.
    Fluid,
    /// A number of days.
    Days,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $code:ident $name:literal $severity:ident
        { $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? })*) => {
        /// What is wrong. Lines in the facts are lines of the file unless a fact says otherwise.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the facts are named for what they are; every code has its sentence")]
        pub enum ComplaintCode {
            $($(#[$doc])* $code { $($(#[$field_doc])* $field: $type),* },)*
        }

        impl ComplaintCode {
            /// The name of every code.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// A stable name for machines: `unknown-key`.
            pub fn name(&self) -> &'static str {
                match self { $(ComplaintCode::$code { .. } => $name,)* }
            }

            /// Whether the file must be refused for it.
            pub fn severity(&self) -> Severity {
                match self { $(ComplaintCode::$code { .. } => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    /// Larger than any protocol.
    FileTooLarge "file-too-large" Error { bytes: usize, most: usize }
    /// Not TOML.
    Syntax "syntax" Error { message: String }
    /// A character that hides or turns text.
    BadCharacter "bad-character" Error { code_point: u32 }
    /// A key that this table does not have.
    UnknownKey "unknown-key" Error { table: &'static str, key: String, near: Option<&'static str> }
    /// A key that this table must have.
    MissingKey "missing-key" Error { table: &'static str, key: &'static str }
    /// A key that has no use beside another.
    KeyWithoutUse "key-without-use" Error { table: &'static str, key: &'static str, because: &'static str }
    /// A value of another type.
    WrongType "wrong-type" Error { key: String, expected: &'static str, found: &'static str }
    /// A word that is not in the list.
    UnknownWord "unknown-word" Error
        { key: String, word: String, near: Option<&'static str>, known: Vec<&'static str> }
    /// A role that nobody can hold.
    UnknownRole "unknown-role" Error { role: String, near: Option<&'static str> }
    /// A role that never sees a session, named as someone to call.
    RoleMayNotAnswer "role-may-not-answer" Error { contact: String }
    /// A role that is not there during a session, named for the pair.
    RoleNotInRoom "role-not-in-room" Error { role: String }
    /// Nothing but spaces.
    EmptyText "empty-text" Error { key: String }
    /// Too long to be shown.
    TextTooLong "text-too-long" Error { key: String, length: usize, most: usize }
    /// A short name with other characters than a–z, 0–9 and hyphens.
    BadId "bad-id" Error { key: String, typed: String }
    /// Two things with one name.
    DuplicateId "duplicate-id" Error { id: String, first: u32 }
    /// One word twice in a list.
    RepeatedItem "repeated-item" Error { key: String, item: String }
    /// Two rules with one line number.
    DuplicateLine "duplicate-line" Error { cited: u16, first: u32 }
    /// A source that the file does not list.
    UnknownSource "unknown-source" Error { source: String, near: Option<String> }
    /// A source that no rule cites.
    UnusedSource "unused-source" Note { source: String }
    /// A list with nothing in it.
    EmptyList "empty-list" Error { key: String }
    /// More items than can be shown.
    ListTooLong "list-too-long" Error { key: String, length: usize, most: usize }
    /// A number outside its bounds.
    OutOfRange "out-of-range" Error { key: String, value: String, from: String, to: String }
    /// A number with more decimals than are kept.
    BadFigure "bad-figure" Error { key: String, typed: String, decimals: u8 }
    /// A quantity whose unit cannot be read.
    BadUnit "bad-unit" Error { key: String, quantity: Quantity, typed: String }
    /// A time that is not in whole minutes.
    NotWholeMinutes "not-whole-minutes" Error { key: String, span: Span }
    /// A series without times.
    NoTimes "no-times" Error { series: String }
    /// A time before the one above it.
    NotAscending "not-ascending" Error { key: String, before: Span, after: Span }
    /// One time twice.
    RepeatedTime "repeated-time" Error { key: String, at: Span }
    /// From/to/every that does not come out even.
    DoesNotDivide "does-not-divide" Error { from: Span, to: Span, every: Span }
    /// Two repeats of a series over the same stretch.
    RepeatsOverlap "repeats-overlap" Error { from: Span, before: Span }
    /// A check that may be taken before the one before it is late.
    ChecksOverlap "checks-overlap" Error { series: String, first: Span, second: Span, late: Span, early: Span }
    /// No blood pressure for a long stretch.
    LongStretch "long-stretch" Note { watched: Span, from: Span, to: Span }
    /// A check without the conditions' signs in the very minute in which the supplemental window opens.
    CheckAtOpening "check-at-opening" Note { series: String, opens: Span }
    /// No planned check brings a value young enough for a condition.
    ConditionNeverFresh "condition-never-fresh" Note { sign: Sign, not_older_than: Span }
    /// A sign in a series without a plausible range.
    NoPlausible "no-plausible" Note { sign: Sign }
    /// The lower end of a range is not below its upper end.
    RangeTurned "range-turned" Error { from: String, to: String }
    /// Not exactly one of above, below, above_baseline.
    OneBound "one-bound" Error { found: usize }
    /// A lower limit at or over an upper one.
    LimitsCross "limits-cross" Error { sign: Sign, above: i32, below: i32, other: u16 }
    /// One limit twice.
    LimitsEqual "limits-equal" Error { sign: Sign, bound: i32, other: u16 }
    /// A limit where no typed value is plausible.
    LimitOutsidePlausible "limit-outside-plausible" Error { sign: Sign, bound: i32, from: i32, to: i32 }
    /// No value could come back far enough.
    HysteresisTooWide "hysteresis-too-wide" Error { sign: Sign, hysteresis: i32, room: i32 }
    /// A repeat due at once.
    RecheckAtOnce "recheck-at-once" Error {}
    /// A repeat that is late only when the next is due.
    RecheckLateTooLong "recheck-late-too-long" Error { every: Span, late: Span }
    /// A limit against baseline of a sign whose baseline is never taken.
    BaselineNeverTaken "baseline-never-taken" Error { sign: Sign }
    /// Someone to call who is not in the file.
    UnknownContact "unknown-contact" Error { contact: String, near: Option<String> }
    /// Someone to call without a number.
    ContactWithoutPhone "contact-without-phone" Error { contact: String }
    /// A number that cannot be dialled.
    BadPhone "bad-phone" Error { typed: String }
    /// Escalation that is not later than the stage before.
    StagesNotAscending "stages-not-ascending" Error { before: Span, after: Span }
    /// Escalation to a gentler channel than the stage before.
    ChannelFalls "channel-falls" Error {}
    /// Asking the other therapist where the protocol has one.
    NobodyToAsk "nobody-to-ask" Error {}
    /// An offered quiet window longer than the longest.
    QuietTooLong "quiet-too-long" Error { offered: Span, longest: Span }
    /// A quiet window longer than the shortest time between two checks.
    QuietOverCheck "quiet-over-check" Note { longest: Span, shortest: Span }
    /// A deferral that ends after the next check of the same series.
    DeferralOverCheck "deferral-over-check" Note { again_after: Span, shortest: Span }
    /// A window that closes before it opens.
    WindowClosed "window-closed" Error { opens: Span, closes: Span }
    /// A sign without a figure, a figure without a sign.
    ConditionWithoutFigure "condition-without-figure" Error { present: &'static str, absent: &'static str }
    /// Something hangs on a supplemental dose that the protocol does not have.
    NoSupplemental "no-supplemental" Error {}
    /// A gate that the protocol must have.
    MissingGate "missing-gate" Error { gate: &'static str }
    /// A card that is not in the file.
    UnknownCard "unknown-card" Error { card: String, near: Option<String> }
    /// A clinical protocol that nobody must sign.
    NobodyAdopts "nobody-adopts" Error {}
    /// A course without a dosing visit.
    NoDosingVisit "no-dosing-visit" Error {}
    /// A phase of the course without a visit.
    EmptyPhase "empty-phase" Error { phase: String }
    /// A visit of an earlier phase beneath one of a later phase.
    VisitsNotInOrder "visits-not-in-order" Error { phase: String, before: String }
    /// A visit, or a time limit of one, without the other half of its window.
    WindowWithoutVisit "window-without-visit" Error {}
    /// A window of a visit that closes before it opens.
    WindowTurned "window-turned" Error { from: String, until: String }
    /// An item that no visit and no gate names.
    UnusedItem "unused-item" Note { item: String }
    /// A gate that asks for nothing.
    NeedsNothing "needs-nothing" Error { gate: String }
    /// A gate that asks for a visit which may be held only once it is open.
    GateNeedsLater "gate-needs-later" Error { visit: String }
    /// Days of contact that do not rise.
    DaysNotRising "days-not-rising" Error { before: u16, after: u16 }
    /// A name that nothing in the file has.
    UnknownName "unknown-name" Error { what: &'static str, name: String, near: Option<String> }
    /// Answers, or steps of a scale, out of order.
    ValuesNotRising "values-not-rising" Error { value: i32 }
    /// A measure: answers that no item offers.
    UnusedAnswers "unused-answers" Note { name: String }
    /// Something that hangs on what comes after it.
    HangsOnLater "hangs-on-later" Error { item: String }
    /// A measure: boxes in a sum.
    BoxesNotAdded "boxes-not-added" Error { item: String }
    /// A measure: a range of a score that its answers do not have.
    RangeUnlike "range-unlike" Error { score: String, from: String, to: String }
    /// A measure: bands with a hole, an overlap, or an end short of the score's.
    BandsNotJoined "bands-not-joined" Error {}
    /// A measure: a worked example whose answers do not fit.
    BadExample "bad-example" Error { why: String }
    /// A measure: a worked example that comes out otherwise.
    ExampleDiffers "example-differs" Error { of: String, expected: String, found: String }
}

/// The codes that only a measure file brings.
#[cfg(test)]
pub(crate) const OF_MEASURES: [&str; 6] = [
    "unused-answers",
    "boxes-not-added",
    "range-unlike",
    "bands-not-joined",
    "bad-example",
    "example-differs",
];

/// An anchor as files and sentences write it.
pub(crate) const ANCHORS: [(&str, Anchor); 3] = [
    ("arrival", Anchor::Arrival),
    ("dose1", Anchor::Dose1),
    ("dose2", Anchor::Dose2),
];

/// The known word nearest to what was typed, where one is near enough to be meant.
pub(crate) fn nearest<T: AsRef<str>>(typed: &str, known: impl Iterator<Item = T>) -> Option<T> {
    if typed.len() > 60 {
        return None;
    }
    let far = 1 + typed.chars().count() / 4;
    known
        .map(|word| (distance(typed, word.as_ref()), word))
        .filter(|(distance, _)| *distance <= far)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// How many letters must be changed, added or taken away.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}
