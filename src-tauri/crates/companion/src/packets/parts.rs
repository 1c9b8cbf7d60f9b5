//! The parts of a packet: `store/FORMAT.md`, section 8.

use super::*;

/// The cover of a packet: its words, sealed with its parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CoverV1 {
    pub(super) v: u32,
    pub(super) author_name: String,
    pub(super) purpose: String,
    pub(super) checkpoint: String,
    pub(super) code: String,
}

/// A session in a packet.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SessionV1 {
    pub(super) v: u32,
    pub(super) session: SessionId,
    pub(super) code: String,
    pub(super) protocol: String,
    pub(super) number: u16,
    pub(super) wall_ms: i64,
    pub(super) zone_minutes: i16,
    pub(super) ended_wall_ms: i64,
    /// Digest over the author's own sealed rows 0 … last: what a signature under this session speaks of.
    pub(super) last: u64,
    pub(super) digest: String,
    pub(super) process_notes_left_out: u64,
    pub(super) signatures: Vec<SignatureV1>,
    /// What was amended after its end; not part of what is signed as rows.
    pub(super) amended: Vec<AmendedLater>,
    pub(super) rows: Vec<Recorded>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RowsV1 {
    pub(super) v: u32,
    pub(super) rows: Vec<Row>,
}

/// A checkpoint of the author's, countersigned by who read the packet: it travels back, and shows for good how far the record had come.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WitnessV1 {
    pub(super) v: u32,
    pub(super) checkpoint: String,
    pub(super) signature: String,
}

/// What the parts of a packet hold.
pub(super) struct Parts {
    pub(super) sessions: Vec<Read>,
    pub(super) course: Option<ReadCourse>,
    pub(super) rows: Vec<Row>,
    /// Words of process notes, sealed to those who were named for them.
    pub(super) apart: Vec<Vec<u8>>,
}

/// Reads parts; each session is replayed under the protocol that lies beside it.
pub(super) fn read_parts(parts: &[PartBytes]) -> Result<Parts, Error> {
    let malformed = || Error::Packet(Stopped::Malformed);
    let mut protocols: Vec<([u8; 32], Arc<Protocol>)> = Vec::new();
    let mut read = Parts {
        sessions: Vec::new(),
        course: None,
        rows: Vec::new(),
        apart: Vec::new(),
    };
    for (kind, version, bytes) in parts {
        if !matches!(*kind, PROTOCOL | APART) && !numbers_fit(bytes) {
            return Err(malformed());
        }
        match (*kind, *version) {
            (COVER, 1) => {
                cover_of(parts)?;
            }
            (PROTOCOL, 1) => {
                let text = std::str::from_utf8(bytes).map_err(|_| malformed())?;
                let protocol = Companion::protocol_lint(text).map_err(|_| malformed())?;
                protocols.push((Companion::protocol_digest(text), Arc::new(protocol)));
            }
            (SESSION, 1) => {
                let said: SessionV1 =
                    store::record::decode(bytes, "packet").map_err(|_| malformed())?;
                let session = session_of(said, &protocols)?;
                let id = session.live.row.id;
                if read.sessions.iter().any(|one| one.live.row.id == id) {
                    return Err(malformed());
                }
                read.sessions.push(session);
            }
            (COURSE, 1) => {
                if read.course.is_some() {
                    return Err(malformed());
                }
                let said = store::record::decode(bytes, "packet").map_err(|_| malformed())?;
                read.course = Some(course_of(said, &protocols)?);
            }
            (WITNESS, 1) => {
                witness_of(bytes).map_err(|_| malformed())?;
            }
            (APART, 1) => read.apart.push(bytes.clone()),
            (ROWS, 1 | 2) => {
                let rows = rows_in(bytes).map_err(|_| malformed())?;
                if rows_version(&rows) != *version {
                    return Err(malformed());
                }
                read.rows.extend(rows);
                if read.rows.len() > ROWS_MAX {
                    return Err(Error::Packet(Stopped::Limit("rows")));
                }
            }
            _ => return Err(Error::Packet(Stopped::Newer)),
        }
    }
    Ok(read)
}

/// Most digits of a number in a part: what is reckoned with such numbers, times above all, never leaves what a machine can hold.
const DIGITS_MAX: usize = 16;

/// Whether no number of a JSON text has more digits than that.
fn numbers_fit(text: &[u8]) -> bool {
    let (mut quoted, mut escaped, mut digits) = (false, false, 0);
    for byte in text {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'0'..=b'9' if !quoted => {
                digits += 1;
                if digits > DIGITS_MAX {
                    return false;
                }
                continue;
            }
            _ => {}
        }
        digits = 0;
    }
    true
}

pub(super) fn session_of(
    said: SessionV1,
    protocols: &[([u8; 32], Arc<Protocol>)],
) -> Result<Read, Error> {
    let malformed = || Error::Packet(Stopped::Malformed);
    let (digest, protocol) = protocols
        .iter()
        .find(|(digest, _)| hex(digest) == said.protocol)
        .ok_or_else(malformed)?;
    let beyond = |later: &AmendedLater| later.seq > said.last;
    if said.amended.iter().any(beyond) {
        return Err(malformed());
    }
    let row = SessionRow {
        id: said.session,
        client: ClientId([0; 16]),
        protocol: *digest,
        number: said.number,
        wall_ms: said.wall_ms,
        zone_minutes: said.zone_minutes,
        ended_wall_ms: Some(said.ended_wall_ms),
    };
    let whole = said.last.checked_add(1) == Some(said.rows.len() as u64);
    if said.v != 1 || !whole || !shelved_as_told(&row, &said.rows) {
        return Err(malformed());
    }
    let session = Session::replay(protocol.clone(), said.rows).map_err(|_| malformed())?;
    if !session.is_ended() {
        return Err(malformed());
    }
    Ok(Read {
        live: Live::told(row, said.code, session, said.ended_wall_ms, said.amended),
        last: said.last,
        digest: said.digest,
        process_notes_left_out: said.process_notes_left_out,
        signatures: said.signatures,
        changed: false,
    })
}

pub(super) fn rows_of(parts: &[PartBytes]) -> Result<Vec<Row>, Error> {
    let mut rows = Vec::new();
    for (_, _, bytes) in parts.iter().filter(|(kind, ..)| *kind == ROWS) {
        rows.extend(rows_in(bytes)?);
    }
    Ok(rows)
}

/// The version of a part that holds these rows: what is pinned to a field came with the second, and rows without it are written as ever.
pub(super) fn rows_version(rows: &[Row]) -> u16 {
    let field = |row: &Row| row.event.on().is_some_and(|on| on.field().is_some());
    if rows.iter().any(field) { 2 } else { 1 }
}

fn rows_in(bytes: &[u8]) -> Result<Vec<Row>, Error> {
    let said: RowsV1 = store::record::decode(bytes, "packet")?;
    first_version(said.v)?;
    Ok(said.rows)
}

pub(super) fn witness_of(bytes: &[u8]) -> Result<WitnessV1, Error> {
    let said: WitnessV1 = store::record::decode(bytes, "packet")?;
    first_version(said.v)?;
    Ok(said)
}

/// The tag inside a part says what the part's own version says.
fn first_version(v: u32) -> Result<(), Error> {
    (v == 1)
        .then_some(())
        .ok_or(Error::Damaged { what: "packet" })
}

/// How much was left out, as a manifest says it.
pub(super) fn redaction_number(redaction: Redaction) -> u8 {
    match redaction {
        Redaction::Coded => 1,
        Redaction::WithoutWords => 2,
    }
}

/// The same, read.
pub(super) fn redaction_of(number: u8) -> Option<Redaction> {
    let all = [Redaction::Coded, Redaction::WithoutWords];
    all.into_iter().find(|one| redaction_number(*one) == number)
}

pub(super) fn cover(manifest: &Manifest, code: &str) -> PartBytes {
    let cover = CoverV1 {
        v: 1,
        author_name: manifest.author_name.clone(),
        purpose: manifest.purpose.clone(),
        checkpoint: manifest.checkpoint.clone(),
        code: code.to_owned(),
    };
    (COVER, 1, store::record::encode(&cover))
}

pub(super) fn cover_of(parts: &[PartBytes]) -> Result<CoverV1, Error> {
    let damaged = Error::Damaged { what: "packet" };
    let (COVER, 1, bytes) = parts.first().ok_or(Error::Damaged { what: "packet" })? else {
        return Err(damaged);
    };
    let said: CoverV1 = store::record::decode(bytes, "packet")?;
    first_version(said.v)?;
    Ok(said)
}

pub(super) fn recipients(manifest: &Manifest) -> Vec<RecipientRow> {
    let rows = manifest.recipients.iter().map(|one| RecipientRow {
        recipient: one.recipient.clone(),
        sequence: one.sequence,
        previous: Some(hex(&one.previous)),
        role: ReviewRole::of_number(one.role),
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_no_clock_shows_is_refused_and_digits_in_words_are_not() {
        assert!(numbers_fit(
            br#"{"wall_ms":-9007199254740991,"text":"12345678901234567890 \" 1"}"#
        ));
        assert!(!numbers_fit(
            br#"{"text":"a","wall_ms":-12345678901234567}"#
        ));
        assert!(!numbers_fit(
            br#"{"text":"\\","wall_ms":12345678901234567}"#
        ));
    }
}
