//! `person add | enrol | remove | return | list`.

use super::Acting;
use super::vault::said;
use crate::args::Person;
use crate::{Answer, Stop, secrets, words};
use companion::Companion;
use companion::people::NewPerson;
use std::fmt::Write as _;

pub fn run(companion: &mut Companion, acting: &Acting, verb: Person) -> Result<Answer, Stop> {
    acting.unlock(companion)?;
    match verb {
        Person::Add {
            name,
            initials,
            roles: named,
            new_pin_fd,
        } => {
            let pin = secrets::new(new_pin_fd, words::ASK_NEW_PIN)?;
            let id = companion.person_add(&NewPerson {
                name,
                initials,
                roles: roles(&named)?,
                pin,
            })?;
            let people = companion.people()?;
            let record = people
                .iter()
                .find(|record| record.person.id == id)
                .expect("just added");
            let text = format!("Added {} ({}).\n", record.person.initials, id);
            Ok(Answer::new(text, wire::people::Person::from(record)))
        }
        Person::Enrol {
            initials,
            their_pin_fd,
            new_passphrase_fd,
        } => {
            let person = companion.person_by_initials(&initials)?;
            let pin = secrets::asked(their_pin_fd, words::ASK_PIN)?;
            let passphrase = secrets::new(new_passphrase_fd, words::ASK_NEW_PASSPHRASE)?;
            let groups = companion.person_enrol(person, &pin, &passphrase)?;
            let mut text = format!("{}\n\n", words::ENROLLED);
            for line in groups.chunks(4) {
                writeln!(text, "    {}", line.join(" - ")).expect("text grows");
            }
            Ok(Answer::new(
                text,
                serde_json::json!({ "person": person.to_string(), "recovery_groups": groups }),
            ))
        }
        Person::Remove { initials, proof_fd } => {
            let person = companion.person_by_initials(&initials)?;
            let removal = companion.person_removal(person)?;
            eprintln!("{}", words::removal(&removal));
            let proof = secrets::asked(proof_fd, words::ASK_PASSPHRASE)?;
            let done = companion.person_remove(person, &proof, &mut said)?;
            let text = if done.rotated {
                words::rotated(&words::removed(&removal.name), &done.copies)
            } else {
                format!("{}\n", words::removed(&removal.name))
            };
            Ok(Answer::new(
                text,
                serde_json::json!({ "person": person.to_string(), "rotated": done.rotated, "copies": done.copies }),
            ))
        }
        Person::Return {
            initials,
            new_pin_fd,
        } => {
            let person = companion.person_by_initials(&initials)?;
            let pin = secrets::new(new_pin_fd, words::ASK_NEW_PIN)?;
            companion.person_return(person, &pin)?;
            let people = companion.people()?;
            let record = people
                .iter()
                .find(|record| record.person.id == person)
                .expect("just kept");
            let text = format!("{} proves themselves by PIN again.\n", record.person.name);
            Ok(Answer::new(text, wire::people::Person::from(record)))
        }
        Person::List => {
            let people: Vec<wire::people::Person> =
                companion.people()?.iter().map(Into::into).collect();
            let mut text = String::new();
            for person in &people {
                let holds = if person.has_passphrase {
                    "passphrase and PIN"
                } else if person.has_pin {
                    "PIN"
                } else {
                    words::TAKEN_OUT
                };
                writeln!(text, "{:<5} {:<30} {holds}", person.initials, person.name)
                    .expect("text grows");
            }
            Ok(Answer::new(text, people))
        }
    }
}

/// Role names as in protocol files and records.
pub fn roles(names: &[String]) -> Result<Vec<companion::Role>, Stop> {
    names
        .iter()
        .map(|name| {
            serde_json::from_value(serde_json::Value::String(name.trim().to_owned()))
                .map_err(|_| Stop::Usage(format!("Unknown role: {name}.")))
        })
        .collect()
}
