//! `holdfast-cli`: the side door.

fn main() -> std::process::ExitCode {
    cli::run(std::env::args_os())
}
