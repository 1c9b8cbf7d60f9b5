//! Facts of the room and the day: gates, run sheet, words, fluids, help, closing; and of the form by which they are rated.

use super::super::{Fact, Part, Rule};
use super::{anchor, cited, figure, order, plain, reasons, roles, text};
use crate::protocol::adherence::{self, Adherence};
use crate::protocol::check::role_name;
use crate::protocol::team::{Apart, Team};
use crate::protocol::{
    Beside, Card, Closing, ClosingItem, Contact, EffectKind, FluidCap, Gate, GateId, GateItem,
    GateItemKind, Help, Phase, Reasons, Step, Tag, Valence,
};

pub(super) fn gate_rules(gate: &Gate) -> Vec<Rule> {
    let Gate { id, items } = gate;
    let part = match id {
        GateId::Dose1 => Part::GateDose1,
        GateId::Dose2 => Part::GateDose2,
        GateId::Leaving => Part::GateLeaving,
    };
    let mut all = vec![order(part, items.iter().map(|item| &item.id))];
    for GateItem {
        id,
        title,
        kind,
        holds_for,
        cite,
    } in items
    {
        let mut facts = vec![("title", text(title))];
        let kind = match kind {
            GateItemKind::Tick => "tick",
            GateItemKind::Finding => "finding",
            GateItemKind::Signs(signs) => {
                facts.push(("signs", Fact::Signs(signs.clone())));
                "signs"
            }
            GateItemKind::TrueTime => "true_time",
            GateItemKind::Timekeeper => "timekeeper",
        };
        facts.push(("kind", text(kind)));
        facts.extend(holds_for.map(|span| ("holds_for", Fact::Time(span))));
        all.push(cited(part, id, cite, facts));
    }
    all
}

pub(super) fn step_rule(step: &Step) -> Rule {
    let Step {
        id,
        title,
        anchor: hung,
        from,
        cite,
    } = step;
    let facts = vec![
        ("title", text(title)),
        ("anchor", anchor(*hung)),
        ("from", Fact::Time(*from)),
    ];
    cited(Part::Step, id, cite, facts)
}

pub(super) fn word_rules(
    phases: &[Phase],
    effects: &[EffectKind],
    tags: &[Tag],
    all: &Reasons,
) -> Vec<Rule> {
    let mut rules = vec![order(Part::Phase, phases.iter().map(|phase| &phase.id))];
    for Phase { id, title } in phases {
        rules.push(plain(Part::Phase, id, vec![("title", text(title))]));
    }
    rules.push(order(Part::Effect, effects.iter().map(|effect| &effect.id)));
    for EffectKind { id, title, valence } in effects {
        let valence = match valence {
            Valence::Wanted => "wanted",
            Valence::Neutral => "neutral",
            Valence::Unwanted => "unwanted",
        };
        let facts = vec![("title", text(title)), ("valence", text(valence))];
        rules.push(plain(Part::Effect, id, facts));
    }
    rules.push(order(Part::Tag, tags.iter().map(|tag| &tag.id)));
    for Tag { id, title } in tags {
        rules.push(plain(Part::Tag, id, vec![("title", text(title))]));
    }
    let Reasons {
        missed,
        partial,
        supplemental,
    } = all;
    let facts = vec![
        ("missed", reasons(missed)),
        ("partial", reasons(partial)),
        ("supplemental", reasons(supplemental)),
    ];
    rules.push(plain(Part::Reason, "", facts));
    rules
}

pub(super) fn fluid_rule(fluids: &FluidCap) -> Rule {
    let FluidCap { cap, glass, cite } = fluids;
    cited(
        Part::Fluids,
        "",
        cite,
        vec![("cap", Fact::Fluid(*cap)), ("glass", Fact::Fluid(*glass))],
    )
}

pub(super) fn help_rules(help: &Help) -> Vec<Rule> {
    let Help {
        site,
        contacts,
        cards,
    } = help;
    let mut all = vec![plain(Part::Help, "", vec![("site", text(site))])];
    all.push(order(
        Part::Contact,
        contacts.iter().map(|contact| &contact.id),
    ));
    for Contact {
        id,
        title,
        role,
        phone,
        say,
    } in contacts
    {
        let mut facts = vec![("title", text(title))];
        facts.extend(role.map(|role| ("role", text(role_name(role)))));
        facts.extend([("phone", text(phone)), ("say", text(say))]);
        all.push(plain(Part::Contact, id, facts));
    }
    all.push(order(Part::Card, cards.iter().map(|card| &card.id)));
    for Card {
        id,
        title,
        observe,
        steps,
        source,
    } in cards
    {
        let facts = vec![
            ("title", text(title)),
            ("observe", text(observe)),
            ("steps", Fact::Texts(steps.clone())),
            ("source", text(source)),
        ];
        all.push(plain(Part::Card, id, facts));
    }
    all
}

pub(super) fn closing_rules(closing: &Closing) -> Vec<Rule> {
    let Closing {
        items,
        not_before,
        cite,
    } = closing;
    let facts = not_before
        .map(|span| ("not_before", Fact::Time(span)))
        .into_iter()
        .collect();
    let mut all = vec![cited(Part::Closing, "", cite, facts)];
    all.push(order(Part::ClosingItem, items.iter().map(|item| &item.id)));
    for ClosingItem {
        id,
        title,
        beside,
        cite,
    } in items
    {
        let mut facts = vec![("title", text(title))];
        let beside = match beside {
            Beside::Nothing => "nothing",
            Beside::Finding => "finding",
            Beside::Sign { sign, at_most } => {
                facts.push(("sign", text(sign.name())));
                facts.extend(at_most.map(|stored| ("at_most", figure(*sign, stored))));
                "sign"
            }
            Beside::AgainstBaseline { sign } => {
                facts.push(("sign", text(sign.name())));
                "against_baseline"
            }
        };
        facts.push(("beside", text(beside)));
        all.push(cited(Part::ClosingItem, id, cite, facts));
    }
    all
}

pub(super) fn adherence_rules(form: &Adherence) -> Vec<Rule> {
    let Adherence {
        title,
        help,
        steps,
        items,
        cite,
    } = form;
    let helped = |help: &Option<String>| help.iter().map(|help| ("help", text(help))).collect();
    let mut facts: Vec<(&'static str, Fact)> = helped(help);
    facts.insert(0, ("title", text(title)));
    let scale = steps
        .iter()
        .map(|adherence::Step { value, title }| format!("{value}: {title}"));
    let mut all = vec![
        cited(Part::Adherence, "", cite, facts),
        plain(
            Part::AdherenceStep,
            "",
            vec![("step", Fact::Texts(scale.collect()))],
        ),
        order(Part::AdherenceItem, items.iter().map(|item| &item.id)),
    ];
    for adherence::Item {
        id,
        title,
        help,
        cite,
    } in items
    {
        let mut facts: Vec<(&'static str, Fact)> = helped(help);
        facts.insert(0, ("title", text(title)));
        all.push(cited(Part::AdherenceItem, id, cite, facts));
    }
    all
}

pub(super) fn team_rules(team: &Team) -> Vec<Rule> {
    let Team {
        pair,
        licensed,
        apart,
        cite,
    } = team;
    let facts = vec![
        ("pair", roles(pair)),
        ("licensed", Fact::Number(i64::from(*licensed))),
    ];
    let mut all = vec![cited(Part::Team, "", cite, facts)];
    for Apart { people, why, cite } in apart {
        let facts = vec![("people", Fact::Texts(people.clone())), ("why", text(why))];
        all.push(cited(Part::TeamApart, &cite.line.to_string(), cite, facts));
    }
    all
}
