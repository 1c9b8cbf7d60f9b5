//! `review show | seen | comment | ask | answer | close | reopen | accept | return | withdraw | acknowledge | note | supervised | agree | rate | sign |
//! waiting | trends | hours`.

use super::Acting;
use super::packet::{thread_line, thread_named};
use crate::args::{Pinned, Review as Verb};
use crate::{Answer, Stop, secrets, words};
use companion::{Companion, Error};
use std::fmt::Write as _;
use wire::packets::ThreadRef;
use wire::review::{
    AdherenceForm, CarriedSignature, Hours, NoteWhat, PinnedTo, QueryStanding, ReviewDo,
    ReviewRequest, ReviewView, ReviewWaits, ReviewedCourse, RowRef, SaidWhat, TrendsView,
};

pub fn run(companion: &mut Companion, acting: &Acting, verb: Verb) -> Result<Answer, Stop> {
    acting.unlock(companion)?;
    match verb {
        Verb::Show { thread } => show(companion, &thread),
        Verb::Seen {
            thread,
            eye,
            of_course: true,
            ..
        } => act(companion, &thread, |_| Ok(ReviewDo::SeenInCourse { eye })),
        Verb::Seen {
            thread, eye, which, ..
        } => act(companion, &thread, |view| {
            let session = session(view, which.session)?;
            Ok(ReviewDo::Seen { session, eye })
        }),
        Verb::Comment {
            thread,
            text,
            pinned,
        } => act(companion, &thread, |view| {
            let on = place(view, pinned)?;
            Ok(ReviewDo::Comment { on, text })
        }),
        Verb::Ask {
            thread,
            text,
            pinned,
        } => act(companion, &thread, |view| {
            let on = place(view, pinned)?;
            Ok(ReviewDo::Ask { on, text })
        }),
        Verb::Answer {
            thread,
            query,
            text,
        } => act(companion, &thread, |view| {
            let query = query_of(view, query)?;
            Ok(ReviewDo::Answer { query, text })
        }),
        Verb::Close { thread, query } => act(companion, &thread, |view| {
            let query = query_of(view, query)?;
            Ok(ReviewDo::Close { query })
        }),
        Verb::Reopen {
            thread,
            query,
            reason,
        } => act(companion, &thread, |view| {
            let query = query_of(view, query)?;
            Ok(ReviewDo::Reopen { query, reason })
        }),
        Verb::Accept { thread } => act(companion, &thread, |_| Ok(ReviewDo::Accept)),
        Verb::Return { thread, reason } => {
            act(companion, &thread, |_| Ok(ReviewDo::Return { reason }))
        }
        Verb::Withdraw { thread, reason } => {
            act(companion, &thread, |_| Ok(ReviewDo::Withdraw { reason }))
        }
        Verb::Acknowledge { thread } => acknowledge(companion, &thread),
        Verb::Note {
            thread,
            text,
            pinned,
        } => act(companion, &thread, |view| {
            let on = place(view, pinned)?;
            Ok(ReviewDo::Note { on, text })
        }),
        Verb::Supervised {
            thread,
            on,
            minutes,
            topics,
        } => act(companion, &thread, |_| {
            Ok(ReviewDo::Supervised {
                on,
                minutes,
                topics,
            })
        }),
        Verb::Agree {
            thread,
            supervision,
        } => act(companion, &thread, |view| {
            let notes = view.notes.iter();
            let held = notes.filter(|note| matches!(note.what, NoteWhat::Supervised { .. }));
            let of = nth(held, supervision).ok_or(Error::Unknown {
                what: "supervision",
            })?;
            Ok(ReviewDo::Agree { of: of.row.clone() })
        }),
        Verb::Rate {
            thread,
            item,
            value,
            entry,
            text,
            which,
        } => act(companion, &thread, |view| {
            let session = session(view, which.session)?;
            Ok(ReviewDo::Rate {
                session,
                item,
                value,
                entry,
                text,
            })
        }),
        Verb::Waiting => Ok(waiting(ReviewWaits::all(companion)?)),
        Verb::Trends => Ok(trends(TrendsView::of(companion)?)),
        Verb::Hours { out } => {
            let hours = Hours::of(companion)?;
            match out {
                None => Ok(Answer::new(export::hours::markdown(&hours), hours)),
                Some(out) => {
                    export::hours::write(&hours, export::paper::beside(&out)?)?;
                    super::packet::written(&out)
                }
            }
        }
        Verb::Sign {
            thread,
            which,
            part,
            proof_fd,
        } => {
            let view = look(companion, &thread)?;
            let session = match &part {
                Some(_) => None,
                None => Some(super::session::parse_id(&session(&view, which.session)?)?),
            };
            let proof = match (proof_fd, &acting.acting) {
                (None, None) => None,
                _ => Some(secrets::asked(proof_fd, words::ASK_PASSPHRASE)?),
            };
            let thread = view.line.thread;
            let named = ThreadRef {
                thread: thread.clone(),
            };
            match (session, part) {
                (Some(session), _) => {
                    companion.review_sign(named.id()?, session, proof.as_ref())?
                }
                (None, part) => {
                    let part = part.unwrap_or_default();
                    companion.review_sign_part(named.id()?, &part, proof.as_ref())?;
                }
            }
            show(companion, &thread)
        }
    }
}

pub fn look(companion: &mut Companion, thread: &str) -> Result<ReviewView, Stop> {
    let named = thread_named(companion, thread)?;
    Ok(ReviewView::of(companion, &named.thread)?)
}

/// One act, by what stands in the packet now.
fn act(
    companion: &mut Companion,
    thread: &str,
    what: impl FnOnce(&ReviewView) -> Result<ReviewDo, Stop>,
) -> Result<Answer, Stop> {
    let view = look(companion, thread)?;
    let act = what(&view)?;
    let request = ReviewRequest {
        thread: view.line.thread,
        act,
    };
    Ok(said(request.run(companion)?))
}

/// Every acceptance that was taken back, of each reviewer.
fn acknowledge(companion: &mut Companion, thread: &str) -> Result<Answer, Stop> {
    let mut view = look(companion, thread)?;
    let unseen: Vec<_> = view
        .line
        .decisions
        .iter()
        .filter_map(|one| one.unseen.clone())
        .collect();
    if unseen.is_empty() {
        return Err(Error::Unknown { what: "decision" }.into());
    }
    for of in unseen {
        let request = ReviewRequest {
            thread: view.line.thread,
            act: ReviewDo::TakenBackSeen { of },
        };
        view = request.run(companion)?;
    }
    Ok(said(view))
}

pub fn session(view: &ReviewView, named: Option<String>) -> Result<String, Stop> {
    let mut ids = view.sessions.iter().map(|one| one.plan.session.clone());
    let found = match &named {
        Some(named) => ids.find(|id| id == named),
        None if view.sessions.len() == 1 => ids.next(),
        None => return Err(Stop::Usage(words::WHICH_SESSION.to_owned())),
    };
    found.ok_or_else(|| Error::Unknown { what: "session" }.into())
}

fn place(view: &ReviewView, pinned: Pinned) -> Result<PinnedTo, Stop> {
    let session = match pinned.entry {
        Some(_) if !pinned.of_course => Some(session(view, pinned.session)?),
        _ => None,
    };
    Ok(PinnedTo {
        session,
        entry: pinned.entry,
        field: pinned.field,
    })
}

/// Where something stands, to be put behind it.
fn stands_at(on: &PinnedTo) -> String {
    let entry = on.entry.map(|entry| format!(", entry {entry}"));
    let field = on.field.as_ref().map(|field| format!(", {field}"));
    format!("{}{}", entry.unwrap_or_default(), field.unwrap_or_default())
}

fn nth<T>(mut all: impl Iterator<Item = T>, from_one: usize) -> Option<T> {
    all.nth(from_one.checked_sub(1)?)
}

fn query_of(view: &ReviewView, number: usize) -> Result<RowRef, Stop> {
    let query = nth(view.queries.iter(), number).ok_or(Error::Unknown { what: "query" })?;
    Ok(query.row.clone())
}

/// A packet with everything in it.
pub fn show(companion: &mut Companion, thread: &str) -> Result<Answer, Stop> {
    Ok(said(look(companion, thread)?))
}

/// The rating form of a session, with what was rated.
fn rated(form: &AdherenceForm, line: &mut impl FnMut(String)) {
    let scale: Vec<String> = form
        .steps
        .iter()
        .map(|step| format!("{} {}", step.value, step.title))
        .collect();
    line(format!("  {}: {}", form.title, scale.join(", ")));
    for item in &form.items {
        line(format!("    {}: {}", item.id, item.title));
        for rating in &item.ratings {
            let step = form
                .steps
                .iter()
                .find(|step| Some(step.value) == rating.value);
            let value = step.map_or(words::NOT_SEEN_IN_RECORD, |step| step.title.as_str());
            let entry = rating
                .entry
                .map_or_else(String::new, |entry| format!(", entry {entry}"));
            let text = if rating.text.is_empty() {
                String::new()
            } else {
                format!(". {}", rating.text)
            };
            line(format!("      {}: {value}{entry}{text}", rating.name));
        }
    }
}

/// Parts of the client's course: entries, signatures, what needs eyes.
fn course_told(course: &ReviewedCourse, line: &mut impl FnMut(String)) {
    line(words::reviewed_course(&course.protocol, course.left_out));
    for (at, piece) in (0u32..).zip(&course.pieces) {
        line(format!("  {}: {}", piece.part, words::part_told(piece)));
        for one in &piece.signatures {
            line(signature_told(one));
        }
        for one in &piece.entries {
            line(words::course_entry(one));
        }
        for eye in course.eyes.iter().filter(|eye| eye.piece == at) {
            let seen = if eye.seen { words::EYE_SEEN } else { "" };
            line(format!("    {}, entry {}{seen}", eye.key, eye.entry));
        }
    }
}

fn signature_told(signature: &CarriedSignature) -> String {
    let standing = match (signature.holds, signature.known) {
        (true, _) if signature.taken_back.is_some() => words::SIGNATURE_TAKEN_BACK,
        (true, true) => words::SIGNATURE_CARRIED,
        (true, false) => words::SIGNATURE_CARRIED_BY,
        (false, _) => words::SIGNATURE_BROKEN,
    };
    let since = if signature.holds && signature.amended_since {
        words::AMENDED_SINCE_SIGNED
    } else {
        ""
    };
    format!(
        "  {} ({}), {}, {}: {standing}{since}{}",
        signature.name,
        signature.initials,
        words::meaning(signature.meaning, signature.role),
        words::wall(signature.wall_ms, signature.zone_minutes),
        words::taken_back(signature.taken_back.as_ref()),
    )
}

fn waiting(all: Vec<ReviewWaits>) -> Answer {
    let mut text = String::new();
    for one in &all {
        let waits = words::waits_in_packet(one).join(", ");
        writeln!(text, "{}  {:<12} {waits}", &one.thread[..8], one.code).expect("text grows");
    }
    if all.is_empty() {
        writeln!(text, "{}", words::NOTHING_WAITS).expect("text grows");
    }
    Answer::new(text, all)
}

fn trends(view: TrendsView) -> Answer {
    let mut text = String::new();
    let mut line = |words: String| writeln!(text, "{words}").expect("text grows");
    if view.pairs.is_empty() {
        line(words::NO_PACKETS.to_owned());
    }
    for pair in &view.pairs {
        line(pair.names.join(", "));
        line(words::TRENDS_HEAD.to_owned());
        for one in &pair.sessions {
            line(format!(
                "  {:<12} {:>2}  {:.10}  {:>6}  {:>3} ({})  {:>4}  {:>6}  {:>12}  {:>6}  {:>9}  {:>3} ({})  {:>6}",
                one.code,
                one.number,
                words::wall(one.wall_ms, one.zone_minutes),
                words::lasted(one.length_ms),
                one.put_off,
                one.put_off_again,
                one.late,
                one.missed,
                one.entered_late,
                words::lasted(one.alone_ms),
                words::lasted(one.gaps_ms),
                one.touches,
                one.touch_outside,
                words::lasted(one.touch_ms),
            ));
        }
    }
    Answer::new(text, view)
}

fn said(view: ReviewView) -> Answer {
    let mut text = thread_line(&view.line);
    let mut line = |words: String| writeln!(text, "{words}").expect("text grows");
    line(words::chain_at(view.chain.entries, &view.chain.short_code));
    for one in &view.sessions {
        line(words::reviewed_session(
            &one.plan.session,
            one.plan.number,
            one.view.log.len(),
            one.left_out,
        ));
        for signature in &one.signatures {
            line(signature_told(signature));
        }
        if let Some(form) = &one.adherence {
            rated(form, &mut line);
        }
        let dose = one.view.dose1_ms.unwrap_or(one.view.arrival_ms);
        for eye in &one.eyes {
            let seen = if eye.seen { words::EYE_SEEN } else { "" };
            let entry = eye
                .entry
                .map_or_else(String::new, |entry| format!(", entry {entry}"));
            line(format!(
                "  {:<9} {}{entry}{seen}",
                words::since(eye.at_ms.saturating_sub(dose)),
                eye.key
            ));
        }
    }
    if let Some(course) = &view.course {
        course_told(course, &mut line);
    }
    for id in &view.damaged {
        line(words::not_compared(&id[..8]));
    }
    for (number, query) in (1..).zip(&view.queries) {
        let state = match query.state {
            QueryStanding::Open => words::QUERY_OPEN,
            QueryStanding::Answered => words::QUERY_ANSWERED,
            QueryStanding::Closed => words::QUERY_CLOSED,
        };
        line(format!("{number}. {state}{}", stands_at(&query.on)));
        for one in &query.said {
            let words = match one.what {
                SaidWhat::Asked | SaidWhat::Answered => one.text.clone(),
                SaidWhat::Closed => words::QUERY_CLOSED.to_owned(),
                SaidWhat::Reopened => words::reopened(&one.text),
            };
            line(format!("   {}: {words}", one.name));
        }
    }
    for note in &view.notes {
        line(match &note.what {
            NoteWhat::Comment => format!("{}{}: {}", note.name, stands_at(&note.on), note.text),
            NoteWhat::Private => words::private(&note.text),
            NoteWhat::Supervised {
                on,
                minutes,
                agreed,
                ..
            } => words::supervised(on, *minutes, &note.text, agreed.as_deref()),
        });
    }
    line(words::review_waits(view.unseen, view.unsettled));
    Answer::new(text, view)
}
