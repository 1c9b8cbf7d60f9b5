//! Words of process notes in a packet: sealed once more, to those readers alone who were named for them. They leave by their author's hand
//! only: somebody whom an author named as a reader in the vault does not pass them on.

use super::parts::Parts;
use super::*;
use crate::process::Words;
use vault::apart::{Shape, seal};

/// The length of what goes shows in steps of so many bytes.
const SHAPE: Shape = Shape {
    step: 2048,
    readers: 0,
};

/// Words of one session's process notes: `store/FORMAT.md` 10.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ApartV1 {
    v: u32,
    session: SessionId,
    notes: Vec<NoteV1>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NoteV1 {
    seq: u64,
    words: Words,
}

/// Somebody who gets the words.
pub(super) struct Reader {
    pub(super) name: String,
    recipient: String,
}

/// Who among the packet's readers gets the words of process notes. Where no words go, none of these do.
pub(super) fn process_readers(
    to: &[Contact],
    named: &[PersonId],
    without_words: bool,
) -> Result<Vec<Reader>, Error> {
    let mut readers: Vec<Reader> = Vec::new();
    for person in named {
        let contact = to.iter().find(|contact| contact.row.person == *person);
        let contact = contact.ok_or(Error::BadInput { what: "readers" })?;
        if !readers
            .iter()
            .any(|one| one.recipient == contact.row.recipient)
        {
            readers.push(Reader {
                name: contact.row.name.clone(),
                recipient: contact.row.recipient.clone(),
            });
        }
    }
    Ok(if without_words { Vec::new() } else { readers })
}

impl Open {
    /// The words of the own process notes of whoever has the pen among these rows, sealed to `readers` and to themselves; how many; none:
    /// nothing goes.
    pub(super) fn process_part(
        &self,
        session: SessionId,
        rows: &[Recorded],
        readers: &[Reader],
    ) -> Result<Option<(usize, PartBytes)>, Error> {
        if readers.is_empty() {
            return Ok(None);
        }
        let seen = self.process_seen(session, rows);
        let mine = |row: &&Recorded| row.by == Author::Person(self.author);
        let notes: Vec<NoteV1> = rows
            .iter()
            .filter(|row| redact::is_process_note(row))
            .filter(mine)
            .filter_map(|row| {
                let words = seen.words(row)?;
                let seq = row.seq;
                Some(NoteV1 { seq, words })
            })
            .collect();
        if notes.is_empty() {
            return Ok(None);
        }
        let count = notes.len();
        let mut keys: Vec<String> = readers.iter().map(|one| one.recipient.clone()).collect();
        keys.push(self.hand()?.packet_recipient());
        let plain = store::record::encode(&ApartV1 {
            v: 1,
            session,
            notes,
        });
        Ok(Some((count, (APART, 1, seal(&keys, &plain, SHAPE)?))))
    }

    /// Puts words that were sealed to whoever has the pen at their places in a packet's sessions. What does not open, or does not fit, says
    /// nothing.
    pub(super) fn words_apart(&self, read: &mut Parts) {
        for sealed in &read.apart {
            let plain = self.apart_opened(self.author, sealed);
            let said = plain
                .and_then(|plain| store::record::decode::<ApartV1>(&plain, "process note").ok());
            let Some(said) = said.filter(|said| said.v == 1) else {
                continue;
            };
            let sessions = read.sessions.iter_mut();
            for one in sessions.filter(|one| one.live.row.id == said.session) {
                for note in &said.notes {
                    let row = usize::try_from(note.seq).ok();
                    let row = row.and_then(|at| one.live.session.rows().get(at));
                    let plain = clinic::review::is_plain(&note.words.text);
                    if plain && row.is_some_and(redact::is_process_note) {
                        let opened = &mut one.live.process.opened;
                        if opened.insert(note.seq, note.words.clone()).is_none() {
                            one.process_notes_left_out =
                                one.process_notes_left_out.saturating_sub(1);
                        }
                    }
                }
            }
        }
    }
}
