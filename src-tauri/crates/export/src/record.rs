//! A session as text: one line an entry, and a whole record as Markdown.

use std::fmt::Write as _;
use wire::session::log::{LogLine, Logged};
use wire::session::plan::SessionPlan;
use wire::session::view::{DeviationView, DeviationWhat, SessionView};
use wire::session::{Ending, Sign, SignValue, Valence, Voice};

/// Wall time with date and offset: `2026-03-02 13:12 +01:00`.
pub fn wall(wall_ms: i64, zone_minutes: i16) -> String {
    companion::clock::local(wall_ms, zone_minutes).unwrap_or_else(|| wall_ms.to_string())
}

/// Wall time of the day: `13:12:05`.
pub fn clock(wall_ms: i64, zone_minutes: i16) -> String {
    let seconds = (wall_ms.div_euclid(1000) + i64::from(zone_minutes) * 60).rem_euclid(86_400);
    format!(
        "{:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// `T+2:47`, or time since arrival where no dose was given.
pub fn since(view: &SessionView, at_ms: i64) -> String {
    let minutes = (at_ms - view.dose1_ms.unwrap_or(view.arrival_ms)).div_euclid(60_000);
    let sign = if minutes < 0 { '-' } else { '+' };
    let mark = if view.dose1_ms.is_some() { "T" } else { "A" };
    format!(
        "{mark}{sign}{}:{:02}",
        minutes.abs() / 60,
        minutes.abs() % 60
    )
}

fn wall_of(view: &SessionView, at_ms: i64) -> String {
    clock(view.wall_ms - (view.now_ms - at_ms), view.zone_minutes)
}

/// A sign's value as people read it.
pub fn shown(value: SignValue) -> String {
    match value.sign {
        Sign::Temperature => format!("{}.{}", value.value / 10, (value.value % 10).abs()),
        _ => value.value.to_string(),
    }
}

fn values(values: &[SignValue]) -> String {
    let get = |sign| values.iter().find(|value| value.sign == sign).copied();
    let mut parts = Vec::new();
    match (get(Sign::Systolic), get(Sign::Diastolic)) {
        (Some(systolic), Some(diastolic)) => {
            parts.push(format!("{}/{} mmHg", systolic.value, diastolic.value))
        }
        (Some(systolic), None) => parts.push(format!("systolic {} mmHg", systolic.value)),
        (None, Some(diastolic)) => parts.push(format!("diastolic {} mmHg", diastolic.value)),
        (None, None) => {}
    }
    let rest = [
        (Sign::Pulse, "pulse ", "/min"),
        (Sign::Temperature, "", " °C"),
        (Sign::OxygenSaturation, "SpO2 ", " %"),
        (Sign::RespiratoryRate, "breaths ", "/min"),
        (Sign::Distress, "distress ", " of 10"),
    ];
    for (sign, before, after) in rest {
        if let Some(value) = get(sign) {
            parts.push(format!("{before}{}{after}", shown(value)));
        }
    }
    parts.join(", ")
}

/// An amount in milligrams, or that it is blinded.
pub fn dose_amount(micrograms: Option<u32>) -> String {
    match micrograms {
        None => "amount blinded".to_owned(),
        Some(amount) if amount % 1000 == 0 => format!("{} mg", amount / 1000),
        Some(amount) => {
            let text = format!("{}.{:03}", amount / 1000, amount % 1000);
            format!("{} mg", text.trim_end_matches('0'))
        }
    }
}

fn name(sign: Sign) -> String {
    let wire = serde_json::to_value(sign).expect("a sign is a word");
    wire.as_str().unwrap_or_default().replace('_', " ")
}

fn signed_minutes(ms: i64) -> String {
    let sign = if ms < 0 { '-' } else { '+' };
    format!("{sign}{} min {} s", ms.abs() / 60_000, ms.abs() / 1000 % 60)
}

/// How a session ended.
pub fn ending(ending: Ending) -> &'static str {
    match ending {
        Ending::AsPlanned => "ended by the checklist",
        Ending::Transferred => "transferred",
        Ending::LeftAgainstAdvice => "left against advice",
        Ending::Stopped => "stopped",
        Ending::Died => "died",
    }
}

pub(crate) fn and(words: &str) -> String {
    if words.is_empty() {
        String::new()
    } else {
        format!(": {words}")
    }
}

/// What an entry says.
fn said(view: &SessionView, what: &Logged) -> String {
    match what {
        Logged::SessionOpened {
            protocol,
            number,
            people,
        } => {
            format!(
                "session opened, {protocol}, dosing session {number}, {}",
                people.join(", ")
            )
        }
        Logged::Prompted { titles } => format!("due: {}", titles.join("; ")),
        Logged::FellLate { title } => format!("late: {title}"),
        Logged::FellMissed { title } => format!("missed: {title}"),
        Logged::Escalated {
            title,
            stage,
            contact,
        } => {
            let stage = stage.replace('_', " ");
            format!(
                "unanswered, {stage}{}: {title}",
                contact
                    .as_ref()
                    .map(|who| format!(" {who}"))
                    .unwrap_or_default()
            )
        }
        Logged::QuietEnded => "quiet window ended by itself".to_owned(),
        Logged::WindowOpened => "supplemental window opened".to_owned(),
        Logged::WindowClosed { decided: true } => "supplemental window closed".to_owned(),
        Logged::WindowClosed { decided: false } => {
            "supplemental window closed without a decision".to_owned()
        }
        Logged::Rebooted => {
            "laptop restarted; elapsed time is estimated until confirmed".to_owned()
        }
        Logged::ClockStepped { by_ms } => format!(
            "wall clock moved by {}; elapsed time did not",
            signed_minutes(*by_ms)
        ),
        Logged::ZoneChanged { from, to } => {
            format!("zone shown changed from UTC{from:+} min to UTC{to:+} min")
        }
        Logged::Gap {
            from_ms,
            to_ms,
            cause,
            fell_due,
        } => {
            let cause = match cause {
                wire::session::GapCause::Slept => "laptop asleep",
                wire::session::GapCause::Closed => "program closed",
                wire::session::GapCause::Stopped => "program or laptop stopped",
            };
            let due = if fell_due.is_empty() {
                "nothing fell due".to_owned()
            } else {
                format!("fell due: {}", fell_due.join("; "))
            };
            format!(
                "gap, {cause} {}–{}, {due}",
                wall_of(view, *from_ms),
                wall_of(view, *to_ms)
            )
        }
        Logged::ElapsedConfirmed { by_ms } => format!(
            "elapsed time confirmed, moved by {}",
            signed_minutes(*by_ms)
        ),
        Logged::TrueTimeChecked {
            difference_ms,
            reference,
            second,
        } => {
            format!(
                "laptop against {reference}: {}, with {second}",
                signed_minutes(*difference_ms)
            )
        }
        Logged::ReadingTaken {
            values: taken,
            taken_by,
            manner,
            from_paper,
            ..
        } => {
            let mut text = values(taken);
            if let Some(who) = taken_by {
                write!(text, ", taken by {who}").expect("text grows");
            }
            if !manner.is_empty() {
                write!(text, ", {manner}").expect("text grows");
            }
            if *from_paper {
                text.push_str(", from paper");
            }
            text
        }
        Logged::CheckMet {
            title,
            after_miss: false,
        } => format!("met: {title}"),
        Logged::CheckMet {
            title,
            after_miss: true,
        } => format!("late entry for the missed check: {title}"),
        Logged::RestExcused {
            title,
            signs,
            reason,
            text,
        } => {
            let signs: Vec<String> = signs.iter().map(|sign| name(*sign)).collect();
            format!(
                "{title}, not taken: {}, {reason}{}",
                signs.join(", "),
                and(text)
            )
        }
        Logged::Deferred {
            titles,
            reason,
            text,
            until_ms,
            in_a_row,
        } => format!(
            "not now: {}, {reason}{}; again {}, number {in_a_row} in a row",
            titles.join("; "),
            and(text),
            wall_of(view, *until_ms)
        ),
        Logged::Seen { titles } => format!("seen: {}", titles.join("; ")),
        Logged::MissExplained {
            title,
            reason,
            text,
        } => format!("missed because {reason}{}: {title}", and(text)),
        Logged::FlagRaised {
            sign,
            value,
            at,
            above,
            line,
            recheck_due_ms,
            ..
        } => {
            let side = if *above { "above" } else { "below" };
            let shown_at = shown(SignValue {
                sign: *sign,
                value: *at,
            });
            let repeat = recheck_due_ms
                .map(|due| format!(", repeat {}", wall_of(view, due)))
                .unwrap_or_default();
            format!(
                "! {} {} {side} {shown_at}, line {line}{repeat}",
                name(*sign),
                shown(SignValue {
                    sign: *sign,
                    value: *value
                })
            )
        }
        Logged::FlagRepeated {
            inside,
            inside_in_a_row,
            until_inside,
            line,
            ..
        } => {
            let side = if *inside { "inside" } else { "outside" };
            format!(
                "repeat for line {line}: {side}, {inside_in_a_row} of {until_inside} in a row inside"
            )
        }
        Logged::FlagSettled { line } => format!("line {line} satisfied"),
        Logged::TellAsked { contact, line } => format!("line {line} asks to tell {contact}"),
        Logged::ContactTold { contact, who, said } => {
            format!("told {contact}{}{}", and(who), and(said))
        }
        Logged::QuietBegan { until_ms } => format!("quiet until {}", wall_of(view, *until_ms)),
        Logged::QuietBroken { cause } => format!("quiet ended: {}", cause.replace('_', " ")),
        Logged::RedFlagSeen { title } => format!("red flag: {title}"),
        Logged::DoseGiven {
            title,
            amount,
            kit,
            witness,
            out_of_window,
            ..
        } => {
            let kit = if kit.is_empty() {
                String::new()
            } else {
                format!(", kit {kit}")
            };
            let seen = witness
                .as_ref()
                .map_or("unwitnessed".to_owned(), |who| format!("witness {who}"));
            let outside = out_of_window
                .as_ref()
                .map(|why| format!(", out of window: {why}"))
                .unwrap_or_default();
            format!("{title}, {}{kit}, {seen}{outside}", dose_amount(*amount))
        }
        Logged::DoseTimeCorrected {
            from_ms,
            to_ms,
            reason,
            ..
        } => {
            format!(
                "dose time corrected from {} to {}: {reason}",
                wall_of(view, *from_ms),
                wall_of(view, *to_ms)
            )
        }
        Logged::SupplementalNotGiven {
            decision,
            reason,
            text,
        } => {
            let word = match decision {
                wire::session::NotGiven::Declined => "declined by the client",
                wire::session::NotGiven::Withheld => "withheld",
            };
            format!("supplemental dose {word}, {reason}{}", and(text))
        }
        Logged::GateAnswered {
            title,
            text,
            withdrawn: false,
            ..
        } => format!("gate: {title}{}", and(text)),
        Logged::GateAnswered {
            title,
            text,
            withdrawn: true,
            ..
        } => format!("gate, taken back: {title}{}", and(text)),
        Logged::GateOverridden {
            title,
            reason,
            second,
            ..
        } => {
            format!("gate item passed over with {second}: {title}: {reason}")
        }
        Logged::StepTicked { title } => format!("done: {title}"),
        Logged::PhaseSet { title } => format!("phase: {title}"),
        Logged::CameIn { person } => format!("{person} came in"),
        Logged::WentOut { person, handover } => format!("{person} went out{}", and(handover)),
        Logged::Noted { text, voice, tags } => {
            let tags: String = tags.iter().map(|tag| format!("[{tag}] ")).collect();
            match voice {
                Voice::Observed => format!("{tags}{text}"),
                Voice::Client => format!("{tags}“{text}”"),
                Voice::Thought => format!("{tags}(thought) {text}"),
            }
        }
        Logged::ProcessNote {
            text,
            tags,
            sealed,
            readers,
            waits_for_key,
        } => {
            let tags: String = tags.iter().map(|tag| format!("[{tag}] ")).collect();
            let how = if *sealed { "sealed" } else { "not sealed" };
            let also = if readers.is_empty() {
                String::new()
            } else {
                format!(", for {} too", readers.join(", "))
            };
            match (text, waits_for_key) {
                (Some(text), _) => format!("{tags}(process note, {how}{also}) {text}"),
                (None, true) => {
                    format!("process note, {how} to you{also}: your key is not at hand")
                }
                (None, false) => format!("process note, {how}{also}"),
            }
        }
        Logged::Starred { target } => format!("starred entry {target}"),
        Logged::Struck { target, reason } => format!("struck entry {target}{}", and(reason)),
        Logged::Amended {
            target,
            text,
            reason,
        } => format!("amended entry {target} ({reason}): {text}"),
        Logged::EffectBegan {
            title,
            text,
            valence,
            severity,
        } => {
            let valence = match valence {
                Valence::Wanted => "wanted",
                Valence::Neutral => "neutral",
                Valence::Unwanted => "unwanted",
            };
            format!(
                "effect begins: {title}{}, {valence}, severity {severity}",
                and(text)
            )
        }
        Logged::EffectChanged { title, severity } => format!("effect {title}, severity {severity}"),
        Logged::EffectEnded { title } => format!("effect ends: {title}"),
        Logged::Drank { millilitres } => format!("drank {millilitres} ml"),
        Logged::TouchAgreed { .. }
        | Logged::TouchNarrowed { .. }
        | Logged::TouchRefused { .. }
        | Logged::Touched { .. }
        | Logged::TouchEnded { .. } => crate::touch::said(what),
        Logged::DeviationReported {
            text,
            important,
            action,
        } => {
            let class = if *important { "important" } else { "minor" };
            format!("deviation, {class}: {text}{}", and(action))
        }
        Logged::ClosingAgreed {
            title,
            finding,
            second,
        } => format!("agreed with {second}: {title}{}", and(finding)),
        Logged::SessionClosed {
            ending: how,
            second,
            note,
            unmet,
        } => {
            let second = second
                .as_ref()
                .map(|who| format!(" with {who}"))
                .unwrap_or_default();
            let unmet = if unmet.is_empty() {
                String::new()
            } else {
                format!("; not agreed: {}", unmet.join("; "))
            };
            format!("session {}{second}{}{unmet}", ending(*how), and(note))
        }
    }
}

/// One entry as one line.
pub fn line(view: &SessionView, entry: &LogLine) -> String {
    let by = entry.by.as_deref().unwrap_or("clock");
    let star = if entry.starred { "* " } else { "" };
    format!(
        "{}  {:<7} {by:<5} {star}{}",
        clock(entry.happened_wall_ms, entry.zone_minutes),
        since(view, entry.happened_ms),
        said_of(view, entry)
    )
}

/// What an entry says, and what became of it.
pub fn said_of(view: &SessionView, entry: &LogLine) -> String {
    let mut text = said(view, &entry.what);
    if (entry.entered_ms - entry.happened_ms).abs() > 120_000 {
        write!(
            text,
            "  [entered {}]",
            clock(entry.entered_wall_ms, entry.zone_minutes)
        )
        .expect("text grows");
    }
    if let Some(reason) = &entry.struck {
        write!(text, "  [struck{}]", and(reason)).expect("text grows");
    }
    if let Some(amended) = &entry.amended {
        write!(
            text,
            "  [amended by {} ({}): {}]",
            amended.by, amended.reason, amended.text
        )
        .expect("text grows");
    }
    text
}

/// A deviation as one line.
pub fn deviation(view: &SessionView, deviation: &DeviationView) -> String {
    let what = match &deviation.what {
        DeviationWhat::Late { title } => format!("done late: {title}"),
        DeviationWhat::Missed { title } => format!("missed: {title}"),
        DeviationWhat::OutOfWindow { .. } => "dose outside its window".to_owned(),
        DeviationWhat::NoDecision => {
            "no decision about the supplemental dose within its window".to_owned()
        }
        DeviationWhat::Overridden { title, .. } => format!("gate item passed over: {title}"),
        DeviationWhat::Unwitnessed { .. } => "dose unwitnessed".to_owned(),
        DeviationWhat::Alone { .. } => {
            "fewer therapists in the room than the protocol asks for".to_owned()
        }
        DeviationWhat::FluidCap => "more drunk than the protocol's cap".to_owned(),
        DeviationWhat::TrueTime => {
            "the laptop's clock differed from the reference by more than the tolerance".to_owned()
        }
        DeviationWhat::ClosedEarly => "closed before the protocol's time".to_owned(),
        DeviationWhat::ClosingUnmet { titles } => {
            format!("closing lines not agreed: {}", titles.join("; "))
        }
        DeviationWhat::Reported { text, .. } => text.clone(),
    };
    let cited = deviation
        .line
        .map(|line| format!(" (line {line})"))
        .unwrap_or_default();
    let reason = deviation
        .reason
        .as_ref()
        .map(|reason| format!(": {reason}"))
        .unwrap_or_default();
    format!("{:<7} {what}{cited}{reason}", since(view, deviation.at_ms))
}

/// Where the client's course cannot be read.
pub const AMENDMENTS_UNREADABLE: &str =
    "The client's course cannot be read: what was amended after the end is missing here.";

/// The whole session for a terminal.
pub fn text(view: &SessionView) -> String {
    let mut text = String::new();
    if view.amendments_unreadable {
        writeln!(text, "{AMENDMENTS_UNREADABLE}\n").expect("text grows");
    }
    for entry in &view.log {
        writeln!(text, "{}", line(view, entry)).expect("text grows");
    }
    text.push_str("\nDeviations:\n");
    for one in &view.deviations {
        writeln!(text, "  {}", deviation(view, one)).expect("text grows");
    }
    if view.deviations.is_empty() {
        text.push_str("  none\n");
    }
    text
}

/// What stands on everything that comes out of a training vault.
pub const TRAINING: &str = "Training. Synthetic client. Not a record of care.";

/// A letter for paper. What a printer obeys and what turns a line around stands as a mark: what is read is what was typed.
fn plain(letter: char) -> char {
    if companion::is_plain(letter.encode_utf8(&mut [0; 4])) {
        letter
    } else {
        '\u{fffd}'
    }
}

/// Text for paper, letter by letter.
pub fn plainly(text: &str) -> String {
    text.chars().map(plain).collect()
}

/// Text inside Markdown: shown as it is, never as markup.
pub(crate) fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '!' | '&' => {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\r' | '\t' => out.push(' '),
            c => out.push(plain(c)),
        }
    }
    out
}

/// The whole session as Markdown.
pub fn markdown(plan: &SessionPlan, view: &SessionView) -> String {
    let view = &crate::paper::of(view);
    let mut text = format!(
        "# {} · dosing session {}\n\n",
        literal(&plan.client_code),
        plan.number
    );
    if plan.training {
        write!(text, "**{TRAINING}**\n\n").expect("text grows");
    }
    let people: Vec<String> = plan
        .people
        .iter()
        .map(|person| format!("{} ({})", literal(&person.name), literal(&person.initials)))
        .collect();
    writeln!(
        text,
        "- Protocol: {} ({}), file digest {}",
        literal(&plan.protocol_title),
        plan.protocol,
        plan.digest
    )
    .expect("text grows");
    writeln!(text, "- People: {}", people.join(", ")).expect("text grows");
    let opened = view.wall_ms - (view.now_ms - view.arrival_ms);
    writeln!(text, "- Opened: {}", wall(opened, view.zone_minutes)).expect("text grows");
    for dose in &view.doses {
        let seen = dose
            .witness
            .as_ref()
            .map_or("unwitnessed".to_owned(), |who| format!("witness {who}"));
        writeln!(
            text,
            "- {}: {}, {}, {seen}",
            literal(&dose.title),
            dose_amount(dose.amount),
            wall_of(view, dose.at_ms)
        )
        .expect("text grows");
    }
    if view.amendments_unreadable {
        writeln!(text, "- {AMENDMENTS_UNREADABLE}").expect("text grows");
    }
    if let Some(ended) = &view.ended {
        writeln!(
            text,
            "- Ended: {}, {}",
            wall_of(view, ended.at_ms),
            ending(ended.ending)
        )
        .expect("text grows");
    }
    text.push_str("\n## Checks\n\n| planned | state | what | done |\n|---|---|---|---|\n");
    for check in &view.checks {
        let state = serde_json::to_value(check.state).expect("a state is a word");
        let done = check.done_ms.map(|at| since(view, at)).unwrap_or_default();
        writeln!(
            text,
            "| {} | {} | {} (line {}) | {done} |",
            since(view, check.planned_ms),
            state.as_str().unwrap_or_default(),
            literal(&check.title),
            check.line
        )
        .expect("text grows");
    }
    text.push_str("\n## Lines crossed\n\n");
    for flag in &view.flags {
        let settled = flag.settled_ms.map_or("not settled".to_owned(), |at| {
            format!("settled {}", since(view, at))
        });
        writeln!(
            text,
            "- {} {} {} at line {} ({}); {settled}",
            since(view, flag.raised_ms),
            name(flag.sign),
            shown(SignValue {
                sign: flag.sign,
                value: flag.value
            }),
            flag.line,
            shown(SignValue {
                sign: flag.sign,
                value: flag.at
            }),
        )
        .expect("text grows");
    }
    if view.flags.is_empty() {
        text.push_str("none\n");
    }
    text.push_str("\n## Touch\n\n");
    for one in crate::touch::lines(view) {
        writeln!(text, "- {}", literal(&one)).expect("text grows");
    }
    text.push_str("\n## Deviations\n\n");
    for one in &view.deviations {
        writeln!(text, "- {}", literal(&deviation(view, one))).expect("text grows");
    }
    if view.deviations.is_empty() {
        text.push_str("none\n");
    }
    text.push_str("\n## Log\n\n");
    for entry in &view.log {
        writeln!(text, "- {}", literal(&line(view, entry))).expect("text grows");
    }
    if plan.training {
        write!(text, "\n**{TRAINING}**\n").expect("text grows");
    }
    text
}
