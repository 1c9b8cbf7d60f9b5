//! A measure file on its way into the vault: looked at, put on the shelf.

use super::{MeasureLine, MeasureSheet, hex};
use crate::protocols::import::{Complaint, Place};
use companion::{Companion, Error, measures};
use serde::{Deserialize, Serialize};
use std::path::Path;
#[cfg(test)]
use ts_rs::TS;

/// Which file.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "measures.ts"))]
pub struct MeasurePath {
    pub path: String,
}

/// What a look at a file found. Nothing is kept by it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "measures.ts"))]
pub struct MeasureFile {
    pub path: String,
    /// Every one of them, by line of the file.
    pub complaints: Vec<Complaint>,
    /// The measure, where no complaint is an error.
    pub found: Option<FoundMeasure>,
}

/// A measure that can be used, before it is kept.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "measures.ts"))]
pub struct FoundMeasure {
    pub sheet: MeasureSheet,
    pub place: Place,
}

/// A file to be put on the shelf.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "measures.ts"))]
pub struct ImportMeasure {
    pub path: String,
    /// Of the file that was looked at: a file that was changed since is not kept.
    pub digest: String,
}

/// A file that was put on the shelf.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "measures.ts"))]
pub struct ImportedMeasure {
    pub measure: MeasureLine,
    /// When it was kept, UTC.
    pub wall_ms: i64,
}

impl MeasureFile {
    /// Looks at a file.
    pub fn of(companion: &Companion, path: &str) -> Result<MeasureFile, Error> {
        let path = path.trim();
        let text = Companion::protocol_read(Path::new(path))?;
        let complaint = |(line, blocks, text)| Complaint { line, blocks, text };
        let found = match measures::read(&text) {
            Err(Error::Complaints(_)) => None,
            read => Some(FoundMeasure::of(companion, &read?)?),
        };
        Ok(MeasureFile {
            path: path.to_owned(),
            complaints: measures::complaints(&text)
                .into_iter()
                .map(complaint)
                .collect(),
            found,
        })
    }
}

impl FoundMeasure {
    fn of(companion: &Companion, read: &measures::MeasureLine) -> Result<FoundMeasure, Error> {
        let known = companion.measures()?;
        let namesakes = known
            .iter()
            .filter(|line| line.measure.name() == read.measure.name());
        let digests: Vec<&[u8; 32]> = namesakes.map(|line| &line.digest).collect();
        let place = match digests.as_slice() {
            [] => Place::Free,
            known if known.contains(&&read.digest) => Place::Known,
            _ => Place::Taken,
        };
        Ok(FoundMeasure {
            sheet: MeasureSheet::of(read),
            place,
        })
    }
}

impl ImportMeasure {
    /// Puts it on the shelf, if it is still the file that was looked at.
    pub fn run(&self, companion: &mut Companion) -> Result<ImportedMeasure, Error> {
        let text = Companion::protocol_read(Path::new(self.path.trim()))?;
        if hex(&Companion::protocol_digest(&text)) != self.digest {
            return Err(Error::FileChanged);
        }
        let (line, wall_ms) = companion.measure_import(&text)?;
        Ok(ImportedMeasure {
            measure: MeasureLine::of(&line),
            wall_ms,
        })
    }
}
