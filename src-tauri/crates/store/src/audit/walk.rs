//! Walking the chain. Rows are lent by the engine here, in batches; a second core counts their links and reads the entries meanwhile. What is
//! found is answered in the order of the entries, as if they had been walked one by one.

use super::{Entry, Fault, Head};
use crate::Error;
use crate::record::decode;
use std::sync::mpsc::channel;

/// Bytes of a batch: what a core keeps near it.
const BATCH: usize = 256 << 10;
/// Batches under way.
const UNDER_WAY: usize = 4;

/// Rows as they lie, one behind the other.
#[derive(Default)]
pub(super) struct Batch {
    bytes: Vec<u8>,
    rows: Vec<Row>,
}

struct Row {
    seq: u64,
    /// Where its entry ends, and its link.
    entry: usize,
    link: usize,
}

impl Batch {
    /// Takes a copy of one row.
    pub(super) fn push(&mut self, seq: u64, entry: &[u8], link: &[u8]) {
        self.bytes.extend_from_slice(entry);
        let entry = self.bytes.len();
        self.bytes.extend_from_slice(link);
        let link = self.bytes.len();
        self.rows.push(Row { seq, entry, link });
    }

    /// Whether no more should be put into it.
    pub(super) fn is_full(&self) -> bool {
        self.bytes.len() >= BATCH
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.rows.clear();
    }
}

/// An entry that speaks of an object, and where the chain stood before it.
pub(super) struct Spoken {
    pub(super) before: Head,
    pub(super) entry: Entry,
}

/// What a batch held.
struct Walked {
    spoken: Vec<Spoken>,
    /// The last entry that holds.
    head: Head,
    why: Option<&'static str>,
    /// To be filled again.
    batch: Batch,
}

/// Where the chain stops holding, and the last entry that holds.
pub(super) type Stopped = (Fault, Head);

/// Walks everything that `fill` puts into batches, from `head` on, and hands each entry that speaks of an object to `each`. `fill` leaves a
/// batch unfilled at the end, or fails there.
pub(super) fn walk(
    head: Head,
    mut fill: impl FnMut(&mut Batch) -> Result<(), Error>,
    mut each: impl FnMut(&Spoken) -> Result<Option<&'static str>, Error>,
) -> Result<Result<Head, Stopped>, Error> {
    let mut batch = Batch::default();
    let mut failed = fill(&mut batch);
    if failed.is_err() || !batch.is_full() {
        let walked = over(head, batch);
        let answer = settle(&walked, &mut each)?;
        return match answer {
            Some(stopped) => Ok(Err(stopped)),
            None => failed.map(|()| Ok(walked.head)),
        };
    }
    std::thread::scope(|scope| {
        let (give, given) = channel::<Batch>();
        let (answer, answers) = channel::<Walked>();
        let other = std::thread::Builder::new().spawn_scoped(scope, move || {
            let mut head = head;
            for batch in given {
                let walked = over(head, batch);
                head = walked.head;
                let stops = walked.why.is_some();
                if answer.send(walked).is_err() || stops {
                    return;
                }
            }
        });
        let mut head = head;
        let mut under_way = 0;
        loop {
            let last = failed.is_err() || !batch.is_full();
            let mut free = Batch::default();
            let walked = if other.is_err() {
                // No second thread was to be had.
                Some(over(head, batch))
            } else {
                // It hears no more where it has found a fault; that is among its answers.
                let heard = give.send(batch).is_ok();
                under_way += usize::from(heard);
                if !heard || under_way == UNDER_WAY {
                    answers.recv().ok()
                } else {
                    None
                }
            };
            if let Some(walked) = walked {
                under_way = under_way.saturating_sub(1);
                if let Some(stopped) = settle(&walked, &mut each)? {
                    return Ok(Err(stopped));
                }
                head = walked.head;
                free = walked.batch;
            }
            if last {
                break;
            }
            free.clear();
            failed = fill(&mut free);
            batch = free;
        }
        drop(give);
        for walked in answers {
            if let Some(stopped) = settle(&walked, &mut each)? {
                return Ok(Err(stopped));
            }
            head = walked.head;
        }
        failed.map(|()| Ok(head))
    })
}

/// Looks at what entries speak of, in their order, and then at the fault that ended the batch.
fn settle(
    walked: &Walked,
    each: &mut impl FnMut(&Spoken) -> Result<Option<&'static str>, Error>,
) -> Result<Option<Stopped>, Error> {
    for spoken in &walked.spoken {
        if let Some(why) = each(spoken)? {
            let seq = spoken.before.seq + 1;
            return Ok(Some((Fault { seq, why }, spoken.before)));
        }
    }
    let seq = walked.head.seq + 1;
    Ok(walked.why.map(|why| (Fault { seq, why }, walked.head)))
}

/// Counts the links of a batch and reads its entries, up to the first that does not hold.
fn over(mut head: Head, batch: Batch) -> Walked {
    let mut spoken = Vec::new();
    let mut from = 0;
    let mut why = None;
    for row in &batch.rows {
        let (bytes, kept) = (
            &batch.bytes[from..row.entry],
            &batch.bytes[row.entry..row.link],
        );
        from = row.link;
        match one(head, row.seq, bytes, kept) {
            Ok((next, entry)) => {
                let before = std::mem::replace(&mut head, next);
                spoken.extend(entry.map(|entry| Spoken { before, entry }));
            }
            Err(found) => {
                why = Some(found);
                break;
            }
        }
    }
    Walked {
        spoken,
        head,
        why,
        batch,
    }
}

fn one(
    head: Head,
    seq: u64,
    bytes: &[u8],
    kept: &[u8],
) -> Result<(Head, Option<Entry>), &'static str> {
    if seq != head.seq + 1 {
        return Err("an entry is missing");
    }
    let link = vault::chain::link(&head.link, bytes);
    if kept != link {
        return Err("the entry does not fit its link");
    }
    let (number, entry) = match glance(bytes) {
        Some(seen) if !seen.speaks => (seen.seq, None),
        // Of an object, or written in a way that has to be looked at closely.
        _ => {
            let entry: Entry =
                decode(bytes, "audit entry").map_err(|_| "the entry cannot be read")?;
            (entry.seq, Some(entry))
        }
    };
    if number != seq {
        return Err("the entry carries another number");
    }
    Ok((Head { seq, link }, entry))
}

/// What is seen of an entry without taking memory.
struct Glance {
    seq: u64,
    /// It names an object's digest, or is of a kind or action that is counted.
    speaks: bool,
}

/// Reads an entry that is written as entries are, every field in its place. None: something in it is not plain, and [`decode`] decides. What
/// is seen here, `decode` sees too.
fn glance(bytes: &[u8]) -> Option<Glance> {
    let mut at = Plain(bytes);
    at.skip(b"{\"action\":")?;
    let action = at.text()?;
    at.skip(b",\"actor\":")?;
    at.null().or_else(|| at.id())?;
    at.skip(b",\"after\":")?;
    let after = at.null().is_none();
    if after {
        at.text()?;
    }
    at.skip(b",\"app\":")?;
    at.text()?;
    at.skip(b",\"before\":")?;
    at.null().or_else(|| at.text().map(|_| ()))?;
    at.skip(b",\"boot\":")?;
    at.id()?;
    at.skip(b",\"first\":")?;
    at.null().or_else(|| at.number::<u64>().map(|_| ()))?;
    at.skip(b",\"id\":")?;
    at.text()?;
    at.skip(b",\"kind\":")?;
    let kind = at.text()?;
    at.skip(b",\"last\":")?;
    at.null().or_else(|| at.number::<u64>().map(|_| ()))?;
    at.skip(b",\"scripted\":")?;
    at.skip(b"false").or_else(|| at.skip(b"true"))?;
    at.skip(b",\"seq\":")?;
    let seq = at.number()?;
    at.skip(b",\"uptime_ms\":")?;
    at.number::<i64>()?;
    at.skip(b",\"v\":")?;
    at.number::<u32>()?;
    at.skip(b",\"wall_ms\":")?;
    at.number::<i64>()?;
    at.skip(b",\"zone_minutes\":")?;
    at.number::<i16>()?;
    at.skip(b"}")?;
    at.0.is_empty().then_some(Glance {
        seq,
        speaks: after || kind == b"session" || action == b"client_erased",
    })
}

/// What is left of the bytes.
struct Plain<'a>(&'a [u8]);

impl<'a> Plain<'a> {
    fn skip(&mut self, literal: &[u8]) -> Option<()> {
        self.0 = self.0.strip_prefix(literal)?;
        Some(())
    }

    fn null(&mut self) -> Option<()> {
        self.skip(b"null")
    }

    /// Text without anything that is written in two ways.
    fn text(&mut self) -> Option<&'a [u8]> {
        let rest = self.0.strip_prefix(b"\"")?;
        let plain = |byte: &u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\');
        let end = rest.iter().position(|byte| !plain(byte))?;
        let (text, rest) = rest.split_at(end);
        self.0 = rest.strip_prefix(b"\"")?;
        Some(text)
    }

    /// Sixteen bytes in hex.
    fn id(&mut self) -> Option<()> {
        let text = self.text()?;
        let hex = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        (text.len() == 32 && text.iter().all(hex)).then_some(())
    }

    /// A number as it is written, without idle noughts.
    fn number<N: std::str::FromStr>(&mut self) -> Option<N> {
        let sign = usize::from(self.0.first() == Some(&b'-'));
        let digits = self.0[sign..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let (text, rest) = self.0.split_at(sign + digits);
        let idle = text[sign..].first() == Some(&b'0') && (digits > 1 || sign == 1);
        if idle {
            return None;
        }
        self.0 = rest;
        std::str::from_utf8(text).ok()?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Context;
    use crate::record::encode;
    use clinic::id::{BootId, PersonId};
    use clinic::time::Stamp;
    use proptest::prelude::*;

    fn context() -> Context {
        Context {
            actor: Some(PersonId([7; 16])),
            stamp: Stamp {
                wall_ms: 1_770_000_000_000,
                zone_minutes: -210,
                uptime_ms: 12_345,
                boot: BootId([9; 16]),
            },
            app: "0.1.0",
            scripted: false,
        }
    }

    fn entries() -> Vec<Entry> {
        let of = |action, kind, id| context().entry(action, kind, id);
        let mut clock = of("noted", "session", "0c");
        (clock.actor, clock.scripted) = (None, true);
        vec![
            of("vault_opened", "vault", "0"),
            of("client_erased", "client", "aa"),
            of("kept", "person", "bb").after([1; 32]).before([2; 32]),
            of("kept", "session", "cc").after([3; 32]).rows(4, 1 << 40),
            clock,
            of("a \"word\" in quotes", "vault", "ä"),
        ]
    }

    #[test]
    fn what_is_written_is_plain_and_only_what_speaks_of_something_is_read_closely() {
        let seen: Vec<Option<bool>> = entries()
            .iter()
            .map(|entry| glance(&encode(entry)).map(|seen| seen.speaks))
            .collect();
        let yes = Some(true);
        assert_eq!(seen, [Some(false), yes, yes, yes, yes, None]);
    }

    /// Whatever the quick look accepts, the close one accepts with the same number.
    fn agree(bytes: &[u8]) {
        if let Some(seen) = glance(bytes) {
            let entry: Entry = decode(bytes, "audit entry")
                .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(bytes)));
            assert_eq!(entry.seq, seen.seq);
            let speaks =
                entry.after.is_some() || entry.kind == "session" || entry.action == "client_erased";
            assert_eq!(speaks, seen.speaks);
        }
    }

    #[test]
    fn every_changed_byte_is_judged_as_the_close_look_judges_it() {
        for entry in entries() {
            let bytes = encode(&entry);
            for at in 0..bytes.len() {
                for byte in 0..=u8::MAX {
                    let mut bent = bytes.clone();
                    bent[at] = byte;
                    agree(&bent);
                }
                let mut shorter = bytes.clone();
                shorter.remove(at);
                agree(&shorter);
                for byte in *b"0-9 \"\\n}{" {
                    let mut longer = bytes.clone();
                    longer.insert(at, byte);
                    agree(&longer);
                }
            }
        }
    }

    type Kept = (u64, Vec<u8>, Vec<u8>);

    /// Long enough for several batches under way.
    const LONG: u64 = 6_000;

    fn chain(length: u64) -> Vec<Kept> {
        let mut link = [0; 32];
        (1..=length)
            .map(|seq| {
                let mut entry = entries().swap_remove(usize::try_from(seq % 5).unwrap_or(0));
                entry.seq = seq;
                let bytes = encode(&entry);
                link = vault::chain::link(&link, &bytes);
                (seq, bytes, link.to_vec())
            })
            .collect()
    }

    /// The walk as it says where the chain stops; `refused` is an entry whose object does not hold, `broken` one that cannot be read at all.
    fn walked(
        rows: &[Kept],
        refused: u64,
        broken: u64,
    ) -> (Vec<u64>, Result<Result<Head, Stopped>, Error>) {
        let start = Head {
            seq: 0,
            link: [0; 32],
        };
        let mut rows = rows.iter();
        let mut spoken = Vec::new();
        let answer = walk(
            start,
            |batch| {
                while !batch.is_full() {
                    let Some((seq, entry, link)) = rows.next() else {
                        break;
                    };
                    if *seq == broken {
                        return Err(Error::Locked);
                    }
                    batch.push(*seq, entry, link);
                }
                Ok(())
            },
            |one| {
                spoken.push(one.entry.seq);
                Ok((one.entry.seq == refused).then_some("refused"))
            },
        );
        (spoken, answer)
    }

    #[test]
    fn a_long_chain_is_walked_whole_and_in_order() {
        for length in [0, 1, 10, LONG] {
            let rows = chain(length);
            let (spoken, answer) = walked(&rows, 0, 0);
            let head = answer.expect("walks").expect("holds");
            assert_eq!(head.seq, length);
            let due: Vec<u64> = (1..=length).filter(|seq| seq % 5 != 0).collect();
            assert_eq!(spoken, due);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        /// Whatever comes first is what is said, wherever the batches end.
        #[test]
        fn the_first_fault_is_the_one_that_is_said(changed in 1u64..LONG, refused in 1u64..LONG, broken in 1u64..LONG, kind in 0u8..4) {
            let mut rows = chain(LONG);
            let at = usize::try_from(changed - 1).expect("small");
            let why = match kind {
                0 => { rows[at].1[20] ^= 1; "the entry does not fit its link" }
                1 => { rows[at].2[3] ^= 1; "the entry does not fit its link" }
                2 => { rows[at].2.pop(); "the entry does not fit its link" }
                _ => { rows.remove(at); "an entry is missing" }
            };
            let (spoken, answer) = walked(&rows, refused, broken);
            let refused = if refused % 5 == 0 { u64::MAX } else { refused };
            // A row that is not there cannot be the broken one.
            let broken = if kind == 3 && broken == changed { u64::MAX } else { broken };
            let first = changed.min(refused).min(broken);
            prop_assert!(spoken.iter().all(|seq| *seq <= first));
            match answer {
                Err(_) => prop_assert_eq!(first, broken),
                Ok(Ok(_)) => prop_assert!(false, "it holds"),
                Ok(Err((fault, head))) => {
                    prop_assert_ne!(first, broken);
                    prop_assert_eq!(fault.seq, first);
                    prop_assert_eq!(head.seq, first - 1);
                    prop_assert_eq!(fault.why, if first == changed { why } else { "refused" });
                }
            }
        }
    }
}
