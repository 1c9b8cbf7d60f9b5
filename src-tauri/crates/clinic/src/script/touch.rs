//! Touch in the language of scenarios.

use super::act::{Args, Read, Scope};
use super::reading::span_of;
use crate::id::PersonId;
use crate::session::act::Act;
use crate::session::touch::{TouchAgreement, TouchAsked, TouchDone, TouchNeed, covers};

impl Scope<'_> {
    /// `agree …`, `narrow …`, `refuse …`, `end …`, or the touch itself.
    pub(super) fn touch(&self, args: &mut Args<'_>) -> Read<Act> {
        match args.next("a part")? {
            "agree" => {
                let people = self.people(args)?;
                let stop = args.after("stop").unwrap_or_default().to_owned();
                let text = args.after("words").unwrap_or_default().to_owned();
                Ok(Act::AgreeTouch(TouchAgreement {
                    parts: parts(args),
                    people,
                    stop,
                    text,
                }))
            }
            "narrow" => {
                let text = args.after("because").unwrap_or_default().to_owned();
                Ok(Act::NarrowTouch {
                    part: rest(args),
                    text,
                })
            }
            "refuse" => {
                let text = args.after("because").unwrap_or_default().to_owned();
                Ok(Act::RefuseTouch {
                    part: rest(args),
                    text,
                })
            }
            "end" => self.end_touch(args),
            "fall" => self.touched(Some(TouchNeed::Fall), None, args),
            "resuscitation" => self.touched(Some(TouchNeed::Resuscitation), None, args),
            part => self.touched(None, Some(part), args),
        }
    }

    fn touched(
        &self,
        need: Option<TouchNeed>,
        part: Option<&str>,
        args: &mut Args<'_>,
    ) -> Read<Act> {
        let consent = args.after("yes").unwrap_or_default().to_owned();
        let people = self.people(args)?;
        // A part of several words stands before the word that says who asked.
        let mut part = part.unwrap_or_default().to_owned();
        while need.is_none() && args.words.front().is_some_and(|word| !asks(word)) {
            part.push(' ');
            part.push_str(args.next("a word")?);
        }
        let (client, offered, nobody) = (
            args.flag("asked"),
            args.flag("offered"),
            args.flag("unasked"),
        );
        let asked = match (client, offered, nobody || need.is_some()) {
            (true, false, false) => TouchAsked::Client,
            (false, true, false) => TouchAsked::Therapist,
            (false, false, true) => TouchAsked::Nobody,
            _ => return Err("say `asked` (by the client), `offered` or `unasked`".to_owned()),
        };
        let length = args.words.iter().position(|word| is_length(word));
        let length = length
            .and_then(|at| args.words.remove(at))
            .and_then(span_of);
        Ok(Act::Touch(TouchDone {
            part,
            text: args.text(),
            people,
            asked,
            consent,
            length,
            need,
        }))
    }

    /// The touch that runs; of several, the one that is named.
    fn end_touch(&self, args: &mut Args<'_>) -> Read<Act> {
        let part = rest(args);
        if let Some(touch) = self.names.get(&part) {
            return Ok(Act::EndTouch { touch: *touch });
        }
        let running = self.board.touch.touches.iter();
        let running = running.filter(|touch| touch.until.is_none());
        let fits: Vec<u64> = running
            .filter(|touch| part.is_empty() || covers(&part, &touch.part))
            .map(|touch| touch.touch)
            .collect();
        match fits.as_slice() {
            [touch] => Ok(Act::EndTouch { touch: *touch }),
            [] => Err("no such touch runs".to_owned()),
            _ => Err("several touches run: name the part".to_owned()),
        }
    }

    /// `from MS, AK`.
    fn people(&self, args: &mut Args<'_>) -> Read<Vec<PersonId>> {
        let Some(at) = args.words.iter().position(|word| *word == "from") else {
            return Ok(Vec::new());
        };
        args.words.remove(at);
        let mut people = Vec::new();
        while let Some(initials) = args.words.remove(at) {
            people.push(self.person(initials)?);
            if args.words.get(at) != Some(&",") {
                break;
            }
            args.words.remove(at);
        }
        Ok(people)
    }
}

/// Words parted by commas; *none* names none.
fn parts(args: &mut Args<'_>) -> Vec<String> {
    let words = rest(args);
    let parts = words.split(',').map(str::trim);
    parts
        .filter(|part| !part.is_empty() && *part != "none")
        .map(str::to_owned)
        .collect()
}

/// What is left, as one text.
fn rest(args: &mut Args<'_>) -> String {
    args.words.drain(..).collect::<Vec<_>>().join(" ")
}

/// The words that say who asked.
fn asks(word: &str) -> bool {
    matches!(word, "asked" | "offered" | "unasked")
}

/// A length of time, and not a part that happens to be one: it begins with a figure.
fn is_length(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) && span_of(word).is_some()
}
