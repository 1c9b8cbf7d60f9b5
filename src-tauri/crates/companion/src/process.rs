//! Process notes: an author's own thought, read by them and by whom they name, and by nobody else who can open the vault.
//!
//! Their words are sealed to those people's own keys before they become a row, so the vault's keeper holds bytes. Somebody without a key of
//! their own cannot be named. A thought of theirs lies under the client's key like every note, and is handed to nobody else's pen.
//! **Invariant:** a [`Live`](crate::session::Live) that was not asked for by a person shows no process note at all.

use crate::{Companion, Error, Open, Secret};
use clinic::id::{PersonId, SessionId, hex};
use clinic::review::redact::is_of_process_note;
use clinic::session::act::Act;
use clinic::session::event::{Author, Event, Recorded, Voice};
use clinic::session::{Refusal, Session};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::people::PersonRow;
use vault::apart::{self, NotApart, Shape};

/// The length of a note shows in steps of so many bytes; its readers are named beside it.
const SHAPE: Shape = Shape {
    step: 512,
    readers: 0,
};
/// Most letters of initials.
const INITIALS_MAX: usize = 4;

/// Words of a process note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// As typed.
    pub text: String,
    /// Tag ids.
    pub tags: Vec<String>,
    /// Starred by their author.
    pub starred: bool,
}

/// What is sealed: `store/FORMAT.md` 10.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsV1 {
    v: u32,
    session: SessionId,
    author: PersonId,
    words: Words,
}

/// Whose eyes look at a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Eyes {
    /// Nobody's: no process note is shown.
    #[default]
    Nobody,
    /// Those of whoever has the pen.
    Person(PersonId),
    /// Those that its author sealed a packet for: what is left out of it is not there.
    Packet,
}

/// What process notes of a session look like to whoever looks.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// Who looks.
    pub eyes: Eyes,
    /// Notes that were sealed and that they can read now, by row.
    pub opened: BTreeMap<u64, Words>,
}

impl Seen {
    /// The words of a row that is a process note, as far as whoever looks may read them.
    pub fn words(&self, row: &Recorded) -> Option<Words> {
        if let Some(words) = self.opened.get(&row.seq) {
            return Some(words.clone());
        }
        let own = match self.eyes {
            Eyes::Nobody => false,
            Eyes::Person(person) => row.by == Author::Person(person),
            Eyes::Packet => true,
        };
        match &row.event {
            Event::Noted {
                text,
                tags,
                starred,
                ..
            } if own && text != clinic::review::redact::LEFT_OUT => Some(Words {
                text: text.clone(),
                tags: tags.clone(),
                starred: *starred,
            }),
            _ => None,
        }
    }

    /// Whether it is sealed to whoever looks, whose key is not at hand.
    pub fn waits_for_key(&self, row: &Recorded) -> bool {
        let Eyes::Person(person) = self.eyes else {
            return false;
        };
        matches!(&row.event, Event::NotedApart { readers, .. }
            if (row.by == Author::Person(person) || readers.contains(&person)) && !self.opened.contains_key(&row.seq))
    }
}

impl Companion {
    /// Puts the key of whoever has the pen at hand, by their own passphrase, so that what was sealed to them can be read until the vault is
    /// locked.
    pub fn key_take(&mut self, passphrase: &Secret) -> Result<(), Error> {
        let author = self.open()?.author;
        self.signer_open(author, passphrase)
    }
}

/// Somebody who was named, and the keys that words for them are sealed to.
type NamedReader = (PersonId, Vec<String>);

impl Open {
    /// Turns a thought among rows that are to be kept into sealed words, where its author holds a key.
    pub(crate) fn process_seal(
        &self,
        session: SessionId,
        author: PersonId,
        rows: &mut [Recorded],
    ) -> Result<(), Error> {
        for noted in rows.iter_mut() {
            let Event::Noted {
                text,
                voice: Voice::Thought,
                tags,
                starred,
            } = &noted.event
            else {
                continue;
            };
            let (readers, text) = self.readers_named(author, text)?;
            let row = self.person_row(author)?;
            let Some(own) = self.apart_keys(&row) else {
                // Without a key of their own nobody else is named either: the words would lie open to all the same.
                if readers.is_empty() {
                    continue;
                }
                return Err(Error::NoKey {
                    initials: row.person.initials,
                });
            };
            if text.trim().is_empty() {
                return Err(Refusal::WordsNeeded.into());
            }
            let mut keys = own;
            let mut named = Vec::new();
            for (id, theirs) in readers {
                named.push(id);
                keys.extend(theirs);
            }
            let plain = store::record::encode(&WordsV1 {
                v: 1,
                session,
                author,
                words: Words {
                    text: text.to_owned(),
                    tags: tags.clone(),
                    starred: *starred,
                },
            });
            noted.event = Event::NotedApart {
                sealed: hex(&apart::seal(&keys, &plain, SHAPE)?),
                readers: named,
            };
        }
        Ok(())
    }

    /// `@MS @AK words`: whom a thought names at its beginning, with their keys, and the words after it.
    fn readers_named<'a>(
        &self,
        author: PersonId,
        text: &'a str,
    ) -> Result<(Vec<NamedReader>, &'a str), Error> {
        let people = self.store.people()?;
        let mut named: Vec<(PersonId, Vec<String>)> = Vec::new();
        let mut rest = text.trim_start();
        while let Some(after) = rest.strip_prefix('@') {
            let token = after.split_whitespace().next().unwrap_or_default();
            if token.is_empty() || token.chars().count() > INITIALS_MAX {
                break;
            }
            let person = people
                .iter()
                .find(|row| {
                    !row.is_removed() && row.person.initials.to_lowercase() == token.to_lowercase()
                })
                .ok_or(Error::Unknown { what: "person" })?;
            let keys = self.apart_keys(person).ok_or_else(|| Error::NoKey {
                initials: person.person.initials.clone(),
            })?;
            let id = person.person.id;
            if id != author && !named.iter().any(|(known, _)| *known == id) {
                named.push((id, keys));
            }
            rest = after[token.len()..].trim_start();
        }
        Ok((named, rest))
    }

    /// What words for a person of the vault are sealed to: their slot's key and, where it is known here, that of their identity for packets.
    /// Whoever rotates the vault has another key in their slot afterwards; that for packets stays. None: they hold no key.
    fn apart_keys(&self, row: &PersonRow) -> Option<Vec<String>> {
        let mut keys = vec![self.unlocked.reader_of(&row.person.initials)?];
        keys.extend(row.packets.clone());
        Some(keys)
    }

    /// Opens bytes that were sealed apart, as a person whose key is at hand; none: it is not, or they are not for them.
    pub(crate) fn apart_opened(&self, person: PersonId, sealed: &[u8]) -> Option<Vec<u8>> {
        let plain = match self.signers.get(&person) {
            Some(signer) => signer.open_apart(sealed),
            None if person.0 == self.unlocked.person_id() => self.unlocked.open_apart(sealed),
            None => None,
        };
        plain.map(|plain| plain.to_vec())
    }

    /// What whoever has the pen may read of a session's process notes.
    pub(crate) fn process_seen(&self, session: SessionId, rows: &[Recorded]) -> Seen {
        let eyes = self.author;
        let mut opened = BTreeMap::new();
        let mut at_hand = self.process.borrow_mut();
        for row in rows {
            let Event::NotedApart { sealed, readers } = &row.event else {
                continue;
            };
            if row.by != Author::Person(eyes) && !readers.contains(&eyes) {
                continue;
            }
            let place = (eyes, session, row.seq);
            if let Some(words) = at_hand.get(&place) {
                opened.insert(row.seq, words.clone());
                continue;
            }
            let plain = vault::from_hex(sealed).and_then(|sealed| self.apart_opened(eyes, &sealed));
            let said = plain
                .and_then(|plain| store::record::decode::<WordsV1>(&plain, "process note").ok());
            // In another session, or in another's name, it is not what was written there.
            let there = |said: &WordsV1| {
                said.v == 1 && said.session == session && row.by == Author::Person(said.author)
            };
            if let Some(said) = said.filter(there) {
                at_hand.insert(place, said.words.clone());
                opened.insert(row.seq, said.words);
            }
        }
        Seen {
            eyes: Eyes::Person(eyes),
            opened,
        }
    }
}

/// A process note is struck and written anew: nothing beside it may say what it says.
pub(crate) fn not_amended(session: &Session, act: &Act) -> Result<(), Error> {
    match act {
        Act::Amend { target, .. } => not_a_process_note(session, *target),
        _ => Ok(()),
    }
}

/// Refuses a row that is a process note or speaks of one.
pub(crate) fn not_a_process_note(session: &Session, seq: u64) -> Result<(), Error> {
    if is_of_process_note(session.rows(), seq) {
        return Err(Refusal::NotThatKind.into());
    }
    Ok(())
}

impl From<NotApart> for Error {
    fn from(bad: NotApart) -> Error {
        match bad {
            NotApart::Readers => Error::BadInput { what: "readers" },
            NotApart::Key => Error::Damaged { what: "key" },
            NotApart::TooLong => Error::BadInput { what: "text" },
        }
    }
}
