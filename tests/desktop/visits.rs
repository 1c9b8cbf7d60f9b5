//! A visit goes to a supervisor and comes back, in the real window: sealed beside an adverse event, looked through, accepted, signed, printed,
//! home again under its own rows; then the acceptance is taken back, and both sides say so. By keyboard alone.

use crate::review::{THEIRS, away, into, open, pdf, reply, shown};
use clinic::course::Act;
use clinic::protocol::course::Form;
use serde_json::json;
use support::window::{Stage, Window};
use support::world;

/// A therapist's vault with a visit that was held and amended, signed by its author, and a supervisor's; each has the other's card.
fn vaults(stage: &Stage) {
    let home = stage.data();
    let mut author = world::companion(&home);
    world::make(&mut author, &home).expect("a vault");
    let client = author.client_add("KELP-014", "").expect("a client");
    let named = author.protocol_named("three-point").expect("shipped");
    let protocol = named.digest;
    author
        .course_open(client, None, &protocol, None)
        .expect("a course");
    let me = author.author().expect("somebody");
    let visit = "first-call";
    for act in [
        Act::BeginVisit {
            visit,
            form: Form::Phone,
            present: &[me],
            others: "",
        },
        Act::CloseVisit {
            visit,
            minutes: 25,
            note: "She speaks of the sea.",
        },
    ] {
        author.course_act(client, None, &act, None).expect("kept");
    }
    let last = author.course_now(client).expect("a course");
    let last = last.course.rows().last().expect("a row").seq;
    let amend = Act::Amend {
        session: None,
        seq: last,
        words: "She speaks of the lake.",
        reason: "misheard",
    };
    author.course_act(client, None, &amend, None).expect("kept");
    let visit = visit.to_owned();
    let object = companion::sign::Object::Visit { client, visit };
    let proof = companion::Secret::from(world::PASSPHRASE);
    author.sign(&object, &proof).expect("signed");

    let mut reader = world::companion(&home);
    reader
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
    reader.vault_waive_code().expect("a training vault");
    for turned in [false, true] {
        let (from, to) = if turned {
            (&mut reader, &mut author)
        } else {
            (&mut author, &mut reader)
        };
        let card = from.contact_card().expect("a card");
        let known = to.contact_add(&card, false).expect("pinned");
        to.contact_compared(known.row.person).expect("compared");
    }
    author.vault_lock().expect("locks");
    reader.vault_lock().expect("locks");
}

/// The visit's own page in the therapist's vault.
async fn visit_page(window: &Window) {
    window.keys("2").await;
    let row = "return document.querySelector(\"[data-testid='client-row'][data-code='KELP-014']\") !== null";
    window.wait_for_script("the client is listed", row).await;
    window
        .reach_css("[data-testid='client-row'][data-code='KELP-014']")
        .await;
    window.keys("Enter").await;
    window.marked("course").await;
    window.reach_css("[role='tab'][aria-selected='true']").await;
    let tab = "return document.activeElement?.dataset.testid === 'course-tab-visits'";
    window.press_to("Right", "visits", tab, vec![]).await;
    window.go("visit-row").await;
    window.marked("visit").await;
    window.marked("signatures").await;
}

#[tokio::test]
async fn a_visit_is_sealed_accepted_signed_printed_and_taken_back() {
    let stage = Stage::set();
    vaults(&stage);
    let home = stage.data();
    let (clinic, lund) = (world::folder(&home), away(&home));
    let window = stage.open().await;

    // In which role the supervisor reviews stands beside their name, and can be said otherwise.
    into(&window, &clinic, world::PASSPHRASE).await;
    window.go("review-contacts-go").await;
    window.marked("contact").await;
    window.wait_for("supervisor; words compared").await;
    window.go("contact-role").await;
    window.marked("contact-roles").await;
    window.expect_accessible().await;
    window.in_both_themes("contact-roles").await;
    // A letter picks from the list, and leads nowhere else.
    let monitor = "return document.activeElement?.value === 'medical_monitor'";
    window
        .press_to("m", "the medical monitor", monitor, vec![])
        .await;
    window.go("contact-role-keep").await;
    window.wait_for("medical monitor; words compared").await;
    window.keys("Escape").await;

    // The visit is chosen on its own, and what leaves is shown before it leaves.
    window.go("review-seal-go").await;
    window.write("seal-client", "KELP").await;
    window.keys("Enter").await;
    for ticks in ["seal-part-", "seal-to-"] {
        let ticks = format!("[data-testid^='{ticks}']");
        window.reach_css(&ticks).await;
        window.keys("Space").await;
    }
    window.write("seal-purpose", "The first call").await;
    window.keys("Enter").await;
    window.marked("seal-leaves").await;
    window.wait_for("Ingrid Lund (medical monitor)").await;
    window.expect_accessible().await;
    window.shot("visit-leaves").await;
    window.write_path("seal-folder", &stage.stick()).await;
    window.keys("Enter").await;
    let sealed = shown(&window, "sealed-path").await;
    window.lock().await;

    // Read part by part; what was amended needs eyes, and nothing is accepted before.
    into(&window, &lund, THEIRS).await;
    open(&window, &sealed).await;
    window.marked("thread").await;
    window.marked("course-piece").await;
    window.wait_for("She speaks of the lake.").await;
    window.expect_accessible().await;
    window.shot("visit-thread").await;
    for _ in 0..3 {
        window.keys("j").await;
        window.settle().await;
    }
    let looked = "return document.querySelector(\"[data-testid='thread']\").dataset.unseen === '0'";
    window
        .wait_for_script("everything was looked at", looked)
        .await;
    window.keys("y").await;
    window.go("accept-go-yes").await;
    window
        .wait_for("Accepted by Ingrid Lund (medical monitor)")
        .await;
    window.keys("s").await;
    window.write("sign-proof", THEIRS).await;
    window.keys("Enter").await;
    window.marked("signed").await;
    window
        .wait_for("signed as its reviewer, medical monitor")
        .await;
    window.expect_accessible().await;
    window.shot("visit-signed").await;
    pdf(&window, &stage).await;
    let back = reply(&window, &stage).await;
    window.lock().await;

    // Home: the signature stands on the visit's own page.
    into(&window, &clinic, world::PASSPHRASE).await;
    open(&window, &back).await;
    window.marked("thread").await;
    visit_page(&window).await;
    window
        .wait_for("signed as its reviewer, medical monitor")
        .await;
    window.expect_accessible().await;
    window.shot("visit-home").await;
    window.lock().await;

    // Taken back: the supervisor sees it under their own signature, the therapist after the next answer.
    into(&window, &lund, THEIRS).await;
    window.go("review-thread").await;
    window.marked("thread").await;
    window.go("withdraw-open").await;
    window.marked("withdraw-box").await;
    window.settle().await;
    window.type_text("I took it for another call.").await;
    window.keys("Ctrl+Enter").await;
    window.wait_for("Decision taken back by Ingrid Lund").await;
    window
        .wait_for("The acceptance behind it was taken back")
        .await;
    window.expect_accessible().await;
    window.shot("visit-taken-back").await;
    let gone =
        "return !document.querySelector(\"[data-testid='withdraw-open'], [data-testid='signed']\")";
    window
        .wait_for_script("nothing is accepted any more", gone)
        .await;
    let last = reply(&window, &stage).await;
    window.lock().await;
    into(&window, &clinic, world::PASSPHRASE).await;
    open(&window, &last).await;
    window.marked("thread").await;
    visit_page(&window).await;
    window
        .wait_for("The signature stands; what it says holds no longer.")
        .await;
    window.wait_for("I took it for another call.").await;
    window.expect_accessible().await;
    window.in_both_themes("visit-home-taken-back").await;
    window.kill().await;

    let mut companion = world::companion(&home);
    world::unlock(&mut companion, &home).expect("opens");
    let checked = companion.audit_verify().expect("verified").signatures;
    assert_eq!((checked.hold, checked.broken), (2, None));
    assert_eq!(json!(checked.taken_back), json!([2]));
}
