//! Every command the window may call, one file a room. Each is convert, call, convert; the list is compared with the
//! wire table and the capability file by a test.

pub mod app;
pub mod audit;
pub mod clients;
pub mod cohort;
pub mod confidence;
pub mod course;
pub mod drafts;
pub mod handover;
pub mod measures;
pub mod packets;
pub mod people;
pub mod protocols;
pub mod rater;
pub mod session;
pub mod sign;
pub mod today;
pub mod training;
pub mod vault;

use tauri::Wry;
use tauri::ipc::Invoke;

/// The list that tauri registers.
pub fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        app::app_state,
        app::app_machine,
        app::app_activity,
        app::app_choose,
        app::window_close,
        vault::vault_strength,
        vault::vault_phrase,
        vault::vault_create,
        vault::vault_new_code,
        vault::vault_save_code,
        vault::vault_confirm_code,
        vault::vault_waive_code,
        vault::vault_unlock,
        vault::vault_recover,
        vault::vault_inspect,
        vault::vault_glass,
        vault::vault_glass_seen,
        vault::vault_older_seen,
        vault::vault_passphrase,
        vault::vault_drill,
        vault::vault_code_lost,
        vault::vault_rotate,
        vault::vault_lock,
        vault::vault_idle,
        vault::vault_backup,
        vault::vault_backup_state,
        vault::vault_restore,
        people::people_add,
        people::people_prove,
        people::people_key,
        people::people_take_pen,
        people::people_papers,
        people::people_licence,
        people::people_duty,
        clients::clients_list,
        clients::clients_add,
        clients::clients_file,
        clients::clients_change,
        clients::clients_archive,
        clients::clients_reopen,
        clients::clients_export,
        clients::clients_erase,
        protocols::protocols_list,
        protocols::protocols_rehearse,
        protocols::protocols_read,
        protocols::protocols_import,
        protocols::protocols_adopt,
        protocols::protocols_difference,
        session::session_open,
        session::session_plan,
        session::session_look,
        session::session_act,
        session::session_veil,
        measures::measures_list,
        measures::measures_sheet,
        measures::measures_take,
        measures::measures_read,
        measures::measures_import,
        handover::handover_begin,
        handover::handover_rate,
        handover::handover_keep,
        handover::handover_finish,
        handover::handover_end,
        course::course_look,
        course::course_strike,
        course::course_plan,
        course::course_crisis,
        course::course_act,
        rater::rater_look,
        rater::rater_take,
        rater::rater_strike,
        sign::sign_look,
        sign::sign,
        sign::sign_waiting,
        sign::sign_lock,
        sign::sign_unlock,
        sign::session_amend,
        sign::people_enrol,
        people::people_removal,
        people::people_remove,
        people::people_return,
        people::people_inspector,
        packets::contacts_list,
        packets::contacts_give_card,
        packets::contacts_take_card,
        packets::contacts_change,
        packets::packets_list,
        packets::packets_keys,
        packets::packets_parts,
        packets::packets_look,
        packets::packets_seal,
        packets::packets_open,
        packets::packets_reply,
        packets::packets_destroy,
        packets::reports_print,
        confidence::confidence_look,
        confidence::confidence_write,
        confidence::confidence_slip,
        confidence::confidence_answer,
        confidence::confidence_name,
        confidence::confidence_carry,
        confidence::confidence_take,
        packets::review_look,
        packets::review_act,
        packets::review_sign,
        packets::review_trends,
        packets::review_hours,
        packets::review_waiting,
        packets::packets_offered,
        today::today_look,
        today::today_sessions,
        cohort::cohort,
        training::training_start,
        training::training_fill,
        training::training_steer,
        drafts::drafts_keep,
        drafts::drafts_of,
        drafts::forms_keep,
        drafts::forms_of,
        audit::audit_verify,
        audit::audit_code,
        audit::audit_access,
        audit::audit_trail,
    ]
}
