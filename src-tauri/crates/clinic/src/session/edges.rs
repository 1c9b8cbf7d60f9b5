//! Edges that no random day reaches: rows that are no session, limits of size, gaps to the second, nonsense applied.

use super::act::{Act, When};
use super::event::{Author, Ending, Event, GapCause, Recorded, Voice};
use super::{Plan, ROWS_MAX, Refusal, ReplayError, Session, TEXT_CHARS_MAX, example};
use crate::id::{BootId, PersonId};
use crate::time::{Elapsed, Span, Stamp};
use std::sync::Arc;

const LEAD: PersonId = PersonId([1; 16]);

fn stamp(ms: i64) -> Stamp {
    Stamp {
        wall_ms: 1_800_000_000_000 + ms,
        zone_minutes: 0,
        uptime_ms: 1_000 + ms,
        boot: BootId([1; 16]),
    }
}

fn open() -> Session {
    let plan = Plan {
        protocol: Arc::new(example::protocol()),
        digest: "00".to_owned(),
        number: 3,
        people: example::people(),
        touch: None,
    };
    Session::open(plan, LEAD, stamp(0)).0
}

fn note(text: String) -> Act {
    Act::Note {
        text,
        voice: Voice::Observed,
        tags: Vec::new(),
        starred: false,
    }
}

fn close() -> Act {
    Act::Close {
        ending: Ending::Stopped,
        second: None,
        note: String::new(),
    }
}

#[test]
fn rows_that_are_no_session_are_refused() {
    let mut session = open();
    let rows = session
        .decide(&note("one".to_owned()), When::Now, LEAD, stamp(1))
        .expect("a note is kept");
    rows.iter().for_each(|row| session.apply(row));
    let rows = session.rows().to_vec();
    let protocol = Arc::new(example::protocol());
    let replay = |rows: Vec<Recorded>| {
        Session::replay(protocol.clone(), rows).map(|session| session.rows().len())
    };
    assert_eq!(replay(rows.clone()), Ok(2));
    assert_eq!(replay(Vec::new()), Err(ReplayError::Empty));
    assert_eq!(replay(rows[1..].to_vec()), Err(ReplayError::NotOpened));
    let mut hole = rows.clone();
    hole[1].seq = 2;
    assert_eq!(
        replay(hole),
        Err(ReplayError::Hole {
            expected: 1,
            found: 2
        })
    );
    let mut other = example::protocol();
    other.version = 2;
    let other = Session::replay(Arc::new(other), rows);
    assert!(matches!(other, Err(ReplayError::OtherProtocol)));
}

#[test]
fn a_full_session_takes_its_closing_and_nothing_else() {
    let mut session = open();
    for seq in 1..ROWS_MAX {
        let row = Recorded {
            seq: seq as u64,
            entered: stamp(0),
            elapsed: Elapsed(0),
            happened: Elapsed(0),
            by: Author::Person(LEAD),
            event: Event::Starred { target: 0 },
        };
        session.apply(&row);
    }
    let refused = session.decide(&note("more".to_owned()), When::Now, LEAD, stamp(1));
    assert_eq!(refused, Err(Refusal::Full { limit: ROWS_MAX }));
    assert!(session.decide(&close(), When::Now, LEAD, stamp(1)).is_ok());
}

#[test]
fn a_text_has_its_limit_in_characters() {
    let session = open();
    let keep = |text: String| session.decide(&note(text), When::Now, LEAD, stamp(1));
    assert!(keep("ä".repeat(TEXT_CHARS_MAX)).is_ok());
    let limit = TEXT_CHARS_MAX;
    assert_eq!(keep("ä".repeat(limit + 1)), Err(Refusal::TooLong { limit }));
    assert_eq!(keep("x".repeat(1 << 20)), Err(Refusal::TooLong { limit }));
    assert_eq!(keep(" \n".to_owned()), Err(Refusal::WordsNeeded));
}

#[test]
fn a_gap_is_owed_after_a_minute_or_when_a_check_fell_due() {
    let session = open();
    let owed = |from: i64, to: i64| session.gap_owed(Elapsed(from), Elapsed(to));
    assert!(!owed(0, 60_000));
    assert!(owed(0, 60_001));
    // The first check of the example falls due after five minutes.
    assert!(!owed(299_000, 299_999));
    assert!(owed(299_999, 300_000));
    assert!(!owed(300_000, 300_500));
    assert!(
        owed(10_000, 9_999),
        "the machine lived longer than elapsed time says"
    );
}

#[test]
fn a_gap_from_the_future_is_believed_only_after_a_reboot() {
    let mut session = open();
    let gap = |from: i64| Act::NoticeGap {
        from: Elapsed(from),
        cause: GapCause::Stopped,
    };
    let early = session.decide(&gap(90_000), When::Now, LEAD, stamp(60_000));
    assert_eq!(early, Err(Refusal::HappenedInFuture));
    let mut rebooted = stamp(0);
    rebooted.boot = BootId([2; 16]);
    rebooted.wall_ms = 0;
    for row in session.tick(rebooted) {
        session.apply(&row);
    }
    let rows = session
        .decide(&gap(90_000), When::Now, LEAD, rebooted)
        .expect("the companion knows better");
    rows.iter().for_each(|row| session.apply(row));
    assert_eq!(session.elapsed(&rebooted), Elapsed(90_000));
    rebooted.uptime_ms += 5_000;
    assert_eq!(
        session.elapsed(&rebooted),
        Elapsed(95_000),
        "elapsed time goes on from there"
    );
}

#[test]
fn a_wall_time_becomes_session_time() {
    let session = open();
    assert_eq!(
        session.elapsed_at_wall(stamp(61_000).wall_ms),
        Elapsed(61_000)
    );
    assert_eq!(
        session.elapsed_at_wall(stamp(-61_000).wall_ms),
        Elapsed(-61_000)
    );
    let before = When::At(session.elapsed_at_wall(stamp(-1).wall_ms));
    let refused = session.decide(&note("x".to_owned()), before, LEAD, stamp(1));
    assert_eq!(refused, Err(Refusal::HappenedBeforeSession));
}

#[test]
fn nonsense_rows_change_what_they_can_and_break_nothing() {
    let lines = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../tests/fixtures/events_v1.jsonl"
    ));
    let rows: Vec<Recorded> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("a row"))
        .collect();
    for turn in 0..rows.len() {
        let mut session = open();
        for (n, row) in rows
            .iter()
            .cycle()
            .skip(turn)
            .step_by(7)
            .take(200)
            .enumerate()
        {
            let mut row = row.clone();
            row.elapsed = Elapsed(i64::MAX - n as i64 * 1_000_003);
            row.happened = Elapsed(if n % 2 == 0 { i64::MIN } else { i64::MAX });
            session.apply(&row);
            let _board = session.board(stamp(1));
            let _wake = session.next_wake(stamp(1));
        }
        assert!(session.tick(stamp(2)).len() < 10_000);
    }
}

#[test]
fn elapsed_time_is_confirmed_by_hand_within_a_week() {
    let mut session = open();
    let mut rebooted = stamp(600_000);
    rebooted.boot = BootId([2; 16]);
    for row in session.tick(rebooted) {
        session.apply(&row);
    }
    assert!(session.board(rebooted).estimated);
    let confirm = |by: i64| {
        session.decide(
            &Act::ConfirmElapsed { by: Span(by) },
            When::Now,
            LEAD,
            rebooted,
        )
    };
    assert_eq!(
        confirm(-1),
        Err(Refusal::WouldRunBackwards { least: Span(0) })
    );
    assert_eq!(confirm(i64::MAX), Err(Refusal::OutOfRange));
    let rows = confirm(120_000).expect("two minutes more");
    assert_eq!(rows.last().map(|row| row.elapsed), Some(Elapsed(720_000)));
}

#[test]
fn what_is_handed_on_is_what_was_starred_and_the_clients_own_words_unless_struck() {
    let mut session = open();
    let does = |session: &mut Session, act: Act, at: i64| {
        let rows = session
            .decide(&act, When::Now, LEAD, stamp(at))
            .expect("kept");
        rows.iter().for_each(|row| session.apply(row));
        rows.last().expect("a row").seq
    };
    let said = |text: &str, voice, starred| Act::Note {
        text: text.to_owned(),
        voice,
        tags: Vec::new(),
        starred,
    };
    does(&mut session, said("plain", Voice::Observed, false), 1);
    let first = does(&mut session, said("a star", Voice::Observed, true), 2);
    let later = does(
        &mut session,
        said("starred later", Voice::Observed, false),
        3,
    );
    let own = does(&mut session, said("a door", Voice::Client, false), 4);
    let slip = does(&mut session, said("a slip", Voice::Client, true), 5);
    does(&mut session, Act::Star { target: later }, 6);
    let strike = Act::Strike {
        target: slip,
        reason: "not said".to_owned(),
    };
    does(&mut session, strike, 7);
    let handed: Vec<u64> = session.moments().iter().map(|row| row.seq).collect();
    assert_eq!(handed, [first, later, own]);
}
