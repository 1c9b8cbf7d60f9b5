//! Threads: the packet that each began with, and everything that was said about it here and elsewhere.

use super::*;

impl Companion {
    /// Where the author's chain was when a thread's packet was sealed: entries, and the short code.
    pub fn packet_chain(&self, thread: &Thread) -> Result<(u64, String), Error> {
        let damaged = || Error::Damaged { what: "packet" };
        let key = key_of_hex(&thread.packet.row.author_key).ok_or_else(damaged)?;
        let said = vault::checkpoint::verify(&thread.checkpoint, &key).map_err(|_| damaged())?;
        let code = vault::checkpoint::short_code(&said.vault_id, &said.point);
        Ok((said.point.seq, code))
    }

    /// Every thread, the latest first. Those that were destroyed, and those that cannot be read as they were kept, are left out.
    pub fn threads(&mut self) -> Result<Vec<Thread>, Error> {
        Ok(self.threads_told()?.0)
    }

    /// The same, and beside them the packets whose threads cannot be read as they were kept.
    pub fn threads_told(&mut self) -> Result<(Vec<Thread>, Vec<Packet>), Error> {
        let open = self.open()?;
        let mut firsts = Vec::new();
        let mut by_thread: BTreeMap<PacketId, Vec<Packet>> = BTreeMap::new();
        for packet in open.store.packets()? {
            if packet.row.packet == packet.row.thread {
                firsts.push(packet.row.packet);
            }
            let thread = by_thread.entry(packet.row.thread).or_default();
            thread.push(packet);
        }
        let mut threads = Vec::new();
        let mut damaged = Vec::new();
        for first in firsts.into_iter().rev() {
            let packets = by_thread.remove(&first).unwrap_or_default();
            let began = packets.iter().find(|one| one.row.packet == first).cloned();
            match open.thread_of_packets(first, packets) {
                Ok(thread) => threads.push(thread),
                Err(Error::Unknown { .. }) => {}
                Err(error) if is_damage(&error) => damaged.extend(began),
                Err(error) => return Err(error),
            }
        }
        Ok((threads, damaged))
    }

    /// A thread as it stands.
    pub fn thread(&mut self, thread: PacketId) -> Result<Thread, Error> {
        self.open()?.thread(thread)
    }

    /// The sessions of a thread's packet, as they were sealed.
    pub fn thread_sessions(&mut self, thread: PacketId) -> Result<Vec<Read>, Error> {
        Ok(self.thread_within(thread)?.sessions)
    }

    /// Everything in a thread's packet, as it was sealed.
    pub fn thread_within(&mut self, thread: PacketId) -> Result<Within, Error> {
        let open = self.open()?;
        let packets = open.store.packets()?;
        let first = packets
            .iter()
            .find(|packet| packet.row.packet == thread)
            .ok_or(Error::Unknown { what: "packet" })?;
        let key = open.packet_key(first.client)?;
        let mut read = read_parts(&open.store.packet_parts(thread, &key)?)?;
        open.words_apart(&mut read);
        Ok(Within {
            sessions: read.sessions,
            course: read.course,
        })
    }

    /// Compares this vault's chain with every checkpoint of it that a reader countersigned. A packet whose key is gone says nothing.
    pub fn witnesses(&mut self) -> Result<Witnesses, Error> {
        let open = self.open()?;
        let mut found = Witnesses::default();
        for packet in open.store.packets()? {
            // A witness travels in an answer.
            if packet.row.way == Way::Out || packet.row.packet == packet.row.thread {
                continue;
            }
            let Ok(key) = open.packet_key(packet.client) else {
                continue;
            };
            // A damaged answer says nothing either, and shuts no other: the chain's own walk names it.
            let parts = match open.store.packet_parts(packet.row.packet, &key) {
                Ok(parts) => parts,
                Err(error) => {
                    let error = Error::from(error);
                    if is_damage(&error) {
                        continue;
                    }
                    return Err(error);
                }
            };
            for (kind, _, bytes) in parts {
                if kind != WITNESS {
                    continue;
                }
                let Ok(said) = witness_of(&bytes) else {
                    continue;
                };
                if let Some((seq, fits)) = open.witnessed_by(&packet.row.author_key, &said)? {
                    if fits {
                        found.reached = found.reached.max(Some(seq));
                    } else {
                        found.differs.get_or_insert(seq);
                    }
                }
            }
        }
        Ok(found)
    }
}

impl Open {
    /// How many amendments of a session lie in a packet; nothing where the session does not.
    pub(crate) fn packet_amendments(
        &self,
        packet: &Packet,
        session: SessionId,
    ) -> Result<Option<usize>, Error> {
        let key = self.packet_key(packet.client)?;
        for (kind, _, bytes) in self.store.packet_parts(packet.row.packet, &key)? {
            if kind != SESSION {
                continue;
            }
            let said: SessionV1 = store::record::decode(&bytes, "packet")?;
            if said.session == session {
                return Ok(Some(said.amended.len()));
            }
        }
        Ok(None)
    }

    /// A thread as it stands.
    pub(crate) fn thread(&self, thread: PacketId) -> Result<Thread, Error> {
        let packets = self.store.packets()?.into_iter();
        let packets = packets.filter(|packet| packet.row.thread == thread);
        self.thread_of_packets(thread, packets.collect())
    }

    /// A thread by its packets.
    fn thread_of_packets(&self, thread: PacketId, packets: Vec<Packet>) -> Result<Thread, Error> {
        let first = packets
            .iter()
            .find(|packet| packet.row.packet == thread)
            .ok_or(Error::Unknown { what: "packet" })?
            .clone();
        let key = self.packet_key(first.client)?;
        let said = cover_of(&self.store.packet_cover(thread, &key)?)?;
        let own = self.store.review_rows(thread, &key)?;
        let mut review = Review::replay(own.iter().cloned());
        let mut sent: BTreeSet<(PersonId, u64)> = BTreeSet::new();
        for packet in packets.iter().filter(|packet| packet.row.packet != thread) {
            for row in rows_of(&self.store.packet_parts(packet.row.packet, &key)?)? {
                if packet.row.way == Way::Out {
                    sent.insert((row.by, row.n));
                }
                review.take(row);
            }
        }
        let unsent = own
            .iter()
            .filter(|row| row.by == self.author && row.event.leaves())
            .filter(|row| !sent.contains(&(row.by, row.n)))
            .count();
        Ok(Thread {
            side: match first.row.way {
                Way::Out => Side::Author,
                Way::In => Side::Reviewer,
            },
            packet: first,
            author_name: said.author_name,
            purpose: said.purpose,
            code: said.code,
            checkpoint: said.checkpoint,
            review,
            unsent,
            packets,
        })
    }

    /// Whether whoever has the pen has a word in a thread: they sealed its packet, or it was sealed for them. Their keys are at hand.
    pub(crate) fn part_of(&self, thread: &Thread) -> Result<(), Error> {
        let row = &thread.packet.row;
        let hand = self.hand()?;
        let theirs = match row.way {
            Way::Out => row.author == self.author,
            Way::In => {
                let mine = hand.packet_recipient();
                row.recipients.iter().any(|one| one.recipient == mine)
            }
        };
        theirs.then_some(()).ok_or(Error::NotAllowed)
    }

    /// What a witness says of this vault's chain: the entry, and whether the chain is that there. None: it is not theirs, or not about this
    /// vault.
    pub(super) fn witnessed_by(
        &self,
        reader_key: &str,
        said: &WitnessV1,
    ) -> Result<Option<(u64, bool)>, Error> {
        let (Some(key), Some(signature)) =
            (key_of_hex(reader_key), signature_of_hex(&said.signature))
        else {
            return Ok(None);
        };
        if key
            .verify(WITNESSED, said.checkpoint.as_bytes(), &signature)
            .is_err()
        {
            return Ok(None);
        }
        // Our own signature is under it: whoever sealed the packet that was read is somebody of this vault.
        for person in self.store.people()? {
            for key in self.store.person_keys(person.person.id)? {
                let read = PublicKey::parse(&key)
                    .ok()
                    .and_then(|key| vault::checkpoint::verify(&said.checkpoint, &key).ok());
                if let Some(read) = read.filter(|read| read.vault_id == self.unlocked.vault_id()) {
                    let link = self.store.audit_link(read.point.seq)?;
                    return Ok(Some((read.point.seq, link == Some(read.point.digest))));
                }
            }
        }
        Ok(None)
    }
}
