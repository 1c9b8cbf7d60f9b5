//! The window's program. Everything is in the library.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

/// What is freed is wiped: the passphrase and a client's words pass through many hands on their way.
#[global_allocator]
static MEMORY: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() {
    holdfast::run();
}
