//! People of the vault: who may write, and how they prove that it is they.

use crate::{Companion, Error, Open};
use clinic::id::PersonId;
use clinic::licence::Licence;
use clinic::people::{Person, Role};
use store::people::PersonRow;
use vault::entropy::make_bytes;
use vault::{Secret, SystemEntropy, from_hex, to_hex};

/// A person and what they hold.
#[derive(Debug, Clone)]
pub struct PersonRecord {
    /// Who.
    pub person: Person,
    /// Has a PIN and may write.
    pub has_pin: bool,
    /// Holds a passphrase of this vault.
    pub has_passphrase: bool,
    /// Their licence as it was recorded last; none: none was.
    pub licence: Option<Licence>,
}

/// A person to be added.
#[derive(Debug)]
pub struct NewPerson {
    /// Printed name.
    pub name: String,
    /// Two to four letters.
    pub initials: String,
    /// At least one.
    pub roles: Vec<Role>,
    /// Four to six digits.
    pub pin: Secret,
}

/// After this many wrong PINs in a row the passphrase is asked instead.
pub const PIN_TRIES: u8 = 5;

/// Scratch counter: wrong PINs of this person in a row.
pub(crate) fn wrong_pin(person: PersonId) -> String {
    format!("wrong_pin:{person}")
}

/// Checks what was typed and makes the row; the PIN is hashed.
pub(crate) fn row_of(
    new: &NewPerson,
    id: PersonId,
    slot: bool,
    wall_ms: i64,
) -> Result<PersonRow, Error> {
    let (name, initials) = named(&new.name, &new.initials)?;
    let mut roles = new.roles.clone();
    roles.sort();
    roles.dedup();
    // Whoever holds a key sees everything: a rater who is nothing else holds none. Inspectors are let in by a code.
    if roles.is_empty()
        || (slot && roles == [Role::BlindedRater])
        || roles.contains(&Role::Inspector)
    {
        return Err(Error::BadInput { what: "roles" });
    }
    let hash = vault::pin::make_pin_hash(&new.pin, &mut SystemEntropy::new())
        .map_err(|_| Error::BadPin)?;
    let person = Person {
        id,
        name,
        initials,
        roles,
    };
    Ok(PersonRow {
        v: 1,
        person,
        pin: Some(to_hex(&hash)),
        slot,
        packets: None,
        wall_ms,
    })
}

/// A name and initials as typed, where they may stand in the record.
pub(crate) fn named(name: &str, initials: &str) -> Result<(String, String), Error> {
    let name = name.trim();
    // What may not stand on a contact card or in a packet is no name here either: its person could seal nothing.
    let plain = clinic::review::is_plain(name) && !name.chars().any(char::is_control);
    let long = name.chars().count() > 120 || name.len() > vault::card::NAME_MAX;
    if name.is_empty() || long || !plain {
        return Err(Error::BadInput { what: "name" });
    }
    let initials = initials.trim();
    let letters = initials.chars().count();
    if !(2..=4).contains(&letters) || !initials.chars().all(char::is_alphanumeric) {
        return Err(Error::BadInput { what: "initials" });
    }
    Ok((name.to_owned(), initials.to_owned()))
}

impl Companion {
    /// Everybody, by initials.
    pub fn people(&self) -> Result<Vec<PersonRecord>, Error> {
        let store = &self.open()?.store;
        let mut licences = store.licences()?;
        let record = |row: PersonRow| {
            let at = licences.iter().position(|one| one.person == row.person.id);
            PersonRecord {
                has_pin: row.pin.is_some(),
                has_passphrase: row.slot,
                licence: at.map(|at| licences.swap_remove(at).licence()),
                person: row.person,
            }
        };
        Ok(store.people()?.into_iter().map(record).collect())
    }

    /// Who is writing.
    pub fn author(&self) -> Result<PersonId, Error> {
        Ok(self.open()?.author)
    }

    /// Adds a person: the act of whoever opened the vault, so that nobody invents a second person for a gate.
    pub fn person_add(&mut self, new: &NewPerson) -> Result<PersonId, Error> {
        self.person_add_beside(new, None)
    }

    /// The same, with somebody who stands by and has proven it: roles that bring more than whoever gives them holds ask for one who holds it.
    /// Where nobody of the vault does, they are given alone, and the chain says so.
    pub fn person_add_beside(
        &mut self,
        new: &NewPerson,
        second: Option<PersonId>,
    ) -> Result<PersonId, Error> {
        let open = self.open()?;
        let author = open.author;
        if !open.is_opener() {
            return Err(Error::NotAllowed);
        }
        let given = open.roles_given(&new.roles, second)?;
        let context = self.context(Some(author));
        let id = PersonId(make_bytes(&mut self.entropy)?);
        let row = row_of(new, id, false, context.stamp.wall_ms)?;
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        match open.store.person_keep(&row, "person_added", &context) {
            Err(store::Error::Duplicate) => return Err(Error::Duplicate { what: "initials" }),
            other => other?,
        };
        open.roles_noted(given, id, &context)?;
        Ok(id)
    }

    /// Whether this PIN is that person's. After five wrong ones the vault's passphrase is asked: it proves the person who
    /// holds it; for anybody else it only gives the PIN its five tries again, because a passphrase of one is no proof of
    /// another. Wrong ones slow the next. Nobody is locked out, and the count outlives the program.
    pub fn person_prove(&mut self, person: PersonId, pin: &Secret) -> Result<(), Error> {
        let context = self.context(None);
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let hash = open.person_row(person)?.pin.ok_or(Error::NotAllowed)?;
        let counter = wrong_pin(person);
        // A backup is not written: there they are counted as long as it is open.
        let kept = !open.store.is_backup();
        let wrong = if kept {
            open.store.counter(&counter)?
        } else {
            open.wrong_pins.get(&person).copied().unwrap_or(0)
        };
        if wrong >= i64::from(PIN_TRIES) {
            match self.opener_prove(pin) {
                Err(Error::WrongPassphrase) => return Err(Error::PinPassphraseNeeded),
                proven => proven?,
            }
            let open = self.open.as_mut().ok_or(Error::Locked)?;
            if kept {
                open.store.audit_note(context.entry(
                    "pin_tries_renewed",
                    "person_pin",
                    &person.to_string(),
                ))?;
                open.store.count_set(&counter, 0)?;
            }
            open.wrong_pins.remove(&person);
            if person.0 == open.unlocked.person_id() {
                return Ok(());
            }
            return Err(Error::WrongPin { left: PIN_TRIES });
        }
        let hash = from_hex(&hash).ok_or(Error::Damaged { what: "PIN" })?;
        if vault::pin::verify_pin(pin, &hash).map_err(vault::Error::from)? {
            if wrong > 0 && kept {
                open.store.count_set(&counter, 0)?;
            }
            open.wrong_pins.remove(&person);
            return Ok(());
        }
        let wrong = if kept {
            open.store.count(&counter, 1)?
        } else {
            let wrong = open.wrong_pins.entry(person).or_insert(0);
            *wrong += 1;
            *wrong
        };
        match i64::from(PIN_TRIES) - wrong {
            left @ 1.. => Err(Error::WrongPin {
                left: u8::try_from(left).unwrap_or(PIN_TRIES),
            }),
            _ => Err(Error::PinPassphraseNeeded),
        }
    }

    /// A second person proves presence for an act of the author.
    pub fn person_second(&mut self, person: PersonId, pin: &Secret) -> Result<PersonId, Error> {
        if self.open()?.author == person {
            return Err(Error::SamePerson);
        }
        self.person_prove(person, pin)?;
        Ok(person)
    }

    /// Somebody else takes the keyboard. A blinded rater does not while a session runs: its news would reach them.
    pub fn person_take_pen(&mut self, person: PersonId, pin: &Secret) -> Result<(), Error> {
        if self.open()?.inspection.is_some() {
            return Err(Error::Inspecting);
        }
        let blind = self.open()?.blind_person(person)?;
        if blind && !self.session_live().is_empty() {
            return Err(Error::SessionLive);
        }
        self.person_prove(person, pin)?;
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        open.author = person;
        open.blind = blind;
        open.roles_know()
    }

    /// The person with these initials.
    pub fn person_by_initials(&self, initials: &str) -> Result<PersonId, Error> {
        let wanted = initials.to_lowercase();
        self.open()?
            .store
            .people()?
            .into_iter()
            .find(|row| row.person.initials.to_lowercase() == wanted)
            .map(|row| row.person.id)
            .ok_or(Error::Unknown { what: "person" })
    }
}

/// How roles are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Given {
    /// By somebody who holds what they bring.
    Held,
    /// Somebody who does stands by.
    Beside(PersonId),
    /// Nobody of the vault does.
    Alone,
}

impl Open {
    /// How roles may be given by whoever has the pen.
    pub(crate) fn roles_given(
        &self,
        roles: &[Role],
        second: Option<PersonId>,
    ) -> Result<Given, Error> {
        let lacked = clinic::rights::lacked(&self.roles, roles);
        if lacked.is_empty() {
            return Ok(Given::Held);
        }
        let mut could = self.store.people()?;
        could.retain(|row| {
            let there = row.pin.is_some() && row.person.id != self.author;
            there && clinic::rights::stands_by(&row.person.roles, &lacked)
        });
        match second {
            Some(second) if could.iter().any(|row| row.person.id == second) => {
                Ok(Given::Beside(second))
            }
            _ if could.is_empty() => Ok(Given::Alone),
            _ => Err(Error::RoleNeedsSecond {
                who: could.into_iter().map(|row| row.person.initials).collect(),
            }),
        }
    }

    /// Writes down who stood by, or that nobody could.
    pub(crate) fn roles_noted(
        &mut self,
        given: Given,
        person: PersonId,
        context: &store::audit::Context,
    ) -> Result<(), Error> {
        let (action, id) = match given {
            Given::Held => return Ok(()),
            Given::Beside(second) => ("roles_given_beside", second),
            Given::Alone => ("roles_given_alone", person),
        };
        self.store
            .audit_note(context.entry(action, "roles", &id.to_string()))?;
        Ok(())
    }
}
