//! Plays every scenario of `tests/fixtures/sessions` on the engine alone, and shows that each expectation counts.

use clinic::id::PersonId;
use clinic::people::Person;
use clinic::protocol::Protocol;
use clinic::script::play::{Differs, Door, Told, play};
use clinic::script::{self, Script, What};
use clinic::session::act::{Act, When};
use clinic::session::event::Recorded;
use clinic::session::{Plan, Refusal, Session};
use clinic::time::Stamp;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::Arc;

/// The engine alone; what is decided is kept in memory.
struct Bare {
    protocol: Arc<Protocol>,
    session: Option<Session>,
}

impl Bare {
    fn keep(&mut self, rows: Vec<Recorded>) -> Vec<Recorded> {
        if let Some(session) = &mut self.session {
            rows.iter().for_each(|row| session.apply(row));
        }
        rows
    }

    fn open_session(&self) -> &Session {
        self.session
            .as_ref()
            .expect("a scenario opens its session first")
    }
}

impl Door for Bare {
    type Trouble = Infallible;

    fn open(&mut self, script: &Script, at: Stamp) -> Result<Vec<Recorded>, Infallible> {
        let person = |(n, (initials, role)): (u8, &(String, _))| Person {
            id: PersonId([n; 16]),
            name: initials.clone(),
            initials: initials.clone(),
            roles: vec![*role],
        };
        let people: Vec<Person> = (1..).zip(&script.people).map(person).collect();
        let by = people.first().expect("a script has people").id;
        let plan = Plan {
            protocol: self.protocol.clone(),
            digest: "00".to_owned(),
            number: 1,
            people,
            touch: None,
        };
        let (session, rows) = Session::open(plan, by, at);
        self.session = Some(session);
        Ok(rows)
    }

    fn session(&mut self) -> Result<Session, Infallible> {
        Ok(self.open_session().clone())
    }

    fn tick(&mut self, at: Stamp) -> Result<Vec<Recorded>, Infallible> {
        let rows = self.open_session().tick(at);
        Ok(self.keep(rows))
    }

    fn ask(
        &mut self,
        act: &Act,
        when: When,
        by: PersonId,
        at: Stamp,
    ) -> Result<Result<Vec<Recorded>, Refusal>, Infallible> {
        let decided = self.open_session().decide(act, when, by, at);
        Ok(decided.map(|rows| self.keep(rows)))
    }

    fn start_again(&mut self, _at: Stamp) -> Result<(), Infallible> {
        let rows = self.open_session().rows().to_vec();
        let again = Session::replay(self.protocol.clone(), rows);
        self.session = Some(again.expect("what was kept is a session"));
        Ok(())
    }
}

fn protocol(id: &str, version: u32) -> Arc<Protocol> {
    let shipped = support::root().join(format!("assets/protocols/{id}/v{version}.toml"));
    let fixture = support::root().join(format!("tests/fixtures/protocols/{id}.v{version}.toml"));
    let text = std::fs::read_to_string(shipped).or_else(|_| std::fs::read_to_string(fixture));
    let text = text.unwrap_or_else(|error| panic!("protocol {id} v{version}: {error}"));
    Arc::new(
        clinic::protocol::check::check(&text)
            .unwrap_or_else(|complaints| panic!("{id}: {complaints:#?}")),
    )
}

fn scenarios() -> BTreeMap<String, Script> {
    let folder = support::root().join("tests/fixtures/sessions");
    let files = std::fs::read_dir(folder).expect("the scenarios are there");
    let paths: Vec<PathBuf> = files
        .map(|file| file.expect("a scenario is listed").path())
        .collect();
    let scripts = paths
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "script"));
    scripts
        .map(|path| {
            let name = path
                .file_stem()
                .expect("a scenario has a name")
                .to_string_lossy()
                .into_owned();
            let text = std::fs::read_to_string(&path).expect("a scenario is read");
            let script = script::parse(&text).unwrap_or_else(|bad| panic!("{name}: {bad}"));
            (name, script)
        })
        .collect()
}

struct Protocols(BTreeMap<(String, u32), Arc<Protocol>>);

impl Protocols {
    fn play(&mut self, script: &Script) -> Result<Vec<Told>, Differs> {
        let key = (script.protocol.clone(), script.version);
        let protocol = self
            .0
            .entry(key)
            .or_insert_with(|| protocol(&script.protocol, script.version))
            .clone();
        play(
            script,
            Bare {
                protocol,
                session: None,
            },
        )
    }
}

#[test]
fn every_scenario_plays_as_it_is_written() {
    let mut protocols = Protocols(BTreeMap::new());
    let scenarios = scenarios();
    let mut differ = Vec::new();
    for (name, script) in &scenarios {
        if let Err(differs) = protocols.play(script) {
            differ.push(format!("{name}.script {differs}"));
        }
    }
    println!("{} scenarios", scenarios.len());
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

/// Every single change of an expectation: words altered, numbers moved by one, an item too many, one too few.
fn altered(script: &Script) -> Vec<(usize, Script)> {
    let mut all = Vec::new();
    let mut with = |line: usize, change: &dyn Fn(&mut Script)| {
        let mut script = script.clone();
        change(&mut script);
        all.push((line, script));
    };
    for (n, line) in script.lines.iter().enumerate() {
        for (item, text) in line.expects.iter().enumerate() {
            for other in other_texts(text) {
                with(line.number, &|script| {
                    script.lines[n].expects[item].clone_from(&other)
                });
            }
            with(line.number, &|script| {
                drop(script.lines[n].expects.remove(item))
            });
        }
        with(line.number, &|script| {
            script.lines[n].expects.push("late vitals 9".to_owned())
        });
        if line.expects.len() > 1 {
            with(line.number, &|script| script.lines[n].expects.swap(0, 1));
        }
        if let What::Shows(facts) = &line.what {
            for (item, text) in facts.iter().enumerate() {
                let other = format!("{text}x");
                with(line.number, &|script| {
                    if let What::Shows(facts) = &mut script.lines[n].what {
                        facts[item].clone_from(&other);
                    }
                });
            }
        }
    }
    for (n, (line, text)) in script.deviations.iter().enumerate() {
        for other in other_texts(text) {
            with(*line, &|script| script.deviations[n].1.clone_from(&other));
        }
        with(*line, &|script| drop(script.deviations.remove(n)));
    }
    with(0, &|script| {
        script.deviations.push((0, "9:59 alone still".to_owned()))
    });
    all
}

fn other_texts(text: &str) -> Vec<String> {
    let mut others = vec![format!("{text}x"), format!("x{text}")];
    if let Some(at) = text.rfind(|c: char| c.is_ascii_digit()) {
        let digit = if text[at..].starts_with('9') {
            "8"
        } else {
            "9"
        };
        others.push(format!("{}{digit}{}", &text[..at], &text[at + 1..]));
    }
    others
}

#[test]
fn changing_any_expectation_of_any_scenario_fails_it() {
    let mut protocols = Protocols(BTreeMap::new());
    let mut changes = 0;
    for (name, script) in scenarios() {
        for (line, script) in altered(&script) {
            changes += 1;
            assert!(
                protocols.play(&script).is_err(),
                "{name}.script line {line} may say anything"
            );
        }
    }
    println!("{changes} changed expectations, all noticed");
}
