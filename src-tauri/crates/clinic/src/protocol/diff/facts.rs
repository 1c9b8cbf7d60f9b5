//! A protocol laid out as rules with named facts. Every type is taken apart whole: nothing can be forgotten.

mod course;
mod room;

use super::{Fact, Part, Rule};
use crate::file::complaint::ANCHORS;
use crate::people::Role;
use crate::protocol::check::role_name;
use crate::protocol::{
    Anchor, Bound, Channel, Cite, Condition, Confidence, Deferral, DosePlan, Doses, Limit,
    Plausible, PresenceRule, Priority, Protocol, Quiet, Reason, Recheck, RedFlagKind, Series,
    Source, Stage, Status, SupplementalPlan, Tell, TrueTime,
};
use crate::quantity::Sign;
use room::{
    adherence_rules, closing_rules, fluid_rule, gate_rules, help_rules, step_rule, team_rules,
    word_rules,
};

type Facts = Vec<(&'static str, Fact)>;

fn text(words: &str) -> Fact {
    Fact::Text(words.to_owned())
}

fn figure(sign: Sign, stored: i32) -> Fact {
    Fact::Figure { sign, stored }
}

fn anchor(anchor: Anchor) -> Fact {
    let found = ANCHORS.iter().find(|(_, known)| *known == anchor);
    text(found.map_or("", |(name, _)| name))
}

fn roles(roles: &[Role]) -> Fact {
    Fact::Texts(
        roles
            .iter()
            .map(|role| role_name(*role).to_owned())
            .collect(),
    )
}

/// A rule that is cited: its line and source are facts, too.
fn cited(part: Part, id: &str, cite: &Cite, mut facts: Facts) -> Rule {
    let Cite { line, source } = cite;
    facts.push(("line", Fact::Number(i64::from(*line))));
    facts.push(("source", text(source)));
    Rule {
        part,
        id: id.to_owned(),
        line: Some(*line),
        facts,
    }
}

fn plain(part: Part, id: &str, facts: Facts) -> Rule {
    Rule {
        part,
        id: id.to_owned(),
        line: None,
        facts,
    }
}

/// The order of a list, as a fact of the part itself.
fn order<'a>(part: Part, ids: impl Iterator<Item = &'a String>) -> Rule {
    plain(
        part,
        "",
        vec![("order", Fact::Texts(ids.cloned().collect()))],
    )
}

fn reasons(list: &[Reason]) -> Fact {
    Fact::Texts(
        list.iter()
            .map(|Reason { id, title }| format!("{id}: {title}"))
            .collect(),
    )
}

/// Every rule of a protocol.
pub(super) fn lay_out(protocol: &Protocol) -> Vec<Rule> {
    let Protocol {
        id,
        version,
        title,
        status,
        summary,
        sources,
        adopted_by,
        doses,
        series,
        plausible,
        limits,
        deferral,
        escalation,
        quiet,
        gates,
        run_sheet,
        phases,
        effects,
        tags,
        fluids,
        red_flags,
        help,
        closing,
        presence,
        reasons,
        true_time,
        course,
        adherence,
        team,
    } = protocol;
    let status = match status {
        Status::Training => "training",
        Status::Clinical => "clinical",
    };
    let mut all = vec![plain(
        Part::Protocol,
        "",
        vec![
            ("id", text(id)),
            ("version", Fact::Number(i64::from(*version))),
            ("title", text(title)),
            ("status", text(status)),
            ("summary", text(summary)),
            ("adopted_by", roles(adopted_by)),
        ],
    )];
    all.extend(sources.iter().map(source));
    all.extend([presence_rule(presence), true_time_rule(true_time)]);
    all.extend(doses_rules(doses));
    all.push(order(Part::Series, series.iter().map(|series| &series.id)));
    all.extend(series.iter().map(series_rule));
    all.push(order(Part::Limit, limits.iter().map(|limit| &limit.id)));
    all.extend(limits.iter().map(limit_rule));
    all.extend(plausible.iter().map(plausible_rule));
    all.push(deferral_rule(deferral));
    all.extend(
        escalation
            .iter()
            .enumerate()
            .map(|(place, stage)| stage_rule(place, stage)),
    );
    all.push(quiet_rule(quiet));
    all.extend(gates.iter().flat_map(gate_rules));
    all.push(order(Part::Step, run_sheet.iter().map(|step| &step.id)));
    all.extend(run_sheet.iter().map(step_rule));
    all.extend(word_rules(phases, effects, tags, reasons));
    all.extend(fluids.iter().map(fluid_rule));
    all.push(order(Part::RedFlag, red_flags.iter().map(|flag| &flag.id)));
    all.extend(red_flags.iter().map(
        |RedFlagKind {
             id,
             title,
             card,
             cite,
         }| {
            cited(
                Part::RedFlag,
                id,
                cite,
                vec![("title", text(title)), ("card", text(card))],
            )
        },
    ));
    all.extend(help_rules(help));
    all.extend(closing_rules(closing));
    all.extend(course.iter().flat_map(course::course_rules));
    all.extend(adherence.iter().flat_map(adherence_rules));
    all.extend(team.iter().flat_map(team_rules));
    all
}

fn source(source: &Source) -> Rule {
    let Source {
        key,
        text: words,
        confidence,
    } = source;
    let confidence = match confidence {
        Confidence::Found => "found",
        Confidence::Knowledge => "knowledge",
        Confidence::Proposal => "proposal",
    };
    plain(
        Part::Source,
        key,
        vec![("text", text(words)), ("confidence", text(confidence))],
    )
}

fn presence_rule(rule: &PresenceRule) -> Rule {
    let PresenceRule {
        therapists,
        alone_after,
        cite,
    } = rule;
    let facts = vec![
        ("therapists", Fact::Number(i64::from(*therapists))),
        ("alone_after", Fact::Time(*alone_after)),
    ];
    cited(Part::Presence, "", cite, facts)
}

fn true_time_rule(rule: &TrueTime) -> Rule {
    let TrueTime { tolerance, cite } = rule;
    cited(
        Part::TrueTime,
        "",
        cite,
        vec![("tolerance", Fact::Time(*tolerance))],
    )
}

fn dose_facts(plan: &DosePlan) -> Facts {
    let DosePlan {
        title,
        amount,
        cite: _,
    } = plan;
    vec![
        ("title", text(title)),
        ("amount", amount.map_or(text("blinded"), Fact::Medicine)),
    ]
}

fn doses_rules(doses: &Doses) -> Vec<Rule> {
    let Doses {
        first,
        supplemental,
    } = doses;
    let mut all = vec![cited(Part::Dose, "first", &first.cite, dose_facts(first))];
    if let Some(SupplementalPlan {
        dose,
        opens,
        closes,
        conditions,
    }) = supplemental
    {
        let mut facts = dose_facts(dose);
        facts.extend([
            ("opens", Fact::Time(*opens)),
            ("closes", Fact::Time(*closes)),
        ]);
        all.push(cited(Part::Dose, "supplemental", &dose.cite, facts));
        all.extend(conditions.iter().map(condition_rule));
    }
    all
}

fn condition_rule(condition: &Condition) -> Rule {
    let Condition {
        title,
        sign,
        at_most,
        not_older_than,
        cite,
    } = condition;
    let mut facts = vec![("title", text(title))];
    facts.extend(sign.map(|sign| ("sign", text(sign.name()))));
    if let (Some(sign), Some(stored)) = (sign, at_most) {
        facts.push(("at_most", figure(*sign, *stored)));
    }
    facts.extend(not_older_than.map(|age| ("not_older_than", Fact::Time(age))));
    // A condition has no short name; its line is what stays when its words change.
    cited(Part::Condition, &format!("line-{}", cite.line), cite, facts)
}

fn series_rule(series: &Series) -> Rule {
    let Series {
        id,
        title,
        signs,
        anchor: hung,
        offsets,
        early,
        late,
        required,
        why,
        cite,
    } = series;
    let facts = vec![
        ("title", text(title)),
        ("signs", Fact::Signs(signs.clone())),
        ("anchor", anchor(*hung)),
        ("at", Fact::Times(offsets.clone())),
        ("early", Fact::Time(*early)),
        ("late", Fact::Time(*late)),
        ("required", Fact::Flag(*required)),
        ("why", text(why)),
    ];
    cited(Part::Series, id, cite, facts)
}

fn plausible_rule(range: &Plausible) -> Rule {
    let Plausible {
        sign,
        from,
        to,
        cite,
    } = range;
    let facts = vec![("from", figure(*sign, *from)), ("to", figure(*sign, *to))];
    cited(Part::Plausible, sign.name(), cite, facts)
}

fn limit_rule(limit: &Limit) -> Rule {
    let Limit {
        id,
        sign,
        bound,
        hysteresis,
        priority,
        card,
        recheck,
        tell,
        cite,
    } = limit;
    let bound = match bound {
        Bound::Above(at) => ("above", figure(*sign, *at)),
        Bound::Below(at) => ("below", figure(*sign, *at)),
        Bound::AboveBaseline(by) => ("above_baseline", figure(*sign, *by)),
    };
    let priority = match priority {
        Priority::Note => "note",
        Priority::Soon => "soon",
        Priority::ActNow => "act_now",
    };
    let mut facts = vec![
        ("sign", text(sign.name())),
        bound,
        ("hysteresis", figure(*sign, *hysteresis)),
        ("priority", text(priority)),
        ("card", text(card)),
    ];
    if let Some(Recheck {
        every,
        late,
        until_inside,
        deferrable,
    }) = recheck
    {
        facts.extend([
            ("recheck.every", Fact::Time(*every)),
            ("recheck.late", Fact::Time(*late)),
            (
                "recheck.until_inside",
                Fact::Number(i64::from(*until_inside)),
            ),
            ("recheck.deferrable", Fact::Flag(*deferrable)),
        ]);
    }
    if let Some(Tell {
        contact,
        after_readings,
    }) = tell
    {
        facts.push(("tell.contact", text(contact)));
        facts.push((
            "tell.after_readings",
            Fact::Number(i64::from(*after_readings)),
        ));
    }
    cited(Part::Limit, id, cite, facts)
}

fn deferral_rule(deferral: &Deferral) -> Rule {
    let Deferral {
        again_after,
        cap,
        reasons: list,
        cite,
    } = deferral;
    let facts = vec![
        ("again_after", Fact::Time(*again_after)),
        ("cap", Fact::Number(i64::from(*cap))),
        ("reason", reasons(list)),
    ];
    cited(Part::Deferral, "", cite, facts)
}

fn stage_rule(place: usize, stage: &Stage) -> Rule {
    let Stage {
        after,
        channel,
        cite,
    } = stage;
    let mut facts = vec![("after", Fact::Time(*after))];
    let name = match channel {
        Channel::Frame => "frame",
        Channel::Tile => "tile",
        Channel::Tone => "tone",
        Channel::AskOther => "ask_other",
        Channel::Contact { contact } => {
            facts.push(("contact", text(contact)));
            "contact"
        }
    };
    facts.push(("channel", text(name)));
    cited(
        Part::Escalation,
        &format!("stage-{}", place + 1),
        cite,
        facts,
    )
}

fn quiet_rule(quiet: &Quiet) -> Rule {
    let Quiet {
        longest,
        offered,
        cite,
    } = quiet;
    let facts = vec![
        ("longest", Fact::Time(*longest)),
        ("offered", Fact::Times(offered.clone())),
    ];
    cited(Part::Quiet, "", cite, facts)
}
