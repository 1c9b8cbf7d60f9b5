//! Making, opening and recovering a vault.

use crate::people::NewPerson;
use companion::vault::{NewVault as ToMake, Weakness};
use companion::{Companion, Error, Secret};
use serde::{Deserialize, Serialize};
use std::fmt;
#[cfg(test)]
use ts_rs::TS;

/// Everything first start asks for.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "vault.ts"))]
pub struct NewVault {
    /// Name of the folder.
    pub name: String,
    /// Synthetic clients only.
    pub training: bool,
    /// Passphrase of the owner.
    pub passphrase: String,
    /// The owner.
    pub owner: NewPerson,
}

impl fmt::Debug for NewVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewVault")
    }
}

/// A vault was made; its recovery code must be typed back.
#[derive(Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "vault.ts"))]
pub struct VaultCreated {
    /// Groups of the recovery code, shown once.
    pub recovery_groups: Vec<String>,
}

impl fmt::Debug for VaultCreated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VaultCreated")
    }
}

/// The recovery code, typed back.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "vault.ts"))]
pub struct TypedCode {
    /// As typed.
    pub code: String,
}

/// A new passphrase for whoever opened the vault.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "vault.ts"))]
pub struct ChangePassphrase {
    /// The one that opens the vault now.
    pub old: String,
    /// The one that is to.
    pub new: String,
}

impl fmt::Debug for ChangePassphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChangePassphrase")
    }
}

/// The recovery code on its way to a file that a person chose.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "vault.ts"))]
pub struct SaveCode {
    /// Where to.
    pub path: String,
}

/// Opening with a passphrase.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "vault.ts"))]
pub struct Unlock {
    /// Folder of the vault.
    pub path: String,
    /// Passphrase.
    pub passphrase: String,
}

/// Opening with the recovery code and setting a new passphrase.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "vault.ts"))]
pub struct Recover {
    /// Folder of the vault.
    pub path: String,
    /// The code.
    pub code: String,
    /// New passphrase.
    pub passphrase: String,
}

macro_rules! silent {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    )*};
}
silent!(TypedCode, SaveCode, Unlock, Recover, Passphrase);

/// A passphrase to be weighed.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "vault.ts"))]
pub struct Passphrase {
    /// As typed.
    pub passphrase: String,
}

/// How a passphrase weighs.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "vault.ts"))]
pub struct Strength {
    /// Characters counted.
    pub characters: u32,
    /// Least number of characters.
    pub least: u32,
    /// What stands against it.
    pub objection: Option<Objection>,
}

/// What stands against a passphrase.
#[derive(Debug, Clone, Copy, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "vault.ts"))]
pub enum Objection {
    /// Too short.
    TooShort,
    /// Too long.
    TooLong,
    /// Common, or made of the program's own words.
    Common,
    /// The same few characters again and again.
    Repeats,
}

/// A phrase made by chance.
#[derive(Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "vault.ts"))]
pub struct Phrase {
    /// Words.
    pub phrase: String,
    /// Bits of chance in it.
    pub bits: u32,
}

impl fmt::Debug for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phrase")
    }
}

impl Strength {
    /// Weighs a passphrase.
    pub fn of(passphrase: &Secret) -> Strength {
        let (characters, weakness) = companion::vault::strength(passphrase);
        Strength {
            characters: u32::try_from(characters).unwrap_or(u32::MAX),
            least: companion::vault::SHORTEST,
            objection: weakness.err().map(Objection::from),
        }
    }
}

impl From<Weakness> for Objection {
    fn from(weakness: Weakness) -> Objection {
        match weakness {
            Weakness::Short { .. } => Objection::TooShort,
            Weakness::Long => Objection::TooLong,
            Weakness::Repetitive | Weakness::Sequence => Objection::Repeats,
            Weakness::Obvious => Objection::Common,
        }
    }
}

impl Phrase {
    /// Draws a phrase.
    pub fn make() -> Result<Phrase, Error> {
        let (phrase, bits) = companion::vault::phrase()?;
        Ok(Phrase {
            phrase: phrase.expose().to_owned(),
            bits,
        })
    }
}

impl NewVault {
    /// What the companion is asked to make: a vault in the usual folder.
    pub fn to_make(self, companion: &Companion) -> Result<ToMake, Error> {
        let NewVault {
            name,
            training,
            passphrase,
            owner,
        } = self;
        let folder = companion
            .places()
            .vault_folder(&name)
            .ok_or(Error::BadInput { what: "vault name" })?;
        Ok(ToMake {
            folder,
            training,
            passphrase: Secret::new(passphrase),
            owner: owner.into_new(),
            quick: false,
        })
    }
}
