//! What is being typed, kept within a second, caret included. Not record: written without the chain.

use crate::{Companion, Error, Open};
use clinic::id::{ClientId, SessionId};
use store::scratch::DraftRow;

/// Text that is not yet part of the record, and where it stands.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Which field.
    pub place: String,
    /// Text and caret.
    pub row: DraftRow,
}

/// Longest draft, in characters.
const LONGEST: usize = 1_100_000;

impl Companion {
    /// Keeps what is being typed; empty text removes the draft.
    pub fn draft_keep(
        &mut self,
        session: SessionId,
        place: &str,
        text: &str,
        caret: u32,
    ) -> Result<(), Error> {
        if place.is_empty() || place.len() > 60 || text.chars().count() > LONGEST {
            return Err(Error::BadInput { what: "draft" });
        }
        let Companion { open, entropy, .. } = self;
        let Open { store, keys, .. } = open.as_mut().ok_or(Error::Locked)?;
        let client = store.session(session)?.client;
        let key = keys.get(&client).ok_or(Error::Unknown { what: "client" })?;
        let row = DraftRow {
            v: 1,
            text: text.to_owned(),
            caret,
        };
        Ok(store.draft_keep(session, place, &row, key, entropy)?)
    }

    /// Keeps an unfinished form about a client; empty text removes it.
    pub fn form_keep(
        &mut self,
        client: ClientId,
        place: &str,
        text: &str,
        caret: u32,
    ) -> Result<(), Error> {
        if place.is_empty() || place.len() > 60 || text.chars().count() > LONGEST {
            return Err(Error::BadInput { what: "form" });
        }
        let Companion { open, entropy, .. } = self;
        let Open { store, keys, .. } = open.as_mut().ok_or(Error::Locked)?;
        let key = keys.get(&client).ok_or(Error::Unknown { what: "client" })?;
        let row = DraftRow {
            v: 1,
            text: text.to_owned(),
            caret,
        };
        Ok(store.form_keep(client, place, &row, key, entropy)?)
    }

    /// Every unfinished form about a client.
    pub fn forms(&self, client: ClientId) -> Result<Vec<Draft>, Error> {
        let open = self.open()?;
        let key = open
            .keys
            .get(&client)
            .ok_or(Error::Unknown { what: "client" })?;
        let forms = open.store.forms(client, key)?;
        Ok(forms
            .into_iter()
            .map(|(place, row)| Draft { place, row })
            .collect())
    }

    /// Every draft of a session.
    pub fn drafts(&self, session: SessionId) -> Result<Vec<Draft>, Error> {
        let open = self.open()?;
        let client = open.store.session(session)?.client;
        let key = open
            .keys
            .get(&client)
            .ok_or(Error::Unknown { what: "client" })?;
        let drafts = open.store.drafts(session, key)?;
        Ok(drafts
            .into_iter()
            .map(|(place, row)| Draft { place, row })
            .collect())
    }
}
