//! A session goes to a supervisor and comes back, in the real window: two vaults on one computer, a stick between them, the keyboard.

use std::path::{Path, PathBuf};
use support::window::{Stage, Window};
use support::world;

/// What is typed lies in the vault after so long.
const DRAFT_KEPT: std::time::Duration = std::time::Duration::from_millis(900);
pub(crate) const THEIRS: &str = "an island of slow reading twelve";

pub(crate) fn home_of(stage: &Stage) -> PathBuf {
    stage.home().join(".local/share/holdfast")
}

fn stick(stage: &Stage) -> PathBuf {
    let stick = stage.home().join("stick");
    std::fs::create_dir_all(&stick).expect("a folder");
    stick
}

pub(crate) fn away(home: &Path) -> PathBuf {
    home.join("vaults").join("Lund.holdfast")
}

/// A therapist's vault with an ended session that has something to look at, a supervisor's that holds nobody, both locked.
fn vaults(stage: &Stage) {
    let home = home_of(stage);
    let mut companion = world::companion(&home);
    world::make(&mut companion, &home).expect("a vault");
    let session = world::session(&mut companion, "KELP-014").expect("a session");
    for words in [
        "in MS",
        "in AK",
        "read 128/82 72",
        "note \"eyes closed\"",
        "note \"something I think\" thought",
        "note \"her hand opens\" star",
        "report \"not fasting\" \"told the prescriber\"",
        "close transferred \"moved\"",
    ] {
        world::say(&mut companion, session, words)
            .unwrap_or_else(|error| panic!("{words}: {error}"));
    }
    companion.vault_lock().expect("locks");
    companion
        .vault_create(companion::vault::NewVault {
            folder: away(&home),
            training: true,
            passphrase: companion::Secret::from(THEIRS),
            owner: companion::people::NewPerson {
                name: "Ingrid Lund".to_owned(),
                initials: "IL".to_owned(),
                roles: vec![companion::Role::Supervisor, companion::Role::VaultKeeper],
                pin: companion::Secret::from("3906"),
            },
            quick: true,
        })
        .expect("a vault");
    companion.vault_waive_code().expect("a training vault");
    companion.vault_lock().expect("locks");
}

/// Into a vault by its passphrase, and to the room of packets.
pub(crate) async fn into(window: &Window, folder: &Path, passphrase: &str) {
    unlock(window, folder, passphrase).await;
    window.keys("3").await;
    window.marked("review").await;
}

async fn unlock(window: &Window, folder: &Path, passphrase: &str) {
    window.marked("unlock").await;
    window.keys("Ctrl+O").await;
    window.path("unlock-path", folder).await;
    window.enter("unlock-passphrase", passphrase).await;
    window.keys("Enter").await;
    // Today comes first, or the room of a packet that was double-clicked.
    window.marked("office").await;
}

pub(crate) async fn out(window: &Window) {
    window.keys("Ctrl+L").await;
    window.marked("unlock").await;
}

/// The path that a page shows.
async fn shown(window: &Window, testid: &str) -> PathBuf {
    let there = window.marked(testid).await;
    let text = there.text().await.expect("words");
    let path = text.split_whitespace().next_back().unwrap_or_default();
    let from = text.find('/').unwrap_or(text.len() - path.len());
    PathBuf::from(text[from..].trim_end_matches('.'))
}

async fn open(window: &Window, file: &Path) {
    window.click("review-open-go").await;
    window.path("review-open-path", file).await;
    window.keys("Enter").await;
}

async fn reply(window: &Window, stage: &Stage) -> PathBuf {
    window.click("reply-open").await;
    window.path("reply-folder", &stick(stage)).await;
    window.keys("Enter").await;
    shown(window, "replied-path").await
}

async fn is(window: &Window, what: &str, script: &str) {
    window.wait_for_script(what, script).await;
}

#[tokio::test]
async fn a_session_is_sealed_reviewed_given_back_answered_and_countersigned() {
    let stage = Stage::set();
    vaults(&stage);
    let home = home_of(&stage);
    let (clinic, lund) = (world::folder(&home), away(&home));
    let window = stage.open().await;

    // The supervisor hands out a card.
    into(&window, &lund, THEIRS).await;
    window.shot("review-empty").await;
    window.click("review-contacts-go").await;
    window.path("contact-card-folder", &stick(&stage)).await;
    window.keys("Enter").await;
    let card = shown(&window, "contact-card-path").await;
    window.expect_accessible().await;
    out(&window).await;

    // The therapist takes it in, looks at what leaves, and seals.
    into(&window, &clinic, world::PASSPHRASE).await;
    window.click("review-contacts-go").await;
    window.path("contact-take-path", &card).await;
    window.keys("Enter").await;
    window.marked("contact-taken").await;
    window.wait_for("Ingrid Lund").await;
    window.shot("review-contacts").await;
    window.click("review-seal-go").await;
    window.enter("seal-client", "KELP").await;
    window.keys("Enter").await;
    for ticks in ["seal-session-", "seal-to-"] {
        let script = format!("document.querySelector(\"[data-testid^='{ticks}']\").click()");
        window
            .wait_for_script(
                ticks,
                &format!("return !!document.querySelector(\"[data-testid^='{ticks}']\")"),
            )
            .await;
        window.run(&script, vec![]).await;
    }
    window
        .enter("seal-purpose", "Supervision of the first session")
        .await;
    window.keys("Enter").await;
    window.marked("seal-leaves").await;
    window.wait_for("process note").await;
    window.expect_accessible().await;
    window.shot("review-leaves").await;
    window.path("seal-folder", &stick(&stage)).await;
    window.keys("Enter").await;
    let sealed = shown(&window, "sealed-path").await;
    window.shot("review-sealed").await;
    out(&window).await;

    // The supervisor does not know the therapist: six words first. Then the day, on a vault that holds no client.
    into(&window, &lund, THEIRS).await;
    open(&window, &sealed).await;
    window.marked("review-trust").await;
    window.expect_accessible().await;
    window.shot("review-unknown").await;
    window.click("review-trust").await;
    window.marked("thread").await;
    window.marked("strip").await;
    window.expect_accessible().await;
    window.shot("review-thread").await;
    window.keys("y").await;
    is(
        &window,
        "unseen things stop an acceptance",
        "return !document.querySelector(\"[data-testid='accept-box']\")",
    )
    .await;
    for _ in 0..8 {
        window.keys("j").await;
        window.settle().await;
    }
    is(
        &window,
        "everything was looked at",
        "return document.querySelector(\"[data-testid='thread']\").dataset.unseen === '0'",
    )
    .await;
    // The protocol's own form, by the moment that is looked at.
    window.keys("f").await;
    window.marked("adherence-box").await;
    window.click("adherence-step-2").await;
    // Another moment is looked at: the form stays, with the step that was picked.
    window
        .run(
            "document.querySelector(\"[data-testid='eye'][data-on='false']\").click()",
            vec![],
        )
        .await;
    is(
        &window,
        "what is rated outlives a look elsewhere",
        "return document.querySelector(\"[data-testid='adherence-step-2']\")?.checked === true",
    )
    .await;
    window.expect_accessible().await;
    window.shot("review-rating").await;
    // A figure picks nothing and leads nowhere while a box is open.
    window.keys("2").await;
    window.keys("Ctrl+Enter").await;
    is(
        &window,
        "an item is rated",
        "return document.querySelector(\"[data-testid='adherence']\").dataset.rated === '1'",
    )
    .await;
    window.keys("u").await;
    window.marked("query-box").await;
    window.settle().await;
    window.type_text("Who decided to transfer?").await;
    window.shot("review-query").await;
    // Locked in the middle of a sentence: Today leads back to the packet, and the words are there.
    tokio::time::sleep(DRAFT_KEPT).await;
    out(&window).await;
    unlock(&window, &lund, THEIRS).await;
    window.marked("today-reviews").await;
    window.expect_accessible().await;
    window.shot("today-reviews").await;
    window.click("today-review").await;
    window.marked("query-box").await;
    is(
        &window,
        "the words outlive a lock",
        "return document.querySelector(\"[data-testid='query-box']\").value === 'Who decided to transfer?'",
    )
    .await;
    window.keys("Ctrl+Enter").await;
    window.marked("query").await;
    window.keys("b").await;
    window.marked("return-box").await;
    window.settle().await;
    window.type_text("One question first.").await;
    window.keys("Ctrl+Enter").await;
    window.marked("decision").await;
    window.wait_for("One question first.").await;
    window.shot("review-given-back").await;
    let back = reply(&window, &stage).await;
    out(&window).await;

    // The therapist answers. The file was double-clicked: it is offered after unlocking, and opened by Enter alone.
    assert_eq!(stage.start_again_for(&[&back]).await, Some(0));
    unlock(&window, &clinic, world::PASSPHRASE).await;
    window.marked("review-open-path").await;
    is(
        &window,
        "the double-clicked file is offered and not opened",
        "return document.querySelector(\"[data-testid='review-open-path']\").value.endsWith('answer.holdfast-packet') && !document.querySelector(\"[data-testid='thread']\")",
    )
    .await;
    window.click("review-open").await;
    window.marked("thread").await;
    window.wait_for("Who decided to transfer?").await;
    window.keys("r").await;
    window.marked("answer-box").await;
    window.settle().await;
    window.type_text("Dr Lund, by telephone.").await;
    window.keys("Ctrl+Enter").await;
    window.wait_for("Dr Lund, by telephone.").await;
    window.expect_accessible().await;
    window.shot("review-answered").await;
    let answer = reply(&window, &stage).await;
    out(&window).await;

    // The query is closed, the session accepted and countersigned.
    into(&window, &lund, THEIRS).await;
    open(&window, &answer).await;
    window.marked("thread").await;
    window.wait_for("Dr Lund, by telephone.").await;
    window.settle().await;
    // A key asks; a person closes it.
    window.keys("l").await;
    window.marked("close-box").await;
    window.settle().await;
    window.keys("Enter").await;
    is(
        &window,
        "a key alone closes no query",
        "return document.querySelector(\"[data-testid='query']\").dataset.state === 'answered'",
    )
    .await;
    window.expect_accessible().await;
    window.shot("review-close").await;
    window.keys("Tab").await;
    window.keys("Enter").await;
    is(
        &window,
        "the query is closed",
        "return document.querySelector(\"[data-testid='query']\").dataset.state === 'closed'",
    )
    .await;
    window.keys("y").await;
    window.click("accept-go-yes").await;
    window.wait_for("Accepted by").await;
    window.keys("s").await;
    window.enter("sign-proof", THEIRS).await;
    window.keys("Enter").await;
    window.marked("signed").await;
    window.expect_accessible().await;
    window.shot("review-countersigned").await;
    window.click("thread-back").await;
    window.click("review-trends-go").await;
    window.marked("trend-table").await;
    window.expect_accessible().await;
    window.shot("review-trends").await;
    window.keys("Escape").await;
    window.click("review-thread").await;
    window.marked("thread").await;
    let last = reply(&window, &stage).await;
    out(&window).await;

    // Home again: the supervisor's signature stands under the session.
    into(&window, &clinic, world::PASSPHRASE).await;
    open(&window, &last).await;
    window.marked("thread").await;
    window.wait_for("Accepted by").await;
    window.shot("review-home").await;
    window.keys("1").await;
    window.click("today-read").await;
    window.wait_for("signed as its reviewer").await;
    window.shot("review-signed-record").await;
    window.close().await;

    let mut companion = world::companion(&home);
    world::unlock(&mut companion, &home).expect("opens");
    let checked = companion.audit_verify().expect("verified");
    assert_eq!(
        (checked.signatures.hold, checked.signatures.broken),
        (1, None)
    );
}
