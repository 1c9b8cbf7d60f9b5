//! The README's promises, each with the fault it stands against and a control that must fail.

mod apart;
mod backups;
#[cfg(target_os = "linux")]
mod costs;
mod damage;
#[cfg(target_os = "linux")]
mod durable;
mod edited;
#[cfg(target_os = "linux")]
mod forge;
mod freshness;
#[cfg(target_os = "linux")]
mod full_disk;
#[cfg(target_os = "linux")]
mod fuzz;
#[cfg(target_os = "linux")]
mod hostile;
mod lost_log;
#[cfg(target_os = "linux")]
mod names;
mod no_leaks;
mod nothing_lost;
mod old_copies;
mod packets;
mod pages;
mod removal;
mod restored;
