//! The rules of care: what a dosing session is, when a check is due, what a crossed limit asks for.
//!
//! Pure. No disk, no clock, no chance, no crypto, no async, no window: time arrives as a [`time::Stamp`], identifiers
//! arrive from outside, and every clinical number arrives in a [`protocol::Protocol`] read from the clinic's own file.
//!
//! **Invariant:** nothing here gives advice. A rule states a value, its age and the line of the protocol it comes from.
#![warn(missing_docs)]

pub mod client;
pub mod cohort;
pub mod conflict;
pub mod course;
pub mod duty;
pub(crate) mod file;
pub mod id;
pub mod licence;
pub mod measure;
pub mod people;
pub mod protocol;
pub mod quantity;
pub mod review;
pub mod rights;
pub mod script;
pub mod session;
mod shared;
pub mod time;
