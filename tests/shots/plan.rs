//! Which states are shown, and the keys that lead there. Each scene is one start of the window.

/// What a scene opens on.
pub enum Place {
    /// An empty home: first start.
    Bare,
    /// A vault without clients, locked.
    Vault,
    /// The training day up to a minute, with acts of the scene's own; the clock stands at the last time.
    Day(&'static str, &'static [&'static str], &'static str),
}

/// One thing that a person does, or a picture.
#[derive(Clone, Copy)]
pub enum Step {
    Shot(&'static str),
    Keys(&'static str),
    Type(&'static str),
    Click(&'static str),
    Enter(&'static str, &'static str),
    Marked(&'static str),
    Says(&'static str),
    /// Letters within 400 ms of a key are a burst of writing.
    Rest,
    /// Copies the recovery code into its boxes.
    Code,
    /// Waits until the window shows only what can be read from two metres.
    Glance,
}

pub struct Scene {
    pub name: &'static str,
    pub place: Place,
    pub steps: Vec<Step>,
}

impl Scene {
    pub fn wanted(&self, filter: &str) -> bool {
        let shot = |step: &Step| matches!(step, Step::Shot(name) if name.contains(filter));
        self.name.contains(filter) || self.steps.iter().any(shot)
    }
}

use Place::{Bare, Day, Vault};
use Step::{Click, Code, Enter, Glance, Keys, Marked, Rest, Says, Shot, Type};

const UNLOCK: [Step; 5] = [
    Enter("unlock-passphrase", support::world::PASSPHRASE),
    Keys("Enter"),
    Marked("session-slot"),
    Marked("session-keys"),
    Rest,
];

/// A state of the slot that is there as soon as the session opens.
fn slot(
    name: &'static str,
    until: &'static str,
    more: &'static [&'static str],
    at: &'static str,
) -> Scene {
    room(name, Day(until, more, at), &[Shot(name)])
}

fn room(name: &'static str, place: Place, steps: &[Step]) -> Scene {
    let steps = UNLOCK.iter().chain(steps).copied().collect();
    Scene { name, place, steps }
}

fn office(name: &'static str, place: Place, steps: &[Step]) -> Scene {
    let steps = steps.to_vec();
    Scene { name, place, steps }
}

pub fn scenes() -> Vec<Scene> {
    let mut scenes = vec![room(
        "session",
        Day("3:23", &[], "3:24"),
        &[
            Shot("slot-near"),
            Keys("h"),
            Marked("session-help-card"),
            Shot("slot-help"),
            Keys("Escape"),
            Keys("x"),
            Marked("session-veil"),
            Shot("slot-veil"),
            Type(support::world::PIN_MS),
            Keys("Enter"),
            Marked("session-slot"),
            Keys("n"),
            Rest,
            Type("Sighs, a long breath. Looks at AK, sm"),
            Shot("writing"),
            Keys("Escape"),
            Rest,
            Keys("v"),
            Rest,
            Type("146"),
            Keys("Enter"),
            Type("9"),
            Shot("vitals-half"),
            Keys("Escape"),
            Rest,
            Keys("e"),
            Rest,
            Shot("effect-form"),
            Keys("Escape"),
            Rest,
            Keys("d"),
            Rest,
            Shot("not-now-form"),
            Keys("Escape"),
            Rest,
            Keys("b"),
            Rest,
            Shot("day-list"),
            Keys("b"),
            Rest,
            Keys("?"),
            Rest,
            Shot("key-sheet"),
            Keys("?"),
            Rest,
            Keys("i"),
            Rest,
            Shot("chart-page"),
            Keys("i"),
            Rest,
            Keys("j"),
            Rest,
            Shot("log-page"),
            Keys("j"),
            Rest,
            Keys("Ctrl+K"),
            Rest,
            Shot("palette"),
            Keys("Escape"),
            Rest,
            Keys("f"),
            Rest,
            Shot("fluid-form"),
            Keys("Escape"),
            Rest,
            Keys("q"),
            Rest,
            Shot("quiet-form"),
            Keys("Escape"),
            Rest,
            Keys("w"),
            Rest,
            Shot("who-form"),
            Keys("Escape"),
            Rest,
            Keys("r"),
            Rest,
            Shot("red-form"),
            Keys("Escape"),
            Rest,
            Keys("s"),
            Rest,
            Shot("star"),
            Keys("Escape"),
            Rest,
        ],
    )];
    scenes.extend([
        slot("slot-due", "3:30", &[], "3:30"),
        slot("slot-late", "3:30", &[], "3:48"),
        slot("slot-not-now", "3:30", &["3:30 defer deep"], "3:32"),
        slot("slot-missed", "3:30", &[], "4:02"),
        slot("slot-flag", "2:29", &[], "2:31"),
        slot("slot-supplemental", "1:47", &[], "1:48"),
        slot("slot-resting", "3:01", &[], "3:05"),
        slot("slot-quiet", "3:01", &["3:02 quiet 15m"], "3:06"),
    ]);
    scenes.extend([
        room(
            "gate-open",
            Day("-0:59", &[], "-0:58"),
            &[Shot("gate-open")],
        ),
        room(
            "gate-answered",
            Day("-0:06", &[], "-0:05"),
            &[Shot("gate-answered"), Keys("g"), Rest, Shot("dose-form")],
        ),
        room(
            "leaving",
            Day("8:04", &[], "8:05"),
            &[Keys("l"), Rest, Shot("closing-list")],
        ),
        room(
            "ended",
            Day("8:09", &[], "8:09"),
            &[
                Keys("l"),
                Rest,
                Marked("session-list"),
                Shot("closing-agreed"),
            ],
        ),
        office(
            "summary",
            Day("8:10", &[], "8:11"),
            &[
                Enter("unlock-passphrase", support::world::PASSPHRASE),
                Keys("Enter"),
                Marked("today"),
                Shot("today-ended"),
                Click("nav-clients"),
                Click("client-row"),
                Click("client-session"),
                Marked("session-summary"),
                Shot("summary"),
            ],
        ),
        room(
            "glance",
            Day("3:23", &[], "3:24"),
            &[Glance, Shot("glance")],
        ),
        room(
            "glance-flag",
            Day("2:29", &[], "2:31"),
            &[Glance, Shot("glance-flag")],
        ),
    ]);
    scenes.extend(offices());
    scenes
}

fn offices() -> Vec<Scene> {
    let person = [
        Enter("start-owner-name", "Maren Sol"),
        Enter("start-owner-initials", "MS"),
        Click("start-owner-role-lead_therapist"),
        Click("start-owner-role-vault_keeper"),
        Enter("start-owner-pin", "4927"),
        Enter("start-owner-pin-again", "4927"),
    ];
    let mut first = vec![
        Marked("start"),
        Shot("start-1-what"),
        Click("start-next"),
        Click("start-training"),
        Enter("start-vault-name", "Stillwater"),
        Shot("start-2-vault"),
        Click("start-next"),
    ];
    first.extend(person);
    first.extend([
        Shot("start-3-owner"),
        Click("start-next"),
        Enter("start-passphrase", support::world::PASSPHRASE),
        Enter("start-passphrase-again", support::world::PASSPHRASE),
        Shot("start-4-passphrase"),
        Click("start-next"),
        Marked("start-code"),
        Shot("start-5-code"),
        Code,
        Shot("start-6-typed"),
        Click("start-next"),
        Marked("start-person-name"),
        Shot("start-7-people"),
    ]);
    vec![
        office("start", Bare, &first),
        office(
            "unlock",
            Vault,
            &[
                Marked("unlock"),
                Shot("unlock-fresh"),
                Enter("unlock-passphrase", "not the one at all"),
                Keys("Enter"),
                Marked("failure"),
                Shot("unlock-wrong"),
                Click("unlock-recover"),
                Marked("unlock-new-passphrase"),
                Shot("unlock-recover"),
            ],
        ),
        office(
            "office",
            Vault,
            &[
                Enter("unlock-passphrase", support::world::PASSPHRASE),
                Keys("Enter"),
                Marked("today"),
                Shot("today-empty"),
                Click("nav-clients"),
                Marked("clients"),
                Shot("clients-empty"),
                Click("clients-add"),
                Marked("client-code"),
                Click("client-keep"),
                Shot("client-form-error"),
                Enter("client-code", "KELP-014"),
                Enter("client-name", "Signe Sommerfugl"),
                Click("client-keep"),
                Marked("client"),
                Shot("clients-one"),
                Click("client-start"),
                Marked("session-form"),
                Shot("session-form"),
                Click("nav-protocols"),
                Marked("protocols"),
                Shot("protocols"),
                Click("nav-vault"),
                Marked("vault"),
                Shot("vault"),
                Click("vault-verify"),
                Marked("verified"),
                Shot("vault-verified"),
                Click("vault-add-person"),
                Marked("vault-person-name"),
                Shot("vault-add-person"),
                Click("keys"),
                Marked("keys-sheet"),
                Shot("office-keys"),
            ],
        ),
        room(
            "running",
            Day("3:23", &[], "3:24"),
            &[
                Keys("Ctrl+K"),
                Rest,
                Type("office"),
                Rest,
                Keys("Enter"),
                Marked("today"),
                Says("KELP-014"),
                Shot("today-running"),
            ],
        ),
    ]
}
