//! The schedule told another way: a table of instances walked minute by minute, with no states, no rows, no wake.
//!
//! It knows nothing of the engine but the rules in words. Both live through a thousand random days and must tell the same.

use super::act::{Act, When};
use super::event::{CheckId, Dose, Event, Witness};
use super::example;
use super::{Plan, Session};
use crate::id::{BootId, PersonId};
use crate::protocol::{Anchor, Protocol};
use crate::quantity::{Micrograms, Sign, Values};
use crate::time::{Elapsed, Span, Stamp};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const LEAD: PersonId = PersonId([1; 16]);
const CO: PersonId = PersonId([2; 16]);
const DAY: i64 = 420;
const SIGNS: [Sign; 4] = [
    Sign::Systolic,
    Sign::Pulse,
    Sign::Temperature,
    Sign::Distress,
];

/// What happened to which instance (series, n) at which minute.
type Told = (i64, &'static str, usize, usize);

/// A small generator of numbers, so that a day is its seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i64::try_from(self.0 >> 33).expect("31 bits fit") % sides
    }
}

struct Row {
    dosed: bool,
    every: Vec<i64>,
    early: i64,
    late: i64,
    wants: BTreeSet<Sign>,
}

enum Deed {
    Dose,
    Correct { to: i64 },
    Read { at: i64, signs: BTreeSet<Sign> },
    NotNow,
}

struct Day {
    rows: Vec<Row>,
    deeds: BTreeMap<i64, Deed>,
    again_after: i64,
    cap: u8,
}

fn any_day(seed: u64) -> Day {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut rows = Vec::new();
    for _ in 0..=dice.roll(3) {
        let mut at = dice.roll(40);
        let mut every = vec![at];
        for _ in 0..dice.roll(7) {
            at += 15 + dice.roll(60);
            every.push(at);
        }
        let first = dice.roll(4);
        let wants = (0..=dice.roll(3))
            .map(|n| SIGNS[usize::try_from((first + n) % 4).expect("small")])
            .collect();
        let (dosed, early, late) = (dice.roll(4) > 0, dice.roll(15), dice.roll(20));
        rows.push(Row {
            dosed,
            every,
            early,
            late,
            wants,
        });
    }
    let mut deeds = BTreeMap::new();
    let dose = 10 + dice.roll(60);
    for minute in 1..DAY {
        let deed = match dice.roll(60) {
            0..=2 => Deed::Read {
                at: (minute - [0, 0, dice.roll(60)][usize::try_from(dice.roll(3)).expect("small")])
                    .max(0),
                signs: SIGNS.into_iter().filter(|_| dice.roll(3) > 0).collect(),
            },
            3 => Deed::NotNow,
            4 if minute > dose && dice.roll(4) == 0 => Deed::Correct {
                to: (dose + dice.roll(40) - 20).clamp(0, minute),
            },
            _ => continue,
        };
        deeds.insert(minute, deed);
    }
    deeds.insert(dose, Deed::Dose);
    let (again_after, cap) = (
        5 + dice.roll(20),
        u8::try_from(1 + dice.roll(3)).expect("small"),
    );
    Day {
        rows,
        deeds,
        again_after,
        cap,
    }
}

// The table.

#[derive(Default, Clone)]
struct Instance {
    plan: i64,
    due: i64,
    have: BTreeSet<Sign>,
    rang: bool,
    late: bool,
    missed: bool,
    put_off: bool,
}

struct Table<'d> {
    day: &'d Day,
    dose: Option<i64>,
    /// None: not planned yet.
    grid: Vec<Vec<Option<Instance>>>,
    put_off: Vec<u8>,
    told: Vec<Told>,
}

impl Table<'_> {
    fn open(&self, s: usize, n: usize) -> bool {
        self.grid[s][n]
            .as_ref()
            .is_some_and(|i| !i.missed && !self.full(s, i))
    }

    fn full(&self, s: usize, instance: &Instance) -> bool {
        self.day.rows[s].wants.is_subset(&instance.have)
    }

    /// The minute at which the next instance of the series falls due.
    fn end(&self, s: usize, n: usize) -> i64 {
        let row = &self.day.rows[s];
        let zero = if row.dosed { self.dose.unwrap_or(0) } else { 0 };
        row.every
            .get(n + 1)
            .map_or(i64::MAX, |offset| zero + offset)
    }

    /// Everything that has not rung yet, oldest minute first.
    fn walk(&mut self, from: i64, now: i64) {
        for minute in from..=now {
            for pass in ["missed", "due", "late"] {
                for s in 0..self.grid.len() {
                    for n in 0..self.grid[s].len() {
                        if !self.open(s, n) {
                            continue;
                        }
                        let end = self.end(s, n);
                        let grace = self.day.rows[s].late;
                        let Some(i) = self.grid[s][n].as_mut() else {
                            continue;
                        };
                        let rings = match pass {
                            "missed" => end == minute,
                            "due" => !i.rang && i.due == minute,
                            _ => i.rang && !i.late && i.due + grace == minute,
                        };
                        if !rings {
                            continue;
                        }
                        match pass {
                            "missed" => i.missed = true,
                            "due" => i.rang = true,
                            _ => i.late = true,
                        }
                        self.told.push((minute, pass, s, n));
                    }
                }
            }
        }
    }

    fn plan(&mut self, dosed: bool, zero: i64, now: i64) {
        for s in 0..self.grid.len() {
            if self.day.rows[s].dosed != dosed {
                continue;
            }
            for n in 0..self.grid[s].len() {
                let plan = zero + self.day.rows[s].every[n];
                let grace = self.day.rows[s].late;
                if self.grid[s][n].is_none() {
                    self.grid[s][n] = Some(Instance {
                        plan,
                        due: plan,
                        ..Instance::default()
                    });
                    continue;
                }
                if !self.open(s, n) {
                    continue;
                }
                let Some(i) = self.grid[s][n].as_mut() else {
                    continue;
                };
                if i.plan == plan {
                    continue;
                }
                i.plan = plan;
                if i.put_off && i.due > now {
                    continue;
                }
                i.due = plan;
                i.put_off = false;
                i.rang &= plan <= now;
                i.late &= plan + grace <= now && i.rang;
            }
        }
    }

    fn read(&mut self, at: i64, signs: &BTreeSet<Sign>) {
        for s in 0..self.grid.len() {
            let row = &self.day.rows[s];
            let best = (0..self.grid[s].len())
                .filter_map(|n| Some((n, self.grid[s][n].as_ref()?)))
                .filter(|(_, i)| i.plan - row.early <= at)
                .filter(|(n, i)| !i.missed || at < self.end(s, *n))
                .filter(|(_, i)| {
                    row.wants
                        .iter()
                        .any(|sign| signs.contains(sign) && !i.have.contains(sign))
                })
                .min_by_key(|(n, i)| ((i.due - at).abs(), i.missed, i.plan, *n));
            let Some((n, i)) = best else { continue };
            let missed = i.missed;
            let took: Vec<Sign> = row.wants.intersection(signs).copied().collect();
            if let Some(i) = self.grid[s][n].as_mut() {
                i.have.extend(took);
            }
            if !missed {
                self.put_off[s] = 0;
            }
            self.told
                .push((at, if missed { "filled" } else { "met" }, s, n));
        }
    }

    fn not_now(&mut self, now: i64) {
        let until = now + self.day.again_after;
        let standing = |wanted: fn(&Instance, i64, i64) -> bool| -> Vec<(usize, usize)> {
            let mut all = Vec::new();
            for s in 0..self.grid.len() {
                for n in 0..self.grid[s].len() {
                    let early = self.day.rows[s].early;
                    if self.open(s, n)
                        && self.grid[s][n]
                            .as_ref()
                            .is_some_and(|i| wanted(i, now, early))
                    {
                        all.push((s, n));
                    }
                }
            }
            all
        };
        let mut which = standing(|i, _, _| i.rang);
        if which.is_empty() {
            let near = standing(|i, now, early| {
                !i.put_off && (now >= i.plan - early || now >= i.due - 10)
            });
            let due = |&(s, n): &(usize, usize)| self.grid[s][n].as_ref().map(|i| i.due);
            let first = near.iter().filter_map(due).min();
            which = near.into_iter().filter(|at| due(at) == first).collect();
        }
        which.retain(|&(s, n)| {
            self.put_off[s] < self.day.cap
                && self.grid[s][n].as_ref().is_some_and(|i| i.due < until)
        });
        let mut series: Vec<usize> = which.iter().map(|(s, _)| *s).collect();
        series.dedup();
        series.into_iter().for_each(|s| self.put_off[s] += 1);
        for (s, n) in which {
            if let Some(i) = self.grid[s][n].as_mut() {
                i.due = until;
                i.put_off = true;
                i.rang = false;
                i.late = false;
            }
            self.told.push((now, "put off", s, n));
        }
    }
}

fn by_the_table(day: &Day) -> Vec<Told> {
    let grid = day
        .rows
        .iter()
        .map(|row| vec![None; row.every.len()])
        .collect();
    let mut table = Table {
        day,
        dose: None,
        grid,
        put_off: vec![0; day.rows.len()],
        told: Vec::new(),
    };
    table.plan(false, 0, 0);
    for now in 0..DAY {
        // Only a deed can bring something that lies behind.
        let from = if day.deeds.contains_key(&(now - 1)) {
            0
        } else {
            now
        };
        table.walk(from, now);
        match day.deeds.get(&now) {
            Some(Deed::Dose) => {
                table.dose = Some(now);
                table.plan(true, now, now);
            }
            Some(Deed::Correct { to }) => {
                table.dose = Some(*to);
                table.plan(true, *to, now);
            }
            Some(Deed::Read { at, signs }) => table.read(*at, signs),
            Some(Deed::NotNow) => table.not_now(now),
            None => {}
        }
    }
    table.walk(0, DAY);
    table.told
}

// The engine.

fn protocol_of(day: &Day) -> Protocol {
    let mut protocol = example::protocol();
    let template = protocol.series.remove(0);
    protocol.series = day
        .rows
        .iter()
        .map(|row| {
            let mut series = template.clone();
            series.anchor = if row.dosed {
                Anchor::Dose1
            } else {
                Anchor::Arrival
            };
            series.offsets = row
                .every
                .iter()
                .map(|minute| Span::minutes(*minute))
                .collect();
            series.early = Span::minutes(row.early);
            series.late = Span::minutes(row.late);
            series.signs = row.wants.iter().copied().collect();
            series
        })
        .collect();
    protocol.gates.clear();
    protocol.limits.clear();
    protocol.plausible.clear();
    protocol.deferral.again_after = Span::minutes(day.again_after);
    protocol.deferral.cap = day.cap;
    protocol
}

fn act_of(deed: &Deed) -> (Act, When) {
    let at = |minute: i64| When::At(Elapsed(minute * 60_000));
    match deed {
        Deed::Dose => {
            let given = Act::GiveDose {
                dose: Dose::First,
                amount: Some(Micrograms(80_000)),
                kit: String::new(),
                witness: Witness::Proven(CO),
                out_of_window: None,
            };
            (given, When::Now)
        }
        Deed::Correct { to } => (
            Act::CorrectDoseTime {
                dose: Dose::First,
                reason: "misread".to_owned(),
            },
            at(*to),
        ),
        Deed::Read { at: minute, signs } => {
            let values: Values = signs.iter().map(|sign| (*sign, 100)).collect();
            let reading = Act::TakeReading {
                values,
                confirmed: Vec::new(),
                taken_by: None,
                manner: String::new(),
                from_paper: false,
            };
            (reading, at(*minute))
        }
        Deed::NotNow => {
            let defer = Act::Defer {
                checks: Vec::new(),
                reason: "process".to_owned(),
                text: String::new(),
            };
            (defer, When::Now)
        }
    }
}

/// The machine looks at random minutes only, and at every deed.
fn by_the_engine(day: &Day, seed: u64) -> Vec<Told> {
    let mut dice = Dice(seed | 1);
    let stamp = |minute: i64| Stamp {
        wall_ms: 1_800_000_000_000 + minute * 60_000,
        zone_minutes: 0,
        uptime_ms: 777 + minute * 60_000,
        boot: BootId([1; 16]),
    };
    let plan = Plan {
        protocol: Arc::new(protocol_of(day)),
        digest: String::new(),
        number: 1,
        people: example::people(),
        touch: None,
    };
    let (mut session, _) = Session::open(plan, LEAD, stamp(0));
    for now in 0..=DAY {
        let deed = day.deeds.get(&now).filter(|_| now < DAY);
        let rows = match deed {
            Some(deed) => {
                let (act, when) = act_of(deed);
                session
                    .decide(&act, when, LEAD, stamp(now))
                    .unwrap_or_else(|_| session.tick(stamp(now)))
            }
            None if now == DAY || dice.roll(9) == 0 => session.tick(stamp(now)),
            None => continue,
        };
        rows.iter().for_each(|row| session.apply(row));
    }
    let mut told = Vec::new();
    for row in session.rows() {
        let minute = row.happened.0 / 60_000;
        let mut tell = |word: &'static str, check: CheckId| {
            if let CheckId::Planned { series, n } = check {
                told.push((minute, word, usize::from(series), usize::from(n)));
            }
        };
        match &row.event {
            Event::Prompted { checks } => checks.iter().for_each(|check| tell("due", *check)),
            Event::FellLate { check } => tell("late", *check),
            Event::FellMissed { check } => tell("missed", *check),
            Event::CheckMet {
                check, after_miss, ..
            } => tell(if *after_miss { "filled" } else { "met" }, *check),
            Event::Deferred { checks, .. } => {
                checks.iter().for_each(|check| tell("put off", *check))
            }
            _ => {}
        }
    }
    told
}

#[test]
fn the_engine_and_the_table_tell_the_same_thousand_days() {
    let mut kinds: BTreeMap<&str, u32> = BTreeMap::new();
    for seed in 1..=1_000 {
        let day = any_day(seed);
        let table = by_the_table(&day);
        assert_eq!(by_the_engine(&day, seed), table, "day {seed}");
        table
            .iter()
            .for_each(|told| *kinds.entry(told.1).or_default() += 1);
    }
    println!("told by both: {kinds:?}");
    for kind in ["due", "late", "missed", "met", "filled", "put off"] {
        assert!(
            kinds.get(kind).is_some_and(|times| *times >= 100),
            "{kind} is too rare: {kinds:?}"
        );
    }
}
