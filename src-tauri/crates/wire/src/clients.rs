//! Clients: code first, name on demand.

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

/// The name, on demand.
#[derive(Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "clients.ts"))]
pub struct ClientName {
    pub name: String,
}

impl std::fmt::Debug for NewClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewClient")
    }
}
impl std::fmt::Debug for ClientName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ClientName")
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

impl ClientRef {
    /// The id, parsed.
    pub fn id(&self) -> Result<ClientId, Error> {
        self.client
            .parse()
            .map_err(|_| Error::Unknown { what: "client" })
    }
}
