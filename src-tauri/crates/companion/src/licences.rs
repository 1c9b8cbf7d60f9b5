//! What people of the vault bring: licences, what they were trained in, which tasks were delegated to them.

use crate::{Companion, Error, Open};
use clinic::duty::BadDuty;
pub use clinic::duty::{Duty, What};
use clinic::id::PersonId;
use clinic::licence::BadLicence;
pub use clinic::licence::Licence;
use clinic::people::{Person, Role};
use clinic::protocol::Protocol;
use clinic::time::Date;
use std::collections::BTreeMap;
use store::licences::{DutyRow, LicenceRow};

impl From<BadLicence> for Error {
    fn from(bad: BadLicence) -> Error {
        Error::BadInput { what: bad.what }
    }
}

impl From<BadDuty> for Error {
    fn from(bad: BadDuty) -> Error {
        match bad {
            BadDuty::Words => Error::BadInput { what: "words" },
            BadDuty::InFuture => Error::BadInput { what: "date" },
            BadDuty::Same => Error::SamePerson,
            BadDuty::NoTask => Error::Unknown { what: "task" },
        }
    }
}

impl Companion {
    /// Records a person's licence, or renews it.
    pub fn person_licence(&mut self, person: PersonId, licence: Licence) -> Result<(), Error> {
        let author = self.people_keeper()?;
        let context = self.context(Some(author));
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        open.person(person)?;
        let Licence {
            number,
            jurisdiction,
            until,
        } = Licence::typed(&licence.number, &licence.jurisdiction, licence.until)?;
        let row = LicenceRow {
            v: 1,
            person,
            number,
            jurisdiction,
            until,
            wall_ms: context.stamp.wall_ms,
        };
        let renewed = open.licence(person)?.is_some();
        let action = if renewed {
            "licence_renewed"
        } else {
            "licence_recorded"
        };
        open.store.licence_keep(&row, action, &context)?;
        Ok(())
    }

    /// Adds a line to what a person was trained in and what was delegated to them.
    pub fn person_duty(&mut self, person: PersonId, typed: Duty) -> Result<(), Error> {
        let author = self.people_keeper()?;
        let context = self.context(Some(author));
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        open.person(person)?;
        let action = match typed.what {
            What::Trained => "person_trained",
            What::Delegated { by } => {
                open.person(by)?;
                "task_delegated"
            }
            What::Ended { .. } => "task_ended",
        };
        let before = open.duties(person)?;
        let duty = Duty::next(person, &before, typed, Date::of(&context.stamp))?;
        let row = DutyRow {
            v: 1,
            person,
            line: before.len() as u64,
            duty,
            entered_by: author,
            wall_ms: context.stamp.wall_ms,
        };
        open.store.duty_keep(&row, action, &context)?;
        Ok(())
    }

    /// What people were trained in and what was delegated to them, by person, in the order in which it was written down.
    pub fn duties_by_person(&self) -> Result<BTreeMap<PersonId, Vec<Duty>>, Error> {
        let mut all: BTreeMap<PersonId, Vec<Duty>> = BTreeMap::new();
        for row in self.open()?.store.duties()? {
            all.entry(row.person).or_default().push(row.duty);
        }
        Ok(all)
    }

    /// Whoever opened the vault, or a vault keeper who has the pen.
    fn people_keeper(&self) -> Result<PersonId, Error> {
        let open = self.open()?;
        if open.store.is_backup() {
            return Err(Error::Backup);
        }
        if !open.is_opener() && !open.roles.contains(&Role::VaultKeeper) {
            return Err(Error::NotAllowed);
        }
        Ok(open.author)
    }
}

impl Open {
    /// A person's licence as it stands.
    pub(crate) fn licence(&self, person: PersonId) -> Result<Option<Licence>, Error> {
        let mut rows = self.store.licences()?.into_iter();
        Ok(rows
            .find(|row| row.person == person)
            .map(LicenceRow::licence))
    }

    fn duties(&self, person: PersonId) -> Result<Vec<Duty>, Error> {
        let rows = self.store.duties()?.into_iter();
        Ok(rows
            .filter(|row| row.person == person)
            .map(|row| row.duty)
            .collect())
    }

    /// A session of these people begins where the protocol lets them hold it together.
    pub(crate) fn team_lets_begin(
        &self,
        protocol: &Protocol,
        people: &[Person],
        today: Date,
    ) -> Result<(), Error> {
        let Some(team) = &protocol.team else {
            return Ok(());
        };
        let licences = self.store.licences()?;
        let holds = |person: &Person| {
            let own = licences.iter().find(|row| row.person == person.id);
            own.is_some_and(|row| today.days_to(row.until) >= 0)
        };
        let people: Vec<_> = people
            .iter()
            .map(|person| (person, Some(holds(person))))
            .collect();
        Ok(clinic::conflict::together(team, &people)?)
    }

    /// A session of these people does not begin where the licence of one who is to give care has lapsed.
    pub(crate) fn licences_let_begin(&self, people: &[Person], today: Date) -> Result<(), Error> {
        let licences = self.store.licences()?;
        let known: Vec<(PersonId, Licence)> = licences
            .into_iter()
            .map(|row| (row.person, row.licence()))
            .collect();
        let theirs = |person: &Person| {
            let found = known.iter().find(|(id, _)| *id == person.id);
            found.map(|(_, licence)| licence)
        };
        let pairs = people.iter().map(|person| (person, theirs(person)));
        match clinic::licence::lapsed(pairs, today) {
            Some((person, until)) => Err(Error::LicenceLapsed {
                initials: person.initials.clone(),
                until,
            }),
            None => Ok(()),
        }
    }
}
