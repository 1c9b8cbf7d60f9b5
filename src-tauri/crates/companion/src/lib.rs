//! The app without a window: one function per verb a person has.
pub mod people;
