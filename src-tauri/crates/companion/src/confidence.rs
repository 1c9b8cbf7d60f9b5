//! In confidence: a concern that somebody wants kept from their colleagues, sealed to the readers that the vault names and that its writer left
//! in, and the answer to it. Nobody else opens it: not who keeps the vault, not the pair, not who writes next.
//!
//! What shows from outside, and why. **The chain says that a row was added, and when; it names nobody**, so that it can be neither removed nor
//! exchanged unseen. The time alone tells whoever knows who sat there, and the chain also says who took the pen: both doors say so before
//! a word is typed, because hiding the time would mean writing it into the record later than it happened. Length and the number of readers
//! show in steps, an answer looks like a concern, and whom a writer left out shows nowhere. Whoever wrote one needs no key: a slip of paper
//! stands for them, and opens what is answered.

use crate::{Companion, Error, Open};
use clinic::id::{PersonId, hex};
use clinic::people::Role;
use serde::{Deserialize, Serialize};
use std::path::Path;
use store::confidences::{ConfidenceRow, ReadersRow};
use store::people::PersonRow;
use vault::RecoveryCode;
use vault::apart::{self, Shape};
use vault::entropy::make_bytes;
use vault::sign::{Namespace, Signature};

/// Ending of a file that carries such rows to their reader, and answers back.
pub const ENDING: &str = "holdfast-confidence";
const NAMESPACE: Namespace = Namespace::new("holdfast/confidence/1");
/// Scratch counter of a person: so many rows lay here when they said that they had read what opens for them, or looked and nothing was new.
/// A number of all rows, set for whoever looks: it shows neither who reads nor whom a writer left out.
const SEEN: &str = "confidence_seen:";
/// Eight stanzas always: the slip and at most seven readers.
const SHAPE: Shape = Shape {
    step: 4096,
    readers: 8,
};
const READERS_MAX: usize = SHAPE.readers - 1;
/// Most characters of a concern or an answer.
const TEXT_MAX: usize = 20_000;
/// Most bytes and rows of a file that carries them.
const FILE_MAX: u64 = 16 << 20;
const ROWS_MAX: usize = 2_000;

/// Somebody whom the vault names, or could name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Who.
    pub person: PersonId,
    /// Printed name.
    pub name: String,
    /// Of this vault; otherwise of another one.
    pub here: bool,
    /// Six words of a contact's keys.
    pub words: Option<String>,
    /// What is sealed for them is sealed to this; none: nothing can be.
    recipient: Option<String>,
}

impl Reader {
    /// Whether something can be sealed to them.
    pub fn reachable(&self) -> bool {
        self.recipient.is_some()
    }
}

/// A concern as its readers and its writer read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concern {
    /// Which.
    pub id: [u8; 16],
    /// What was written.
    pub said: Said,
    /// Printed names of those it was sealed for.
    pub readers: Vec<String>,
    /// It was written in another vault.
    pub elsewhere: bool,
    /// Whoever looks has not said yet that they read it.
    pub fresh: bool,
    /// What was answered, oldest first.
    pub answers: Vec<Said>,
}

/// Words in confidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Printed name, where the writer put it there.
    pub from: Option<String>,
    /// The words.
    pub text: String,
    /// When, UTC milliseconds.
    pub wall_ms: i64,
    /// Zone shown then.
    pub zone_minutes: i16,
}

/// What is sealed: `store/FORMAT.md` 10.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsV1 {
    v: u32,
    id: String,
    origin: String,
    answers: Option<String>,
    from: Option<String>,
    text: String,
    wall_ms: i64,
    zone_minutes: i16,
    readers: Vec<ReaderV1>,
    slip: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReaderV1 {
    name: String,
    recipient: String,
}

/// A file that carries rows.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CarriedV1 {
    v: u32,
    person: PersonId,
    key: String,
    rows: Vec<CarriedRowV1>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CarriedRowV1 {
    id: String,
    origin: String,
    sealed: String,
}

impl Companion {
    /// Whom the vault names as readers.
    pub fn confidence_readers(&self) -> Result<Vec<Reader>, Error> {
        let open = self.open()?;
        let named = open.store.confidence_readers()?;
        let all = open.confidence_everybody()?.into_iter();
        Ok(all
            .filter(|reader| named.contains(&reader.person))
            .collect())
    }

    /// Who could be named: whoever neither gives care here nor keeps the vault, and everybody of other vaults.
    pub fn confidence_candidates(&self) -> Result<Vec<Reader>, Error> {
        self.open()?.confidence_everybody()
    }

    /// Names the readers of what is written from now on. What was written before stays with those it was sealed to.
    pub fn confidence_name(&mut self, people: &[PersonId]) -> Result<(), Error> {
        let open = self.open()?;
        open.writes()?;
        let all = open.confidence_everybody()?;
        let mut named: Vec<PersonId> = people.to_vec();
        named.sort_unstable();
        named.dedup();
        if named.len() > READERS_MAX {
            return Err(Error::BadInput { what: "readers" });
        }
        for person in &named {
            let reader = all.iter().find(|reader| reader.person == *person);
            let reader = reader.ok_or(Error::NotAllowed)?;
            if !reader.reachable() {
                return Err(Error::NoKey {
                    initials: reader.name.clone(),
                });
            }
        }
        let context = self.context(Some(open.author));
        let row = ReadersRow {
            v: 1,
            people: named,
            wall_ms: context.stamp.wall_ms,
        };
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        open.store.confidence_readers_keep(&row, &context)?;
        Ok(())
    }

    /// Keeps a concern for the named readers, without those whom its writer leaves out. Answers the slip that opens what is answered to it: it
    /// is shown once and kept nowhere.
    pub fn confidence_write(
        &mut self,
        text: &str,
        with_name: bool,
        without: &[PersonId],
    ) -> Result<String, Error> {
        let readers: Vec<ReaderV1> = self
            .confidence_readers()?
            .into_iter()
            .filter(|reader| !without.contains(&reader.person))
            .filter_map(|reader| {
                Some(ReaderV1 {
                    name: reader.name,
                    recipient: reader.recipient?,
                })
            })
            .collect();
        let slip = RecoveryCode::make(&mut self.entropy)?;
        let open = self.open()?;
        let from = match with_name {
            true => Some(open.person(open.author)?.name),
            false => None,
        };
        let words = WordsV1 {
            v: 1,
            id: String::new(),
            origin: hex(&open.unlocked.vault_id()),
            answers: None,
            from,
            text: text.trim().to_owned(),
            wall_ms: 0,
            zone_minutes: 0,
            readers,
            slip: apart::slip_recipient(&slip),
        };
        self.confidence_keep(words)?;
        Ok(slip.to_paper().to_string())
    }

    /// Answers a concern that whoever has the pen reads: to its writer, and to those it was sealed for.
    pub fn confidence_answer(&mut self, concern: [u8; 16], text: &str) -> Result<(), Error> {
        let open = self.open()?;
        let all = open.confidence_opened(|sealed| open.apart_opened(open.author, sealed))?;
        let found = all
            .into_iter()
            .find(|words| words.id == hex(&concern) && words.answers.is_none())
            .ok_or(Error::Unknown { what: "concern" })?;
        let words = WordsV1 {
            id: String::new(),
            answers: Some(found.id),
            from: Some(open.person(open.author)?.name),
            text: text.trim().to_owned(),
            ..found
        };
        self.confidence_keep(words)
    }

    /// Seals words and keeps them. The entry of the chain names nobody.
    fn confidence_keep(&mut self, mut words: WordsV1) -> Result<(), Error> {
        self.open()?.writes()?;
        if words.text.is_empty()
            || words.text.chars().count() > TEXT_MAX
            || !clinic::review::is_plain(&words.text)
        {
            return Err(Error::BadInput { what: "text" });
        }
        if words.readers.is_empty() {
            return Err(Error::Unknown { what: "reader" });
        }
        let id: [u8; 16] = make_bytes(&mut self.entropy)?;
        let context = self.context(None);
        words.id = hex(&id);
        words.wall_ms = context.stamp.wall_ms;
        words.zone_minutes = context.stamp.zone_minutes;
        let mut keys: Vec<String> = words
            .readers
            .iter()
            .map(|reader| reader.recipient.clone())
            .collect();
        keys.push(words.slip.clone());
        let sealed = apart::seal(&keys, &store::record::encode(&words), SHAPE)?;
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let origin = vault::from_hex(&words.origin)
            .and_then(|bytes| <[u8; 16]>::try_from(bytes).ok())
            .ok_or(Error::Damaged { what: "concern" })?;
        let row = ConfidenceRow { id, origin, sealed };
        open.store
            .confidence_keep(&row, "confidence_kept", &context)?;
        Ok(())
    }

    /// Everything that whoever has the pen reads with a key that is at hand.
    pub fn confidence_read(&self) -> Result<Vec<Concern>, Error> {
        let open = self.open()?;
        let all = open.confidence_opened(|sealed| open.apart_opened(open.author, sealed))?;
        let fresh: Vec<[u8; 16]> = open.confidence_new()?.iter().map(|row| row.id).collect();
        let mut concerns = open.concerns(all)?;
        for one in &mut concerns {
            one.fresh = fresh.contains(&one.id);
        }
        Ok(concerns)
    }

    /// How many concerns wait for whoever has the pen: those that came since they last said that they read them, and that open with a key that
    /// is at hand. Today says the number alone.
    pub fn confidence_waiting(&self) -> Result<usize, Error> {
        let open = self.open()?;
        let fresh = open.confidence_new()?;
        let opened = open.confided_in(&fresh, |sealed| open.apart_opened(open.author, sealed));
        Ok(opened.iter().filter(|one| one.answers.is_none()).count())
    }

    /// Whoever has the pen has read everything that opens for them. Kept nowhere in a backup, where one reads only, or without their own key:
    /// what did not open was not read.
    pub fn confidence_seen(&mut self) -> Result<(), Error> {
        let open = self.open()?;
        if open.writes().is_err() || open.hand().is_err() {
            return Ok(());
        }
        let rows = i64::try_from(open.store.confidences()?.len()).unwrap_or(i64::MAX);
        let counter = format!("{SEEN}{}", open.author);
        if open.store.counter(&counter)? < rows {
            let open = self.open.as_mut().ok_or(Error::Locked)?;
            open.store.count_set(&counter, rows)?;
        }
        Ok(())
    }

    /// Whoever has the pen looked. Where nothing is new to them there is nothing to say.
    pub fn confidence_looked(&mut self) -> Result<(), Error> {
        match self.confidence_waiting()? {
            0 => self.confidence_seen(),
            _ => Ok(()),
        }
    }

    /// What a slip opens: what its holder wrote, and the answers.
    pub fn confidence_by_slip(&self, typed: &str) -> Result<Vec<Concern>, Error> {
        let slip = RecoveryCode::parse(typed)?;
        let open = self.open()?;
        let all = open.confidence_opened(|sealed| {
            apart::open_with_slip(&slip, sealed).map(|plain| plain.to_vec())
        })?;
        open.concerns(all)
    }

    /// Writes every row into a new file. It opens for the same few as here; whoever carries it reads nothing.
    pub fn confidence_carry(&mut self, path: &Path) -> Result<usize, Error> {
        let open = self.open()?;
        let beside = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        open.outside(Some(beside.unwrap_or(Path::new("."))), "folder")?;
        let rows = open.store.confidences()?;
        if rows.is_empty() {
            return Err(Error::Unknown { what: "concern" });
        }
        let body = store::record::encode(&CarriedV1 {
            v: 1,
            person: PersonId(open.unlocked.person_id()),
            key: hex(open.unlocked.public_key().as_bytes()),
            rows: rows
                .iter()
                .map(|row| CarriedRowV1 {
                    id: hex(&row.id),
                    origin: hex(&row.origin),
                    sealed: hex(&row.sealed),
                })
                .collect(),
        });
        let signature = open.unlocked.sign(NAMESPACE, &body);
        let mut file = body;
        file.extend_from_slice(format!("\n{}\n", hex(&signature)).as_bytes());
        crate::packets::file_write(path, &file)?;
        // It left; whose words lie in it is said to nobody.
        let context = self.context(None);
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        open.store
            .audit_note(context.entry("confidence_carried", "vault", "confidence"))?;
        self.head_write()?;
        Ok(rows.len())
    }

    /// Takes rows in that somebody known here carried: those that whoever has the pen reads, and answers to what was written here.
    /// Answers how many were new.
    pub fn confidence_take(&mut self, path: &Path) -> Result<usize, Error> {
        let open = self.open()?;
        open.writes()?;
        if let Err(asked @ Error::KeyAsked) = open.hand() {
            return Err(asked);
        }
        let carried = open.carried(path)?;
        let known = open.store.confidences()?;
        let own = open.unlocked.vault_id();
        let mut fresh: Vec<ConfidenceRow> = Vec::new();
        for row in carried {
            let there = known.iter().chain(&fresh).any(|one| one.id == row.id);
            let theirs = open.apart_opened(open.author, &row.sealed);
            let fits = theirs.as_ref().is_some_and(|plain| said_there(plain, &row));
            if !there && (fits || (theirs.is_none() && row.origin == own)) {
                fresh.push(row);
            }
        }
        let context = self.context(None);
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        for row in &fresh {
            open.store
                .confidence_keep(row, "confidence_taken", &context)?;
        }
        Ok(fresh.len())
    }
}

/// Whether what a row opens to is what was written in that row.
fn said_there(plain: &[u8], row: &ConfidenceRow) -> bool {
    store::record::decode::<WordsV1>(plain, "concern").is_ok_and(|words| words.fits(row))
}

impl WordsV1 {
    fn fits(&self, row: &ConfidenceRow) -> bool {
        let plain = |text: &str| clinic::review::is_plain(text);
        self.v == 1
            && self.id == hex(&row.id)
            && self.origin == hex(&row.origin)
            && plain(&self.text)
            && self.from.as_deref().is_none_or(plain)
            && self.readers.iter().all(|reader| plain(&reader.name))
    }
}

impl Open {
    /// Everybody who could be named, by name. An inspector has no desk: they read nothing that is said in confidence.
    fn confidence_everybody(&self) -> Result<Vec<Reader>, Error> {
        let apart = |role: &Role| {
            matches!(
                role,
                Role::Supervisor | Role::MedicalMonitor | Role::BlindedRater
            )
        };
        let people = self.store.people()?.into_iter();
        let mut all: Vec<Reader> = people
            .filter(|row| !row.is_removed() && row.person.roles.iter().all(apart))
            .map(|row| Reader {
                recipient: self.reader_that_stays(&row),
                person: row.person.id,
                name: row.person.name,
                here: true,
                words: None,
            })
            .collect();
        for row in self.store.contacts()? {
            if row.revoked || all.iter().any(|known| known.person == row.person) {
                continue;
            }
            let contact = self.contact(row.person)?;
            all.push(Reader {
                person: row.person,
                name: row.name,
                here: false,
                words: contact.map(|contact| contact.words),
                recipient: Some(row.recipient),
            });
        }
        all.sort_by(|a, b| (&a.name, a.person).cmp(&(&b.name, b.person)));
        Ok(all)
    }

    /// What is sealed for somebody of the vault is sealed to this: the key that a rotation leaves them, where it is known here, otherwise that
    /// of their slot. One of the two, so that the number of readers does not show. None: they hold no key.
    fn reader_that_stays(&self, row: &PersonRow) -> Option<String> {
        let slot = self.unlocked.reader_of(&row.person.initials)?;
        Some(row.packets.clone().unwrap_or(slot))
    }

    /// Rows that open, in order. One that was put in another's place is no row.
    fn confidence_opened(
        &self,
        opens: impl Fn(&[u8]) -> Option<Vec<u8>>,
    ) -> Result<Vec<WordsV1>, Error> {
        Ok(self.confided_in(&self.store.confidences()?, opens))
    }

    fn confided_in(
        &self,
        rows: &[ConfidenceRow],
        opens: impl Fn(&[u8]) -> Option<Vec<u8>>,
    ) -> Vec<WordsV1> {
        let opened = rows.iter().filter_map(|row| {
            let plain = opens(&row.sealed)?;
            let words = store::record::decode::<WordsV1>(&plain, "concern").ok();
            words.filter(|words| words.fits(row))
        });
        opened.collect()
    }

    /// Rows that came since whoever has the pen last said that they had read what opens for them.
    fn confidence_new(&self) -> Result<Vec<ConfidenceRow>, Error> {
        let seen = self.store.counter(&format!("{SEEN}{}", self.author))?;
        let rows = self.store.confidences()?.into_iter();
        Ok(rows.skip(usize::try_from(seen).unwrap_or(0)).collect())
    }

    /// Concerns with their answers.
    fn concerns(&self, all: Vec<WordsV1>) -> Result<Vec<Concern>, Error> {
        let own = hex(&self.unlocked.vault_id());
        let said = |words: &WordsV1| Said {
            from: words.from.clone(),
            text: words.text.clone(),
            wall_ms: words.wall_ms,
            zone_minutes: words.zone_minutes,
        };
        let (answers, concerns): (Vec<WordsV1>, Vec<WordsV1>) =
            all.into_iter().partition(|words| words.answers.is_some());
        concerns
            .into_iter()
            .map(|words| {
                let id = vault::from_hex(&words.id)
                    .and_then(|bytes| <[u8; 16]>::try_from(bytes).ok())
                    .ok_or(Error::Damaged { what: "concern" })?;
                let to = answers
                    .iter()
                    .filter(|one| one.answers.as_ref() == Some(&words.id));
                Ok(Concern {
                    id,
                    answers: to.map(said).collect(),
                    readers: words.readers.iter().map(|one| one.name.clone()).collect(),
                    elsewhere: words.origin != own,
                    fresh: false,
                    said: said(&words),
                })
            })
            .collect()
    }

    /// The rows of a file whose carrier is known here.
    fn carried(&self, path: &Path) -> Result<Vec<ConfidenceRow>, Error> {
        let bad = || Error::BadInput { what: "file" };
        let bytes = crate::packets::file_read(path, FILE_MAX)?;
        let text = std::str::from_utf8(&bytes).map_err(|_| bad())?;
        let (body, signature) = text
            .strip_suffix('\n')
            .and_then(|text| text.rsplit_once('\n'))
            .ok_or_else(bad)?;
        let said: CarriedV1 =
            store::record::decode(body.as_bytes(), "confidence").map_err(|_| bad())?;
        let key = crate::packets::key_of_hex(&said.key).ok_or_else(bad)?;
        let signature: Signature = crate::packets::signature_of_hex(signature).ok_or_else(bad)?;
        if key.verify(NAMESPACE, body.as_bytes(), &signature).is_err()
            || said.v != 1
            || said.rows.len() > ROWS_MAX
        {
            return Err(bad());
        }
        let contacts = self.store.contacts()?;
        let known = contacts
            .iter()
            .any(|row| row.person == said.person && row.key == said.key && !row.revoked)
            || self
                .store
                .person_keys(said.person)?
                .contains(key.as_bytes());
        if !known {
            return Err(Error::Unknown { what: "contact" });
        }
        let id =
            |text: &str| vault::from_hex(text).and_then(|bytes| <[u8; 16]>::try_from(bytes).ok());
        said.rows
            .iter()
            .map(|row| {
                Some(ConfidenceRow {
                    id: id(&row.id)?,
                    origin: id(&row.origin)?,
                    sealed: vault::from_hex(&row.sealed)?,
                })
            })
            .collect::<Option<_>>()
            .ok_or_else(bad)
    }
}
