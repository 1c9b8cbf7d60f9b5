//! The one place where an error becomes something a door can put into words: a code, facts, a reference. No sentences.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
#[cfg(test)]
use ts_rs::TS;

/// What the rules or the machine said no with. A code exists because a screen or the CLI branches on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "failure.ts"))]
pub enum Code {
    // the vault
    Locked,
    WrongPassphrase,
    WrongRecoveryCode,
    RecoveryCodeTypo,
    WrongPin,
    PinPassphraseNeeded,
    WeakPassphrase,
    BadPin,
    VaultExists,
    NoVault,
    VaultInUse,
    VaultDamaged,
    VaultNewer,
    NotAVault,
    NoEncryption,
    // input
    BadInput,
    Unknown,
    Duplicate,
    // rules
    SessionEnded,
    SessionLive,
    GateOpen,
    Refused,
    DeferralCap,
    NotDeferrable,
    NothingDue,
    InFuture,
    BeforeSession,
    Implausible,
    SecondPersonNeeded,
    SamePerson,
    OutOfWindow,
    TooLong,
    NotAdopted,
    ProtocolComplaints,
    NotAllowed,
    // the machine
    DiskFull,
    ReadOnly,
    Io,
    Damaged,
    Panic,
}

/// What happened, as data.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "failure.ts"))]
pub struct Failure {
    pub code: Code,
    /// Facts for the sentence: names are fixed per code.
    pub facts: BTreeMap<String, String>,
    /// Whether the record is as it was before the act.
    pub record_safe: bool,
}
