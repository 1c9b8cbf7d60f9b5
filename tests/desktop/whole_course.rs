//! A newcomer takes an invented client from the first call to the visit after twelve months, in the real window, by keyboard
//! alone and without a manual: on each day the vault is opened, Today says what waits, and what is done there is kept. The
//! protocol is the shipped one with two dosing days.
//!
//! Nothing is clicked and no script touches the page: the focus is moved with Tab, arrows and Enter, and scripts only read.

use serde_json::{Value, json};
use support::window::{Stage, Window};
use support::world;

const CODE: &str = "KELP-014";
const PROTOCOL: &str = "Dense checks";
/// More than any page has places to stop at.
const STOPS: usize = 160;

/// Arrows through the choices of a group until one of these words stands in the chosen row.
async fn choose(window: &Window, words: &str) {
    let at = "return document.activeElement?.type === 'radio' && document.activeElement.checked
        && document.activeElement.closest('label').textContent.includes(arguments[0])";
    window.press_to("Down", words, at, vec![json!(words)]).await;
}

/// What a form still asks for, in order: test id, kind, and the hint beneath.
const ASKED: &str = "const form = document.querySelector(\"[data-testid='course-form'] form\");
    if (!form) return null;
    const seen = new Set(), asked = [];
    for (const one of form.querySelectorAll('input, textarea')) {
        const part = (one.type === 'radio' ? one.closest('fieldset') : one).dataset.testid ?? '';
        if (!part.startsWith('course-field-') || seen.has(part)) continue;
        seen.add(part);
        const kind = one.tagName === 'TEXTAREA' ? 'words' : one.classList.contains('num') ? 'figure' : one.type;
        const hint = one.closest('.field')?.querySelector('.hint')?.textContent ?? '';
        const chosen = kind === 'radio' && [...form.querySelectorAll(`input[name='${one.name}']`)].some((each) => each.checked);
        asked.push([part.replace('course-field-', ''), kind, hint, chosen]);
    }
    return asked;";

/// Fills the form that is open as somebody does who reads its labels, and keeps it.
async fn fill(window: &Window, today: &str) {
    window.marked("course-form").await;
    let asked = window.run(ASKED, vec![]).await;
    for one in asked.as_array().expect("a form") {
        let part = one[0].as_str().expect("a part");
        let kind = one[1].as_str().expect("a kind");
        let hint = one[2].as_str().unwrap_or_default();
        let text = match (part, kind) {
            ("source" | "note" | "others", _) | (_, "checkbox") => continue,
            (_, "radio") if one[3] == true => continue,
            (_, "radio") => {
                let at = "const at = document.activeElement;
                    return at?.type === 'radio' && at.closest(`[data-testid='course-field-${arguments[0]}']`) !== null";
                window.press_to("Tab", part, at, vec![json!(part)]).await;
                window.keys("Space").await;
                // The second of two stands for no: suicidal behaviour.
                if part == "behaviour" {
                    window.keys("Down").await;
                }
                continue;
            }
            ("minutes", _) => "60".to_owned(),
            ("safe" | "understood", _) => "8".to_owned(),
            (_, "words") => "As agreed, seen by both.".to_owned(),
            _ if hint.starts_with("A number from ") => {
                let from = hint.trim_start_matches("A number from ");
                from.split(' ').next().expect("a number").to_owned()
            }
            (_, "figure") if hint.starts_with("2026") => today.to_owned(),
            (_, "figure") => "0".to_owned(),
            _ => "As agreed.".to_owned(),
        };
        let at =
            "return document.activeElement?.dataset?.testid === `course-field-${arguments[0]}`";
        window.press_to("Tab", part, at, vec![json!(part)]).await;
        if window
            .run("return document.activeElement.value", vec![])
            .await
            == ""
        {
            window.type_text(&text).await;
        }
    }
    window.keys("Ctrl+Enter").await;
    let gone = "return !document.querySelector(\"[data-testid='course-form']\")";
    window.wait_for_script("the form is kept", gone).await;
}

/// Takes a measure that was answered on paper: every answer the same.
async fn take(window: &Window) {
    window.marked("measure-form").await;
    window.reach("measure-mode").await;
    choose(window, "Carried over").await;
    window.keys("Enter").await;
    window.marked("measure-item").await;
    let left = "return document.querySelectorAll(\"[data-testid='measure-item']\").length";
    let items = window.run(left, vec![]).await.as_u64().expect("a number");
    for _ in 0..items {
        window.keys("1").await;
    }
    window.go("measure-keep").await;
    let gone = "return !document.querySelector(\"[data-testid='measure-form']\")";
    window.wait_for_script("the measure is kept", gone).await;
}

/// A day of the course: the program started with that day's clock, and the vault opened.
async fn day(stage: &Stage) -> Window {
    let window = stage.open().await;
    window.marked("unlock-passphrase").await;
    window.type_text(world::PASSPHRASE).await;
    window.keys("Enter").await;
    window.marked("today").await;
    window
}

/// Opens a line of Today that says so.
async fn open_line(window: &Window, words: &str) {
    window.wait_for(words).await;
    let at = "const at = document.activeElement;
        return at?.dataset?.testid === 'today-open' && (at.closest('.line')?.textContent ?? '').includes(arguments[0])";
    window.press_to("Tab", words, at, vec![json!(words)]).await;
    window.keys("Enter").await;
}

async fn says(window: &Window, testid: &str, words: &str) {
    let script = "return (document.querySelector(`[data-testid='${arguments[0]}']`)?.textContent ?? '').includes(arguments[1])";
    let what = format!("{testid} says {words}");
    window
        .until(&what, script, vec![json!(testid), json!(words)])
        .await;
}

/// Holds a visit from Today: begun, gone through line by line, the measure that the gates ask for taken, closed, rated.
async fn hold(window: &Window, title: &str, today: &str) {
    open_line(window, title).await;
    says(window, "visit", title).await;
    window.go("visit-begin").await;
    fill(window, today).await;
    says(window, "visit-state", "open since").await;
    for _ in 0..STOPS {
        let (testid, name) = settled(window).await;
        match testid.as_str() {
            "visit-answer" => {
                window.keys("Enter").await;
                fill(window, today).await;
            }
            "visit-measure" if name.to_lowercase().contains("pcl-5") => {
                window.keys("Enter").await;
                take(window).await;
            }
            "visit-measure" | "visit-item" => {
                let at = "const at = document.activeElement;
                    return at?.dataset?.testid === 'visit-close'
                        || (at?.dataset?.testid === 'visit-measure' && at.getAttribute('aria-label').toLowerCase().includes('pcl-5'))";
                window
                    .press_to("Tab", "the end of the agenda", at, vec![])
                    .await;
            }
            "visit-close" => break,
            other => panic!("{title}: the caret goes to {other} {name}"),
        }
    }
    window.keys("Enter").await;
    fill(window, today).await;
    says(window, "visit-state", "held").await;
    let due = "return !!document.querySelector(\"[data-testid='visit-rate']\")";
    if window.run(due, vec![]).await == Value::Bool(true) {
        window.go("visit-rate").await;
        fill(window, today).await;
    }
    window.keys("1").await;
    window.marked("today").await;
}

/// Where the caret stands when it stands on something again.
async fn settled(window: &Window) -> (String, String) {
    let somewhere = "return document.activeElement !== document.body && !!document.activeElement?.dataset?.testid";
    window
        .wait_for_script("the caret stands somewhere", somewhere)
        .await;
    window.focus().await
}

/// What the gate before the next dosing day still asks for, one after the other.
async fn pass_gate(window: &Window, today: &str) {
    open_line(window, "Dosing session").await;
    window.marked("course-gate").await;
    let left = "return document.querySelectorAll(\"[data-testid='course-need']\").length";
    while window.run(left, vec![]).await.as_u64().expect("a number") > 0 {
        let (testid, name) = window.focus().await;
        if testid != "course-record" {
            window.reach("course-record").await;
        }
        window.keys("Enter").await;
        if name.to_lowercase().contains("pcl-5") {
            take(window).await;
        } else {
            fill(window, today).await;
        }
    }
}

/// The list of the session room, answered from its first open line to its last.
async fn answer_list(window: &Window) {
    let open =
        "return [...document.querySelectorAll(\"[data-testid='list-row'][data-gate='gate']\")]
        .filter((row) => ['open', 'expired'].includes(row.dataset.state)).length";
    let form = "return document.querySelector('[data-form]')?.dataset.form ?? ''";
    let count = |found: Value| found.as_u64().expect("a number");
    let mut before = count(window.run(open, vec![]).await);
    // After an answer the mark goes on by itself.
    let on = "return ['open', 'expired'].includes(document.querySelector(\"[data-testid='list-row'][aria-current='true']\")?.dataset.state)";
    while before > 0 {
        window
            .wait_for_script("the mark is on an open line", on)
            .await;
        window.keys("Enter").await;
        window.settle().await;
        let asked = window.run(form, vec![]).await;
        match asked.as_str().unwrap_or_default() {
            "" | "tick" => {}
            "finding" => line(window, "as it should be").await,
            "truetime" => {
                let wall = "return document.querySelector(\"[data-testid='session-wall']\").textContent.trim()";
                let wall = window.run(wall, vec![]).await;
                line(window, &format!("{}:00", wall.as_str().expect("a time"))).await;
                line(window, "radio clock").await;
                window.keys("Enter").await;
                line(window, world::PIN_AK).await;
            }
            "timekeeper" => {
                line(window, "2").await;
                line(window, "1").await;
            }
            "vitals" => {
                for value in ["124", "79", "72", "36.7", "4"] {
                    line(window, value).await;
                }
            }
            other => panic!("a gate line opens {other}"),
        }
        let less = "return arguments[0] > [...document.querySelectorAll(\"[data-testid='list-row'][data-gate='gate']\")]
            .filter((row) => ['open', 'expired'].includes(row.dataset.state)).length";
        window
            .until("a line of the gate is answered", less, vec![json!(before)])
            .await;
        before = count(window.run(open, vec![]).await);
    }
}

async fn line(window: &Window, text: &str) {
    window.type_text(text).await;
    window.keys("Enter").await;
}

async fn form(window: &Window, name: &str) {
    let script =
        "return (document.querySelector('[data-form]')?.dataset.form ?? '') === arguments[0]";
    let what = format!("the form {name:?} is in the slot");
    window.until(&what, script, vec![json!(name)]).await;
}

/// A dosing day: what its gate asks for, the session, its own gate, the dose, and an end other than planned.
async fn dosing(window: &Window, today: &str) {
    pass_gate(window, today).await;
    window.go("client-start").await;
    window.marked("session-form").await;
    let chosen = "return [...document.querySelectorAll(\"[data-testid='session-form'] label\")]
        .some((row) => row.textContent.includes(arguments[0]) && row.querySelector('input')?.checked)";
    window
        .until(
            "the protocol of the course is chosen",
            chosen,
            vec![json!(PROTOCOL)],
        )
        .await;
    window.go("session-open").await;
    window.marked("session-list").await;
    answer_list(window).await;
    window.keys("g").await;
    form(window, "dose").await;
    window.keys("Enter").await;
    line(window, "K-118").await;
    window.keys("Enter").await;
    line(window, "1").await;
    line(window, world::PIN_AK).await;
    form(window, "").await;
    window.wait_for("since dose 1").await;
    window.keys("s").await;
    window.settle().await;
    window.keys("Escape").await;
    window.keys("l").await;
    let last = "return [...document.querySelectorAll(\"[data-testid='list-row']\")].at(-1)?.dataset.item === 'end'";
    window
        .wait_for_script("the way to the end is on the list", last)
        .await;
    let rows = "return document.querySelectorAll(\"[data-testid='list-row']\").length";
    let rows = window.run(rows, vec![]).await.as_u64().expect("a number");
    for _ in 0..rows {
        window.keys("Down").await;
    }
    window.keys("Enter").await;
    form(window, "end").await;
    line(window, "4").await;
    line(window, "Ended early, stays the night.").await;
    window.marked("session-summary").await;
    window.go("session-leave").await;
    window.marked("today").await;
}

/// What is done on a day.
enum Do {
    Hold(&'static str),
    Dose,
    Call,
}

#[tokio::test]
async fn a_newcomer_goes_from_the_first_call_to_a_year_after_by_keyboard() {
    use Do::{Call, Dose, Hold};
    let days: [(&str, &[Do]); 14] = [
        (
            "2026-01-05",
            &[
                Hold("First call"),
                Hold("Screening: history"),
                Hold("Screening: medical"),
            ],
        ),
        ("2026-01-08", &[Hold("Preparation 1")]),
        ("2026-01-12", &[Hold("Preparation 2"), Hold("Baseline")]),
        ("2026-01-16", &[Hold("Preparation 3")]),
        ("2026-01-18", &[Dose]),
        ("2026-01-19", &[Call, Hold("Integration 1.1")]),
        (
            "2026-01-23",
            &[Hold("Rating after session 1"), Hold("Integration 1.2")],
        ),
        ("2026-02-01", &[Hold("Integration 1.3")]),
        ("2026-02-10", &[Dose]),
        ("2026-02-11", &[Call, Hold("Integration 2.1")]),
        (
            "2026-02-16",
            &[Hold("Rating after session 2"), Hold("Integration 2.2")],
        ),
        ("2026-02-24", &[Hold("Integration 2.3")]),
        ("2026-04-10", &[Hold("Two months after")]),
        ("2027-02-08", &[Hold("Twelve months after")]),
    ];
    let mut stage = Stage::set();
    let home = stage.home().join(".local/share/holdfast");
    let at = |day: &str| format!("{day}T10:00:00+01:00");
    let clock = companion::clock::scripted(&at(days[0].0)).expect("a moment");
    let mut companion = world::companion_with(&home, clock);
    world::make(&mut companion, &home).expect("a vault");
    companion.vault_lock().expect("locks");

    for (n, (today, list)) in days.iter().enumerate() {
        stage = stage.with("HOLDFAST_CLOCK", &at(today));
        let window = day(&stage).await;
        if n == 0 {
            window.keys("2").await;
            window.marked("clients").await;
            window.type_text("+").await;
            window.reach("client-code").await;
            line(&window, CODE).await;
            window.marked("client").await;
            window.go("course-open").await;
            window.marked("course-form").await;
            choose(&window, PROTOCOL).await;
            window.keys("Ctrl+Enter").await;
            window.marked("course-line").await;
            window.keys("1").await;
            window.marked("today").await;
        }
        for one in *list {
            match one {
                Hold(title) => hold(&window, title, today).await,
                Dose => dosing(&window, today).await,
                Call => {
                    open_line(&window, "Call on day").await;
                    window.go("course-call").await;
                    fill(&window, today).await;
                    window.keys("1").await;
                    window.marked("today").await;
                }
            }
        }
        window.shot(&format!("whole-course-{today}")).await;
        window.kill().await;
    }

    let clock = companion::clock::scripted(&at("2027-02-09")).expect("a moment");
    let mut companion = world::companion_with(&home, clock);
    world::unlock(&mut companion, &home).expect("opens");
    let client = companion.client_by_code(CODE).expect("the client");
    let now = companion.course_now(client).expect("readable");
    let (_, standing) = now.under.as_ref().expect("a course");
    let not_held: Vec<&str> = standing
        .visits
        .iter()
        .filter(|visit| !matches!(visit.state, clinic::course::VisitState::Held { .. }))
        .map(|visit| visit.id.as_str())
        .collect();
    assert_eq!(not_held, Vec::<&str>::new());
    assert!(
        standing
            .gates
            .iter()
            .all(|gate| gate.passed.is_some() && gate.overrides.is_empty())
    );
    assert_eq!(
        now.sessions.iter().filter(|session| session.dosed).count(),
        2
    );
    let report = companion.audit_verify().expect("verified");
    assert!(report.chain.fault.is_none() && report.unreadable.is_none());
}
