//! What the window can ask is written once, in the wire table: the shell registers exactly that, the capability allows exactly that.

use std::collections::BTreeSet;

use serde_json::Value;
use wire::COMMANDS;

use crate::house::text;

/// The commands between the brackets of `generate_handler!`, by their last path segment.
fn registered(source: &str) -> BTreeSet<String> {
    let list = source
        .split("generate_handler![")
        .nth(1)
        .and_then(|rest| rest.split(']').next())
        .expect("the shell registers its commands with generate_handler!");
    let code = list
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default());
    let names = code
        .flat_map(|line| line.split(','))
        .filter_map(|path| path.trim().rsplit("::").next())
        .filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

/// The commands of ours that the capability file lets the window call.
fn allowed(capability: &str) -> BTreeSet<String> {
    let capability: Value = serde_json::from_str(capability).expect("a capability is JSON");
    let permissions = capability["permissions"].as_array().expect("a list");
    let ours = permissions
        .iter()
        .filter_map(Value::as_str)
        .filter_map(|name| name.strip_prefix("allow-"));
    ours.map(|name| name.replace('-', "_")).collect()
}

fn table() -> BTreeSet<String> {
    COMMANDS
        .iter()
        .map(|(name, ..)| (*name).to_owned())
        .collect()
}

#[test]
fn the_shell_registers_the_table() {
    let source = text("src-tauri/src/commands/mod.rs").expect("the list of commands is text");
    assert_eq!(registered(&source), table());
}

#[test]
fn the_capability_allows_the_table_and_only_listening_besides() {
    let capability = text("src-tauri/capabilities/main.json").expect("a capability is text");
    assert_eq!(allowed(&capability), table());
    let json: Value = serde_json::from_str(&capability).expect("a capability is JSON");
    let others: Vec<&str> = json["permissions"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(Value::as_str)
        .filter(|name| !name.starts_with("allow-"))
        .collect();
    assert_eq!(
        others,
        ["core:event:allow-listen", "core:event:allow-unlisten"]
    );
    assert!(
        json.get("remote").is_none(),
        "no remote page may call anything"
    );
}

#[test]
fn lists_are_read_as_written() {
    let source = "tauri::generate_handler![\n  // the vault\n  vault::vault_open,\n  session::session_act, // one act\n]";
    let expected = BTreeSet::from(["vault_open".to_owned(), "session_act".to_owned()]);
    assert_eq!(registered(source), expected);
    let capability = r#"{ "permissions": ["core:event:allow-listen", "allow-vault-open", "allow-session-act"] }"#;
    assert_eq!(allowed(capability), expected);
}

/// What each command's function asks for: the name that it gives to `verb` or `rater_verb`.
fn asked(source: &str) -> Vec<(String, Option<String>)> {
    let blocks = source.split("#[tauri::command").skip(1);
    let found = blocks.filter_map(|block| {
        let name = block.split("fn ").nth(1)?.split('(').next()?;
        let named = ["verb(\"", "rater_verb(\""]
            .iter()
            .find_map(|call| block.split(call).nth(1)?.split('"').next());
        Some((name.trim().to_owned(), named.map(str::to_owned)))
    });
    found.collect()
}

#[test]
fn each_command_asks_for_its_own_right() {
    let mut complaints = Vec::new();
    let mut seen = 0;
    for file in crate::house::files_ending(&[".rs"]) {
        if !file.starts_with("src-tauri/src/commands/") {
            continue;
        }
        for (name, named) in asked(&text(&file).expect("Rust is text")) {
            seen += 1;
            let open = wire::rights::OPEN.contains(&name.as_str());
            let fits = named.as_deref() == Some(name.as_str()) || (open && named.is_none());
            // One that is open to all names itself too, where it is refused in a client's hands.
            if !fits {
                complaints.push(format!("{name} asks as {named:?}"));
            }
        }
    }
    assert_eq!(seen, COMMANDS.len());
    crate::house::expect_none(&complaints);
}

#[test]
fn a_command_that_asks_in_another_name_is_found() {
    let source = "#[tauri::command(async)]\npub fn a(x: X) { app.verb(\"b\", |c| c) }\n#[tauri::command(async)]\npub fn c() { app.any_verb(|c| c) }";
    let found = [
        ("a".to_owned(), Some("b".to_owned())),
        ("c".to_owned(), None),
    ];
    assert_eq!(asked(source), found);
}
