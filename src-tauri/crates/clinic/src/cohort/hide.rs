//! Which numbers of the cohort may be shown. A number that rests on few clients says something about one of them, and so does
//! every number from which such a one can be worked out.
//!
//! - A line that rests on fewer than [`LEAST`] clients is hidden. A line that rests on nobody has nothing to hide: it is nought.
//! - From the total and the lines that are shown, the sum of the hidden ones can be worked out. So the hidden lines must rest on
//!   [`LEAST`] clients together, and must not all have the same number: a line is added to them, always the smallest that is
//!   shown, with all that are as small, until that holds. Then any two different hidden numbers could stand the other way
//!   round and the same would be shown, also to somebody who knows this rule.
//! - Where nothing but noughts would be left, the whole table is withheld.
//! - The same clients, or all the others, are not hidden in one table and shown in another.
//!
//! Kept for every table by itself; that nothing can be worked out from several tables together holds for the same lines only,
//! and nothing is kept of what the page showed on another day.

use super::Clients;
use std::collections::BTreeSet;

/// A number that rests on fewer clients than this is not shown. The usual least cell of statistical disclosure control:
/// hospital and census figures are given out with cells of five or more (threshold rule).
pub const LEAST: usize = 5;

/// A line of a table: its number, and the clients that it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub value: u64,
    pub clients: Clients,
}

impl Line {
    /// A number of clients.
    pub fn of(clients: Clients) -> Line {
        Line {
            value: u64::try_from(clients.len()).unwrap_or(u64::MAX),
            clients,
        }
    }
}

/// What was shown and hidden so far, over the tables of one page.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    all: Clients,
    shown: BTreeSet<Clients>,
    hidden: BTreeSet<Clients>,
}

impl Told {
    pub fn new(clients: usize) -> Told {
        let mut told = Told {
            all: (0..clients).collect(),
            shown: BTreeSet::new(),
            hidden: BTreeSet::new(),
        };
        let all = told.all.clone();
        told.shown.insert(told.either(&all));
        told
    }

    /// The clients or all the others, whichever is written for both: who knows how many the one are knows the other.
    fn either(&self, clients: &Clients) -> Clients {
        self.others(clients).min(clients.clone())
    }

    /// All who are not among these.
    pub fn others(&self, clients: &Clients) -> Clients {
        self.all.difference(clients).copied().collect()
    }

    /// Which lines may be shown of a table whose numbers are not of clients; none: it is withheld.
    pub fn apart(lines: &[Line]) -> Option<Vec<bool>> {
        Told::default().choose(lines)
    }

    /// Which lines may be shown of a table of numbers of clients; none: the table is withheld.
    pub fn show(&mut self, lines: &[Line]) -> Option<Vec<bool>> {
        let shown = self.choose(lines);
        for (place, line) in lines.iter().enumerate() {
            let either = self.either(&line.clients);
            let may = shown.as_ref().and_then(|shown| shown.get(place));
            if may == Some(&true) {
                self.shown.insert(either);
            } else if !self.shown.contains(&either) {
                self.hidden.insert(either);
            }
        }
        shown
    }

    fn choose(&self, lines: &[Line]) -> Option<Vec<bool>> {
        let shown_before = |line: &Line| self.shown.contains(&self.either(&line.clients));
        let hidden_before = |line: &Line| self.hidden.contains(&self.either(&line.clients));
        let free = |line: &Line| {
            !line.clients.is_empty() && (line.clients.len() < LEAST || !shown_before(line))
        };
        let mut most = LEAST - 1;
        loop {
            let hides =
                |line: &Line| free(line) && (line.clients.len() <= most || hidden_before(line));
            let hidden: Vec<&Line> = lines.iter().filter(|line| hides(line)).collect();
            if keeps(&hidden) {
                let shown: Vec<bool> = lines.iter().map(|line| !hides(line)).collect();
                let left = |(line, shown): (&Line, &bool)| *shown && !line.clients.is_empty();
                let something = hidden.is_empty() || lines.iter().zip(&shown).any(left);
                return something.then_some(shown);
            }
            let sizes = lines.iter().filter(|line| free(line) && !hides(line));
            most = sizes.map(|line| line.clients.len()).min()?;
        }
    }
}

/// Whether the sum of hidden lines gives none of them away.
fn keeps(hidden: &[&Line]) -> bool {
    let together: Clients = hidden
        .iter()
        .flat_map(|line| line.clients.iter().copied())
        .collect();
    let different: BTreeSet<u64> = hidden.iter().map(|line| line.value).collect();
    hidden.is_empty() || (together.len() >= LEAST && different.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Lines of so many clients each, every client in one of them.
    fn parted(sizes: &[usize]) -> Vec<Line> {
        let mut next = 0;
        let line = |size: &usize| {
            let clients = (next..next + size).collect();
            next += size;
            Line::of(clients)
        };
        sizes.iter().map(line).collect()
    }

    /// What a reader sees of a table of one total: each number, or that it is hidden; none: withheld.
    fn picture(sizes: &[usize]) -> Option<Vec<Option<usize>>> {
        let shown = Told::new(sizes.iter().sum()).show(&parted(sizes))?;
        let cell = |(size, shown): (&usize, bool)| shown.then_some(*size);
        Some(sizes.iter().zip(shown).map(cell).collect())
    }

    /// Every way to part so many clients into so many lines.
    fn ways(total: usize, lines: usize) -> Vec<Vec<usize>> {
        if lines == 0 {
            return if total == 0 {
                vec![Vec::new()]
            } else {
                Vec::new()
            };
        }
        let first = 0..=total;
        let rest = |size: usize| {
            let others = ways(total - size, lines - 1).into_iter();
            others.map(move |other| [vec![size], other].concat())
        };
        first.flat_map(rest).collect()
    }

    #[test]
    fn a_small_line_is_hidden_and_another_with_it() {
        assert_eq!(picture(&[6, 7, 9]), Some(vec![Some(6), Some(7), Some(9)]));
        assert_eq!(picture(&[3, 7, 9]), Some(vec![None, None, Some(9)]));
        assert_eq!(
            picture(&[9, 0, 7, 3]),
            Some(vec![Some(9), Some(0), None, None])
        );
        // Two together that are still fewer than five, and two that are alike.
        assert_eq!(
            picture(&[1, 2, 8, 9]),
            Some(vec![None, None, None, Some(9)])
        );
        assert_eq!(
            picture(&[4, 4, 8, 9]),
            Some(vec![None, None, None, Some(9)])
        );
        assert_eq!(picture(&[1, 4, 8]), Some(vec![None, None, Some(8)]));
        // All that are as small as the one that is added.
        assert_eq!(
            picture(&[3, 7, 7, 9]),
            Some(vec![None, None, None, Some(9)])
        );
    }

    #[test]
    fn a_table_of_which_nothing_would_be_left_is_withheld() {
        assert_eq!(picture(&[3, 9]), None);
        assert_eq!(picture(&[3, 9, 0]), None);
        assert_eq!(picture(&[1, 1, 1, 1, 1]), None);
        assert_eq!(picture(&[0, 12]), Some(vec![Some(0), Some(12)]));
    }

    #[test]
    fn the_same_clients_are_not_hidden_here_and_shown_there() {
        let line = |clients: std::ops::Range<usize>| Line::of(clients.collect());
        // Six are hidden beside three; the next table would show the six, and the three could be worked out.
        let mut told = Told::new(20);
        let first = [line(0..6), line(6..9), line(9..20)];
        assert_eq!(told.show(&first), Some(vec![false, false, true]));
        let second = [line(0..6), line(6..11), line(11..20)];
        assert_eq!(told.show(&second), Some(vec![false, false, true]));
        // The other way round: what was shown is not what is hidden to cover a small one.
        let mut told = Told::new(20);
        assert_eq!(
            told.show(&[line(0..6), line(6..20)]),
            Some(vec![true, true])
        );
        let third = [line(0..6), line(6..9), line(9..20)];
        assert_eq!(told.show(&third), Some(vec![true, false, false]));
        // All the others are the same clients said otherwise.
        let mut told = Told::new(20);
        assert_eq!(told.show(&[line(0..3), line(3..20)]), None);
        assert_eq!(told.show(&[line(3..20), line(0..3)]), None);
    }

    proptest! {
        /// From the total, the numbers shown and the rule itself, no hidden number of a table can be worked out: each could be
        /// another one, and the same would be shown.
        #[test]
        fn no_hidden_line_can_be_worked_out(sizes in prop::collection::vec(0_usize..=9, 1..=5)) {
            let Some(seen) = picture(&sizes) else { return Ok(()) };
            let shown: usize = seen.iter().flatten().sum();
            let hidden = seen.iter().filter(|cell| cell.is_none()).count();
            let mut possible: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); hidden];
            for way in ways(sizes.iter().sum::<usize>() - shown, hidden) {
                let mut fill = way.iter();
                let other: Vec<usize> = seen.iter().map(|cell| cell.unwrap_or_else(|| *fill.next().expect("one each"))).collect();
                if picture(&other).as_ref() == Some(&seen) {
                    for (values, size) in possible.iter_mut().zip(&way) {
                        values.insert(*size);
                    }
                }
            }
            for values in possible {
                prop_assert!(values.len() > 1, "{sizes:?} shown as {seen:?} gives away {values:?}");
            }
        }

        /// What is shown rests on five or on nobody, and so does everything that is hidden of a table, together.
        #[test]
        fn nothing_small_is_shown(sizes in prop::collection::vec(0_usize..=30, 1..=8)) {
            let Some(seen) = picture(&sizes) else { return Ok(()) };
            for size in seen.iter().flatten() {
                prop_assert!(*size == 0 || *size >= LEAST);
            }
            let rest = sizes.iter().sum::<usize>() - seen.iter().flatten().sum::<usize>();
            prop_assert!(rest == 0 || rest >= LEAST);
        }

        /// Over tables of any clients, in any order: the same clients are never hidden once and shown once.
        #[test]
        fn tables_do_not_give_each_other_away(
            tables in prop::collection::vec(prop::collection::vec(0_u8..4, 16), 1..5),
        ) {
            let mut told = Told::new(16);
            // How many all are is shown, and so is that nobody is nobody.
            let mut shown = BTreeSet::from([Clients::new()]);
            let mut hidden = BTreeSet::new();
            for table in tables {
                let within = |line: u8| (0..16).filter(|client| table[*client] == line).collect::<Clients>();
                let lines: Vec<Line> = (0..4).map(|line| Line::of(within(line))).collect();
                let may = told.show(&lines).unwrap_or(vec![false; 4]);
                for (line, may) in lines.iter().zip(may) {
                    let small = (1..LEAST).contains(&line.clients.len());
                    prop_assert!(!(small && may));
                    let either = told.either(&line.clients);
                    if may { shown.insert(either) } else if !shown.contains(&either) { hidden.insert(either) } else { false };
                }
            }
            prop_assert!(shown.is_disjoint(&hidden));
        }
    }
}
