//! The log: one line per entry, every title resolved, no sentences.

use super::touch::{TouchAsked, TouchOutside};
use super::{Dose, Ending, GapCause, GateId, NotGiven, Priority, Sign, SignValue, Valence, Voice};
use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "log.ts"))]
pub struct LogLine {
    pub seq: u64,
    /// Session time at which it happened.
    pub happened_ms: i64,
    /// What the wall clock showed then.
    pub happened_wall_ms: i64,
    /// Session time and wall time of entry.
    pub entered_ms: i64,
    pub entered_wall_ms: i64,
    pub zone_minutes: i16,
    /// Initials; none: the clock.
    pub by: Option<String>,
    /// Starred, by the line itself or afterwards.
    pub starred: bool,
    /// Struck out, with the reason.
    pub struck: Option<String>,
    /// Amended words, the newest, with their reason.
    pub amended: Option<Amended>,
    pub what: Logged,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "log.ts"))]
pub struct Amended {
    pub text: String,
    pub reason: String,
    pub by: String,
    pub wall_ms: i64,
}

#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "log.ts"))]
pub enum Logged {
    SessionOpened {
        protocol: String,
        number: u16,
        people: Vec<String>,
    },
    Prompted {
        titles: Vec<String>,
    },
    FellLate {
        title: String,
    },
    FellMissed {
        title: String,
    },
    Escalated {
        title: String,
        stage: String,
        contact: Option<String>,
    },
    QuietEnded,
    WindowOpened,
    WindowClosed {
        decided: bool,
    },
    Rebooted,
    ClockStepped {
        by_ms: i64,
    },
    ZoneChanged {
        from: i16,
        to: i16,
    },
    Gap {
        from_ms: i64,
        to_ms: i64,
        cause: GapCause,
        fell_due: Vec<String>,
    },
    ElapsedConfirmed {
        by_ms: i64,
    },
    TrueTimeChecked {
        difference_ms: i64,
        reference: String,
        second: String,
    },
    ReadingTaken {
        values: Vec<SignValue>,
        taken_by: Option<String>,
        manner: String,
        from_paper: bool,
        met: Vec<String>,
    },
    CheckMet {
        title: String,
        after_miss: bool,
    },
    RestExcused {
        title: String,
        signs: Vec<Sign>,
        reason: String,
        text: String,
    },
    Deferred {
        titles: Vec<String>,
        reason: String,
        text: String,
        until_ms: i64,
        in_a_row: u8,
    },
    Seen {
        titles: Vec<String>,
    },
    MissExplained {
        title: String,
        reason: String,
        text: String,
    },
    FlagRaised {
        sign: Sign,
        value: i32,
        at: i32,
        above: bool,
        priority: Priority,
        line: u16,
        recheck_due_ms: Option<i64>,
    },
    FlagRepeated {
        inside: bool,
        inside_in_a_row: u8,
        until_inside: u8,
        line: u16,
        at: i32,
        recheck_due_ms: Option<i64>,
    },
    FlagSettled {
        line: u16,
    },
    TellAsked {
        contact: String,
        line: u16,
    },
    ContactTold {
        contact: String,
        who: String,
        said: String,
    },
    QuietBegan {
        until_ms: i64,
    },
    QuietBroken {
        cause: String,
    },
    RedFlagSeen {
        title: String,
    },
    DoseGiven {
        dose: Dose,
        title: String,
        amount: Option<u32>,
        kit: String,
        witness: Option<String>,
        out_of_window: Option<String>,
    },
    DoseTimeCorrected {
        dose: Dose,
        from_ms: i64,
        to_ms: i64,
        reason: String,
    },
    SupplementalNotGiven {
        decision: NotGiven,
        reason: String,
        text: String,
    },
    GateAnswered {
        gate: GateId,
        title: String,
        text: String,
        withdrawn: bool,
    },
    GateOverridden {
        gate: GateId,
        title: String,
        reason: String,
        second: String,
    },
    StepTicked {
        title: String,
    },
    PhaseSet {
        title: String,
    },
    CameIn {
        person: String,
    },
    WentOut {
        person: String,
        handover: String,
    },
    Noted {
        text: String,
        voice: Voice,
        tags: Vec<String>,
    },
    /// An author's own thought. None: it is not for whoever looks, or was left out.
    ProcessNote {
        text: Option<String>,
        tags: Vec<String>,
        /// Sealed to its readers' keys; otherwise its author holds none, and the program alone keeps it from others.
        sealed: bool,
        /// Initials of who may read it besides its author.
        readers: Vec<String>,
        /// It is sealed to whoever looks, and their key is not at hand.
        waits_for_key: bool,
    },
    Starred {
        target: u64,
    },
    Struck {
        target: u64,
        reason: String,
    },
    Amended {
        target: u64,
        text: String,
        reason: String,
    },
    EffectBegan {
        title: String,
        text: String,
        valence: Valence,
        severity: u8,
    },
    EffectChanged {
        title: String,
        severity: u8,
    },
    EffectEnded {
        title: String,
    },
    Drank {
        millilitres: u32,
    },
    TouchAgreed {
        parts: Vec<String>,
        /// Initials; none: by a therapist.
        people: Vec<String>,
        stop: String,
        text: String,
        carried: bool,
    },
    /// Empty part: all touch.
    TouchNarrowed {
        part: String,
        text: String,
    },
    TouchRefused {
        part: String,
        text: String,
    },
    Touched {
        part: String,
        text: String,
        people: Vec<String>,
        asked: TouchAsked,
        consent: String,
        /// None: it runs.
        length_ms: Option<i64>,
        /// None: inside the agreement.
        outside: Option<TouchOutside>,
    },
    TouchEnded {
        part: String,
    },
    DeviationReported {
        text: String,
        important: bool,
        action: String,
    },
    ClosingAgreed {
        title: String,
        finding: String,
        second: String,
    },
    SessionClosed {
        ending: Ending,
        second: Option<String>,
        note: String,
        unmet: Vec<String>,
    },
}
