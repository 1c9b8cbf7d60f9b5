//! Clients: code first, name on demand.

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
