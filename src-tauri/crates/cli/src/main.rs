//! `holdfast-cli`: the side door.

/// What is freed is wiped: the passphrase and a client's words pass through many hands on their way.
#[global_allocator]
static MEMORY: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() -> std::process::ExitCode {
    cli::run(std::env::args_os())
}
