//! `client add | list | show | change | archive | reopen | export | erase`.

use super::Acting;
use crate::args::Client;
use crate::{Answer, Stop, secrets, words};
use companion::{ClientId, Companion};
use std::fmt::Write as _;
use wire::clients::{ClientDetails, ClientFile, Receipt, day};

pub fn run(companion: &mut Companion, acting: &Acting, verb: Client) -> Result<Answer, Stop> {
    acting.unlock(companion)?;
    match verb {
        Client::Add { code, name_fd } => {
            let name = name_fd.map(secrets::from_fd).transpose()?;
            let id = companion.client_add(&code, name.as_ref().map_or("", |name| name.expose()))?;
            line(companion, id, "Added")
        }
        Client::List { archived } => {
            let mut text = String::new();
            let mut shapes = Vec::new();
            let lines = companion.clients()?;
            for line in lines
                .iter()
                .filter(|line| archived || line.archived.is_none())
            {
                let away = line
                    .archived
                    .map_or(String::new(), |day| format!(", put away {day}"));
                writeln!(
                    text,
                    "{:<20} {} session(s){away}",
                    line.code,
                    line.sessions.len()
                )
                .expect("text grows");
                shapes.push(wire::clients::Client::of(companion, line)?);
            }
            Ok(Answer::new(text, shapes))
        }
        Client::Show { code } => {
            let id = companion.client_by_code(&code)?;
            Ok(file(&code, &ClientFile::of(companion, id)?))
        }
        Client::Change { code, details_fd } => {
            let id = companion.client_by_code(&code)?;
            let typed = secrets::from_fd(details_fd)?;
            let details = changed(ClientFile::of(companion, id)?.details, typed.expose())?;
            companion.client_change(id, &details.asked()?)?;
            Ok(file(&code, &ClientFile::of(companion, id)?))
        }
        Client::Archive { code, retain_until } => {
            let id = companion.client_by_code(&code)?;
            companion.client_archive(id, day("retain_until", &retain_until)?)?;
            line(companion, id, "Put away")
        }
        Client::Reopen { code } => {
            let id = companion.client_by_code(&code)?;
            companion.client_reopen(id)?;
            line(companion, id, "Taken out again:")
        }
        Client::Export { code, out, yes } => {
            let id = companion.client_by_code(&code)?;
            let files = export::paper::beside(&out)?;
            if !yes {
                let code = companion.client_code(id)?;
                return Err(Stop::Usage(words::export(&code, &files)));
            }
            export::whole::write(companion, id, &files)?;
            super::packet::written(&files[0])
        }
        Client::Erase { code, confirm } => {
            let id = companion.client_by_code(&code)?;
            let receipt = Receipt::from(companion.client_erase(id, &confirm)?);
            Ok(Answer::new(words::erased(&receipt), receipt))
        }
    }
}

fn line(companion: &Companion, id: ClientId, done: &str) -> Result<Answer, Stop> {
    let shape = wire::clients::Client::by_id(companion, id)?;
    Ok(Answer::new(format!("{done} {}.\n", shape.code), shape))
}

/// The fields that the JSON names, laid over those that stand there.
fn changed(before: ClientDetails, typed: &str) -> Result<ClientDetails, Stop> {
    let bad = |error: serde_json::Error| Stop::Usage(format!("The details are not read: {error}."));
    let given: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(typed).map_err(bad)?;
    let mut whole = serde_json::to_value(&before).map_err(bad)?;
    for (field, value) in given {
        if whole.get(&field).is_none() {
            return Err(Stop::Usage(format!("The details have no field {field}.")));
        }
        whole[field] = value;
    }
    serde_json::from_value(whole).map_err(bad)
}

fn file(code: &str, file: &ClientFile) -> Answer {
    let details = &file.details;
    let age = file.age.map_or(String::new(), |age| format!(" ({age})"));
    let mut text = format!("{code}\n");
    for (label, value) in [
        ("Name", details.name.clone()),
        ("Born", format!("{}{age}", details.born)),
        ("Pronouns", details.pronouns.clone()),
        ("Contact", details.contact.clone()),
        ("Emergency", details.emergency.clone()),
        ("Support", details.support.clone()),
        ("Clinicians", details.clinicians.clone()),
        ("Allergies", details.allergies.clone()),
        ("Keep until", file.retain_until.clone().unwrap_or_default()),
    ] {
        if !value.is_empty() {
            let value = value.replace('\n', "\n            ");
            writeln!(text, "{label:<11} {value}").expect("text grows");
        }
    }
    Answer::new(text, file)
}
