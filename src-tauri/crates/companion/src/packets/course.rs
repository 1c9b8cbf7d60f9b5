//! What goes of a client's course: visits, calls, adverse events, and that two people went past a gate, each chosen on its own.

use super::*;
use crate::review::part_read;
use crate::sign::{Meaning, Object, Standing, Statement};
use clinic::course::Standing as CourseStanding;
use clinic::course::VisitState;
use clinic::course::event::{Event as CourseEvent, Recorded as CourseRow};
use clinic::course::excerpt::{Excerpt, Piece, PieceTold, Signed, rows_of};
use clinic::people::Person;
use clinic::time::Date;

/// Longest title of a part.
const TITLE_MAX: usize = 8_000;

/// A part of a course that can be sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PieceLine {
    /// Which.
    pub piece: Piece,
    /// Words for it.
    pub title: String,
    /// The day it was held or told.
    pub on: Date,
    /// How it is signed.
    pub signed: Signed,
    /// It is locked as finished.
    pub locked: bool,
    outside: i64,
    owed: Vec<String>,
}

/// What leaves with one part of a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeavingPiece {
    /// Which.
    pub piece: Piece,
    /// Words for it, as they leave.
    pub title: String,
    /// The day it was held or told.
    pub on: Date,
    /// Entries, all of them.
    pub entries: usize,
    /// Process notes among them, everybody's.
    pub process_notes: usize,
    /// Those of them whose words go: one's own, where every reader was named for them.
    pub process_leaves: usize,
    /// Names of people of the vault that stand in it.
    pub names: Vec<String>,
    /// Signatures under it.
    pub signatures: usize,
}

/// Parts of a course in a packet.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CourseV1 {
    v: u32,
    course: ClientId,
    code: String,
    protocol: String,
    /// The author's own sealed rows of the whole course, 0 … last, and the digest over them.
    last: u64,
    digest: String,
    /// The same at the row that each signature reaches to.
    digests: Vec<ReachV1>,
    process_notes_left_out: u64,
    people: Vec<Person>,
    pieces: Vec<PieceTold>,
    signatures: Vec<SignatureV1>,
    rows: Vec<CourseRow>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReachV1 {
    last: u64,
    digest: String,
}

/// Parts of a course as they are read out of a packet.
#[derive(Debug, Clone)]
pub struct ReadCourse {
    /// Its number in the author's vault: what signatures under it name.
    pub id: ClientId,
    /// The client's code as it was sealed.
    pub code: String,
    /// The protocol that the course was under.
    pub protocol: Arc<Protocol>,
    /// Digest of its file, hex.
    pub protocol_digest: String,
    /// The last row of the author's, and the digest over all of them.
    pub last: u64,
    /// Hex.
    pub digest: String,
    /// How many process notes came without their words.
    pub process_notes_left_out: u64,
    /// People of the author's vault who are named in it.
    pub people: Vec<Person>,
    /// Signatures as they stood.
    pub signatures: Vec<SignatureV1>,
    /// The rows, part by part.
    pub excerpt: Excerpt,
    /// Parts that whoever looks accepted in another packet, and whose rows are others since.
    pub changed: BTreeSet<String>,
    digests: BTreeMap<u64, String>,
}

impl ReadCourse {
    /// The digest over the author's rows up to this one, where a signature that came along reaches to it.
    pub(crate) fn digest_at(&self, last: u64) -> Option<&str> {
        self.digests.get(&last).map(String::as_str)
    }
}

pub(super) fn course_of(
    said: CourseV1,
    protocols: &[([u8; 32], Arc<Protocol>)],
) -> Result<ReadCourse, Error> {
    let malformed = || Error::Packet(Stopped::Malformed);
    let (_, protocol) = protocols
        .iter()
        .find(|(digest, _)| hex(digest) == said.protocol)
        .ok_or_else(malformed)?;
    let plain = |text: &String| clinic::review::is_plain(text) && text.len() <= TITLE_MAX;
    let titles = said
        .pieces
        .iter()
        .all(|piece| plain(&piece.title) && piece.owed.iter().all(plain));
    let within = said.rows.iter().all(|row| row.seq <= said.last)
        && said.digests.iter().all(|reach| reach.last <= said.last);
    if said.v != 1 || protocol.course.is_none() || !titles || !within {
        return Err(malformed());
    }
    Ok(ReadCourse {
        id: said.course,
        code: said.code,
        protocol: Arc::clone(protocol),
        protocol_digest: said.protocol,
        last: said.last,
        digest: said.digest,
        process_notes_left_out: said.process_notes_left_out,
        people: said.people,
        signatures: said.signatures,
        excerpt: Excerpt::of(said.rows, said.pieces).ok_or_else(malformed)?,
        changed: BTreeSet::new(),
        digests: said
            .digests
            .into_iter()
            .map(|reach| (reach.last, reach.digest))
            .collect(),
    })
}

/// What is signed, where such a part is signed.
pub(crate) fn object_of(client: ClientId, piece: &Piece) -> Option<Object> {
    Some(match piece {
        Piece::Visit(visit) => Object::Visit {
            client,
            visit: visit.clone(),
        },
        Piece::Adverse(row) => Object::Adverse { client, row: *row },
        Piece::Gate(gate) => Object::Gate {
            client,
            gate: gate.clone(),
        },
        Piece::Call { .. } => return None,
    })
}

/// What was gathered of a course.
pub(super) struct Gathered {
    pub(super) leaving: Vec<LeavingPiece>,
    pub(super) part: CourseV1,
    pub(super) protocol: [u8; 32],
}

impl Companion {
    /// Every part of a client's course that can be sealed, by day: visits that were held, calls, adverse events, gates that two people
    /// went past. A dosing visit is sealed as its session.
    pub fn packet_pieces(&mut self, client: ClientId) -> Result<Vec<PieceLine>, Error> {
        let today = self.today();
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let mut lines = open.pieces(client, today)?;
        lines.sort_by(|a, b| (a.on, &a.piece).cmp(&(b.on, &b.piece)));
        Ok(lines)
    }
}

impl Open {
    fn pieces(&mut self, client: ClientId, today: Date) -> Result<Vec<PieceLine>, Error> {
        let now = self.course_now(client, today)?;
        let Some((protocol, standing)) = &now.under else {
            return Ok(Vec::new());
        };
        let mut found: Vec<(Piece, Date, i64)> = Vec::new();
        for visit in &standing.visits {
            if let VisitState::Held {
                on,
                session: None,
                outside,
                ..
            } = visit.state
            {
                found.push((Piece::Visit(visit.id.clone()), on, outside));
            }
        }
        let others = now.course.pieces().into_iter();
        found.extend(others.map(|(piece, on)| (piece, on, 0)));
        let mut lines = Vec::new();
        for (piece, on, outside) in found {
            let (title, owed) = titled(&piece, protocol, standing);
            let object = object_of(client, &piece);
            let signed = match &object {
                None => Signed::Never,
                Some(object) => self.signed_as(object, today)?,
            };
            let lock = object.filter(Object::locks);
            let lock = lock.map(|object| self.lock_of(&object)).transpose()?;
            lines.push(PieceLine {
                piece,
                title,
                on,
                signed,
                locked: lock.flatten().is_some_and(|turn| turn.locked),
                outside,
                owed,
            });
        }
        Ok(lines)
    }

    /// How its author's signature stands under something.
    fn signed_as(&mut self, object: &Object, today: Date) -> Result<Signed, Error> {
        let reach = self.reach(object, today)?;
        let lines = self.signed(object, reach.as_ref())?;
        let any = |standing| {
            let mut lines = lines.iter();
            lines.any(|line| line.meaning == Meaning::Author && line.standing == standing)
        };
        Ok(if any(Standing::Holds) {
            Signed::Holds
        } else if any(Standing::AddedSince) {
            Signed::AddedSince
        } else if any(Standing::Voided) {
            Signed::Voided
        } else {
            Signed::NotYet
        })
    }

    /// Gathers the parts that were chosen, in the order of the course. Process notes lie among the other rows, open to every reader: so only
    /// one's own go, and only where every reader was named for them.
    pub(super) fn gather_course(
        &mut self,
        choice: &Choice,
        every_reader_named: bool,
        code: &str,
        today: Date,
    ) -> Result<Gathered, Error> {
        let damaged = || Error::Damaged { what: "record" };
        let without_words = choice.redaction == Redaction::WithoutWords;
        let mut lines = self.pieces(choice.client, today)?;
        lines.sort_by(|a, b| (a.on, &a.piece).cmp(&(b.on, &b.piece)));
        lines.retain(|line| choice.course.contains(&line.piece.to_string()));
        let asked: BTreeSet<&String> = choice.course.iter().collect();
        if lines.len() != asked.len() {
            return Err(Error::Unknown { what: "part" });
        }
        let course = self.course(choice.client)?;
        let under = course.under().ok_or(Error::NoCourse)?;
        let protocol = vault::from_hex(under.digest)
            .and_then(|digest| <[u8; 32]>::try_from(digest).ok())
            .ok_or_else(damaged)?;
        let of: Vec<BTreeSet<u64>> = lines
            .iter()
            .map(|line| rows_of(course.rows(), &line.piece))
            .collect();
        let mut rows: Vec<CourseRow> = course
            .rows()
            .iter()
            .filter(|row| of.iter().any(|of| of.contains(&row.seq)))
            .cloned()
            .collect();
        let notes: BTreeSet<u64> = rows
            .iter()
            .filter(|row| redact::course::is_process_note(row))
            .map(|row| row.seq)
            .collect();
        let goes = (every_reader_named && !without_words).then_some(self.author);
        let leaves: BTreeSet<u64> = rows
            .iter()
            .filter(|row| notes.contains(&row.seq) && goes == Some(row.by))
            .map(|row| row.seq)
            .collect();
        redact::course::without_process_notes(&mut rows, goes);
        if without_words {
            let redacted = rows.into_iter().map(redact::course::without_words);
            rows = redacted.collect();
        }
        let known: Vec<Person> = self
            .store
            .people()?
            .into_iter()
            .map(|row| row.person)
            .collect();
        let mut people: Vec<Person> = known
            .into_iter()
            .filter(|person| rows.iter().any(|row| names(row).contains(&person.id)))
            .collect();
        if without_words {
            redact::nameless(&mut people);
        }
        let about = About::Course(choice.client);
        let last = self.store.rows_last(about)?.ok_or_else(damaged)?;
        let digest = |last| -> Result<String, Error> {
            let digest = self.store.rows_digest(about, 0, last)?;
            Ok(hex(&digest.ok_or_else(damaged)?))
        };
        let mut signatures = Vec::new();
        let mut digests: BTreeMap<u64, String> = BTreeMap::new();
        let mut under_part: BTreeMap<String, usize> = BTreeMap::new();
        // A signature carries its signer's name: it stays where names do not go.
        if !without_words {
            let voided = self.voided(about)?;
            for row in self.store.signatures_about(about)? {
                let said = store::record::decode::<Statement>(&row.body, "signature");
                let Some((part, said)) =
                    said.ok().and_then(|said| Some((said.part.clone()?, said)))
                else {
                    continue;
                };
                // A reviewer names the packet that they read before the part.
                let part = part_of(&said.meaning, &part).to_owned();
                // What speaks of its own rows alone (a gate before anybody went past it) stays: those rows are not in the packet.
                let stays = !said.rows.is_empty() || voided.contains(&row.number);
                if stays || !asked.contains(&part) {
                    continue;
                }
                // What counts no longer is not handed on as if it did.
                if self.taken_back(&said, &row.body)?.is_some() {
                    continue;
                }
                digests.insert(said.last, digest(said.last)?);
                *under_part.entry(part).or_default() += 1;
                signatures.push(SignatureV1 {
                    body: String::from_utf8(row.body).map_err(|_| damaged())?,
                    signature: hex(&row.signature),
                    key: hex(&row.public_key),
                });
            }
        }
        let mut leaving = Vec::new();
        let mut pieces = Vec::new();
        for (line, of) in lines.into_iter().zip(&of) {
            let typed = match &line.piece {
                Piece::Adverse(_) => true,
                Piece::Visit(visit) => visit.starts_with("extra-"),
                Piece::Call { .. } | Piece::Gate(_) => false,
            };
            let title = if without_words && typed {
                redact::LEFT_OUT.to_owned()
            } else {
                line.title
            };
            let part = line.piece.to_string();
            let named = |person: &&Person| {
                let mut rows = rows.iter().filter(|row| of.contains(&row.seq));
                rows.any(|row| names(row).contains(&person.id))
            };
            leaving.push(LeavingPiece {
                title: title.clone(),
                on: line.on,
                entries: of.len(),
                process_notes: notes.intersection(of).count(),
                process_leaves: leaves.intersection(of).count(),
                names: if without_words {
                    Vec::new()
                } else {
                    people
                        .iter()
                        .filter(named)
                        .map(|one| one.name.clone())
                        .collect()
                },
                signatures: under_part.get(&part).copied().unwrap_or(0),
                piece: line.piece,
            });
            pieces.push(PieceTold {
                part,
                title,
                on: line.on,
                signed: line.signed,
                locked: line.locked,
                outside: line.outside,
                owed: line.owed,
            });
        }
        let part = CourseV1 {
            v: 1,
            course: choice.client,
            code: code.to_owned(),
            protocol: hex(&protocol),
            last,
            digest: digest(last)?,
            digests: digests
                .into_iter()
                .map(|(last, digest)| ReachV1 { last, digest })
                .collect(),
            process_notes_left_out: (notes.len() - leaves.len()) as u64,
            people,
            pieces,
            signatures,
            rows,
        };
        Ok(Gathered {
            leaving,
            part,
            protocol,
        })
    }
}

/// The part of the course that a signature speaks of, by what it names.
pub(crate) fn part_of<'a>(meaning: &Meaning, named: &'a str) -> &'a str {
    let read = (*meaning == Meaning::Reviewer).then(|| part_read(named));
    read.flatten().unwrap_or(named)
}

/// People whom a row names.
pub(crate) fn names(row: &CourseRow) -> Vec<PersonId> {
    let mut named = vec![row.by];
    match &row.event {
        CourseEvent::VisitBegun(begun) => named.extend(&begun.present),
        CourseEvent::GateOverridden { second, .. } => named.push(*second),
        _ => {}
    }
    named
}

/// Words for a part, and to whom reports on it wait.
fn titled(piece: &Piece, protocol: &Protocol, standing: &CourseStanding) -> (String, Vec<String>) {
    let visit = |id: &str| {
        let visit = standing.visit(id);
        visit.map_or_else(|| id.to_owned(), |visit| visit.title.clone())
    };
    match piece {
        Piece::Visit(id) => (visit(id), Vec::new()),
        Piece::Call { after, .. } => (visit(after), Vec::new()),
        Piece::Gate(id) => {
            let plan = protocol.course.as_ref();
            let gate = plan.and_then(|plan| plan.gates.iter().find(|gate| gate.id == *id));
            let title = gate.map_or_else(|| id.clone(), |gate| gate.title.clone());
            (title, Vec::new())
        }
        Piece::Adverse(row) => {
            let event = standing.adverse.iter().find(|one| one.row == *row);
            let Some(event) = event else {
                return (String::new(), Vec::new());
            };
            let waits = event.reports.iter().filter(|report| report.made.is_none());
            (
                event.term.clone(),
                waits.map(|report| report.title.clone()).collect(),
            )
        }
    }
}
