//! Opening: who sealed it, whether it follows what came before, and only then what is in it.

use super::*;

impl Companion {
    /// Opens a packet and takes it in. Somebody whom nobody here knows is pinned only where `trust` says that their six words, shown in
    /// the failure before, were compared by voice. Answers the thread that it belongs to.
    pub fn packet_open(&mut self, path: &Path, trust: bool) -> Result<PacketId, Error> {
        let (file, length) = plain_file(path)?;
        let open = self.open()?;
        if open.store.is_backup() {
            return Err(Error::Backup);
        }
        let hand = open.hand()?;
        let mine = hand.packet_recipient();
        let mut reader = hand.open_packet(Some(length), BufReader::new(file))?;
        let (manifest, key, digest) = (
            reader.manifest().clone(),
            *reader.author_key(),
            reader.digest(),
        );
        let words = reader.fingerprint();
        let author = open.author_of(&manifest, &key, &words, trust)?;
        let checkpoint = vault::checkpoint::verify(&manifest.checkpoint, &key)
            .ok()
            .filter(|point| point.vault_id == manifest.vault && point.signer == manifest.author)
            .ok_or(Error::Packet(Stopped::Signature))?;
        let now_ms = self.clock.stamp().wall_ms;
        if manifest.expires_wall_ms != 0 && manifest.expires_wall_ms < now_ms {
            return Err(Error::Packet(Stopped::Expired));
        }
        let open = self.open()?;
        open.follows(&manifest, &digest, checkpoint.point.seq, &mine)?;
        let thread = match open.thread_of(&manifest) {
            Err(Error::Packet(Stopped::NoThread)) => None,
            thread => Some(thread?),
        };
        if manifest.parts.iter().map(|part| part.length).sum::<u64>() > OPENED_MAX {
            return Err(Error::Packet(Stopped::Limit("size")));
        }
        let mut parts: Vec<PartBytes> = Vec::new();
        while let Some((part, bytes)) = reader.next_part()? {
            parts.push((part.kind, part.version, bytes));
        }
        let Some(thread) = thread else {
            // What is not known here was never sealed, unless this record is older than it was.
            let older = author.is_none() && self.witness_unheard(&key, &parts)?;
            let stopped = if older {
                Stopped::OwnOlder
            } else {
                Stopped::NoThread
            };
            return Err(Error::Packet(stopped));
        };
        let read = read_parts(&parts)?;
        let shown = !read.sessions.is_empty() || read.course.is_some();
        let fits = match manifest.kind {
            FOR_REVIEW => shown && read.rows.is_empty(),
            REPLY => !shown,
            _ => false,
        };
        let redaction =
            redaction_of(manifest.redaction).ok_or(Error::Packet(Stopped::Malformed))?;
        let known = |one: &Recipient| one.role == 0 || ReviewRole::of_number(one.role).is_some();
        if !manifest.recipients.iter().all(known) {
            return Err(Error::Packet(Stopped::Malformed));
        }
        // Nobody says one thing twice in two ways, in one packet or in two.
        let mut names: Vec<(PersonId, u64)> = read.rows.iter().map(|row| (row.by, row.n)).collect();
        names.sort_unstable();
        names.dedup();
        if names.len() != read.rows.len() {
            return Err(Error::Packet(Stopped::Fork));
        }
        if thread.is_some() {
            let before = self.thread(PacketId(manifest.thread))?.review;
            let other = read.rows.iter().any(|row| {
                let id = clinic::review::RowId {
                    by: row.by,
                    n: row.n,
                };
                before.row(id).is_some_and(|known| known != row)
            });
            if other {
                return Err(Error::Packet(Stopped::Fork));
            }
        }
        // A row speaks in the name of who sealed it and of nobody else, and says what is that side's to say.
        let from = match thread.as_ref().map(|first| first.row.way) {
            Some(Way::Out) => Side::Reviewer,
            _ => Side::Author,
        };
        let theirs = read.rows.iter().all(|row| {
            row.by.0 == manifest.author
                && row.name == manifest.author_name
                && row.event.may_come_from(from)
        });
        if !fits || !theirs {
            return Err(Error::Packet(Stopped::Malformed));
        }
        let sessions = read.sessions.iter().map(|one| &one.live.client_code);
        let course = read.course.iter().map(|course| &course.code);
        let codes: Vec<&String> = sessions.chain(course).collect();
        let code = codes
            .first()
            .map_or_else(String::new, |code| (*code).clone());
        let one_client = codes.iter().all(|one| **one == code);
        if !one_client || !clinic::review::is_plain(&code) || code.len() > CODE_MAX {
            return Err(Error::Packet(Stopped::Malformed));
        }

        // Only now is anything written.
        if let Some(card) = author {
            self.contact_pin(&card, None, false)?;
        }
        let open = self.open()?;
        let acting = open.author;
        let row = PacketRow {
            v: 1,
            packet: PacketId(manifest.packet),
            thread: PacketId(manifest.thread),
            way: Way::In,
            author: PersonId(manifest.author),
            author_key: hex(key.as_bytes()),
            vault: hex(&manifest.vault),
            recipients: recipients(&manifest),
            digest: hex(&digest),
            checkpoint_seq: checkpoint.point.seq,
            redaction,
            created_wall_ms: manifest.created_wall_ms,
            zone_minutes: manifest.zone_minutes,
            expires_wall_ms: (manifest.expires_wall_ms != 0).then_some(manifest.expires_wall_ms),
            kept_wall_ms: now_ms,
        };
        parts.insert(0, cover(&manifest, &code));
        let (client, key, wrapped) = match &thread {
            Some(first) => (first.client, open.packet_key(first.client)?, None),
            None => {
                let client = ClientId(make_bytes(&mut self.entropy)?);
                let Companion { open, entropy, .. } = self;
                let open = open.as_ref().ok_or(Error::Locked)?;
                let (key, wrapped) = open.unlocked.make_client_key(&client.0, entropy)?;
                (client, key, Some(wrapped))
            }
        };
        let context = self.context(Some(acting));
        let Companion { open, entropy, .. } = self;
        let open = open.as_mut().ok_or(Error::Locked)?;
        if from == Side::Reviewer {
            // Signatures that come in an answer are put under their sessions by commits of their own: what a power cut leaves out is made
            // up for when the vault is opened again.
            open.store.count_set(ADOPTION_OWED, 1)?;
        }
        open.store.packet_keep(
            &Packet { row, client },
            &parts,
            &key,
            wrapped.as_deref(),
            entropy,
            "packet_opened",
            &context,
        )?;
        let thread = PacketId(manifest.thread);
        if from == Side::Reviewer {
            self.signatures_adopt(thread)?;
            self.open
                .as_mut()
                .ok_or(Error::Locked)?
                .store
                .count_set(ADOPTION_OWED, 0)?;
        }
        self.head_write()?;
        Ok(thread)
    }

    /// Destroys a packet that came from elsewhere, with its thread.
    pub fn packet_destroy(&mut self, thread: PacketId) -> Result<(), Error> {
        self.no_backing()?;
        let now = self.thread(thread)?;
        if now.packet.row.way == Way::Out {
            return Err(Error::NotAllowed);
        }
        self.open()?.part_of(&now)?;
        let author = self.open()?.author;
        let context = self.context(Some(author));
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        open.store.packet_destroy(&now.packet, &context)?;
        open.store.empty_log()?;
        self.head_write()
    }
}

impl Open {
    /// Whether the author may be listened to; a card, where they are pinned with this packet.
    pub(super) fn author_of(
        &self,
        manifest: &Manifest,
        key: &PublicKey,
        words: &str,
        trust: bool,
    ) -> Result<Option<Card>, Error> {
        let people = self.store.people()?;
        let ours = people.iter().any(|row| row.person.id.0 == manifest.author);
        if ours && manifest.vault == self.unlocked.vault_id() {
            return Err(Error::Packet(Stopped::Known));
        }
        match self.contact(PersonId(manifest.author))? {
            Some(known) if known.row.revoked => Err(Error::Packet(Stopped::Revoked {
                name: known.row.name,
            })),
            Some(known)
                if known.row.key != hex(key.as_bytes())
                    || known.row.recipient != manifest.author_recipient =>
            {
                Err(Error::Packet(Stopped::KeysChanged {
                    name: known.row.name,
                    words: words.to_owned(),
                }))
            }
            Some(_) => Ok(None),
            None if trust => Ok(Some(Card {
                person: manifest.author,
                name: manifest.author_name.clone(),
                recipient: manifest.author_recipient.clone(),
                public_key: *key,
                role: None,
            })),
            None => Err(Error::Packet(Stopped::UnknownAuthor {
                name: manifest.author_name.clone(),
                words: words.to_owned(),
            })),
        }
    }

    /// The packet that a packet's thread began with; none: this one begins it.
    pub(super) fn thread_of(&self, manifest: &Manifest) -> Result<Option<Packet>, Error> {
        let begins = manifest.thread == manifest.packet;
        if begins != (manifest.kind == FOR_REVIEW) {
            return Err(Error::Packet(Stopped::Malformed));
        }
        if begins {
            return Ok(None);
        }
        let known = self.store.packets()?.into_iter();
        let first = known
            .into_iter()
            .find(|packet| packet.row.packet.0 == manifest.thread)
            .ok_or(Error::Packet(Stopped::NoThread))?;
        // Somebody who was never part of a thread has no word in it.
        let part_of = match first.row.way {
            Way::Out => first
                .row
                .recipients
                .iter()
                .any(|one| one.recipient == manifest.author_recipient),
            Way::In => first.row.author.0 == manifest.author,
        };
        if !part_of {
            return Err(Error::Packet(Stopped::NoThread));
        }
        Ok(Some(first))
    }
}
