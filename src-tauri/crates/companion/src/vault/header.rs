//! The two copies of the header at an opening: one that is not like the other is told, and mended.

use crate::{Error, Open};
use vault::{CopyState, HeaderCopies, Unlocked};

/// How the two copies of the header stood at this opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderState {
    /// Alike.
    Alike,
    /// One was older, damaged or missing; both were written anew, and the chain says how they were found.
    Mended,
    /// The same, and they were left as they are: nothing is written here, the record is older than it was, or the disk does not take it.
    Differs,
}

impl HeaderState {
    /// As they are found.
    pub(super) fn of(found: HeaderCopies) -> HeaderState {
        if found.agree() {
            HeaderState::Alike
        } else {
            HeaderState::Differs
        }
    }
}

impl Open {
    /// Writes both copies of the header anew where one was not like the other, and how they were found into the chain. Not in a vault that was
    /// put back: there they say something. What the disk does not take now the next opening tries again, and it is told until then.
    pub(super) fn header_mend(&mut self, context: &store::audit::Context) -> Result<(), Error> {
        let found = self.header_found;
        if found.agree() {
            return Ok(());
        }
        // A new passphrase on the way in has mended them already.
        let agree = |unlocked: &Unlocked| unlocked.header_copies().agree();
        if !agree(&self.unlocked)
            && (self.older_than_head
                || self.unlocked.mend_header().is_err()
                || !agree(&self.unlocked))
        {
            return Ok(());
        }
        self.header = HeaderState::Mended;
        let [first, second] = [found.first, found.second].map(|state| match state {
            CopyState::Good => "good",
            CopyState::Older => "older",
            CopyState::Missing => "missing",
            CopyState::Damaged => "damaged",
        });
        self.store.audit_note(context.entry(
            "header_mended",
            "vault",
            &format!("{first}/{second}"),
        ))?;
        Ok(())
    }
}
