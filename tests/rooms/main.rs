//! Rooms: what a verb does, told the way the room tells it.

mod scenarios;
mod verbs;
