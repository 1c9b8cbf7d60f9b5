//! Scenes that nobody wishes for: a record that does not hold, an older one put back, a disk that takes no more.

use crate::days;
use crate::plan::Place::{Day, Made, Small};
use crate::plan::Step::{Click, Full, Keys, Marked, Rest, Room, Shot, Type};
use crate::plan::{OFFICE, Scene, office, room};

pub fn scenes() -> Vec<Scene> {
    let opened = |then: &[_]| [&OFFICE, then].concat();
    vec![
        office(
            "verify-fault",
            Made(days::bent),
            &opened(&[
                Click("today-verify"),
                Marked("failure"),
                Shot("verify-fault"),
                Click("nav-vault"),
                Click("vault-verify"),
                Marked("failure"),
                Shot("vault-fault"),
            ]),
        ),
        office(
            "older",
            Made(days::older),
            &opened(&[Marked("older"), Shot("today-older")]),
        ),
        room(
            "disk-full",
            Small("3:23", "3:24"),
            &[
                Full(true),
                Keys("n"),
                Rest,
                Type("Sighs, a long breath."),
                Keys("Enter"),
                Rest,
                Rest,
                Full(false),
                Marked("session-note-failure"),
                Room("not-kept-note"),
                Keys("Escape"),
                Rest,
                Keys("v"),
                Rest,
                Full(true),
                Type("146"),
                Keys("Enter"),
                Type("90"),
                Keys("Enter"),
                Type("94"),
                Keys("Enter"),
                Keys("Enter"),
                Keys("Enter"),
                Rest,
                Rest,
                Full(false),
                Marked("session-failure-text"),
                Room("not-kept-vitals"),
            ],
        ),
        room(
            "veil-wrong",
            Day("3:23", &[], "3:24"),
            &[
                Keys("x"),
                Marked("session-veil"),
                Type("1357"),
                Keys("Enter"),
                Marked("slot-failure"),
                Shot("veil-wrong"),
            ],
        ),
    ]
}
