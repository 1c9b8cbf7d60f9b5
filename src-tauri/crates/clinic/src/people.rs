//! The people of a vault as the rules know them: identity, initials, roles.

use crate::id::PersonId;
use serde::{Deserialize, Serialize};

/// What a person may be in a vault. One person may hold several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Leads the therapy.
    LeadTherapist,
    /// Second therapist of the pair.
    CoTherapist,
    /// Orders the doses; called when the protocol says so.
    Prescriber,
    /// Stays overnight.
    NightAttendant,
    /// Reviews the record.
    Supervisor,
    /// Reviews adverse events.
    MedicalMonitor,
    /// Rates outcomes without seeing session content.
    BlindedRater,
    /// Reads only, by code.
    Inspector,
    /// Manages people and backups.
    VaultKeeper,
}

impl Role {
    /// Every role, in the order lists show them.
    pub const ALL: [Role; 9] = [
        Role::LeadTherapist,
        Role::CoTherapist,
        Role::Prescriber,
        Role::NightAttendant,
        Role::Supervisor,
        Role::MedicalMonitor,
        Role::BlindedRater,
        Role::Inspector,
        Role::VaultKeeper,
    ];

    /// Whether the person counts towards the pair that must be in the room.
    pub fn is_therapist(self) -> bool {
        matches!(self, Role::LeadTherapist | Role::CoTherapist)
    }

    /// Whether whoever holds it gives care in a session.
    pub fn gives_care(self) -> bool {
        self.is_therapist() || matches!(self, Role::Prescriber | Role::NightAttendant)
    }
}

/// A person as a session knows them: pinned when the session opens, so that the record reads the same in ten years.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// Printed name.
    pub name: String,
    /// Two to four letters, unique within the vault.
    pub initials: String,
    /// What they may be; sorted, at least one.
    pub roles: Vec<Role>,
}

impl Person {
    /// Whether any role makes this person one of the therapist pair.
    pub fn is_therapist(&self) -> bool {
        self.roles.iter().any(|role| role.is_therapist())
    }

    /// Whether any role makes this person give care in a session.
    pub fn gives_care(&self) -> bool {
        self.roles.iter().any(|role| role.gives_care())
    }

    /// Whether this person rates outcomes and is nothing else: nothing of a session or a course is shown to them.
    pub fn is_blind(&self) -> bool {
        self.roles == [Role::BlindedRater]
    }

    /// Whether this person was let in to look, by code.
    pub fn inspects(&self) -> bool {
        self.roles.contains(&Role::Inspector)
    }
}

/// One line of text as it was typed about a person, without what stands around it; none: empty, too long, or not plain.
pub fn line(typed: &str, most: usize) -> Option<String> {
    let typed = typed.trim();
    let plain = crate::review::is_plain(typed) && !typed.chars().any(char::is_control);
    (plain && !typed.is_empty() && typed.chars().count() <= most).then(|| typed.to_owned())
}
