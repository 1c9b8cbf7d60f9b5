//! Plays one scene in the real window and measures every picture that it takes.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use support::window::bus::{Bus, Logind};
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
    boxes: BTreeMap<String, Places>,
    /// Pictures of the session room that were to be taken.
    rooms: Vec<&'static str>,
    /// What was brought to the top last, since the last key or click.
    top: Option<&'static str>,
}

/// State → part → where it stands.
type Places = BTreeMap<String, Parts>;
type Parts = BTreeMap<String, Area>;

/// The layouts in which every picture of the session room is measured.
const LAYOUTS: [&str; 4] = ["100-wide", "200-wide", "200-least", "100-least"];

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
            rooms: Vec::new(),
            top: None,
        }
    }

    /// A roll for one scene of this one.
    pub fn part(&self) -> Roll {
        Roll {
            folder: self.folder.clone(),
            filter: self.filter.clone(),
            pictures: Vec::new(),
            complaints: Vec::new(),
            boxes: BTreeMap::new(),
            rooms: Vec::new(),
            top: None,
        }
    }

    /// Takes in what one scene brought.
    pub fn add(&mut self, part: Roll) {
        self.pictures.extend(part.pictures);
        self.complaints.extend(part.complaints);
        self.rooms.extend(part.rooms);
        for (layout, states) in part.boxes {
            self.boxes.entry(layout).or_default().extend(states);
        }
    }

    fn wants(&self, scene: &str, name: &str) -> bool {
        name.contains(&self.filter) || scene.contains(&self.filter)
    }

    fn say(&mut self, state: &str, variant: &str, complaints: impl IntoIterator<Item = String>) {
        let complaints = complaints.into_iter();
        self.complaints
            .extend(complaints.map(|words| format!("{state} {variant}: {words}")));
    }

    /// Complains where clock, slot, values or note line stand elsewhere than in the first state of the same layout, and
    /// where there was less to compare than the plan says. Answers how many pictures were compared.
    pub fn compare(&mut self) -> usize {
        let found = moved(&self.boxes, &self.rooms);
        self.complaints.extend(found);
        // One picture stands for itself only where a person asked for it alone.
        if self.filter.is_empty() && self.rooms.len() < 2 {
            let words = "no two pictures of the session room: nothing was compared";
            self.complaints.push(words.to_owned());
        }
        self.boxes.values().map(BTreeMap::len).sum()
    }
}

fn moved(boxes: &BTreeMap<String, Places>, rooms: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for layout in LAYOUTS {
        let none = Places::new();
        let states = boxes.get(layout).unwrap_or(&none);
        let lacking = rooms.iter().filter(|state| !states.contains_key(**state));
        found.extend(lacking.map(|state| format!("{state} {layout}: was never measured")));
        let Some((first, home)) = states.iter().next() else {
            continue;
        };
        for (state, parts) in states {
            for anchor in ANCHORS {
                let (was, is) = (home.get(anchor), parts.get(anchor));
                if was.map(|area| fixed(anchor, area)) != is.map(|area| fixed(anchor, area)) {
                    found.push(format!(
                        "{state} {layout}: {anchor} moves: {is:?}, in {first} {was:?}"
                    ));
                }
            }
        }
    }
    found
}

/// What of a part never changes. The clock is as wide as the time it says; beside the note line stands for a moment when the
/// last line was kept, and it is narrower then.
fn fixed(anchor: &str, area: &Area) -> [f64; 4] {
    let may_widen = matches!(anchor, "session-note" | "session-clock");
    [area.x, area.y, if may_widen { 0.0 } else { area.w }, area.h]
}

/// What is not where it must be: in the session room each of its fixed parts is on the screen; elsewhere none is looked for,
/// and a note line says that a picture was taken for one of another page.
fn astray(boxes: &Parts, is_room: bool, (width, height): (f64, f64)) -> Vec<String> {
    if !is_room {
        let found = boxes
            .contains_key("session-note")
            .then(|| "the session room is on the picture of another page".to_owned());
        return found.into_iter().collect();
    }
    let shown = |area: &Area| {
        area.x >= 0.0
            && area.y >= 0.0
            && area.w > 0.0
            && area.h > 0.0
            && area.x + area.w <= width
            && area.y + area.h <= height
    };
    let astray = ANCHORS
        .iter()
        .filter_map(|anchor| match boxes.get(*anchor) {
            None => Some(format!("{anchor} is not there")),
            Some(area) if !shown(area) => Some(format!("{anchor} is not on the screen: {area:?}")),
            Some(_) => None,
        });
    astray.collect()
}

/// Plays a scene onto its roll. What was taken stays on it when the scene cannot be played to its end.
pub async fn play(scene: Scene, roll: Arc<Mutex<Roll>>) {
    let mut roll = roll.lock().await;
    println!("{}", scene.name);
    let stage = Stage::set();
    // A system that keeps the machine awake and says when its screen locks, as on any desktop.
    let system = Bus::start(&stage.home().join("run/system-bus"));
    let _logind = Logind::on(system.address()).await;
    let is_watched = !matches!(scene.place, Place::Small(..));
    let stage = if is_watched {
        stage.with("DBUS_SYSTEM_BUS_ADDRESS", system.address())
    } else {
        stage
    };
    let home = stage.home().to_owned();
    let stage = match scene.place {
        Place::Bare | Place::Today => stage,
        Place::Vault | Place::Made(_) => stage.with("HOLDFAST_CLOCK", &days::moment("-1:25")),
        Place::Day(_, _, at) => stage.with("HOLDFAST_CLOCK", &days::moment(at)),
        Place::Small(_, at) => stage
            .with("HOLDFAST_CLOCK", &days::moment(at))
            .small_files(),
    };
    let made = tokio::task::spawn_blocking(move || match scene.place {
        Place::Bare => (),
        Place::Vault | Place::Today => days::vault(&home),
        Place::Day(until, more, _) => days::day(&home, until, more),
        Place::Small(until, _) => days::day(&home, until, &[]),
        Place::Made(make) => make(&home),
    });
    // On a thread of its own: the systems that other windows talk to answer meanwhile.
    made.await.expect("the record can be prepared");
    let window = stage.open().await;
    for step in scene.steps {
        if let Step::Path(testid, path) = step {
            let path = stage.home().join(path);
            enter(&window, testid, path.to_str().expect("UTF-8")).await;
            continue;
        }
        take(&window, step, scene.name, &mut roll).await;
    }
    window.kill().await;
}

async fn take(window: &Window, step: Step, scene: &str, roll: &mut Roll) {
    match step {
        Step::Scroll(testid) => roll.top = Some(testid),
        Step::Keys(_) | Step::Click(_) | Step::Pick(..) => roll.top = None,
        _ => {}
    }
    match step {
        Step::Shot(name) => {
            if roll.wants(scene, name) {
                shoot(window, name, Kind::Page, roll).await;
            }
        }
        Step::Room(name) | Step::Dimmed(name) => {
            if roll.wants(scene, name) {
                roll.rooms.push(name);
                let kind = if matches!(step, Step::Room(_)) {
                    Kind::Room
                } else {
                    Kind::Dimmed
                };
                shoot(window, name, kind, roll).await;
            }
        }
        Step::Keys(chord) => window.keys(chord).await,
        Step::Type(text) => window.type_text(text).await,
        Step::Click(testid) => click(window, testid).await,
        Step::Enter(testid, text) => enter(window, testid, text).await,
        Step::Path(..) => unreachable!("typed by the scene, which knows its home"),
        Step::Marked(testid) => {
            window.marked(testid).await;
        }
        Step::Says(text) => window.wait_for(text).await,
        Step::Rest => tokio::time::sleep(Duration::from_millis(600)).await,
        Step::Code(right) => type_code(window, right).await,
        Step::Pick(testid, text) => pick(window, testid, text).await,
        Step::Full(full) => window.fill_disk(full),
        Step::Scroll(testid) => scroll(window, testid).await,
        Step::Glance => {
            window.marked("session-slot").await;
            tokio::time::sleep(Duration::from_secs(30)).await;
            window.marked("session-glance").await;
        }
    }
}

async fn click(window: &Window, testid: &str) {
    let script = "const found = document.querySelector(`[data-testid='${arguments[0]}']`);
        if (!found || found.disabled || found.ariaDisabled === 'true') return false; found.scrollIntoView({ block: 'center' }); found.click(); return true;";
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

/// Clicks the marked element, or the label around it, whose words hold a text.
async fn pick(window: &Window, testid: &str, text: &str) {
    let script = "const all = [...document.querySelectorAll(`[data-testid='${arguments[0]}']`)].map((one) => one.closest('label') ?? one);
        const found = all.find((one) => one.textContent.includes(arguments[1]));
        if (!found || found.disabled || found.ariaDisabled === 'true') return false; found.scrollIntoView({ block: 'center' }); found.click(); return true;";
    window
        .until(
            &format!("{testid} {text} can be picked"),
            script,
            vec![json!(testid), json!(text)],
        )
        .await;
}

async fn scroll(window: &Window, testid: &str) {
    let script = "const found = document.querySelector(`[data-testid='${arguments[0]}']`);
        if (!found) return false; found.scrollIntoView({ block: 'start' }); return true;";
    window
        .until(
            &format!("{testid} can be scrolled to"),
            script,
            vec![json!(testid)],
        )
        .await;
}

async fn type_code(window: &Window, right: bool) {
    let script = "return [...document.querySelectorAll(\"[data-testid^='start-code-group-']\")].map((group) => group.textContent.trim())";
    let groups = window.run(script, vec![]).await;
    let groups: Vec<String> = serde_json::from_value(groups).expect("groups are words");
    click(window, "start-next").await;
    for (number, group) in groups.iter().enumerate() {
        // One group as if the paper had been read backwards.
        let turned: String = group.chars().rev().collect();
        let typed = if right || number != 2 { group } else { &turned };
        enter(window, &format!("start-code-typed-{}", number + 1), typed).await;
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

/// What is measured on a picture.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Page,
    /// The session room: its fixed parts must be in their places.
    Room,
    /// The session room under the dimmer, which takes contrast away on purpose.
    Dimmed,
}

/// One state in both themes and both sizes, with every measure; then its layout in the least window.
async fn shoot(window: &Window, state: &str, kind: Kind, roll: &mut Roll) {
    for size in [100, 200] {
        if size == 200 {
            text(window, size).await;
            again(window, roll).await;
        }
        expose(window, state, size, kind, roll).await;
        turn(window).await;
        expose(window, state, size, kind, roll).await;
        stand(window, state, &format!("{size}-wide"), kind, roll).await;
        turn(window).await;
    }
    window.resize(LEAST.0, LEAST.1).await;
    stay(window, kind).await;
    again(window, roll).await;
    rules(window, state, "200-least", kind, roll).await;
    stand(window, state, "200-least", kind, roll).await;
    keep(state, "200-least", &window.pixels().await, roll);
    text(window, 100).await;
    again(window, roll).await;
    stand(window, state, "100-least", kind, roll).await;
    keep(state, "100-least", &window.pixels().await, roll);
    window.resize(WINDOW.0, WINDOW.1).await;
    again(window, roll).await;
}

/// What was brought to the top is brought there again: in another size it stands elsewhere.
async fn again(window: &Window, roll: &Roll) {
    if let Some(testid) = roll.top {
        scroll(window, testid).await;
    }
}

/// Somebody is there: on a busy machine a room would otherwise be down to its glance before all its pictures are taken.
async fn stay(window: &Window, kind: Kind) {
    if kind != Kind::Page {
        let touch = "window.dispatchEvent(new PointerEvent('pointerdown')); return true;";
        window.run(touch, vec![]).await;
    }
}

/// The rules of accessibility, as axe knows them. The dimmer is a layer over the page that axe takes for its ground.
async fn rules(window: &Window, state: &str, variant: &str, kind: Kind, roll: &mut Roll) {
    let serious = window.violations().await.into_iter();
    let serious = serious
        .filter(|one| matches!(one.impact.as_str(), "serious" | "critical"))
        .filter(|one| kind != Kind::Dimmed || one.id != "color-contrast")
        .map(|one| format!("axe: {} {:?}", one.id, one.r#where));
    roll.say(state, variant, serious);
}

/// Takes one picture and measures its colours.
async fn expose(window: &Window, state: &str, size: u32, kind: Kind, roll: &mut Roll) {
    stay(window, kind).await;
    let night = window.is_night().await;
    let variant = format!("{}-{size}", if night { "night" } else { "day" });
    // Colours are the theme's; large text is asked about in the least window.
    if size == 100 {
        rules(window, state, &variant, kind, roll).await;
    }
    let (png, weak) = window.readable().await;
    keep(state, &variant, &png, roll);
    if kind != Kind::Dimmed {
        roll.say(state, &variant, weak);
    }
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
async fn stand(window: &Window, state: &str, layout: &str, kind: Kind, roll: &mut Roll) {
    roll.say(state, layout, window.misplaced().await);
    let boxes = window.boxes(&ANCHORS).await;
    let is_room = kind != Kind::Page;
    let astray = astray(&boxes, is_room, window.size().await);
    roll.say(state, layout, astray);
    if is_room {
        let states = roll.boxes.entry(layout.to_owned()).or_default();
        states.insert(state.to_owned(), boxes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: (f64, f64) = (1366.0, 768.0);

    fn parts(y: f64) -> Parts {
        let area = Area {
            x: 0.0,
            y,
            w: 100.0,
            h: 50.0,
        };
        ANCHORS.map(|anchor| (anchor.to_owned(), area)).into()
    }

    fn places(states: &[(&str, f64)]) -> BTreeMap<String, Places> {
        let states: Places = states
            .iter()
            .map(|(state, y)| ((*state).to_owned(), parts(*y)))
            .collect();
        LAYOUTS
            .map(|layout| (layout.to_owned(), states.clone()))
            .into()
    }

    #[test]
    fn a_part_that_is_missing_or_off_the_screen_is_told() {
        assert_eq!(astray(&parts(0.0), true, SCREEN), Vec::<String>::new());
        let mut without = parts(0.0);
        without.remove("session-note");
        assert_eq!(
            astray(&without, true, SCREEN),
            ["session-note is not there"]
        );
        assert_eq!(astray(&Parts::new(), true, SCREEN).len(), ANCHORS.len());
        assert_eq!(astray(&parts(740.0), true, SCREEN).len(), ANCHORS.len());
        // Another page has none of them; the room on its picture is told.
        assert_eq!(astray(&Parts::new(), false, SCREEN), Vec::<String>::new());
        assert_eq!(astray(&parts(0.0), false, SCREEN).len(), 1);
    }

    #[test]
    fn a_part_that_moves_is_told_and_so_is_a_state_that_was_not_measured() {
        let still = places(&[("slot-due", 10.0), ("slot-near", 10.0)]);
        let rooms = ["slot-due", "slot-near"];
        assert_eq!(moved(&still, &rooms), Vec::<String>::new());
        let moving = places(&[("slot-due", 10.0), ("slot-near", 11.0)]);
        assert_eq!(moved(&moving, &rooms).len(), LAYOUTS.len() * ANCHORS.len());
        let one = places(&[("slot-due", 10.0)]);
        assert_eq!(moved(&one, &rooms).len(), LAYOUTS.len());
        assert_eq!(moved(&BTreeMap::new(), &rooms).len(), 2 * LAYOUTS.len());
    }

    #[test]
    fn a_whole_sheet_that_compares_nothing_complains() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut roll = Roll::new(folder.path().join("sheet"), "");
        assert_eq!((roll.compare(), roll.complaints.len()), (0, 1));
        let mut roll = Roll::new(folder.path().join("sheet"), "");
        roll.rooms = vec!["slot-due", "slot-near"];
        roll.boxes = places(&[("slot-due", 10.0), ("slot-near", 10.0)]);
        assert_eq!((roll.compare(), roll.complaints.len()), (8, 0));
    }
}
