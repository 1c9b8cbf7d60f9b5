//! The real window, driven: the built program on a screen of its own, on a private bus, with an empty home.
#![cfg(target_os = "linux")]

mod apart;
mod courses;
mod exports;
mod faults;
mod follows;
mod forgets;
mod hardship;
mod inert;
mod inert_care;
mod inspecting;
mod keeping;
mod keys;
mod locking;
mod measure_files;
mod measures;
mod opening;
mod outside;
mod own_engine;
mod paper;
mod protocols;
mod rater;
mod review;
mod seeing;
mod signing;
mod silence;
mod sound;
mod touch;
mod training;
mod visits;
mod whole_course;
mod whole_job;
mod year;
