//! Writes one permission per command of the wire table, so that the window can call only what its capability file lists.
//!
//! The table is included as a file, not as a dependency: a build script that depended on `wire` would compile the whole
//! house a second time.

#[path = "crates/wire/src/commands.rs"]
#[allow(dead_code, reason = "the table has more in it than a build needs")]
mod commands;

fn main() {
    println!("cargo:rerun-if-changed=../ui/dist");
    let names: Vec<&'static str> = commands::COMMANDS
        .iter()
        .map(|(name, _, _)| *name)
        .collect();
    let manifest = tauri_build::AppManifest::new().commands(Vec::leak(names));
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    tauri_build::try_build(attributes)
        .expect("the window's configuration, icons and capabilities are complete");
}
