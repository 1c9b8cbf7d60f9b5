//! The law of the house, as tests. Each checker is a function from text to complaints, so that it can be shown to fail.

mod commands;
mod edges;
mod forgotten;
mod frozen;
mod house;
mod page;
mod privileges;
mod sizes;
mod spoken;
mod toplevel;
mod wording;
