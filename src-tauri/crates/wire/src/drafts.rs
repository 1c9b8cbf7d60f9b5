//! What is being typed, kept within a second, caret included.

use companion::{ClientId, Companion, Error, SessionId};
use serde::{Deserialize, Serialize};
#[cfg(test)]
use ts_rs::TS;

/// Text that is not yet part of the record.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "drafts.ts"))]
pub struct Draft {
    /// Session it belongs to.
    pub session: String,
    /// Which field: `note`, `vitals`, …
    pub place: String,
    /// Text, exactly; a form keeps its fields as JSON of its own.
    pub text: String,
    /// Caret position, UTF-16 units as the page counts them.
    pub caret: u32,
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Draft({})", self.place)
    }
}

/// An unfinished form about a client.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "drafts.ts"))]
pub struct FormDraft {
    /// Client it is about.
    pub client: String,
    /// Which form.
    pub place: String,
    /// Its fields as JSON of its own; empty: the form is gone.
    pub text: String,
    /// Caret position, UTF-16 units as the page counts them.
    pub caret: u32,
}

impl std::fmt::Debug for FormDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FormDraft({})", self.place)
    }
}

impl FormDraft {
    /// Every unfinished form about a client.
    pub fn of(companion: &Companion, client: ClientId) -> Result<Vec<FormDraft>, Error> {
        let forms = companion.forms(client)?;
        Ok(forms
            .into_iter()
            .map(|form| FormDraft {
                client: client.to_string(),
                place: form.place,
                text: form.row.text,
                caret: form.row.caret,
            })
            .collect())
    }
}

/// Which session's drafts.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "drafts.ts"))]
pub struct DraftsOf {
    pub session: String,
}

impl Draft {
    /// Every draft of a session.
    pub fn of(companion: &Companion, session: SessionId) -> Result<Vec<Draft>, Error> {
        let drafts = companion.drafts(session)?;
        Ok(drafts
            .into_iter()
            .map(|draft| Draft {
                session: session.to_string(),
                place: draft.place,
                text: draft.row.text,
                caret: draft.row.caret,
            })
            .collect())
    }
}
