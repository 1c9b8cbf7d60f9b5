//! `visit …`, `consent …`, `contact …`, `medicine …`: what a course goes through.

use super::Acting;
use super::course::{keep, not_open, show, today};
use crate::args::{Consent, Contact, Medicine, Visit};
use crate::{Answer, Stop, secrets};
use companion::Companion;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use wire::course::CourseView;
use wire::course::act::CourseAct;
use wire::course::plan::{CoursePlan, PlanScale};
use wire::course::value::Answer as Value;
use wire::today::TodayView;

fn bad(what: &'static str) -> Stop {
    companion::Error::BadInput { what }.into()
}

fn view(companion: &mut Companion, client: &str) -> Result<CourseView, Stop> {
    let client = companion.client_by_code(client)?;
    Ok(CourseView::of(companion, client)?)
}

fn plan(companion: &mut Companion, client: &str) -> Result<CoursePlan, Stop> {
    let client = companion.client_by_code(client)?;
    Ok(CoursePlan::of_client(companion, client)?.ok_or_else(not_open)?)
}

pub fn visit(companion: &mut Companion, acting: &Acting, verb: Visit) -> Result<Answer, Stop> {
    acting.unlock(companion)?;
    match verb {
        Visit::List { client } => Ok(show(&view(companion, &client)?)),
        Visit::Start {
            client,
            visit,
            form,
            present,
            others,
            when,
        } => {
            let mut there = Vec::new();
            for initials in &present {
                there.push(companion.person_by_initials(initials)?.to_string());
            }
            if there.is_empty() {
                there.push(companion.author()?.to_string());
            }
            let act = CourseAct::BeginVisit {
                visit,
                form,
                present: there,
                others,
            };
            keep(companion, acting, &client, act, &when)
        }
        Visit::Record {
            client,
            item,
            value,
            value_fd,
            visit,
            source,
            note,
            when,
        } => {
            let typed = match value_fd {
                Some(fd) => secrets::from_fd(fd)?.expose().to_owned(),
                None => value.unwrap_or_else(|| "done".to_owned()),
            };
            let plan = plan(companion, &client)?;
            let known = plan.items.iter().find(|known| known.id == item);
            let known = known.ok_or(companion::Error::Unknown { what: "item" })?;
            let value = answer(&known.kind, known.scale.as_ref(), typed.trim())?;
            let act = CourseAct::Answer {
                item,
                value,
                source,
                note,
                visit,
            };
            keep(companion, acting, &client, act, &when)
        }
        Visit::Close {
            client,
            visit,
            minutes,
            note,
            when,
        } => {
            let act = CourseAct::CloseVisit {
                visit,
                minutes,
                note,
            };
            keep(companion, acting, &client, act, &when)
        }
        Visit::Otherwise {
            client,
            visit,
            how,
            minutes,
            when,
        } => {
            let act = CourseAct::HoldOtherwise {
                visit,
                how,
                minutes,
            };
            keep(companion, acting, &client, act, &when)
        }
        Visit::Miss {
            client,
            visit,
            how,
            reason,
            when,
        } => {
            let act = CourseAct::DoNotHold { visit, how, reason };
            keep(companion, acting, &client, act, &when)
        }
        Visit::Rate {
            client,
            visit,
            safe,
            understood,
            mode,
            when,
        } => {
            let mode = serde_json::from_value(serde_json::json!(mode)).map_err(|_| bad("mode"))?;
            let act = CourseAct::RateAlliance {
                visit,
                safe,
                understood,
                mode: Some(mode),
            };
            keep(companion, acting, &client, act, &when)
        }
    }
}

pub fn consent(companion: &mut Companion, acting: &Acting, verb: Consent) -> Result<Answer, Stop> {
    acting.unlock(companion)?;
    match verb {
        Consent::List { client } => {
            let view = view(companion, &client)?;
            let now = view.now.as_ref().ok_or_else(not_open)?;
            let mut text = format!("{}\n", view.code);
            for one in &now.consents {
                writeln!(
                    text,
                    "{:<24} v{:<3} {:<14} {:<10} {}",
                    one.id,
                    one.version,
                    one.state.replace('_', " "),
                    one.on.clone().unwrap_or_default(),
                    one.title
                )
                .expect("text grows");
            }
            Ok(Answer::new(text, &view))
        }
        Consent::Give {
            client,
            consent,
            note,
            when,
        } => {
            let act = CourseAct::GiveConsent { consent, note };
            keep(companion, acting, &client, act, &when)
        }
        Consent::Withdraw {
            client,
            consent,
            note,
            when,
        } => {
            let act = CourseAct::WithdrawConsent { consent, note };
            keep(companion, acting, &client, act, &when)
        }
    }
}

pub fn contact(companion: &mut Companion, acting: &Acting, verb: Contact) -> Result<Answer, Stop> {
    acting.unlock(companion)?;
    match verb {
        Contact::Due => {
            let mut view = TodayView::of(companion)?;
            view.lines.retain(|line| line.kind == "call");
            Ok(today(&view))
        }
        Contact::Record {
            client,
            after,
            day,
            answers,
            when,
        } => {
            let plan = plan(companion, &client)?;
            let mut given = BTreeMap::new();
            for typed in &answers {
                let (id, typed) = typed.split_once('=').ok_or_else(|| bad("answer"))?;
                let known = plan.questions.iter().find(|known| known.id == id);
                let known = known.ok_or(companion::Error::Unknown { what: "question" })?;
                let value = answer(&known.kind, known.scale.as_ref(), typed.trim())?;
                given.insert(id.to_owned(), value);
            }
            let act = CourseAct::MakeContact {
                after,
                day,
                answers: given,
            };
            keep(companion, acting, &client, act, &when)
        }
        Contact::Miss {
            client,
            after,
            day,
            note,
            when,
        } => {
            let act = CourseAct::MissContact { after, day, note };
            keep(companion, acting, &client, act, &when)
        }
    }
}

pub fn medicine(
    companion: &mut Companion,
    acting: &Acting,
    verb: Medicine,
) -> Result<Answer, Stop> {
    acting.unlock(companion)?;
    match verb {
        Medicine::List { client } => {
            let view = view(companion, &client)?;
            Ok(Answer::new(medicines(&view)?, &view))
        }
        Medicine::Record {
            client,
            name,
            medicine,
            dose,
            stop,
            replaces,
            note,
            when,
        } => {
            let act = CourseAct::KeepMedicine {
                replaces,
                name,
                medicine,
                dose,
                stop,
                note,
            };
            keep(companion, acting, &client, act, &when)?;
            let view = view(companion, &client)?;
            Ok(Answer::new(medicines(&view)?, &view))
        }
    }
}

/// Medicines with their arithmetic: figures and the line they come from, nothing else.
fn medicines(view: &CourseView) -> Result<String, Stop> {
    let now = view.now.as_ref().ok_or_else(not_open)?;
    let mut text = format!("{}\n", view.code);
    for one in &now.medicines {
        let stop = one.stop.as_deref().unwrap_or("goes on");
        writeln!(text, "{:>3}  {}  {}  {stop}", one.row, one.name, one.dose).expect("text grows");
        if let Some(sum) = &one.earliest {
            writeln!(
                text,
                "     {} x {} h = {} d, plus {} d, at least {} d: {} d after {stop} is {} (line {})",
                sum.multiple,
                wire::measures::shown(
                    i32::try_from(sum.half_life_minutes / 6).unwrap_or(i32::MAX),
                    1
                ),
                sum.half_lives_days,
                sum.plus,
                sum.at_least,
                sum.days,
                sum.on,
                sum.line
            )
            .expect("text grows");
        }
    }
    Ok(text)
}

/// What was typed, in the way of the kind it answers.
fn answer(kind: &str, scale: Option<&PlanScale>, typed: &str) -> Result<Value, Stop> {
    let words = typed.to_owned();
    if typed.eq_ignore_ascii_case("n/a") {
        return Ok(Value::NotApplicable);
    }
    Ok(match kind {
        "tick" if matches!(typed, "done" | "yes") => Value::Tick,
        "finding" => Value::Finding { words },
        "text" => Value::Text { words },
        "date" => Value::Date { on: words },
        "number" => {
            let decimals = scale.map_or(0, |scale| scale.decimals);
            let stored = stored(typed, decimals).ok_or_else(|| bad("number"))?;
            Value::Number { stored, decimals }
        }
        "yes_no" => match typed {
            "yes" => Value::YesNo { yes: true },
            "no" => Value::YesNo { yes: false },
            _ => return Err(bad("answer")),
        },
        "choice" => Value::Choice { id: words },
        "agreement" => {
            let mut parts = BTreeMap::new();
            for part in typed.split(';') {
                let (id, words) = part.split_once('=').ok_or_else(|| bad("agreement"))?;
                parts.insert(id.trim().to_owned(), words.trim().to_owned());
            }
            Value::Agreement { parts }
        }
        "suicidality" => {
            let (ideation, behaviour) = match typed.split_once(' ') {
                None => (typed, false),
                Some((ideation, "behaviour")) => (ideation, true),
                Some(_) => return Err(bad("answer")),
            };
            Value::Suicidality {
                ideation: ideation.parse().map_err(|_| bad("answer"))?,
                behaviour,
            }
        }
        _ => return Err(bad("answer")),
    })
}

/// A shown number as it is stored.
fn stored(typed: &str, decimals: u8) -> Option<i32> {
    let (whole, rest) = typed.split_once('.').unwrap_or((typed, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(rest) || rest.len() > usize::from(decimals) {
        return None;
    }
    format!("{whole}{rest:0<width$}", width = usize::from(decimals))
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::stored;

    #[test]
    fn a_number_is_digits_with_at_most_its_decimals() {
        assert_eq!(stored("7.5", 1), Some(75));
        assert_eq!(stored("7", 1), Some(70));
        assert_eq!(stored("7", 0), Some(7));
        for bad in ["7.5", "-7", "+7", "", ".5", "7,5", "7e1"] {
            assert_eq!(stored(bad, 0), None, "{bad}");
        }
        assert_eq!(stored("7.55", 1), None);
    }
}
