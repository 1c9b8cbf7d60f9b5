//! In which role somebody reviews what another vault sealed for them.

use crate::people::Role;
use serde::{Deserialize, Serialize};

/// A reviewer's role. Several people may review one packet, each in a role of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewRole {
    /// Supervises the team.
    Supervisor,
    /// Reads as a colleague.
    Peer,
    /// Reads for safety: adverse events above all.
    MedicalMonitor,
}

impl ReviewRole {
    /// Every role, in the order lists show them.
    pub const ALL: [ReviewRole; 3] = [
        ReviewRole::Supervisor,
        ReviewRole::Peer,
        ReviewRole::MedicalMonitor,
    ];

    /// As a contact card writes it.
    pub fn word(self) -> &'static str {
        match self {
            ReviewRole::Supervisor => "supervisor",
            ReviewRole::Peer => "peer",
            ReviewRole::MedicalMonitor => "medical_monitor",
        }
    }

    /// The role that a card writes so.
    pub fn of_word(word: &str) -> Option<ReviewRole> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    /// As a packet numbers it; nought is nobody's.
    pub fn number(self) -> u8 {
        match self {
            ReviewRole::Supervisor => 1,
            ReviewRole::Peer => 2,
            ReviewRole::MedicalMonitor => 3,
        }
    }

    /// The role of a packet's number.
    pub fn of_number(number: u8) -> Option<ReviewRole> {
        Self::ALL.into_iter().find(|role| role.number() == number)
    }

    /// What follows from what somebody is in their own vault: the one role that reviews. Who is both, or neither, says it themselves.
    pub fn of(roles: &[Role]) -> Option<ReviewRole> {
        let supervises = roles.contains(&Role::Supervisor);
        match (supervises, roles.contains(&Role::MedicalMonitor)) {
            (true, false) => Some(ReviewRole::Supervisor),
            (false, true) => Some(ReviewRole::MedicalMonitor),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_has_a_word_and_a_number_of_its_own() {
        for role in ReviewRole::ALL {
            assert_eq!(ReviewRole::of_word(role.word()), Some(role));
            assert_eq!(ReviewRole::of_number(role.number()), Some(role));
        }
        assert_eq!(ReviewRole::of_number(0), None);
        assert_eq!(ReviewRole::of_word("Supervisor"), None);
    }

    #[test]
    fn who_reviews_in_one_role_need_not_say_which() {
        use Role::{LeadTherapist, MedicalMonitor, Supervisor, VaultKeeper};
        let of = |roles: &[Role]| ReviewRole::of(roles);
        assert_eq!(of(&[Supervisor, VaultKeeper]), Some(ReviewRole::Supervisor));
        assert_eq!(of(&[MedicalMonitor]), Some(ReviewRole::MedicalMonitor));
        assert_eq!(of(&[Supervisor, MedicalMonitor]), None);
        assert_eq!(of(&[LeadTherapist]), None);
    }
}
