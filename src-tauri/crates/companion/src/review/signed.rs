//! Reviewers' signatures: those that came with a session or a part of a course, those that were made in the thread, and what became of the
//! acceptance behind each.

use super::course::read_part;
use super::read_packet;
use crate::packets::{
    Read, ReadCourse, SignatureV1, Thread, is_damage, key_of_hex, part_of, signature_of_hex,
};
use crate::sign::{Meaning, NAMESPACE, Statement, TakenBack};
use crate::{Companion, Error, Open};
use clinic::review::{Event, ReviewRole, RowId};

/// How a signature that came in a packet, or was made about one, stands, as far as a reader without the record can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// As printed then.
    pub name: String,
    /// As printed then.
    pub initials: String,
    /// With what meaning.
    pub meaning: Meaning,
    /// In which role a reviewer signed, where one is named.
    pub role: Option<ReviewRole>,
    /// When, UTC milliseconds.
    pub wall_ms: i64,
    /// Zone shown then.
    pub zone_minutes: i16,
    /// It speaks of the very rows that the packet's author names, Ed25519 holds, and the key is not known here as somebody else's or as
    /// another one than this person's.
    pub holds: bool,
    /// The key is known here as this person's.
    pub known: bool,
    /// Something of the session was amended after this was signed.
    pub amended_since: bool,
    /// Its signer, a reviewer, took back what they had accepted when they signed.
    pub taken_back: Option<TakenBack>,
}

impl Companion {
    /// Signatures that came with a session, and those that its reviewers made in the thread, looked at as far as a reader can.
    pub fn carried(&self, read: &Read, thread: &Thread) -> Result<Vec<Carried>, Error> {
        let mut all = Vec::new();
        let session = read.live.row.id;
        for one in &read.signatures {
            let Ok(said) = store::record::decode::<Statement>(one.body.as_bytes(), "signature")
            else {
                continue;
            };
            let rows = of_session(read, &said);
            // The packet says when each was made, and not which of them a signature reaches over: both times are of the author's own machine.
            let mut later = read.live.amended.iter();
            let amended_since = match &said.amended {
                None => !read.live.amended.is_empty(),
                Some(_) => later.any(|one| one.wall_ms > said.wall_ms),
            };
            let amended_since = said.meaning != Meaning::Reviewer && amended_since;
            all.push(Carried {
                amended_since,
                ..self.carried_one(one, said, rows)?
            });
        }
        let part = read_packet(&thread.packet.row.digest);
        let of_it =
            |event: &Event| matches!(event, Event::CoSigned { session: of, .. } if *of == session);
        for (id, one) in made_here(thread, of_it) {
            let fits = |said: &Statement| of_session(read, said);
            all.extend(self.made(thread, id, &one, &part, fits)?);
        }
        Ok(all)
    }

    /// Signatures that came with the parts of a course, and those that its reviewers made in the thread, each with its part, looked at as far
    /// as a reader can.
    pub fn carried_in_course(
        &self,
        course: &ReadCourse,
        thread: &Thread,
    ) -> Result<Vec<(String, Carried)>, Error> {
        let mut all = Vec::new();
        for one in &course.signatures {
            let body = one.body.as_bytes();
            let Ok(said) = store::record::decode::<Statement>(body, "signature") else {
                continue;
            };
            let Some(named) = &said.part else {
                continue;
            };
            let part = part_of(&said.meaning, named).to_owned();
            // All rows of the course up to the one that it reaches. Whether more was added since, the part itself tells.
            let rows = course.digest_at(said.last) == Some(said.digest.as_str())
                && said.about == "course"
                && said.id == course.id.to_string();
            all.push((part, self.carried_one(one, said, rows)?));
        }
        for (told, _) in course.excerpt.pieces() {
            let part = read_part(&thread.packet.row.digest, &told.part);
            let of_it = |event: &Event| matches!(event, Event::CoSignedInCourse { part, .. } if *part == told.part);
            for (id, one) in made_here(thread, of_it) {
                let fits = |said: &Statement| {
                    (said.last, said.digest.as_str()) == (course.last, course.digest.as_str())
                        && said.about == "course"
                        && said.id == course.id.to_string()
                };
                let made = self.made(thread, id, &one, &part, fits)?;
                all.extend(made.map(|made| (told.part.clone(), made)));
            }
        }
        Ok(all)
    }

    /// A signature of this thread, by the row that holds it.
    fn made(
        &self,
        thread: &Thread,
        id: RowId,
        one: &SignatureV1,
        part: &str,
        rows: impl Fn(&Statement) -> bool,
    ) -> Result<Option<Carried>, Error> {
        let Ok(said) = store::record::decode::<Statement>(one.body.as_bytes(), "signature") else {
            return Ok(None);
        };
        let fits = said.person == id.by && said.part.as_deref() == Some(part) && rows(&said);
        Ok(Some(Carried {
            taken_back: taken_back_by(thread, id),
            ..self.carried_one(one, said, fits)?
        }))
    }

    /// One of them; `rows`: it speaks of the very rows that the packet's author names.
    fn carried_one(
        &self,
        one: &SignatureV1,
        said: Statement,
        rows: bool,
    ) -> Result<Carried, Error> {
        let open = self.open()?;
        let keys = open.store.person_keys(said.person)?;
        let (signed, known) = match (key_of_hex(&one.key), signature_of_hex(&one.signature)) {
            (Some(key), Some(signature)) => (
                key.verify(NAMESPACE, one.body.as_bytes(), &signature)
                    .is_ok(),
                keys.contains(key.as_bytes()),
            ),
            _ => (false, false),
        };
        Ok(Carried {
            // Of whom no key is known here, nobody here can say that it is another's.
            holds: signed && rows && (known || keys.is_empty()),
            known,
            amended_since: false,
            taken_back: open.taken_back(&said, one.body.as_bytes())?,
            name: said.name,
            initials: said.initials,
            meaning: said.meaning,
            role: said.role,
            wall_ms: said.wall_ms,
            zone_minutes: said.zone_minutes,
        })
    }
}

/// Whether a statement speaks of the rows of a session that the packet's author names.
fn of_session(read: &Read, said: &Statement) -> bool {
    (said.last, said.digest.as_str()) == (read.last, read.digest.as_str())
        && said.id == read.live.row.id.to_string()
}

/// The signatures of a thread whose row `wanted` takes, oldest first.
fn made_here(thread: &Thread, wanted: impl Fn(&Event) -> bool) -> Vec<(RowId, SignatureV1)> {
    let rows = thread.review.rows().into_iter();
    rows.filter(|(_, row)| wanted(&row.event))
        .filter_map(|(id, row)| Some((id, signature_in(&row.event)?)))
        .collect()
}

fn signature_in(event: &Event) -> Option<SignatureV1> {
    match event {
        Event::CoSigned {
            body,
            signature,
            key,
            ..
        }
        | Event::CoSignedInCourse {
            body,
            signature,
            key,
            ..
        } => Some(SignatureV1 {
            body: body.clone(),
            signature: signature.clone(),
            key: key.clone(),
        }),
        _ => None,
    }
}

/// What became of the acceptance behind a signature, by the row that holds it.
fn taken_back_by(thread: &Thread, signed: RowId) -> Option<TakenBack> {
    let row = thread.review.row(thread.review.taken_back(signed)?)?;
    let (Event::Returned { reason } | Event::DecisionWithdrawn { reason }) = &row.event else {
        return None;
    };
    Some(TakenBack {
        wall_ms: row.wall_ms,
        zone_minutes: row.zone_minutes,
        reason: reason.clone(),
    })
}

impl Open {
    /// Whether the reviewer who made this signature took back since what they had accepted: their own thread says so. None too where that
    /// thread is not here, was destroyed, or cannot be read.
    pub(crate) fn taken_back(
        &self,
        said: &Statement,
        body: &[u8],
    ) -> Result<Option<TakenBack>, Error> {
        let named = said
            .part
            .as_deref()
            .and_then(|part| part.strip_prefix("packet/"));
        let Some(named) = named.filter(|_| said.meaning == Meaning::Reviewer) else {
            return Ok(None);
        };
        let digest = named.split('/').next().unwrap_or_default();
        let packets = self.store.packets()?;
        let Some(thread) = packets.iter().find(|packet| packet.row.digest == digest) else {
            return Ok(None);
        };
        let thread = match self.thread(thread.row.thread) {
            Ok(thread) => thread,
            Err(Error::Unknown { .. }) => return Ok(None),
            Err(error) if is_damage(&error) => return Ok(None),
            Err(error) => return Err(error),
        };
        let rows = thread.review.rows().into_iter();
        let mut signed = rows.filter(|(id, row)| {
            let made = signature_in(&row.event);
            id.by == said.person && made.is_some_and(|made| made.body.as_bytes() == body)
        });
        Ok(signed.next().and_then(|(id, _)| taken_back_by(&thread, id)))
    }
}
