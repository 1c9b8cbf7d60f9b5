//! The side door from outside: every verb once, its exit codes, data on stdout, words on stderr.

mod apart;
mod clients;
mod cohort;
mod conflicts;
mod courses;
mod door;
mod exports;
#[cfg(target_os = "linux")]
mod hardened;
mod inspection;
mod licences;
mod measures;
mod packets;
mod parts;
mod patterns;
mod protocols;
#[cfg(target_os = "linux")]
mod readme;
mod reports;
mod reviewers;
mod rights;
mod sessions;
mod signing;
#[cfg(target_os = "linux")]
mod silence;
#[cfg(target_os = "linux")]
mod terminal;
mod touch;
mod vaults;
