//! What is being typed, kept within a second, caret included. Not record: written without the chain.

use crate::rater::RATING;
use crate::{Companion, Error, Open};
use clinic::id::{ClientId, PacketId, SessionId};
use clinic::rights::Right;
use store::scratch::{DESK, DraftRow};
use vault::Key;

/// Text that is not yet part of the record, and where it stands.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Which field.
    pub place: String,
    /// Text and caret.
    pub row: DraftRow,
}

/// Places of what is being said in a review begin so: on the author's side they lie beside the client's own forms.
const REVIEW: &str = "review ";
/// Longest draft, in characters.
const LONGEST: usize = 1_100_000;

/// A draft as it is kept; `what` names it where it is refused.
fn row(what: &'static str, place: &str, text: &str, caret: u32) -> Result<DraftRow, Error> {
    if place.is_empty() || place.len() > 60 || text.chars().count() > LONGEST {
        return Err(Error::BadInput { what });
    }
    Ok(DraftRow {
        v: 1,
        text: text.to_owned(),
        caret,
    })
}

fn drafts(rows: Vec<(String, DraftRow)>) -> Vec<Draft> {
    let draft = |(place, row)| Draft { place, row };
    rows.into_iter().map(draft).collect()
}

impl Companion {
    /// Keeps what is being typed; empty text removes the draft.
    pub fn draft_keep(
        &mut self,
        session: SessionId,
        place: &str,
        text: &str,
        caret: u32,
    ) -> Result<(), Error> {
        let row = row("draft", place, text, caret)?;
        let Companion { open, entropy, .. } = self;
        let Open { store, keys, .. } = open.as_mut().ok_or(Error::Locked)?;
        let client = store.session(session)?.client;
        let key = keys.get(&client).ok_or(Error::Unknown { what: "client" })?;
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
        let row = row("form", place, text, caret)?;
        self.form_for_author(place)?;
        let Companion { open, entropy, .. } = self;
        let Open { store, keys, .. } = open.as_mut().ok_or(Error::Locked)?;
        let key = keys.get(&client).ok_or(Error::Unknown { what: "client" })?;
        Ok(store.form_keep(client, place, &row, key, entropy)?)
    }

    /// Keeps an unfinished form about nobody in the record yet, such as a client who is being added; empty text removes it.
    pub fn desk_keep(&mut self, place: &str, text: &str, caret: u32) -> Result<(), Error> {
        let row = row("form", place, text, caret)?;
        self.form_for_author(place)?;
        let Companion { open, entropy, .. } = self;
        let Open {
            store, unlocked, ..
        } = open.as_mut().ok_or(Error::Locked)?;
        Ok(store.form_keep(DESK, place, &row, unlocked.desk_key(), entropy)?)
    }

    /// Every unfinished form about nobody in the record yet.
    pub fn desk(&self) -> Result<Vec<Draft>, Error> {
        let open = self.open()?;
        let mut forms = open.store.forms(DESK, open.unlocked.desk_key())?;
        forms.retain(|(place, _)| self.form_for_author(place).is_ok());
        Ok(drafts(forms))
    }

    /// Keeps what is being said in a packet's review, under the packet's own key; empty text removes it.
    pub fn thread_form_keep(
        &mut self,
        thread: PacketId,
        place: &str,
        text: &str,
        caret: u32,
    ) -> Result<(), Error> {
        let row = row("form", place, text, caret)?;
        if !place.starts_with(REVIEW) {
            return Err(Error::BadInput { what: "form" });
        }
        let (client, key, theirs) = self.thread_desk(thread)?;
        let place = format!("{place}{theirs}");
        let Companion { open, entropy, .. } = self;
        let open = open.as_mut().ok_or(Error::Locked)?;
        Ok(open.store.form_keep(client, &place, &row, &key, entropy)?)
    }

    /// What was being said in a packet's review.
    pub fn thread_forms(&mut self, thread: PacketId) -> Result<Vec<Draft>, Error> {
        let (client, key, theirs) = self.thread_desk(thread)?;
        let mut forms = drafts(self.open()?.store.forms(client, &key)?);
        forms.retain_mut(|form| {
            let place = form.place.strip_suffix(&theirs).map(str::to_owned);
            let is_theirs = place.is_some() && form.place.starts_with(REVIEW);
            form.place = place.unwrap_or_default();
            is_theirs
        });
        Ok(forms)
    }

    /// Where the forms of a thread lie, and the end of their places: packets of one client lie under one key, and what one person is
    /// saying in one of them is not another's to see or to send elsewhere.
    fn thread_desk(&mut self, packet: PacketId) -> Result<(ClientId, Key, String), Error> {
        self.may(Right::Packets)?;
        let thread = self.thread(packet)?;
        let open = self.open()?;
        open.part_of(&thread)?;
        let client = thread.packet.client;
        let theirs = format!(" {packet} {}", open.author);
        Ok((client, open.packet_key(client)?, theirs))
    }

    /// A blinded rater has forms of their own, and nobody else's.
    fn form_for_author(&self, place: &str) -> Result<(), Error> {
        if self.blind() && !place.starts_with(RATING) {
            return Err(Error::Blind);
        }
        Ok(())
    }

    /// Every unfinished form about a client that is for whoever writes to see.
    pub fn forms(&self, client: ClientId) -> Result<Vec<Draft>, Error> {
        let open = self.open()?;
        let key = open
            .keys
            .get(&client)
            .ok_or(Error::Unknown { what: "client" })?;
        if open.inspection.is_some() {
            return Ok(Vec::new());
        }
        let mut forms = open.store.forms(client, key)?;
        forms.retain(|(place, _)| self.form_for_author(place).is_ok());
        Ok(drafts(forms))
    }

    /// Every draft of a session.
    pub fn drafts(&self, session: SessionId) -> Result<Vec<Draft>, Error> {
        let open = self.open()?;
        if open.inspection.is_some() {
            // Whoever looks reads the record: what nobody has kept is none of it.
            return Ok(Vec::new());
        }
        let client = open.store.session(session)?.client;
        let key = open
            .keys
            .get(&client)
            .ok_or(Error::Unknown { what: "client" })?;
        Ok(drafts(open.store.drafts(session, key)?))
    }
}
