//! The one place where an error becomes something a door can put into words: a code, facts, a reference. No sentences.

use clinic::session::Refusal;
use companion::Error;
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
    HandedOver,
    Blind,
    TooSoon,
    WrongPassphrase,
    WrongRecoveryCode,
    OtherRecoveryCode,
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
    Inspecting,
    InspectionOver,
    Backup,
    NotABackup,
    OlderBackup,
    OlderRecord,
    NoEncryption,
    // input
    BadInput,
    Unknown,
    Duplicate,
    NoFile,
    FileChanged,
    // rules
    SessionEnded,
    SessionLive,
    BackupRuns,
    LicenceLapsed,
    PairRule,
    OwnSession,
    NoKey,
    RecordLocked,
    NotSigned,
    AuthorFirst,
    NotLocked,
    Retained,
    NoCourse,
    OtherProtocol,
    CourseGateOpen,
    GateOpen,
    Refused,
    CourseRefused,
    DeferralCap,
    NotDeferrable,
    NothingDue,
    InFuture,
    BeforeSession,
    Implausible,
    SecondPersonNeeded,
    SamePerson,
    RoleNeedsSecond,
    OwnRemoval,
    LastKeeper,
    OutOfWindow,
    TooLong,
    NotAdopted,
    ProtocolComplaints,
    BadAnswers,
    NotAllowed,
    // packets and reviews
    NotACard,
    KeysChanged,
    UnknownAuthor,
    AuthorRevoked,
    NotAPacket,
    PacketNotForYou,
    PacketForwarded,
    PacketNewer,
    PacketLimit,
    PacketCut,
    PacketDamaged,
    PacketMalformed,
    PacketSignature,
    PacketKnown,
    PacketOlder,
    PacketRolledBack,
    PacketFork,
    PacketNoThread,
    PacketExpired,
    PacketBetween,
    OwnRecordOlder,
    KeyAsked,
    PenPassed,
    NotSeen,
    QueriesLeft,
    ReviewRefused,
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

impl Failure {
    /// The program met a fault of its own: whether the act was kept is not known.
    pub fn panic() -> Failure {
        Failure {
            code: Code::Panic,
            facts: BTreeMap::new(),
            record_safe: false,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        let mut facts = BTreeMap::new();
        let code = code_of(&error, &mut |name, value| {
            facts.insert(name.to_owned(), value);
        });
        // Damage found is damage that was there; everything else left the record as it was.
        let record_safe = !matches!(code, Code::Damaged | Code::VaultDamaged);
        Failure {
            code,
            facts,
            record_safe,
        }
    }
}

fn code_of(error: &Error, fact: &mut dyn FnMut(&str, String)) -> Code {
    match error {
        Error::Locked => Code::Locked,
        Error::HandedOver => Code::HandedOver,
        Error::Blind => Code::Blind,
        Error::TooSoon { seconds } => {
            fact("seconds", seconds.to_string());
            Code::TooSoon
        }
        Error::AlreadyOpen | Error::InUse => Code::VaultInUse,
        Error::NoVault => Code::NoVault,
        Error::VaultExists => Code::VaultExists,
        Error::WeakPassphrase => Code::WeakPassphrase,
        Error::BadPin => Code::BadPin,
        Error::WrongPin { left } => {
            fact("left", left.to_string());
            Code::WrongPin
        }
        Error::PinPassphraseNeeded => Code::PinPassphraseNeeded,
        Error::CodeDiffers | Error::WrongCode => Code::WrongRecoveryCode,
        Error::OtherCode => Code::OtherRecoveryCode,
        Error::CodeTypo { group } => {
            fact(
                "group",
                group.map(|group| group.to_string()).unwrap_or_default(),
            );
            Code::RecoveryCodeTypo
        }
        Error::BadInput { what } => {
            fact("what", (*what).to_owned());
            Code::BadInput
        }
        Error::Words(words) => {
            fact("what", words.what.clone());
            Code::BadInput
        }
        Error::Unknown { what } => {
            fact("what", (*what).to_owned());
            Code::Unknown
        }
        Error::Duplicate { what } => {
            fact("what", (*what).to_owned());
            Code::Duplicate
        }
        Error::NoFile => Code::NoFile,
        Error::FileChanged => Code::FileChanged,
        Error::SecondPersonNeeded => Code::SecondPersonNeeded,
        Error::SamePerson => Code::SamePerson,
        Error::PenPassed => Code::PenPassed,
        Error::RoleNeedsSecond { who } => {
            fact("who", who.join(", "));
            Code::RoleNeedsSecond
        }
        Error::OwnRemoval => Code::OwnRemoval,
        Error::LastKeeper => Code::LastKeeper,
        Error::NotAllowed | Error::ScriptedClock => Code::NotAllowed,
        Error::KeyAsked => Code::KeyAsked,
        Error::NotAdopted => Code::NotAdopted,
        Error::Complaints(complaints) => {
            fact("count", complaints.len().to_string());
            Code::ProtocolComplaints
        }
        Error::SessionLive => Code::SessionLive,
        Error::BackupRuns => Code::BackupRuns,
        Error::LicenceLapsed { initials, until } => {
            fact("initials", initials.clone());
            fact("until", until.to_string());
            Code::LicenceLapsed
        }
        Error::Conflict(conflict) => pair_rule(conflict, fact),
        Error::OwnSession => Code::OwnSession,
        Error::NoKey { initials } => {
            fact("initials", initials.clone());
            Code::NoKey
        }
        Error::RecordLocked => Code::RecordLocked,
        Error::NotSigned => Code::NotSigned,
        Error::AuthorFirst => Code::AuthorFirst,
        Error::NotLocked => Code::NotLocked,
        Error::NoCourse => Code::NoCourse,
        Error::OtherProtocol => Code::OtherProtocol,
        Error::Retained { until } => {
            fact("until", until.to_string());
            Code::Retained
        }
        Error::Replay => {
            fact("what", "session".to_owned());
            Code::Damaged
        }
        Error::Refused(refusal) => refused(refusal, fact),
        Error::Course(refusal) => course(refusal, fact),
        Error::Packet(stopped) => packet(stopped, fact),
        Error::Review(refusal) => review(*refusal, fact),
        Error::WrongPassphrase => Code::WrongPassphrase,
        Error::Newer => Code::VaultNewer,
        Error::NotAVault => Code::NotAVault,
        Error::Inspecting => Code::Inspecting,
        Error::InspectionOver { until } => {
            fact("until", until.to_string());
            Code::InspectionOver
        }
        Error::Backup => Code::Backup,
        Error::NotABackup => Code::NotABackup,
        Error::OlderBackup => Code::OlderBackup,
        Error::OlderRecord => Code::OlderRecord,
        Error::NoEncryption => Code::NoEncryption,
        Error::Damaged { what } => {
            fact("what", (*what).to_owned());
            match *what {
                "header" | "record file" => Code::VaultDamaged,
                _ => Code::Damaged,
            }
        }
        Error::DiskFull => Code::DiskFull,
        Error::ReadOnly => Code::ReadOnly,
        Error::NoEntropy => {
            fact("what", "random bytes".to_owned());
            Code::Io
        }
        Error::Database(what) => {
            fact("what", what.clone());
            Code::Io
        }
        Error::Io(kind) => {
            fact("what", kind.to_string());
            Code::Io
        }
    }
}

fn refused(refusal: &Refusal, fact: &mut dyn FnMut(&str, String)) -> Code {
    match refusal {
        Refusal::SessionEnded => Code::SessionEnded,
        Refusal::Team(conflict) => pair_rule(conflict, fact),
        Refusal::SecondMustDiffer => Code::SamePerson,
        Refusal::SecondNeeded => Code::SecondPersonNeeded,
        Refusal::HappenedInFuture => Code::InFuture,
        Refusal::HappenedBeforeSession => Code::BeforeSession,
        Refusal::TooLong { .. } => Code::TooLong,
        Refusal::Implausible { signs } => {
            let names: Vec<&str> = signs.iter().map(|outside| outside.sign.name()).collect();
            fact("signs", names.join(", "));
            Code::Implausible
        }
        Refusal::OutOfWindowNeedsReason { .. } => Code::OutOfWindow,
        Refusal::NothingToDefer => Code::NothingDue,
        Refusal::NotDeferrable { line } => {
            fact("line", line.to_string());
            Code::NotDeferrable
        }
        Refusal::DeferralCap { cap, line } => {
            fact("cap", cap.to_string());
            fact("line", line.to_string());
            Code::DeferralCap
        }
        Refusal::GateOpen { items, .. } => {
            fact("items", items.join(", "));
            Code::GateOpen
        }
        other => {
            fact("what", other.to_string());
            Code::Refused
        }
    }
}

fn pair_rule(conflict: &clinic::conflict::Conflict, fact: &mut dyn FnMut(&str, String)) -> Code {
    use clinic::conflict::Conflict as C;
    let line = match conflict {
        C::Pair { roles, line } => {
            fact("roles", roles.join(", ").replace('_', " "));
            line
        }
        C::Licensed { wanted, line } => {
            fact("licensed", wanted.to_string());
            line
        }
        C::Apart {
            initials,
            why,
            line,
        } => {
            fact("apart", initials.join(" and "));
            fact("why", why.clone());
            line
        }
    };
    fact("line", line.to_string());
    Code::PairRule
}

fn packet(stopped: &companion::packets::Stopped, fact: &mut dyn FnMut(&str, String)) -> Code {
    use companion::packets::Stopped as S;
    match stopped {
        S::NotACard => Code::NotACard,
        S::KeysChanged { name, words } => {
            fact("name", name.clone());
            fact("words", words.clone());
            Code::KeysChanged
        }
        S::UnknownAuthor { name, words } => {
            fact("name", name.clone());
            fact("words", words.clone());
            Code::UnknownAuthor
        }
        S::Revoked { name } => {
            fact("name", name.clone());
            Code::AuthorRevoked
        }
        S::NotAPacket => Code::NotAPacket,
        S::NotForYou => Code::PacketNotForYou,
        S::Forwarded => Code::PacketForwarded,
        S::Newer => Code::PacketNewer,
        S::Limit(what) => {
            fact("what", (*what).to_owned());
            Code::PacketLimit
        }
        S::Cut => Code::PacketCut,
        S::Damaged => Code::PacketDamaged,
        S::Malformed => Code::PacketMalformed,
        S::Signature => Code::PacketSignature,
        S::Known => Code::PacketKnown,
        S::Older => Code::PacketOlder,
        S::RolledBack => Code::PacketRolledBack,
        S::Fork => Code::PacketFork,
        S::NoThread => Code::PacketNoThread,
        S::Expired => Code::PacketExpired,
        S::Between { next } => {
            fact("next", next.to_string());
            Code::PacketBetween
        }
        S::OwnOlder => Code::OwnRecordOlder,
    }
}

fn review(refusal: clinic::review::Refusal, fact: &mut dyn FnMut(&str, String)) -> Code {
    use clinic::review::Refusal as R;
    match refusal {
        R::NotSeen { left } => {
            fact("left", left.to_string());
            Code::NotSeen
        }
        R::QueriesLeft { left } => {
            fact("left", left.to_string());
            Code::QueriesLeft
        }
        other => {
            fact("what", other.to_string());
            Code::ReviewRefused
        }
    }
}

fn course(refusal: &clinic::course::Refusal, fact: &mut dyn FnMut(&str, String)) -> Code {
    use clinic::course::Refusal as R;
    match refusal {
        R::InFuture => Code::InFuture,
        R::TooLong { .. } => Code::TooLong,
        R::Locked => Code::RecordLocked,
        R::SecondMustDiffer => Code::SamePerson,
        R::GateOpen { asks, .. } => {
            fact("missing", asks.join("; "));
            Code::CourseGateOpen
        }
        R::Answers(bad) => {
            fact("item", bad.item.clone());
            fact("what", bad.to_string());
            Code::BadAnswers
        }
        other => {
            fact("what", other.to_string());
            Code::CourseRefused
        }
    }
}
