//! Who may import whom: `cargo metadata` against the table under "Import law" in ARCHITECTURE.md.
//!
//! The document is the source, so it cannot rot. Development dependencies are free; a build dependency counts.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use crate::house::{expect_none, root, text};

/// What every crate may use without saying so.
const FREE: &[&str] = &["serde", "thiserror"];

type Edges = BTreeMap<String, BTreeSet<String>>;

/// The rows of the table: crate → everything it may import. Words in brackets are comment; `all` stands for all of ours.
fn law(markdown: &str) -> Edges {
    let section = markdown
        .split("\n## ")
        .find(|section| section.starts_with("Import law"))
        .expect("ARCHITECTURE.md has a section called Import law");
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    let mut law: Edges = rows
        .map(|row| {
            let cells: Vec<&str> = row.trim_matches('|').split('|').collect();
            assert!(cells.len() >= 3, "a row has three cells: {row}");
            let names = |cell: &str| {
                cell.split('`')
                    .skip(1)
                    .step_by(2)
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            };
            let crate_name = names(cells[0]).concat();
            let allowed = names(cells[1]).into_iter().chain(names(cells[2]));
            (crate_name, allowed.collect())
        })
        .collect();
    let ours: BTreeSet<String> = law.keys().cloned().collect();
    for allowed in law.values_mut() {
        if allowed.remove("all") {
            allowed.extend(ours.iter().cloned());
        }
    }
    law
}

/// What the manifests say: package → everything it imports outside of tests.
fn facts(metadata: &Value) -> Edges {
    let packages = metadata["packages"]
        .as_array()
        .expect("cargo lists packages");
    let edges = packages.iter().map(|package| {
        let name = package["name"].as_str().expect("a package has a name");
        let dependencies = package["dependencies"].as_array().expect("a list");
        let kept = dependencies
            .iter()
            .filter(|dependency| dependency["kind"] != "dev")
            .filter_map(|dependency| dependency["name"].as_str())
            .filter(|name| !FREE.contains(name));
        (name.to_owned(), kept.map(str::to_owned).collect())
    });
    edges.collect()
}

fn breaches(law: &Edges, facts: &Edges) -> Vec<String> {
    let mut complaints = Vec::new();
    for (name, imports) in facts {
        let Some(allowed) = law.get(name) else {
            complaints.push(format!("{name} has no row in the import law"));
            continue;
        };
        for import in imports.difference(allowed) {
            complaints.push(format!("{name} may not import {import}"));
        }
    }
    let idle = law.keys().filter(|name| !facts.contains_key(*name));
    complaints.extend(idle.map(|name| format!("{name} has a row, but is no crate")));
    complaints
}

#[test]
fn every_import_is_in_the_table() {
    let answer = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .expect("cargo starts");
    let metadata = serde_json::from_slice(&answer.stdout).expect("cargo answers in JSON");
    let page = text("ARCHITECTURE.md").expect("ARCHITECTURE.md is text");
    expect_none(&breaches(&law(&page), &facts(&metadata)));
}

#[test]
fn a_forbidden_edge_is_named() {
    let page = "# A\n\n## Import law\n\n| crate | ours | outside |\n|---|---|---|\n| `rules` | – | `chrono` (no clock) |\n| `gone` | `rules` | – |\n\n## Next\n";
    let facts = facts(&serde_json::json!({ "packages": [
        { "name": "rules", "dependencies": [
            { "name": "serde", "kind": null }, { "name": "chrono", "kind": null },
            { "name": "tokio", "kind": null }, { "name": "proptest", "kind": "dev" }, { "name": "cc", "kind": "build" } ] },
        { "name": "newcomer", "dependencies": [] } ] }));
    let found = breaches(&law(page), &facts);
    let expected = [
        "newcomer has no row in the import law",
        "rules may not import cc",
        "rules may not import tokio",
        "gone has a row, but is no crate",
    ];
    assert_eq!(found, expected);
}
