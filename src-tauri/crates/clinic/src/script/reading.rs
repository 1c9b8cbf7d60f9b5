//! Text into lines.

use super::{BadLine, Command, Happened, Line, SCRIPT_BYTES_MAX, Script, Wall, What};
use crate::people::Role;
use crate::time::Span;

/// First words of what time brings.
const OF_TIME: [&str; 11] = [
    "due",
    "late",
    "missed",
    "frame",
    "tile",
    "tone",
    "ask-other",
    "contact",
    "quiet-ends",
    "window",
    "nothing",
];

/// Verbs of people.
const VERBS: [&str; 33] = [
    "read", "excuse", "defer", "see", "explain", "tell", "quiet", "redflag", "dose", "dose2",
    "correct", "declined", "withheld", "gate", "override", "truetime", "step", "phase", "in",
    "out", "note", "star", "strike", "amend", "effect", "change", "end", "drank", "report",
    "agree", "close", "confirm", "touch",
];

/// The file while it is read.
#[derive(Default)]
struct Reading {
    protocol: Option<(String, u32)>,
    people: Vec<(String, Role)>,
    lines: Vec<Line>,
    deviations: Option<Vec<(usize, String)>>,
}

pub(super) fn script(text: &str) -> Result<Script, BadLine> {
    if text.len() > SCRIPT_BYTES_MAX {
        return Err(bad(0, "the file is too long"));
    }
    let mut reading = Reading::default();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if !line.is_empty() && !line.starts_with('#') {
            reading
                .line(number, line)
                .map_err(|what| bad(number, &what))?;
        }
    }
    reading.finish()
}

fn bad(line: usize, what: &str) -> BadLine {
    BadLine {
        line,
        what: what.to_owned(),
    }
}

impl Reading {
    fn line(&mut self, number: usize, line: &str) -> Result<(), String> {
        let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim();
        if let Some(deviations) = &mut self.deviations {
            deviations.push((
                number,
                line.split_whitespace().collect::<Vec<_>>().join(" "),
            ));
            return Ok(());
        }
        match first {
            "protocol" => {
                let (id, version) = rest.split_once(" v").ok_or("a protocol is `id vN`")?;
                let version = version
                    .trim()
                    .parse()
                    .map_err(|_| "a version is a number")?;
                self.protocol = Some((id.trim().to_owned(), version));
                Ok(())
            }
            "people" => rest.split(',').try_for_each(|person| self.person(person)),
            "deviations" if rest.is_empty() || rest == "none" => {
                self.deviations = Some(Vec::new());
                Ok(())
            }
            _ => self.timed(number, first, rest),
        }
    }

    fn person(&mut self, text: &str) -> Result<(), String> {
        let (initials, role) = text
            .trim()
            .split_once(' ')
            .ok_or("a person is `INITIALS role`")?;
        let role = role_of(role.trim()).ok_or_else(|| format!("no role {role}"))?;
        self.people.push((initials.to_owned(), role));
        Ok(())
    }

    fn timed(&mut self, number: usize, time: &str, rest: &str) -> Result<(), String> {
        let at = time_of(time).ok_or_else(|| format!("{time} is no time"))?;
        if self.lines.last().is_some_and(|last| at < last.at) {
            return Err("time runs backwards".to_owned());
        }
        let (what, expects) = match rest.split_once("->") {
            Some((what, expects)) => (what.trim(), listed(expects)),
            None => (rest, Vec::new()),
        };
        let verb = what.split([' ', '\t', ';']).next().unwrap_or_default();
        let line = if OF_TIME.contains(&verb) {
            let mut items = listed(what);
            items.retain(|item| item != "nothing");
            Line {
                number,
                at,
                what: What::Time,
                expects: items,
            }
        } else {
            Line {
                number,
                at,
                what: what_of(verb, what)?,
                expects,
            }
        };
        if self.lines.is_empty() != matches!(line.what, What::Open) {
            return Err("the first timed line, and no other, is `open`".to_owned());
        }
        self.lines.push(line);
        Ok(())
    }

    fn finish(self) -> Result<Script, BadLine> {
        let (protocol, version) = self
            .protocol
            .ok_or_else(|| bad(0, "no protocol is named"))?;
        let deviations = self
            .deviations
            .ok_or_else(|| bad(0, "the deviations are not listed"))?;
        let opens = self
            .lines
            .first()
            .map(|line| line.at)
            .ok_or_else(|| bad(0, "nothing happens"))?;
        if self.people.is_empty() {
            return Err(bad(0, "nobody acts"));
        }
        Ok(Script {
            protocol,
            version,
            people: self.people,
            opens,
            lines: self.lines,
            deviations,
        })
    }
}

fn listed(text: &str) -> Vec<String> {
    let items = text
        .split(';')
        .map(|item| item.split_whitespace().collect::<Vec<_>>().join(" "));
    items.filter(|item| !item.is_empty()).collect()
}

pub(super) fn what_of(verb: &str, text: &str) -> Result<What, String> {
    let rest = text.strip_prefix(verb).unwrap_or_default().trim();
    let span = |text: &str| span_of(text).ok_or_else(|| format!("{text} is no length of time"));
    Ok(match verb {
        "open" => What::Open,
        "shows" => What::Shows(listed(rest)),
        "sleep" if rest.is_empty() => What::Sleep(None),
        "sleep" => What::Sleep(Some(span(rest)?)),
        "wake" => What::Wake,
        "quit" => What::Quit { crash: false },
        "crash" => What::Quit { crash: true },
        "start" => What::Start,
        "off" => What::Off,
        "boot" => What::Boot(match rest.strip_prefix("wall").map(str::trim) {
            None => Wall::Right,
            Some("1970") => Wall::Lost,
            Some(by) => Wall::Off(span(by)?),
        }),
        "clock" => What::Clock(span(rest)?),
        "zone" => {
            What::Zone(i16::try_from(span(rest)?.whole_minutes()).map_err(|_| "no such zone")?)
        }
        "tick" => What::Time,
        _ if VERBS.contains(&verb) => What::Act(command(verb, rest)?),
        _ => return Err(format!("no verb {verb}")),
    })
}

fn command(verb: &str, rest: &str) -> Result<Command, String> {
    let mut words = words_of(rest)?;
    let mut name = None;
    let mut happened = None;
    words.retain(|(word, quoted)| {
        if !quoted && word.starts_with('=') {
            name = word.strip_prefix('=').map(str::to_owned);
            return false;
        }
        match word
            .strip_prefix('@')
            .filter(|_| !quoted)
            .and_then(happened_of)
        {
            Some(found) => happened = Some(found),
            None => return true,
        }
        false
    });
    let by_at = words
        .iter()
        .position(|(word, quoted)| !quoted && word == "by");
    let by = by_at.and_then(|at| {
        words
            .get(at.saturating_add(1))
            .map(|(word, _)| word.clone())
    });
    if let Some(at) = by_at {
        words.drain(at..words.len().min(at.saturating_add(2)));
    }
    Ok(Command {
        verb: verb.to_owned(),
        words: words.into_iter().map(|(word, _)| word).collect(),
        by,
        happened,
        name,
    })
}

/// Words and whether they stood in quotes; a comma ends a word and is one.
fn words_of(text: &str) -> Result<Vec<(String, bool)>, String> {
    let mut words = Vec::new();
    for (n, part) in text.split('"').enumerate() {
        if n % 2 == 1 {
            words.push((part.to_owned(), true));
        } else {
            let spaced = part.replace(',', " , ");
            words.extend(
                spaced
                    .split_whitespace()
                    .map(|word| (word.to_owned(), false)),
            );
        }
    }
    if text.matches('"').count() % 2 == 1 {
        return Err("a quotation does not end".to_owned());
    }
    Ok(words)
}

fn happened_of(text: &str) -> Option<Happened> {
    // `@-5` is five minutes ago; `@-0:05` is a time before zero.
    match text.strip_prefix('-') {
        Some(minutes) if !minutes.contains(':') => {
            Some(Happened::Ago(Span::minutes(minutes.parse().ok()?)))
        }
        _ => time_of(text).map(Happened::At),
    }
}

/// `h:mm` or `h:mm:ss`, negative before zero.
pub(super) fn time_of(text: &str) -> Option<Span> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let mut parts = digits
        .split(':')
        .map(|part| part.parse::<i64>().ok().filter(|n| (0..=999).contains(n)));
    let (hours, minutes) = (parts.next()??, parts.next()??);
    let seconds = match parts.next() {
        Some(seconds) => seconds?,
        None => 0,
    };
    if minutes > 59 || seconds > 59 || parts.next().is_some() {
        return None;
    }
    Some(Span::seconds(
        sign * (hours * 3_600 + minutes * 60 + seconds),
    ))
}

/// `35m`, `+1h`, `-90s`, `1h30m`.
pub(super) fn span_of(text: &str) -> Option<Span> {
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut seconds = 0i64;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, unit) = rest.split_at_checked(digits)?;
        let number: i64 = number.parse().ok().filter(|n| *n < 1_000_000)?;
        let each = match unit.chars().next()? {
            'h' => 3_600,
            'm' => 60,
            's' => 1,
            _ => return None,
        };
        seconds += number * each;
        rest = unit.get(1..)?;
    }
    (!text.is_empty()).then(|| Span::seconds(sign * seconds))
}

fn role_of(word: &str) -> Option<Role> {
    Some(match word {
        "lead" => Role::LeadTherapist,
        "co" => Role::CoTherapist,
        "prescriber" => Role::Prescriber,
        "night" => Role::NightAttendant,
        "supervisor" => Role::Supervisor,
        "monitor" => Role::MedicalMonitor,
        "keeper" => Role::VaultKeeper,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    const HEAD: &str = "protocol small v1\npeople MS lead, AK co\n";

    fn bad(rest: &str) -> String {
        parse(&format!("{HEAD}{rest}"))
            .expect_err("no scenario")
            .to_string()
    }

    #[test]
    fn what_is_no_scenario_is_named_by_its_line() {
        assert_eq!(
            parse("").expect_err("empty").to_string(),
            "line 0: no protocol is named"
        );
        assert_eq!(bad("0:00 open\n"), "line 0: the deviations are not listed");
        assert_eq!(
            bad("0:00 wake\n"),
            "line 3: the first timed line, and no other, is `open`"
        );
        assert_eq!(bad("0:00 open\n0:75 tick\n"), "line 4: 0:75 is no time");
        assert_eq!(bad("0:10 open\n0:05 tick\n"), "line 4: time runs backwards");
        assert_eq!(bad("0:00 open\n0:05 sing\n"), "line 4: no verb sing");
        assert_eq!(
            bad("0:00 open\n0:05 note \"x\n"),
            "line 4: a quotation does not end"
        );
        assert_eq!(
            bad("0:00 open\n0:05 sleep long\n"),
            "line 4: long is no length of time"
        );
    }

    #[test]
    fn a_command_is_taken_apart() {
        let text = format!(
            "{HEAD}-0:10 open\n 0:05 read 138/86 72 @-5 by AK =first -> vitals 1 met @0:00\ndeviations none\n"
        );
        let script = parse(&text).expect("a scenario");
        let line = script.lines.last().expect("two lines");
        let What::Act(command) = &line.what else {
            panic!("an act")
        };
        assert_eq!(command.words, ["138/86", "72"]);
        assert_eq!(command.by.as_deref(), Some("AK"));
        assert_eq!(command.name.as_deref(), Some("first"));
        assert_eq!(command.happened, Some(Happened::Ago(Span::minutes(5))));
        assert_eq!(line.expects, ["vitals 1 met @0:00"]);
        assert_eq!(script.opens, Span::minutes(-10));
    }

    #[test]
    fn times_and_lengths_are_read() {
        assert_eq!(time_of("-0:45"), Some(Span::minutes(-45)));
        assert_eq!(time_of("1:02:03"), Some(Span::seconds(3_723)));
        assert_eq!(time_of("1:2:3:4"), None);
        assert_eq!(span_of("1h5m"), Some(Span::minutes(65)));
        assert_eq!(span_of("-90s"), Some(Span::seconds(-90)));
        assert_eq!(span_of("5"), None);
        assert_eq!(span_of(""), None);
    }
}
