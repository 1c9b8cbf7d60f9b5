//! What is said in confidence: who may read it, what whoever has the pen reads, and what a slip opens.

use crate::packets::Written;
use companion::confidence::{Concern, ENDING, Reader, Said};
use companion::{Companion, Error, PersonId, Right};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::Path;
#[cfg(test)]
use ts_rs::TS;

/// Somebody who is named as a reader, or could be.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "confidence.ts"))]
pub struct ConfidenceReader {
    pub person: String,
    pub name: String,
    /// Of this vault; otherwise of another one.
    pub here: bool,
    /// Six words of a contact's keys.
    pub words: Option<String>,
    /// Something can be sealed to them.
    pub reachable: bool,
}

/// Words in confidence.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "confidence.ts"))]
pub struct ConfidenceSaid {
    /// Printed name, where the writer put it there.
    pub from: Option<String>,
    pub text: String,
    pub wall_ms: i64,
    pub zone_minutes: i16,
}

/// A concern with its answers.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "confidence.ts"))]
pub struct ConcernView {
    pub id: String,
    pub said: ConfidenceSaid,
    /// Printed names of those it was sealed for.
    pub readers: Vec<String>,
    /// It was written in another vault.
    pub elsewhere: bool,
    /// Whoever looks has not said yet that they read it.
    pub fresh: bool,
    pub answers: Vec<ConfidenceSaid>,
}

/// Everything about it that whoever has the pen sees.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "confidence.ts"))]
pub struct ConfidenceView {
    pub readers: Vec<ConfidenceReader>,
    /// Whoever has the pen names the readers.
    pub may_name: bool,
    /// Who could be named, where they do.
    pub candidates: Vec<ConfidenceReader>,
    /// What they read.
    pub concerns: Vec<ConcernView>,
}

/// How many concerns wait for whoever has the pen. Nothing else of them is said.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "confidence.ts"))]
pub struct ConfidenceWaits {
    pub waiting: u32,
}

/// A concern to be kept.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "confidence.ts"))]
pub struct WriteConcern {
    pub text: String,
    /// The writer's name goes with it.
    pub with_name: bool,
    /// Named readers whom the writer leaves out, by person.
    pub without: Vec<String>,
}

/// The slip of a concern that was kept. It is shown once.
#[derive(Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "confidence.ts"))]
pub struct Slip {
    pub slip: String,
}

/// A slip as it is typed.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "confidence.ts"))]
pub struct TypedSlip {
    pub slip: String,
}

/// An answer.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "confidence.ts"))]
pub struct AnswerConcern {
    pub concern: String,
    pub text: String,
}

/// Names the readers of what is written from now on.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "confidence.ts"))]
pub struct NameReaders {
    pub people: Vec<String>,
}

/// Writes everything that was said in confidence into a folder, sealed as it is.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "confidence.ts"))]
pub struct CarryConfidence {
    pub folder: String,
}

/// Takes such a file in.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "confidence.ts"))]
pub struct TakeConfidence {
    pub path: String,
}

macro_rules! hidden {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    )*};
}
hidden!(WriteConcern, Slip, TypedSlip, AnswerConcern);

fn people(texts: &[String]) -> Result<Vec<PersonId>, Error> {
    let unknown = |_| Error::Unknown { what: "person" };
    texts
        .iter()
        .map(|text| text.parse().map_err(unknown))
        .collect()
}

impl From<Reader> for ConfidenceReader {
    fn from(reader: Reader) -> ConfidenceReader {
        ConfidenceReader {
            reachable: reader.reachable(),
            person: reader.person.to_string(),
            name: reader.name,
            here: reader.here,
            words: reader.words,
        }
    }
}

impl From<Said> for ConfidenceSaid {
    fn from(said: Said) -> ConfidenceSaid {
        ConfidenceSaid {
            from: said.from,
            text: said.text,
            wall_ms: said.wall_ms,
            zone_minutes: said.zone_minutes,
        }
    }
}

impl From<Concern> for ConcernView {
    fn from(concern: Concern) -> ConcernView {
        ConcernView {
            id: clinic::id::hex(&concern.id),
            said: concern.said.into(),
            readers: concern.readers,
            elsewhere: concern.elsewhere,
            fresh: concern.fresh,
            answers: concern.answers.into_iter().map(Into::into).collect(),
        }
    }
}

impl ConfidenceView {
    /// What whoever has the pen sees now.
    pub fn of(companion: &mut Companion) -> Result<ConfidenceView, Error> {
        companion.confidence_looked()?;
        let all = |readers: Vec<Reader>| readers.into_iter().map(Into::into).collect();
        let names = companion.may(Right::Keep).is_ok();
        Ok(ConfidenceView {
            readers: all(companion.confidence_readers()?),
            may_name: names,
            candidates: if names {
                all(companion.confidence_candidates()?)
            } else {
                Vec::new()
            },
            concerns: views(companion.confidence_read()?),
        })
    }
}

impl ConfidenceWaits {
    /// Those that whoever has the pen did not say yet that they read.
    pub fn of(companion: &Companion) -> Result<ConfidenceWaits, Error> {
        let waiting = companion.confidence_waiting()?;
        Ok(ConfidenceWaits {
            waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
        })
    }

    /// Whoever has the pen read them; answers what they see now.
    pub fn seen(companion: &mut Companion) -> Result<ConfidenceView, Error> {
        companion.confidence_seen()?;
        ConfidenceView::of(companion)
    }
}

fn views(concerns: Vec<Concern>) -> Vec<ConcernView> {
    concerns.into_iter().map(ConcernView::from).collect()
}

impl WriteConcern {
    /// Keeps it.
    pub fn run(&self, companion: &mut Companion) -> Result<Slip, Error> {
        let without = people(&self.without)?;
        Ok(Slip {
            slip: companion.confidence_write(&self.text, self.with_name, &without)?,
        })
    }
}

impl TypedSlip {
    /// What it opens.
    pub fn run(&self, companion: &Companion) -> Result<Vec<ConcernView>, Error> {
        Ok(views(companion.confidence_by_slip(&self.slip)?))
    }
}

impl AnswerConcern {
    /// Keeps it.
    pub fn run(&self, companion: &mut Companion) -> Result<ConfidenceView, Error> {
        let id: PersonId = self
            .concern
            .parse()
            .map_err(|_| Error::Unknown { what: "concern" })?;
        companion.confidence_answer(id.0, &self.text)?;
        ConfidenceView::of(companion)
    }
}

impl NameReaders {
    /// Names them.
    pub fn run(&self, companion: &mut Companion) -> Result<ConfidenceView, Error> {
        companion.confidence_name(&people(&self.people)?)?;
        ConfidenceView::of(companion)
    }
}

impl CarryConfidence {
    /// Writes the file under a name that none in the folder has.
    pub fn run(&self, companion: &mut Companion) -> Result<Written, Error> {
        let folder = Path::new(&self.folder);
        if !folder.is_dir() {
            return Err(Error::BadInput { what: "folder" });
        }
        let named = |number: usize| match number {
            1 => folder.join(format!("in confidence.{ENDING}")),
            _ => folder.join(format!("in confidence {number}.{ENDING}")),
        };
        let free = |path: &std::path::PathBuf| path.symlink_metadata().is_err();
        let path = (1..).map(named).find(free).expect("numbers do not end");
        companion.confidence_carry(&path)?;
        Ok(Written {
            path: path.to_string_lossy().into_owned(),
        })
    }
}

impl TakeConfidence {
    /// Takes it in.
    pub fn run(&self, companion: &mut Companion) -> Result<ConfidenceView, Error> {
        companion.confidence_take(Path::new(&self.path))?;
        ConfidenceView::of(companion)
    }
}
