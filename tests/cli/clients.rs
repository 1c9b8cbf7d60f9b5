//! Clients at the side door: details, put away and taken out, erased with a receipt.

use crate::door::Door;
use support::sweep::sweep;

const NAME: &str = "Signe Sommerfugl";

#[test]
fn a_client_is_changed_put_away_and_taken_out() {
    let mut door = Door::with_vault();
    door.minute(0);
    assert_eq!(door.call("client add KELP-014").code, 0);
    assert_eq!(door.call("client add kelp-014").failure(3), "duplicate");
    let details = format!(
        r#"{{"name":"{NAME}","born":"1985-11-26","pronouns":"she","emergency":"Ida 0000","allergies":"none known"}}"#
    );
    let change =
        |details: &str| door.with(&[(3, details)], "client change KELP-014 --details-fd 3");
    let kept = change(&details).json(0);
    assert_eq!(kept["details"]["emergency"], "Ida 0000");
    assert_eq!(kept["age"], 40, "the scripted day is in March");
    // A field that is not named stays; one that is unknown, impossible or not born is refused.
    assert_eq!(
        change(r#"{"support":"Per"}"#).json(0)["details"]["name"],
        NAME
    );
    assert_eq!(change(r#"{"weight":"60"}"#).code, 2);
    assert_eq!(change(r#"{"born":"1985-02-30"}"#).failure(2), "bad_input");
    assert_eq!(change(r#"{"born":"2085-02-20"}"#).failure(2), "bad_input");
    let shown = door.call("client show KELP-014").json(0);
    assert_eq!(shown["details"]["support"], "Per");

    let away = door
        .call("client archive KELP-014 --retain-until 2036-03-02")
        .json(0);
    assert_eq!(away["archived"], "2026-03-02");
    assert_eq!(
        door.call("client list").json(0).as_array().map(Vec::len),
        Some(0)
    );
    assert_eq!(
        door.call("client list --archived")
            .json(0)
            .as_array()
            .map(Vec::len),
        Some(1)
    );
    // What is to be kept until 2036 is not erased in 2026.
    assert_eq!(
        door.call("client erase KELP-014 --confirm KELP-014")
            .failure(3),
        "retained"
    );
    assert!(door.call("client reopen KELP-014").json(0)["archived"].is_null());
    assert_eq!(door.call("vault verify").code, 0);
}

#[test]
fn an_erased_client_is_gone_and_the_chain_still_holds() {
    let mut door = Door::with_vault();
    door.minute(0);
    assert_eq!(
        door.with(&[(3, NAME)], "client add KELP-014 --name-fd 3")
            .code,
        0
    );
    assert_eq!(door.call("client add KELP-015").code, 0);
    for client in ["KELP-014", "KELP-015"] {
        let taken = door.with(
            &[(3, "4")],
            &format!("measure record suds --client {client} --answers-fd 3 --mode asked"),
        );
        assert_eq!(taken.code, 0);
    }
    // A backup holds the key still, and the receipt names it.
    let stick = door.home.path().join("stick");
    std::fs::create_dir(&stick).expect("a folder");
    let backup = door
        .call(&format!("vault backup --to {}", stick.display()))
        .json(0);
    let unsure = door.call("client erase KELP-014 --confirm KELP-015");
    assert_eq!(unsure.failure(2), "bad_input");
    let receipt = door
        .call("client erase KELP-014 --confirm kelp-014")
        .json(0);
    assert_eq!(receipt["code"], "KELP-014");
    assert_eq!(receipt["copies"], serde_json::json!([backup["path"]]));
    assert_eq!(door.call("client show KELP-014").failure(3), "unknown");
    assert_eq!(door.call("course show KELP-014").failure(3), "unknown");
    assert_eq!(
        door.call("client erase KELP-014 --confirm KELP-014")
            .failure(3),
        "unknown"
    );
    // The other client, the chain and the code are free and whole.
    let other = door.call("course show KELP-015").json(0);
    assert_eq!(other["taken"].as_array().map(Vec::len), Some(1));
    assert_eq!(door.call("vault verify").code, 0);
    assert_eq!(door.call("client add KELP-014").code, 0);
    assert!(sweep(door.home.path(), NAME).is_empty());
}

#[test]
fn a_client_in_a_session_is_neither_put_away_nor_erased() {
    let mut door = Door::with_vault();
    door.minute(0);
    assert_eq!(door.call("client add KELP-014").code, 0);
    let begun = door.call("session start --client KELP-014 --protocol worked-example");
    assert_eq!(begun.code, 0, "{}", begun.err);
    for verb in [
        "client archive KELP-014",
        "client erase KELP-014 --confirm KELP-014",
    ] {
        assert_eq!(door.call(verb).failure(3), "session_live", "{verb}");
    }
}
