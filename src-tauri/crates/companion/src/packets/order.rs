//! The order of one author's packets: which number each has, which are missing, and whether one that comes late belongs where it says.
//!
//! **What is taken late:** a packet with a lower number than one that was opened before, where the packet that follows it lies here and
//! names its very digest. So an author's own later signature says that it is the one; a replacement that was sealed anew never fits.

use super::*;

/// Where a packet stands among those of its author.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Order {
    /// Its number; none: it was sealed here.
    pub number: Option<u64>,
    /// A later one of its author was opened before it.
    pub late: bool,
    /// Lower numbers of its author that never came, the lowest first.
    pub missing: Vec<u64>,
}

/// Most missing numbers that are listed.
const LISTED: usize = 20;

/// A packet of an author that was opened here, as the order sees it.
struct Opened {
    sequence: u64,
    previous: Option<String>,
    digest: String,
    checkpoint: u64,
}

impl Open {
    /// What was opened here of an author that was sealed for this recipient, in the order in which it was opened.
    fn opened_of(
        &self,
        author: &PersonId,
        vault: &str,
        recipient: &str,
    ) -> Result<Vec<Opened>, Error> {
        let packets = self.store.packets()?.into_iter();
        let theirs = packets.filter(|packet| {
            let row = &packet.row;
            row.way == Way::In && row.author == *author && row.vault == vault
        });
        let opened = theirs.filter_map(|packet| {
            let row = packet.row;
            let mut named = row.recipients.into_iter();
            let named = named.find(|one| one.recipient == recipient)?;
            Some(Opened {
                sequence: named.sequence,
                previous: named.previous,
                digest: row.digest,
                checkpoint: row.checkpoint_seq,
            })
        });
        Ok(opened.collect())
    }

    /// Whether a packet fits those of its author that were opened before.
    pub(super) fn follows(
        &self,
        manifest: &Manifest,
        digest: &[u8; 32],
        checkpoint: u64,
        mine: &str,
    ) -> Result<(), Error> {
        let stop = |stopped| Err(Error::Packet(stopped));
        let Some(said) = manifest.recipient(mine) else {
            return stop(Stopped::Forwarded);
        };
        let packets = self.store.packets()?;
        if packets
            .iter()
            .any(|packet| packet.row.packet.0 == manifest.packet)
        {
            return stop(Stopped::Known);
        }
        let author = PersonId(manifest.author);
        let opened = self.opened_of(&author, &hex(&manifest.vault), mine)?;
        let number = said.sequence;
        if opened.iter().any(|one| one.sequence == number) {
            return stop(Stopped::Older);
        }
        let below = opened.iter().filter(|one| one.sequence < number);
        let below = below.max_by_key(|one| one.sequence);
        let above = opened.iter().filter(|one| one.sequence > number);
        let above = above.min_by_key(|one| one.sequence);
        if let Some(above) = above {
            // Only the packet that follows it can say that it is the one, and not another under the same number.
            if above.sequence != number + 1 {
                return stop(Stopped::Between { next: number + 1 });
            }
            match &above.previous {
                Some(previous) if *previous == hex(digest) => {}
                Some(_) => return stop(Stopped::Fork),
                None => return stop(Stopped::Older),
            }
            if checkpoint >= above.checkpoint {
                return stop(Stopped::RolledBack);
            }
        }
        if let Some(below) = below {
            // One that was lost on the way leaves a hole, which is no fork.
            if below.sequence + 1 == number && hex(&said.previous) != below.digest {
                return stop(Stopped::Fork);
            }
            // Every packet adds to its author's chain, so the next one stands further on.
            if checkpoint <= below.checkpoint {
                return stop(Stopped::RolledBack);
            }
        }
        Ok(())
    }
}

impl Companion {
    /// Where a packet that was opened here stands among those of its author.
    pub fn packet_order(&self, row: &PacketRow) -> Result<Order, Error> {
        if row.way == Way::Out {
            return Ok(Order::default());
        }
        let open = self.open()?;
        // Numbers are counted for each reader: those of whoever has the pen, or of its only one.
        let mine = open.hand().ok().map(|hand| hand.packet_recipient());
        let named = row.recipients.iter();
        let named = named
            .clone()
            .find(|one| Some(&one.recipient) == mine.as_ref())
            .or_else(|| named.clone().next().filter(|_| row.recipients.len() == 1));
        let Some(named) = named else {
            return Ok(Order::default());
        };
        let opened = open.opened_of(&row.author, &row.vault, &named.recipient)?;
        let mut before = opened.iter().take_while(|one| one.digest != row.digest);
        let late = before.any(|one| one.sequence > named.sequence);
        let there: BTreeSet<u64> = opened.iter().map(|one| one.sequence).collect();
        let missing = (1..named.sequence).filter(|number| !there.contains(number));
        Ok(Order {
            number: Some(named.sequence),
            late,
            missing: missing.take(LISTED).collect(),
        })
    }
}
