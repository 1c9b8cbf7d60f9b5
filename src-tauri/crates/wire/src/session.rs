//! A session on the wire: what is shown (`view`), what can be asked (`act`), what the log says (`log`).

pub mod act;
pub mod ask;
pub mod log;
pub mod plan;
pub mod show;
pub(crate) mod tell;
pub(crate) mod titles;
pub mod touch;
pub mod view;

use companion::{Companion, Error, Secret};
use serde::{Deserialize, Serialize};
#[cfg(test)]
use ts_rs::TS;

/// One number that can be taken. The stored integer is the shown value, but °C × 10 for temperature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "session.ts"))]
pub enum Sign {
    Systolic,
    Diastolic,
    Pulse,
    Temperature,
    OxygenSaturation,
    RespiratoryRate,
    Distress,
}

/// A value of a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "session.ts"))]
pub struct SignValue {
    pub sign: Sign,
    pub value: i32,
}

/// How pressing a crossed line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "session.ts"))]
pub enum Priority {
    Note,
    Soon,
    ActNow,
}

/// Whether an effect is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "session.ts"))]
pub enum Valence {
    Wanted,
    Neutral,
    Unwanted,
}

/// Which dose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "session.ts"))]
pub enum Dose {
    First,
    Supplemental,
}

/// Which gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "session.ts"))]
pub enum GateId {
    Dose1,
    Dose2,
    Leaving,
}

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "session.ts"))]
pub enum Ending {
    AsPlanned,
    Transferred,
    LeftAgainstAdvice,
    Stopped,
    Died,
}

/// Declined by the client or withheld by the team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "session.ts"))]
pub enum NotGiven {
    Declined,
    Withheld,
}

/// Whose words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "session.ts"))]
pub enum Voice {
    Observed,
    Client,
    Thought,
}

/// Why the machine did not watch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "session.ts"))]
pub enum GapCause {
    Slept,
    Closed,
    Stopped,
}

/// State of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "session.ts"))]
pub enum CheckState {
    Resting,
    Near,
    Due,
    Late,
    Missed,
    Deferred,
    Done,
    Cancelled,
}

macro_rules! twin {
    ($($ours:ident = $theirs:path { $($name:ident),* $(,)? })*) => {$(
        impl From<$theirs> for $ours {
            fn from(value: $theirs) -> $ours {
                use $theirs as Theirs;
                match value { $(Theirs::$name => $ours::$name),* }
            }
        }
        impl From<$ours> for $theirs {
            fn from(value: $ours) -> $theirs {
                use $theirs as Theirs;
                match value { $($ours::$name => Theirs::$name),* }
            }
        }
    )*};
}
twin! {
    Sign = clinic::quantity::Sign { Systolic, Diastolic, Pulse, Temperature, OxygenSaturation, RespiratoryRate, Distress }
    Priority = clinic::protocol::Priority { Note, Soon, ActNow }
    Valence = clinic::protocol::Valence { Wanted, Neutral, Unwanted }
    Dose = clinic::session::event::Dose { First, Supplemental }
    GateId = clinic::protocol::GateId { Dose1, Dose2, Leaving }
    Ending = clinic::session::event::Ending { AsPlanned, Transferred, LeftAgainstAdvice, Stopped, Died }
    NotGiven = clinic::session::event::NotGiven { Declined, Withheld }
    Voice = clinic::session::event::Voice { Observed, Client, Thought }
    GapCause = clinic::session::event::GapCause { Slept, Closed, Stopped }
    CheckState = clinic::session::board::CheckState { Resting, Near, Due, Late, Missed, Deferred, Done, Cancelled }
}

/// A session to be opened.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "session.ts"))]
pub struct NewSession {
    pub client: String,
    /// Digest of the protocol.
    pub protocol: String,
    /// Which dosing session of the course, from 1.
    pub number: u16,
    /// Ids of the people who may act in it.
    pub people: Vec<String>,
}

impl std::fmt::Debug for NewSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewSession")
    }
}

/// Which session.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "session.ts"))]
pub struct SessionRef {
    pub session: String,
}

/// Which session, and how much of its log the page already has.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "session.ts"))]
pub struct Look {
    pub session: String,
    /// The first entry the page wants; 0 for all.
    pub log_from: u64,
}

/// A SHA-256 in hex.
pub(crate) fn digest(text: &str) -> Result<[u8; 32], Error> {
    let bad = || Error::BadInput { what: "digest" };
    let mut out = [0u8; 32];
    if text.len() != 64 || !text.is_ascii() {
        return Err(bad());
    }
    for (index, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * index..2 * index + 2], 16).map_err(|_| bad())?;
    }
    Ok(out)
}

impl NewSession {
    /// What the companion is asked to open.
    pub fn to_open(&self) -> Result<companion::session::NewSession, Error> {
        Ok(companion::session::NewSession {
            client: self
                .client
                .parse()
                .map_err(|_| Error::Unknown { what: "client" })?,
            protocol: digest(&self.protocol)?,
            number: self.number,
            people: self
                .people
                .iter()
                .map(|id| ask::person_id(id))
                .collect::<Result<_, _>>()?,
        })
    }
}

/// One act from the page: the second person proves presence first, then the act is kept, then the page sees.
pub fn request(
    companion: &mut Companion,
    request: act::Request,
) -> Result<view::SessionView, Error> {
    let act::Request {
        session,
        key,
        when,
        second,
        act,
        log_from,
    } = request;
    let session = ask::session_id(&session)?;
    let key = key.parse().map_err(|_| Error::BadInput { what: "key" })?;
    if companion.request_kept(session, key)? {
        return view::SessionView::of(companion, session, log_from);
    }
    let second = match second {
        None => None,
        Some(proof) => {
            let person = ask::person_id(&proof.person)?;
            Some(companion.person_second(person, &Secret::new(proof.pin))?)
        }
    };
    companion.session_act(session, key, &ask::asked(act, second)?, ask::told(when))?;
    view::SessionView::of(companion, session, log_from)
}
