//! Clients: code first, everything else on demand.

use crate::{Companion, Error, Open};
use clinic::client::{BadDetails, Details};
use clinic::id::ClientId;
use clinic::time::Date;
use std::collections::BTreeMap;
use store::clients::Identity;
use store::sessions::SessionRow;
use vault::entropy::make_bytes;

/// Longest code, in characters.
const CODE_CHARS_MAX: usize = 40;

/// A line of the client list. No name.
#[derive(Debug, Clone)]
pub struct ClientLine {
    /// Which.
    pub id: ClientId,
    /// The clinic's code.
    pub code: String,
    /// Put away on this day; none: in use.
    pub archived: Option<Date>,
    /// Sessions, newest first.
    pub sessions: Vec<SessionRow>,
}

/// What stays in memory of a client while the vault is open: what lists show.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    code: String,
    archived: Option<Date>,
}

impl From<&Identity> for Card {
    fn from(identity: &Identity) -> Card {
        Card {
            code: identity.code.clone(),
            archived: identity.archived,
        }
    }
}

/// What an erasure did, to be printed and filed. No client text.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// Which client.
    pub client: ClientId,
    /// The code that was erased; known to whoever asked for it.
    pub code: String,
    /// The day.
    pub on: Date,
    /// Entry of the chain.
    pub entry: u64,
    /// Dosing sessions that can no longer be read.
    pub sessions: usize,
    /// Older copies of the vault that are known here: they still hold the client's key.
    pub copies: Vec<String>,
    /// The log was emptied too. Where not, it holds the key's old page until the vault is closed.
    pub log_emptied: bool,
}

impl Open {
    /// Opens every client's key and card that is not opened yet.
    pub(crate) fn keys_open(&mut self) -> Result<(), Error> {
        for row in self.store.clients()? {
            let Some(wrapped) = &row.wrapped else {
                continue;
            };
            if self.cards.contains_key(&row.id) {
                continue;
            }
            let key = self.unlocked.unwrap_client_key(&row.id.0, wrapped)?;
            // A client whose identity cannot be opened is not listed; `verify` names the row.
            if let Ok(identity) = row.identity(&key) {
                self.cards.insert(row.id, Card::from(&identity));
            }
            self.keys.insert(row.id, key);
        }
        Ok(())
    }

    pub(crate) fn identity(&self, id: ClientId) -> Result<Identity, Error> {
        let key = self
            .keys
            .get(&id)
            .ok_or(Error::Unknown { what: "client" })?;
        Ok(self.store.client(id)?.identity(key)?)
    }

    pub(crate) fn client_code(&self, id: ClientId) -> Result<String, Error> {
        let card = self.cards.get(&id);
        card.map(|card| card.code.clone())
            .ok_or(Error::Unknown { what: "client" })
    }

    /// The code of a client who is not put away.
    pub(crate) fn card_in_use(&self, id: ClientId) -> Option<String> {
        let card = self.cards.get(&id)?;
        card.archived.is_none().then(|| card.code.clone())
    }

    fn client_with_code(&self, code: &str) -> Option<ClientId> {
        let wanted = code.trim().to_lowercase();
        let mut cards = self.cards.iter();
        cards
            .find(|(_, card)| card.code.to_lowercase() == wanted)
            .map(|(id, _)| *id)
    }
}

impl Companion {
    /// Every client by code, put away or not.
    pub fn clients(&self) -> Result<Vec<ClientLine>, Error> {
        let open = self.open()?;
        let mut sessions: BTreeMap<ClientId, Vec<SessionRow>> = BTreeMap::new();
        for row in open.store.sessions()? {
            sessions.entry(row.client).or_default().push(row);
        }
        let mut lines: Vec<ClientLine> = open
            .cards
            .iter()
            .map(|(id, card)| ClientLine {
                id: *id,
                code: card.code.clone(),
                archived: card.archived,
                sessions: sessions.remove(id).unwrap_or_default(),
            })
            .collect();
        lines.sort_by_cached_key(|line| line.code.to_lowercase());
        Ok(lines)
    }

    /// How many clients there are, put away or not.
    pub fn clients_counted(&self) -> Result<usize, Error> {
        Ok(self.open()?.cards.len())
    }

    /// Sessions that were not ended and those that ended less than so many days ago, newest first, with the client's code.
    pub fn sessions_since(&mut self, days: i64) -> Result<Vec<(String, SessionRow)>, Error> {
        let today = self.today();
        let open = self.open()?;
        let mut rows = open.store.sessions()?;
        rows.retain(|row| {
            row.ended_wall_ms
                .is_none_or(|ms| Date::shown(ms, row.zone_minutes).days_to(today) < days)
        });
        let coded = |row: SessionRow| open.client_code(row.client).ok().map(|code| (code, row));
        Ok(rows.into_iter().filter_map(coded).collect())
    }

    /// Adds a client by code.
    pub fn client_add(&mut self, code: &str, name: &str) -> Result<ClientId, Error> {
        let code = code.trim();
        let fine = |c: char| c.is_alphanumeric() || "-_./ ".contains(c);
        if code.is_empty() || code.chars().count() > CODE_CHARS_MAX || !code.chars().all(fine) {
            return Err(Error::BadInput { what: "code" });
        }
        let open = self.open()?;
        if open.client_with_code(code).is_some() {
            return Err(Error::Duplicate { what: "code" });
        }
        let context = self.context(Some(open.author));
        let details = Details {
            name: name.to_owned(),
            ..Details::default()
        };
        let identity = Identity {
            v: 1,
            code: code.to_owned(),
            details: checked(&details, Date::of(&context.stamp))?,
            archived: None,
            retain_until: None,
        };
        let id = ClientId(make_bytes(&mut self.entropy)?);
        let Companion { open, entropy, .. } = self;
        let open = open.as_mut().ok_or(Error::Locked)?;
        let (key, wrapped) = open.unlocked.make_client_key(&id.0, entropy)?;
        open.store
            .client_add(id, &identity, &key, &wrapped, entropy, &context)?;
        open.keys.insert(id, key);
        open.cards.insert(id, Card::from(&identity));
        Ok(id)
    }

    /// The client as a person, on demand.
    pub fn client_details(&self, id: ClientId) -> Result<Details, Error> {
        Ok(self.open()?.identity(id)?.details)
    }

    /// Until when the record is to be kept.
    pub fn client_retained(&self, id: ClientId) -> Result<Option<Date>, Error> {
        Ok(self.open()?.identity(id)?.retain_until)
    }

    /// The clinic's code.
    pub fn client_code(&self, id: ClientId) -> Result<String, Error> {
        self.open()?.client_code(id)
    }

    /// A client's sessions, oldest first.
    pub fn client_sessions(&self, id: ClientId) -> Result<Vec<SessionRow>, Error> {
        Ok(self.open()?.store.sessions_of(id)?)
    }

    /// The name, on demand.
    pub fn client_name(&self, id: ClientId) -> Result<String, Error> {
        Ok(self.client_details(id)?.name)
    }

    /// Keeps the client's details as a new revision; the same again changes nothing.
    pub fn client_change(&mut self, id: ClientId, details: &Details) -> Result<(), Error> {
        let details = checked(details, self.today())?;
        self.client_revise(id, "client_changed", |identity| {
            identity.details = details;
        })
    }

    /// Puts a client away: out of the lists, nothing is lost. `retain_until` is the day until which the record is to be kept.
    pub fn client_archive(
        &mut self,
        id: ClientId,
        retain_until: Option<Date>,
    ) -> Result<(), Error> {
        self.client_idle(id)?;
        let today = self.today();
        self.client_revise(id, "client_archived", |identity| {
            identity.archived = identity.archived.or(Some(today));
            identity.retain_until = retain_until;
        })
    }

    /// Takes a client out again.
    pub fn client_reopen(&mut self, id: ClientId) -> Result<(), Error> {
        self.client_revise(id, "client_reopened", |identity| identity.archived = None)
    }

    /// Destroys the client's key: nothing about the client in this vault can be read again, by anybody. `code` is typed by
    /// whoever asks for it. A client whose record is to be kept longer is refused.
    pub fn client_erase(&mut self, id: ClientId, code: &str) -> Result<Receipt, Error> {
        self.client_idle(id)?;
        self.no_backing()?;
        let today = self.today();
        let open = self.open()?;
        if open.client_with_code(code) != Some(id) {
            return Err(Error::BadInput { what: "code" });
        }
        if let Some(until) = open.identity(id)?.retain_until
            && until > today
        {
            return Err(Error::Retained { until });
        }
        let code = open.client_code(id)?;
        let sessions = open.store.sessions()?;
        let context = self.context(Some(open.author));
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let head = open.store.client_erase(id, &context)?;
        // Dropping a key wipes it.
        open.keys.remove(&id);
        open.cards.remove(&id);
        open.ended.retain(|live| live.row.client != id);
        open.courses.get_mut().retain(|(client, _)| *client != id);
        for row in sessions.iter().filter(|row| row.client == id) {
            open.held.remove(&row.id);
            open.told.remove(&row.id);
            open.process
                .get_mut()
                .retain(|(_, session, _), _| *session != row.id);
        }
        // The key is gone whether or not the log can be emptied now; closing the vault empties it too.
        let log_emptied = open.store.empty_log().is_ok();
        let copies = self.copies()?;
        Ok(Receipt {
            client: id,
            code,
            on: today,
            entry: head.seq,
            sessions: sessions.iter().filter(|row| row.client == id).count(),
            copies,
            log_emptied,
        })
    }

    /// The client with this code.
    pub fn client_by_code(&self, code: &str) -> Result<ClientId, Error> {
        self.open()?
            .client_with_code(code)
            .ok_or(Error::Unknown { what: "client" })
    }

    /// Today, as the calendar on the wall has it.
    pub fn today(&mut self) -> Date {
        Date::of(&self.clock.stamp())
    }

    /// A client with a session that has not ended is neither put away nor erased.
    fn client_idle(&self, id: ClientId) -> Result<(), Error> {
        let sessions = self.open()?.store.sessions()?;
        let running = |row: &SessionRow| row.client == id && row.ended_wall_ms.is_none();
        if sessions.iter().any(running) {
            return Err(Error::SessionLive);
        }
        Ok(())
    }

    fn client_revise(
        &mut self,
        id: ClientId,
        action: &str,
        change: impl FnOnce(&mut Identity),
    ) -> Result<(), Error> {
        let open = self.open()?;
        let before = open.identity(id)?;
        let mut identity = before.clone();
        change(&mut identity);
        if identity == before {
            return Ok(());
        }
        let context = self.context(Some(open.author));
        let Companion { open, entropy, .. } = self;
        let Open {
            store, keys, cards, ..
        } = open.as_mut().ok_or(Error::Locked)?;
        let key = keys.get(&id).ok_or(Error::Unknown { what: "client" })?;
        store.client_change(id, &identity, action, key, entropy, &context)?;
        cards.insert(id, Card::from(&identity));
        Ok(())
    }
}

fn checked(details: &Details, today: Date) -> Result<Details, Error> {
    details.checked(today).map_err(|bad| match bad {
        BadDetails::TooLong(what) | BadDetails::Control(what) => Error::BadInput { what },
        BadDetails::NotBorn => Error::BadInput { what: "born" },
    })
}
