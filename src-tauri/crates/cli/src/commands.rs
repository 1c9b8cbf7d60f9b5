//! One file per noun. Every verb is convert, call, convert.

mod audit;
mod client;
mod cohort;
mod concern;
mod course;
mod measure;
mod packet;
mod person;
mod protocol;
mod rater;
mod review;
mod session;
mod sign;
mod training;
mod vault;
mod visits;

use crate::args::{Call, Measure, Noun};
use crate::{Answer, Stop, secrets, words};
use companion::{Companion, Error, PersonId, RequestKey, Right, Secret};
use std::path::PathBuf;

/// What every verb shares: the vault, who acts, who else is there.
pub struct Acting {
    pub vault: Option<PathBuf>,
    pub passphrase_fd: Option<u32>,
    /// An inspector looks, by code.
    pub inspect: bool,
    pub access_code_fd: Option<u32>,
    pub acting: Option<String>,
    pub pin_fd: Option<u32>,
    pub key_fd: Option<u32>,
    pub second: Option<String>,
    pub second_pin_fd: Option<u32>,
    /// What was asked for may be done by a blinded rater too.
    pub for_raters: bool,
    /// What it is for; none: whatever a vault is opened for by its own verb.
    pub right: Right,
}

impl Acting {
    pub fn folder(&self) -> Result<PathBuf, Stop> {
        self.vault
            .clone()
            .ok_or_else(|| Stop::Usage(words::NO_VAULT.to_owned()))
    }

    /// Opens the vault and lets the named person take the keyboard.
    pub fn unlock(&self, companion: &mut Companion) -> Result<(), Stop> {
        self.unlock_telling(companion).map(drop)
    }

    /// The same; answers the secret that was read, for a verb that asks for it once more. A pipe is read only once.
    pub fn unlock_telling(&self, companion: &mut Companion) -> Result<Secret, Stop> {
        if self.inspect || self.access_code_fd.is_some() {
            let code = secrets::asked(self.access_code_fd, words::ASK_ACCESS_CODE)?;
            companion.vault_inspect(&self.folder()?, code.expose())?;
            eprintln!("{}", words::INSPECTING);
            companion.may(self.right)?;
            return Ok(code);
        }
        let passphrase = secrets::passphrase(self.passphrase_fd)?;
        companion.vault_unlock(&self.folder()?, &passphrase)?;
        if companion.vault_opened()?.older_than_head {
            eprintln!("{}", words::OLDER_RECORD);
        }
        if let Some(said) = words::header(companion.vault_opened()?.header) {
            eprintln!("{said}");
        }
        if let Some(at) = companion.glass_used()? {
            eprintln!("{}", words::glass_used(at));
        }
        if let Some(initials) = &self.acting {
            let person = companion.person_by_initials(initials)?;
            if companion.author()? != person || self.pin_fd.is_some() {
                let pin = secrets::asked(self.pin_fd, words::ASK_PIN)?;
                companion.person_take_pen(person, &pin)?;
            }
        }
        if let Some(fd) = self.key_fd {
            companion.hand_open(&secrets::from_fd(fd)?)?;
        }
        if companion.blind() && !self.for_raters {
            return Err(Error::Blind.into());
        }
        companion.may(self.right)?;
        Ok(passphrase)
    }
}

/// A request key as it is typed.
fn key_of(key: Option<&str>) -> Result<Option<RequestKey>, Stop> {
    let bad = |_| Stop::from(Error::BadInput { what: "key" });
    key.map(|key| key.parse().map_err(bad)).transpose()
}

impl Acting {
    /// The second person, where one is named: a PIN proves presence.
    pub fn second(&self, companion: &mut Companion) -> Result<Option<PersonId>, Stop> {
        let Some(initials) = &self.second else {
            return Ok(None);
        };
        let person = companion.person_by_initials(initials)?;
        let pin = secrets::asked(self.second_pin_fd, words::ASK_PIN)?;
        Ok(Some(companion.person_second(person, &pin)?))
    }
}

/// What each verb is for.
fn right(noun: &Noun) -> Right {
    use crate::args as a;
    match noun {
        Noun::Audit(a::Audit::Trail { .. }) => Right::SeeCare,
        Noun::Vault(a::Vault::Verify) | Noun::Audit(_) => Right::Verify,
        Noun::Vault(
            a::Vault::Idle { minutes: Some(_) }
            | a::Vault::Backup { .. }
            | a::Vault::Rotate { .. }
            | a::Vault::OlderSeen
            | a::Vault::Glass(_),
        ) => Right::Keep,
        Noun::Vault(a::Vault::BackupState) => Right::Read,
        Noun::Vault(_) => Right::Desk,
        Noun::Person(
            a::Person::List | a::Person::Log { .. } | a::Person::Inspector(a::Inspector::List),
        ) => Right::Read,
        Noun::Person(_) => Right::ManagePeople,
        Noun::Client(a::Client::List { .. } | a::Client::Show { .. }) => Right::SeeCare,
        Noun::Client(a::Client::Export { .. }) => Right::Export,
        Noun::Client(a::Client::Erase { .. }) => Right::Erase,
        Noun::Cohort => Right::Cohort,
        Noun::Course(
            a::Course::Show { .. }
            | a::Course::Entries { .. }
            | a::Course::Plan { .. }
            | a::Course::Today,
        )
        | Noun::Visit(a::Visit::List { .. })
        | Noun::Consent(a::Consent::List { .. })
        | Noun::Contact(a::Contact::Due)
        | Noun::Medicine(a::Medicine::List { .. }) => Right::SeeCare,
        Noun::Course(a::Course::Crisis { .. }) => Right::Read,
        Noun::Client(_)
        | Noun::Course(_)
        | Noun::Visit(_)
        | Noun::Consent(_)
        | Noun::Contact(_)
        | Noun::Medicine(_) => Right::WriteCare,
        Noun::Measure(a::Measure::Record { .. } | a::Measure::Import { .. }) => Right::WriteCare,
        Noun::Measure(_) => Right::Read,
        Noun::Concern(a::Concern::Readers { name: Some(_) }) => Right::Keep,
        Noun::Concern(_) => Right::Desk,
        Noun::Rater(_) => Right::Rate,
        Noun::Sign(a::Sign::Record { .. } | a::Sign::Lock { .. }) => Right::Sign,
        Noun::Sign(a::Sign::Unlock { .. }) => Right::Unlock,
        Noun::Sign(a::Sign::Amend { .. }) => Right::WriteCare,
        Noun::Sign(_) => Right::SeeCare,
        Noun::Packet(_) | Noun::Review(_) => Right::Packets,
        Noun::Protocol(a::Protocol::Import { .. } | a::Protocol::Adopt { .. }) => Right::Adopt,
        Noun::Protocol(_) => Right::Read,
        Noun::Session(
            a::Session::List
            | a::Session::Show { .. }
            | a::Session::Intention { .. }
            | a::Session::Report { .. },
        ) => Right::SeeCare,
        Noun::Session(_) => Right::RunSession,
        Noun::Training(_) => Right::RunSession,
    }
}

pub fn run(companion: &mut Companion, call: Call) -> Result<Answer, Stop> {
    let Call {
        vault,
        json: _,
        passphrase_fd,
        inspect,
        access_code_fd,
        acting,
        pin_fd,
        key_fd,
        second,
        second_pin_fd,
        noun,
    } = call;
    let acting = Acting {
        vault,
        passphrase_fd,
        inspect,
        access_code_fd,
        acting,
        pin_fd,
        key_fd,
        second,
        second_pin_fd,
        right: right(&noun),
        for_raters: matches!(
            noun,
            Noun::Rater(_)
                | Noun::Concern(_)
                | Noun::Measure(Measure::List | Measure::Show { .. } | Measure::Score { .. })
        ),
    };
    match noun {
        Noun::Vault(verb) => vault::run(companion, &acting, verb),
        Noun::Person(verb) => person::run(companion, &acting, verb),
        Noun::Client(verb) => client::run(companion, &acting, verb),
        Noun::Cohort => cohort::run(companion, &acting),
        Noun::Course(verb) => course::run(companion, &acting, verb),
        Noun::Visit(verb) => visits::visit(companion, &acting, verb),
        Noun::Consent(verb) => visits::consent(companion, &acting, verb),
        Noun::Contact(verb) => visits::contact(companion, &acting, verb),
        Noun::Medicine(verb) => visits::medicine(companion, &acting, verb),
        Noun::Measure(verb) => measure::run(companion, &acting, verb),
        Noun::Rater(verb) => rater::run(companion, &acting, verb),
        Noun::Sign(verb) => sign::run(companion, &acting, verb),
        Noun::Packet(verb) => packet::run(companion, &acting, verb),
        Noun::Review(verb) => review::run(companion, &acting, verb),
        Noun::Concern(verb) => concern::run(companion, &acting, verb),
        Noun::Protocol(verb) => protocol::run(companion, &acting, verb),
        Noun::Session(verb) => session::run(companion, &acting, verb),
        Noun::Audit(verb) => audit::run(companion, &acting, verb),
        Noun::Training(verb) => training::run(companion, &acting, verb),
    }
}
