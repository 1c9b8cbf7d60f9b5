//! Plays one scene in the real window and measures every picture that it takes.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use support::window::measure::ANCHORS;
use support::window::picture::{Area, Picture};
use support::window::{Stage, Window};
use tokio::sync::Mutex;

use crate::days;
use crate::plan::{Place, Scene, Step};

/// The two sizes: the common small laptop, and the least that the window allows.
const WINDOW: (u32, u32) = (1366, 768);
const LEAST: (u32, u32) = (1024, 640);

/// What was taken and what was found, over all scenes.
pub struct Roll {
    pub folder: PathBuf,
    filter: String,
    /// State, variant, file.
    pub pictures: Vec<(String, String, PathBuf)>,
    pub complaints: Vec<String>,
    /// Where the parts of the session room stood: variant → state → part.
    boxes: BTreeMap<String, BTreeMap<String, BTreeMap<String, Area>>>,
}

impl Roll {
    pub fn new(folder: PathBuf, filter: &str) -> Roll {
        if filter.is_empty() && folder.exists() {
            fs::remove_dir_all(&folder).expect("the old sheet can be removed");
        }
        fs::create_dir_all(&folder).expect("the folder for the sheet can be made");
        Roll {
            folder,
            filter: filter.to_owned(),
            pictures: Vec::new(),
            complaints: Vec::new(),
            boxes: BTreeMap::new(),
        }
    }

    fn say(&mut self, state: &str, variant: &str, complaints: impl IntoIterator<Item = String>) {
        let complaints = complaints.into_iter();
        self.complaints
            .extend(complaints.map(|words| format!("{state} {variant}: {words}")));
    }

    /// Complains where clock, slot, values or note line stand elsewhere than in the first state of the same variant.
    pub fn compare(&mut self) {
        let mut moved = Vec::new();
        for (variant, states) in &self.boxes {
            let Some((first, home)) = states.iter().next() else {
                continue;
            };
            for (state, parts) in states {
                for anchor in ANCHORS {
                    if parts.get(anchor) != home.get(anchor) {
                        let (was, is) = (home.get(anchor), parts.get(anchor));
                        moved.push(format!(
                            "{state} {variant}: {anchor} moves: {is:?}, in {first} {was:?}"
                        ));
                    }
                }
            }
        }
        self.complaints.extend(moved);
    }
}

/// Plays a scene onto the roll.
pub async fn play(scene: Scene, roll: Arc<Mutex<Roll>>) {
    let mut roll = roll.lock().await;
    let stage = Stage::set();
    let stage = match scene.place {
        Place::Bare => stage,
        Place::Vault => {
            days::vault(stage.home());
            stage.with("HOLDFAST_CLOCK", &days::moment("-1:25"))
        }
        Place::Day(until, more, at) => {
            days::day(stage.home(), until, more);
            stage.with("HOLDFAST_CLOCK", &days::moment(at))
        }
    };
    let window = stage.open().await;
    for step in scene.steps {
        take(&window, step, scene.name, &mut roll).await;
    }
    window.kill().await;
}

async fn take(window: &Window, step: Step, scene: &str, roll: &mut Roll) {
    match step {
        Step::Shot(name) => {
            if name.contains(&roll.filter) || scene.contains(&roll.filter) {
                shoot(window, name, roll).await;
            }
        }
        Step::Keys(chord) => window.keys(chord).await,
        Step::Type(text) => window.type_text(text).await,
        Step::Click(testid) => click(window, testid).await,
        Step::Enter(testid, text) => enter(window, testid, text).await,
        Step::Marked(testid) => {
            window.marked(testid).await;
        }
        Step::Says(text) => window.wait_for(text).await,
        Step::Rest => tokio::time::sleep(Duration::from_millis(600)).await,
        Step::Code => type_code(window).await,
        Step::Glance => {
            window.marked("session-slot").await;
            tokio::time::sleep(Duration::from_secs(30)).await;
            window.marked("session-glance").await;
        }
    }
}

async fn click(window: &Window, testid: &str) {
    let script = "const found = document.querySelector(`[data-testid='${arguments[0]}']`);
        if (!found || found.disabled) return false; found.scrollIntoView({ block: 'center' }); found.click(); return true;";
    window
        .until(
            &format!("{testid} can be clicked"),
            script,
            vec![json!(testid)],
        )
        .await;
}

async fn enter(window: &Window, testid: &str, text: &str) {
    let field = window.marked(testid).await;
    field.click().await.expect("a field can be clicked");
    field.clear().await.expect("a field can be emptied");
    field
        .send_keys(text)
        .await
        .expect("a field can be typed into");
}

async fn type_code(window: &Window) {
    let script = "return [...document.querySelectorAll(\"[data-testid^='start-code-group-']\")].map((group) => group.textContent.trim())";
    let groups = window.run(script, vec![]).await;
    let groups: Vec<String> = serde_json::from_value(groups).expect("groups are words");
    click(window, "start-next").await;
    for (number, group) in groups.iter().enumerate() {
        enter(window, &format!("start-code-typed-{}", number + 1), group).await;
    }
}

/// Waits until the page has a text size.
async fn text(window: &Window, size: u32) {
    let so = "return (document.documentElement.dataset.text ?? '100') === arguments[0]";
    let size = size.to_string();
    if size == "100" {
        window.keys("Ctrl+0").await;
    } else {
        for _ in 0..3 {
            window.keys("Ctrl+=").await;
        }
    }
    window
        .until("the text has its size", so, vec![json!(size)])
        .await;
}

/// Turns to the other theme.
async fn turn(window: &Window) {
    let night = window.is_night().await;
    window.keys("Ctrl+T").await;
    let so = "return (document.documentElement.dataset.theme !== 'day') !== arguments[0]";
    window
        .until("the theme turns", so, vec![json!(night)])
        .await;
}

/// One state in both themes and both sizes, with every measure; then its layout in the least window.
async fn shoot(window: &Window, state: &str, roll: &mut Roll) {
    let serious = window.violations().await.into_iter();
    let serious = serious
        .filter(|one| matches!(one.impact.as_str(), "serious" | "critical"))
        .map(|one| format!("axe: {} {:?}", one.id, one.r#where));
    roll.say(state, "", serious);
    for size in [100, 200] {
        if size == 200 {
            text(window, size).await;
        }
        expose(window, state, size, roll).await;
        turn(window).await;
        expose(window, state, size, roll).await;
        stand(window, state, &format!("{size}-wide"), roll).await;
        turn(window).await;
    }
    window.resize(LEAST.0, LEAST.1).await;
    stand(window, state, "200-least", roll).await;
    keep(state, "200-least", &window.pixels().await, roll);
    text(window, 100).await;
    stand(window, state, "100-least", roll).await;
    keep(state, "100-least", &window.pixels().await, roll);
    window.resize(WINDOW.0, WINDOW.1).await;
}

/// Takes one picture and measures its colours.
async fn expose(window: &Window, state: &str, size: u32, roll: &mut Roll) {
    let night = window.is_night().await;
    let variant = format!("{}-{size}", if night { "night" } else { "day" });
    let (png, weak) = window.readable().await;
    keep(state, &variant, &png, roll);
    roll.say(state, &variant, weak);
    if night {
        roll.say(state, &variant, Picture::decode(&png).too_bright());
    }
}

fn keep(state: &str, variant: &str, png: &[u8], roll: &mut Roll) {
    let path = roll.folder.join(format!("{state}-{variant}.png"));
    fs::write(&path, png).expect("a picture can be written");
    roll.pictures
        .push((state.to_owned(), variant.to_owned(), path));
}

/// Measures where everything stands.
async fn stand(window: &Window, state: &str, variant: &str, roll: &mut Roll) {
    roll.say(state, variant, window.misplaced().await);
    let (width, height) = window.size().await;
    let boxes = window.boxes(&ANCHORS).await;
    if boxes.contains_key("session-note") {
        for anchor in ANCHORS {
            let inside = boxes.get(anchor).is_some_and(|area| {
                area.x >= 0.0
                    && area.y >= 0.0
                    && area.x + area.w <= width
                    && area.y + area.h <= height
            });
            roll.say(
                state,
                variant,
                (!inside).then(|| format!("{anchor} is not on the screen")),
            );
        }
        if state.starts_with("slot-") {
            let states = roll.boxes.entry(variant.to_owned()).or_default();
            states.insert(state.to_owned(), boxes);
        }
    }
}
