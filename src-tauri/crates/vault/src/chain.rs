//! The audit chain: each entry's digest takes in the one before, so no entry can be changed, dropped, added or moved alone.
//!
//! A chain by itself cannot know that its end is missing; give the verifier a [`Point`] that somebody else kept.

use ring::digest::{Context, SHA256};

/// A digest in the chain.
pub type Digest = [u8; 32];

/// One point of a chain: after how many entries, which digest. Number 0 is the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// Number of entries so far.
    pub seq: u64,
    /// Digest of the last of them.
    pub digest: Digest,
}

/// Where a chain does not hold. `seq` is the first bad entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// Entry numbers do not follow each other: something was dropped, added or moved.
    #[error("audit entry {expected} is missing; {found} stands in its place")]
    Order {
        /// The number that was due.
        expected: u64,
        /// The number that was found.
        found: u64,
    },
    /// The entry is not what was written.
    #[error("audit entry {seq} is not what was written")]
    Changed {
        /// Number of the entry.
        seq: u64,
    },
    /// A kept point says that there were more.
    #[error("the audit ends at {have}; it had {had} entries")]
    Truncated {
        /// How many there are.
        have: u64,
        /// How many a kept point says there were.
        had: u64,
    },
    /// A kept point names another digest: history was written anew.
    #[error("the audit up to entry {seq} is not the one that was witnessed")]
    Rewritten {
        /// Number of the entry.
        seq: u64,
    },
}

/// The chain's beginning, different for every vault.
pub fn genesis(vault_id: &[u8; 16]) -> Point {
    let mut context = Context::new(&SHA256);
    context.update(b"audit/1/genesis");
    context.update(vault_id);
    Point {
        seq: 0,
        digest: finish(context),
    }
}

/// The digest of the next entry.
pub fn link(previous: &Digest, entry: &[u8]) -> Digest {
    let mut context = Context::new(&SHA256);
    context.update(b"audit/1");
    context.update(&(entry.len() as u64).to_be_bytes());
    context.update(entry);
    context.update(previous);
    finish(context)
}

/// Plain SHA-256 of an object's bytes: what an entry says of the object before and after.
pub fn digest(bytes: &[u8]) -> Digest {
    let mut context = Context::new(&SHA256);
    context.update(bytes);
    finish(context)
}

fn finish(context: Context) -> Digest {
    context
        .finish()
        .as_ref()
        .try_into()
        .expect("SHA-256 gives 32 bytes")
}

/// Checks a chain entry by entry, from its beginning to its end.
pub struct Verifier {
    at: Point,
    kept: Vec<Point>,
}

impl Verifier {
    /// Begins at `start` (the genesis, or a point that is trusted) and expects every point of `kept` on the way.
    pub fn new(start: Point, mut kept: Vec<Point>) -> Self {
        kept.retain(|point| point.seq > start.seq);
        kept.sort_by_key(|point| std::cmp::Reverse(point.seq));
        Self { at: start, kept }
    }

    /// The next entry as it is stored: its number, its bytes, its digest.
    pub fn entry(&mut self, seq: u64, entry: &[u8], digest: &[u8]) -> Result<(), Broken> {
        let expected = self.at.seq + 1;
        if seq != expected {
            return Err(Broken::Order {
                expected,
                found: seq,
            });
        }
        let due = link(&self.at.digest, entry);
        if due != digest {
            return Err(Broken::Changed { seq });
        }
        self.at = Point { seq, digest: due };
        while let Some(point) = self.kept.pop_if(|point| point.seq == seq) {
            if point.digest != due {
                return Err(Broken::Rewritten { seq });
            }
        }
        Ok(())
    }

    /// The chain's end, if no kept point lies beyond it.
    pub fn finish(self) -> Result<Point, Broken> {
        match self.kept.first() {
            Some(beyond) => Err(Broken::Truncated {
                have: self.at.seq,
                had: beyond.seq,
            }),
            None => Ok(self.at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Row = (u64, Vec<u8>, Digest);

    fn chain(length: u64) -> Vec<Row> {
        let mut at = genesis(&[1; 16]);
        (1..=length)
            .map(|seq| {
                let entry = format!("entry {seq}").into_bytes();
                at = Point {
                    seq,
                    digest: link(&at.digest, &entry),
                };
                (seq, entry, at.digest)
            })
            .collect()
    }

    fn verify(rows: &[Row], kept: Vec<Point>) -> Result<Point, Broken> {
        let mut verifier = Verifier::new(genesis(&[1; 16]), kept);
        for (seq, entry, digest) in rows {
            verifier.entry(*seq, entry, digest)?;
        }
        verifier.finish()
    }

    fn point(row: &Row) -> Point {
        Point {
            seq: row.0,
            digest: row.2,
        }
    }

    #[test]
    fn an_untouched_chain_holds_and_another_vaults_does_not() {
        let rows = chain(20);
        assert_eq!(verify(&rows, vec![]), Ok(point(&rows[19])));
        assert_eq!(verify(&[], vec![]), Ok(genesis(&[1; 16])));
        let (seq, entry, digest) = &rows[0];
        let mut other = Verifier::new(genesis(&[2; 16]), vec![]);
        assert_eq!(
            other.entry(*seq, entry, digest),
            Err(Broken::Changed { seq: 1 })
        );
    }

    #[test]
    fn what_was_cut_off_shows_against_a_kept_point_and_only_there() {
        let rows = chain(20);
        let kept = vec![point(&rows[19]), point(&rows[9])];
        assert_eq!(verify(&rows, kept.clone()), Ok(point(&rows[19])));
        // Without a witness the end may be missing: this is the limit of any chain, asserted so that nobody forgets it.
        assert_eq!(verify(&rows[..15], vec![]), Ok(point(&rows[14])));
        assert_eq!(
            verify(&rows[..15], kept),
            Err(Broken::Truncated { have: 15, had: 20 })
        );
    }

    #[test]
    fn history_written_anew_shows_against_a_kept_point() {
        let rows = chain(20);
        let mut forged = rows[..9].to_vec();
        let mut at = rows[8].2;
        for seq in 10..=20 {
            at = link(&at, b"forged");
            forged.push((seq, b"forged".to_vec(), at));
        }
        assert!(verify(&forged, vec![]).is_ok());
        assert_eq!(
            verify(&forged, vec![point(&rows[14])]),
            Err(Broken::Rewritten { seq: 15 })
        );
    }

    #[test]
    fn verification_may_begin_at_a_trusted_point() {
        let rows = chain(20);
        let mut verifier = Verifier::new(point(&rows[9]), vec![point(&rows[3]), point(&rows[19])]);
        for (seq, entry, digest) in &rows[10..] {
            verifier.entry(*seq, entry, digest).unwrap();
        }
        assert_eq!(verifier.finish(), Ok(point(&rows[19])));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]
        #[test]
        fn every_edit_is_found_at_its_entry(at in 0usize..20, other in 0usize..20, kind in 0u8..6, bit in 0usize..8) {
            let rows = chain(20);
            let mut bent = rows.clone();
            let first_bad = match kind {
                0 => { bent[at].1[bit % 7] ^= 1 << (bit % 8); at }
                1 => { bent[at].2[bit] ^= 1; at }
                2 => { bent.remove(at); if at == 19 { return Ok(()) } at }
                3 => { let row = bent[at].clone(); bent.insert(at, row); at + 1 }
                4 => { if at == other { return Ok(()) } bent.swap(at, other); at.min(other) }
                _ => { bent[at].0 += 1 + bit as u64; at }
            };
            let seq = match verify(&bent, vec![]).unwrap_err() {
                Broken::Changed { seq } => seq,
                Broken::Order { expected, .. } => expected,
                other => panic!("{other}"),
            };
            prop_assert_eq!(seq, first_bad as u64 + 1);
        }
    }
}
