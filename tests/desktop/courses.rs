//! The course of care in the real window: what waits today, a course opened and its first visit held, words that outlive a kill.

use serde_json::json;
use std::path::Path;
use std::time::Duration;
use support::window::{Stage, Window};
use support::world;

/// A vault with a client in the days after a dose, and one without a course; answers the code of the first.
fn clinic(home: &Path) -> String {
    let mut companion = world::companion(home);
    world::make(&mut companion, home).expect("a vault");
    let client = companion.training_course(22).expect("a course");
    companion
        .client_add("KELP-014", "Signe Sommerfugl")
        .expect("a client");
    let code = companion.client_code(client).expect("a code");
    companion.vault_lock().expect("locks");
    code
}

async fn pick(window: &Window, code: &str) {
    let script = "const row = document.querySelector(`[data-testid='client-row'][data-code='${arguments[0]}']`);
        if (!row) return false;
        row.click();
        return true;";
    window
        .until(&format!("{code} is picked"), script, vec![json!(code)])
        .await;
    window.marked("course").await;
}

/// Types into a box of the form that is open.
async fn typed(window: &Window, part: &str, text: &str) {
    let script =
        "const box = document.querySelector(`[data-testid='course-field-${arguments[0]}']`);
        if (!box) return false;
        box.focus();
        box.value = arguments[1];
        box.dispatchEvent(new Event('input', { bubbles: true }));
        return true;";
    window
        .until(
            &format!("{part} takes a text"),
            script,
            vec![json!(part), json!(text)],
        )
        .await;
}

async fn kept(window: &Window) {
    window.click("course-keep").await;
    let gone = "return !document.querySelector(\"[data-testid='course-form']\")";
    window
        .wait_for_script("the form is kept and gone", gone)
        .await;
}

/// The button that answers an item of the open visit.
async fn answer(window: &Window, item: &str) {
    let script = "const button = [...document.querySelectorAll(\"[data-testid='visit-answer']\")]
            .find((one) => one.getAttribute('aria-label').includes(arguments[0]));
        if (!button) return false;
        button.click();
        return true;";
    window
        .until(&format!("{item} is asked"), script, vec![json!(item)])
        .await;
    window.marked("course-form").await;
}

async fn first_visit(window: &Window) {
    window.click("course-tab-visits").await;
    let open = "const row = document.querySelector(\"[data-testid='visit-row']\");
        if (!row) return false;
        row.click();
        return true;";
    window.wait_for_script("the first visit opens", open).await;
    window.marked("visit").await;
}

/// The cohort page of a vault with so many clients who have no course.
async fn cohort(stage: &Stage, clients: u8) -> Window {
    let home = stage.data();
    let mut companion = world::companion(&home);
    world::make(&mut companion, &home).expect("a vault");
    for number in 0..clients {
        let code = format!("KELP-{number:03}");
        companion.client_add(&code, "").expect("a client");
    }
    companion.vault_lock().expect("locks");
    let window = stage.open().await;
    window.unlock(world::PASSPHRASE).await;
    window.keys("5").await;
    window.marked("cohort-clients").await;
    window.expect_accessible().await;
    window
}

#[tokio::test]
async fn the_cohort_shows_counts_of_six_clients_and_no_code() {
    let stage = Stage::set();
    let window = cohort(&stage, 6).await;
    window.marked("cohort-table").await;
    window.wait_for("No course opened").await;
    let nobody = "return !document.querySelector('main').textContent.includes('KELP')";
    window
        .wait_for_script("no code is on the page", nobody)
        .await;
    window.shot("cohort").await;
    window.close().await;
}

#[tokio::test]
async fn the_cohort_shows_nothing_of_four_clients() {
    let stage = Stage::set();
    let window = cohort(&stage, 4).await;
    window.wait_for("There are fewer than 5 clients").await;
    let none = "return !document.querySelector('main table')";
    window.wait_for_script("no table is shown", none).await;
    window.shot("cohort-too-few").await;
    window.close().await;
}

#[tokio::test]
async fn a_course_is_opened_and_its_first_visit_held() {
    let stage = Stage::set();
    let home = stage.data();
    let code = clinic(&home);
    let window = stage.open().await;
    window.unlock(world::PASSPHRASE).await;
    // The invented client waits on Today; one step leads there.
    window.wait_for(&code).await;
    window.expect_accessible().await;
    window.shot("today-courses").await;

    window.keys("2").await;
    window.marked("clients").await;
    pick(&window, &code).await;
    window.marked("course-line").await;
    window.expect_accessible().await;
    window.shot("course-overview").await;
    for page in [
        "visits",
        "consents",
        "medicines",
        "calls",
        "carried",
        "handouts",
        "entries",
    ] {
        window.click(&format!("course-tab-{page}")).await;
        window.settle().await;
        window.expect_accessible().await;
        window.shot(&format!("course-{page}")).await;
    }

    pick(&window, "KELP-014").await;
    window.click("course-open").await;
    window.marked("course-form").await;
    // The first protocol of the list, which nothing picks by itself.
    window.keys("Space").await;
    kept(&window).await;
    window.marked("course-gate").await;
    first_visit(&window).await;
    window.click("visit-begin").await;
    window.marked("course-form").await;
    kept(&window).await;
    let open = "return /open since/i.test(document.querySelector(\"[data-testid='visit-state']\")?.textContent ?? '')";
    window.wait_for_script("the visit is open", open).await;

    // Words of a form outlive the program.
    answer(&window, "reached").await;
    typed(&window, "value", "Mornings, by telephone.").await;
    window.shot("course-item").await;
    // So do those of a client who is not in the record yet.
    window.click("clients-add").await;
    let name = window.marked("client-name").await;
    name.click().await.expect("a field can be clicked");
    window.type_text("Ragna Stille").await;
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    window.kill().await;
    let window = stage.open().await;
    window.unlock(world::PASSPHRASE).await;
    window.keys("2").await;
    window.marked("clients").await;
    window.click("clients-add").await;
    let back =
        "return document.querySelector(\"[data-testid='client-name']\")?.value === 'Ragna Stille'";
    window
        .wait_for_script("the name is in the box again", back)
        .await;
    window.keys("Escape").await;
    pick(&window, "KELP-014").await;
    first_visit(&window).await;
    answer(&window, "reached").await;
    let back = "return document.querySelector(\"[data-testid='course-field-value']\")?.value === 'Mornings, by telephone.'";
    window.wait_for_script("the words are back", back).await;
    kept(&window).await;
    window.wait_for("Mornings, by telephone.").await;

    window.click("visit-close").await;
    typed(&window, "minutes", "25").await;
    kept(&window).await;
    let held = "return /held/i.test(document.querySelector(\"[data-testid='visit-state']\")?.textContent ?? '')";
    window.wait_for_script("the visit is held", held).await;
    window.expect_accessible().await;
    window.shot("course-visit-held").await;
    window.kill().await;

    let mut companion = world::companion(&home);
    world::unlock(&mut companion, &home).expect("opens");
    let client = companion.client_by_code("KELP-014").expect("a client");
    let now = companion.course_now(client).expect("readable");
    let words: Vec<&str> = now
        .course
        .rows()
        .iter()
        .map(|row| word(&row.event))
        .collect();
    assert_eq!(words, ["opened", "visit_begun", "answered", "visit_closed"]);
    let report = companion.audit_verify().expect("verified");
    assert!(report.chain.fault.is_none() && report.unreadable.is_none());
}

fn word(event: &companion::courses::Event) -> &'static str {
    use companion::courses::Event;
    match event {
        Event::Opened { .. } => "opened",
        Event::VisitBegun(_) => "visit_begun",
        Event::Answered(_) => "answered",
        Event::VisitClosed { .. } => "visit_closed",
        _ => "another",
    }
}

#[tokio::test]
async fn a_moment_is_read_at_its_place_and_the_record_leads_back() {
    let stage = Stage::set();
    let code = clinic(&stage.data());
    let window = stage.open().await;
    window.unlock(world::PASSPHRASE).await;
    window.keys("2").await;
    window.marked("clients").await;
    pick(&window, &code).await;
    window.click("course-tab-visits").await;
    window.marked("visit-row").await;
    // The first visit that a session hands its moments on to.
    let nth = "const row = document.querySelectorAll(\"[data-testid='visit-row']\")[arguments[0]];
        if (!row) return null;
        row.click();
        return true;";
    let handed = "return !!document.querySelector(\"[data-testid='from-session']\")";
    let mut at = 0;
    loop {
        assert_eq!(
            window.run(nth, vec![json!(at)]).await,
            json!(true),
            "no visit has moments"
        );
        window.marked("visit").await;
        if window.run(handed, vec![]).await == json!(true) {
            break;
        }
        window.click("course-tab-visits").await;
        window.marked("visit-row").await;
        at += 1;
    }
    window.shot("visit-from-session").await;
    let words = window
        .run(
            "return document.querySelector(\"[data-testid='read-moment']\").getAttribute('aria-label').split(': ').at(-1)",
            vec![],
        )
        .await;
    window.click("read-moment").await;
    window.marked("session-summary").await;
    window
        .until(
            "the caret stands on the entry itself",
            "return document.activeElement?.tagName === 'LI' && document.activeElement.textContent.includes(arguments[0])",
            vec![words],
        )
        .await;
    let in_sight = "const { top, bottom } = document.activeElement.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight";
    window.wait_for_script("and it is in sight", in_sight).await;
    window.expect_accessible().await;
    window.shot("moment-in-record").await;
    window.click("session-leave").await;
    window.marked("course").await;
    window.wait_for(&code).await;
    window.close().await;
}
