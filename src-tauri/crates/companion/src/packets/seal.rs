//! Sealing: what was chosen is gathered, shown, and written into a file for those who may read it.

use super::apart::process_readers;
use super::*;
use crate::sign::Statement;

impl Companion {
    /// What would leave, exactly, before anything leaves.
    pub fn packet_look(&mut self, choice: &Choice) -> Result<Leaving, Error> {
        Ok(self.packet_gather(choice)?.0)
    }

    /// Seals sessions into a file in a folder. Answers where it lies.
    pub fn packet_seal(&mut self, choice: &Choice, into: &Path) -> Result<Sealed, Error> {
        let purpose = choice.purpose.trim();
        let plain = clinic::review::is_plain(purpose) && !purpose.contains(['\n', '\t']);
        if purpose.is_empty() || purpose.len() > vault::packet::PURPOSE_MAX || !plain {
            return Err(Error::BadInput { what: "purpose" });
        }
        if choice.days.is_some_and(|days| days == 0 || days > DAYS_MAX) {
            return Err(Error::BadInput { what: "days" });
        }
        let (leaving, parts) = self.packet_gather(choice)?;
        let packet = PacketId(make_bytes(&mut self.entropy)?);
        let open = self.open()?;
        let name = format!("{} {}", leaving.code, short(packet));
        let to: Vec<String> = leaving
            .to
            .iter()
            .map(|contact| contact.row.recipient.clone())
            .collect();
        let key = open.packet_key(choice.client)?;
        let draft = Draft {
            packet,
            thread: packet,
            kind: FOR_REVIEW,
            to,
            purpose: purpose.to_owned(),
            code: leaving.code,
            redaction: choice.redaction,
            days: choice.days,
        };
        self.packet_write(&draft, &parts, choice.client, &key, into, &name)
    }

    /// Seals everything that this vault said in a thread for the other side.
    pub fn packet_reply(&mut self, thread: PacketId, into: &Path) -> Result<Sealed, Error> {
        let now = self.thread(thread)?;
        let open = self.open()?;
        open.part_of(&now)?;
        let key = open.packet_key(now.packet.client)?;
        let rows: Vec<Row> = open
            .store
            .review_rows(thread, &key)?
            .into_iter()
            .filter(|row| row.by == open.author && row.event.leaves())
            .collect();
        if rows.is_empty() {
            return Err(Error::Unknown { what: "answer" });
        }
        if rows.len() > ROWS_MAX {
            return Err(Error::Packet(Stopped::Limit("rows")));
        }
        // A reviewer answers the author; the author answers everybody who may read the thread.
        let mut to = Vec::new();
        let mut revoked = None;
        for contact in self.contacts()? {
            let named = match now.side {
                Side::Reviewer => contact.row.person == now.packet.row.author,
                // By the keys that it was sealed to: somebody whose keys are others now has to be sealed a new one.
                Side::Author => now
                    .packet
                    .row
                    .recipients
                    .iter()
                    .any(|one| one.recipient == contact.row.recipient),
            };
            if named && contact.row.revoked {
                revoked = Some(contact.row.name);
            } else if named {
                to.push(contact.row.recipient);
            }
        }
        if to.is_empty() {
            return Err(match revoked {
                Some(name) => Error::Packet(Stopped::Revoked { name }),
                None => Error::Unknown { what: "contact" },
            });
        }
        let version = rows_version(&rows);
        let mut parts = vec![(ROWS, version, store::record::encode(&RowsV1 { v: 1, rows }))];
        if now.side == Side::Reviewer {
            let signature = open.hand()?.sign(WITNESSED, now.checkpoint.as_bytes());
            let witness = WitnessV1 {
                v: 1,
                checkpoint: now.checkpoint,
                signature: hex(&signature),
            };
            parts.push((WITNESS, 1, store::record::encode(&witness)));
        }
        let packet = PacketId(make_bytes(&mut self.entropy)?);
        let draft = Draft {
            packet,
            thread,
            kind: REPLY,
            to,
            purpose: now.purpose.clone(),
            code: now.code.clone(),
            redaction: now.packet.row.redaction,
            days: None,
        };
        let name = format!("{} {} answer", now.code, short(thread));
        let client = now.packet.client;
        self.packet_write(&draft, &parts, client, &key, into, &name)
    }

    /// Gathers what was chosen.
    pub(super) fn packet_gather(
        &mut self,
        choice: &Choice,
    ) -> Result<(Leaving, Vec<PartBytes>), Error> {
        let today = self.today();
        self.sealing_allowed()?;
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        if open.store.is_backup() {
            return Err(Error::Backup);
        }
        open.hand()?;
        if choice.sessions.is_empty() && choice.course.is_empty() {
            return Err(Error::BadInput { what: "sessions" });
        }
        if choice.to.is_empty() {
            return Err(Error::BadInput { what: "contacts" });
        }
        let mut to: Vec<Contact> = Vec::new();
        for person in &choice.to {
            if to.iter().any(|known| known.row.person == *person) {
                continue;
            }
            let contact = open
                .contact(*person)?
                .ok_or(Error::Unknown { what: "contact" })?;
            if contact.row.revoked {
                return Err(Error::Packet(Stopped::Revoked {
                    name: contact.row.name,
                }));
            }
            to.push(contact);
        }
        let without_words = choice.redaction == Redaction::WithoutWords;
        let process_for = process_readers(&to, &choice.process_notes, without_words)?;
        let named = |contact: &Contact| choice.process_notes.contains(&contact.row.person);
        let every_reader_named = to.iter().all(named);
        let code = if without_words {
            "client".to_owned()
        } else {
            open.client_code(choice.client)?
        };
        let mut parts: Vec<PartBytes> = Vec::new();
        let mut protocols: Vec<([u8; 32], String)> = Vec::new();
        let mut sessions = Vec::new();
        let mut ids = choice.sessions.clone();
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            let live = open.session_replay(id)?;
            let Some(ended) = live.row.ended_wall_ms else {
                return Err(Error::SessionLive);
            };
            if live.row.client != choice.client {
                return Err(Error::Unknown { what: "session" });
            }
            let mut rows = live.session.rows().to_vec();
            let mut amended = open.session_amended(&live.row)?;
            for later in amended.iter_mut() {
                if without_words || redact::is_of_process_note(&rows, later.seq) {
                    later.words = redact::LEFT_OUT.to_owned();
                    later.reason = redact::LEFT_OUT.to_owned();
                }
                if without_words {
                    later.by = redact::LEFT_OUT.to_owned();
                }
            }
            let apart = open.process_part(id, &rows, &process_for)?;
            let leaves = apart.as_ref().map_or(0, |(count, _)| *count);
            let thoughts = redact::without_process_notes(&mut rows);
            if without_words {
                redact::without_parts(&mut rows);
                rows = rows.into_iter().map(redact::without_words).collect();
            }
            if !protocols
                .iter()
                .any(|(digest, _)| *digest == live.row.protocol)
            {
                let text = open.protocol_text(&live.row.protocol)?;
                parts.push((PROTOCOL, 1, text.into_bytes()));
                protocols.push((live.row.protocol, live.session.protocol().name()));
            }
            let about = About::Session(id);
            let last = open
                .store
                .rows_last(about)?
                .ok_or(Error::Damaged { what: "record" })?;
            let digest = open
                .store
                .rows_digest(about, 0, last)?
                .ok_or(Error::Damaged { what: "record" })?;
            // A signature carries its signer's name: it stays where names do not go.
            let signatures: Vec<SignatureV1> = if without_words {
                Vec::new()
            } else {
                let voided = open.voided(about)?;
                let rows = open.store.signatures_about(about)?.into_iter();
                let mut kept = Vec::new();
                for row in rows.filter(|row| !voided.contains(&row.number)) {
                    // What counts no longer is not handed on as if it did: void, or its reviewer took the acceptance behind it back.
                    let said = store::record::decode::<Statement>(&row.body, "signature");
                    let said = said.ok();
                    // One under an entry alone stays: a reader has not the sealed row that it speaks of.
                    if said.as_ref().is_some_and(|said| !said.rows.is_empty()) {
                        continue;
                    }
                    let taken_back = said.map(|said| open.taken_back(&said, &row.body));
                    if taken_back.transpose()?.flatten().is_some() {
                        continue;
                    }
                    kept.extend(String::from_utf8(row.body).ok().map(|body| SignatureV1 {
                        body,
                        signature: hex(&row.signature),
                        key: hex(&row.public_key),
                    }));
                }
                kept
            };
            sessions.push(LeavingSession {
                session: id,
                number: live.row.number,
                wall_ms: live.row.wall_ms,
                zone_minutes: live.row.zone_minutes,
                entries: rows.len(),
                notes: rows
                    .iter()
                    .filter(|row| matches!(&row.event, Event::Noted { text, .. } if text != redact::LEFT_OUT))
                    .count(),
                process_notes: thoughts,
                process_leaves: leaves,
                names: names(&rows),
                signatures: signatures.len(),
            });
            let part = SessionV1 {
                v: 1,
                session: id,
                code: code.clone(),
                protocol: hex(&live.row.protocol),
                number: live.row.number,
                wall_ms: live.row.wall_ms,
                zone_minutes: live.row.zone_minutes,
                ended_wall_ms: ended,
                last,
                digest: hex(&digest),
                process_notes_left_out: thoughts as u64,
                signatures,
                amended,
                rows,
            };
            parts.push((SESSION, 1, store::record::encode(&part)));
            parts.extend(apart.map(|(_, part)| part));
        }
        let mut course = Vec::new();
        if !choice.course.is_empty() {
            let gathered = open.gather_course(choice, every_reader_named, &code, today)?;
            if !protocols
                .iter()
                .any(|(digest, _)| *digest == gathered.protocol)
            {
                let name = open.protocol(&gathered.protocol)?.name();
                let text = open.protocol_text(&gathered.protocol)?;
                parts.push((PROTOCOL, 1, text.into_bytes()));
                protocols.push((gathered.protocol, name));
            }
            parts.push((COURSE, 1, store::record::encode(&gathered.part)));
            course = gathered.leaving;
        }
        let bytes = parts.iter().map(|(_, _, bytes)| bytes.len() as u64).sum();
        if bytes > OPENED_MAX {
            return Err(Error::Packet(Stopped::Limit("size")));
        }
        Ok((
            Leaving {
                by: self.open()?.author,
                code,
                sessions,
                course,
                protocols: protocols.into_iter().map(|(_, name)| name).collect(),
                to,
                process_for: process_for.into_iter().map(|one| one.name).collect(),
                bytes,
            },
            parts,
        ))
    }

    /// Seals parts into a new file and keeps what left. It has its name only once it is noted: what is not noted here did not leave.
    pub(super) fn packet_write(
        &mut self,
        draft: &Draft,
        parts: &[PartBytes],
        client: ClientId,
        key: &Key,
        into: &Path,
        name: &str,
    ) -> Result<Sealed, Error> {
        self.sealing_allowed()?;
        let open = self.open()?;
        if open.store.is_backup() {
            return Err(Error::Backup);
        }
        open.hand()?;
        open.outside(Some(into), "folder")?;
        let author = open.author;
        let context = self.context(Some(author));
        let stamp = context.stamp;
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let head = open.store.audit_head()?;
        let point = Point {
            seq: head.seq,
            digest: head.link,
        };
        let person = open.person(author)?;
        let hand = open.hand()?;
        let manifest = Manifest {
            packet: draft.packet.0,
            vault: open.unlocked.vault_id(),
            kind: draft.kind,
            thread: draft.thread.0,
            created_wall_ms: stamp.wall_ms,
            zone_minutes: stamp.zone_minutes,
            expires_wall_ms: draft
                .days
                .map_or(0, |days| stamp.wall_ms + i64::from(days) * 86_400_000),
            redaction: redaction_number(draft.redaction),
            author: [0; 16],
            author_name: person.name,
            author_recipient: String::new(),
            recipients: open.sequences(draft)?,
            purpose: draft.purpose.clone(),
            checkpoint: hand.sign_checkpoint(&point),
            parts: Vec::new(),
        };
        let sources: Vec<Source<'_>> = parts
            .iter()
            .map(|(kind, version, bytes)| Source::bytes(*kind, *version, bytes))
            .collect();
        let path = free_name(into, name, ENDING);
        let written = write_whole(&path, |out| {
            hand.seal_packet(manifest, &sources, out)
                .map_err(Error::from)
        });
        let ((manifest, digest), whole) = written?;
        let bytes = whole.bytes;
        let row = PacketRow {
            v: 1,
            packet: draft.packet,
            thread: draft.thread,
            way: Way::Out,
            author: PersonId(manifest.author),
            author_key: hex(hand.public_key().as_bytes()),
            vault: hex(&manifest.vault),
            recipients: recipients(&manifest),
            digest: hex(&digest),
            checkpoint_seq: head.seq,
            redaction: draft.redaction,
            created_wall_ms: manifest.created_wall_ms,
            zone_minutes: manifest.zone_minutes,
            expires_wall_ms: (manifest.expires_wall_ms != 0).then_some(manifest.expires_wall_ms),
            kept_wall_ms: stamp.wall_ms,
        };
        let mut kept = vec![cover(&manifest, &draft.code)];
        kept.extend_from_slice(parts);
        let Companion { open, entropy, .. } = self;
        let open = open.as_mut().ok_or(Error::Locked)?;
        open.store.packet_keep(
            &Packet { row, client },
            &kept,
            key,
            None,
            entropy,
            "packet_sealed",
            &context,
        )?;
        whole.name()?;
        self.head_write()?;
        Ok(Sealed {
            packet: draft.packet,
            thread: draft.thread,
            path,
            bytes,
        })
    }
}

/// What is to be sealed, once it is gathered.
pub(super) struct Draft {
    pub(super) packet: PacketId,
    pub(super) thread: PacketId,
    pub(super) kind: u8,
    pub(super) to: Vec<String>,
    pub(super) purpose: String,
    pub(super) code: String,
    pub(super) redaction: Redaction,
    pub(super) days: Option<u16>,
}

impl Open {
    /// For each of these recipients: which packet this is, the digest of the one before, and in which role they review it.
    fn sequences(&self, draft: &Draft) -> Result<Vec<Recipient>, Error> {
        let sent = self.store.packets()?;
        let contacts = self.store.contacts()?;
        let role = |recipient: &str| {
            let mut known = contacts.iter();
            let known = known.find(|one| one.recipient == recipient)?;
            known.role.filter(|_| draft.kind == FOR_REVIEW)
        };
        let mut recipients = Vec::new();
        for recipient in &draft.to {
            let mut before: (u64, [u8; 32]) = (0, [0; 32]);
            for packet in sent
                .iter()
                .filter(|packet| packet.row.way == Way::Out && packet.row.author == self.author)
            {
                let named = packet.row.recipients.iter();
                for one in named.filter(|one| one.recipient == *recipient) {
                    if one.sequence > before.0 {
                        let digest = vault::from_hex(&packet.row.digest)
                            .and_then(|digest| digest.try_into().ok())
                            .ok_or(Error::Damaged { what: "packet" })?;
                        before = (one.sequence, digest);
                    }
                }
            }
            recipients.push(Recipient {
                recipient: recipient.clone(),
                sequence: before.0 + 1,
                previous: before.1,
                role: role(recipient).map_or(0, ReviewRole::number),
            });
        }
        Ok(recipients)
    }
}

/// Names of people that stand in these rows.
pub(super) fn names(rows: &[Recorded]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for row in rows {
        if let (Event::SessionOpened { people, .. }, Author::Person(_)) = (&row.event, row.by) {
            names.extend(people.iter().map(|person| person.name.clone()));
        }
    }
    names.sort();
    names.dedup();
    names
}

/// The first eight digits of an id: enough for a file's name.
pub(super) fn short(id: PacketId) -> String {
    hex(&id.0[..4])
}
