//! The chain: look at it, verify it, sign its head, write the head file that notices an older copy put back.

use crate::{Companion, Error};
pub use store::audit::Entry;
use store::audit::Verified;
use vault::chain::Point;
use vault::sign::PublicKey;

/// A checkpoint is signed when the vault is opened and the last one is older than this.
const CHECKPOINT_EVERY_MS: i64 = 24 * 3_600_000;
/// Scratch counter: when the last checkpoint was signed.
const CHECKPOINT_WALL: &str = "checkpoint_wall_ms";

/// The head file is written at most this often while a session runs.
const HEAD_EVERY_MS: i64 = 60_000;

/// What counts as coming to the record, or as leaving it.
const ACCESS: &[&str] = &[
    "vault_created",
    "vault_opened",
    "vault_recovered",
    "older_copy_taken",
    "header_mended",
    "vault_backed_up",
    "vault_restored",
    "vault_rotated",
    "passphrase_changed",
    "passphrase_not_changed",
    "recovery_code_renewed",
    "recovery_code_not_renewed",
    "recovery_code_waived",
    "recovery_code_lost",
    "recovery_code_drilled",
    "identity_exported",
    "person_added",
    "person_enrolled",
    "person_packets_known",
    "roles_given_beside",
    "roles_given_alone",
    "person_removed",
    "licence_recorded",
    "licence_renewed",
    "person_trained",
    "task_delegated",
    "task_ended",
    "person_returned",
    "person_key_known",
    "contact_pinned",
    "contact_changed",
    "contact_card_again",
    "contact_role",
    "contact_compared",
    "contact_revoked",
    "contact_restored",
    "packet_sealed",
    "packet_opened",
    "packet_destroyed",
    "confidence_carried",
    "client_exported",
    "client_erased",
    "inspector_let_in",
    "inspector_not_let_in",
    "inspection_opened",
    "inspection_over",
    "inspected",
    "glass_opened",
    "glass_seen",
];

/// What verification found, sessions included.
#[derive(Debug, Clone)]
pub struct Report {
    /// The chain and the objects it speaks of.
    pub chain: Verified,
    /// Sessions whose every row was opened and replayed.
    pub sessions: u64,
    /// A session that could not be.
    pub unreadable: Option<clinic::id::SessionId>,
    /// A checkpoint that does not fit the chain: its entry.
    pub checkpoint_differs: Option<u64>,
    /// Checkpoints whose signature and link hold.
    pub checkpoints: u64,
    /// Signatures under sessions and visits.
    pub signatures: crate::sign::Checked,
    /// What was locked and unlocked.
    pub locks: crate::locks::Checked,
    /// What readers of packets countersigned.
    pub witnesses: crate::packets::Witnesses,
}

/// How the record stands to a short code that somebody holds on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeStanding {
    /// The chain holds up to the entry, and its code there is the same.
    Same,
    /// Its code there is another one.
    Differs,
    /// It has fewer entries.
    Shorter,
    /// It does not hold as far as that: its first entry that does not.
    Broken(u64),
}

/// A short code from paper, held against the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeChecked {
    /// The entry that the code speaks of.
    pub entry: u64,
    /// Entries of the chain.
    pub entries: u64,
    /// What came of it.
    pub standing: CodeStanding,
}

/// Entries of the chain that are read at once while the access log is looked for.
const ACCESS_STEP: u64 = 2_000;

fn is_access(entry: &Entry) -> bool {
    ACCESS.contains(&entry.action.as_str())
}

/// Signs the head of a record's chain and keeps the note there.
pub(crate) fn checkpoint_in(
    store: &mut store::Store,
    unlocked: &vault::Unlocked,
    context: &store::audit::Context,
) -> Result<(u64, String), Error> {
    let head = store.audit_head()?;
    let note = unlocked.sign_checkpoint(&Point {
        seq: head.seq,
        digest: head.link,
    });
    store.checkpoint_keep(
        head.seq,
        &note,
        context.entry("checkpoint_signed", "checkpoint", &head.seq.to_string()),
    )?;
    store.count_set(CHECKPOINT_WALL, context.stamp.wall_ms)?;
    Ok((head.seq, note))
}

impl Companion {
    /// Entries of the chain.
    pub fn audit_entries(&self, from: u64, most: u64) -> Result<Vec<Entry>, Error> {
        Ok(self.open()?.store.audit_entries(from, most)?)
    }

    /// Who came to the record and what left it, oldest first: openings, recoveries, keys, exports, packets, backups.
    pub fn audit_access(&self) -> Result<Vec<Entry>, Error> {
        Ok(self.open()?.store.audit_with(ACCESS)?)
    }

    /// The newest of them before an entry of the chain, newest first, and whether there are older ones. Reads no more of the chain than it
    /// needs.
    ///
    /// `before`: none: from the chain's head.
    pub fn audit_access_before(
        &self,
        before: Option<u64>,
        most: usize,
    ) -> Result<(Vec<Entry>, bool), Error> {
        let store = &self.open()?.store;
        let head = store.audit_head()?.seq;
        let mut end = before.map_or(head, |seq| head.min(seq.saturating_sub(1)));
        let mut found = Vec::new();
        while end > 0 && found.len() <= most {
            let from = end.saturating_sub(ACCESS_STEP) + 1;
            let entries = store.audit_entries(from, end + 1 - from)?;
            found.extend(entries.into_iter().rev().filter(is_access));
            end = from - 1;
        }
        let more = found.len() > most;
        found.truncate(most);
        Ok((found, more))
    }

    /// Walks the chain, compares every object, opens and replays every session, checks every checkpoint.
    pub fn audit_verify(&mut self) -> Result<Report, Error> {
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let chain = open.store.audit_verify()?;
        let mut report = Report {
            chain,
            sessions: 0,
            unreadable: None,
            checkpoint_differs: None,
            checkpoints: 0,
            signatures: crate::sign::Checked::default(),
            locks: crate::locks::Checked::default(),
            witnesses: crate::packets::Witnesses::default(),
        };
        // Whoever had the vault open signed them: any key that is known of a person of the vault.
        let mut keys = Vec::new();
        for row in open.store.people()? {
            let known = open.store.person_keys(row.person.id)?.into_iter();
            keys.extend(known.map(|key| (row.person.id, key)));
        }
        let own = open.unlocked.vault_id();
        for (seq, note) in open.store.checkpoints()? {
            let fits = keys.iter().any(|(person, key)| {
                let read = PublicKey::parse(key)
                    .ok()
                    .and_then(|key| vault::checkpoint::verify(&note, &key).ok());
                read.is_some_and(|checkpoint| {
                    let Point { seq: at, digest } = checkpoint.point;
                    let theirs = checkpoint.signer == person.0 && checkpoint.vault_id == own;
                    theirs && at == seq && open.store.audit_link(seq).ok().flatten() == Some(digest)
                })
            });
            if fits {
                report.checkpoints += 1;
            } else {
                report.checkpoint_differs.get_or_insert(seq);
            }
        }
        // Sessions of an erased client cannot be opened, and are not meant to be.
        let erased: std::collections::BTreeSet<_> = open
            .store
            .clients()?
            .into_iter()
            .filter(|row| row.wrapped.is_none())
            .map(|row| row.id)
            .collect();
        let ids: Vec<_> = open
            .store
            .sessions()?
            .into_iter()
            .filter(|row| !erased.contains(&row.client))
            .map(|row| row.id)
            .collect();
        for id in ids {
            match self.session_load(id) {
                Ok(live) if !live.amendments_unreadable => report.sessions += 1,
                _ => {
                    report.unreadable.get_or_insert(id);
                }
            }
        }
        report.signatures = self.signatures_check()?;
        report.locks = self.locks_check()?;
        report.witnesses = self.witnesses()?;
        Ok(report)
    }

    /// Signs the chain's head and keeps the note. Answers how many entries it speaks of, and the note.
    pub fn audit_checkpoint(&mut self) -> Result<(u64, String), Error> {
        let author = self.open()?.author;
        let context = self.context(Some(author));
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        checkpoint_in(&mut open.store, &open.unlocked, &context)
    }

    /// Signs the chain's head where this vault vouches for it: not in an older record that was put back.
    pub(crate) fn audit_checkpoint_vouched(&mut self) -> Result<(), Error> {
        if !self.open()?.older_than_head {
            self.audit_checkpoint()?;
        }
        Ok(())
    }

    /// Signs a checkpoint where the last one is a day old: one that somebody has seen shows later how far the record had come.
    pub(crate) fn audit_checkpoint_daily(&mut self) -> Result<(), Error> {
        let now_ms = self.clock.stamp().wall_ms;
        let open = self.open()?;
        let last = open.store.counter(CHECKPOINT_WALL)?;
        if now_ms - last >= CHECKPOINT_EVERY_MS || now_ms < last {
            self.audit_checkpoint_vouched()?;
        }
        Ok(())
    }

    /// What the record is at: another one after every act that was kept, and in every vault.
    pub fn record_mark(&self) -> Result<String, Error> {
        Ok(clinic::id::hex(&self.open()?.store.audit_head()?.link))
    }

    /// The checkpoint that was signed when a session had ended: how many entries it speaks of, and its short code. The same for as long as
    /// the record stands. Where none was signed then, one is signed now.
    pub fn session_checkpoint(
        &mut self,
        session: crate::SessionId,
    ) -> Result<(u64, String), Error> {
        let store = &self.open()?.store;
        let closed = store
            .audit_last_of("session_closed", &session.to_string())?
            .ok_or(Error::SessionLive)?;
        let signed = store.checkpoints()?.into_iter();
        let first = signed.map(|(seq, _)| seq).find(|seq| *seq >= closed);
        let seq = match first {
            Some(seq) => seq,
            None => self.audit_checkpoint()?.0,
        };
        Ok((seq, self.audit_short_code_at(seq)?))
    }

    /// Short code of the chain's head, for print and voice.
    pub fn audit_short_code(&self) -> Result<String, Error> {
        let seq = self.open()?.store.audit_head()?.seq;
        self.audit_short_code_at(seq)
    }

    /// Short code of the chain at an entry, to be compared with one that was printed or read out.
    pub fn audit_short_code_at(&self, seq: u64) -> Result<String, Error> {
        let open = self.open()?;
        let link = open.store.audit_link(seq)?;
        let point = Point {
            seq,
            digest: link.ok_or(Error::Unknown { what: "entry" })?,
        };
        Ok(vault::checkpoint::short_code(
            &open.unlocked.vault_id(),
            &point,
        ))
    }

    /// Holds a short code that was typed from paper against the chain at the entry beside it. The chain is walked first: a link that was
    /// only written there proves nothing.
    ///
    /// # Errors
    ///
    /// [`Error::BadInput`] with `entry` or `code` where it is no number of an entry, or no short code.
    pub fn audit_code_check(&self, entry: u64, typed: &str) -> Result<CodeChecked, Error> {
        if entry == 0 {
            return Err(Error::BadInput { what: "entry" });
        }
        let typed = vault::checkpoint::typed_short_code(typed);
        let typed = typed.ok_or(Error::BadInput { what: "code" })?;
        let store = &self.open()?.store;
        let entries = store.audit_head()?.seq;
        let fault = store.audit_verify()?.fault.map(|fault| fault.seq);
        let standing = match fault {
            _ if entry > entries => CodeStanding::Shorter,
            Some(at) if at <= entry => CodeStanding::Broken(at),
            _ if self.audit_short_code_at(entry)? == typed => CodeStanding::Same,
            _ => CodeStanding::Differs,
        };
        Ok(CodeChecked {
            entry,
            entries,
            standing,
        })
    }

    /// Writes the head file: what this vault knew last, so that an older copy put back is noticed.
    pub fn head_write(&mut self) -> Result<(), Error> {
        let stamp = self.clock.stamp();
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        if open.older_than_head || open.store.is_backup() {
            // The head file is the evidence that an older record was put back: it is not written over.
            return Ok(());
        }
        let head = open.store.audit_head()?;
        open.unlocked.write_head(
            &Point {
                seq: head.seq,
                digest: head.link,
            },
            stamp.wall_ms,
        )?;
        open.head_written_ms = stamp.uptime_ms;
        Ok(())
    }

    /// Writes the head file when its time has come. Called by the heartbeat.
    pub fn head_beat(&mut self) -> Result<(), Error> {
        self.backing_settle();
        let now = self.clock.stamp().uptime_ms;
        // By the machine's time: a faster day writes no more often.
        let every = HEAD_EVERY_MS * i64::from(self.clock.speed());
        match &self.open {
            Some(open) if now - open.head_written_ms >= every => self.head_write(),
            _ => Ok(()),
        }
    }
}
