//! Keys for people: somebody of the vault gets one of their own, and whose a key is stands in the record.

use crate::vault::{groups, owed_by};
use crate::{Companion, Error, Open, Secret};
use clinic::id::PersonId;
use vault::sign::PublicKey;

impl Companion {
    /// A person of the vault gets a key and a passphrase of their own, that nobody else knows. They prove themselves by PIN; whoever opened
    /// the vault lets them in. Answers the groups of their recovery code, shown once.
    pub fn person_enrol(
        &mut self,
        person: PersonId,
        pin: &Secret,
        passphrase: &Secret,
    ) -> Result<Vec<String>, Error> {
        let open = self.open()?;
        let author = open.author;
        open.writes()?;
        if !open.is_opener() || open.blind_person(person)? {
            return Err(Error::NotAllowed);
        }
        vault::passphrase::strength(passphrase.expose()).map_err(|_| Error::WeakPassphrase)?;
        let known = open.person(person)?;
        if open.unlocked.holds_slot(&known.initials) {
            return Err(Error::Duplicate { what: "key" });
        }
        self.person_prove(person, pin)?;
        let context = self.context(Some(author));
        let cost = self.open()?.cost();
        let Companion { open, entropy, .. } = self;
        let open = open.as_mut().ok_or(Error::Locked)?;
        let owner = vault::NewOwner {
            person_id: person.0,
            handle: &known.initials,
            passphrase,
        };
        let (code, key, packets) = open.unlocked.enrol(&owner, cost, entropy)?;
        // They hold a key from here on, and this is the one time that their code is shown: what cannot be written beside it now is written
        // when they sign or open the vault.
        let noted = open
            .key_known(person, &key, Some(packets), &context)
            .and_then(|()| Ok(open.store.count_set(&owed_by(person), 1)?))
            .and_then(|()| self.head_write());
        if let Err(error) = noted {
            eprintln!("a person's key waits to be written down: {error}");
        }
        Ok(groups(&code))
    }
}

impl Open {
    /// Writes down whose a key is, that the person holds one, and what packets for them are sealed to, where that is at hand.
    pub(crate) fn key_known(
        &mut self,
        person: PersonId,
        key: &PublicKey,
        packets: Option<String>,
        context: &store::audit::Context,
    ) -> Result<(), Error> {
        self.store
            .person_key_keep(person, key.as_bytes(), context)?;
        let mut people = self.store.people()?.into_iter();
        let Some(row) = people.find(|row| row.person.id == person) else {
            return Ok(());
        };
        let news = packets.is_some() && packets != row.packets && !self.reads_only();
        if row.slot && !news {
            return Ok(());
        }
        let action = if row.slot {
            "person_packets_known"
        } else {
            "person_enrolled"
        };
        let row = store::people::PersonRow {
            slot: true,
            packets: packets.or(row.packets),
            ..row
        };
        self.store.person_keep(&row, action, context)?;
        Ok(())
    }
}
