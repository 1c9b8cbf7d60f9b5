//! What went along of a client's course: the signatures under its parts, and the reviewer's own.

use super::Under;
use crate::packets::ReadCourse;
use crate::{Companion, Error, Secret};
use clinic::course::excerpt::{Concern, Eye};
use clinic::id::PacketId;
use clinic::review::Event;

/// What a reviewer's statement under a part of a course names besides the rows: the packet that they read, and the part.
pub(super) fn read_part(digest: &str, part: &str) -> String {
    format!("packet/{digest}/{part}")
}

/// The part of the course that a reviewer's statement names; none: it names no part.
pub(crate) fn part_read(said: &str) -> Option<&str> {
    let (_, part) = said.strip_prefix("packet/")?.split_once('/')?;
    Some(part)
}

impl ReadCourse {
    /// What needs eyes in its parts: what changed since it was accepted first, then part by part.
    pub fn eyes(&self) -> Vec<Eye> {
        let mut eyes = Vec::new();
        for (piece, (told, of)) in self.excerpt.pieces().iter().enumerate() {
            if self.changed.contains(&told.part) {
                eyes.push(Eye {
                    key: format!("changed/{}/{}", told.part, of.len()),
                    on: told.on,
                    entry: of.last().copied().unwrap_or_default(),
                    piece,
                    concern: Concern::ChangedSinceAccepted,
                });
            }
        }
        eyes.extend(self.excerpt.eyes());
        eyes.sort_by_key(|eye| eye.piece);
        eyes
    }
}

impl Companion {
    /// Signs the author's course as it stood under a part that was accepted. The signature goes back with the answer and stands under the
    /// part in its own vault.
    pub fn review_sign_part(
        &mut self,
        thread: PacketId,
        part: &str,
        proof: Option<&Secret>,
    ) -> Result<(), Error> {
        let now = self.review(thread)?;
        let unknown = Error::Unknown { what: "part" };
        let course = now.course.as_ref().ok_or(Error::Unknown { what: "part" })?;
        let piece = course.excerpt.pieces().iter();
        let signable = |part: &str| !part.starts_with("call/");
        let piece = piece.map(|(told, _)| told.part.as_str());
        let part = piece
            .filter(|known| signable(known))
            .find(|known| *known == part)
            .ok_or(unknown)?
            .to_owned();
        let under = Under {
            about: "course",
            id: course.id.to_string(),
            part: read_part(&now.thread.packet.row.digest, &part),
            last: course.last,
            digest: course.digest.clone(),
        };
        self.reviewer_prove(&now, proof)?;
        let signed = self.reviewer_sign(&now, under)?;
        self.review_add(
            thread,
            Event::CoSignedInCourse {
                part,
                body: signed.body,
                signature: signed.signature,
                key: signed.key,
            },
        )
    }
}
