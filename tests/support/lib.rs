//! The world the tests run in.

#[cfg(target_os = "linux")]
pub mod window;
