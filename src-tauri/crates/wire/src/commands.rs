//! Every command of the window: its name, what it takes, what it answers. The shell's list, the capability file and
//! `commands.ts` are compared with this table.

/// `(name, argument type, reply type)`; `-` stands for nothing.
pub const COMMANDS: &[(&str, &str, &str)] = &[
    ("app_state", "-", "AppState"),
    ("window_close", "-", "-"),
    ("vault_strength", "Passphrase", "Strength"),
    ("vault_phrase", "-", "Phrase"),
    ("vault_create", "NewVault", "VaultCreated"),
    ("vault_new_code", "-", "VaultCreated"),
    ("vault_save_code", "SaveCode", "-"),
    ("vault_confirm_code", "TypedCode", "OpenVault"),
    ("vault_unlock", "Unlock", "OpenVault"),
    ("vault_recover", "Recover", "OpenVault"),
    ("vault_lock", "-", "-"),
    ("people_add", "NewPerson", "OpenVault"),
    ("people_prove", "Proof", "-"),
    ("people_take_pen", "TakePen", "OpenVault"),
    ("clients_list", "-", "Client[]"),
    ("clients_add", "NewClient", "Client"),
    ("clients_name", "ClientRef", "ClientName"),
    ("protocols_list", "-", "ProtocolLine[]"),
    ("protocols_rehearse", "ProtocolRef", "RehearsedPrompt[]"),
    ("session_open", "NewSession", "SessionPlan"),
    ("session_plan", "SessionRef", "SessionPlan"),
    ("session_look", "Look", "SessionView"),
    ("session_act", "Request", "SessionView"),
    ("measures_list", "-", "MeasureLine[]"),
    ("measures_sheet", "MeasureRef", "MeasureSheet"),
    ("measures_take", "TakeMeasure", "CourseView"),
    ("handover_begin", "HandOver", "HandoverView"),
    ("handover_keep", "HandoverAnswers", "HandoverView"),
    ("handover_finish", "-", "HandoverView"),
    ("handover_end", "TakeBack", "-"),
    ("course_look", "ClientRef", "CourseView"),
    ("course_strike", "StrikeEntry", "CourseView"),
    ("drafts_keep", "Draft", "-"),
    ("drafts_of", "DraftsOf", "Draft[]"),
    ("forms_keep", "FormDraft", "-"),
    ("forms_of", "ClientRef", "FormDraft[]"),
    ("audit_verify", "-", "Verified"),
];

/// News the shell pushes to the page: `(name, payload type)`.
pub const NEWS: &[(&str, &str)] = &[
    ("session_moved", "SessionView"),
    ("vault_locked", "-"),
    ("close_asked", "-"),
    ("beat_failed", "Failure"),
];
