//! A session, and a client's whole course, in words for paper and files: one line an entry, a whole record as Markdown, and the facts of a
//! session's report.
//!
//! Words of the doors that have no screen: the side door and paper. **Invariant:** facts in, text out; no disk, no clock.

pub mod chain;
pub mod course;
pub mod hours;
pub mod paper;
pub mod part;
pub mod record;
pub mod report;
pub mod touch;
pub mod whole;
