//! A client's whole file out of the window: what it is and that it is not encrypted stands there before it is written.

use companion::courses::Act;
use support::window::Stage;
use support::world;

const CODE: &str = "KELP-014";

#[tokio::test]
async fn a_whole_file_is_written_from_the_details() {
    let stage = Stage::set();
    let home = stage.data();
    let mut companion = world::companion(&home);
    world::make(&mut companion, &home).expect("a vault");
    let client = companion
        .client_add(CODE, "Signe Sommerfugl")
        .expect("a client");
    let protocol = companion.protocol_named("three-point").expect("shipped");
    companion
        .course_open(client, None, &protocol.digest, None)
        .expect("a course");
    let taken = Act::TakePredictor {
        predictor: "sodium",
        value: "139",
        method: "venous blood",
    };
    companion
        .course_act(client, None, &taken, None)
        .expect("kept");
    companion.vault_lock().expect("locks");
    let folder = stage.home().join("stick");
    std::fs::create_dir(&folder).expect("a folder");

    let window = stage.open().await;
    window.unlock(world::PASSPHRASE).await;
    window.pick("nav-clients", "").await;
    window.pick("client-row", CODE).await;
    window.click("client-details").await;
    window.go("client-export").await;
    window.marked("export-panel").await;
    window.wait_for("The files are not encrypted").await;
    window.expect_accessible().await;
    window.in_both_themes("whole-file").await;
    for _ in 0..3 {
        window.keys("Ctrl+=").await;
    }
    window.in_both_themes("whole-file-200").await;
    window.keys("Ctrl+0").await;
    window.click("export-go").await;
    window.wait_for("Which folder?").await;
    // A place that is none is told, and what was typed stays.
    window.path("export-folder", &folder.join("nowhere")).await;
    window.click("export-go").await;
    window.marked("failure").await;
    window.shot("whole-file-no-folder").await;
    window.path("export-folder", &folder).await;
    window.click("export-go").await;
    let said = window.marked("exported-path").await;
    let said = said.text().await.expect("text");
    assert!(said.contains("KELP-014 whole file.md"), "{said}");
    window.expect_accessible().await;
    window.in_both_themes("whole-file-written").await;
    // A second one lies beside the first.
    window.click("export-go").await;
    window.wait_for("KELP-014 whole file 2.md").await;
    window.kill().await;

    let text = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a file");
    let (markdown, json) = (
        text("KELP-014 whole file.md"),
        text("KELP-014 whole file.json"),
    );
    for words in [
        "Signe Sommerfugl",
        "Sodium in blood; 139; unit mmol/l; method venous blood",
    ] {
        assert!(markdown.contains(words), "{words}: {markdown}");
    }
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let rows = json["entries"].as_array().expect("entries").iter();
    let sodium = rows
        .map(|row| &row["event"])
        .find(|event| event["event"] == "predictor_taken")
        .expect("a predictor");
    assert_eq!(
        [&sodium["value"], &sodium["unit"], &sodium["method"]],
        ["139", "mmol/l", "venous blood"]
    );
    assert_eq!(
        text("KELP-014 whole file 2.md"),
        markdown,
        "the same record, the same bytes"
    );
    let mut companion = world::companion(&home);
    world::unlock(&mut companion, &home).expect("opens");
    let access = companion.audit_access().expect("entries").into_iter();
    assert_eq!(
        access.filter(|one| one.action == "client_exported").count(),
        2
    );
    assert!(
        companion
            .audit_verify()
            .expect("verified")
            .chain
            .fault
            .is_none()
    );
}
