//! Rooms: what a verb does, told the way the room tells it.

mod courses;
mod locking;
mod protocols;
mod rater;
mod rights;
mod scenarios;
mod signing;
mod training;
mod verbs;
