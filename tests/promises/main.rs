//! The README's promises, each with the fault it stands against and a control that must fail.

mod backups;
mod damage;
#[cfg(target_os = "linux")]
mod durable;
mod edited;
#[cfg(target_os = "linux")]
mod full_disk;
mod lost_log;
mod no_leaks;
mod nothing_lost;
mod old_copies;
mod packets;
mod pages;
mod removal;
