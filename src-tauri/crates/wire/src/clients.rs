//! Clients: code first, everything else on demand.

use clinic::client::Details;
use clinic::time::Date;
use companion::clients::ClientLine;
use companion::session::SessionRow;
use companion::{ClientId, Companion, Error};
use serde::{Deserialize, Serialize};
#[cfg(test)]
use ts_rs::TS;

/// A line of the client list. No name.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "clients.ts"))]
pub struct Client {
    pub id: String,
    pub code: String,
    /// Put away on this day (`2026-03-02`); none: in use.
    pub archived: Option<String>,
    /// Sessions, newest first.
    pub sessions: Vec<SessionLine>,
}

/// A session of a client.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "clients.ts"))]
pub struct SessionLine {
    pub id: String,
    pub client: String,
    pub number: u16,
    pub protocol: String,
    pub opened_wall_ms: i64,
    pub zone_minutes: i16,
    pub ended_wall_ms: Option<i64>,
}

/// A client to be added.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "clients.ts"))]
pub struct NewClient {
    pub code: String,
    /// May be empty.
    pub name: String,
}

/// Which client.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "clients.ts"))]
pub struct ClientRef {
    pub client: String,
}

/// How much of the list is wanted.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "clients.ts"))]
pub struct ListClients {
    /// So many clients who are in use, and whoever stands between them; none: all.
    pub most: Option<usize>,
}

/// The client list by code, or its beginning.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "clients.ts"))]
pub struct ClientList {
    pub lines: Vec<Client>,
    /// Clients in use, whether their lines are here or not.
    pub used: usize,
    /// Clients who were put away.
    pub away: usize,
    /// What the record was at: a list with the same mark is the same list.
    pub mark: String,
}

/// The client as a person, on demand. Every field may be empty.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "clients.ts"))]
pub struct ClientDetails {
    pub name: String,
    /// `1985-04-30`, or empty.
    pub born: String,
    pub pronouns: String,
    pub contact: String,
    pub emergency: String,
    pub support: String,
    pub clinicians: String,
    pub allergies: String,
}

/// The same with what is computed from it.
#[derive(Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "clients.ts"))]
pub struct ClientFile {
    pub client: String,
    pub details: ClientDetails,
    /// Whole years today.
    pub age: Option<u32>,
    /// The record is to be kept until this day.
    pub retain_until: Option<String>,
}

/// Details to be kept.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "clients.ts"))]
pub struct ChangeClient {
    pub client: String,
    pub details: ClientDetails,
}

/// A client to be put away.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "clients.ts"))]
pub struct ArchiveClient {
    pub client: String,
    /// `2036-03-02`, or empty.
    pub retain_until: String,
}

/// A client whose whole file is to be written into a folder.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "clients.ts"))]
pub struct ExportClient {
    pub client: String,
    pub folder: String,
}

/// A client to be erased: the code is typed once more.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "clients.ts"))]
pub struct EraseClient {
    pub client: String,
    pub code: String,
}

/// What an erasure did.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "clients.ts"))]
pub struct Receipt {
    pub client: String,
    pub code: String,
    pub on: String,
    /// Entry of the chain.
    pub entry: u64,
    /// Dosing sessions that can no longer be read.
    pub sessions: usize,
    /// Older copies of the vault that are known here, which still hold the key.
    pub copies: Vec<String>,
    /// The log was emptied too; where not, it holds the key's old page until the vault is closed.
    pub log_emptied: bool,
}

impl From<companion::clients::Receipt> for Receipt {
    fn from(receipt: companion::clients::Receipt) -> Receipt {
        Receipt {
            client: receipt.client.to_string(),
            code: receipt.code,
            on: receipt.on.to_string(),
            entry: receipt.entry,
            sessions: receipt.sessions,
            copies: receipt.copies,
            log_emptied: receipt.log_emptied,
        }
    }
}

impl ClientFile {
    /// A client's file.
    pub fn of(companion: &mut Companion, id: ClientId) -> Result<ClientFile, Error> {
        companion.looked(companion::inspection::Looked::Client(id))?;
        let details = companion.client_details(id)?;
        Ok(ClientFile {
            client: id.to_string(),
            age: details.age(companion.today()),
            retain_until: companion.client_retained(id)?.map(|day| day.to_string()),
            details: ClientDetails {
                name: details.name,
                born: details.born.map(|day| day.to_string()).unwrap_or_default(),
                pronouns: details.pronouns,
                contact: details.contact,
                emergency: details.emergency,
                support: details.support,
                clinicians: details.clinicians,
                allergies: details.allergies,
            },
        })
    }
}

impl ClientDetails {
    /// The details as the rules know them.
    pub fn asked(self) -> Result<Details, Error> {
        Ok(Details {
            name: self.name,
            born: day("born", &self.born)?,
            pronouns: self.pronouns,
            contact: self.contact,
            emergency: self.emergency,
            support: self.support,
            clinicians: self.clinicians,
            allergies: self.allergies,
        })
    }
}

/// A day as it is typed; empty: none.
pub fn day(what: &'static str, typed: &str) -> Result<Option<Date>, Error> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let day = typed.parse().map_err(|_| Error::BadInput { what })?;
    Ok(Some(day))
}

impl std::fmt::Debug for ClientDetails {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ClientDetails")
    }
}
impl std::fmt::Debug for ClientFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ClientFile")
    }
}
impl std::fmt::Debug for ChangeClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ChangeClient")
    }
}
impl std::fmt::Debug for NewClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewClient")
    }
}

impl From<&SessionRow> for SessionLine {
    fn from(row: &SessionRow) -> SessionLine {
        SessionLine {
            id: row.id.to_string(),
            client: row.client.to_string(),
            number: row.number,
            protocol: String::new(),
            opened_wall_ms: row.wall_ms,
            zone_minutes: row.zone_minutes,
            ended_wall_ms: row.ended_wall_ms,
        }
    }
}

impl SessionLine {
    /// A session with its protocol's name.
    pub fn of(companion: &Companion, row: &SessionRow) -> Result<SessionLine, Error> {
        let protocol = companion.protocol_name(&row.protocol)?;
        Ok(SessionLine {
            protocol,
            ..SessionLine::from(row)
        })
    }
}

impl ClientList {
    /// The list, or so much of its beginning that `most` clients in use stand in it.
    pub fn of(companion: &Companion, most: Option<usize>) -> Result<ClientList, Error> {
        let all = companion.clients()?;
        let used = all.iter().filter(|line| line.archived.is_none()).count();
        let mut room = most.unwrap_or(usize::MAX);
        let wanted = all.iter().take_while(|line| {
            let fits = room > 0;
            room = room.saturating_sub(usize::from(line.archived.is_none()));
            fits
        });
        Ok(ClientList {
            lines: wanted
                .map(|line| Client::of(companion, line))
                .collect::<Result<_, _>>()?,
            used,
            away: all.len() - used,
            mark: companion.record_mark()?,
        })
    }
}

impl Client {
    /// A client's line.
    pub fn of(companion: &Companion, line: &ClientLine) -> Result<Client, Error> {
        let sessions = line
            .sessions
            .iter()
            .map(|row| SessionLine::of(companion, row))
            .collect::<Result<_, _>>()?;
        Ok(Client {
            id: line.id.to_string(),
            code: line.code.clone(),
            archived: line.archived.map(|day| day.to_string()),
            sessions,
        })
    }

    /// A client's line by id.
    pub fn by_id(companion: &Companion, id: ClientId) -> Result<Client, Error> {
        let lines = companion.clients()?;
        let line = lines
            .iter()
            .find(|line| line.id == id)
            .ok_or(Error::Unknown { what: "client" })?;
        Client::of(companion, line)
    }
}

fn id_of(client: &str) -> Result<ClientId, Error> {
    client
        .parse()
        .map_err(|_| Error::Unknown { what: "client" })
}

impl ChangeClient {
    /// The id, parsed.
    pub fn id(&self) -> Result<ClientId, Error> {
        id_of(&self.client)
    }
}
impl ArchiveClient {
    /// The id, parsed.
    pub fn id(&self) -> Result<ClientId, Error> {
        id_of(&self.client)
    }
}
impl ExportClient {
    /// The id, parsed.
    pub fn id(&self) -> Result<ClientId, Error> {
        id_of(&self.client)
    }
}
impl EraseClient {
    /// The id, parsed.
    pub fn id(&self) -> Result<ClientId, Error> {
        id_of(&self.client)
    }
}
impl ClientRef {
    /// The id, parsed.
    pub fn id(&self) -> Result<ClientId, Error> {
        id_of(&self.client)
    }
}
