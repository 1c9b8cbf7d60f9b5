//! Facts of the course around the dosing days.

use super::super::{Fact, Part, Rule};
use super::{Facts, cited, order, plain, text};
use crate::protocol::course::{
    Consent, Contacts, Crisis, Gate, Guide, Handout, Item, ItemKind, Medicine, Outcome,
    Part as Line, Phase, Plan, Predictor, Question, QuestionKind, Report, Scale, Visit, Window,
};

fn texts(list: &[String]) -> Fact {
    Fact::Texts(list.to_vec())
}

fn lines(list: &[Line]) -> Fact {
    Fact::Texts(
        list.iter()
            .map(|Line { id, title }| format!("{id}: {title}"))
            .collect(),
    )
}

fn scale_facts(scale: &Scale) -> Facts {
    let Scale {
        from,
        to,
        decimals,
        unit,
    } = scale;
    let number = |stored: i32| Fact::Decimal {
        stored,
        decimals: *decimals,
    };
    let mut facts = vec![("from", number(*from)), ("to", number(*to))];
    facts.extend(unit.iter().map(|unit| ("unit", text(unit))));
    facts
}

/// Every rule of a course.
pub(super) fn course_rules(plan: &Plan) -> Vec<Rule> {
    let Plan {
        phases,
        visits,
        items,
        gates,
        consents,
        medicines,
        contacts,
        outcome,
        guides,
        handouts,
        crisis,
        reports,
    } = plan;
    let mut all = vec![order(Part::CoursePhase, phases.iter().map(|one| &one.id))];
    for Phase { id, title } in phases {
        all.push(plain(Part::CoursePhase, id, vec![("title", text(title))]));
    }
    all.push(order(Part::CourseVisit, visits.iter().map(|one| &one.id)));
    all.extend(visits.iter().map(visit));
    all.extend(items.iter().map(item));
    all.extend(gates.iter().map(gate));
    all.extend(consents.iter().map(consent));
    all.extend(medicines.iter().map(medicine));
    all.extend(contacts.iter().flat_map(contact_rules));
    all.extend(outcome_rules(outcome));
    for Guide {
        id,
        title,
        tag,
        text: words,
        steps,
        source,
    } in guides
    {
        let facts = vec![
            ("title", text(title)),
            ("tag", text(tag.word())),
            ("text", text(words)),
            ("steps", texts(steps)),
            ("source", text(source)),
        ];
        all.push(plain(Part::CourseGuide, id, facts));
    }
    for Handout {
        id,
        title,
        text: words,
        source,
    } in handouts
    {
        let facts = vec![
            ("title", text(title)),
            ("text", texts(words)),
            ("source", text(source)),
        ];
        all.push(plain(Part::CourseHandout, id, facts));
    }
    all.extend(crisis.iter().map(crisis_rule));
    all.extend(reports.iter().map(report_rule));
    all
}

fn report_rule(report: &Report) -> Rule {
    let Report {
        id,
        title,
        on,
        within,
        cite,
    } = report;
    let facts = vec![
        ("title", text(title)),
        ("on", text(on.word())),
        ("within", Fact::Days(*within)),
    ];
    cited(Part::CourseReport, id, cite, facts)
}

fn crisis_rule(crisis: &Crisis) -> Rule {
    let Crisis {
        client,
        team,
        safety_plan,
        source,
    } = crisis;
    let mut facts = vec![("client", texts(client)), ("team", texts(team))];
    facts.extend(safety_plan.iter().map(|item| ("safety_plan", text(item))));
    facts.push(("source", text(source)));
    plain(Part::CourseCrisis, "crisis", facts)
}

fn visit(visit: &Visit) -> Rule {
    let Visit {
        id,
        phase,
        title,
        kind,
        form,
        window,
        lasts,
        agenda,
        measures,
        alliance,
        cite,
    } = visit;
    let mut facts = vec![
        ("phase", text(phase)),
        ("title", text(title)),
        ("kind", text(kind.word())),
        ("form", text(form.word())),
        ("lasts", Fact::Time(*lasts)),
        ("agenda", texts(agenda)),
        ("measures", texts(measures)),
        ("alliance", Fact::Flag(*alliance)),
    ];
    if let Some(Window { after, from, until }) = window {
        facts.extend([
            ("after", text(after)),
            ("from", Fact::Days(*from)),
            ("until", Fact::Days(*until)),
        ]);
    }
    cited(Part::CourseVisit, id, cite, facts)
}

fn item(item: &Item) -> Rule {
    let Item {
        id,
        title,
        help,
        kind,
        valid,
        cite,
    } = item;
    let mut facts = vec![("title", text(title)), ("kind", text(kind.word()))];
    facts.extend(help.iter().map(|help| ("help", text(help))));
    facts.extend(valid.map(|days| ("valid", Fact::Days(days))));
    match kind {
        ItemKind::Tick
        | ItemKind::Finding
        | ItemKind::Text
        | ItemKind::Date
        | ItemKind::Suicidality
        | ItemKind::Decision => {}
        ItemKind::Number(scale) => facts.extend(scale_facts(scale)),
        ItemKind::Choice(parts) => facts.push(("choice", lines(parts))),
        ItemKind::Agreement(parts) => facts.push(("part", lines(parts))),
        ItemKind::Consent(consent) => facts.push(("consent", text(consent))),
    }
    cited(Part::CourseItem, id, cite, facts)
}

fn gate(gate: &Gate) -> Rule {
    let Gate {
        id,
        before,
        title,
        items,
        visits,
        consents,
        measures,
        cite,
    } = gate;
    let facts = vec![
        ("before", text(before)),
        ("title", text(title)),
        ("items", texts(items)),
        ("visits", texts(visits)),
        ("consents", texts(consents)),
        ("measures", texts(measures)),
    ];
    cited(Part::CourseGate, id, cite, facts)
}

fn consent(consent: &Consent) -> Rule {
    let Consent {
        id,
        title,
        version,
        text: words,
        cite,
    } = consent;
    let facts = vec![
        ("title", text(title)),
        ("version", Fact::Number(i64::from(*version))),
        ("text", texts(words)),
    ];
    cited(Part::CourseConsent, id, cite, facts)
}

fn medicine(medicine: &Medicine) -> Rule {
    let Medicine {
        id,
        title,
        half_life,
        half_life_to,
        multiple,
        plus,
        at_least,
        cite,
    } = medicine;
    let mut facts = vec![
        ("title", text(title)),
        ("half_life", Fact::Time(*half_life)),
        ("multiple", Fact::Number(i64::from(*multiple))),
    ];
    facts.extend(half_life_to.map(|span| ("half_life_to", Fact::Time(span))));
    facts.extend(plus.map(|days| ("plus", Fact::Days(days))));
    facts.extend(at_least.map(|days| ("at_least", Fact::Days(days))));
    cited(Part::CourseMedicine, id, cite, facts)
}

fn contact_rules(contacts: &Contacts) -> Vec<Rule> {
    let Contacts {
        days,
        questions,
        cite,
    } = contacts;
    let days = days.iter().map(u16::to_string).collect();
    let mut all = vec![cited(
        Part::CourseContacts,
        "",
        cite,
        vec![("days", Fact::Texts(days))],
    )];
    for Question {
        id,
        title,
        kind,
        flag_at_most,
        flag_at_least,
        flag_is,
        cite,
    } in questions
    {
        let mut facts = vec![("title", text(title))];
        let (word, decimals) = match kind {
            QuestionKind::Number(scale) => {
                facts.extend(scale_facts(scale));
                ("number", scale.decimals)
            }
            QuestionKind::YesNo => ("yes_no", 0),
            QuestionKind::Text => ("text", 0),
        };
        facts.push(("kind", text(word)));
        let figure = |stored: i32| Fact::Decimal { stored, decimals };
        facts.extend(flag_at_most.map(|at| ("flag_at_most", figure(at))));
        facts.extend(flag_at_least.map(|at| ("flag_at_least", figure(at))));
        facts.extend(flag_is.map(|is| ("flag_is", Fact::Flag(is))));
        all.push(cited(Part::CourseQuestion, id, cite, facts));
    }
    all
}

fn outcome_rules(outcome: &Outcome) -> Vec<Rule> {
    let Outcome {
        primary,
        score,
        secondary,
        blinded,
        predictors,
        cite,
    } = outcome;
    let facts = vec![
        ("primary", text(primary)),
        ("score", text(score)),
        ("secondary", texts(secondary)),
        ("blinded", texts(blinded)),
    ];
    let mut all = vec![cited(Part::CourseOutcome, "", cite, facts)];
    for Predictor {
        id,
        title,
        unit,
        method,
        source,
    } in predictors
    {
        let mut facts = vec![("title", text(title)), ("unit", text(unit))];
        facts.extend(method.iter().map(|method| ("method", text(method))));
        facts.push(("source", text(source)));
        all.push(plain(Part::CoursePredictor, id, facts));
    }
    all
}
