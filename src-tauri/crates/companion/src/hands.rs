//! Whose keys are at work: packets are sealed, opened and answered by whoever has the pen, with keys of their own. Whoever opened the vault has
//! theirs at hand; another says their passphrase once, and has them until the vault is locked.

use crate::sign::Asks;
use crate::{Companion, Error, Open, Secret};
use vault::Hand;

impl Companion {
    /// What whoever has the pen must say before their keys are at hand.
    pub fn hand_asks(&self) -> Result<Asks, Error> {
        let open = self.open()?;
        Ok(match open.hand() {
            Ok(_) => Asks::Nothing,
            Err(Error::KeyAsked) => Asks::Passphrase,
            Err(_) => Asks::NoKey,
        })
    }

    /// The passphrase of whoever has the pen: from now on their keys are at hand.
    pub fn hand_open(&mut self, passphrase: &Secret) -> Result<(), Error> {
        let author = self.open()?.author;
        match self.hand_asks()? {
            Asks::Nothing => Ok(()),
            Asks::NoKey => Err(Error::NotAllowed),
            Asks::Passphrase | Asks::Pin => self.signer_open(author, passphrase),
        }
    }
}

impl Open {
    /// The keys of whoever has the pen.
    pub(crate) fn hand(&self) -> Result<Hand<'_>, Error> {
        if self.blind {
            return Err(Error::NotAllowed);
        }
        if self.is_opener() {
            return Ok(self.unlocked.hand());
        }
        if let Some(signer) = self.signers.get(&self.author) {
            return Ok(self.unlocked.hand_of(signer));
        }
        let holds = self
            .unlocked
            .holds_slot(&self.person(self.author)?.initials);
        Err(if holds {
            Error::KeyAsked
        } else {
            Error::NotAllowed
        })
    }
}
