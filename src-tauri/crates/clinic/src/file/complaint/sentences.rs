//! One plain sentence for each complaint: what is wrong, what is expected.

use super::{Complaint, ComplaintCode, ComplaintCode as Code, Quantity};
use crate::file::units::{shown, shown_span};
use crate::quantity::Sign;
use crate::time::Span;
use std::fmt;

/// Words for an optional "did you mean".
struct Near<'a>(Option<&'a str>);

impl fmt::Display for Near<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .map_or(Ok(()), |near| write!(f, " Did you mean \"{near}\"?"))
    }
}

/// A stored figure as it is shown.
fn figure(sign: Sign, stored: i32) -> String {
    shown(i64::from(stored), sign.decimals())
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.code.fmt(f)
    }
}

impl fmt::Display for ComplaintCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = |span: &Span| shown_span(*span);
        match self {
            Code::FileTooLarge { bytes, most } => {
                write!(
                    f,
                    "The file has {bytes} bytes; a protocol has at most {most}."
                )
            }
            Code::Syntax { message } => {
                write!(
                    f,
                    "This is no file of this kind, or its text breaks off here (it is read as TOML): {message}. Nothing after it was checked."
                )
            }
            Code::BadCharacter { code_point } => {
                write!(
                    f,
                    "The character U+{code_point:04X} hides or turns text; remove it."
                )
            }
            Code::UnknownKey { table, key, near } => {
                write!(f, "\"{key}\" is not a key of {table}.{}", Near(*near))
            }
            Code::MissingKey { table, key } => write!(f, "\"{key}\" is missing from {table}."),
            Code::KeyWithoutUse {
                table,
                key,
                because,
            } => {
                write!(f, "\"{key}\" has no use in this {table}: {because}.")
            }
            Code::WrongType {
                key,
                expected,
                found,
            } => {
                write!(f, "\"{key}\" must be {expected}; this is {found}.")
            }
            Code::UnknownWord {
                key,
                word,
                near,
                known,
            } => {
                let known = known.join(", ");
                write!(
                    f,
                    "\"{word}\" is not known for \"{key}\"; write one of: {known}.{}",
                    Near(*near)
                )
            }
            Code::UnknownRole { role, near } => {
                write!(f, "Nobody can hold the role \"{role}\".{}", Near(*near))
            }
            Code::RoleMayNotAnswer { contact } => {
                write!(
                    f,
                    "\"{contact}\" is someone to call, but that role never sees a session."
                )
            }
            Code::RoleNotInRoom { role } => write!(
                f,
                "\"{role}\" is not there during a session, so it is nobody's place in a pair."
            ),
            Code::EmptyText { key } => write!(f, "\"{key}\" is empty; write words."),
            Code::TextTooLong { key, length, most } => {
                write!(
                    f,
                    "\"{key}\" has {length} characters; at most {most} can be shown."
                )
            }
            Code::BadId { key, typed } => write!(
                f,
                "\"{typed}\" cannot be the \"{key}\"; write a–z, 0–9 and hyphens, at most 40, beginning with a letter."
            ),
            Code::DuplicateId { id, first } => {
                write!(
                    f,
                    "\"{id}\" is already the name of another on file line {first}; names are used once."
                )
            }
            Code::RepeatedItem { key, item } => {
                write!(f, "\"{item}\" stands twice in \"{key}\"; once is enough.")
            }
            Code::DuplicateLine { cited, first } => write!(
                f,
                "line = {cited} already belongs to the rule on file line {first}; people cite rules by it, so it is used once."
            ),
            Code::UnknownSource { source, near } => write!(
                f,
                "No [[source]] has the key \"{source}\".{}",
                Near(near.as_deref())
            ),
            Code::UnusedSource { source } => write!(f, "No rule cites the source \"{source}\"."),
            Code::EmptyList { key } => {
                write!(f, "\"{key}\" has nothing in it; at least one is needed.")
            }
            Code::ListTooLong { key, length, most } => {
                write!(
                    f,
                    "\"{key}\" has {length} items; at most {most} are allowed."
                )
            }
            Code::OutOfRange {
                key,
                value,
                from,
                to,
            } => {
                write!(
                    f,
                    "\"{key}\" is {value}; it must be between {from} and {to}."
                )
            }
            Code::BadFigure {
                key,
                typed,
                decimals,
            } => {
                let kept = if *decimals == 0 {
                    "a whole number is kept"
                } else {
                    "one decimal is kept"
                };
                write!(
                    f,
                    "\"{key}\" is {typed}, which cannot be kept exactly; {kept}."
                )
            }
            Code::BadUnit {
                key,
                quantity,
                typed,
            } => {
                let (what, like) = match quantity {
                    Quantity::Time => (
                        "a length of time",
                        "\"30 min\", \"1 h 30 min\", \"1:30\" or \"90 s\"",
                    ),
                    Quantity::Medicine => ("an amount of medicine", "\"120 mg\" or \"62.5 mg\""),
                    Quantity::Fluid => ("an amount of fluid", "\"200 ml\" or \"1.2 l\""),
                    Quantity::Days => ("a number of days", "\"30 d\""),
                };
                write!(
                    f,
                    "\"{typed}\" for \"{key}\" cannot be read as {what}; write it like {like}."
                )
            }
            Code::NotWholeMinutes { key, span } => {
                write!(
                    f,
                    "\"{key}\" is {}; checks are planned in whole minutes.",
                    time(span)
                )
            }
            Code::NoTimes { series } => {
                write!(
                    f,
                    "The series \"{series}\" has no times; write \"at\", \"repeat\" or both."
                )
            }
            Code::NotAscending { key, before, after } => write!(
                f,
                "\"{key}\" goes back from {} to {}; times must rise.",
                time(before),
                time(after)
            ),
            Code::RepeatedTime { key, at } => {
                write!(
                    f,
                    "{} stands twice in \"{key}\"; each time stands once.",
                    time(at)
                )
            }
            Code::DoesNotDivide { from, to, every } => write!(
                f,
                "From {} in steps of {} never reaches {} exactly; change one of the three.",
                time(from),
                time(every),
                time(to)
            ),
            Code::RepeatsOverlap { from, before } => write!(
                f,
                "This repeat begins at {}, but the one before it goes on until {}; begin after it.",
                time(from),
                time(before)
            ),
            Code::ChecksOverlap {
                series,
                first,
                second,
                late,
                early,
            } => write!(
                f,
                "In \"{series}\" the check at {} is late only after {}, but the one at {} may be taken {} early; \
                 one reading could be either. Shorten \"late\" or \"early\".",
                time(first),
                time(late),
                time(second),
                time(early)
            ),
            Code::LongStretch { watched, from, to } => write!(
                f,
                "In the first {} after dose 1 no blood pressure is planned between {} and {}.",
                time(watched),
                time(from),
                time(to)
            ),
            Code::CheckAtOpening { series, opens } => write!(
                f,
                "\"{series}\" is due at {}, in the minute in which the supplemental window opens, and takes none of the \
                 signs that its conditions name.",
                time(opens)
            ),
            Code::ConditionNeverFresh {
                sign,
                not_older_than,
            } => write!(
                f,
                "No planned check takes {} within {} before the supplemental window opens or while it is open; the \
                 condition will show an old value.",
                sign.name(),
                time(not_older_than)
            ),
            Code::NoPlausible { sign } => write!(
                f,
                "{} is taken, but no [[plausible]] says which values must be typed twice.",
                sign.name()
            ),
            Code::RangeTurned { from, to } => {
                write!(
                    f,
                    "The range goes from {from} to {to}; \"from\" must be below \"to\"."
                )
            }
            Code::OneBound { found } => write!(
                f,
                "A limit has exactly one of \"above\", \"below\", \"above_baseline\"; this one has {found}."
            ),
            Code::LimitsCross {
                sign,
                above,
                below,
                other,
            } => write!(
                f,
                "Together with line {other}, {} may be neither above {} nor below {}; no value is left.",
                sign.name(),
                figure(*sign, *above),
                figure(*sign, *below)
            ),
            Code::LimitsEqual { sign, bound, other } => write!(
                f,
                "{} has the same limit, {}, in line {other}; one reading would raise both.",
                sign.name(),
                figure(*sign, *bound)
            ),
            Code::LimitOutsidePlausible {
                sign,
                bound,
                from,
                to,
            } => write!(
                f,
                "The limit {} is outside the plausible range of {}, {} to {}.",
                figure(*sign, *bound),
                sign.name(),
                figure(*sign, *from),
                figure(*sign, *to)
            ),
            Code::HysteresisTooWide {
                sign,
                hysteresis,
                room,
            } => write!(
                f,
                "{} must come back by {}, but there is room for {} only; no reading could settle the limit.",
                sign.name(),
                figure(*sign, *hysteresis),
                figure(*sign, *room)
            ),
            Code::RecheckAtOnce {} => {
                write!(
                    f,
                    "\"every\" is nothing; leave time between two readings, such as \"5 min\"."
                )
            }
            Code::RecheckLateTooLong { every, late } => write!(
                f,
                "A repeat is due every {} but late only after {}; \"late\" must be shorter.",
                time(every),
                time(late)
            ),
            Code::BaselineNeverTaken { sign } => write!(
                f,
                "{} is compared with baseline, but neither the gate before dose 1 nor a series on arrival takes it.",
                sign.name()
            ),
            Code::UnknownContact { contact, near } => write!(
                f,
                "No [[help.contact]] has the id \"{contact}\".{}",
                Near(near.as_deref())
            ),
            Code::ContactWithoutPhone { contact } => {
                write!(f, "The contact \"{contact}\" has no phone number.")
            }
            Code::BadPhone { typed } => write!(
                f,
                "\"{typed}\" cannot be dialled; write digits and spaces, with + for the country."
            ),
            Code::StagesNotAscending { before, after } => write!(
                f,
                "This stage comes after {}, the one above it after {}; stages must rise.",
                time(after),
                time(before)
            ),
            Code::ChannelFalls {} => write!(
                f,
                "This channel is gentler than the one above it; the order is frame, tile, tone, ask_other, contact."
            ),
            Code::NobodyToAsk {} => write!(
                f,
                "This stage asks the other therapist, but [presence] has one therapist only."
            ),
            Code::QuietTooLong { offered, longest } => write!(
                f,
                "A quiet window of {} is offered, but the longest is {}.",
                time(offered),
                time(longest)
            ),
            Code::QuietOverCheck { longest, shortest } => write!(
                f,
                "A quiet window may last {}, longer than the {} between two checks.",
                time(longest),
                time(shortest)
            ),
            Code::DeferralOverCheck {
                again_after,
                shortest,
            } => write!(
                f,
                "\"Not now\" asks again after {}, but checks are {} apart; the next would fall due first.",
                time(again_after),
                time(shortest)
            ),
            Code::WindowClosed { opens, closes } => write!(
                f,
                "The supplemental window opens at {} and closes at {}; it must close later.",
                time(opens),
                time(closes)
            ),
            Code::ConditionWithoutFigure { present, absent } => {
                write!(
                    f,
                    "\"{present}\" is given without \"{absent}\"; a figure needs both."
                )
            }
            Code::NoSupplemental {} => write!(
                f,
                "This hangs on the supplemental dose, but there is no [dose.supplemental]."
            ),
            Code::MissingGate { gate } => {
                write!(f, "[[gate.{gate}]] is missing; write at least one item.")
            }
            Code::UnknownCard { card, near } => {
                write!(
                    f,
                    "No [[help.card]] has the id \"{card}\".{}",
                    Near(near.as_deref())
                )
            }
            Code::NobodyAdopts {} => write!(
                f,
                "A clinical protocol must say in \"adopted_by\" which roles sign it."
            ),
            Code::NoDosingVisit {} => write!(
                f,
                "A course has at least one visit of the kind \"dosing\"; this one has none."
            ),
            Code::EmptyPhase { phase } => write!(
                f,
                "No visit belongs to the phase \"{phase}\"; it could never be done."
            ),
            Code::VisitsNotInOrder { phase, before } => write!(
                f,
                "A visit of the phase \"{phase}\" stands beneath one of \"{before}\"; visits follow the order of the phases."
            ),
            Code::WindowWithoutVisit {} => write!(
                f,
                "\"after\", \"from\" and \"until\" belong together; write all three or none."
            ),
            Code::WindowTurned { from, until } => write!(
                f,
                "The window goes from {from} to {until}; \"until\" must not come before \"from\"."
            ),
            Code::UnusedItem { item } => {
                write!(f, "No visit and no gate names the item \"{item}\".")
            }
            Code::NeedsNothing { gate } => write!(
                f,
                "The gate \"{gate}\" asks for nothing; name items, visits, consents or measures."
            ),
            Code::GateNeedsLater { visit } => write!(
                f,
                "The visit \"{visit}\" belongs to the phase behind this gate or to a later one; the gate could never open."
            ),
            Code::DaysNotRising { before, after } => {
                write!(f, "Day {after} comes after day {before}; days must rise.")
            }
            Code::UnknownName { what, name, near } => write!(
                f,
                "\"{name}\" names no {what} of this file.{}",
                Near(near.as_deref())
            ),
            Code::ValuesNotRising { value } => write!(
                f,
                "The answer {value} does not come after a lesser one; list answers by rising value."
            ),
            Code::UnusedAnswers { name } => {
                write!(f, "No item offers the answers \"{name}\".")
            }
            Code::HangsOnLater { item } => write!(
                f,
                "This hangs on \"{item}\", which must stand before it in the file."
            ),
            Code::BoxesNotAdded { item } => write!(
                f,
                "\"{item}\" takes several answers; such answers cannot be added."
            ),
            Code::RangeUnlike { score, from, to } => write!(
                f,
                "The answers of \"{score}\" add up to {from} at least and {to} at most; \"from\" and \"to\" must say so."
            ),
            Code::BandsNotJoined {} => write!(
                f,
                "The bands must follow one another from the lowest to the highest score, without holes or overlaps."
            ),
            Code::BadExample { why } => {
                write!(f, "The answers of this example do not fit: {why}.")
            }
            Code::ExampleDiffers {
                of,
                expected,
                found,
            } => write!(
                f,
                "This example expects {expected} for \"{of}\"; the rules of the file give {found}."
            ),
        }
    }
}
