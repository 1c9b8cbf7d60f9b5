use super::*;
use proptest::prelude::*;

const SUPERVISOR: PersonId = PersonId([1; 16]);
const SECOND: PersonId = PersonId([2; 16]);
const THERAPIST: PersonId = PersonId([3; 16]);
const SESSION: SessionId = SessionId([9; 16]);

fn needs(keys: &[&str]) -> Needs {
    [(
        Account::Session(SESSION),
        keys.iter().map(|key| (*key).to_owned()).collect(),
    )]
    .into()
}

/// A thread on one machine: what was refused stays out.
struct Desk {
    review: Review,
    wall_ms: i64,
    needs: Needs,
}

impl Desk {
    fn new(keys: &[&str]) -> Desk {
        Desk {
            review: Review::default(),
            wall_ms: 0,
            needs: needs(keys),
        }
    }

    fn act(&mut self, by: PersonId, event: Event) -> Result<RowId, Refusal> {
        let side = if by == THERAPIST {
            Side::Author
        } else {
            Side::Reviewer
        };
        self.review.decide(&event, by, side, &self.needs)?;
        self.wall_ms += 1000;
        let row = row(by, self.review.next(by), self.wall_ms, event);
        let id = RowId { by, n: row.n };
        assert!(self.review.take(row));
        Ok(id)
    }

    fn state(&self, query: RowId) -> QueryState {
        self.review.query_of(query).state
    }
}

fn row(by: PersonId, n: u64, wall_ms: i64, event: Event) -> Row {
    Row {
        by,
        name: "somebody".to_owned(),
        n,
        wall_ms,
        zone_minutes: 0,
        event,
    }
}

fn text() -> String {
    "words".to_owned()
}
fn asked() -> Event {
    Event::Asked {
        on: Place::Entry {
            session: SESSION,
            seq: 7,
        },
        text: text(),
    }
}
fn answered(query: RowId) -> Event {
    answered_after(query, query.n)
}
fn answered_after(query: RowId, after: u64) -> Event {
    Event::Answered {
        query,
        after,
        text: text(),
    }
}
fn seen(eye: &str) -> Event {
    Event::Seen {
        session: SESSION,
        eye: eye.to_owned(),
    }
}

#[test]
fn a_query_is_answered_by_its_author_and_closed_by_its_asker_alone() {
    let mut desk = Desk::new(&[]);
    assert_eq!(desk.act(THERAPIST, asked()), Err(Refusal::OtherSide));
    let query = desk.act(SUPERVISOR, asked()).expect("allowed");
    assert_eq!(desk.state(query), QueryState::Open);
    let close = Event::Closed { query };
    assert_eq!(
        desk.act(SUPERVISOR, close.clone()),
        Err(Refusal::Unanswered)
    );
    assert_eq!(
        desk.act(SUPERVISOR, answered(query)),
        Err(Refusal::OtherSide)
    );
    desk.act(THERAPIST, answered(query)).expect("allowed");
    assert_eq!(desk.state(query), QueryState::Answered);
    assert_eq!(desk.act(THERAPIST, close.clone()), Err(Refusal::OtherSide));
    assert_eq!(desk.act(SECOND, close.clone()), Err(Refusal::NotTheAsker));
    desk.act(SUPERVISOR, close.clone()).expect("allowed");
    assert_eq!(desk.state(query), QueryState::Closed);
    assert_eq!(desk.act(SUPERVISOR, close), Err(Refusal::Already));
    assert_eq!(
        desk.act(THERAPIST, answered(query)),
        Err(Refusal::QueryClosed)
    );
    let reason = text();
    let opened = desk
        .act(SUPERVISOR, Event::Reopened { query, reason })
        .expect("allowed");
    // What was said before it was opened again answers no longer, whatever the two clocks say.
    assert_eq!(desk.state(query), QueryState::Open);
    desk.wall_ms = -60_000;
    desk.act(THERAPIST, answered_after(query, opened.n))
        .expect("allowed");
    assert_eq!(desk.state(query), QueryState::Answered);
}

#[test]
fn accepting_waits_for_eyes_and_queries_and_can_be_taken_back() {
    let mut desk = Desk::new(&["flag/3", "gap/9"]);
    assert_eq!(
        desk.act(SUPERVISOR, Event::Accepted),
        Err(Refusal::NotSeen { left: 2 })
    );
    assert_eq!(desk.act(SUPERVISOR, seen("gap/8")), Err(Refusal::NoEntry));
    desk.act(SUPERVISOR, seen("gap/9")).expect("allowed");
    assert_eq!(desk.act(SUPERVISOR, seen("gap/9")), Err(Refusal::Already));
    // Another's eyes are not one's own.
    desk.act(SECOND, seen("flag/3")).expect("allowed");
    assert_eq!(
        desk.act(SUPERVISOR, Event::Accepted),
        Err(Refusal::NotSeen { left: 1 })
    );
    desk.act(SUPERVISOR, seen("flag/3")).expect("allowed");
    let query = desk.act(SUPERVISOR, asked()).expect("allowed");
    assert_eq!(
        desk.act(SUPERVISOR, Event::Accepted),
        Err(Refusal::QueriesLeft { left: 1 })
    );
    let returned = |reason: &str| Event::Returned {
        reason: reason.to_owned(),
    };
    assert_eq!(
        desk.act(SUPERVISOR, returned(" ")),
        Err(Refusal::WordsMissing)
    );
    let back = desk
        .act(SUPERVISOR, returned("who was told?"))
        .expect("allowed");
    assert_eq!(desk.review.decision(SUPERVISOR), Decision::Returned(back));
    assert_eq!(desk.review.decision(SECOND), Decision::None);
    desk.act(THERAPIST, answered(query)).expect("allowed");
    desk.act(SUPERVISOR, Event::Closed { query })
        .expect("allowed");
    let accepted = desk.act(SUPERVISOR, Event::Accepted).expect("allowed");
    assert_eq!(
        desk.review.decision(SUPERVISOR),
        Decision::Accepted(accepted)
    );
    assert_eq!(
        desk.act(THERAPIST, Event::Accepted),
        Err(Refusal::OtherSide)
    );
    let reason = text();
    desk.act(SUPERVISOR, Event::DecisionWithdrawn { reason })
        .expect("allowed");
    assert_eq!(desk.review.decision(SUPERVISOR), Decision::None);
}

#[test]
fn a_signature_follows_an_acceptance_and_stands_once() {
    let mut desk = Desk::new(&[]);
    let sign = || Event::CoSigned {
        session: SESSION,
        body: "{}".to_owned(),
        signature: String::new(),
        key: String::new(),
    };
    assert_eq!(desk.act(SUPERVISOR, sign()), Err(Refusal::NoDecision));
    desk.act(SUPERVISOR, Event::Accepted).expect("allowed");
    desk.act(SUPERVISOR, sign()).expect("allowed");
    assert_eq!(desk.act(SUPERVISOR, sign()), Err(Refusal::Already));
}

#[test]
fn a_signature_says_what_became_of_the_acceptance_behind_it() {
    let mut desk = Desk::new(&[]);
    let sign = || Event::CoSigned {
        session: SESSION,
        body: "{}".to_owned(),
        signature: String::new(),
        key: String::new(),
    };
    let reason = || "read again".to_owned();
    desk.act(SUPERVISOR, Event::Accepted).expect("allowed");
    let first = desk.act(SUPERVISOR, sign()).expect("allowed");
    assert_eq!(desk.review.taken_back(first), None);
    // Nobody else's word takes it back.
    desk.act(SECOND, Event::Returned { reason: reason() })
        .expect("allowed");
    assert_eq!(desk.review.taken_back(first), None);
    assert!(desk.review.signed(SUPERVISOR, SESSION));
    let back = desk
        .act(SUPERVISOR, Event::DecisionWithdrawn { reason: reason() })
        .expect("allowed");
    assert_eq!(desk.review.taken_back(first), Some(back));
    assert_eq!(desk.review.withdrawn(SUPERVISOR), Some(back));
    assert!(!desk.review.signed(SUPERVISOR, SESSION));
    // Accepted anew it stays taken back, and a new signature stands beside it until that too is given back.
    desk.act(SUPERVISOR, Event::Accepted).expect("allowed");
    assert_eq!(desk.review.withdrawn(SUPERVISOR), None);
    let second = desk.act(SUPERVISOR, sign()).expect("allowed");
    assert_eq!(desk.act(SUPERVISOR, sign()), Err(Refusal::Already));
    assert_eq!(desk.review.taken_back(first), Some(back));
    assert_eq!(desk.review.taken_back(second), None);
    let given = desk
        .act(SUPERVISOR, Event::Returned { reason: reason() })
        .expect("allowed");
    assert_eq!(desk.review.taken_back(second), Some(given));
    assert_eq!(desk.review.taken_back(first), Some(back));
}

#[test]
fn supervision_is_agreed_to_by_the_other_person() {
    let mut desk = Desk::new(&[]);
    let on = "2026-03-02".parse().expect("allowed");
    let held = |minutes| Event::Supervised {
        on,
        minutes,
        topics: text(),
    };
    assert_eq!(desk.act(SUPERVISOR, held(0)), Err(Refusal::BadMinutes));
    let of = desk.act(SUPERVISOR, held(60)).expect("allowed");
    let agree = Event::SupervisionAgreed { of };
    assert_eq!(
        desk.act(SUPERVISOR, agree.clone()),
        Err(Refusal::NoSupervision)
    );
    let agreed = desk.act(THERAPIST, agree.clone()).expect("allowed");
    assert_eq!(desk.review.agreed(of), Some(agreed));
    assert_eq!(desk.act(THERAPIST, agree), Err(Refusal::Already));
}

#[test]
fn what_comes_from_elsewhere_is_that_sides_to_say() {
    let query = RowId {
        by: SUPERVISOR,
        n: 0,
    };
    let cases = [
        (asked(), true, false),
        (answered(query), false, true),
        (Event::Closed { query }, true, false),
        (Event::Accepted, true, false),
        (seen("flag/3"), true, false),
        (Event::SupervisionAgreed { of: query }, true, true),
        (
            Event::Commented {
                on: Place::Whole,
                text: text(),
            },
            true,
            true,
        ),
        (
            Event::NotedPrivately {
                on: Place::Whole,
                text: text(),
            },
            false,
            false,
        ),
        (
            Event::Asked {
                on: Place::Whole,
                text: "x".repeat(TEXT_MAX + 1),
            },
            false,
            false,
        ),
        (
            Event::Returned {
                reason: " ".to_owned(),
            },
            false,
            false,
        ),
    ];
    for (event, from_reviewer, from_author) in cases {
        assert_eq!(
            event.may_come_from(Side::Reviewer),
            from_reviewer,
            "{event:?}"
        );
        assert_eq!(event.may_come_from(Side::Author), from_author, "{event:?}");
    }
}

#[test]
fn only_private_notes_stay() {
    let on = Place::Whole;
    assert!(!Event::NotedPrivately { on, text: text() }.leaves());
    assert!(asked().leaves());
    assert!(Event::Accepted.leaves());
}

/// Any rows whatever, as two vaults might hand them to each other.
fn any_rows() -> impl Strategy<Value = Vec<Row>> {
    let event = (0u8..8, 0u64..6, 0u8..3).prop_map(|(kind, n, by)| {
        let query = RowId {
            by: PersonId([by + 1; 16]),
            n,
        };
        match kind {
            0 => asked(),
            1 => answered(query),
            2 => Event::Closed { query },
            3 => Event::Reopened {
                query,
                reason: text(),
            },
            4 => Event::Accepted,
            5 => Event::Returned { reason: text() },
            6 => seen("flag/3"),
            _ => Event::DecisionWithdrawn { reason: text() },
        }
    });
    let any = (0u8..3, 0i64..20, event);
    proptest::collection::vec(any, 0..30).prop_map(|rows| {
        let mut count = [0u64; 3];
        rows.into_iter()
            .map(|(by, wall_ms, event)| {
                let n = count[usize::from(by)];
                count[usize::from(by)] += 1;
                row(PersonId([by + 1; 16]), n, wall_ms, event)
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn the_order_in_which_rows_come_changes_nothing(rows in any_rows(), seed: u64) {
        let mut other = rows.clone();
        // A cheap shuffle: the order is any, not a fair one.
        let mut at = seed;
        for i in (1..other.len()).rev() {
            at = at.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            other.swap(i, usize::try_from(at >> 33).expect("allowed") % (i + 1));
        }
        let (one, two) = (Review::replay(rows.clone()), Review::replay(other.into_iter().chain(rows)));
        prop_assert_eq!(&one, &two);
        prop_assert_eq!(one.queries(), two.queries());
        for by in [SUPERVISOR, SECOND, THERAPIST] {
            prop_assert_eq!(one.decision(by), two.decision(by));
            prop_assert_eq!(one.unsettled(by), two.unsettled(by));
        }
    }

    #[test]
    fn no_event_is_decided_with_a_panic(rows in any_rows(), more in any_rows()) {
        let review = Review::replay(rows);
        for row in more {
            for side in [Side::Author, Side::Reviewer] {
                let decide = || review.decide(&row.event, row.by, side, &needs(&["flag/3"]));
                prop_assert_eq!(decide(), decide());
            }
        }
    }
}

fn rated(value: Option<u8>, entry: Option<u64>) -> Event {
    Event::Rated {
        session: SESSION,
        item: "setting".to_owned(),
        value,
        entry,
        text: String::new(),
    }
}

#[test]
fn a_rating_names_the_moment_that_shows_it_and_the_latest_counts() {
    let mut desk = Desk::new(&[]);
    assert_eq!(
        desk.act(THERAPIST, rated(Some(1), Some(7))),
        Err(Refusal::OtherSide)
    );
    for unshown in [rated(Some(1), None), rated(None, Some(7))] {
        assert!(!unshown.may_come_from(Side::Reviewer));
        assert_eq!(desk.act(SUPERVISOR, unshown), Err(Refusal::MomentMissing));
    }
    desk.act(SUPERVISOR, rated(None, None)).expect("allowed");
    desk.act(SECOND, rated(Some(0), Some(3))).expect("allowed");
    let last = desk
        .act(SUPERVISOR, rated(Some(2), Some(7)))
        .expect("allowed");
    assert_eq!(
        desk.act(SUPERVISOR, rated(Some(2), Some(7))),
        Err(Refusal::Already)
    );
    let ratings = desk.review.ratings(SESSION);
    assert_eq!(ratings.len(), 2, "one of each reviewer");
    assert_eq!(ratings.get(&(SUPERVISOR, "setting")), Some(&last));
    // Words may be left out; what travels is looked at all the same.
    assert!(rated(Some(2), Some(7)).may_come_from(Side::Reviewer));
    assert!(!rated(Some(2), Some(7)).may_come_from(Side::Author));
    assert!(
        desk.act(SUPERVISOR, Event::Accepted).is_ok(),
        "no form stands in the way"
    );
}

#[test]
fn what_waits_is_each_sides_own() {
    let mut desk = Desk::new(&["flag/3", "gap/9"]);
    let waits = |desk: &Desk, me, side| desk.review.waits(me, side, &desk.needs, 0);
    let first = waits(&desk, SUPERVISOR, Side::Reviewer);
    assert_eq!((first.unseen, first.undecided), (2, true));
    assert!(!waits(&desk, THERAPIST, Side::Author).any());
    desk.act(SUPERVISOR, seen("flag/3")).expect("allowed");
    let query = desk.act(SUPERVISOR, asked()).expect("allowed");
    let reason = text();
    desk.act(SUPERVISOR, Event::Returned { reason })
        .expect("allowed");
    // It was decided: what was not looked at waits no longer, and the author has something to answer.
    assert!(!waits(&desk, SUPERVISOR, Side::Reviewer).any());
    let theirs = waits(&desk, THERAPIST, Side::Author);
    assert_eq!((theirs.to_answer, theirs.given_back), (1, 1));
    desk.act(THERAPIST, answered(query)).expect("allowed");
    assert_eq!(waits(&desk, SUPERVISOR, Side::Reviewer).to_close, 1);
    assert_eq!(waits(&desk, SECOND, Side::Reviewer).to_close, 0);
    assert_eq!(waits(&desk, THERAPIST, Side::Author).to_answer, 0);
}

/// A process note, an amendment of it, an amendment of that, and its being struck out: none of their words leaves.
#[test]
fn what_speaks_of_a_process_note_goes_with_it() {
    use crate::session::event::{Author, Event, Recorded, Voice};
    use crate::time::{Elapsed, Stamp};
    let noted = |voice, text: &str| Event::Noted {
        text: text.to_owned(),
        voice,
        tags: Vec::new(),
        starred: false,
    };
    let amended = |target| Event::Amended {
        target,
        text: "canary".to_owned(),
        reason: "canary".to_owned(),
    };
    let struck = |target| Event::Struck {
        target,
        reason: "canary".to_owned(),
    };
    let events = [
        noted(Voice::Observed, "left hand"),
        noted(Voice::Thought, "canary"),
        amended(1),
        amended(2),
        struck(3),
        Event::Amended {
            target: 0,
            text: "right hand".to_owned(),
            reason: "misheard".to_owned(),
        },
        Event::NotedApart {
            sealed: "canary".to_owned(),
            readers: vec![THERAPIST],
        },
        struck(6),
    ];
    let stamp = Stamp {
        wall_ms: 0,
        zone_minutes: 0,
        uptime_ms: 0,
        boot: crate::id::BootId([0; 16]),
    };
    let mut rows: Vec<Recorded> = (0..)
        .zip(events)
        .map(|(seq, event)| Recorded {
            seq,
            entered: stamp,
            elapsed: Elapsed(0),
            happened: Elapsed(0),
            by: Author::Person(THERAPIST),
            event,
        })
        .collect();
    let of: Vec<bool> = (0..9)
        .map(|seq| redact::is_of_process_note(&rows, seq))
        .collect();
    let expected = [false, true, true, true, true, false, true, true, false];
    assert_eq!(of, expected);
    assert_eq!(redact::without_process_notes(&mut rows), 2);
    let left = format!("{rows:?}");
    assert!(!left.contains("canary"), "{left}");
    assert!(left.contains("left hand") && left.contains("right hand"));
}

/// A hundred thousand queries are looked through in one go.
#[test]
fn very_many_queries_are_told_apart_in_one_pass() {
    let asked = (0..100_000).map(|n| {
        let text = text();
        row(
            SUPERVISOR,
            n,
            1_000,
            Event::Asked {
                on: Place::Whole,
                text,
            },
        )
    });
    let last = RowId {
        by: SUPERVISOR,
        n: 99_999,
    };
    let answer = Event::Answered {
        query: last,
        text: text(),
        after: last.n,
    };
    let closed = Event::Closed {
        query: RowId {
            by: SUPERVISOR,
            n: 3,
        },
    };
    let rows = asked.chain([
        row(THERAPIST, 0, 2_000, answer),
        row(SUPERVISOR, 100_000, 3_000, closed),
    ]);
    let review = Review::replay(rows);
    let queries = review.queries();
    assert_eq!(queries.len(), 100_000);
    assert_eq!(queries[99_999].state, QueryState::Answered);
    assert_eq!(queries[3].state, QueryState::Closed);
    assert_eq!(review.unsettled(SUPERVISOR), 99_999);
}
