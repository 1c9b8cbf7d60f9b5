//! The dosing engine: acts and time in, events out; the state is what the events say and nothing else.
//!
//! `decide(act, stamp) → events | refusal`, `tick(stamp) → events`, `apply(event)` which cannot fail, `next_wake()`,
//! `board(stamp)`, `replay(events)`. Opening a session and recovering from a crash are the same path: load, replay, tick.

pub mod act;
pub mod board;
pub mod event;
