//! People of other vaults: one's own card, theirs, and what was compared by voice.

use super::*;

/// The chain's word for a role that was set here.
const ROLE_SET: &str = "contact_role";

impl Companion {
    /// The contact card of whoever has the pen, as text, with the one role in which they review, where they have one.
    pub fn contact_card(&self) -> Result<String, Error> {
        self.contact_card_in(self.contact_role()?)
    }

    /// The card with the role that they choose.
    pub fn contact_card_in(&self, role: Option<ReviewRole>) -> Result<String, Error> {
        let open = self.open()?;
        let name = open.person(open.author)?.name;
        open.hand()?
            .card(&name, role.map(ReviewRole::word))
            .ok_or(Error::BadInput { what: "name" })
    }

    /// The role in which whoever has the pen reviews, where their roles in this vault leave no choice.
    pub fn contact_role(&self) -> Result<Option<ReviewRole>, Error> {
        let open = self.open()?;
        Ok(ReviewRole::of(&open.person(open.author)?.roles))
    }

    /// Printed name on that card.
    pub fn contact_name(&self) -> Result<String, Error> {
        let open = self.open()?;
        Ok(open.person(open.author)?.name)
    }

    /// What packets for whoever has the pen are sealed to.
    pub fn contact_recipient(&self) -> Result<String, Error> {
        Ok(self.open()?.hand()?.packet_recipient())
    }

    /// Writes the card into a folder, under a name that no file there has.
    pub fn contact_card_write(
        &self,
        into: &Path,
        role: Option<ReviewRole>,
    ) -> Result<PathBuf, Error> {
        let card = self.contact_card_in(role)?;
        file_put(into, &self.contact_name()?, CARD_ENDING, card.as_bytes())
    }

    /// The text of a card that somebody chose. Of a longer file no more is read than shows that it is none.
    pub fn contact_card_read(path: &Path) -> Result<String, Error> {
        let mut text = String::new();
        let (file, _) = plain_file(path)?;
        let most = vault::card::LONGEST as u64 + 1;
        match std::io::Read::read_to_string(&mut std::io::Read::take(file, most), &mut text) {
            Ok(_) => Ok(text),
            Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                Err(Error::Packet(Stopped::NotACard))
            }
            Err(_) => Err(Error::NoFile),
        }
    }

    /// The six words of whoever has the pen, to be read out.
    pub fn contact_words(&self) -> Result<String, Error> {
        Ok(Card::parse(&self.contact_card()?)?.fingerprint())
    }

    /// Writes the age identity of whoever has the pen into a new file: any age program opens with it every packet that is sealed to
    /// them, and no vault. Asks for their passphrase.
    pub fn contact_identity_write(
        &mut self,
        proof: &crate::Secret,
        path: &Path,
    ) -> Result<(), Error> {
        let author = self.open()?.author;
        let context = self.context(Some(author));
        if self.open()?.is_opener() {
            self.opener_prove(proof)?;
        } else {
            self.signer_open(author, proof)?;
        }
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        open.outside(path.parent(), "folder")?;
        if !open.store.is_backup() {
            open.store
                .audit_note(context.entry("identity_exported", "vault", "identity"))?;
        }
        let identity = open.hand()?.packet_identity();
        file_write(path, format!("{}\n", identity.expose()).as_bytes())
    }

    /// People of other vaults, by name.
    pub fn contacts(&self) -> Result<Vec<Contact>, Error> {
        let rows = self.open()?.store.contacts()?;
        rows.into_iter().map(Contact::of).collect()
    }

    /// Pins a person by their card. Other keys than those pinned stop everything, until somebody says that they compared the words and
    /// wants the new ones: then the words stand as compared.
    pub fn contact_add(&mut self, text: &str, instead: bool) -> Result<Contact, Error> {
        let card = Card::parse(text)?;
        self.contact_pin(&card, Some(text), instead)
    }

    pub(super) fn contact_pin(
        &mut self,
        card: &Card,
        text: Option<&str>,
        instead: bool,
    ) -> Result<Contact, Error> {
        let open = self.open()?;
        let person = PersonId(card.person);
        let known = open.contact(person)?;
        if open
            .store
            .people()?
            .iter()
            .any(|row| row.person.id == person)
        {
            return Err(Error::Duplicate { what: "person" });
        }
        let key = hex(card.public_key.as_bytes());
        let holds = |row: &ContactRow| row.key == key && row.recipient == card.recipient;
        let same = known.as_ref().is_some_and(|known| holds(&known.row));
        let stands = known.as_ref().and_then(|known| known.row.role);
        // A role that this program has no word for is none.
        let role = card.role.as_deref().and_then(ReviewRole::of_word);
        let mut role = role.or(stands);
        // What was said here about them stays, whatever their card says: none too.
        if known.is_some() && role != stands && open.contact_role_set(person)? {
            role = stands;
        }
        if let Some(known) = &known {
            if !same && !instead {
                return Err(Error::Packet(Stopped::KeysChanged {
                    name: known.row.name.clone(),
                    words: card.fingerprint(),
                }));
            }
            let there = known.row.card.is_some() && role == stands;
            if same && (text.is_none() || there) {
                return Ok(known.clone());
            }
        }
        // One person, one pair of keys: whoever shows somebody else's is not who they say.
        let mut mine = open.unlocked.hand().packet_recipient() == card.recipient;
        for row in open.store.people()? {
            let keys = open.store.person_keys(row.person.id)?;
            mine |= keys.contains(card.public_key.as_bytes());
        }
        let others = open.store.contacts()?.into_iter().any(|other| {
            other.person != person && (other.recipient == card.recipient || other.key == key)
        });
        if mine || others {
            return Err(Error::Duplicate { what: "keys" });
        }
        // A card that comes again lifts nothing.
        let revoked = known.as_ref().is_some_and(|known| known.row.revoked);
        // Without a card nobody is pinned, and no keys take the place of others, unless somebody said that the words are the same.
        let compared = match &known {
            None => text.is_none(),
            Some(known) => !same || known.row.compared,
        };
        let author = open.author;
        let context = self.context(Some(author));
        let row = ContactRow {
            v: 1,
            person,
            card: text.map(str::to_owned),
            name: card.name.clone(),
            recipient: card.recipient.clone(),
            key,
            compared,
            revoked,
            role,
            wall_ms: context.stamp.wall_ms,
        };
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let action = match (known.is_some(), same) {
            (false, _) => "contact_pinned",
            (true, false) => "contact_changed",
            (true, true) => "contact_card_again",
        };
        open.store.contact_keep(&row, action, &context)?;
        // A signature of theirs is checked with this key from now on.
        open.store
            .person_key_keep(person, card.public_key.as_bytes(), &context)?;
        Contact::of(row)
    }

    /// The six words were compared by voice.
    pub fn contact_compared(&mut self, person: PersonId) -> Result<Contact, Error> {
        self.contact_change(person, "contact_compared", |row| row.compared = true)
    }

    /// Nothing more is taken from them or sealed for them; or it is again.
    pub fn contact_revoke(&mut self, person: PersonId, revoked: bool) -> Result<Contact, Error> {
        let action = if revoked {
            "contact_revoked"
        } else {
            "contact_restored"
        };
        self.contact_change(person, action, |row| row.revoked = revoked)
    }

    /// In which role they review what is sealed here from now on; none: in none that is named. A card of theirs changes it no more.
    pub fn contact_reviews_as(
        &mut self,
        person: PersonId,
        role: Option<ReviewRole>,
    ) -> Result<Contact, Error> {
        self.contact_change(person, ROLE_SET, |row| row.role = role)
    }

    pub(super) fn contact_change(
        &mut self,
        person: PersonId,
        action: &str,
        change: impl FnOnce(&mut ContactRow),
    ) -> Result<Contact, Error> {
        let open = self.open()?;
        let author = open.author;
        let mut row = open
            .contact(person)?
            .ok_or(Error::Unknown { what: "contact" })?
            .row;
        let context = self.context(Some(author));
        change(&mut row);
        row.wall_ms = context.stamp.wall_ms;
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        open.store.contact_keep(&row, action, &context)?;
        Contact::of(row)
    }
}

impl Contact {
    pub(super) fn of(row: ContactRow) -> Result<Contact, Error> {
        let public_key = key_of_hex(&row.key).ok_or(Error::Damaged { what: "contact" })?;
        let card = Card {
            person: row.person.0,
            name: row.name.clone(),
            recipient: row.recipient.clone(),
            public_key,
            role: None,
        };
        Ok(Contact {
            words: card.fingerprint(),
            row,
        })
    }
}

impl Open {
    /// Whether somebody here set the role in which they review.
    fn contact_role_set(&self, person: PersonId) -> Result<bool, Error> {
        let set = self.store.audit_last_of(ROLE_SET, &person.to_string())?;
        Ok(set.is_some())
    }

    pub(crate) fn contact(&self, person: PersonId) -> Result<Option<Contact>, Error> {
        let rows = self.store.contacts()?.into_iter();
        rows.filter(|row| row.person == person)
            .map(Contact::of)
            .next()
            .transpose()
    }

    /// The key that a packet's parts lie under; unknown: it was destroyed.
    pub(crate) fn packet_key(&self, client: ClientId) -> Result<Key, Error> {
        let wrapped = self
            .store
            .client_wrapped_key(client)
            .map_err(|error| match error {
                store::Error::NotFound { .. } => Error::Unknown { what: "packet" },
                other => other.into(),
            })?;
        Ok(self.unlocked.unwrap_client_key(&client.0, &wrapped)?)
    }
}
