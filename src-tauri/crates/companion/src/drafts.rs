//! What is being typed, kept within a second, caret included. Not record: written without the chain.
//!
//! **A draft belongs to whoever typed it**: [`theirs`] puts its author beside its place, [`own`] hands it to that author's pen alone.
//! Nothing else of this program reads or writes what people typed. What a version without authors left behind is handed to nobody,
//! because nobody can tell whose it is. Answers in a hand-over are the client's, not a draft of whoever handed over (`handover`).

use crate::rater::RATING;
use crate::{Companion, Error, Open};
use clinic::id::{ClientId, PacketId, PersonId, SessionId};
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

/// Where what this person types at a place lies.
fn theirs(place: &str, author: PersonId) -> String {
    format!("{place} {author}")
}

/// What this person typed, under the places as the page knows them.
fn own(rows: Vec<(String, DraftRow)>, author: PersonId) -> Vec<Draft> {
    let end = theirs("", author);
    let mine = |(place, row): (String, DraftRow)| {
        let place = place.strip_suffix(&end)?.to_owned();
        Some(Draft { place, row })
    };
    rows.into_iter().filter_map(mine).collect()
}

impl Companion {
    /// Keeps what whoever has the pen is typing; empty text removes their draft.
    pub fn draft_keep(
        &mut self,
        session: SessionId,
        place: &str,
        text: &str,
        caret: u32,
    ) -> Result<(), Error> {
        let row = row("draft", place, text, caret)?;
        let Companion { open, entropy, .. } = self;
        let Open {
            store,
            keys,
            author,
            ..
        } = open.as_mut().ok_or(Error::Locked)?;
        let client = store.session(session)?.client;
        let key = keys.get(&client).ok_or(Error::Unknown { what: "client" })?;
        Ok(store.draft_keep(session, &theirs(place, *author), &row, key, entropy)?)
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
        let Open {
            store,
            keys,
            author,
            ..
        } = open.as_mut().ok_or(Error::Locked)?;
        let key = keys.get(&client).ok_or(Error::Unknown { what: "client" })?;
        Ok(store.form_keep(client, &theirs(place, *author), &row, key, entropy)?)
    }

    /// Keeps an unfinished form about nobody in the record yet, such as a client who is being added; empty text removes it.
    pub fn desk_keep(&mut self, place: &str, text: &str, caret: u32) -> Result<(), Error> {
        let row = row("form", place, text, caret)?;
        self.form_for_author(place)?;
        let Companion { open, entropy, .. } = self;
        let Open {
            store,
            unlocked,
            author,
            ..
        } = open.as_mut().ok_or(Error::Locked)?;
        let place = theirs(place, *author);
        Ok(store.form_keep(DESK, &place, &row, unlocked.desk_key(), entropy)?)
    }

    /// Every unfinished form of whoever has the pen about nobody in the record yet.
    pub fn desk(&self) -> Result<Vec<Draft>, Error> {
        let open = self.open()?;
        let mut forms = own(
            open.store.forms(DESK, open.unlocked.desk_key())?,
            open.author,
        );
        forms.retain(|form| self.form_for_author(&form.place).is_ok());
        Ok(forms)
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
        let (client, key) = self.thread_desk(thread)?;
        let about = format!("{place} {thread}");
        let Companion { open, entropy, .. } = self;
        let Open { store, author, .. } = open.as_mut().ok_or(Error::Locked)?;
        Ok(store.form_keep(client, &theirs(&about, *author), &row, &key, entropy)?)
    }

    /// What whoever has the pen was saying in a packet's review: packets of one client lie under one key, so each has its own places.
    pub fn thread_forms(&mut self, thread: PacketId) -> Result<Vec<Draft>, Error> {
        let (client, key) = self.thread_desk(thread)?;
        let open = self.open()?;
        let end = format!(" {thread}");
        let mut forms = own(open.store.forms(client, &key)?, open.author);
        forms.retain_mut(|form| {
            let place = form.place.strip_suffix(&end).map(str::to_owned);
            let is_of_it = place.is_some() && form.place.starts_with(REVIEW);
            form.place = place.unwrap_or_default();
            is_of_it
        });
        Ok(forms)
    }

    /// Where the forms of a thread lie.
    fn thread_desk(&mut self, packet: PacketId) -> Result<(ClientId, Key), Error> {
        self.may(Right::Packets)?;
        let thread = self.thread(packet)?;
        let open = self.open()?;
        open.part_of(&thread)?;
        let client = thread.packet.client;
        Ok((client, open.packet_key(client)?))
    }

    /// A blinded rater has forms of their own, and nobody else's.
    fn form_for_author(&self, place: &str) -> Result<(), Error> {
        if self.blind() && !place.starts_with(RATING) {
            return Err(Error::Blind);
        }
        Ok(())
    }

    /// Every unfinished form of whoever has the pen about a client.
    pub fn forms(&self, client: ClientId) -> Result<Vec<Draft>, Error> {
        let open = self.open()?;
        let key = open
            .keys
            .get(&client)
            .ok_or(Error::Unknown { what: "client" })?;
        let mut forms = own(open.store.forms(client, key)?, open.author);
        forms.retain(|form| self.form_for_author(&form.place).is_ok());
        Ok(forms)
    }

    /// Every draft of whoever has the pen in a session.
    pub fn drafts(&self, session: SessionId) -> Result<Vec<Draft>, Error> {
        let open = self.open()?;
        let client = open.store.session(session)?.client;
        let key = open
            .keys
            .get(&client)
            .ok_or(Error::Unknown { what: "client" })?;
        Ok(own(open.store.drafts(session, key)?, open.author))
    }
}
