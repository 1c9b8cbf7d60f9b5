//! Which states are shown, and the keys that lead there. Each scene is one start of the window.

use std::path;

use crate::{course, days, faults, keeping, review};

/// What a scene opens on.
#[derive(Clone, Copy)]
pub enum Place {
    /// An empty home: first start.
    Bare,
    /// A vault without clients, locked.
    Vault,
    /// The training day up to a minute, with acts of the scene's own; the clock stands at the last time.
    Day(&'static str, &'static [&'static str], &'static str),
    /// A locked vault that is made by hand.
    Made(fn(&path::Path)),
    /// The training day in a window that can be kept from writing, on a computer whose system says nothing of itself.
    Small(&'static str, &'static str),
    /// A vault without clients, locked, and the machine's own time.
    Today,
}

/// One thing that a person does, or a picture.
#[derive(Clone, Copy)]
pub enum Step {
    /// A page outside the session room, or one that covers it.
    Shot(&'static str),
    /// The session room, with its clock, slot, values and note line in their places.
    Room(&'static str),
    /// The same under the dimmer: too dark to be measured for contrast.
    Dimmed(&'static str),
    Keys(&'static str),
    Type(&'static str),
    Click(&'static str),
    Enter(&'static str, &'static str),
    /// Types the path of something in the scene's home.
    Path(&'static str, &'static str),
    Marked(&'static str),
    Says(&'static str),
    /// Letters within 400 ms of a key are a burst of writing.
    Rest,
    /// Copies the recovery code into its boxes: all of it, or all but one group.
    Code(bool),
    /// Clicks what is marked so and says this.
    Pick(&'static str, &'static str),
    /// The disk takes nothing more, or it does again.
    Full(bool),
    /// Brings what is marked so to the top.
    Scroll(&'static str),
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
        let shot = |step: &Step| matches!(step, Shot(name) | Room(name) | Dimmed(name) if name.contains(filter));
        self.name.contains(filter) || self.steps.iter().any(shot)
    }
}

use Place::{Bare, Day, Made, Today, Vault};
use Step::{
    Click, Code, Dimmed, Enter, Glance, Keys, Marked, Pick, Rest, Room, Says, Scroll, Shot, Type,
};

const UNLOCK: [Step; 5] = [
    Enter("unlock-passphrase", support::world::PASSPHRASE),
    Keys("Enter"),
    Marked("session-slot"),
    Marked("session-keys"),
    Rest,
];

/// To the office of a vault in which nothing runs.
pub const OFFICE: [Step; 3] = [
    Enter("unlock-passphrase", support::world::PASSPHRASE),
    Keys("Enter"),
    Marked("today"),
];

/// A state of the slot that is there as soon as the session opens.
fn slot(
    name: &'static str,
    until: &'static str,
    more: &'static [&'static str],
    at: &'static str,
) -> Scene {
    room(name, Day(until, more, at), &[Room(name)])
}

pub fn room(name: &'static str, place: Place, steps: &[Step]) -> Scene {
    let steps = UNLOCK.iter().chain(steps).copied().collect();
    Scene { name, place, steps }
}

pub fn office(name: &'static str, place: Place, steps: &[Step]) -> Scene {
    let steps = steps.to_vec();
    Scene { name, place, steps }
}

pub fn scenes() -> Vec<Scene> {
    let mut scenes = vec![room(
        "session",
        Day("3:23", &[], "3:24"),
        &[
            Room("slot-near"),
            Keys("h"),
            Marked("session-help-card"),
            Room("slot-help"),
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
            Room("writing"),
            Keys("Escape"),
            Rest,
            Keys("v"),
            Rest,
            Type("146"),
            Keys("Enter"),
            Type("9"),
            Room("vitals-half"),
            Keys("Escape"),
            Rest,
            Keys("e"),
            Rest,
            Room("effect-form"),
            Keys("Escape"),
            Rest,
            Keys("d"),
            Rest,
            Room("not-now-form"),
            Keys("Escape"),
            Rest,
            Keys("b"),
            Rest,
            Room("day-list"),
            Keys("b"),
            Rest,
            Keys("?"),
            Rest,
            Room("key-sheet"),
            Keys("?"),
            Rest,
            Keys("i"),
            Rest,
            Room("chart-page"),
            Keys("i"),
            Rest,
            Keys("j"),
            Rest,
            Room("log-page"),
            Keys("j"),
            Rest,
            Keys("Ctrl+K"),
            Rest,
            Room("palette"),
            Keys("Escape"),
            Rest,
            Keys("f"),
            Rest,
            Room("fluid-form"),
            Keys("Escape"),
            Rest,
            Keys("q"),
            Rest,
            Room("quiet-form"),
            Keys("Escape"),
            Rest,
            Keys("w"),
            Rest,
            Room("who-form"),
            Keys("Escape"),
            Rest,
            Keys("r"),
            Rest,
            Room("red-form"),
            Keys("Escape"),
            Rest,
            Keys("s"),
            Rest,
            Room("star"),
            Keys("Escape"),
            Rest,
            Keys("v"),
            Rest,
            Type("300"),
            Keys("Enter"),
            Rest,
            Room("vitals-unusual"),
            Keys("Escape"),
            Rest,
            Keys("Ctrl+Down"),
            Keys("Ctrl+Down"),
            Keys("Ctrl+Down"),
            Rest,
            Dimmed("dimmed"),
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
            &[
                Room("gate-open"),
                Keys("y"),
                Rest,
                Room("pass-over-form"),
                Keys("Escape"),
                Rest,
                Keys("2"),
                Keys("Enter"),
                Rest,
                Room("gate-form"),
            ],
        ),
        room(
            "gate-expired",
            Day(
                "-0:59",
                &[
                    "-0:44 read 124/79 72 36.7 o98 r15 d4",
                    "-0:21 override dose1 pregnancy \"laboratory closed until noon\" with AK",
                    "-0:20 gate dose1 pass",
                ],
                "0:18",
            ),
            &[Room("gate-expired"), Keys("g"), Rest, Room("dose-refused")],
        ),
        room(
            "gate-answered",
            Day("-0:06", &[], "-0:05"),
            &[Room("gate-answered"), Keys("g"), Rest, Room("dose-form")],
        ),
        room(
            "leaving",
            Day("8:04", &[], "8:05"),
            &[Keys("l"), Rest, Room("closing-list")],
        ),
        room(
            "ended",
            Day("8:09", &[], "8:09"),
            &[
                Keys("l"),
                Rest,
                Marked("session-list"),
                Room("closing-agreed"),
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
    scenes.push(training());
    scenes.extend(offices());
    scenes.extend(course::scenes());
    scenes.extend(faults::scenes());
    scenes.extend(keeping::scenes());
    scenes.extend(review::scenes());
    scenes
}

/// The day that plays by itself, steered by its strip.
fn training() -> Scene {
    let mut steps = OFFICE.to_vec();
    steps.extend([
        Shot("training-offer"),
        Click("training-speed-1"),
        Click("training-play"),
        Marked("session-slot"),
        Marked("session-keys"),
        Rest,
        Room("training-plays"),
        Keys(","),
        Rest,
    ]);
    steps.extend([Keys("."), Rest].repeat(24));
    steps.extend([
        Room("training-stands"),
        Click("training-take"),
        Rest,
        Room("training-by-hand"),
    ]);
    office("training", Today, &steps)
}

/// A protocol file that reads well.
const SHIPPED: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../assets/protocols/three-point/v3.toml"
);

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
        Shot("start-4-passphrase-empty"),
        Enter("start-passphrase", "passwordpassword"),
        Rest,
        Shot("start-4-passphrase-weak"),
        Enter("start-passphrase", support::world::PASSPHRASE),
        Enter("start-passphrase-again", "quiet harbour lantern seventeen"),
        Click("start-next"),
        Rest,
        Shot("start-4-passphrase-differs"),
        Enter("start-passphrase-again", support::world::PASSPHRASE),
        Rest,
        Shot("start-4-passphrase"),
        Click("start-next"),
        Marked("start-code"),
        Shot("start-5-code"),
        Code(false),
        Click("start-next"),
        Says("is not as it was shown"),
        Shot("start-6-wrong"),
        Click("start-back"),
        Marked("start-code"),
        Code(true),
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
                Enter("unlock-code-1", "7KM3Q"),
                Enter("unlock-new-passphrase", support::world::PASSPHRASE),
                Enter("unlock-new-passphrase-again", support::world::PASSPHRASE),
                Keys("Enter"),
                Says("are not complete"),
                Shot("unlock-recover-wrong"),
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
                Click("client-details"),
                Click("client-export"),
                Marked("export-panel"),
                Shot("client-export"),
                Click("export-leave"),
                Click("client-start"),
                Marked("session-form"),
                Scroll("session-form"),
                Shot("session-form"),
                Click("nav-protocols"),
                Marked("protocols"),
                Says("Why"),
                Shot("protocols"),
                Scroll("day-table"),
                Shot("protocol-day"),
                Click("protocol-import-go"),
                Marked("protocol-path"),
                Enter("protocol-path", "/etc/hostname"),
                Click("protocol-look"),
                Marked("protocol-complaints"),
                Shot("protocol-complaints"),
                Enter("protocol-path", SHIPPED),
                Click("protocol-look"),
                Marked("protocol-found"),
                Shot("protocol-found"),
                Click("shelf-measures"),
                Marked("measure-file"),
                Shot("measure-files"),
                Click("measure-import-go"),
                Marked("measure-path"),
                Enter("measure-path", "/etc/hostname"),
                Click("measure-look"),
                Marked("measure-complaints"),
                Shot("measure-complaints"),
                Click("nav-cohort"),
                Marked("cohort"),
                Shot("cohort-few"),
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
        office(
            "clients",
            Made(days::hundred),
            &[
                &OFFICE[..],
                &[
                    Click("nav-clients"),
                    Says("KELP-001"),
                    Shot("clients-hundred"),
                    Scroll("clients-more"),
                    Says("KELP-058"),
                    Scroll("clients-more"),
                    Says("KELP-098"),
                    Scroll("clients-more"),
                    Says("KELP-100"),
                    Pick("client-row", "KELP-100"),
                    Says("No measure is on record"),
                    Shot("clients-hundredth"),
                    Enter("clients-search", "KELP-09"),
                    Rest,
                    Shot("clients-found"),
                    Enter("clients-search", "nobody"),
                    Rest,
                    Shot("clients-none"),
                ],
            ]
            .concat(),
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
