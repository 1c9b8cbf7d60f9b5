//! A session in words for paper and files: one line an entry, a whole record as Markdown, and the facts of its report.
//!
//! Words of the doors that have no screen: the side door and paper. **Invariant:** facts in, text out; no disk, no clock.

pub mod chain;
pub mod hours;
pub mod paper;
pub mod part;
pub mod record;
pub mod report;
pub mod touch;
