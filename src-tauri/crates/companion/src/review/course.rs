//! What went along of a client's course: the signatures under its parts, and the reviewer's own.

use super::{Carried, Under};
use crate::packets::ReadCourse;
use crate::sign::Statement;
use crate::{Companion, Error, Secret};
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
        let signed = self.reviewer_sign(now.me, under)?;
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

    /// Signatures that came with the parts of a course, each with its part, looked at as far as a reader can.
    pub fn carried_in_course(&self, course: &ReadCourse) -> Result<Vec<(String, Carried)>, Error> {
        let mut all = Vec::new();
        for one in &course.signatures {
            let body = one.body.as_bytes();
            let Ok(said) = store::record::decode::<Statement>(body, "signature") else {
                continue;
            };
            let Some(part) = said.part.clone() else {
                continue;
            };
            // All rows of the course up to the one that it reaches. Whether more was added since, the part itself tells.
            let rows = course.digest_at(said.last) == Some(said.digest.as_str())
                && said.about == "course"
                && said.id == course.id.to_string();
            all.push((part, self.carried_one(one, said, rows)?));
        }
        Ok(all)
    }
}
