//! A session goes to a supervisor and comes back, in the real window: two vaults on one computer, a stick between them.
//!
//! Nothing is clicked and no script touches the page: the focus is moved with Tab, arrows and Enter, and scripts only read.

use std::path::{Path, PathBuf};
use support::window::{Stage, Window};
use support::world;

/// What is typed lies in the vault after so long.
const DRAFT_KEPT: std::time::Duration = std::time::Duration::from_millis(900);
pub(crate) const THEIRS: &str = "an island of slow reading twelve";

pub(crate) fn away(home: &Path) -> PathBuf {
    home.join("vaults").join("Lund.holdfast")
}

/// A therapist's vault with an ended session that has something to look at, a supervisor's that holds nobody, both locked.
fn vaults(stage: &Stage) {
    let home = stage.data();
    let words = [
        "in MS",
        "in AK",
        "read 128/82 72",
        "note \"eyes closed\"",
        "note \"something I think\" thought",
        "note \"her hand opens\" star",
        "report \"not fasting\" \"told the prescriber\"",
        "close transferred \"moved\"",
    ];
    let (mut companion, _) = world::with_session(&home, &words);
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
    window.write_path("unlock-path", folder).await;
    window.write("unlock-passphrase", passphrase).await;
    window.keys("Enter").await;
    // Today comes first, or the room of a packet that was double-clicked.
    window.marked("office").await;
}

/// The path that a page shows.
pub(crate) async fn shown(window: &Window, testid: &str) -> PathBuf {
    let there = window.marked(testid).await;
    let text = there.text().await.expect("words");
    let path = text.split_whitespace().next_back().unwrap_or_default();
    let from = text.find('/').unwrap_or(text.len() - path.len());
    PathBuf::from(text[from..].trim_end_matches('.'))
}

pub(crate) async fn open(window: &Window, file: &Path) {
    window.go("review-open-go").await;
    window.write_path("review-open-path", file).await;
    window.keys("Enter").await;
}

pub(crate) async fn reply(window: &Window, stage: &Stage) -> PathBuf {
    window.go("reply-open").await;
    window.write_path("reply-folder", &stage.stick()).await;
    window.keys("Enter").await;
    shown(window, "replied-path").await
}

/// The report of the session that is on the page, as a file for paper.
pub(crate) async fn pdf(window: &Window, stage: &Stage) {
    window.go("print-open").await;
    window.write_path("print-folder", &stage.stick()).await;
    window.keys("Enter").await;
    let there = window.marked("printed-path").await;
    let text = there.text().await.expect("words");
    let path = text.lines().find_map(|line| Some(&line[line.find('/')?..]));
    let path = path.unwrap_or_else(|| panic!("no path: {text}")).trim();
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    assert!(bytes.starts_with(b"%PDF"), "{path}");
}

/// The entry that is looked at.
const AT: &str = "return document.querySelector(\"[data-testid='thread']\").dataset.at";

async fn is(window: &Window, what: &str, script: &str) {
    window.wait_for_script(what, script).await;
}

#[tokio::test]
async fn a_session_is_sealed_reviewed_given_back_answered_and_countersigned() {
    let stage = Stage::set();
    vaults(&stage);
    let home = stage.data();
    let (clinic, lund) = (world::folder(&home), away(&home));
    let window = stage.open().await;

    // The supervisor hands out a card.
    into(&window, &lund, THEIRS).await;
    window.shot("review-empty").await;
    window.go("review-contacts-go").await;
    window
        .write_path("contact-card-folder", &stage.stick())
        .await;
    window.keys("Enter").await;
    let card = shown(&window, "contact-card-path").await;
    window.expect_accessible().await;
    window.lock().await;

    // The therapist takes it in, looks at what leaves, and seals.
    into(&window, &clinic, world::PASSPHRASE).await;
    window.go("review-contacts-go").await;
    window.write_path("contact-take-path", &card).await;
    window.keys("Enter").await;
    window.marked("contact-taken").await;
    window.wait_for("Ingrid Lund").await;
    window.shot("review-contacts").await;
    window.go("review-seal-go").await;
    window.write("seal-client", "KELP").await;
    window.keys("Enter").await;
    for ticks in ["seal-session-", "seal-to-"] {
        let ticks = format!("[data-testid^='{ticks}']");
        window.reach_css(&ticks).await;
        window.keys("Space").await;
    }
    window
        .write("seal-purpose", "Supervision of the first session")
        .await;
    window.keys("Enter").await;
    window.marked("seal-leaves").await;
    window.wait_for("process note").await;
    window.expect_accessible().await;
    window.shot("review-leaves").await;
    window.write_path("seal-folder", &stage.stick()).await;
    window.keys("Enter").await;
    let sealed = shown(&window, "sealed-path").await;
    window.shot("review-sealed").await;
    window.lock().await;

    // The supervisor does not know the therapist: six words first. Then the day, on a vault that holds no client.
    into(&window, &lund, THEIRS).await;
    open(&window, &sealed).await;
    window.marked("review-trust").await;
    window.expect_accessible().await;
    window.shot("review-unknown").await;
    window.go("review-trust").await;
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
    let second = "return document.activeElement?.dataset.testid === 'adherence-step-2' && document.activeElement.checked";
    window
        .press_to("Down", "the second step", second, vec![])
        .await;
    // Another moment is looked at: the form stays, with the step that was picked.
    window
        .reach_css("[data-testid='eye'][data-on='true']")
        .await;
    let at = window.run(AT, vec![]).await;
    window.keys("Up").await;
    window
        .until(
            "the moment before is looked at",
            "const at = document.querySelector(\"[data-testid='thread']\").dataset.at; return at !== '' && at !== arguments[0]",
            vec![at],
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
    window.reach("adherence-step-2").await;
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
    window.lock().await;
    unlock(&window, &lund, THEIRS).await;
    window.marked("today-reviews").await;
    window.expect_accessible().await;
    window.shot("today-reviews").await;
    window.go("today-review").await;
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
    window.lock().await;

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
    window.go("review-open").await;
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
    window.lock().await;

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
    window.go("accept-go-yes").await;
    window.wait_for("Accepted by").await;
    window.keys("s").await;
    window.write("sign-proof", THEIRS).await;
    window.keys("Enter").await;
    window.marked("signed").await;
    window.expect_accessible().await;
    window.shot("review-countersigned").await;
    pdf(&window, &stage).await;
    window.shot("review-printed").await;
    window.go("thread-back").await;
    window.go("review-trends-go").await;
    window.marked("trend-table").await;
    window.expect_accessible().await;
    window.shot("review-trends").await;
    window.keys("Escape").await;
    window.go("review-thread").await;
    window.marked("thread").await;
    let last = reply(&window, &stage).await;
    window.lock().await;

    // Home again: the supervisor's signature stands under the session.
    into(&window, &clinic, world::PASSPHRASE).await;
    open(&window, &last).await;
    window.marked("thread").await;
    window.wait_for("Accepted by").await;
    window.shot("review-home").await;
    window.keys("1").await;
    window.go("today-read").await;
    window.wait_for("signed as its reviewer").await;
    window.shot("review-signed-record").await;
    pdf(&window, &stage).await;
    window.kill().await;

    let mut companion = world::companion(&home);
    world::unlock(&mut companion, &home).expect("opens");
    let checked = companion.audit_verify().expect("verified");
    assert_eq!(
        (checked.signatures.hold, checked.signatures.broken),
        (1, None)
    );
}
