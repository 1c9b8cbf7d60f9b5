//! `review show | seen | comment | ask | answer | close | reopen | accept | return | withdraw | note | supervised | agree | sign`.

use super::Acting;
use super::packet::{thread_line, thread_named};
use crate::args::{Pinned, Review as Verb};
use crate::{Answer, Stop, secrets, words};
use companion::{Companion, Error};
use std::fmt::Write as _;
use wire::packets::ThreadRef;
use wire::review::{
    NoteWhat, PinnedTo, QueryStanding, ReviewDo, ReviewRequest, ReviewView, RowRef, SaidWhat,
};

pub fn run(companion: &mut Companion, acting: &Acting, verb: Verb) -> Result<Answer, Stop> {
    acting.unlock(companion)?;
    match verb {
        Verb::Show { thread } => show(companion, &thread),
        Verb::Seen { thread, eye, which } => act(companion, &thread, |view| {
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
        Verb::Sign {
            thread,
            which,
            proof_fd,
        } => {
            let view = look(companion, &thread)?;
            let session = super::session::parse_id(&session(&view, which.session)?)?;
            let proof = match (proof_fd, &acting.acting) {
                (None, None) => None,
                _ => Some(secrets::asked(proof_fd, words::ASK_PASSPHRASE)?),
            };
            let thread = view.line.thread;
            let named = ThreadRef {
                thread: thread.clone(),
            };
            companion.review_sign(named.id()?, session, proof.as_ref())?;
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
    Ok(match pinned.entry {
        None => PinnedTo {
            session: None,
            entry: None,
        },
        Some(entry) => PinnedTo {
            session: Some(session(view, pinned.session)?),
            entry: Some(entry),
        },
    })
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
            let standing = match (signature.holds, signature.known) {
                (true, true) => words::SIGNATURE_CARRIED,
                (true, false) => words::SIGNATURE_CARRIED_BY,
                (false, _) => words::SIGNATURE_BROKEN,
            };
            line(format!(
                "  {} ({}), {}, {}: {standing}",
                signature.name,
                signature.initials,
                words::meaning(signature.meaning),
                words::wall(signature.wall_ms, signature.zone_minutes),
            ));
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
    for (number, query) in (1..).zip(&view.queries) {
        let state = match query.state {
            QueryStanding::Open => words::QUERY_OPEN,
            QueryStanding::Answered => words::QUERY_ANSWERED,
            QueryStanding::Closed => words::QUERY_CLOSED,
        };
        let on = query
            .on
            .entry
            .map_or_else(String::new, |entry| format!(", entry {entry}"));
        line(format!("{number}. {state}{on}"));
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
            NoteWhat::Comment => format!("{}: {}", note.name, note.text),
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
