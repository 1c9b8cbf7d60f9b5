//! A person is taken out of the vault, or somebody has seen a passphrase: the vault gets another master key, and the record is written anew
//! under it beside its place.
//!
//! **Invariant:** whoever is taken out opens nothing that is written from then on, and it happens in one moment or not at all. What they read
//! or copied before stays with them: the doors say so.

use crate::audit::checkpoint_in;
use crate::people::wrong_pin;
use crate::vault::owed_by;
use crate::{Companion, Error, Open, Role, Secret};
use clinic::id::PersonId;
use store::Store;
use store::audit::Context;
use store::people::PersonRow;
use store::scratch::{DESK, DraftRow};
use vault::Watch;
use vault::entropy::Entropy;

/// What taking a person out means, said before it is done.
#[derive(Debug, Clone)]
pub struct Removal {
    /// Printed name.
    pub name: String,
    /// They hold a passphrase: the vault gets another master key.
    pub holds_key: bool,
    /// Copies that are known here. They open for this person with their old passphrase.
    pub copies: Vec<String>,
}

/// A person was taken out, or the master key was changed.
#[derive(Debug, Clone)]
pub struct Removed {
    /// The vault has another master key.
    pub rotated: bool,
    /// Copies that are known here and lie under the old one.
    pub copies: Vec<String>,
    /// It happened, and the disk did not take what follows it: the next opening ends it.
    pub unfinished: bool,
    /// Unfinished forms that could not be read, and were left out.
    pub forms_lost: u64,
}

/// What came of a rotation whose record took its place.
#[derive(Debug, Clone, Copy, Default)]
struct Turned {
    unfinished: bool,
    forms_lost: u64,
}

impl Companion {
    /// What taking a person out would mean; or why it cannot be done.
    pub fn person_removal(&self, person: PersonId) -> Result<Removal, Error> {
        let row = self.removable(person)?;
        Ok(Removal {
            holds_key: self.open()?.holds_key(&row),
            name: row.person.name,
            copies: self.copies()?,
        })
    }

    /// Takes a person out: their PIN is refused, their passphrase and their recovery code open nothing that is written from here on. What they
    /// wrote and signed stays. Asks for the passphrase of whoever opened the vault. Not while a session runs.
    pub fn person_remove(
        &mut self,
        person: PersonId,
        proof: &Secret,
        watch: &mut Watch<'_>,
    ) -> Result<Removed, Error> {
        let row = self.removable(person)?;
        self.opener_prove(proof)?;
        let rotated = self.open()?.holds_key(&row);
        let context = self.context(Some(self.open()?.author));
        let row = PersonRow {
            pin: None,
            slot: false,
            packets: None,
            wall_ms: context.stamp.wall_ms,
            ..row
        };
        let mut turned = Turned::default();
        let mut copies = Vec::new();
        if rotated {
            copies = self.copies()?;
            turned = self.rotate(Some(&row), None, &context, watch)?;
        } else {
            let open = self.open.as_mut().ok_or(Error::Locked)?;
            open.store.person_keep(&row, "person_removed", &context)?;
            // Their PIN is refused from here on, whatever the disk takes after it.
            let followed = self
                .audit_checkpoint_vouched()
                .and_then(|()| self.head_write());
            turned.unfinished = followed.is_err();
        }
        Ok(Removed {
            rotated,
            copies,
            unfinished: turned.unfinished,
            forms_lost: turned.forms_lost,
        })
    }

    /// A person who was taken out is let in anew, with a PIN that they have just typed. A key is given apart. Their roles are given again:
    /// where whoever does so lacks one, `second` stands by, as when somebody is added.
    pub fn person_return(
        &mut self,
        person: PersonId,
        pin: &Secret,
        second: Option<PersonId>,
    ) -> Result<(), Error> {
        let context = self.context(Some(self.open()?.author));
        let open = self.open()?;
        if !open.is_opener() {
            return Err(Error::NotAllowed);
        }
        let row = open.person_row(person)?;
        if row.person.inspects() {
            // Whoever is to look again is let in by a new code.
            return Err(Error::NotAllowed);
        }
        if !row.is_removed() {
            return Err(Error::Duplicate { what: "person" });
        }
        let given = open.roles_given(&row.person.roles, second)?;
        let hash = vault::pin::make_pin_hash(pin, &mut self.entropy).map_err(|_| Error::BadPin)?;
        let row = PersonRow {
            pin: Some(vault::to_hex(&hash)),
            wall_ms: context.stamp.wall_ms,
            ..row
        };
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        open.store.person_keep(&row, "person_returned", &context)?;
        open.roles_noted(given, person, &context)?;
        // Wrong tries at the PIN that they had are none at this one.
        open.store.count_set(&wrong_pin(person), 0)?;
        self.head_write()
    }

    /// Another master key, and nobody taken out: for a passphrase of whoever opened the vault that somebody else has seen, after it was
    /// changed. They get another identity with it, so that the old passphrase and an old header open nothing of the new epoch, and their
    /// recovery code is worth nothing any more: another one is owed, which [`Companion::vault_new_code`] makes. It does not reach a passphrase
    /// of somebody else that was seen: they change it and do the same, or are taken out and let in anew.
    pub fn vault_rotate(
        &mut self,
        proof: &Secret,
        watch: &mut Watch<'_>,
    ) -> Result<Removed, Error> {
        self.rotatable()?;
        self.opener_prove(proof)?;
        let context = self.context(Some(self.open()?.author));
        let copies = self.copies()?;
        let turned = self.rotate(None, Some(proof), &context, watch)?;
        Ok(Removed {
            rotated: true,
            copies,
            unfinished: turned.unfinished,
            forms_lost: turned.forms_lost,
        })
    }

    fn rotatable(&self) -> Result<&Open, Error> {
        let open = self.open()?;
        open.writes()?;
        if !open.is_opener() {
            return Err(Error::NotAllowed);
        }
        if !open.live.is_empty() {
            return Err(Error::SessionLive);
        }
        if self.is_backing() {
            return Err(Error::BackupRuns);
        }
        Ok(open)
    }

    /// The person's row as it stands, where they may be taken out.
    fn removable(&self, person: PersonId) -> Result<PersonRow, Error> {
        let open = self.rotatable()?;
        if person == open.author {
            return Err(Error::OwnRemoval);
        }
        let row = open.person_row(person)?;
        if row.is_removed() {
            return Err(Error::Unknown { what: "person" });
        }
        let keeps = |row: &PersonRow| row.slot && row.person.roles.contains(&Role::VaultKeeper);
        let others = open.store.people()?.into_iter();
        if keeps(&row)
            && !others
                .filter(|other| other.person.id != person)
                .any(|other| keeps(&other))
        {
            return Err(Error::LastKeeper);
        }
        Ok(row)
    }

    fn rotate(
        &mut self,
        leaving: Option<&PersonRow>,
        proof: Option<&Secret>,
        context: &Context,
        watch: &mut Watch<'_>,
    ) -> Result<Turned, Error> {
        self.head_write()?;
        let Companion { open, entropy, .. } = self;
        let current = open.as_mut().ok_or(Error::Locked)?;
        let handle = leaving.map(|row| row.person.initials.as_str());
        let handle = handle.filter(|handle| current.unlocked.holds_slot(handle));
        current.unlocked.rotation_begin(handle, proof, entropy)?;
        let forms_lost = match current.turn(leaving, proof.is_some(), context, entropy, watch) {
            Ok(lost) => lost,
            Err(error) => {
                // The record stays under the key that it lies under. What cannot be cleared away now is cleared at the next opening.
                drop(current.unlocked.settle());
                return Err(error);
            }
        };
        let Open {
            store,
            mut unlocked,
            folder,
            code_owed,
            mut signers,
            wrong_passphrases,
            ..
        } = open.take().ok_or(Error::Locked)?;
        let swapped = unlocked
            .close_database(store.into_connection())
            .map_err(Error::from)
            .and_then(|()| Ok(unlocked.rotation_swap()?));
        // Under whichever key it lies now.
        let mut followed = self.put(unlocked, &folder).and_then(|()| {
            let open = self.open.as_mut().ok_or(Error::Locked)?;
            if let (Some(row), Ok(_)) = (leaving, &swapped) {
                signers.remove(&row.person.id);
            }
            open.signers = signers;
            // The old code left with the old key.
            open.code_owed = code_owed.filter(|_| proof.is_none() || swapped.is_err());
            open.wrong_passphrases = wrong_passphrases;
            open.roles_know()?;
            open.keys_open()
        });
        if followed.is_err() {
            // Half open is not open.
            self.open = None;
        }
        let finished = match swapped {
            Err(error) => {
                if let Some(open) = &mut self.open {
                    drop(open.unlocked.settle());
                }
                return Err(error);
            }
            Ok(finished) => finished,
        };
        // It has happened: what cannot be written now is told, and ended at the next opening.
        followed = followed.and_then(|()| self.head_write());
        Ok(Turned {
            unfinished: !finished || followed.is_err(),
            forms_lost,
        })
    }
}

impl Open {
    /// A person as kept, removed or not.
    pub(crate) fn person_row(&self, person: PersonId) -> Result<PersonRow, Error> {
        let mut people = self.store.people()?.into_iter();
        people
            .find(|row| row.person.id == person)
            .ok_or(Error::Unknown { what: "person" })
    }

    fn holds_key(&self, row: &PersonRow) -> bool {
        row.slot || self.unlocked.holds_slot(&row.person.initials)
    }

    /// Copies the record under the next master key, with everything that lay under the old one's keys wrapped anew and what was done written
    /// down, and looks into it whole. It has not taken the record's place yet. Answers how many forms could not be read: they stay behind.
    fn turn(
        &self,
        leaving: Option<&PersonRow>,
        code_leaves: bool,
        context: &Context,
        entropy: &mut dyn Entropy,
        watch: &mut Watch<'_>,
    ) -> Result<u64, Error> {
        let unlocked = &self.unlocked;
        let record = self.store.rotation_copy(unlocked, watch)?;
        let genesis = vault::chain::genesis(&unlocked.vault_id()).digest;
        let mut copy = Store::open(record, genesis, context)?;
        let damaged = Error::Damaged { what: "copy" };
        if !copy.is_like(&self.store)? {
            return Err(damaged);
        }
        let epoch = (unlocked.epoch() + 1).to_string();
        copy.keys_wrap(
            |id, wrapped| Ok::<_, Error>(unlocked.rotation_wrap(id, wrapped, entropy)?),
            context.entry("vault_rotated", "vault", &epoch),
        )?;
        let (forms, lost) = self.store.desk_forms(unlocked.desk_key())?;
        let gone = DraftRow {
            v: 1,
            text: String::new(),
            caret: 0,
        };
        let key = unlocked.rotation_desk_key()?;
        let read = forms.iter().map(|(place, form)| (place, form));
        for (place, form) in read.chain(lost.iter().map(|place| (place, &gone))) {
            copy.form_keep(DESK, place, form, key, entropy)?;
        }
        if code_leaves {
            copy.count_set(&owed_by(PersonId(unlocked.person_id())), 1)?;
        }
        if let Some(row) = leaving {
            copy.person_keep(row, "person_removed", context)?;
        }
        // An older record that was put back is not vouched for.
        if !self.older_than_head {
            checkpoint_in(&mut copy, unlocked, context)?;
        }
        if copy.audit_verify()?.fault.is_some() || !copy.check_pages()?.is_empty() {
            return Err(damaged);
        }
        // Closed here; a log that were left would stop it from taking the record's place.
        drop(copy);
        Ok(lost.len() as u64)
    }
}
