//! The audit chain, verified.

use clinic::id::{ClientId, PersonId, SessionId};
use companion::audit::{self, Report};
use companion::{Companion, Error};
use serde::{Deserialize, Serialize};
#[cfg(test)]
use ts_rs::TS;

/// What verification proved.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "audit.ts"))]
pub struct Verified {
    /// Entries in the chain.
    pub entries: u64,
    /// First entry that does not hold, where there is one.
    pub broken_at: Option<u64>,
    /// What is wrong there.
    pub fault: Option<String>,
    /// Short code of the head, for print and voice.
    pub head: String,
    /// Sessions whose rows were opened and replayed.
    pub sessions: u64,
    /// Signatures that hold.
    pub signatures: u64,
    /// Those of them by reviewers who took back since what they had accepted, by number.
    pub taken_back: Vec<u64>,
    /// The last entry that a reader of a packet countersigned: nothing up to it can have been cut off or written anew.
    pub witnessed: Option<u64>,
}

/// A short code from paper is to be held against the chain.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "audit.ts"))]
pub struct PrintedCode {
    /// Number of the entry that stands beside it.
    pub entry: u64,
    /// As typed: case, blanks and dashes do not matter.
    pub code: String,
}

/// How the record stands to a code from paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "audit.ts"))]
#[serde(rename_all = "snake_case")]
pub enum CodeStanding {
    /// The same record up to that entry.
    Same,
    /// Another one.
    Differs,
    /// Fewer entries than that.
    Shorter,
    /// The chain does not hold as far as that.
    Broken,
}

/// A code from paper, held against the chain.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "audit.ts"))]
pub struct CheckedCode {
    /// Number of the entry that was asked for.
    pub entry: u64,
    /// Entries in the chain.
    pub entries: u64,
    pub standing: CodeStanding,
    /// First entry that does not hold, where the chain is broken before it.
    pub broken_at: Option<u64>,
}

impl PrintedCode {
    /// Holds it against the chain.
    pub fn run(&self, companion: &Companion) -> Result<CheckedCode, Error> {
        let checked = companion.audit_code_check(self.entry, &self.code)?;
        let (standing, broken_at) = match checked.standing {
            audit::CodeStanding::Same => (CodeStanding::Same, None),
            audit::CodeStanding::Differs => (CodeStanding::Differs, None),
            audit::CodeStanding::Shorter => (CodeStanding::Shorter, None),
            audit::CodeStanding::Broken(at) => (CodeStanding::Broken, Some(at)),
        };
        Ok(CheckedCode {
            entry: checked.entry,
            entries: checked.entries,
            standing,
            broken_at,
        })
    }
}

impl Verified {
    /// What a report says, in the order it matters.
    pub fn of(report: &Report, head: String) -> Verified {
        let chain = report
            .chain
            .fault
            .as_ref()
            .map(|fault| (fault.seq, fault.why.to_owned()));
        let checkpoint = report
            .checkpoint_differs
            .map(|seq| (seq, "a signed checkpoint does not fit the chain".to_owned()));
        let unreadable = report.unreadable.map(|_| {
            (
                report.chain.entries,
                "a session's rows do not open or do not follow each other".to_owned(),
            )
        });
        let signature = report.signatures.broken.map(|number| {
            (
                report.chain.entries,
                format!("signature {number} does not hold"),
            )
        });
        let lock = report.locks.broken.map(|number| {
            (
                report.chain.entries,
                format!("lock {number} does not hold, or something was added under it"),
            )
        });
        let witness = report.witnesses.differs.map(|seq| {
            (
                seq,
                "a reader of a packet countersigned another chain".to_owned(),
            )
        });
        let faults = chain
            .or(checkpoint)
            .or(unreadable)
            .or(signature)
            .or(lock)
            .or(witness);
        let (broken_at, fault) = faults.unzip();
        Verified {
            entries: report.chain.entries,
            broken_at,
            fault,
            head,
            sessions: report.sessions,
            signatures: report.signatures.hold,
            taken_back: report.signatures.taken_back.clone(),
            witnessed: report.witnesses.reached,
        }
    }
}

/// A piece of the access log is asked for.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "audit.ts"))]
pub struct AccessOf {
    /// Entries before this one of the chain; none: the newest.
    pub before: Option<u64>,
    /// At most this many.
    pub most: u16,
}

/// A piece of the access log, newest first.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "audit.ts"))]
pub struct AccessView {
    pub lines: Vec<AccessLine>,
    /// There are older ones.
    pub more: bool,
}

/// The backup that the record was put back from.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "audit.ts"))]
pub struct RestoredFrom {
    /// Its last entry in the chain.
    pub entry: u64,
    /// Short code of the chain there.
    pub code: String,
    /// When that entry was made, UTC milliseconds.
    pub wall_ms: i64,
    /// Zone shown then.
    pub zone_minutes: i16,
}

impl From<companion::backup::RestoredFrom> for RestoredFrom {
    fn from(from: companion::backup::RestoredFrom) -> RestoredFrom {
        RestoredFrom {
            entry: from.entry,
            code: from.code,
            wall_ms: from.wall_ms,
            zone_minutes: from.zone_minutes,
        }
    }
}

/// Who came to the record, or what left it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "audit.ts"))]
pub struct AccessLine {
    /// Number in the chain.
    pub seq: u64,
    /// What was done, as the fixed word of the chain.
    pub action: String,
    /// Name of the person, or code of the client, whom it was about, where there is one and whoever asks may know.
    pub about: Option<String>,
    /// It was about a session of that client: its number.
    pub session: Option<u16>,
    /// Wrong passphrases before an opening.
    pub wrong: u32,
    /// It was put back from this backup.
    pub restored: Option<RestoredFrom>,
    /// Name of who did it; none: nobody was known then.
    pub by: Option<String>,
    /// When, UTC milliseconds.
    pub wall_ms: i64,
    /// Zone shown then.
    pub zone_minutes: i16,
}

impl AccessOf {
    /// That piece.
    pub fn run(&self, companion: &Companion) -> Result<AccessView, Error> {
        let (entries, more) = companion.audit_access_before(self.before, self.most.into())?;
        let people = companion.people()?;
        let name = |id: PersonId| {
            let mut known = people.iter();
            let found = known.find(|record| record.person.id == id);
            found.map_or_else(|| id.to_string(), |record| record.person.name.clone())
        };
        // Whom care is given to is for those who see care; the log itself is for whoever verifies.
        let (sessions, cared) = match companion.may(companion::Right::SeeCare) {
            Ok(()) => (companion.session_list()?, true),
            Err(_) => (Vec::new(), false),
        };
        let code = |client: ClientId| companion.client_code(client).ok().filter(|_| cared);
        let line = |entry: audit::Entry| {
            let (mut about, mut session, mut wrong) = (None, None, 0);
            match entry.kind.as_str() {
                "client" => about = entry.id.parse().ok().and_then(code),
                "session" => {
                    let id = entry.id.parse::<SessionId>().ok();
                    if let Some(row) = sessions.iter().find(|row| Some(row.id) == id) {
                        (about, session) = (code(row.client), Some(row.number));
                    }
                }
                // The other acts about a vault name something else there.
                "vault" if entry.action == "vault_opened" => {
                    wrong = entry.id.parse().unwrap_or(0);
                }
                "vault" => {}
                _ => {
                    let id = entry.id.split('/').next().unwrap_or_default();
                    let known = id.parse::<PersonId>().ok();
                    about = known
                        .filter(|id| people.iter().any(|record| record.person.id == *id))
                        .map(name);
                }
            }
            Ok(AccessLine {
                restored: companion.restored_from(&entry)?.map(RestoredFrom::from),
                seq: entry.seq,
                action: entry.action,
                about,
                session,
                wrong,
                by: entry.actor.map(name),
                wall_ms: entry.wall_ms,
                zone_minutes: entry.zone_minutes,
            })
        };
        Ok(AccessView {
            lines: entries
                .into_iter()
                .map(line)
                .collect::<Result<_, Error>>()?,
            more,
        })
    }
}
