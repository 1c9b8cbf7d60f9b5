//! The smallest window that this stack can open: one page with one line of words, same tauri, same profile, same size.
//!
//! It is written below the target folder and built with the house's own lock file, profiles and dependency lines, so that
//! everything it uses is compiled already; only its own few lines and the link are new.

use crate::Trouble;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const NAME: &str = "window-alone";

const MAIN: &str = r#"fn main() {
    tauri::Builder::default()
        .run(tauri::generate_context!())
        .expect("the window opens");
}
"#;

const BUILD: &str = "fn main() {\n    tauri_build::build();\n}\n";

/// The same ground as ours, so that nothing but words makes colours.
const PAGE: &str = r#"<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>A window</title>
  <style>html { background: #0a0908; color: #a09888; font: 20px sans-serif }</style></head>
  <body><p>The smallest window that can be opened: one page, one line of words.</p></body>
</html>
"#;

const SETTINGS: &str = r##"{
  "productName": "Window alone",
  "identifier": "care.holdfast.alone",
  "build": { "frontendDist": "page" },
  "app": {
    "windows": [{ "title": "A window", "width": 1366, "height": 768, "backgroundColor": "#0a0908" }],
    "security": { "csp": "default-src 'self'; style-src 'self' 'unsafe-inline'" }
  },
  "bundle": { "icon": ["icons/icon.png"] }
}
"##;

/// Writes it, builds it, and answers where the program lies.
pub fn build(target: &Path, release: bool) -> Result<PathBuf, Trouble> {
    let root = support::root();
    let folder = target.join("bench").join(NAME);
    for below in ["src", "page", "icons"] {
        fs::create_dir_all(folder.join(below))?;
    }
    let house = fs::read_to_string(root.join("Cargo.toml"))?;
    for (file, text) in [
        ("Cargo.toml", manifest(&house).as_str()),
        ("build.rs", BUILD),
        ("src/main.rs", MAIN),
        ("page/index.html", PAGE),
        ("tauri.conf.json", SETTINGS),
    ] {
        write_if_new(&folder.join(file), text)?;
    }
    fs::copy(
        root.join("src-tauri/icons/icon.png"),
        folder.join("icons/icon.png"),
    )?;
    if !folder.join("Cargo.lock").exists() {
        fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .current_dir(&folder)
        .args(["build", "--quiet", "--target-dir"])
        .arg(target)
        .stdout(std::io::stderr());
    if !folder.starts_with(&root) {
        // Below the house cargo finds its settings by itself; twice the same flags would be other flags.
        command.arg("--config").arg(root.join(".cargo/config.toml"));
    }
    if release {
        command.arg("--release");
    }
    if !command.status()?.success() {
        return Err("the smallest window does not build; the compiler's words are above".into());
    }
    Ok(target
        .join(if release { "release" } else { "debug" })
        .join(NAME))
}

/// An untouched file keeps its time, so that cargo builds nothing anew.
fn write_if_new(file: &Path, text: &str) -> std::io::Result<()> {
    if fs::read_to_string(file).is_ok_and(|there| there == text) {
        return Ok(());
    }
    fs::write(file, text)
}

/// A workspace of its own with the house's dependency lines and profiles. It uses tauri alone; the others stand there so that
/// cargo settles on the same features, and therefore on what is compiled already.
fn manifest(house: &str) -> String {
    let outside = section(house, "[workspace.dependencies]");
    let outside = outside.iter().filter(|line| {
        let ours = line.contains("path = ");
        let proving = ["ts-rs", "proptest"]
            .iter()
            .any(|name| line.starts_with(name));
        !ours && !proving
    });
    let mut text = format!(
        "[workspace]\n\n[package]\nname = \"{NAME}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
         [features]\ndefault = [\"custom-protocol\"]\ncustom-protocol = [\"tauri/custom-protocol\"]\n\n[dependencies]\n"
    );
    let mut build = String::new();
    for line in outside {
        if line.starts_with("tauri-build") {
            build = format!("\n[build-dependencies]\n{line}\n");
        } else if line.starts_with("tokio") {
            text.push_str(&line.replace("\"macros\"", "\"macros\", \"net\""));
            text.push('\n');
        } else {
            text.push_str(line);
            text.push('\n');
        }
    }
    text.push_str(&build);
    let ours = [
        "clinic",
        "vault",
        "store",
        "companion",
        "wire",
        "cli",
        "holdfast",
    ];
    for head in house.lines().filter(|line| line.starts_with("[profile.")) {
        if ours.iter().any(|name| head.ends_with(&format!(".{name}]"))) {
            continue;
        }
        text.push_str(&format!("\n{head}\n{}\n", section(house, head).join("\n")));
    }
    text
}

/// The lines below a heading, comments left out.
fn section<'a>(text: &'a str, head: &str) -> Vec<&'a str> {
    text.lines()
        .skip_while(|line| *line != head)
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
}
