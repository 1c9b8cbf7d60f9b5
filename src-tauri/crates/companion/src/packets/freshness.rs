//! Whether this vault's own record is the newest that there was: nothing is sealed from an older copy that was put back.

use super::*;

/// Counter: the highest entry of this vault's chain that a reader's answer spoke of and that the chain does not have as it was then.
const WITNESSED_BEYOND: &str = "witnessed_beyond";
/// Counter: up to which entry of a newer copy it was said that there is none.
const TAKEN: &str = "older_taken";

impl Companion {
    /// Whoever keeps the vault has looked for a newer copy: this one is the record from here on. What the head file and the readers' answers
    /// said stays in the chain; from now on the head file follows this record, and packets are sealed from it again.
    pub fn vault_older_seen(&mut self) -> Result<(), Error> {
        let open = self.open()?;
        open.writes()?;
        let author = open.author;
        if !open.older_known()? {
            return Err(Error::Unknown { what: "older copy" });
        }
        let context = self.context(Some(author));
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let beyond = open.store.counter(WITNESSED_BEYOND)?;
        let known = match open.unlocked.head()? {
            vault::HeadFile::Present(head) => head.audit_seq,
            _ => 0,
        };
        let known = known.max(u64::try_from(beyond).unwrap_or(0));
        // The entry that was known to be there says how much this copy may lack.
        open.store
            .audit_note(context.entry("older_copy_taken", "vault", &known.to_string()))?;
        open.store.count_set(WITNESSED_BEYOND, 0)?;
        let taken = open.store.counter(TAKEN)?;
        let known = i64::try_from(known).unwrap_or(i64::MAX);
        open.store.count_set(TAKEN, taken.max(known))?;
        open.older_than_head = false;
        open.put_back = false;
        self.head_write()
    }

    /// Refuses to let anything leave where the record is older than its head file says, or than a checkpoint that came back.
    pub(super) fn sealing_allowed(&mut self) -> Result<(), Error> {
        let open = self.open()?;
        let older =
            open.put_back || open.witnessed_beyond()? || self.witnesses()?.differs.is_some();
        (!older)
            .then_some(())
            .ok_or(Error::Packet(Stopped::OwnOlder))
    }

    /// An answer to a packet that this record does not know, in which this vault's own checkpoint lies: then the record is older than it
    /// was. From then on nothing is sealed.
    pub(super) fn witness_unheard(
        &mut self,
        author_key: &PublicKey,
        parts: &[PartBytes],
    ) -> Result<bool, Error> {
        let mut beyond = None;
        for (_, _, bytes) in parts.iter().filter(|(kind, ..)| *kind == WITNESS) {
            let Ok(said) = witness_of(bytes) else {
                continue;
            };
            let key = hex(author_key.as_bytes());
            if let Some((seq, false)) = self.open()?.witnessed_by(&key, &said)? {
                beyond = beyond.max(Some(seq));
            }
        }
        let Some(seq) = beyond else { return Ok(false) };
        let taken = self.open()?.store.counter(TAKEN)?;
        if i64::try_from(seq).is_ok_and(|seq| seq <= taken) {
            // It was looked into.
            return Ok(false);
        }
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let seq = i64::try_from(seq).unwrap_or(i64::MAX);
        open.store.count_set(WITNESSED_BEYOND, seq)?;
        Ok(true)
    }
}

impl Open {
    /// Whether a reader's answer spoke of an entry that this chain does not have as it was then.
    fn witnessed_beyond(&self) -> Result<bool, Error> {
        Ok(self.store.counter(WITNESSED_BEYOND)? != 0)
    }

    /// Whether this record is known to be older than it was, and nobody who keeps the vault has said that it is the record.
    pub(crate) fn older_known(&self) -> Result<bool, Error> {
        Ok(self.older_than_head || self.witnessed_beyond()?)
    }
}
