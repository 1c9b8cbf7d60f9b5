//! The page and the window's settings keep strangers out: nothing inline, no remote origin, no way to widen it by a flag.

use serde_json::Value;

use crate::house::{expect_none, files_ending, text};

fn settings() -> Value {
    let text = text("src-tauri/tauri.conf.json").expect("the window's settings are text");
    serde_json::from_str(&text).expect("the window's settings are JSON")
}

#[test]
fn the_content_policy_lets_nothing_in_from_outside() {
    let settings = settings();
    let security = &settings["app"]["security"];
    let policy = security["csp"].as_object().expect("the policy is a table");
    for (directive, sources) in policy {
        for source in sources.as_str().expect("sources are words").split(' ') {
            let known = ["'none'", "'self'"].contains(&source)
                || (directive == "img-src" && source == "data:")
                || (directive == "connect-src"
                    && ["ipc:", "http://ipc.localhost"].contains(&source));
            assert!(known, "{directive} lets in {source}");
        }
    }
    assert_eq!(policy["default-src"], "'none'");
    assert_eq!(policy["script-src"], "'self'");
    assert_eq!(security["freezePrototype"], true);
    assert_eq!(settings["app"]["withGlobalTauri"], false);
    assert!(
        security
            .get("dangerousDisableAssetCspModification")
            .is_none()
    );
    assert!(settings["build"].get("devUrl").is_none());
}

#[test]
fn one_private_window_without_developer_tools() {
    let settings = settings();
    let windows = settings["app"]["windows"].as_array().expect("a list");
    assert_eq!(windows.len(), 1);
    assert_eq!(windows[0]["incognito"], true);
    assert!(windows[0].get("devtools").is_none());
    let manifest = text("Cargo.toml").expect("a manifest is text");
    let shell = text("src-tauri/Cargo.toml").expect("a manifest is text");
    assert!(!manifest.contains("\"devtools\"") && !shell.contains("devtools"));
}

#[test]
fn the_page_has_nothing_inline() {
    let page = text("ui/index.html").expect("the page is text");
    for mark in [
        "<style",
        " style=",
        " onload=",
        " onclick=",
        "http://",
        "https://",
    ] {
        assert!(!page.contains(mark), "the page contains {mark}");
    }
    let scripts = page.matches("<script").count();
    assert_eq!(
        scripts,
        page.matches("<script type=\"module\" src=\"/src/").count()
    );
}

/// Lines that ask for the way to Rust after a part was made: what the page keeps for its parts is not there any more then.
fn too_late(text: &str) -> Vec<usize> {
    let late = |line: &str| line.contains("getHost().") || line.contains("=> getHost()");
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| late(line))
        .map(|(n, _)| n + 1)
        .collect()
}

#[test]
fn every_part_asks_for_the_host_while_it_is_made() {
    let mut complaints = Vec::new();
    for file in files_ending(&[".svelte"]) {
        let lines = too_late(&text(&file).expect("text"));
        complaints.extend(lines.iter().map(|line| {
            format!("{file}:{line} asks for the host when it is pressed: take it once, above")
        }));
    }
    expect_none(&complaints);
    assert_eq!(
        too_late("const host = getHost();\nrun(() => getHost().call(\"x\"));"),
        [2]
    );
}
