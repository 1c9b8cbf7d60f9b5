//! What a course shows of its outcome in the real window, the client's own ratings by keyboard, numbers as lines, late marks, and
//! what was said in preparation: in the session on request, and first in the visit after it.

use companion::courses::{Act, Event, Value};
use serde_json::json;
use support::window::{Stage, Window};
use support::world;

use crate::outside::unlock;

const BEFORE_DOSE: &str = "2026-03-02T08:45:00+01:00";

/// A vault with an invented client in the days after a dose; answers the code.
fn clinic(stage: &Stage, days: i64) -> String {
    let home = stage.data();
    let mut companion = world::companion(&home);
    world::make(&mut companion, &home).expect("a vault");
    let client = companion.training_course(days).expect("a course");
    let code = companion.client_code(client).expect("a code");
    companion.vault_lock().expect("locks");
    code
}

async fn to_course(window: &Window, code: &str) {
    window.enter("unlock-passphrase", world::PASSPHRASE).await;
    window.keys("Enter").await;
    window.marked("today").await;
    window.keys("2").await;
    window.pick("client-row", code).await;
    window.marked("course-line").await;
}

/// Scrolls to a part and takes it by day, by night, and by night at twice the size.
async fn looks(window: &Window, testid: &str, name: &str) {
    let scroll = "const one = document.querySelector(`[data-testid='${arguments[0]}']`);
        if (!one) return false; one.scrollIntoView({ block: 'center' }); return true;";
    for (way, large) in [("one", false), ("other", false), ("large", true)] {
        if way == "other" {
            window.keys("Ctrl+T").await;
        }
        if large {
            for _ in 0..3 {
                window.keys("Ctrl+=").await;
            }
        }
        window.settle().await;
        window.until(testid, scroll, vec![json!(testid)]).await;
        window.settle().await;
        window.shot(&format!("{name}-{way}")).await;
    }
    window.keys("Ctrl+0").await;
    window.keys("Ctrl+T").await;
}

#[tokio::test]
async fn the_chart_opens_with_the_protocols_first_measure_and_names_its_bands() {
    let stage = Stage::set();
    let code = clinic(&stage, 560);
    let window = stage.open().await;
    to_course(&window, &code).await;
    // The count of sessions and what was given in all.
    window.marked("course-given").await;
    window.wait_for("mg in all").await;
    let first = "return document.querySelector(\"[data-testid='outcome-pick'][aria-pressed='true']\")?.closest('[role=group]').getAttribute('aria-label') === 'Primary'
        && document.querySelector(\"[data-testid='outcome-chart']\") !== null";
    window
        .wait_for_script("the primary measure is drawn", first)
        .await;
    let phq = "const one = [...document.querySelectorAll(\"[data-testid='outcome-pick']\")].find((each) => each.textContent.includes('PHQ-9'));
        if (!one) return false; one.click(); return true;";
    window.wait_for_script("PHQ-9 is picked", phq).await;
    let bands = "return document.querySelectorAll(\"[data-testid='outcome-chart'] .band\").length === 5
        && document.querySelector(\"[data-testid='outcome-lines']\")?.textContent.includes('primary care')";
    window
        .wait_for_script("five bands, with their population", bands)
        .await;
    looks(&window, "outcome-chart", "outcome-bands").await;
    // Numbers of the visits, and the table behind them.
    let lanes = "return (document.querySelector(\"[data-testid='series-chart']\")?.textContent ?? '').includes('Days with intrusive memories')";
    window.wait_for_script("lines of their own", lanes).await;
    looks(&window, "series-chart", "series").await;
    window.pick("series-turn", "").await;
    window.marked("series-table").await;
    window.expect_accessible().await;
    looks(&window, "series-table", "series-table").await;
    // The calls: a line of the protocol through their numbers.
    window.click("course-tab-calls").await;
    let flag = "return (document.querySelector(\"[data-testid='calls-chart']\")?.textContent ?? '').includes('the protocol flags')";
    window.wait_for_script("the protocol's flag", flag).await;
    looks(&window, "calls-chart", "calls-chart").await;
    window.close().await;
}

async fn question(window: &Window, id: &str) {
    let script = "return document.querySelector(\"[data-testid='handover-item']\")?.dataset.item === arguments[0]";
    window
        .until(&format!("question {id}"), script, vec![json!(id)])
        .await;
}

/// Tab to a button, then Enter: nothing is clicked.
async fn enter(window: &Window, testid: &str) {
    let at = "return document.activeElement?.dataset?.testid === arguments[0]";
    for _ in 0..120 {
        if window.run(at, vec![json!(testid)]).await.as_bool() == Some(true) {
            window.keys("Enter").await;
            return;
        }
        window.keys("Tab").await;
    }
    panic!("no Tab leads to {testid}");
}

#[tokio::test]
async fn the_client_rates_the_visit_alone_by_keyboard() {
    let stage = Stage::set();
    let home = stage.data();
    let mut companion = world::companion(&home);
    world::make(&mut companion, &home).expect("a vault");
    let client = companion.training_course(22).expect("a course");
    let code = companion.client_code(client).expect("a code");
    // The last visit that was rated was rated in error: it is open again.
    let course = companion.course(client).expect("a course");
    let mut rated = course
        .rows()
        .iter()
        .rev()
        .filter_map(|row| match &row.event {
            Event::AllianceRated { visit, .. } => Some((row.seq, visit.clone())),
            _ => None,
        });
    let (seq, visit) = rated.next().expect("a rating");
    companion
        .course_strike(client, None, seq, "guessed by the pair")
        .expect("struck");
    companion.vault_lock().expect("locks");

    let window = stage.open().await;
    to_course(&window, &code).await;
    let dot = "const one = document.querySelector(`[data-testid='course-dot'][data-visit='${arguments[0]}']`); if (!one) return false; one.focus(); return true;";
    window
        .until("the visit is on the line", dot, vec![json!(visit)])
        .await;
    window.keys("Enter").await;
    window.marked("visit-rate-due").await;
    looks(&window, "visit-rate-hand", "visit-rate-due").await;
    enter(&window, "visit-rate-hand").await;
    window.marked("handover").await;
    question(&window, "safe").await;
    window.expect_accessible().await;
    looks(&window, "handover-item", "rating-safe").await;
    let text = window.text().await;
    assert!(
        !text.contains(&code) && !text.contains("Preparation visit") && !text.contains("Agenda"),
        "no view of the record: {text}"
    );
    for command in ["clients_list", "audit_verify"] {
        assert_eq!(
            window
                .asked(command, json!({ "args": { "most": null } }))
                .await,
            "handed_over"
        );
    }
    // An arrow leaves nothing out here: both are answered, or nothing is kept.
    window.keys("Right").await;
    question(&window, "safe").await;
    window.keys("9").await;
    question(&window, "understood").await;
    // Loaded anew: still in the client's hands, with the first answer.
    window.load_anew().await;
    window.marked("handover").await;
    question(&window, "understood").await;
    // Ten has no key of its own: Tab and Enter.
    let ten = "return document.activeElement?.dataset?.value === '10'";
    for _ in 0..20 {
        if window.run(ten, vec![]).await.as_bool() == Some(true) {
            break;
        }
        window.keys("Tab").await;
    }
    window.keys("Enter").await;
    window.marked("handover-finish").await;
    enter(&window, "handover-finish").await;
    let done =
        "return document.querySelector(\"[data-testid='handover']\")?.dataset.stage === 'done'";
    window.wait_for_script("both are kept", done).await;
    enter(&window, "handover-take").await;
    window.enter("handover-pin", world::PIN_MS).await;
    window.keys("Enter").await;
    window.marked("office").await;
    window.keys("2").await;
    window.pick("client-row", &code).await;
    window.marked("course-line").await;
    window
        .until("the visit is on the line", dot, vec![json!(visit)])
        .await;
    window.keys("Enter").await;
    window.marked("visit-rated").await;
    window
        .wait_for("Safe with 9, understood by 10 (0 to 10), answered by the client")
        .await;
    window.close().await;
}

#[tokio::test]
async fn what_was_written_down_later_says_so() {
    let stage = Stage::set();
    let home = stage.data();
    let mut companion = world::companion(&home);
    world::make(&mut companion, &home).expect("a vault");
    let client = companion.client_add("KELP-014", "").expect("a client");
    let protocol = companion.protocol_named("three-point").expect("shipped");
    let before = companion.today().plus_days(-9);
    companion
        .course_open(client, None, &protocol.digest, before)
        .expect("open");
    let tick = Act::Answer {
        item: "call-heard",
        value: Value::Tick {},
        source: "",
        note: "",
        visit: None,
    };
    companion
        .course_act(client, None, &tick, before)
        .expect("kept");
    let act = Act::KeepCoping {
        words: "walks at night",
    };
    companion
        .course_act(client, None, &act, None)
        .expect("kept");
    companion.vault_lock().expect("locks");
    let window = stage.open().await;
    to_course(&window, "KELP-014").await;
    window.click("course-tab-entries").await;
    let later = "const all = [...document.querySelectorAll(\"[data-testid='course-written']\")].map((one) => `${one.dataset.later} ${one.textContent}`);
        return all.length === 3 && /^false \\d\\d:\\d\\d MS$/.test(all[0]) && /^true entered [A-Z][a-z]{2} \\d{1,2} [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d MS$/.test(all[1]) && /^true /.test(all[2])";
    window
        .wait_for_script("the clock, and what was entered later", later)
        .await;
    window.expect_accessible().await;
    looks(&window, "course-entries", "entries-later").await;
    window.close().await;
}

#[tokio::test]
async fn the_intention_is_read_in_the_session_on_request_and_never_under_the_veil() {
    let stage = Stage::set();
    let home = stage.data();
    let at = || companion::clock::scripted(BEFORE_DOSE).expect("a time");
    let mut companion = world::companion_with(&home, at());
    world::make(&mut companion, &home).expect("a vault");
    companion.set_clock(at()).expect("a training vault");
    world::session(&mut companion, "KELP-014").expect("a session");
    let client = companion.client_by_code("KELP-014").expect("a client");
    let protocol = companion.protocol_named("three-point").expect("shipped");
    companion
        .course_open(client, None, &protocol.digest, None)
        .expect("open");
    let said = "To look at it once, and not alone.";
    let parts = [("sign", "Both hands up"), ("pair", "Music off, sit near")];
    let parts = parts
        .map(|(id, words)| (id.to_owned(), words.to_owned()))
        .into();
    for (item, value) in [
        (
            "intention",
            Value::Text {
                words: said.to_owned(),
            },
        ),
        ("stop-plan", Value::Agreement { parts }),
    ] {
        let act = Act::Answer {
            item,
            value,
            source: "",
            note: "",
            visit: None,
        };
        companion
            .course_act(client, None, &act, None)
            .expect("kept");
    }
    companion.vault_lock().expect("locks");
    drop(companion);

    let clock = format!("{BEFORE_DOSE} x6 since {}", support::now_rfc3339());
    let stage = stage.with("HOLDFAST_CLOCK", &clock);
    let window = stage.open().await;
    unlock(&window).await;
    window.marked("session-slot").await;
    let shows = "return document.body.innerText.includes(arguments[0])";
    assert_eq!(
        window.run(shows, vec![json!(said)]).await,
        json!(false),
        "only on request"
    );
    window.keys("-").await;
    window.marked("session-intention").await;
    window
        .until("the client's words", shows, vec![json!(said)])
        .await;
    window
        .until(
            "the plan for stopping",
            shows,
            vec![json!("Music off, sit near")],
        )
        .await;
    window.expect_accessible().await;
    looks(&window, "session-intention", "session-intention").await;
    // The veil covers it; once it is lifted the page is as it was, and Esc leaves it.
    window.keys("x").await;
    window.marked("session-veil").await;
    assert!(
        !window.text().await.contains(said),
        "the veil shows the intention"
    );
    window.type_text(world::PIN_MS).await;
    window.keys("Enter").await;
    window.marked("session-intention").await;
    window.keys("Escape").await;
    let gone = "return !document.querySelector(\"[data-testid='session-intention']\")";
    window.wait_for_script("Esc leaves it", gone).await;
    window.close().await;
}
