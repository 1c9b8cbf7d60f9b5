//! The README's promises, each with the fault it stands against and a control that must fail.

mod no_leaks;
mod nothing_lost;
mod old_copies;
