//! The words between Rust and the screen: plain data and conversions, nothing else.
//!
//! TypeScript is generated from these types (`cargo xtask wire`) into `ui/src/wire/` and committed. Times are
//! milliseconds: `…_ms` of session time unless the name says `wall`. Sentences are made at the doors, never here.

pub mod app;
pub mod audit;
pub mod backup;
pub mod clients;
pub mod cohort;
pub mod commands;
pub mod confidence;
pub mod course;
pub mod drafts;
pub mod failure;
pub mod handover;
pub mod inspection;
pub mod licences;
pub mod measures;
pub mod packets;
pub mod people;
pub mod protocols;
pub mod rater;
pub mod review;
pub mod rights;
pub mod session;
pub mod sign;
pub mod today;
pub mod trail;
pub mod training;
pub mod vault;

#[cfg(test)]
mod typescript;

pub use commands::COMMANDS;
