//! People of the vault.

use crate::app::OpenVault;
use clinic::people::Role as ClinicRole;
use companion::{Companion, Error, PersonId};
use serde::{Deserialize, Serialize};
use std::fmt;
#[cfg(test)]
use ts_rs::TS;

/// What a person may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "people.ts"))]
pub enum Role {
    LeadTherapist,
    CoTherapist,
    Prescriber,
    NightAttendant,
    Supervisor,
    MedicalMonitor,
    BlindedRater,
    Inspector,
    VaultKeeper,
}

macro_rules! roles {
    ($($name:ident),*) => {
        impl From<Role> for ClinicRole {
            fn from(role: Role) -> ClinicRole {
                match role { $(Role::$name => ClinicRole::$name),* }
            }
        }
        impl From<ClinicRole> for Role {
            fn from(role: ClinicRole) -> Role {
                match role { $(ClinicRole::$name => Role::$name),* }
            }
        }
    };
}
roles!(
    LeadTherapist,
    CoTherapist,
    Prescriber,
    NightAttendant,
    Supervisor,
    MedicalMonitor,
    BlindedRater,
    Inspector,
    VaultKeeper
);

/// A person of the vault.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "people.ts"))]
pub struct Person {
    pub id: String,
    pub name: String,
    pub initials: String,
    pub roles: Vec<Role>,
    /// Has a PIN and may write.
    pub has_pin: bool,
    /// Holds a passphrase of this vault.
    pub has_passphrase: bool,
}

impl From<&companion::people::PersonRecord> for Person {
    fn from(record: &companion::people::PersonRecord) -> Person {
        let clinic::people::Person {
            id,
            name,
            initials,
            roles,
        } = &record.person;
        Person {
            id: id.to_string(),
            name: name.clone(),
            initials: initials.clone(),
            roles: roles.iter().map(|role| Role::from(*role)).collect(),
            has_pin: record.has_pin,
            has_passphrase: record.has_passphrase,
        }
    }
}

/// A person to be added.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "people.ts"))]
pub struct NewPerson {
    pub name: String,
    pub initials: String,
    pub roles: Vec<Role>,
    /// 4–6 digits.
    pub pin: String,
    /// Who stands by, where the roles bring more than whoever gives them holds.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub second: Option<Proof>,
}

impl fmt::Debug for NewPerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewPerson").finish_non_exhaustive()
    }
}

/// Whoever has the pen puts their own key at hand, so that what was sealed to them can be read until the vault is locked.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "people.ts"))]
pub struct OwnKey {
    /// Their own passphrase of this vault.
    pub passphrase: String,
}

impl fmt::Debug for OwnKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OwnKey")
    }
}

/// Somebody who was taken out is let in anew.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "people.ts", optional_fields))]
pub struct ReturnPerson {
    /// Person id.
    pub person: String,
    /// The PIN that they have just typed.
    pub pin: String,
    /// Who stands by, where roles are given that whoever gives them does not hold.
    #[serde(default)]
    pub second: Option<Proof>,
}

impl fmt::Debug for ReturnPerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReturnPerson")
            .field("person", &self.person)
            .finish_non_exhaustive()
    }
}

/// Somebody proves presence.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "people.ts"))]
pub struct Proof {
    /// Person id.
    pub person: String,
    /// PIN, or the passphrase after five wrong PINs.
    pub pin: String,
}

impl Proof {
    /// Who stands by, proven; nobody where nobody is named.
    pub(crate) fn second(
        proof: Option<&Proof>,
        companion: &mut Companion,
    ) -> Result<Option<PersonId>, Error> {
        let Some(proof) = proof else {
            return Ok(None);
        };
        let person = crate::session::ask::person_id(&proof.person)?;
        let pin = companion::Secret::new(proof.pin.clone());
        companion.person_second(person, &pin).map(Some)
    }
}

impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proof({})", self.person)
    }
}

/// A person of the vault.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "people.ts"))]
pub struct PersonRef {
    /// Person id.
    pub person: String,
}

/// What taking a person out means, said before it is done.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "people.ts"))]
pub struct Removal {
    pub name: String,
    /// They hold a passphrase: the vault gets another master key.
    pub holds_key: bool,
    /// Copies that are known here: they open with the passphrases of their day.
    pub copies: Vec<String>,
}

impl From<companion::removal::Removal> for Removal {
    fn from(removal: companion::removal::Removal) -> Removal {
        let companion::removal::Removal {
            name,
            holds_key,
            copies,
        } = removal;
        Removal {
            name,
            holds_key,
            copies,
        }
    }
}

/// A person is to be taken out.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "people.ts"))]
pub struct RemovePerson {
    /// Person id.
    pub person: String,
    /// Of whoever opened the vault.
    pub passphrase: String,
}

impl fmt::Debug for RemovePerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RemovePerson({})", self.person)
    }
}

/// The vault is to get another master key.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "people.ts"))]
pub struct Rotate {
    /// Of whoever opened the vault.
    pub passphrase: String,
}

impl fmt::Debug for Rotate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rotate")
    }
}

/// A person was taken out, or the master key was changed.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "people.ts"))]
pub struct Removed {
    pub open: OpenVault,
    /// The vault has another master key.
    pub rotated: bool,
    /// Copies that are known here and lie under the old one.
    pub copies: Vec<String>,
    /// It happened, and the disk did not take what follows it: the next opening ends it.
    pub unfinished: bool,
    /// Unfinished forms that could not be read, and were left out.
    pub forms_lost: u64,
}

impl Removed {
    /// With the vault as it is now.
    pub fn of(
        companion: &mut Companion,
        removed: companion::removal::Removed,
    ) -> Result<Removed, Error> {
        let companion::removal::Removed {
            rotated,
            copies,
            unfinished,
            forms_lost,
        } = removed;
        Ok(Removed {
            open: OpenVault::of(companion)?,
            rotated,
            copies,
            unfinished,
            forms_lost,
        })
    }
}

impl ReturnPerson {
    /// Lets them in; a second person proves presence first, where one is named.
    pub fn run(self, companion: &mut Companion) -> Result<(), Error> {
        let person = crate::session::ask::person_id(&self.person)?;
        let second = Proof::second(self.second.as_ref(), companion)?;
        companion.person_return(person, &companion::Secret::new(self.pin), second)
    }
}

impl NewPerson {
    /// Adds them; a second person proves presence first, where one is named.
    pub fn run(self, companion: &mut Companion) -> Result<(), Error> {
        let second = Proof::second(self.second.as_ref(), companion)?;
        companion.person_add_beside(&self.into_new(), second)?;
        Ok(())
    }

    pub(crate) fn into_new(self) -> companion::people::NewPerson {
        let NewPerson {
            name,
            initials,
            roles,
            pin,
            second: _,
        } = self;
        companion::people::NewPerson {
            name,
            initials,
            roles: roles.into_iter().map(ClinicRole::from).collect(),
            pin: companion::Secret::new(pin),
        }
    }
}
