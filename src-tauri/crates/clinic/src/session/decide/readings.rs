//! Values are taken; contacts are told; the room is kept quiet; a red flag is seen.

use super::{By, Draft, some_words, words};
use crate::protocol::Plausible;
use crate::quantity::{Sign, Values};
use crate::session::act::Act;
use crate::session::event::{Author, Event, QuietBreak};
use crate::session::refusal::{Outside, Refusal};
use crate::time::Span;

impl Draft<'_> {
    pub(super) fn take_reading(&mut self, act: &Act, by: By) -> Result<(), Refusal> {
        let Act::TakeReading {
            values,
            confirmed,
            taken_by,
            manner,
            from_paper,
        } = act
        else {
            return Ok(());
        };
        if values.is_empty() {
            return Err(Refusal::EmptyReading);
        }
        words(manner)?;
        taken_by.map_or(Ok(()), |person| self.known(person))?;
        let outside = self.outside(values);
        let doubtful: Vec<Outside> = outside
            .iter()
            .filter(|value| !confirmed.contains(&value.sign))
            .copied()
            .collect();
        if !doubtful.is_empty() {
            return Err(Refusal::Implausible { signs: doubtful });
        }
        let confirmed: Vec<Sign> = outside.iter().map(|value| value.sign).collect();
        let taken = Event::ReadingTaken {
            values: values.clone(),
            confirmed,
            taken_by: taken_by.filter(|person| *person != by.person),
            manner: manner.clone(),
            from_paper: *from_paper,
        };
        let satisfied = self.state.satisfied_by(values, by.happened);
        let reading = self.say(by, taken);
        for (check, signs, after_miss) in satisfied {
            self.say(
                by,
                Event::CheckMet {
                    check,
                    reading,
                    signs,
                    after_miss,
                },
            );
        }
        self.weigh(Author::Person(by.person), reading, values, by.happened);
        Ok(())
    }

    fn outside(&self, values: &Values) -> Vec<Outside> {
        let outside = |rule: &&Plausible| {
            values
                .get(&rule.sign)
                .is_some_and(|value| !(rule.from..=rule.to).contains(value))
        };
        let rules = self.state.protocol.plausible.iter().filter(outside);
        rules
            .map(|rule| Outside {
                sign: rule.sign,
                from: rule.from,
                to: rule.to,
                line: rule.cite.line,
            })
            .collect()
    }

    pub(super) fn tell_contact(
        &mut self,
        by: By,
        contact: &str,
        who: &str,
        said: &str,
        flag: Option<u64>,
    ) -> Result<(), Refusal> {
        words(said)?;
        words(who)?;
        let contacts = &self.state.protocol.help.contacts;
        if contact.is_empty() {
            some_words(who)?;
        } else if !contacts.iter().any(|known| known.id == contact) {
            return Err(Refusal::UnknownItem);
        }
        if flag.is_some_and(|flag| !self.state.flags.contains_key(&flag)) {
            return Err(Refusal::NothingSuchOpen);
        }
        self.say(
            by,
            Event::ContactTold {
                contact: contact.to_owned(),
                who: who.to_owned(),
                said: said.to_owned(),
                flag,
            },
        );
        Ok(())
    }

    pub(super) fn begin_quiet(&mut self, by: By, length: Span) -> Result<(), Refusal> {
        let longest = self.state.protocol.quiet.longest;
        if length > longest {
            return Err(Refusal::QuietTooLong { longest });
        }
        if length <= Span::ZERO {
            return Err(Refusal::OutOfRange);
        }
        if self.state.quiet.is_some() {
            return Err(Refusal::QuietAlready);
        }
        self.say(
            by,
            Event::QuietBegan {
                until: by.happened + length,
            },
        );
        Ok(())
    }

    pub(super) fn end_quiet(&mut self, by: By) -> Result<(), Refusal> {
        if self.state.quiet.is_none() {
            return Err(Refusal::NotQuiet);
        }
        self.break_quiet(Author::Person(by.person), QuietBreak::Person);
        Ok(())
    }

    pub(super) fn see_red_flag(&mut self, by: By, kind: &str) -> Result<(), Refusal> {
        if !self
            .state
            .protocol
            .red_flags
            .iter()
            .any(|known| known.id == kind)
        {
            return Err(Refusal::UnknownItem);
        }
        self.say(
            by,
            Event::RedFlagSeen {
                kind: kind.to_owned(),
            },
        );
        self.break_quiet(Author::Person(by.person), QuietBreak::RedFlag);
        Ok(())
    }
}
