//! A scenario's command into acts: names are looked up in the session as it stands.

use super::reading::span_of;
use super::words::{Words, gate_word};
use super::{Command, Happened};
use crate::id::PersonId;
use crate::protocol::{Beside, Gate, GateId, GateItemKind, Valence};
use crate::quantity::{Micrograms, Millilitres, Sign, Values};
use crate::session::Session;
use crate::session::act::{Act, When};
use crate::session::board::{Board, GateItemState};
use crate::session::event::{CheckId, Dose, Ending, GateAnswer, NotGiven, Voice, Witness};
use crate::time::{Elapsed, Span};
use std::collections::BTreeMap;

/// What a command may look at.
pub(super) struct Scope<'s> {
    pub session: &'s Session,
    pub board: &'s Board,
    pub opens: Span,
    /// Entries that the author named.
    pub names: &'s BTreeMap<String, u64>,
}

/// What a played day answers where a name, a value or a time is asked: that nobody was examined, and no judgement.
const TRAINING_FINDING: &str = "training entry";

/// The words of one command, taken from the front.
pub(super) struct Args<'c> {
    pub words: std::collections::VecDeque<&'c str>,
}

pub(super) type Read<T> = Result<T, String>;

impl<'c> Args<'c> {
    pub fn next(&mut self, what: &str) -> Read<&'c str> {
        self.words
            .pop_front()
            .ok_or_else(|| format!("{what} is missing"))
    }

    pub fn text(&mut self) -> String {
        self.words.pop_front().unwrap_or_default().to_owned()
    }

    fn number<T: std::str::FromStr>(&mut self, what: &str) -> Read<T> {
        let word = self.next(what)?;
        word.parse().map_err(|_| format!("{word} is no {what}"))
    }

    /// Takes a word out wherever it stands.
    pub fn flag(&mut self, word: &str) -> bool {
        let at = self.words.iter().position(|known| *known == word);
        at.is_some_and(|at| self.words.remove(at).is_some())
    }

    /// Takes out a word and the one after it.
    pub fn after(&mut self, word: &str) -> Option<&'c str> {
        let at = self.words.iter().position(|known| *known == word)?;
        self.words.remove(at);
        self.words.remove(at)
    }

    fn finish(self) -> Read<()> {
        match self.words.front() {
            Some(word) => Err(format!("{word} is not understood")),
            None => Ok(()),
        }
    }
}

impl Scope<'_> {
    /// Who acts.
    pub fn actor(&self, command: &Command) -> Read<PersonId> {
        match &command.by {
            Some(initials) => self.person(initials),
            None => self
                .session
                .people()
                .first()
                .map(|person| person.id)
                .ok_or_else(|| "nobody acts".to_owned()),
        }
    }

    pub fn when(&self, command: &Command) -> When {
        match command.happened {
            None => When::Now,
            Some(Happened::Ago(span)) => When::Ago(span),
            Some(Happened::At(at)) => When::At(Elapsed(0) + (at - self.opens)),
        }
    }

    pub fn acts(&self, command: &Command) -> Read<Vec<Act>> {
        let mut args = Args {
            words: command.words.iter().map(String::as_str).collect(),
        };
        let acts = match command.verb.as_str() {
            "gate" => self.gate(&mut args)?,
            "agree" => self.agree(&mut args)?,
            verb => vec![self.act(verb, &mut args)?],
        };
        args.finish()?;
        Ok(acts)
    }

    fn act(&self, verb: &str, args: &mut Args<'_>) -> Read<Act> {
        Ok(match verb {
            "read" => self.reading(args)?,
            "excuse" => {
                let check = self.check(args)?;
                Act::ExcuseRest {
                    check,
                    reason: args.text(),
                    text: args.text(),
                }
            }
            "defer" => Act::Defer {
                reason: args.next("a reason")?.to_owned(),
                checks: self.checks(args)?,
                text: args.text(),
            },
            "see" => Act::See {
                checks: self.checks(args)?,
            },
            "explain" => {
                let check = self.check(args)?;
                Act::ExplainMiss {
                    check,
                    reason: args.text(),
                    text: args.text(),
                }
            }
            "tell" => {
                let flag = args
                    .after("about")
                    .map(|name| self.flag(name))
                    .transpose()?;
                Act::TellContact {
                    contact: args.text(),
                    who: args.text(),
                    said: args.text(),
                    flag,
                }
            }
            "quiet" if args.flag("end") => Act::EndQuiet,
            "quiet" => Act::BeginQuiet {
                length: span(args.next("a length")?)?,
            },
            "redflag" => Act::SeeRedFlag { kind: args.text() },
            "dose" => self.dose(Dose::First, args)?,
            "dose2" => self.dose(Dose::Supplemental, args)?,
            "correct" => Act::CorrectDoseTime {
                dose: dose(args.next("a dose")?)?,
                reason: args.text(),
            },
            "declined" | "withheld" => Act::DecideNotGiven {
                decision: if verb == "declined" {
                    NotGiven::Declined
                } else {
                    NotGiven::Withheld
                },
                reason: args.text(),
                text: args.text(),
            },
            "override" => {
                let second = self.second(args)?;
                let (gate, item, reason) = (gate(args.next("a gate")?)?, args.text(), args.text());
                Act::OverrideGate {
                    gate,
                    item,
                    reason,
                    second,
                }
            }
            "truetime" => {
                let second = self.second(args)?;
                Act::CompareTrueTime {
                    difference: span(args.next("a difference")?)?,
                    reference: args.text(),
                    second,
                }
            }
            "confirm" => Act::ConfirmElapsed {
                by: span(args.next("a correction")?)?,
            },
            "close" => {
                let second = args
                    .after("with")
                    .map(|initials| self.person(initials))
                    .transpose()?;
                Act::Close {
                    ending: ending(args.next("an ending")?)?,
                    second,
                    note: args.text(),
                }
            }
            "touch" => self.touch(args)?,
            _ => self.room_act(verb, args)?,
        })
    }

    fn room_act(&self, verb: &str, args: &mut Args<'_>) -> Read<Act> {
        Ok(match verb {
            "step" => Act::TickStep { step: args.text() },
            "phase" => Act::SetPhase { phase: args.text() },
            "in" => Act::ComeIn {
                person: self.person(args.next("initials")?)?,
            },
            "out" => Act::GoOut {
                person: self.person(args.next("initials")?)?,
                handover: args.text(),
            },
            "note" => {
                let starred = args.flag("star");
                let voice = match (args.flag("client"), args.flag("thought")) {
                    (true, _) => Voice::Client,
                    (_, true) => Voice::Thought,
                    _ => Voice::Observed,
                };
                let text = args.text();
                let tags = args
                    .words
                    .drain(..)
                    .filter_map(|word| word.strip_prefix('#'))
                    .map(str::to_owned)
                    .collect();
                Act::Note {
                    text,
                    voice,
                    tags,
                    starred,
                }
            }
            "star" => Act::Star {
                target: self.entry(args)?,
            },
            "strike" => Act::Strike {
                target: self.entry(args)?,
                reason: args.text(),
            },
            "amend" => Act::Amend {
                target: self.entry(args)?,
                text: args.text(),
                reason: args.text(),
            },
            "effect" => {
                let (effect, severity) = (args.text(), args.number("severity")?);
                let usual = self
                    .session
                    .protocol()
                    .effects
                    .iter()
                    .find(|known| known.id == effect);
                let said = [
                    ("wanted", Valence::Wanted),
                    ("neutral", Valence::Neutral),
                    ("unwanted", Valence::Unwanted),
                ];
                let said = said
                    .into_iter()
                    .filter(|(word, _)| args.flag(word))
                    .map(|(_, valence)| valence)
                    .next();
                let valence = said
                    .or(usual.map(|known| known.valence))
                    .unwrap_or(Valence::Neutral);
                Act::BeginEffect {
                    effect,
                    text: args.text(),
                    valence,
                    severity,
                }
            }
            "change" => Act::ChangeEffect {
                effect: self.entry(args)?,
                severity: args.number("severity")?,
            },
            "end" => Act::EndEffect {
                effect: self.entry(args)?,
            },
            "drank" => Act::Drink {
                amount: Millilitres(args.number("amount")?),
            },
            "report" => {
                let important = args.flag("important");
                Act::ReportDeviation {
                    text: args.text(),
                    important,
                    action: args.text(),
                }
            }
            other => return Err(format!("no verb {other}")),
        })
    }

    /// `138/86 72 36.8 d3 o97 r14 s120 sure paper`.
    fn reading(&self, args: &mut Args<'_>) -> Read<Act> {
        let sure = args.flag("sure");
        let from_paper = args.flag("paper");
        let taken_by = args
            .after("taken")
            .map(|initials| self.person(initials))
            .transpose()?;
        let mut values = Values::new();
        for word in args.words.drain(..) {
            value(word, &mut values).ok_or_else(|| format!("{word} is no value"))?;
        }
        Ok(Act::TakeReading {
            confirmed: if sure {
                values.keys().copied().collect()
            } else {
                Vec::new()
            },
            values,
            taken_by,
            manner: String::new(),
            from_paper,
        })
    }

    fn dose(&self, dose: Dose, args: &mut Args<'_>) -> Read<Act> {
        let witness = match args.after("with") {
            Some(initials) => Witness::Proven(self.person(initials)?),
            None => Witness::Unwitnessed,
        };
        let kit = args.after("kit").unwrap_or_default().to_owned();
        let out_of_window = args.after("because").map(str::to_owned);
        let amount = match args.words.pop_front() {
            None => None,
            Some(amount) => {
                if args.next("mg")? != "mg" {
                    return Err("an amount is in mg".to_owned());
                }
                let tenths = decimal(amount).ok_or_else(|| format!("{amount} is no amount"))?;
                Some(Micrograms(
                    u32::try_from(tenths.saturating_mul(100)).map_err(|_| "no such amount")?,
                ))
            }
        };
        Ok(Act::GiveDose {
            dose,
            amount,
            kit,
            witness,
            out_of_window,
        })
    }

    /// `dose1 pass` answers what is open; `dose1 ITEM yes`, `ITEM "finding"`, `ITEM keeper AK tone`, `ITEM withdraw "…"`.
    fn gate(&self, args: &mut Args<'_>) -> Read<Vec<Act>> {
        let id = gate(args.next("a gate")?)?;
        let item = args.next("an item")?.to_owned();
        if item == "pass" {
            return self.pass(id);
        }
        let answer = match args.next("an answer")? {
            "yes" => GateAnswer::Yes,
            "keeper" => GateAnswer::Timekeeper {
                person: self.person(args.next("initials")?)?,
                tone: args.flag("tone"),
            },
            "withdraw" => GateAnswer::Withdrawn {
                reason: args.text(),
            },
            finding => GateAnswer::Finding {
                text: finding.to_owned(),
            },
        };
        Ok(vec![Act::AnswerGate {
            gate: id,
            item,
            answer,
        }])
    }

    fn pass(&self, id: GateId) -> Read<Vec<Act>> {
        let rule: &Gate = self
            .session
            .protocol()
            .gates
            .iter()
            .find(|gate| gate.id == id)
            .ok_or_else(|| format!("no gate {}", gate_word(id)))?;
        let view = self.board.gates.iter().find(|gate| gate.id == id);
        let states = view.iter().flat_map(|gate| &gate.items);
        let open =
            rule.items.iter().zip(states).filter(|(_, item)| {
                matches!(item.state, GateItemState::Open | GateItemState::Expired)
            });
        let second = self.session.people().get(1).map(|person| person.id);
        let acts = open.filter_map(|(item, _)| {
            let answer = match item.kind {
                GateItemKind::Tick => GateAnswer::Yes,
                GateItemKind::Finding => GateAnswer::Finding {
                    text: TRAINING_FINDING.to_owned(),
                },
                GateItemKind::Timekeeper => GateAnswer::Timekeeper {
                    person: second?,
                    tone: false,
                },
                GateItemKind::TrueTime => {
                    let reference = "radio clock".to_owned();
                    return Some(Act::CompareTrueTime {
                        difference: Span::ZERO,
                        reference,
                        second: second?,
                    });
                }
                GateItemKind::Signs(_) => return None,
            };
            Some(Act::AnswerGate {
                gate: id,
                item: item.id.clone(),
                answer,
            })
        });
        Ok(acts.collect())
    }

    /// `all with AK`, or `ITEM "finding" with AK`.
    fn agree(&self, args: &mut Args<'_>) -> Read<Vec<Act>> {
        let second = self.second(args)?;
        let item = args.next("an item")?.to_owned();
        if item != "all" {
            return Ok(vec![Act::AgreeClosing {
                item,
                finding: args.text(),
                second,
            }]);
        }
        // As with a gate: what is still open.
        let open = |id: &str| {
            let mut lines = self.board.closing.iter();
            lines.any(|line| line.id == id && line.agreed.is_none())
        };
        let items = self.session.protocol().closing.items.iter();
        let items = items.filter(|item| open(&item.id));
        let agreed = items.map(|item| Act::AgreeClosing {
            item: item.id.clone(),
            finding: if item.beside == Beside::Finding {
                TRAINING_FINDING.to_owned()
            } else {
                String::new()
            },
            second,
        });
        Ok(agreed.collect())
    }

    pub fn person(&self, initials: &str) -> Read<PersonId> {
        let known = self
            .session
            .people()
            .iter()
            .find(|person| person.initials == initials);
        known
            .map(|person| person.id)
            .ok_or_else(|| format!("nobody is {initials}"))
    }

    fn second(&self, args: &mut Args<'_>) -> Read<PersonId> {
        let initials = args.after("with").ok_or("`with XX` is missing")?;
        self.person(initials)
    }

    fn entry(&self, args: &mut Args<'_>) -> Read<u64> {
        let name = args.next("a name")?;
        self.names
            .get(name)
            .copied()
            .ok_or_else(|| format!("nothing is named {name}"))
    }

    fn flag(&self, name: &str) -> Read<u64> {
        let words = Words::new(self.session, self.opens);
        let mut flags = self.board.flags.iter().map(|flag| flag.flag);
        flags
            .find(|flag| words.flag(*flag) == name)
            .ok_or_else(|| format!("no flag {name}"))
    }

    /// `vitals 2` or `systolic again 1`.
    fn check(&self, args: &mut Args<'_>) -> Read<CheckId> {
        let mut name = args.next("a check")?.to_owned();
        if args.words.front() == Some(&"again") {
            args.words.pop_front();
            name.push_str(" again");
        }
        let name = format!("{name} {}", args.next("its number")?);
        let words = Words::new(self.session, self.opens);
        let mut checks = self.board.checks.iter().map(|check| check.id);
        checks
            .find(|check| words.check(*check) == name)
            .ok_or_else(|| format!("no check {name}"))
    }

    /// None, one, or several parted by commas.
    fn checks(&self, args: &mut Args<'_>) -> Read<Vec<CheckId>> {
        let mut checks = Vec::new();
        while !args.words.is_empty() {
            checks.push(self.check(args)?);
            if !args.flag(",") {
                break;
            }
        }
        Ok(checks)
    }
}

/// One word of a reading. A figure is digits alone: no sign, so that nothing typed wrong reads as something else; and no sign
/// is said twice, because nobody could tell which of the two was meant.
fn value(word: &str, values: &mut Values) -> Option<()> {
    let figure = |digits: &str| -> Option<i32> {
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| digits.parse().ok())?
    };
    let mut said = |sign: Sign, value: i32| values.insert(sign, value).is_none().then_some(());
    if let Some((systolic, diastolic)) = word.split_once('/') {
        said(Sign::Systolic, figure(systolic)?)?;
        return said(Sign::Diastolic, figure(diastolic)?);
    }
    if let Some((whole, tenth)) = word.split_once('.') {
        if tenth.len() != 1 {
            return None;
        }
        let tenths = figure(whole)?.checked_mul(10)?;
        return said(Sign::Temperature, tenths.checked_add(figure(tenth)?)?);
    }
    let lettered = [
        ('d', Sign::Distress),
        ('o', Sign::OxygenSaturation),
        ('r', Sign::RespiratoryRate),
        ('s', Sign::Systolic),
    ];
    for (letter, sign) in lettered {
        if let Some(number) = word.strip_prefix(letter) {
            return said(sign, figure(number)?);
        }
    }
    said(Sign::Pulse, figure(word)?)
}

/// Tenths of a decimal with at most one place.
fn decimal(word: &str) -> Option<i64> {
    let (whole, tenth) = word.split_once('.').unwrap_or((word, "0"));
    let tenth: i64 = (tenth.len() == 1).then(|| tenth.parse().ok())??;
    let whole: i64 = whole
        .parse()
        .ok()
        .filter(|whole| (0..1_000_000).contains(whole))?;
    Some(whole * 10 + tenth)
}

fn span(word: &str) -> Read<Span> {
    span_of(word).ok_or_else(|| format!("{word} is no length of time"))
}

fn gate(word: &str) -> Read<GateId> {
    let gates = [GateId::Dose1, GateId::Dose2, GateId::Leaving];
    gates
        .into_iter()
        .find(|gate| gate_word(*gate) == word)
        .ok_or_else(|| format!("no gate {word}"))
}

fn dose(word: &str) -> Read<Dose> {
    match word {
        "dose1" => Ok(Dose::First),
        "dose2" => Ok(Dose::Supplemental),
        _ => Err(format!("no dose {word}")),
    }
}

fn ending(word: &str) -> Read<Ending> {
    Ok(match word {
        "as-planned" => Ending::AsPlanned,
        "transferred" => Ending::Transferred,
        "against-advice" => Ending::LeftAgainstAdvice,
        "stopped" => Ending::Stopped,
        "died" => Ending::Died,
        _ => return Err(format!("no ending {word}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(words: &str) -> Option<Vec<(Sign, i32)>> {
        let mut values = Values::new();
        words
            .split(' ')
            .try_for_each(|word| value(word, &mut values))?;
        Some(values.into_iter().collect())
    }

    #[test]
    fn a_reading_is_digits_and_each_sign_once() {
        let read = values("138/86 72 36.8 d3 o97 r14").expect("a reading");
        assert_eq!(read.len(), 7);
        assert!(read.contains(&(Sign::Temperature, 368)));
        for bad in [
            "+138/86",
            "138/-86",
            "138/",
            "-1",
            "+72",
            "72 73",
            "138/86 s120",
            "36.85",
            "36.",
            ".8",
            "36.+8",
            "-0.5",
            "d-3",
            "d",
            "99999999999",
            "400000000.1",
            "1e2",
            "७२",
            "72bpm",
            "",
        ] {
            assert_eq!(values(bad), None, "{bad}");
        }
    }
}
