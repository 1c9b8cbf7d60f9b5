//! The audit chain, verified.

use companion::audit::Report;
use serde::Serialize;
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
    /// The last entry that a reader of a packet countersigned: nothing up to it can have been cut off or written anew.
    pub witnessed: Option<u64>,
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
            witnessed: report.witnesses.reached,
        }
    }
}
