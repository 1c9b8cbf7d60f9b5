//! Measures: shipped ones, the vault's own, scoring without a vault, keeping what was answered.

use crate::{Companion, Error, library};
use clinic::course::Act;
use clinic::course::event::{Mode, Recorded};
use clinic::id::hex;
use clinic::id::{ClientId, RequestKey};
use clinic::measure::{check, examine};
use clinic::protocol::Severity;
use clinic::time::Date;
use std::sync::Arc;

pub use clinic::measure::{Answer, Answers, Asked, Measure, Outcome, Rule, Scored, score};

/// A measure that can be taken.
#[derive(Debug, Clone)]
pub struct MeasureLine {
    /// Digest of its file.
    pub digest: [u8; 32],
    /// The measure.
    pub measure: Arc<Measure>,
    /// It stands on the vault's shelf: it was used or brought here.
    pub kept: bool,
}

/// A measure that a client took.
#[derive(Debug, Clone)]
pub struct TakenNow {
    /// Which client.
    pub client: ClientId,
    /// Name or digest of the measure, as a person says it.
    pub measure: String,
    /// Who answered.
    pub mode: Mode,
    /// Raw answers.
    pub answers: Answers,
    /// What for.
    pub occasion: String,
    /// The day; today where nothing is said.
    pub on: Option<Date>,
}

impl TakenNow {
    fn act<'a>(&'a self, measure: &'a Measure, digest: &'a str) -> Act<'a> {
        Act::TakeMeasure {
            measure,
            digest,
            mode: self.mode,
            answers: self.answers.clone(),
            occasion: &self.occasion,
        }
    }
}

impl Companion {
    /// Every measure: shipped ones in their order, then the vault's own. Without an open vault, the shipped ones.
    pub fn measures(&self) -> Result<Vec<MeasureLine>, Error> {
        let shelf = match &self.open {
            Some(open) => open.store.measures()?,
            None => Vec::new(),
        };
        let shipped = library::MEASURES.iter().map(|shipped| {
            (
                vault::chain::digest(shipped.text.as_bytes()),
                shipped.text.to_owned(),
            )
        });
        let mut lines: Vec<MeasureLine> = Vec::new();
        for (digest, text) in shipped.chain(shelf.iter().cloned()) {
            if lines.iter().any(|line| line.digest == digest) {
                continue;
            }
            // The shelf takes only what was checked; what does not read any more is damage, not a line less.
            let measure = self.read_measure(&digest, &text)?;
            let kept = shelf.iter().any(|(known, _)| *known == digest);
            lines.push(MeasureLine {
                digest,
                measure,
                kept,
            });
        }
        Ok(lines)
    }

    /// The measure of a text by its digest, checked the first time that an open vault asks for it.
    fn read_measure(&self, digest: &[u8; 32], text: &str) -> Result<Arc<Measure>, Error> {
        let known = self.open.as_ref().map(|open| &open.measures);
        if let Some(known) = known.and_then(|known| known.borrow().get(digest).cloned()) {
            return Ok(known);
        }
        let measure = check(text).map_err(|_| Error::Damaged { what: "measure" })?;
        let measure = Arc::new(measure);
        if let Some(known) = known {
            known.borrow_mut().insert(*digest, Arc::clone(&measure));
        }
        Ok(measure)
    }

    /// A measure by `id`, `id vN`, or the start of its digest; of several versions the latest.
    pub fn measure_named(&self, name: &str) -> Result<MeasureLine, Error> {
        let wanted = name.trim();
        let found = self.measures()?.into_iter().filter(|line| {
            line.measure.id == wanted
                || line.measure.name() == wanted
                || (wanted.len() >= 8 && hex(&line.digest).starts_with(wanted))
        });
        found
            .max_by_key(|line| line.measure.version)
            .ok_or(Error::Unknown { what: "measure" })
    }

    /// Puts a measure file on the vault's shelf. A file with errors is refused with all of them. Answers when it was kept, UTC milliseconds.
    pub fn measure_import(&mut self, text: &str) -> Result<(MeasureLine, i64), Error> {
        let measure = check(text).map_err(Error::Complaints)?;
        let digest = vault::chain::digest(text.as_bytes());
        let same = self
            .measures()?
            .into_iter()
            .any(|line| line.measure.name() == measure.name() && line.digest != digest);
        if same {
            return Err(Error::Duplicate { what: "measure" });
        }
        let wall_ms = self.measure_keep(text)?;
        let line = MeasureLine {
            digest,
            measure: Arc::new(measure),
            kept: true,
        };
        Ok((line, wall_ms))
    }

    /// Answers when, UTC milliseconds.
    fn measure_keep(&mut self, text: &str) -> Result<i64, Error> {
        let author = self.open()?.author;
        let context = self.context(Some(author));
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        open.store.measure_keep(text, &context)?;
        Ok(context.stamp.wall_ms)
    }

    /// Keeps what was answered in the client's course, with the measure's file beside it, so that it can be read for ever.
    pub fn measure_take(
        &mut self,
        taken: &TakenNow,
        request: Option<RequestKey>,
    ) -> Result<Option<Recorded>, Error> {
        let line = self.measure_named(&taken.measure)?;
        let digest = hex(&line.digest);
        let act = taken.act(&line.measure, &digest);
        if !line.kept {
            let stamp = self.clock.stamp();
            let author = self.open()?.author;
            // Decided once without being kept: what the rules refuse leaves no file on the shelf either.
            self.course(taken.client)?
                .decide(&act, taken.on, author, stamp)?;
            let shipped = library::MEASURES
                .iter()
                .find(|shipped| vault::chain::digest(shipped.text.as_bytes()) == line.digest);
            self.measure_keep(shipped.ok_or(Error::Unknown { what: "measure" })?.text)?;
        }
        self.course_act(taken.client, request, &act, taken.on)
    }

    /// The measure by which an entry was scored, from the vault's shelf.
    pub fn measure_of(&self, digest: &str) -> Result<Arc<Measure>, Error> {
        let line = self.measures()?.into_iter();
        let mut found = line.filter(|line| hex(&line.digest) == digest);
        Ok(found
            .next()
            .ok_or(Error::Damaged { what: "measure" })?
            .measure)
    }
}

/// Every complaint about a measure file: line, whether it blocks, words.
pub fn complaints(text: &str) -> Vec<(u32, bool, String)> {
    let listed = examine(text).complaints.into_iter();
    listed
        .map(|one| (one.line, one.severity() == Severity::Error, one.to_string()))
        .collect()
}

/// A measure from a file that is in no vault.
pub fn read(text: &str) -> Result<MeasureLine, Error> {
    Ok(MeasureLine {
        digest: vault::chain::digest(text.as_bytes()),
        measure: Arc::new(check(text).map_err(Error::Complaints)?),
        kept: false,
    })
}

/// Answers as a person types them in a row: `2,0,-,1`.
pub fn answers(measure: &Measure, typed: &str) -> Result<Answers, Error> {
    measure
        .read_answers(typed)
        .map_err(|bad| Error::Course(bad.into()))
}
