//! A year of acts, by keyboard, beside the plain way of the whole course: what goes wrong and is kept all the same. Two invented clients, one
//! before a dose, one in the days after one; three days of a year. Afterwards the rows are read back from the store.
//!
//! Nothing is clicked and no script touches the page.

use clinic::course::event::{NotHeld, Outcome};
use companion::courses::Event;
use companion::{ClientId, Companion};
use serde_json::json;
use support::window::{Stage, Window};
use support::world;

const BEGUN: &str = "2026-01-12T10:00:00+01:00";

/// What is put into one part of a form.
enum Put<'a> {
    Text(&'a str),
    Pick(&'a str),
    Tick(&'a str),
}
use Put::{Pick, Text, Tick};

/// The form that is open, part by part.
async fn put(window: &Window, parts: &[(&str, Put<'_>)]) {
    window.marked("course-form").await;
    for (part, what) in parts {
        let field = format!("course-field-{part}");
        match what {
            Text(text) => window.write(&field, text).await,
            Tick(value) => {
                window.reach(&format!("{field}-{value}")).await;
                window.keys("Space").await;
            }
            Pick(value) => pick(window, &field, value).await,
        }
    }
}

/// Arrows through a group of choices until the one with this value, or these words, is chosen.
async fn pick(window: &Window, field: &str, value: &str) {
    let within = "const at = document.activeElement;
        return at?.type === 'radio' && at.closest(`[data-testid='${arguments[0]}']`) !== null";
    window
        .press_to("Tab", field, within, vec![json!(field)])
        .await;
    // The arrows go no further than the last: from the one that is chosen, or else from the first.
    if window
        .run("return document.activeElement.checked", vec![])
        .await
        == false
    {
        window.keys("Space").await;
    }
    let chosen = "const at = document.activeElement;
        return at.checked && (at.dataset.testid === `${arguments[0]}-${arguments[1]}` || at.closest('label').textContent.includes(arguments[1]))";
    window
        .press_to("Down", value, chosen, vec![json!(field), json!(value)])
        .await;
}

/// Keeps the form with its chord.
async fn keep(window: &Window) {
    window.keys("Ctrl+Enter").await;
    let gone = "return !document.querySelector(\"[data-testid='course-form']\")";
    window.wait_for_script("the form is kept", gone).await;
}

/// Tabs to the first that this selector finds and says so, and presses Enter.
async fn press(window: &Window, selector: &str, says: &str) {
    let there = "return [...document.querySelectorAll(arguments[0])].some((one) => (one.getAttribute('aria-label') ?? one.textContent).includes(arguments[1]))";
    let words = vec![json!(selector), json!(says)];
    window.until(says, there, words.clone()).await;
    let at = "const at = document.activeElement;
        return at?.matches(arguments[0]) === true && (at.getAttribute('aria-label') ?? at.textContent).includes(arguments[1])";
    window.press_to("Tab", says, at, words).await;
    window.keys("Enter").await;
}

/// A client, found by typing.
async fn client(window: &Window, code: &str) {
    window.keys("1").await;
    window.marked("today").await;
    window.keys("2").await;
    window.marked("clients").await;
    window.write("clients-search", code).await;
    let found = "const rows = document.querySelectorAll(\"[data-testid='client-row']\"); return rows.length === 1 && rows[0].dataset.code === arguments[0]";
    window.until(code, found, vec![json!(code)]).await;
    window.keys("Enter").await;
    window.marked("course-line").await;
}

/// A page of the course, by the arrows of its tabs.
async fn page(window: &Window, name: &str) {
    window.reach_css("[role='tab'][aria-selected='true']").await;
    let at = "return document.activeElement?.dataset.testid === arguments[0]";
    let tab = format!("course-tab-{name}");
    window.press_to("Right", name, at, vec![json!(tab)]).await;
}

async fn says(window: &Window, testid: &str, words: &str) {
    let script = "return [...document.querySelectorAll(`[data-testid='${arguments[0]}']`)].some((one) => one.textContent.includes(arguments[1]))";
    let what = format!("{testid} says {words}");
    window
        .until(&what, script, vec![json!(testid), json!(words)])
        .await;
}

async fn day(stage: &Stage) -> Window {
    let window = stage.open().await;
    window.unlock(world::PASSPHRASE).await;
    window
}

/// Before a dose: a predictor, a visit that was not held, what cannot be so, and what is taken back.
async fn preparing(window: &Window, code: &str) {
    client(window, code).await;
    page(window, "carried").await;
    press(window, "[aria-labelledby='course-predictors'] button", "").await;
    put(window, &[("value", Text("12")), ("method", Text("asked"))]).await;
    keep(window).await;

    // Out of order: the words stay in the form, and nothing is kept. So does a day that is none, and one that has not come.
    page(window, "visits").await;
    press(window, "[data-testid='visit-row']", "Twelve months after").await;
    window.go("visit-begin").await;
    put(
        window,
        &[("others", Text("Her sister, who waits outside."))],
    )
    .await;
    window.keys("Ctrl+Enter").await;
    window.wait_for("out of order").await;
    window.expect_accessible().await;
    window.in_both_themes("year-out-of-order").await;
    let stays = "return document.querySelector(\"[data-testid='course-field-others']\")?.value === 'Her sister, who waits outside.'";
    window.wait_for_script("the words stay", stays).await;
    window.write("course-day", "2026-02-30").await;
    window.keys("Ctrl+Enter").await;
    window.wait_for("A day, as 2026-03-02.").await;
    window.expect_accessible().await;
    window.shot("year-no-such-day").await;
    window.write("course-day", "2027-01-01").await;
    window.keys("Ctrl+Enter").await;
    window.wait_for("This time has not come yet.").await;
    window.wait_for_script("the words stay", stays).await;
    window.keys("Escape").await;

    // The next visit: nobody came. It is still to come.
    page(window, "overview").await;
    window.go("course-next").await;
    window.go("visit-not-held").await;
    put(
        window,
        &[
            ("how", Pick("no_show")),
            ("reason", Text("The train stood still.")),
        ],
    )
    .await;
    keep(window).await;
    window.wait_for("The train stood still.").await;

    // What helps, written down twice: one is struck, the other reads otherwise.
    page(window, "carried").await;
    for words in ["Feet on the flor.", "Feet on the floor, twice."] {
        window.go("course-coping").await;
        put(window, &[("words", Text(words))]).await;
        keep(window).await;
    }
    page(window, "entries").await;
    window.go("course-strike").await;
    put(window, &[("words", Text("Typed twice."))]).await;
    keep(window).await;
    page(window, "entries").await;
    press(window, "[data-testid='course-amend']", "").await;
    put(
        window,
        &[
            ("words", Text("Feet on the floor.")),
            ("reason", Text("mistyped")),
        ],
    )
    .await;
    keep(window).await;
    says(window, "course-amended", "should read: Feet on the floor.").await;
    window.expect_accessible().await;
    window.in_both_themes("year-entries").await;
}

/// In the days after a dose: what is carried on, an adverse event from its first word to its report, a consent taken back, another protocol.
async fn carrying(window: &Window, code: &str) {
    client(window, code).await;
    page(window, "carried").await;
    window.go("course-adverse").await;
    put(
        window,
        &[
            ("term", Text("Fainting")),
            ("onset", Text("2026-01-32")),
            ("grade", Text("3")),
            ("serious", Tick("hospitalisation")),
            ("words", Text("Taken to hospital for a night.")),
        ],
    )
    .await;
    window.keys("Ctrl+Enter").await;
    window.wait_for("A day, as 2026-03-02.").await;
    put(window, &[("onset", Text("2026-01-11"))]).await;
    keep(window).await;
    press(window, "[data-testid='course-adverse-follow']", "Fainting").await;
    put(
        window,
        &[
            ("outcome", Pick("recovering")),
            ("words", Text("Home again, rests.")),
        ],
    )
    .await;
    keep(window).await;
    press(window, "[data-testid='course-adverse-judge']", "Fainting").await;
    put(
        window,
        &[
            ("suspects", Tick("medicine")),
            ("expected", Pick("no")),
            ("action", Pick("dose_put_off")),
            ("words", Text("Within a day of the dose.")),
        ],
    )
    .await;
    keep(window).await;
    window.go("course-report-made").await;
    put(
        window,
        &[("words", Text("The authority, by letter, 4/26."))],
    )
    .await;
    keep(window).await;
    says(window, "course-adverse-event", "recovering Mon 12 Jan 2026").await;

    window.go("course-practice").await;
    put(window, &[("words", Text("Walk to the water."))]).await;
    keep(window).await;
    press(window, "button", "Look again: Walk to the water.").await;
    put(
        window,
        &[
            ("outcome", Pick("changed")),
            ("words", Text("Walk to the bridge.")),
        ],
    )
    .await;
    keep(window).await;
    window.go("course-technique").await;
    put(
        window,
        &[
            ("technique", Pick("narrative")),
            ("words", Text("The letter to her brother.")),
        ],
    )
    .await;
    keep(window).await;
    window.go("course-coping").await;
    put(window, &[("words", Text("A hand on the door."))]).await;
    keep(window).await;
    press(window, "button", "Look again: A hand on the door.").await;
    put(window, &[("outcome", Pick("dropped"))]).await;
    keep(window).await;
    window.expect_accessible().await;
    window.in_both_themes("year-carried").await;

    // The pair looks back on a visit that was held.
    page(window, "visits").await;
    press(window, "[data-testid='visit-row']", "Preparation 1").await;
    window.go("visit-reflect").await;
    put(window, &[("words", Text("We spoke too much."))]).await;
    keep(window).await;

    // A consent is taken back in the middle of the course, and stays taken back.
    page(window, "consents").await;
    press(window, "[data-testid='course-withdraw']", "recording").await;
    put(window, &[("note", Text("Does not want to be heard."))]).await;
    keep(window).await;
    window.expect_accessible().await;
    window.shot("year-consent-withdrawn").await;

    // Another protocol: what differs is read first.
    page(window, "overview").await;
    press(window, "button", "Go on under another protocol").await;
    put(
        window,
        &[
            ("protocol", Pick("three-point v3")),
            ("reason", Text("The dense plan is not needed.")),
        ],
    )
    .await;
    window.marked("difference").await;
    window.expect_accessible().await;
    window.in_both_themes("year-difference").await;
    keep(window).await;
    window.wait_for("three-point v3), opened").await;
}

/// A dosing morning months later: findings have run out, two people go past the gate, and the session begins.
async fn expired(window: &Window, code: &str) {
    client(window, code).await;
    window.marked("course-gate").await;
    let left = "return [...document.querySelectorAll(\"[data-testid='course-need']\")].map((one) => one.textContent).join('|')";
    let said = window.run(left, vec![]).await.to_string();
    assert!(said.contains("ECG"), "an expired finding waits: {said}");
    window.expect_accessible().await;
    window.in_both_themes("year-expired").await;
    // Nobody begins a session past it.
    window.go("client-start").await;
    window.go("session-open").await;
    window.marked("failure").await;
    window.shot("year-gate-refuses").await;
    window.keys("Escape").await;
    window.go("course-override").await;
    put(window, &[("words", Text("Seen on paper by both."))]).await;
    pick(window, "course-second", "Anders").await;
    window.write("course-pin", "1357").await;
    window.keys("Ctrl+Enter").await;
    window.marked("failure").await;
    window.write("course-pin", world::PIN_AK).await;
    keep(window).await;
    window.wait_for("Seen on paper by both.").await;
    window.expect_accessible().await;
    window.in_both_themes("year-gate-past").await;
    window.go("client-start").await;
    window.go("session-open").await;
    window.marked("session-list").await;
}

/// The end: closed, gone on with after all, closed, put away, erased.
async fn ending(window: &Window, code: &str) {
    client(window, code).await;
    for (words, after) in [
        ("Moves to the coast.", true),
        ("Everything was said.", false),
    ] {
        window.go("course-close").await;
        put(window, &[("words", Text(words))]).await;
        keep(window).await;
        window
            .wait_for(&format!("Closed Mon 11 Jan 2027: {words}"))
            .await;
        if after {
            press(window, "button", "Reopen the course").await;
            put(window, &[("words", Text("Stays after all."))]).await;
            keep(window).await;
        }
    }
    window.go("client-details").await;
    window.go("client-away").await;
    window.write("away-until", "2037-02-30").await;
    window.keys("Enter").await;
    let told = "return document.querySelector(\"[data-testid='away-until']\")?.getAttribute('aria-invalid') === 'true'";
    window.wait_for_script("no such day", told).await;
    window.write("away-until", "2037-01-11").await;
    window.keys("Enter").await;
    window.marked("client-archived").await;
    window.expect_accessible().await;
    window.shot("year-put-away").await;
    window.go("client-details").await;
    window.go("client-erase").await;
    window.write("erase-code", code).await;
    window.expect_accessible().await;
    window.shot("year-erase").await;
    window.keys("Enter").await;
    // Not before its last day, which somebody sets anew.
    window.wait_for("is to be kept until Sun 11 Jan 2037").await;
    window.shot("year-erase-too-early").await;
    window.keys("Escape").await;
    window.go("client-details").await;
    window.go("client-away").await;
    window.write("away-until", "2027-01-10").await;
    window.keys("Enter").await;
    let kept = "return !document.querySelector(\"[data-testid='away-until']\")";
    window.wait_for_script("another day is kept", kept).await;
    window.go("client-details").await;
    window.go("client-erase").await;
    window.write("erase-code", code).await;
    window.keys("Enter").await;
    window.marked("receipt").await;
    window.wait_for(code).await;
    window.expect_accessible().await;
    window.in_both_themes("year-receipt").await;
    window.go("receipt-dismiss").await;
    let gone = "return !document.querySelector(\"[data-testid='receipt']\")";
    window.wait_for_script("the receipt is gone", gone).await;
}

fn events(companion: &mut Companion, client: ClientId) -> Vec<Event> {
    let now = companion.course_now(client).expect("readable");
    let rows = now.course.rows().iter();
    rows.map(|row| row.event.clone()).collect()
}

/// Exactly one row of the course is this.
fn one(events: &[Event], what: &str, is: impl Fn(&Event) -> bool) {
    let found = events.iter().filter(|event| is(event)).count();
    assert_eq!(found, 1, "{what} among {} rows", events.len());
}

fn at(stage: Stage, moment: &str) -> Stage {
    stage.with("HOLDFAST_CLOCK", moment)
}

fn companion_at(stage: &Stage, moment: &str) -> Companion {
    let clock = companion::clock::scripted(moment).expect("a moment");
    world::companion_with(&stage.data(), clock)
}

/// What was kept before the dose.
fn prepared(events: &[Event]) {
    one(
        events,
        "a predictor",
        |event| matches!(event, Event::PredictorTaken { value, method, .. } if value == "12" && method == "asked"),
    );
    one(
        events,
        "a visit not held",
        |event| matches!(event, Event::VisitNotHeld { how: NotHeld::NoShow, reason, .. } if reason == "The train stood still."),
    );
    one(
        events,
        "a strike",
        |event| matches!(event, Event::Struck { reason, .. } if reason == "Typed twice."),
    );
    one(
        events,
        "an amendment",
        |event| matches!(event, Event::Amended { words, reason, .. } if words == "Feet on the floor." && reason == "mistyped"),
    );
    one(
        events,
        "a gate gone past by two",
        |event| matches!(event, Event::GateOverridden { reason, missing, .. } if reason == "Seen on paper by both." && missing.contains(&"item:ecg".to_owned())),
    );
    let later = |event: &Event| matches!(event, Event::VisitBegun(begun) if begun.others.contains("sister"));
    assert!(!events.iter().any(later), "out of order, and kept");
}

/// What was kept in the days after a dose.
fn carried(events: &[Event]) {
    one(
        events,
        "an adverse event",
        |event| matches!(event, Event::AdverseNoted(noted) if noted.term == "Fainting" && noted.onset.to_string() == "2026-01-11" && noted.grade == 3),
    );
    one(
        events,
        "its follow-up",
        |event| matches!(event, Event::AdverseFollowed { words, .. } if words == "Home again, rests."),
    );
    one(
        events,
        "its cause",
        |event| matches!(event, Event::AdverseJudged { words, expected: false, .. } if words == "Within a day of the dose."),
    );
    one(
        events,
        "its report",
        |event| matches!(event, Event::AdverseReported { words, .. } if words.starts_with("The authority")),
    );
    one(
        events,
        "a practice",
        |event| matches!(event, Event::PracticeAgreed { words, .. } if words == "Walk to the water."),
    );
    one(
        events,
        "what became of it",
        |event| matches!(event, Event::PracticeReviewed { outcome: Outcome::Changed, words, .. } if words == "Walk to the bridge."),
    );
    one(
        events,
        "a technique",
        |event| matches!(event, Event::TechniqueUsed { words, .. } if words == "The letter to her brother."),
    );
    one(
        events,
        "what helps",
        |event| matches!(event, Event::CopingKept { words } if words == "A hand on the door."),
    );
    one(events, "and no longer", |event| {
        matches!(
            event,
            Event::CopingReviewed {
                outcome: Outcome::Dropped,
                ..
            }
        )
    });
    one(
        events,
        "a look back",
        |event| matches!(event, Event::Reflected { visit, words } if visit == "preparation-1" && words == "We spoke too much."),
    );
    one(
        events,
        "a consent taken back",
        |event| matches!(event, Event::ConsentWithdrawn { consent, note, .. } if consent == "recording" && note == "Does not want to be heard."),
    );
    one(
        events,
        "another protocol",
        |event| matches!(event, Event::Moved { to, reason, .. } if to == "three-point v3" && reason.starts_with("The dense")),
    );
}

#[tokio::test]
async fn a_year_of_acts_is_kept_by_keyboard_and_read_back() {
    let mut stage = Stage::set();
    let mut companion = companion_at(&stage, BEGUN);
    world::make(&mut companion, &stage.data()).expect("a vault");
    let before = companion.training_course(35).expect("a course");
    let after = companion.training_course(22).expect("a course");
    let [first, second] = [before, after].map(|one| companion.client_code(one).expect("a code"));
    let entries = companion.audit_entries(0, 100_000).expect("entries").len();
    companion.vault_lock().expect("locks");

    stage = at(stage, BEGUN);
    let window = day(&stage).await;
    preparing(&window, &first).await;
    carrying(&window, &second).await;
    window.kill().await;

    stage = at(stage, "2026-06-22T09:00:00+02:00");
    let window = day(&stage).await;
    expired(&window, &first).await;
    window.kill().await;

    // Read back: every act once, and nothing of what was refused.
    let mut companion = companion_at(&stage, "2026-06-22T10:00:00+02:00");
    world::unlock(&mut companion, &stage.data()).expect("opens");
    let prepared_rows = events(&mut companion, before);
    prepared(&prepared_rows);
    carried(&events(&mut companion, after));
    let session = companion.client_sessions(before).expect("rows");
    let session = session.last().expect("a session began").id;
    world::say(&mut companion, session, "close transferred \"moved\"").expect("ended");
    let now = companion.audit_entries(0, 100_000).expect("entries").len();
    assert!(now > entries + 20, "{now}");
    companion.vault_lock().expect("locks");

    stage = at(stage, "2027-01-11T09:00:00+01:00");
    let window = day(&stage).await;
    ending(&window, &second).await;
    window.kill().await;

    let mut companion = companion_at(&stage, "2027-01-11T10:00:00+01:00");
    world::unlock(&mut companion, &stage.data()).expect("opens");
    assert!(companion.client_by_code(&second).is_err(), "erased");
    assert!(companion.course_now(after).is_err(), "nothing opens it");
    assert_eq!(events(&mut companion, before), prepared_rows, "untouched");
    let all = companion.audit_entries(0, 100_000).expect("entries");
    for (action, times) in [
        ("course_closed", 2),
        ("course_reopened", 1),
        ("client_erased", 1),
    ] {
        let found = all.iter().filter(|entry| entry.action == action).count();
        assert_eq!(found, times, "{action}");
    }
    assert!(all.iter().any(|entry| entry.action == "client_archived"));
    let report = companion.audit_verify().expect("verified");
    assert!(report.chain.fault.is_none() && report.unreadable.is_none());
}
