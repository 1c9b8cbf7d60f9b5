//! What a role may do. One table; every door asks it for every verb. Whoever holds several roles may do what any of them may.
//!
//! Beside it stand facts that no role has: who opened the vault, whose hand a running session is in, that a backup is never written.

use crate::people::Role;
use serde::{Deserialize, Serialize};

/// What a verb is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Whatever everybody of a vault who writes has: their own words, keys and PIN.
    Desk,
    /// Reads what is about nobody: protocol and measure files, papers of the people.
    Read,
    /// Reads clients, courses, sessions and reports.
    SeeCare,
    /// Writes clients and courses.
    WriteCare,
    /// Opens sessions and acts in them.
    RunSession,
    /// Rates outcomes without seeing anything else.
    Rate,
    /// Signs what was recorded, and locks it.
    Sign,
    /// Unlocks what was locked, which voids the signatures under it.
    Unlock,
    /// Seals, opens, reviews and answers packets; keeps contacts.
    Packets,
    /// Takes protocol files in and signs them for care.
    Adopt,
    /// Reads the clinic in numbers.
    Cohort,
    /// Writes a client's whole file out of the vault, where nothing is encrypted any more.
    Export,
    /// Erases a client.
    Erase,
    /// Adds people and gives them keys. Beside the role it takes whoever opened the vault: their key makes another's, so the pen alone is
    /// not enough for adding, giving a key, taking out and letting in anew. Licences and the log are kept by a vault keeper with the pen too.
    ManagePeople,
    /// Makes backups and sets the vault up.
    Keep,
    /// Verifies the record, and reads who came to it.
    Verify,
}

use Role::{
    BlindedRater, CoTherapist, Inspector, LeadTherapist, MedicalMonitor, NightAttendant,
    Prescriber, Supervisor, VaultKeeper,
};

/// The table.
const TABLE: [(Right, &[Role]); 16] = [
    (
        Right::Desk,
        &[
            LeadTherapist,
            CoTherapist,
            Prescriber,
            NightAttendant,
            Supervisor,
            MedicalMonitor,
            BlindedRater,
            VaultKeeper,
        ],
    ),
    (Right::Read, &Role::ALL),
    (
        Right::SeeCare,
        &[
            LeadTherapist,
            CoTherapist,
            Prescriber,
            NightAttendant,
            Supervisor,
            MedicalMonitor,
            Inspector,
        ],
    ),
    (
        Right::WriteCare,
        &[LeadTherapist, CoTherapist, Prescriber, NightAttendant],
    ),
    (
        Right::RunSession,
        &[LeadTherapist, CoTherapist, Prescriber, NightAttendant],
    ),
    (Right::Rate, &[BlindedRater]),
    (
        Right::Sign,
        &[
            LeadTherapist,
            CoTherapist,
            Prescriber,
            NightAttendant,
            Supervisor,
            MedicalMonitor,
        ],
    ),
    (Right::Unlock, &[LeadTherapist, MedicalMonitor]),
    (
        Right::Packets,
        &[LeadTherapist, CoTherapist, Supervisor, MedicalMonitor],
    ),
    (
        Right::Adopt,
        &[
            LeadTherapist,
            CoTherapist,
            Prescriber,
            MedicalMonitor,
            VaultKeeper,
        ],
    ),
    (
        Right::Cohort,
        &[
            LeadTherapist,
            CoTherapist,
            Prescriber,
            Supervisor,
            MedicalMonitor,
            Inspector,
        ],
    ),
    (Right::Export, &[LeadTherapist, CoTherapist, Prescriber]),
    (Right::Erase, &[LeadTherapist, VaultKeeper]),
    (Right::ManagePeople, &[LeadTherapist, VaultKeeper]),
    (Right::Keep, &[LeadTherapist, VaultKeeper]),
    (
        Right::Verify,
        &[
            LeadTherapist,
            CoTherapist,
            Prescriber,
            NightAttendant,
            Supervisor,
            MedicalMonitor,
            Inspector,
            VaultKeeper,
        ],
    ),
];

impl Right {
    /// Every right, in the order of the table.
    pub fn all() -> impl Iterator<Item = Right> {
        TABLE.iter().map(|(right, _)| *right)
    }

    /// Whether it reaches over what others are answerable for. Rating does not: whoever rates sees nothing.
    fn weighs(self) -> bool {
        self != Right::Rate
    }

    /// Whether somebody with these roles has it.
    pub fn held_by(self, roles: &[Role]) -> bool {
        TABLE
            .iter()
            .filter(|(right, _)| *right == self)
            .any(|(_, holders)| roles.iter().any(|role| holders.contains(role)))
    }
}

/// What the roles that are to be given bring and whoever gives them lacks: nobody hands on what they do not hold. Nothing: they are given
/// alone. Otherwise somebody stands by who holds all of it; see [`stands_by`].
pub fn lacked(giver: &[Role], given: &[Role]) -> Vec<Right> {
    Right::all()
        .filter(|right| right.weighs() && right.held_by(given) && !right.held_by(giver))
        .collect()
}

/// Whether somebody with these roles may stand by where those rights are given.
pub fn stands_by(roles: &[Role], lacked: &[Right]) -> bool {
    lacked.iter().all(|right| right.held_by(roles))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table once more, as a person reads it: a change here is a decision, not a slip.
    const READ: &str = "
                     lead co   pres night sup  mon  rater insp keeper
        Desk          x    x    x    x    x    x    x    .    x
        Read          x    x    x    x    x    x    x    x    x
        SeeCare       x    x    x    x    x    x    .    x    .
        WriteCare     x    x    x    x    .    .    .    .    .
        RunSession    x    x    x    x    .    .    .    .    .
        Rate          .    .    .    .    .    .    x    .    .
        Sign          x    x    x    x    x    x    .    .    .
        Unlock        x    .    .    .    .    x    .    .    .
        Packets       x    x    .    .    x    x    .    .    .
        Adopt         x    x    x    .    .    x    .    .    x
        Cohort        x    x    x    .    x    x    .    x    .
        Export        x    x    x    .    .    .    .    .    .
        Erase         x    .    .    .    .    .    .    .    x
        ManagePeople  x    .    .    .    .    .    .    .    x
        Keep          x    .    .    .    .    .    .    .    x
        Verify        x    x    x    x    x    x    .    x    x
    ";

    #[test]
    fn the_table_is_what_it_is_read_as() {
        let lines: Vec<&str> = READ
            .lines()
            .skip(2)
            .filter(|l| !l.trim().is_empty())
            .collect();
        assert_eq!(lines.len(), Right::all().count());
        for (line, right) in lines.iter().zip(Right::all()) {
            let mut words = line.split_whitespace();
            assert_eq!(words.next(), Some(format!("{right:?}").as_str()));
            let cells: Vec<bool> = words.map(|word| word == "x").collect();
            let held: Vec<bool> = Role::ALL
                .iter()
                .map(|role| right.held_by(&[*role]))
                .collect();
            assert_eq!(cells, held, "{right:?}");
        }
    }

    /// Which role each who manages people gives alone.
    const GIVES: &str = "
                     lead co   pres night sup  mon  rater insp keeper
        lead          x    x    x    x    x    x    x    x    x
        keeper        .    .    .    .    .    .    x    .    x
    ";

    #[test]
    fn nobody_gives_alone_what_they_do_not_hold() {
        let lines = GIVES.lines().skip(2).filter(|l| !l.trim().is_empty());
        for (line, giver) in lines.zip([Role::LeadTherapist, Role::VaultKeeper]) {
            let cells: Vec<bool> = line.split_whitespace().skip(1).map(|c| c == "x").collect();
            let alone = |role: &Role| lacked(&[giver], &[*role]).is_empty();
            let given: Vec<bool> = Role::ALL.iter().map(alone).collect();
            assert_eq!(cells, given, "{giver:?}");
        }
        // A keeper who would be supervisor needs somebody who supervises or leads.
        let wanted = lacked(&[Role::VaultKeeper], &[Role::Supervisor, Role::VaultKeeper]);
        assert!(!wanted.is_empty());
        for (role, may) in [
            (Role::Supervisor, true),
            (Role::LeadTherapist, true),
            (Role::NightAttendant, false),
            (Role::VaultKeeper, false),
            (Role::BlindedRater, false),
        ] {
            assert_eq!(stands_by(&[role], &wanted), may, "{role:?}");
        }
    }

    #[test]
    fn several_roles_may_what_any_of_them_may_and_nobody_may_nothing() {
        for right in Right::all() {
            assert!(!right.held_by(&[]));
            for one in Role::ALL {
                for other in Role::ALL {
                    let either = right.held_by(&[one]) || right.held_by(&[other]);
                    assert_eq!(right.held_by(&[one, other]), either);
                }
            }
        }
    }
}
