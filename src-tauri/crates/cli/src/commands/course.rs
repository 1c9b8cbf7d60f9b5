//! `course show | entries | plan | crisis | today | open | move | decide | override | act | close | reopen | strike`.

use super::{Acting, key_of};
use crate::args::{Course, When};
use crate::{Answer, Stop, secrets, words};
use companion::Companion;
use std::fmt::Write as _;
use wire::course::act::CourseAct;
use wire::course::now::{CourseNow, VisitLine};
use wire::course::plan::CoursePlan;
use wire::course::{CourseView, OutcomeRank, SeriesPoint, Taken, TakenScore};
use wire::handover::StoppedView;
use wire::measures::Mode;
use wire::protocols::difference::Difference;
use wire::today::TodayView;

pub fn run(companion: &mut Companion, acting: &Acting, verb: Course) -> Result<Answer, Stop> {
    acting.unlock(companion)?;
    let none = When::default();
    match verb {
        Course::Show { client } => {
            let client = companion.client_by_code(&client)?;
            Ok(show(&CourseView::of(companion, client)?))
        }
        Course::Entries { client } => {
            let client = companion.client_by_code(&client)?;
            Ok(entries(&CourseView::of(companion, client)?))
        }
        Course::Plan { client } => {
            let client = companion.client_by_code(&client)?;
            let plan = CoursePlan::of_client(companion, client)?.ok_or_else(not_open)?;
            Ok(Answer::new(plan_words(&plan), plan))
        }
        Course::Crisis { client } => {
            let client = companion.client_by_code(&client)?;
            Ok(crisis(StoppedView::of(companion.course_crisis(client)?)))
        }
        Course::Today => Ok(today(&TodayView::of(companion)?)),
        Course::Open {
            client,
            protocol,
            when,
        } => keep(
            companion,
            acting,
            &client,
            CourseAct::Open { protocol },
            &when,
        ),
        Course::Move {
            client,
            protocol,
            show: true,
            ..
        } => {
            let client = companion.client_by_code(&client)?;
            let now = companion.course_now(client)?;
            let (before, _) = now.under.ok_or_else(not_open)?;
            let after = companion.protocol_named(&protocol)?.protocol;
            let difference = Difference::between(&before, &after);
            Ok(super::protocol::difference(&difference))
        }
        Course::Move {
            client,
            protocol,
            reason,
            when,
            ..
        } => {
            let reason = reason.unwrap_or_default();
            let act = CourseAct::Move { protocol, reason };
            keep(companion, acting, &client, act, &when)
        }
        Course::Decide {
            client,
            against,
            reason,
            when,
        } => {
            let eligible = !against;
            let act = CourseAct::Decide { eligible, reason };
            keep(companion, acting, &client, act, &when)
        }
        Course::Override {
            client,
            gate,
            reason,
            when,
        } => {
            let act = CourseAct::OverrideGate { gate, reason };
            keep(companion, acting, &client, act, &when)
        }
        Course::Act {
            client,
            act_fd,
            when,
        } => {
            let typed = secrets::from_fd(act_fd)?;
            let act = serde_json::from_str(typed.expose())
                .map_err(|error| Stop::Usage(format!("The act is not read: {error}.")))?;
            keep(companion, acting, &client, act, &when)
        }
        Course::Close {
            client,
            reason,
            when,
        } => keep(
            companion,
            acting,
            &client,
            CourseAct::Close { reason },
            &when,
        ),
        Course::Reopen {
            client,
            reason,
            when,
        } => keep(
            companion,
            acting,
            &client,
            CourseAct::Reopen { reason },
            &when,
        ),
        Course::Strike {
            client,
            entry,
            reason,
        } => {
            let act = CourseAct::Strike { seq: entry, reason };
            keep(companion, acting, &client, act, &none)
        }
    }
}

fn crisis(view: StoppedView) -> Answer {
    let mut text = String::new();
    let mut part = |title: &str, lines: &[String]| {
        writeln!(text, "{title}").expect("text grows");
        for line in lines {
            writeln!(text, "  {line}").expect("text grows");
        }
    };
    if view.team.is_empty() {
        part(words::NO_CRISIS_PLAN, &[]);
    } else {
        part(words::CRISIS_TEAM, &view.team);
        part(words::CRISIS_CLIENT, &view.client);
    }
    match &view.own {
        None => part(words::NO_SAFETY_PLAN, &[]),
        Some(own) => {
            let line = |line: &wire::handover::PlanLine| format!("{}: {}", line.title, line.words);
            let lines: Vec<String> = own.lines.iter().map(line).collect();
            part(&format!("{} {}", words::SAFETY_PLAN, own.on), &lines);
            let narrowed: Vec<String> = own.narrowed.iter().map(line).collect();
            if !narrowed.is_empty() {
                part(words::NARROWED, &narrowed);
            }
        }
    }
    Answer::new(text, view)
}

/// Nothing stands there before a course is open.
pub fn not_open() -> companion::Error {
    companion::Error::Course(companion::courses::Refusal::NotOpen)
}

/// Keeps an act and shows the course.
pub fn keep(
    companion: &mut Companion,
    acting: &Acting,
    client: &str,
    act: CourseAct,
    when: &When,
) -> Result<Answer, Stop> {
    let client = companion.client_by_code(client)?;
    let key = key_of(when.key.as_deref())?;
    let on = wire::clients::day("on", &when.on)?;
    let second = acting.second(companion)?;
    wire::course::act::keep(companion, client, key, act, on, second)?;
    Ok(show(&CourseView::of(companion, client)?))
}

fn plan_words(plan: &CoursePlan) -> String {
    let mut text = format!("{} ({})\n", plan.title, plan.protocol);
    for item in &plan.items {
        writeln!(
            text,
            "  item {:<28} {:<12} {}",
            item.id, item.kind, item.title
        )
        .expect("text grows");
    }
    for consent in &plan.consents {
        writeln!(
            text,
            "  consent {:<25} v{:<11} {}",
            consent.id, consent.version, consent.title
        )
        .expect("text grows");
    }
    for question in &plan.questions {
        writeln!(
            text,
            "  question {:<24} {:<12} {}",
            question.id, question.kind, question.title
        )
        .expect("text grows");
    }
    for medicine in &plan.medicines {
        writeln!(text, "  medicine {:<37} {}", medicine.id, medicine.title).expect("text grows");
    }
    text
}

/// What waits, line by line.
pub fn today(view: &TodayView) -> Answer {
    let mut text = format!("{}: {} course(s)\n", view.today, view.courses);
    for line in &view.lines {
        let when = match line.days {
            _ if line.open => "open".to_owned(),
            None => String::new(),
            Some(days) if days < 0 => format!("overdue {} d", -days),
            Some(0) => "today".to_owned(),
            Some(days) => format!("{days} d"),
        };
        let missing = match line.missing {
            0 => String::new(),
            n => format!("; {n} missing at the gate"),
        };
        let grade = match line.grade {
            Some(grade) if line.serious => format!("; serious, grade {grade}"),
            Some(grade) => format!("; grade {grade}"),
            None => String::new(),
        };
        writeln!(
            text,
            "{:<12} {:<12} {:<9} {:<22} {}{missing}{grade}",
            when, line.code, line.kind, line.id, line.title
        )
        .expect("text grows");
    }
    Answer::new(text, view)
}

/// A course as text and as data.
pub fn show(view: &CourseView) -> Answer {
    let mut text = format!("{}\n", view.code);
    if let Some(now) = &view.now {
        text.push_str(&standing(now));
    }
    for day in &view.dosing {
        writeln!(text, "{}  dosing session {}", day.on, day.number).expect("text grows");
    }
    text.push_str(&outcomes(view));
    if view.taken.is_empty() && view.struck.is_empty() {
        text.push_str("No measure is on record.\n");
    }
    for one in view.taken.iter().chain(&view.struck) {
        text.push_str(&line(one));
    }
    Answer::new(text, view)
}

/// Measures in the order of the protocol with their score over the days, and the number items of the visits.
fn outcomes(view: &CourseView) -> String {
    let mut text = String::new();
    for outcome in view.outcomes.iter().filter(|outcome| outcome.drawn) {
        let rank = match outcome.rank {
            OutcomeRank::Primary => " (primary)",
            OutcomeRank::Secondary => " (secondary)",
            OutcomeRank::Other => "",
        };
        let taken = view.taken.iter().filter(|one| one.digest == outcome.digest);
        let values: Vec<String> = taken
            .filter_map(|one| {
                let named =
                    |score: &&TakenScore| outcome.score.as_ref().is_none_or(|id| score.id == *id);
                let score = one.scores.iter().find(named)?;
                let value = wire::measures::shown(score.value?, score.decimals);
                Some(format!("{} {value}", one.on))
            })
            .collect();
        writeln!(text, "{}{rank}: {}", outcome.short, values.join(", ")).expect("text grows");
    }
    for series in &view.series {
        let point = |point: &SeriesPoint| {
            let value = wire::measures::shown(point.value, series.scale.decimals);
            format!("{} {value}", point.on)
        };
        let points: Vec<String> = series.points.iter().map(point).collect();
        let unit = series
            .scale
            .unit
            .as_deref()
            .map_or(String::new(), |unit| format!(", {unit}"));
        writeln!(text, "{}{unit}: {}", series.title, points.join(", ")).expect("text grows");
    }
    text
}

/// Every row: the day it happened, when it was written down, by whom, what, about what, in which words.
fn entries(view: &CourseView) -> Answer {
    let mut text = format!("{}\n", view.code);
    for one in &view.entries {
        let entered = words::wall(one.entered_wall_ms, one.zone_minutes);
        let later = if entered.starts_with(&one.on) {
            ""
        } else {
            "later"
        };
        let struck = if one.struck { "  struck" } else { "" };
        writeln!(
            text,
            "{:>4}  {}  {entered} {later:<5}  {:<3} {} {}  {}{struck}",
            one.seq, one.on, one.by, one.what, one.about, one.words
        )
        .expect("text grows");
    }
    Answer::new(text, view)
}

fn line(one: &Taken) -> String {
    let mode = match one.mode {
        Mode::Client => "answered by the client",
        Mode::Asked => "asked",
        Mode::Entered => "entered",
    };
    let mut text = format!(
        "{}  {:>3}  {:<14} {mode}, {}",
        one.on, one.seq, one.short, one.by
    );
    if !one.occasion.is_empty() {
        write!(text, ", {}", one.occasion).expect("text grows");
    }
    if let Some(reason) = &one.struck {
        write!(text, "; struck: {reason}").expect("text grows");
    }
    text.push('\n');
    for score in &one.scores {
        writeln!(text, "{:19}{}", "", words(score)).expect("text grows");
    }
    for finding in &one.findings {
        let holds = match finding.holds {
            Some(true) => "holds",
            Some(false) => "does not hold",
            None => "undecided, answers are missing",
        };
        writeln!(text, "{:19}{}: {holds}", "", finding.title).expect("text grows");
    }
    if !one.stops.is_empty() {
        writeln!(
            text,
            "{:19}not to wait: question {}",
            "",
            one.stops.join(", ")
        )
        .expect("text grows");
    }
    text
}

fn words(score: &TakenScore) -> String {
    let shown = |value: i32| wire::measures::shown(value, score.decimals);
    let value = score.value.map_or("no score".to_owned(), shown);
    let mut text = format!("{}: {value}", score.title);
    if score.missing > 0 {
        write!(text, " ({} not answered)", score.missing).expect("text grows");
    }
    if let (Some(value), Some(first)) = (score.value, score.first) {
        let by = value - first;
        let sign = if by > 0 { "+" } else { "" };
        write!(text, ", {sign}{} since the first", shown(by)).expect("text grows");
    }
    text
}

/// Where the client stands: phases, visits, the gate that is next, calls.
fn standing(now: &CourseNow) -> String {
    let mut text = format!("{}, {}\n", now.protocol, now.today);
    if let (Some(on), Some(why)) = (&now.closed, &now.closed_because) {
        writeln!(text, "Closed {on}: {why}").expect("text grows");
    }
    for phase in &now.phases {
        let mark = if phase.overridden {
            ", gate overridden"
        } else {
            ""
        };
        writeln!(
            text,
            "{} ({}{mark})",
            phase.title,
            phase.state.replace('_', " ")
        )
        .expect("text grows");
        for gate in now
            .gates
            .iter()
            .filter(|gate| gate.before == phase.id && gate.passed.is_none())
        {
            let there = gate.needs.iter().filter(|need| need.state == "met").count();
            writeln!(
                text,
                "  gate {:<24} {there} of {}",
                gate.id,
                gate.needs.len()
            )
            .expect("text grows");
            for need in gate.needs.iter().filter(|need| need.state != "met") {
                writeln!(
                    text,
                    "    {:<27} {:<14} line {:<4} {}",
                    need.key,
                    need.state.replace('_', " "),
                    need.line,
                    need.title
                )
                .expect("text grows");
            }
        }
        for visit in now.visits.iter().filter(|visit| visit.phase == phase.id) {
            writeln!(text, "  {}", visit_line(visit)).expect("text grows");
        }
    }
    for visit in now.visits.iter().filter(|visit| visit.phase.is_empty()) {
        writeln!(text, "not planned: {}", visit_line(visit)).expect("text grows");
    }
    writeln!(
        text,
        "Dosing sessions: {}; given in all: {} mg",
        now.sessions,
        now.micrograms / 1_000
    )
    .expect("text grows");
    text
}

/// A visit in one line.
pub fn visit_line(visit: &VisitLine) -> String {
    let when = match (visit.state.as_str(), visit.days) {
        ("planned", Some(days)) => format!("in {days} d"),
        ("in_window", Some(days)) => format!("{days} d left"),
        ("overdue", Some(days)) => format!("by {days} d"),
        _ => visit.on.clone().unwrap_or_default(),
    };
    let window = match (&visit.from, &visit.until) {
        (Some(from), Some(until)) => format!("{from} to {until}"),
        _ => String::new(),
    };
    format!(
        "visit {:<23} {:<10} {when:<12} {window:<24} {}",
        visit.id,
        visit.state.replace('_', " "),
        visit.title
    )
}
