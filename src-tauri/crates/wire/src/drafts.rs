//! What is being typed, kept within a second, caret included.

use crate::packets::thread_id;
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

/// An unfinished form.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "drafts.ts"))]
pub struct FormDraft {
    /// Client it is about; none: nobody in the record yet, as when a client is added.
    pub client: Option<String>,
    /// In a client's place: the packet whose review it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub thread: Option<String>,
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

/// Whose unfinished forms.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "drafts.ts"))]
pub struct FormsOf {
    /// None: those about nobody in the record yet.
    pub client: Option<String>,
    /// In a client's place: those of a packet's review.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub thread: Option<String>,
}

fn client_id(text: &str) -> Result<ClientId, Error> {
    text.parse().map_err(|_| Error::Unknown { what: "client" })
}

impl FormDraft {
    /// Keeps it.
    pub fn keep(&self, companion: &mut Companion) -> Result<(), Error> {
        let (place, text) = (self.place.as_str(), self.text.as_str());
        match (&self.thread, &self.client) {
            (Some(thread), _) => {
                companion.thread_form_keep(thread_id(thread)?, place, text, self.caret)
            }
            (None, Some(client)) => {
                companion.form_keep(client_id(client)?, place, text, self.caret)
            }
            (None, None) => companion.desk_keep(place, text, self.caret),
        }
    }
}

impl FormsOf {
    /// Every one of them.
    pub fn all(self, companion: &mut Companion) -> Result<Vec<FormDraft>, Error> {
        let forms = match (&self.thread, &self.client) {
            (Some(thread), _) => companion.thread_forms(thread_id(thread)?)?,
            (None, Some(client)) => companion.forms(client_id(client)?)?,
            (None, None) => companion.desk()?,
        };
        let form = |form: companion::drafts::Draft| FormDraft {
            client: self.client.clone(),
            thread: self.thread.clone(),
            place: form.place,
            text: form.row.text,
            caret: form.row.caret,
        };
        Ok(forms.into_iter().map(form).collect())
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
