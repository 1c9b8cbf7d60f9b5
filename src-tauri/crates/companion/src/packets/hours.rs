//! Supervision that was held: every entry of it in the threads of this vault, and how far each side stands to it.
//!
//! Whoever sealed the first packet of a thread is supervised, whoever reads it supervises; which of them typed the entry does not matter.

use super::*;
use clinic::time::Date;

/// Who said it, and how it is vouched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Who.
    pub person: PersonId,
    /// As printed then.
    pub name: String,
    /// When, UTC milliseconds.
    pub wall_ms: i64,
    /// Zone shown then.
    pub zone_minutes: i16,
    /// The packet that carries it under this person's signature; none: it lies in this vault alone.
    pub packet: Option<PacketId>,
    /// The key that signed that packet, hex.
    pub key: Option<String>,
}

/// One entry of supervision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// In which thread.
    pub thread: PacketId,
    /// The client's code there.
    pub code: String,
    /// The day it was held.
    pub on: Date,
    /// How long.
    pub minutes: u16,
    /// What about.
    pub topics: String,
    /// Who supervised, by printed name; none: nobody of the readers has agreed yet.
    pub supervisor: Option<String>,
    /// Who was supervised, by printed name.
    pub supervised: String,
    /// Who entered it.
    pub entered: Said,
    /// Who of the other side agreed.
    pub agreed: Option<Said>,
}

impl Held {
    /// Both sides said it in a packet that their key signed.
    pub fn signed_by_both(&self) -> bool {
        let signed = |said: &Said| said.packet.is_some();
        signed(&self.entered) && self.agreed.as_ref().is_some_and(signed)
    }
}

impl Companion {
    /// Every supervision of every thread, by the day it was held.
    pub fn supervision_hours(&mut self) -> Result<Vec<Held>, Error> {
        let mut all = Vec::new();
        for thread in self.threads()? {
            let open = self.open()?;
            let first = &thread.packet;
            let key = open.packet_key(first.client)?;
            // Which packet carries a row: the first that did.
            let mut carried: BTreeMap<(PersonId, u64), (PacketId, String)> = BTreeMap::new();
            for packet in thread.packets.iter().map(|packet| &packet.row) {
                if packet.packet == packet.thread {
                    continue;
                }
                for row in rows_of(&open.store.packet_parts(packet.packet, &key)?)? {
                    let by = (packet.packet, packet.author_key.clone());
                    carried.entry((row.by, row.n)).or_insert(by);
                }
            }
            let said = |row: &Row| {
                let carried = carried.get(&(row.by, row.n));
                Said {
                    person: row.by,
                    name: row.name.clone(),
                    wall_ms: row.wall_ms,
                    zone_minutes: row.zone_minutes,
                    packet: carried.map(|(packet, _)| *packet),
                    key: carried.map(|(_, key)| key.clone()),
                }
            };
            for (id, row) in thread.review.rows() {
                let clinic::review::Event::Supervised {
                    on,
                    minutes,
                    topics,
                } = &row.event
                else {
                    continue;
                };
                let agreed = thread
                    .review
                    .agreed(id)
                    .and_then(|by| thread.review.row(by));
                let (entered, agreed) = (said(row), agreed.map(said));
                let author = first.row.author;
                let sides = std::iter::once(&entered).chain(&agreed);
                let supervisor = sides.clone().find(|one| one.person != author);
                all.push(Held {
                    thread: first.row.thread,
                    code: thread.code.clone(),
                    on: *on,
                    minutes: *minutes,
                    topics: topics.clone(),
                    supervisor: supervisor.map(|one| one.name.clone()),
                    supervised: thread.author_name.clone(),
                    entered,
                    agreed,
                });
            }
        }
        all.sort_by_key(|held| (held.on, held.entered.wall_ms));
        Ok(all)
    }
}
