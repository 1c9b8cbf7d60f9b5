//! Parts and their sides; what needs eyes of touch, what is counted, what a packet without words keeps.

use super::*;
use crate::id::BootId;
use crate::review::redact;
use crate::session::act::{Act, When};
use crate::session::event::{Author, Dose, Recorded, Witness};
use crate::session::eyes::Concern;
use crate::session::strip::Lane;
use crate::session::{Plan, example};
use crate::time::Stamp;
use std::sync::Arc;

const LEAD: PersonId = PersonId([1; 16]);
const CO: PersonId = PersonId([2; 16]);

fn stamp(minutes: i64) -> Stamp {
    Stamp {
        wall_ms: 1_800_000_000_000 + minutes * 60_000,
        zone_minutes: 0,
        uptime_ms: 1_000 + minutes * 60_000,
        boot: BootId([1; 16]),
    }
}

fn agreed(parts: &[&str]) -> TouchAgreement {
    TouchAgreement {
        parts: parts.iter().map(|part| (*part).to_owned()).collect(),
        stop: "harbour".to_owned(),
        text: "Where: as she said".to_owned(),
        ..TouchAgreement::default()
    }
}

fn open(touch: Option<TouchAgreement>) -> Session {
    let plan = Plan {
        protocol: Arc::new(example::protocol()),
        digest: "00".to_owned(),
        number: 1,
        people: example::people(),
        touch,
    };
    Session::open(plan, LEAD, stamp(0)).0
}

fn does(session: &mut Session, act: &Act, minutes: i64) -> u64 {
    let rows = session
        .decide(act, When::Now, LEAD, stamp(minutes))
        .expect("kept");
    rows.iter().for_each(|row| session.apply(row));
    rows.last().expect("a row").seq
}

fn touched(part: &str, asked: TouchAsked) -> Act {
    Act::Touch(TouchDone {
        part: part.to_owned(),
        text: "as it was".to_owned(),
        people: Vec::new(),
        asked,
        consent: String::new(),
        length: Some(Span::minutes(2)),
        need: None,
    })
}

/// Dose 1 as a row: its gate is not what is tried here.
fn dose(session: &mut Session, minutes: i64) {
    let row = Recorded {
        seq: session.rows().len() as u64,
        entered: stamp(minutes),
        elapsed: session.elapsed(&stamp(minutes)),
        happened: session.elapsed(&stamp(minutes)),
        by: Author::Person(LEAD),
        event: Event::DoseGiven {
            dose: Dose::First,
            amount: None,
            kit: "K".to_owned(),
            witness: Witness::Unwitnessed,
            out_of_window: None,
        },
    };
    session.apply(&row);
}

fn keys(session: &Session) -> Vec<String> {
    let eyes = session.eyes().into_iter();
    eyes.filter(|eye| {
        matches!(
            eye.concern,
            Concern::TouchOutside { .. }
                | Concern::TouchRefused
                | Concern::TouchNarrowed
                | Concern::TouchAlone
                | Concern::NoTouchAgreement
        )
    })
    .map(|eye| eye.key)
    .collect()
}

#[test]
fn an_agreement_is_carried_in_at_the_beginning() {
    let session = open(Some(agreed(&["hand"])));
    assert_eq!(session.rows().len(), 2);
    let board = session.board(stamp(1));
    let view = board.touch.agreement.expect("an agreement");
    assert!(view.carried && view.entry == 1);
    assert_eq!(view.parts, ["hand"]);
}

#[test]
fn what_needs_eyes_of_touch() {
    let mut session = open(Some(agreed(&["hand", "shoulder"])));
    for person in [LEAD, CO] {
        does(&mut session, &Act::ComeIn { person }, 1);
    }
    dose(&mut session, 2);
    does(&mut session, &touched("hand", TouchAsked::Client), 10);
    assert_eq!(keys(&session), [""; 0]);
    let narrowed = does(
        &mut session,
        &Act::NarrowTouch {
            part: "shoulder".to_owned(),
            text: String::new(),
        },
        12,
    );
    let outside = does(&mut session, &touched("shoulder", TouchAsked::Client), 16);
    let refused = does(
        &mut session,
        &Act::RefuseTouch {
            part: "hand".to_owned(),
            text: "stop".to_owned(),
        },
        18,
    );
    does(
        &mut session,
        &Act::GoOut {
            person: CO,
            handover: String::new(),
        },
        20,
    );
    let alone = does(&mut session, &touched("hand", TouchAsked::Nobody), 30);
    assert_eq!(
        keys(&session),
        [
            format!("touch_narrowed/{narrowed}"),
            format!("touch_outside/{outside}"),
            format!("touch_refused/{refused}"),
            format!("touch_alone/{alone}"),
            format!("touch_outside/{alone}"),
        ]
    );
    let tally = session.tally();
    assert_eq!((tally.touches, tally.touch_outside), (3, 2));
    assert_eq!(tally.touch, Span::minutes(6));
    let lane = session.strip();
    let marks: Vec<bool> = lane
        .iter()
        .filter(|mark| mark.lane == Lane::Touch)
        .map(|mark| mark.heavy)
        .collect();
    assert_eq!(marks, [false, true, true, true, true]);
}

#[test]
fn an_agreement_that_is_not_there_is_named_once_a_dose_and_a_touch_are() {
    let mut session = open(None);
    does(&mut session, &touched("hand", TouchAsked::Client), 5);
    assert_eq!(keys(&session).len(), 1, "the touch itself");
    dose(&mut session, 6);
    assert!(keys(&session).contains(&"no_touch_agreement".to_owned()));
    // Where the protocol asks for no agreement and nobody was touched, nothing is absent.
    let mut quiet = open(None);
    dose(&mut quiet, 6);
    assert_eq!(keys(&quiet), [""; 0]);
}

#[test]
fn a_refusal_that_is_told_late_measures_what_came_after_it() {
    let mut session = open(Some(agreed(&["hand"])));
    let touch = does(&mut session, &touched("hand", TouchAsked::Client), 20);
    assert_eq!(session.touch_outside(touch), Some(None));
    let refuse = Act::RefuseTouch {
        part: String::new(),
        text: String::new(),
    };
    let rows = session
        .decide(&refuse, When::Ago(Span::minutes(15)), LEAD, stamp(30))
        .expect("always");
    rows.iter().for_each(|row| session.apply(row));
    assert_eq!(session.touch_outside(touch), Some(Some(Outside::Withdrawn)));
}

#[test]
fn a_packet_without_words_keeps_what_is_inside_and_what_is_not() {
    let mut session = open(Some(agreed(&["Hands", "upper back"])));
    let kept = [
        does(&mut session, &touched("left hand", TouchAsked::Client), 10),
        does(&mut session, &touched("head", TouchAsked::Client), 15),
    ];
    let stands: Vec<_> = kept.iter().map(|seq| session.touch_outside(*seq)).collect();
    assert_eq!(stands, [Some(None), Some(Some(Outside::Part))]);
    let mut rows = session.rows().to_vec();
    redact::without_parts(&mut rows);
    let rows: Vec<Recorded> = rows.into_iter().map(redact::without_words).collect();
    let text = format!("{rows:?}");
    for word in ["and", "back", "head", "harbour", "as it was", "as she said"] {
        let found = text.contains(&format!("\"{word}")) || text.contains(&format!("{word}\""));
        assert!(!found, "{word}: {text}");
    }
    let again = Session::replay(Arc::new(example::protocol()), rows).expect("a session");
    let told: Vec<_> = kept.iter().map(|seq| again.touch_outside(*seq)).collect();
    assert_eq!(told, stands);
}

#[test]
fn parts_are_read_from_the_words_of_an_agreement() {
    let parts = |words: &str| parts_of(words).join("|");
    assert_eq!(parts("Hand, shoulder; not the head"), "Hand|shoulder");
    assert_eq!(
        parts("Hands and shoulders only, never the neck"),
        "Hands|shoulders"
    );
    assert_eq!(parts("My hand. Nowhere else."), "My hand");
    assert_eq!(
        parts("Upper back, feet, hand; Hand"),
        "Upper back|feet|hand"
    );
    assert_eq!(parts("Shoulder but not head, face"), "Shoulder");
    assert_eq!(parts("None"), "");
    assert_eq!(parts("No touch at all"), "");
    assert_eq!(parts(""), "");
    assert_eq!(parts("Hands & feet"), "Hands|feet");
}

#[test]
fn a_part_covers_itself_and_its_sides_and_nothing_else() {
    for (wide, part) in [
        ("Hands", "hand"),
        ("hand", "left hand"),
        ("the shoulder", "Shoulders"),
        ("left hand", "Left hands"),
    ] {
        assert!(covers(wide, part), "{wide} / {part}");
    }
    for (wide, part) in [
        ("left hand", "hand"),
        ("left hand", "right hand"),
        ("hand", "upper arm"),
        ("back", "lower back"),
        ("hand", ""),
    ] {
        assert!(!covers(wide, part), "{wide} / {part}");
    }
    assert!(takes("left hand", "hand"), "which hand is not said");
    assert!(!takes("left hand", "right hand"));
    assert!(takes("", "anything"));
}
