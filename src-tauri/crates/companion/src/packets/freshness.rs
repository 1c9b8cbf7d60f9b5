//! Whether this vault's own record is the newest that there was: nothing is sealed from an older copy that was put back.

use super::*;

/// Counter: the highest entry of this vault's chain that a reader's answer spoke of and that the chain does not have as it was then.
const WITNESSED_BEYOND: &str = "witnessed_beyond";

impl Companion {
    /// Refuses to let anything leave where the record is older than its head file says, or than a checkpoint that came back.
    pub(super) fn sealing_allowed(&mut self) -> Result<(), Error> {
        let open = self.open()?;
        let older = open.put_back
            || open.store.counter(WITNESSED_BEYOND)? != 0
            || self.witnesses()?.differs.is_some();
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
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let seq = i64::try_from(seq).unwrap_or(i64::MAX);
        open.store.count_set(WITNESSED_BEYOND, seq)?;
        Ok(true)
    }
}
