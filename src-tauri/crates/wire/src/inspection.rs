//! Inspectors: let in by a code, to look.

use crate::app::OpenVault;
use crate::people::Proof;
use companion::inspection::Inspection;
use companion::{Companion, Error};
use serde::{Deserialize, Serialize};
use std::fmt;
#[cfg(test)]
use ts_rs::TS;

/// An inspector to be let in.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "inspection.ts"))]
pub struct NewInspector {
    pub name: String,
    pub initials: String,
    /// Why they look.
    pub reason: String,
    /// The last day on which their code opens, YYYY-MM-DD.
    pub until: String,
    /// Who stands by, where whoever lets them in may not see the care of clients.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub second: Option<Proof>,
}

/// An inspector was let in.
#[derive(Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "inspection.ts"))]
pub struct InspectorMade {
    pub open: OpenVault,
    /// The access code in groups, shown once.
    pub groups: Vec<String>,
}

impl fmt::Debug for InspectorMade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InspectorMade")
    }
}

/// A vault is opened by an access code.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "inspection.ts"))]
pub struct Inspect {
    /// The vault's folder.
    pub path: String,
    /// As typed.
    pub code: String,
}

impl fmt::Debug for Inspect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Inspect")
    }
}

/// Why somebody may look, and until when.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "inspection.ts"))]
pub struct InspectionLine {
    /// Person id.
    pub person: String,
    pub reason: String,
    /// Last day, YYYY-MM-DD.
    pub until: String,
    /// Initials of who let them in.
    pub given_by: String,
    /// It is no person's: the key in an envelope; the reason says where it lies.
    pub glass: bool,
}

/// The key in an envelope is to be made.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "inspection.ts"))]
pub struct NewGlass {
    /// Where the envelope lies.
    pub lies: String,
    /// Who stands by, where whoever makes it may not see the care of clients.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub second: Option<Proof>,
}

impl NewGlass {
    /// Makes it.
    pub fn run(&self, companion: &mut Companion) -> Result<InspectorMade, Error> {
        let second = Proof::second(self.second.as_ref(), companion)?;
        let groups = companion.glass_make(&self.lies, second)?;
        Ok(InspectorMade {
            open: OpenVault::of(companion)?,
            groups,
        })
    }
}

impl NewInspector {
    /// Lets them in.
    pub fn run(self, companion: &mut Companion) -> Result<InspectorMade, Error> {
        let NewInspector {
            name,
            initials,
            reason,
            until,
            second,
        } = self;
        let second = Proof::second(second.as_ref(), companion)?;
        let new = companion::inspection::NewInspector {
            name,
            initials,
            reason,
            until: crate::measures::date(&until)?,
        };
        let groups = companion.inspector_add(&new, second)?;
        Ok(InspectorMade {
            open: OpenVault::of(companion)?,
            groups,
        })
    }
}

impl InspectionLine {
    /// Everybody who may look, or did; by id of the person.
    pub fn all(companion: &Companion) -> Result<Vec<InspectionLine>, Error> {
        let people = companion.people()?;
        let line = |one: &Inspection| {
            let by = people
                .iter()
                .find(|record| record.person.id == one.given_by);
            InspectionLine {
                person: one.person.to_string(),
                reason: one.reason.clone(),
                until: one.until.to_string(),
                given_by: by
                    .map_or_else(|| "?".to_owned(), |record| record.person.initials.clone()),
                glass: one.glass,
            }
        };
        Ok(companion.inspections()?.iter().map(line).collect())
    }
}
