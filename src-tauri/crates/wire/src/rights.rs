//! Which right each command of the window asks for. A test compares the list with the commands.

pub use clinic::rights::Right;
use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

/// A right, for the page: what it need not show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "app.ts"))]
pub enum RightName {
    Desk,
    Read,
    SeeCare,
    WriteCare,
    RunSession,
    Rate,
    Sign,
    Unlock,
    Packets,
    Adopt,
    Cohort,
    Export,
    Erase,
    ManagePeople,
    Keep,
    Verify,
}

impl From<Right> for RightName {
    fn from(right: Right) -> RightName {
        match right {
            Right::Desk => RightName::Desk,
            Right::Read => RightName::Read,
            Right::SeeCare => RightName::SeeCare,
            Right::WriteCare => RightName::WriteCare,
            Right::RunSession => RightName::RunSession,
            Right::Rate => RightName::Rate,
            Right::Sign => RightName::Sign,
            Right::Unlock => RightName::Unlock,
            Right::Packets => RightName::Packets,
            Right::Adopt => RightName::Adopt,
            Right::Cohort => RightName::Cohort,
            Right::Export => RightName::Export,
            Right::Erase => RightName::Erase,
            Right::ManagePeople => RightName::ManagePeople,
            Right::Keep => RightName::Keep,
            Right::Verify => RightName::Verify,
        }
    }
}

/// Commands that ask for none: they run without a vault, or in a client's hands.
pub const OPEN: &[&str] = &[
    "app_state",
    "app_machine",
    "app_activity",
    "app_choose",
    "window_close",
    "vault_strength",
    "vault_phrase",
    "vault_create",
    "vault_unlock",
    "vault_recover",
    "vault_inspect",
    "vault_lock",
    "vault_restore",
    "handover_keep",
    "handover_finish",
    "handover_end",
];

/// Every other command with its right.
pub const RIGHTS: &[(&str, Right)] = &[
    ("vault_new_code", Right::Desk),
    ("vault_save_code", Right::Desk),
    ("vault_confirm_code", Right::Desk),
    ("vault_waive_code", Right::Desk),
    ("vault_passphrase", Right::Desk),
    ("vault_drill", Right::Desk),
    ("vault_code_lost", Right::Desk),
    ("vault_rotate", Right::Keep),
    ("vault_idle", Right::Keep),
    ("vault_backup", Right::Keep),
    ("vault_backup_state", Right::Read),
    ("people_add", Right::ManagePeople),
    ("people_prove", Right::Desk),
    ("people_key", Right::Desk),
    ("people_take_pen", Right::Read),
    ("people_papers", Right::Read),
    ("people_licence", Right::ManagePeople),
    ("people_duty", Right::ManagePeople),
    ("people_enrol", Right::ManagePeople),
    ("people_removal", Right::ManagePeople),
    ("people_remove", Right::ManagePeople),
    ("people_return", Right::ManagePeople),
    ("people_inspector", Right::ManagePeople),
    ("vault_glass", Right::Keep),
    ("vault_glass_seen", Right::Keep),
    ("vault_older_seen", Right::Keep),
    ("clients_list", Right::SeeCare),
    ("clients_add", Right::WriteCare),
    ("clients_file", Right::SeeCare),
    ("clients_change", Right::WriteCare),
    ("clients_archive", Right::WriteCare),
    ("clients_reopen", Right::WriteCare),
    ("clients_export", Right::Export),
    ("clients_erase", Right::Erase),
    ("protocols_list", Right::Read),
    ("protocols_rehearse", Right::Read),
    ("protocols_read", Right::Read),
    ("protocols_import", Right::Adopt),
    ("protocols_adopt", Right::Adopt),
    ("protocols_difference", Right::Read),
    ("session_open", Right::RunSession),
    ("session_plan", Right::SeeCare),
    ("session_look", Right::SeeCare),
    ("session_act", Right::RunSession),
    ("session_veil", Right::Desk),
    ("measures_list", Right::Read),
    ("measures_sheet", Right::Read),
    ("measures_take", Right::WriteCare),
    ("measures_read", Right::Read),
    ("measures_import", Right::WriteCare),
    ("handover_begin", Right::WriteCare),
    ("handover_rate", Right::WriteCare),
    ("course_look", Right::SeeCare),
    ("course_strike", Right::WriteCare),
    ("course_plan", Right::SeeCare),
    ("course_crisis", Right::Read),
    ("course_act", Right::WriteCare),
    ("rater_look", Right::Rate),
    ("rater_take", Right::Rate),
    ("rater_strike", Right::Rate),
    ("sign_look", Right::SeeCare),
    ("sign", Right::Sign),
    ("sign_waiting", Right::SeeCare),
    ("sign_lock", Right::Sign),
    ("sign_unlock", Right::Unlock),
    ("session_amend", Right::WriteCare),
    ("contacts_list", Right::Packets),
    ("contacts_give_card", Right::Packets),
    ("contacts_take_card", Right::Packets),
    ("contacts_change", Right::Packets),
    ("packets_list", Right::Packets),
    ("packets_keys", Right::Packets),
    ("packets_parts", Right::Packets),
    ("packets_look", Right::Packets),
    ("packets_seal", Right::Packets),
    ("packets_open", Right::Packets),
    ("packets_reply", Right::Packets),
    ("packets_destroy", Right::Packets),
    ("reports_print", Right::SeeCare),
    ("confidence_look", Right::Desk),
    ("confidence_waiting", Right::Desk),
    ("confidence_seen", Right::Desk),
    ("confidence_write", Right::Desk),
    ("confidence_slip", Right::Desk),
    ("confidence_answer", Right::Desk),
    ("confidence_name", Right::Keep),
    ("confidence_carry", Right::Desk),
    ("confidence_take", Right::Desk),
    ("review_look", Right::Packets),
    ("review_act", Right::Packets),
    ("review_sign", Right::Packets),
    ("review_trends", Right::Packets),
    ("review_hours", Right::Packets),
    ("review_waiting", Right::Packets),
    ("packets_offered", Right::Packets),
    ("today_look", Right::SeeCare),
    ("today_sessions", Right::SeeCare),
    ("cohort", Right::Cohort),
    ("training_start", Right::RunSession),
    ("training_fill", Right::RunSession),
    ("training_steer", Right::RunSession),
    ("drafts_keep", Right::RunSession),
    ("drafts_of", Right::SeeCare),
    ("forms_keep", Right::Desk),
    ("forms_of", Right::Desk),
    ("audit_verify", Right::Verify),
    ("audit_code", Right::Verify),
    ("audit_access", Right::Verify),
    ("audit_trail", Right::SeeCare),
];

/// The right that a command asks for; none: it is open to all.
///
/// # Panics
///
/// If the program asks for a command that stands in neither list.
pub fn of(command: &str) -> Option<Right> {
    match RIGHTS.iter().find(|(name, _)| *name == command) {
        Some((_, right)) => Some(*right),
        None if OPEN.contains(&command) => None,
        None => panic!("{command} has no place among the rights"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_command_has_one_place() {
        let placed: Vec<&str> = OPEN
            .iter()
            .copied()
            .chain(RIGHTS.iter().map(|(name, _)| *name))
            .collect();
        let commands: BTreeSet<&str> = crate::COMMANDS.iter().map(|(name, ..)| *name).collect();
        assert_eq!(placed.iter().copied().collect::<BTreeSet<_>>(), commands);
        assert_eq!(placed.len(), commands.len(), "none stands there twice");
    }
}
