//! Clients: code first, name on demand.

use crate::{Companion, Error, Open};
use clinic::id::ClientId;
use store::clients::Identity;
use store::sessions::SessionRow;
use vault::entropy::make_bytes;

/// A line of the client list. No name.
#[derive(Debug, Clone)]
pub struct ClientLine {
    /// Which.
    pub id: ClientId,
    /// The clinic's code.
    pub code: String,
    /// Sessions, newest first.
    pub sessions: Vec<SessionRow>,
}

impl Open {
    /// Opens every client's key that is not opened yet.
    pub(crate) fn keys_open(&mut self) -> Result<(), Error> {
        for row in self.store.clients()? {
            if let (false, Some(wrapped)) = (self.keys.contains_key(&row.id), &row.wrapped) {
                self.keys
                    .insert(row.id, self.unlocked.unwrap_client_key(&row.id.0, wrapped)?);
            }
        }
        Ok(())
    }

    pub(crate) fn identity(&self, id: ClientId) -> Result<Identity, Error> {
        let row = self.store.clients()?.into_iter().find(|row| row.id == id);
        let row = row.ok_or(Error::Unknown { what: "client" })?;
        let key = self
            .keys
            .get(&id)
            .ok_or(Error::Unknown { what: "client" })?;
        Ok(row.identity(key)?)
    }

    pub(crate) fn client_code(&self, id: ClientId) -> Result<String, Error> {
        Ok(self.identity(id)?.code)
    }
}

impl Companion {
    /// Every client by code.
    pub fn clients(&self) -> Result<Vec<ClientLine>, Error> {
        let open = self.open()?;
        let sessions = open.store.sessions()?;
        let mut lines = Vec::new();
        for row in open.store.clients()? {
            let Some(key) = open.keys.get(&row.id) else {
                continue;
            };
            let code = row.identity(key)?.code;
            let sessions = sessions
                .iter()
                .filter(|session| session.client == row.id)
                .cloned()
                .collect();
            lines.push(ClientLine {
                id: row.id,
                code,
                sessions,
            });
        }
        lines.sort_by_key(|line| line.code.to_lowercase());
        Ok(lines)
    }

    /// Adds a client by code.
    pub fn client_add(&mut self, code: &str, name: &str) -> Result<ClientId, Error> {
        let (code, name) = (code.trim(), name.trim());
        let fine = |c: char| c.is_alphanumeric() || "-_./ ".contains(c);
        if code.is_empty() || code.chars().count() > 40 || !code.chars().all(fine) {
            return Err(Error::BadInput { what: "code" });
        }
        if name.chars().count() > 200 || name.chars().any(char::is_control) {
            return Err(Error::BadInput { what: "name" });
        }
        if self
            .clients()?
            .iter()
            .any(|line| line.code.to_lowercase() == code.to_lowercase())
        {
            return Err(Error::Duplicate { what: "code" });
        }
        let author = self.open()?.author;
        let context = self.context(Some(author));
        let id = ClientId(make_bytes(&mut self.entropy)?);
        let Companion { open, entropy, .. } = self;
        let open = open.as_mut().ok_or(Error::Locked)?;
        let (key, wrapped) = open.unlocked.make_client_key(&id.0, entropy)?;
        let identity = Identity {
            v: 1,
            code: code.to_owned(),
            name: name.to_owned(),
        };
        open.store
            .client_add(id, &identity, &key, &wrapped, entropy, &context)?;
        open.keys.insert(id, key);
        Ok(id)
    }

    /// The name, on demand.
    pub fn client_name(&self, id: ClientId) -> Result<String, Error> {
        Ok(self.open()?.identity(id)?.name)
    }

    /// The client with this code.
    pub fn client_by_code(&self, code: &str) -> Result<ClientId, Error> {
        let wanted = code.trim().to_lowercase();
        self.clients()?
            .into_iter()
            .find(|line| line.code.to_lowercase() == wanted)
            .map(|line| line.id)
            .ok_or(Error::Unknown { what: "client" })
    }
}
