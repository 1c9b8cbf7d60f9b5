//! `person add | enrol | remove | return | inspector | licence | trained | delegated | ended | log | list`.

use super::Acting;
use super::vault::said;
use crate::args::{Inspector, Person};
use crate::{Answer, Stop, secrets, words};
use companion::inspection::NewInspector;
use companion::licences::{Duty, Licence, What};
use companion::people::NewPerson;
use companion::{Companion, PersonId};
use std::fmt::Write as _;
use wire::inspection::InspectionLine;
use wire::licences::{Papers, PersonLine};

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
            let new = NewPerson {
                name,
                initials,
                roles: roles(&named)?,
                pin,
            };
            let second = acting.second(companion)?;
            let id = companion.person_add_beside(&new, second)?;
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
            Ok(Answer::new(
                words::code(words::ENROLLED, &groups, words::CODE_TO_PAPER),
                serde_json::json!({ "person": person.to_string(), "recovery_groups": groups }),
            ))
        }
        Person::Remove { initials, proof_fd } => remove(companion, &initials, proof_fd),
        Person::Inspector(verb) => {
            let second = acting.second(companion)?;
            inspector(companion, verb, second)
        }
        Person::Return {
            initials,
            new_pin_fd,
        } => {
            let person = companion.person_by_initials(&initials)?;
            let pin = secrets::new(new_pin_fd, words::ASK_NEW_PIN)?;
            let second = acting.second(companion)?;
            companion.person_return(person, &pin, second)?;
            let people = companion.people()?;
            let record = people
                .iter()
                .find(|record| record.person.id == person)
                .expect("just kept");
            let text = format!("{} proves themselves by PIN again.\n", record.person.name);
            Ok(Answer::new(text, wire::people::Person::from(record)))
        }
        Person::Licence {
            initials,
            number,
            jurisdiction,
            until,
        } => {
            let person = companion.person_by_initials(&initials)?;
            let until = wire::measures::date(&until)?;
            let licence = Licence {
                number,
                jurisdiction,
                until,
            };
            companion.person_licence(person, licence)?;
            let papers = papers(companion, person)?;
            let text = format!("{initials}: {}\n", words::licence(papers.licence.as_ref()));
            Ok(Answer::new(text, papers))
        }
        Person::Trained {
            initials,
            words,
            on,
        } => log(companion, &initials, What::Trained, words, &on),
        Person::Delegated {
            initials,
            task,
            by,
            on,
        } => {
            let by = companion.person_by_initials(&by)?;
            log(companion, &initials, What::Delegated { by }, task, &on)
        }
        Person::Ended {
            initials,
            line,
            words,
            on,
        } => log(companion, &initials, What::Ended { line }, words, &on),
        Person::Log { initials } => {
            let person = companion.person_by_initials(&initials)?;
            let papers = papers(companion, person)?;
            Ok(Answer::new(log_text(&papers), papers))
        }
        Person::List => {
            let people = PersonLine::all(companion)?;
            let mut text = String::new();
            for PersonLine { person, licence } in &people {
                let inspects = person.roles.contains(&wire::people::Role::Inspector);
                let holds = if inspects && person.has_passphrase {
                    words::ACCESS_CODE
                } else if person.has_passphrase {
                    "passphrase and PIN"
                } else if person.has_pin {
                    "PIN"
                } else {
                    words::TAKEN_OUT
                };
                let licence = words::licence(licence.as_ref());
                writeln!(
                    text,
                    "{:<5} {:<30} {holds:<19} {licence}",
                    person.initials, person.name
                )
                .expect("text grows");
            }
            Ok(Answer::new(text, people))
        }
    }
}

/// Takes a person out, saying first what that means.
pub fn remove(
    companion: &mut Companion,
    initials: &str,
    proof_fd: Option<u32>,
) -> Result<Answer, Stop> {
    let person = companion.person_by_initials(initials)?;
    let removal = companion.person_removal(person)?;
    eprintln!("{}", words::removal(&removal));
    let proof = secrets::asked(proof_fd, words::ASK_PASSPHRASE)?;
    let done = companion.person_remove(person, &proof, &mut said)?;
    let text = if done.rotated {
        words::rotated(&words::removed(&removal.name), &done)
    } else {
        format!("{}\n", words::removed(&removal.name))
    };
    Ok(Answer::new(
        text,
        serde_json::json!({
            "person": person.to_string(), "rotated": done.rotated, "copies": done.copies, "unfinished": done.unfinished,
            "forms_lost": done.forms_lost,
        }),
    ))
}

fn inspector(
    companion: &mut Companion,
    verb: Inspector,
    second: Option<PersonId>,
) -> Result<Answer, Stop> {
    match verb {
        Inspector::Add {
            name,
            initials,
            reason,
            until,
        } => {
            let new = NewInspector {
                name,
                initials: initials.clone(),
                reason,
                until: wire::measures::date(&until)?,
            };
            let groups = companion.inspector_add(&new, second)?;
            let person = companion.person_by_initials(&initials)?;
            let mut text = format!("{}\n\n", words::inspector_made(&initials, &until));
            for line in groups.chunks(4) {
                writeln!(text, "    {}", line.join(" - ")).expect("text grows");
            }
            Ok(Answer::new(
                text,
                serde_json::json!({ "person": person.to_string(), "groups": groups, "until": until }),
            ))
        }
        Inspector::End { initials, proof_fd } => remove(companion, &initials, proof_fd),
        Inspector::List => {
            let people = companion.people()?;
            let lines = InspectionLine::all(companion)?;
            let mut text = String::new();
            for line in &lines {
                let known = people
                    .iter()
                    .find(|record| record.person.id.to_string() == line.person);
                let (initials, ended) = known.map_or(("?", true), |record| {
                    (record.person.initials.as_str(), !record.has_passphrase)
                });
                let until = if ended {
                    words::TAKEN_OUT.to_owned()
                } else {
                    format!("until {}", line.until)
                };
                writeln!(
                    text,
                    "{initials:<5} {until:<20} {}  {}",
                    line.given_by, line.reason
                )
                .expect("text grows");
            }
            Ok(Answer::new(text, lines))
        }
    }
}

fn papers(companion: &mut Companion, person: PersonId) -> Result<Papers, Stop> {
    let id = person.to_string();
    let mut all = Papers::all(companion)?.into_iter();
    Ok(all
        .find(|papers| papers.person == id)
        .expect("everybody of the vault is told"))
}

/// Adds a line to a person's log and tells the whole of it.
fn log(
    companion: &mut Companion,
    initials: &str,
    what: What,
    words: String,
    on: &str,
) -> Result<Answer, Stop> {
    let person = companion.person_by_initials(initials)?;
    let on = match on {
        "" => companion.today(),
        day => wire::measures::date(day)?,
    };
    companion.person_duty(person, Duty { what, words, on })?;
    let papers = papers(companion, person)?;
    Ok(Answer::new(log_text(&papers), papers))
}

fn log_text(papers: &Papers) -> String {
    let mut text = String::new();
    for duty in &papers.duties {
        writeln!(text, "{:>3}  {}  {}", duty.line, duty.on, words::duty(duty)).expect("text grows");
    }
    if papers.duties.is_empty() {
        writeln!(text, "{}", words::NO_DUTIES).expect("text grows");
    }
    text
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
