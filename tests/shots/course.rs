//! Scenes of a client's course: measures in the office, and the computer in the client's hands.

use crate::days;
use crate::plan::Place::Made;
use crate::plan::Step::{Click, Enter, Keys, Marked, Pick, Rest, Says, Scroll, Shot};
use crate::plan::{OFFICE, Scene, Step, office};

const TO_MEASURES: [Step; 4] = [
    Click("nav-clients"),
    Click("client-row"),
    Marked("measures"),
    Says("KELP-014"),
];

/// Opens the vault and goes to the client's measures.
fn there(name: &'static str, steps: &[&[Step]]) -> Scene {
    let way = OFFICE.iter().chain(&TO_MEASURES);
    let steps: Vec<Step> = way
        .chain(steps.iter().copied().flatten())
        .copied()
        .collect();
    office(name, Made(days::course), &steps)
}

/// The computer goes into the client's hands with this measure.
const fn hand_over(measure: &'static str) -> [Step; 5] {
    [
        Click("measures-take"),
        Pick("measure-pick", measure),
        Pick("measure-mode", "The client answers here"),
        Click("measure-go"),
        Marked("handover-item"),
    ]
}

/// One answer after the other by its number.
fn answers(keys: &[&'static str]) -> Vec<Step> {
    keys.iter().flat_map(|key| [Keys(key), Rest]).collect()
}

/// The course of care: Today, every page of a client's course, a visit with its forms, and a client without a course.
fn care() -> Scene {
    let mut steps = OFFICE.to_vec();
    steps.extend([
        Says("Dosing session"),
        Shot("today-courses"),
        Click("nav-clients"),
        Pick("client-row", "KELP-014"),
        Marked("course"),
        Shot("course-none"),
        Click("course-open"),
        Marked("course-form"),
        Shot("course-open"),
        Keys("Escape"),
        Click("nav-clients"),
        Pick("client-row", "TRAINING-1"),
        Marked("course-line"),
        Shot("course-overview"),
        Scroll("course-gate"),
        Shot("course-gate"),
    ]);
    for (tab, name) in [
        ("course-tab-consents", "course-consents"),
        ("course-tab-medicines", "course-medicines"),
        ("course-tab-calls", "course-calls"),
        ("course-tab-carried", "course-carried"),
        ("course-tab-handouts", "course-handouts"),
        ("course-tab-entries", "course-entries"),
        ("course-tab-visits", "course-visits"),
        ("course-tab-overview", "course-next"),
    ] {
        steps.extend([Click(tab), Rest, Scroll(tab), Shot(name)]);
    }
    steps.extend([
        Click("course-next"),
        Marked("visit"),
        Scroll("visit"),
        Shot("visit"),
        Click("visit-answer"),
        Marked("course-form"),
        Click("course-keep"),
        Scroll("course-form"),
        Shot("course-form-error"),
    ]);
    office("care", Made(days::care), &steps)
}

/// To the client in the days after a first dose.
const TO_TRAINING: [Step; 4] = [
    Click("nav-clients"),
    Pick("client-row", "TRAINING-1"),
    Marked("course-line"),
    Marked("measures"),
];

/// An adverse event told, followed, and waiting on Today.
fn adverse() -> Scene {
    let way = [
        Click("course-tab-carried"),
        Click("course-adverse"),
        Marked("course-form"),
        Scroll("course-form"),
        Shot("adverse-form"),
        Enter("course-field-term", "Insomnia"),
        Enter("course-field-grade", "3"),
        Click("course-field-serious-hospitalisation"),
        Enter(
            "course-field-words",
            "Three nights with less than four hours of sleep.",
        ),
        Click("course-keep"),
        Marked("course-adverse-follow"),
        Scroll("course-adverse-event"),
        Shot("adverse-told"),
        Click("course-adverse-follow"),
        Marked("course-form"),
        Scroll("course-form"),
        Shot("adverse-follow"),
        Keys("Escape"),
        Click("course-adverse-judge"),
        Marked("course-form"),
        Scroll("course-form"),
        Shot("adverse-judge"),
        Keys("Escape"),
        Click("course-report-made"),
        Marked("course-form"),
        Enter("course-field-words", "By telephone, number 12."),
        Click("course-keep"),
        Says("made Mon 2 Mar 2026"),
        Scroll("course-adverse-event"),
        Shot("adverse-reported"),
        Click("nav-today"),
        Says("Insomnia"),
        Shot("adverse-today"),
    ];
    office(
        "adverse",
        Made(days::care),
        &[&OFFICE[..], &TO_TRAINING, &way].concat(),
    )
}

/// The pen in a blinded rater's hand.
fn rater() -> Scene {
    let way = [
        Click("take-pen"),
        Pick("take-pen-person", days::RATER),
        Enter("take-pen-pin", days::RATER_PIN),
        Click("take-pen-go"),
        Marked("rater"),
        Shot("rater"),
        Pick("rater-row", "TRAINING-1"),
        Marked("rater-rate"),
        Shot("rater-client"),
        Click("rater-rate"),
        Marked("measure-form"),
        Shot("rater-form"),
        Click("measure-go"),
        Marked("measure-score"),
        Shot("rater-scores"),
        Enter("measure-score", "44"),
        Click("measure-keep"),
        Marked("rater-today"),
        Shot("rater-kept"),
        Click("taken-strike"),
        Marked("strike-reason"),
        Shot("rater-strike"),
        Keys("Escape"),
        Keys("?"),
        Marked("keys-sheet"),
        Shot("rater-keys"),
    ];
    office("rater", Made(days::rated), &[&OFFICE[..], &way].concat())
}

/// An answer that does not wait: the clinic's plan and the client's own, after a hand-over and beside the questions.
fn crisis() -> Scene {
    let eight: Vec<Step> = answers(&["1", "0", "2", "1", "0", "0", "1", "0"]);
    let back = [
        Keys("3"),
        Says("call your therapist"),
        Shot("crisis-called"),
        Click("handover-take"),
        Enter("handover-pin", support::world::PIN_MS),
        Click("handover-later"),
        Marked("stopped-plan"),
        Shot("crisis-plan"),
        Click("stopped-close"),
        Marked("nav-clients"),
    ];
    let asked = [
        Click("measures-take"),
        Pick("measure-pick", "PHQ-9"),
        Pick("measure-mode", "Carried over"),
        Click("measure-go"),
        Marked("measure-item"),
    ];
    let stops = [
        Keys("3"),
        Marked("measure-not-wait"),
        Marked("stopped-plan"),
        Scroll("measure-not-wait"),
        Shot("crisis-asked"),
    ];
    office(
        "crisis",
        Made(days::care),
        &[
            &OFFICE[..],
            &TO_TRAINING,
            &hand_over("PHQ-9"),
            &eight,
            &back,
            &TO_TRAINING,
            &asked,
            &eight,
            &stops,
        ]
        .concat(),
    )
}

/// The cohort of a clinic in which something may be counted.
fn cohort() -> Scene {
    let way = [
        Click("nav-cohort"),
        Marked("cohort-table"),
        Shot("cohort"),
        Scroll("cohort-table"),
        Shot("cohort-tables"),
    ];
    office("cohort", Made(days::counted), &[&OFFICE[..], &way].concat())
}

pub fn scenes() -> Vec<Scene> {
    let sheet = [
        Says("12"),
        Shot("measures"),
        Scroll("measures"),
        Shot("measures-course"),
        Click("taken-strike"),
        Marked("strike-reason"),
        Click("strike-go"),
        Shot("measures-strike"),
        Keys("Escape"),
        Click("measures-take"),
        Marked("measure-form"),
        Shot("measure-form"),
        Pick("measure-pick", "CAPS-5"),
        Click("measure-go"),
        Marked("measure-score"),
        Click("measure-keep"),
        Shot("measure-scores"),
        Keys("Escape"),
        Click("measures-take"),
        Pick("measure-pick", "PHQ-9"),
        Pick("measure-mode", "Carried over"),
        Click("measure-go"),
        Marked("measure-item"),
        Shot("measure-sheet"),
    ];
    let not_waiting = [Marked("measure-not-wait"), Shot("measure-not-wait")];
    let first = [Shot("handover-question"), Click("handover-next"), Rest];
    let through = [
        Shot("handover-through"),
        Keys("Left"),
        Rest,
        Keys("3"),
        Says("call your therapist"),
        Shot("handover-called"),
        Click("handover-take"),
        Enter("handover-pin", "1357"),
        Shot("handover-pin"),
        Click("handover-go-on"),
        Marked("failure"),
        Shot("handover-wrong-pin"),
    ];
    let scale = [
        Shot("handover-scale"),
        Keys("4"),
        Rest,
        Shot("handover-last"),
        Click("handover-finish"),
        Says("Thank you"),
        Shot("handover-done"),
    ];
    vec![
        care(),
        adverse(),
        crisis(),
        rater(),
        cohort(),
        there(
            "measures",
            &[
                &sheet,
                &answers(&["1", "2", "0", "1", "1", "0", "1", "0", "2"]),
                &not_waiting,
            ],
        ),
        there(
            "handover",
            &[
                &hand_over("PHQ-9"),
                &first,
                &answers(&["1", "0", "2", "1", "0", "0", "1", "0"]),
                &through,
            ],
        ),
        there("handover-scale", &[&hand_over("SUDS"), &scale]),
    ]
}
