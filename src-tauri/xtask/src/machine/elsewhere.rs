//! Windows, macOS and other Linux: nothing is installed; what is missing is named exactly.

use std::process::Command;

use super::{Wanted, is_there, said};
use crate::Stop;

pub fn check(wanted: Wanted) -> Result<(), Stop> {
    let mut missing: Vec<&str> = Vec::new();
    let mut need = |there: bool, words: &'static str| {
        if !there {
            missing.push(words);
        }
    };
    if cfg!(windows) {
        need(
            std::env::var_os("OPENSSL_DIR").is_some(),
            "OpenSSL 3 with headers; set OPENSSL_DIR to its folder (winget install ShiningLight.OpenSSL.Dev)",
        );
        need(
            wanted < Wanted::Window || is_there("node"),
            "Node 22 (winget install OpenJS.NodeJS.LTS)",
        );
    } else if cfg!(target_os = "macos") {
        need(
            said(Command::new("xcode-select").arg("-p")).is_some(),
            "Apple's command line tools (xcode-select --install)",
        );
        need(
            wanted < Wanted::Window || is_there("node"),
            "Node 22 (brew install node@22)",
        );
    } else {
        need(is_there("cc"), "a C compiler and linker");
        need(is_there("pkg-config"), "pkg-config");
        need(has_library("openssl"), "OpenSSL 3 with headers");
        if wanted >= Wanted::Window {
            need(has_library("webkit2gtk-4.1"), "WebKitGTK 4.1 with headers");
            need(has_library("alsa"), "ALSA with headers");
            need(is_there("node") && is_there("npm"), "Node 22 with npm");
        }
        if wanted >= Wanted::Proof {
            need(is_there("git"), "git");
            need(
                is_there("WebKitWebDriver"),
                "WebKitWebDriver (part of WebKitGTK)",
            );
            need(is_there("Xvfb"), "Xvfb");
            need(is_there("dbus-daemon"), "dbus-daemon");
            need(is_there("setpriv"), "setpriv (part of util-linux)");
            need(is_there("age"), "age");
            need(is_there("python3"), "Python 3 with venv");
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(Stop::lacking(format!(
        "This machine lacks:\n  - {}\nInstall these, then run this command again.",
        missing.join("\n  - ")
    )))
}

fn has_library(name: &str) -> bool {
    said(Command::new("pkg-config").args(["--exists", name])).is_some()
}
