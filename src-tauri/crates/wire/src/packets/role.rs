//! In which role somebody reviews.

use clinic::review::ReviewRole as Of;
use serde::{Deserialize, Serialize};
#[cfg(test)]
use ts_rs::TS;

/// A reviewer's role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub enum ReviewRole {
    Supervisor,
    Peer,
    MedicalMonitor,
}

/// Somebody whom a packet is sealed for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub struct ReaderView {
    /// As they are known here.
    pub name: String,
    /// In which role they read it; none: the packet names none.
    pub role: Option<ReviewRole>,
}

impl From<Of> for ReviewRole {
    fn from(role: Of) -> ReviewRole {
        match role {
            Of::Supervisor => ReviewRole::Supervisor,
            Of::Peer => ReviewRole::Peer,
            Of::MedicalMonitor => ReviewRole::MedicalMonitor,
        }
    }
}

impl From<ReviewRole> for Of {
    fn from(role: ReviewRole) -> Of {
        match role {
            ReviewRole::Supervisor => Of::Supervisor,
            ReviewRole::Peer => Of::Peer,
            ReviewRole::MedicalMonitor => Of::MedicalMonitor,
        }
    }
}
