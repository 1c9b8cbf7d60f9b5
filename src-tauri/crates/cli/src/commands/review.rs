//! `review show | seen | comment | ask | answer | close | reopen | accept | return | withdraw | note | supervised | agree | sign`.

use super::Acting;
use super::packet::{thread_line, thread_named};
use crate::args::{Pinned, Review as Verb};
use crate::{Answer, Stop, secrets, words};
use companion::{Companion, Error};
use std::fmt::Write as _;
use wire::review::{
    NoteWhat, PinnedTo, QueryStanding, ReviewDo, ReviewRequest, ReviewView, RowRef, SaidWhat,
};

pub fn run(companion: &mut Companion, acting: &Acting, verb: Verb) -> Result<Answer, Stop> {
    acting.unlock(companion)?;
    match verb {
        Verb::Show { thread } => show(companion, &thread),
        Verb::Seen { thread, eye, which } => {
            let view = look(companion, &thread)?;
            let session = session(&view, which.session)?;
            act(companion, view, ReviewDo::Seen { session, eye })
        }
        Verb::Comment {
            thread,
            text,
            pinned,
        } => {
            let view = look(companion, &thread)?;
            let on = place(&view, pinned)?;
            act(companion, view, ReviewDo::Comment { on, text })
        }
        Verb::Ask {
            thread,
            text,
            pinned,
        } => {
            let view = look(companion, &thread)?;
            let on = place(&view, pinned)?;
            act(companion, view, ReviewDo::Ask { on, text })
        }
        Verb::Answer {
            thread,
            query,
            text,
        } => {
            let view = look(companion, &thread)?;
            let query = query_of(&view, query)?;
            act(companion, view, ReviewDo::Answer { query, text })
        }
        Verb::Close { thread, query } => {
            let view = look(companion, &thread)?;
            let query = query_of(&view, query)?;
            act(companion, view, ReviewDo::Close { query })
        }
        Verb::Reopen {
            thread,
            query,
            reason,
        } => {
            let view = look(companion, &thread)?;
            let query = query_of(&view, query)?;
            act(companion, view, ReviewDo::Reopen { query, reason })
        }
        Verb::Accept { thread } => {
            let view = look(companion, &thread)?;
            act(companion, view, ReviewDo::Accept)
        }
        Verb::Return { thread, reason } => {
            let view = look(companion, &thread)?;
            act(companion, view, ReviewDo::Return { reason })
        }
        Verb::Withdraw { thread, reason } => {
            let view = look(companion, &thread)?;
            act(companion, view, ReviewDo::Withdraw { reason })
        }
        Verb::Note {
            thread,
            text,
            pinned,
        } => {
            let view = look(companion, &thread)?;
            let on = place(&view, pinned)?;
            act(companion, view, ReviewDo::Note { on, text })
        }
        Verb::Supervised {
            thread,
            on,
            minutes,
            topics,
        } => {
            let view = look(companion, &thread)?;
            let held = ReviewDo::Supervised {
                on,
                minutes,
                topics,
            };
            act(companion, view, held)
        }
        Verb::Agree {
            thread,
            supervision,
        } => {
            let view = look(companion, &thread)?;
            let held = view
                .notes
                .iter()
                .filter(|note| matches!(note.what, NoteWhat::Supervised { .. }));
            let of = nth(held, supervision)
                .ok_or(Error::Unknown {
                    what: "supervision",
                })?
                .row
                .clone();
            act(companion, view, ReviewDo::Agree { of })
        }
        Verb::Sign {
            thread,
            which,
            proof_fd,
        } => {
            let view = look(companion, &thread)?;
            let id = session(&view, which.session)?;
            let session = super::session::parse_id(&id)?;
            let proof = match (proof_fd, &acting.acting) {
                (None, None) => None,
                _ => Some(secrets::asked(proof_fd, words::ASK_PASSPHRASE)?),
            };
            let thread = thread_named(companion, &thread)?.id()?;
            companion.review_sign(thread, session, proof.as_ref())?;
            show(companion, &view.line.thread)
        }
    }
}

pub fn look(companion: &mut Companion, thread: &str) -> Result<ReviewView, Stop> {
    let named = thread_named(companion, thread)?;
    Ok(ReviewView::of(companion, &named.thread)?)
}

fn act(companion: &mut Companion, view: ReviewView, act: ReviewDo) -> Result<Answer, Stop> {
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
            let standing = if signature.holds {
                words::SIGNATURE_CARRIED
            } else {
                words::SIGNATURE_BROKEN
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
