//! Inspectors: let in by a code for a reason and until a day, they read, and every client and session that they look at is written down.
//!
//! **Invariant:** while an inspector has the vault open the store takes no entry but these ([`store::Store::inspect`]), whatever a door calls.
//! Their code opens the master key: reading alone is what this program lets them do, and taking it away makes another one.

use crate::vault::groups;
use crate::{Companion, Error, Open, Role};
use clinic::id::{ClientId, PersonId, SessionId};
use clinic::people::{self, Person};
use clinic::time::{Date, Stamp};
use std::path::Path;
use store::audit::Context;
use store::inspections::InspectionRow;
use store::people::PersonRow;
use vault::RecoveryCode;

/// Longest reason, characters.
const REASON_MAX: usize = 300;
/// How the key in the envelope stands among the people.
const GLASS_NAME: &str = "Break-glass key";
/// Its initials.
pub const GLASS_INITIALS: &str = "BGK";
/// It has no last day of its own.
const GLASS_UNTIL: &str = "2199-12-31";
/// Scratch counter: when it was used, until a keeper looked into it.
const GLASS_USED: &str = "glass_used_wall_ms";

/// An inspector to be let in.
#[derive(Debug, Clone)]
pub struct NewInspector {
    /// Printed name.
    pub name: String,
    /// Two to four letters.
    pub initials: String,
    /// Why they look.
    pub reason: String,
    /// The last day on which their code opens.
    pub until: Date,
}

/// Why somebody may look, and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// Who.
    pub person: PersonId,
    /// Why.
    pub reason: String,
    /// The last day.
    pub until: Date,
    /// Who let them in.
    pub given_by: PersonId,
    /// It is no person's: the key in an envelope.
    pub glass: bool,
}

/// What an inspector looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Looked {
    /// A client's record outside the sessions.
    Client(ClientId),
    /// A session.
    Session(SessionId),
}

impl From<InspectionRow> for Inspection {
    fn from(row: InspectionRow) -> Inspection {
        let InspectionRow {
            person,
            reason,
            until,
            given_by,
            glass,
            ..
        } = row;
        Inspection {
            person,
            reason,
            until,
            given_by,
            glass,
        }
    }
}

impl Companion {
    /// Lets an inspector in: a person with a slot of their own that opens to look. Answers the groups of the access code, shown once. The act
    /// of whoever opened the vault.
    ///
    /// Whoever lets them in and may not see the care of clients has somebody beside them who may.
    pub fn inspector_add(
        &mut self,
        new: &NewInspector,
        second: Option<PersonId>,
    ) -> Result<Vec<String>, Error> {
        let open = self.open()?;
        let author = open.author;
        open.writes()?;
        if !open.is_opener() {
            return Err(Error::NotAllowed);
        }
        let context = self.context(Some(author));
        let id = PersonId(vault::entropy::make_bytes(&mut self.entropy)?);
        let (name, initials) = crate::people::named(&new.name, &new.initials)?;
        let reason =
            people::line(&new.reason, REASON_MAX).ok_or(Error::BadInput { what: "reason" })?;
        if new.until < Date::of(&context.stamp) {
            return Err(Error::BadInput { what: "date" });
        }
        let wall_ms = context.stamp.wall_ms;
        let looks = InspectionRow {
            v: 1,
            person: id,
            line: 0,
            reason,
            until: new.until,
            given_by: author,
            glass: false,
            wall_ms,
        };
        self.let_in(name, initials, looks, second, &context)
    }

    /// Makes the key in an envelope: a code that opens to look without a last day, and whose use everybody is told until a keeper says that
    /// it was looked into. One at a time; `lies` says where the envelope is. Answers the groups of the code, shown once.
    pub fn glass_make(
        &mut self,
        lies: &str,
        second: Option<PersonId>,
    ) -> Result<Vec<String>, Error> {
        let open = self.open()?;
        let author = open.author;
        open.writes()?;
        if !open.is_opener() {
            return Err(Error::NotAllowed);
        }
        let context = self.context(Some(author));
        let reason = people::line(lies, REASON_MAX).ok_or(Error::BadInput { what: "words" })?;
        let known = self.open()?.store.inspections()?;
        let before = known.iter().rfind(|row| row.glass);
        if let Some(row) = before
            && !self.open()?.person_row(row.person)?.is_removed()
        {
            return Err(Error::Duplicate { what: "key" });
        }
        // Made anew it is the same key in the record, with another line.
        let id = match before {
            Some(row) => row.person,
            None => PersonId(vault::entropy::make_bytes(&mut self.entropy)?),
        };
        let looks = InspectionRow {
            v: 1,
            person: id,
            line: before.map_or(0, |row| row.line + 1),
            reason,
            until: GLASS_UNTIL
                .parse()
                .map_err(|_| Error::BadInput { what: "date" })?,
            given_by: author,
            glass: true,
            wall_ms: context.stamp.wall_ms,
        };
        let (name, initials) = (GLASS_NAME.to_owned(), GLASS_INITIALS.to_owned());
        self.let_in(name, initials, looks, second, &context)
    }

    /// When the key in the envelope was used last, UTC milliseconds, where no keeper has said since that it was looked into.
    pub fn glass_used(&self) -> Result<Option<i64>, Error> {
        let used = self.open()?.store.counter(GLASS_USED)?;
        Ok((used != 0).then_some(used))
    }

    /// A keeper has looked into the use of the key in the envelope.
    pub fn glass_seen(&mut self) -> Result<(), Error> {
        let open = self.open()?;
        let author = open.author;
        open.writes()?;
        if self.glass_used()?.is_none() {
            return Err(Error::Unknown { what: "key" });
        }
        let context = self.context(Some(author));
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        open.store
            .audit_note(context.entry("glass_seen", "vault", "inspection"))?;
        open.store.count_set(GLASS_USED, 0)?;
        self.head_write()
    }

    /// Writes down whoever is to look, then gives them a slot.
    fn let_in(
        &mut self,
        name: String,
        initials: String,
        looks: InspectionRow,
        second: Option<PersonId>,
        context: &Context,
    ) -> Result<Vec<String>, Error> {
        let id = looks.person;
        let row = PersonRow {
            v: 1,
            person: Person {
                id,
                name,
                initials: initials.clone(),
                roles: vec![Role::Inspector],
            },
            pin: None,
            // Their slot is noted once it is there.
            slot: false,
            packets: None,
            wall_ms: context.stamp.wall_ms,
        };
        let Companion { open, entropy, .. } = self;
        let open = open.as_mut().ok_or(Error::Locked)?;
        let given = open.roles_given(&[Role::Inspector], second)?;
        // The record first: a code without a person would open nothing that could be told apart.
        match open.store.person_keep(&row, "person_added", context) {
            Err(store::Error::Duplicate) => return Err(Error::Duplicate { what: "initials" }),
            other => other?,
        };
        open.store.inspection_keep(&looks, context)?;
        open.roles_noted(given, id, context)?;
        let (code, key) = match open.unlocked.admit(id.0, &initials, entropy) {
            Ok(made) => made,
            Err(error) => {
                let entry = context.entry("inspector_not_let_in", "person", &id.to_string());
                open.store.audit_note(entry)?;
                return Err(error.into());
            }
        };
        open.key_known(id, &key, None, context)?;
        self.head_write()?;
        Ok(groups(&code))
    }

    /// Opens a vault by an inspector's access code. Refused after its last day, and that is written down.
    pub fn vault_inspect(&mut self, folder: &Path, typed: &str) -> Result<(), Error> {
        if self.open.is_some() {
            return Err(Error::AlreadyOpen);
        }
        if vault::is_backup(folder) {
            // What was looked at could not be written down there.
            return Err(Error::Backup);
        }
        let code = RecoveryCode::parse(typed)?;
        let unlocked = vault::unlock_to_inspect(folder, &code).map_err(|error| match error {
            vault::Error::WrongSecret | vault::Error::NobodyOfThatName => Error::WrongCode,
            other => Error::from(other),
        })?;
        self.take(unlocked, folder)?;
        let done = self.inspection_begin();
        if done.is_err() {
            self.open = None;
        }
        done
    }

    fn inspection_begin(&mut self) -> Result<(), Error> {
        let author = self.open()?.author;
        let context = self.context(Some(author));
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let looks = open.inspection(author)?;
        if looks.glass {
            // The last that is written freely: whoever opens the vault next is told.
            open.store.count_set(GLASS_USED, context.stamp.wall_ms)?;
        }
        open.store.inspect();
        let today = open.today(&context.stamp)?;
        let glass = looks.glass;
        open.inspection = Some(looks);
        open.roles_know()?;
        open.keys_open()?;
        let until = open.inspection_let(today);
        let action = match (until.is_ok(), glass) {
            (false, _) => "inspection_over",
            (true, true) => "glass_opened",
            (true, false) => "inspection_opened",
        };
        open.store
            .look_note(context.entry(action, "vault", "inspection"))?;
        self.head_write()?;
        until
    }

    /// Who was ever let in to look, those taken out too.
    pub fn inspections(&self) -> Result<Vec<Inspection>, Error> {
        let rows = self.open()?.store.inspections()?.into_iter();
        let mut last: Vec<Inspection> = Vec::new();
        for row in rows {
            last.retain(|one| one.person != row.person);
            last.push(row.into());
        }
        Ok(last)
    }

    /// The inspector who has the vault open.
    pub fn inspecting(&self) -> Option<&Inspection> {
        self.open.as_ref().and_then(|open| open.inspection.as_ref())
    }

    /// Somebody looks at a client's record or at a session. Where it is an inspector that is written down, once for each while the vault is
    /// open, before anything is shown.
    pub fn looked(&mut self, at: Looked) -> Result<(), Error> {
        let Some(open) = self.open.as_ref() else {
            return Err(Error::Locked);
        };
        if open.inspection.is_none() {
            return Ok(());
        }
        let context = self.context(Some(open.author));
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let today = open.today(&context.stamp)?;
        open.inspection_let(today)?;
        if open.looked.contains(&at) {
            return Ok(());
        }
        let entry = match at {
            Looked::Client(client) => context.entry("inspected", "client", &client.to_string()),
            Looked::Session(session) => context.entry("inspected", "session", &session.to_string()),
        };
        open.store.look_note(entry)?;
        open.looked.insert(at);
        self.head_write()
    }
}

impl Open {
    fn inspection(&self, person: PersonId) -> Result<Inspection, Error> {
        let rows = self.store.inspections()?.into_iter();
        let mut own = rows.filter(|row| row.person == person);
        own.next_back()
            .map(Inspection::from)
            .ok_or(Error::Unknown { what: "inspector" })
    }

    /// Today, and no earlier than the newest entry: a clock that was set back opens nothing again.
    fn today(&self, stamp: &Stamp) -> Result<Date, Error> {
        let head = self.store.audit_head()?.seq;
        let newest = self.store.audit_entries(head, 1)?.into_iter().next();
        let said = newest.map(|entry| Date::shown(entry.wall_ms, entry.zone_minutes));
        let today = Date::of(stamp);
        Ok(said.map_or(today, |said| said.max(today)))
    }

    fn inspection_let(&self, today: Date) -> Result<(), Error> {
        match &self.inspection {
            Some(looks) if today > looks.until => Err(Error::InspectionOver { until: looks.until }),
            _ => Ok(()),
        }
    }
}
