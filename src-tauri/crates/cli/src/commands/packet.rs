//! `packet card | trust | contacts | compared | revoke | role | parts | look | seal | open | merge | reply | list | show | report | destroy | identity`.

use super::Acting;
use crate::args::{Chosen, InRole, Packet as Verb};
use crate::{Answer, Stop, secrets, words};
use companion::packets::{Choice, Contact, ReviewRole};
use companion::{Companion, Error, PersonId};
use export::part::PartReport;
use export::report::Report;
use serde_json::json;
use std::fmt::Write as _;
use std::path::Path;
use wire::packets::{
    ContactView, Contacts, Decided, LeavingView, PieceView, Redaction, SealedView, ThreadLine,
    ThreadRef, ThreadSide,
};

pub fn run(companion: &mut Companion, acting: &Acting, verb: Verb) -> Result<Answer, Stop> {
    acting.unlock(companion)?;
    match verb {
        Verb::Card { into: None, role } => {
            let role = card_role(companion, role)?;
            let (card, six) = (companion.contact_card_in(role)?, companion.contact_words()?);
            Ok(Answer::new(
                card.clone(),
                json!({ "card": card, "words": six }),
            ))
        }
        Verb::Card {
            into: Some(into),
            role,
        } => {
            let role = card_role(companion, role)?;
            written(&companion.contact_card_write(&into, role)?)
        }
        Verb::Role {
            contact: named,
            role,
        } => {
            let person = person_named(companion, &named)?;
            Ok(contact(&companion.contact_reviews_as(person, role.role())?))
        }
        Verb::Trust { card, instead } => {
            let text = Companion::contact_card_read(&card)?;
            Ok(contact(&companion.contact_add(&text, instead)?))
        }
        Verb::Contacts => {
            let all = Contacts::of(companion)?;
            let mut text = format!("{}: {}\n", all.name, all.words);
            for one in &all.contacts {
                text.push_str(&contact_line(one));
            }
            Ok(Answer::new(text, all))
        }
        Verb::Compared { contact: named } => {
            let person = person_named(companion, &named)?;
            Ok(contact(&companion.contact_compared(person)?))
        }
        Verb::Revoke {
            contact: named,
            undo,
        } => {
            let person = person_named(companion, &named)?;
            Ok(contact(&companion.contact_revoke(person, !undo)?))
        }
        Verb::Parts { client } => {
            let client = companion.client_by_code(&client)?.to_string();
            let parts = PieceView::all(companion, &client)?;
            let mut text = String::new();
            for one in &parts {
                let line = words::part_line(one);
                writeln!(text, "{:<24} {line}", one.part).expect("text grows");
            }
            if parts.is_empty() {
                writeln!(text, "{}", words::NO_PARTS).expect("text grows");
            }
            Ok(Answer::new(text, parts))
        }
        Verb::Look(chosen) => {
            let choice = choice(companion, &chosen)?;
            let leaving = LeavingView::from(companion.packet_look(&choice)?);
            Ok(Answer::new(leaves(&leaving), leaving))
        }
        Verb::Seal { chosen, into } => {
            let choice = choice(companion, &chosen)?;
            sealed(companion.packet_seal(&choice, &into)?.into())
        }
        Verb::Open { file, trust } => opened(companion, &file, trust),
        Verb::Merge { file } => opened(companion, &file, false),
        Verb::Reply { thread, into } => {
            let thread = thread_named(companion, &thread)?.id()?;
            sealed(companion.packet_reply(thread, &into)?.into())
        }
        Verb::List => {
            let lines = ThreadLine::all(companion)?;
            let mut text = String::new();
            for line in &lines {
                text.push_str(&thread_line(line));
            }
            if lines.is_empty() {
                writeln!(text, "{}", words::NO_PACKETS).expect("text grows");
            }
            Ok(Answer::new(text, lines))
        }
        Verb::Show { thread } => super::review::show(companion, &thread),
        Verb::Report {
            thread,
            part: Some(part),
            out,
            ..
        } => {
            let view = super::review::look(companion, &thread)?;
            let training = companion.vault_opened()?.training;
            let report = PartReport::reviewed(&view, &part, training)?;
            let set = press::part(&report).map_err(|_| Error::Damaged { what: "report" })?;
            put(&set, &out)
        }
        Verb::Report {
            thread, which, out, ..
        } => {
            let view = super::review::look(companion, &thread)?;
            let session = super::review::session(&view, which.session)?;
            printed(&Report::reviewed(&view, &session)?, &out)
        }
        Verb::Destroy { thread, confirm } => {
            let named = thread_named(companion, &thread)?;
            if thread_named(companion, &confirm)?.thread != named.thread {
                return Err(Error::BadInput { what: "packet" }.into());
            }
            companion.packet_destroy(named.id()?)?;
            Ok(Answer::new(format!("{}\n", words::PACKET_DESTROYED), named))
        }
        Verb::Identity { out, proof_fd } => {
            let proof = secrets::asked(proof_fd, words::ASK_PASSPHRASE)?;
            companion.contact_identity_write(&proof, &out)?;
            written(&out)
        }
    }
}

/// The role that a card names: the one that was said, else the one that follows from one's own roles.
fn card_role(companion: &Companion, said: Option<InRole>) -> Result<Option<ReviewRole>, Stop> {
    match said {
        Some(said) => Ok(said.role()),
        None => Ok(companion.contact_role()?),
    }
}

/// A report as PDF in a new file.
pub fn printed(report: &Report, out: &Path) -> Result<Answer, Stop> {
    let bytes = press::session(report).map_err(|_| Error::Damaged { what: "report" })?;
    put(&bytes, out)
}

fn put(bytes: &[u8], out: &Path) -> Result<Answer, Stop> {
    companion::packets::file_write(out, bytes)?;
    written(out)
}

pub fn written(path: &Path) -> Result<Answer, Stop> {
    let path = path.to_string_lossy().into_owned();
    Ok(Answer::new(format!("{path}\n"), json!({ "path": path })))
}

fn contact(contact: &Contact) -> Answer {
    let view = ContactView::from(contact);
    Answer::new(contact_line(&view), view)
}

fn contact_line(one: &ContactView) -> String {
    let standing = match (one.revoked, one.compared) {
        (true, _) => words::CONTACT_REVOKED,
        (false, true) => words::WORDS_COMPARED,
        (false, false) => words::WORDS_NOT_COMPARED,
    };
    let name = words::in_role(&one.name, one.role);
    format!("{name}: {} ({standing})\n", one.words)
}

fn person_named(companion: &Companion, named: &str) -> Result<PersonId, Stop> {
    let found: Vec<PersonId> = companion
        .contacts()?
        .iter()
        .filter(|one| one.row.name == named || one.row.person.to_string() == named)
        .map(|one| one.row.person)
        .collect();
    match found.as_slice() {
        [one] => Ok(*one),
        _ => Err(Error::Unknown { what: "contact" }.into()),
    }
}

/// A thread by its id or the beginning of it.
pub fn thread_named(companion: &mut Companion, named: &str) -> Result<ThreadRef, Stop> {
    let found: Vec<String> = companion
        .threads()?
        .iter()
        .map(|thread| thread.packet.row.thread.to_string())
        .filter(|id| named.len() >= 4 && id.starts_with(named))
        .collect();
    match found.as_slice() {
        [one] => Ok(ThreadRef {
            thread: one.clone(),
        }),
        _ => Err(Error::Unknown { what: "packet" }.into()),
    }
}

fn choice(companion: &Companion, chosen: &Chosen) -> Result<Choice, Stop> {
    let client = companion.client_by_code(&chosen.client)?;
    let mut sessions = Vec::new();
    for id in &chosen.sessions {
        sessions.push(super::session::parse_id(id)?);
    }
    if sessions.is_empty() && chosen.course.is_empty() {
        let all = companion.client_sessions(client)?.into_iter();
        sessions = all
            .filter(|row| row.ended_wall_ms.is_some())
            .map(|row| row.id)
            .collect();
    }
    let people = |names: &[String]| -> Result<Vec<PersonId>, Stop> {
        let named = names.iter().map(|named| person_named(companion, named));
        named.collect()
    };
    Ok(Choice {
        client,
        sessions,
        course: chosen.course.clone(),
        to: people(&chosen.to)?,
        process_notes: people(&chosen.process_notes_for)?,
        redaction: if chosen.without_words {
            Redaction::WithoutWords.into()
        } else {
            Redaction::Coded.into()
        },
        purpose: chosen.purpose.clone(),
        days: chosen.days,
    })
}

fn leaves(leaving: &LeavingView) -> String {
    let mut text = format!("{}\n", words::leaving_client(&leaving.code));
    for one in &leaving.sessions {
        writeln!(
            text,
            "{}",
            words::leaving_session(
                one.number,
                &words::wall(one.wall_ms, one.zone_minutes),
                one.entries,
                one.notes
            )
        )
        .expect("text grows");
        writeln!(
            text,
            "{}",
            words::leaving_process(
                one.process_notes,
                one.process_leaves,
                &leaving.process_for.join(", ")
            )
        )
        .expect("text grows");
        if !one.names.is_empty() {
            writeln!(text, "{}", words::leaving_names(&one.names.join(", "))).expect("text grows");
        }
        writeln!(text, "{}", words::leaving_signatures(one.signatures)).expect("text grows");
    }
    for one in &leaving.course {
        let line = words::leaving_part(&one.part, one.entries);
        writeln!(text, "{line}").expect("text grows");
        if one.process_notes > 0 {
            let line = words::leaving_process(
                one.process_notes,
                one.process_leaves,
                &leaving.process_for.join(", "),
            );
            writeln!(text, "{line}").expect("text grows");
        }
        if !one.names.is_empty() {
            writeln!(text, "{}", words::leaving_names(&one.names.join(", "))).expect("text grows");
        }
        writeln!(text, "{}", words::leaving_signatures(one.signatures)).expect("text grows");
    }
    writeln!(
        text,
        "{}",
        words::leaving_rest(&leaving.protocols.join(", "), leaving.bytes)
    )
    .expect("text grows");
    for one in &leaving.to {
        text.push_str(&contact_line(one));
    }
    text
}

fn sealed(view: SealedView) -> Result<Answer, Stop> {
    Ok(Answer::new(
        words::sealed(&view.thread[..8], &view.path, view.bytes),
        view,
    ))
}

fn opened(companion: &mut Companion, file: &Path, trust: bool) -> Result<Answer, Stop> {
    let id = companion.packet_open(file, trust)?;
    let thread = id.to_string();
    let mut text = format!("{}\n", words::opened(&thread[..8]));
    // An answer lies in its thread: the one that was opened is the last of it.
    if let Some(packet) = companion.thread(id)?.packets.last() {
        let order = companion.packet_order(&packet.row)?;
        text.push_str(&words::order(order.late, &order.missing));
    }
    Ok(Answer::new(text, ThreadRef { thread }))
}

/// One line of a list.
pub fn thread_line(line: &ThreadLine) -> String {
    if line.damaged {
        let at = words::wall(line.created_wall_ms, line.zone_minutes);
        let id = &line.thread[..8];
        return format!("{id}  {}\n", words::packet_unreadable(&line.author, &at));
    }
    let side = match line.side {
        ThreadSide::Author => words::sealed_for(&words::readers(&line.readers)),
        ThreadSide::Reviewer => words::sealed_by(&line.author),
    };
    let mut text = format!(
        "{}  {:<12} {}  {side}, {}\n",
        &line.thread[..8],
        line.code,
        words::wall(line.created_wall_ms, line.zone_minutes),
        line.purpose
    );
    for words in words::order(line.late, &line.missing).lines() {
        writeln!(text, "          {words}").expect("text grows");
    }
    for one in &line.decisions {
        let at = words::wall(one.wall_ms, one.zone_minutes);
        let decided = match one.decided {
            Decided::Accepted => words::ACCEPTED.to_owned(),
            Decided::Returned => words::returned(&one.reason),
            Decided::TakenBack => words::decision_taken_back(&one.reason),
        };
        let name = words::in_role(&one.name, one.role);
        writeln!(text, "          {name}, {at}: {decided}").expect("text grows");
    }
    if line.open + line.answered + line.unsent > 0 {
        writeln!(
            text,
            "          {}",
            words::thread_waits(line.open, line.answered, line.unsent)
        )
        .expect("text grows");
    }
    text
}
