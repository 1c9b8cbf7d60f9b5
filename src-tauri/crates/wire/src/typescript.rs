//! Writes the TypeScript twin of every wire type and of the command table. Run by `cargo xtask wire`.

use crate::commands::{COMMANDS, NEWS};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use ts_rs::{Config, TS};

/// The file each type of the command table is written to, by its own `export_to`.
fn export<T: TS + 'static>(cfg: &Config, found: &mut Vec<(String, String)>) {
    T::export_all(cfg).expect("the TypeScript folder can be written");
    let path = T::output_path().expect("wire types name their file");
    let file = path
        .file_stem()
        .expect("a file")
        .to_string_lossy()
        .into_owned();
    found.push((T::name(cfg), file));
}

#[test]
fn typescript_is_written() {
    let cfg = Config::from_env();
    let out: PathBuf = cfg.out_dir().to_path_buf();
    if out.exists() {
        for entry in std::fs::read_dir(&out).expect("the folder can be read") {
            std::fs::remove_file(entry.expect("an entry").path()).expect("an old file can go");
        }
    }
    let mut found = Vec::new();
    export::<crate::app::AppState>(&cfg, &mut found);
    export::<crate::app::OpenVault>(&cfg, &mut found);
    export::<crate::app::Machine>(&cfg, &mut found);
    export::<crate::app::Idle>(&cfg, &mut found);
    export::<crate::app::Choose>(&cfg, &mut found);
    export::<crate::app::Chosen>(&cfg, &mut found);
    export::<crate::vault::Passphrase>(&cfg, &mut found);
    export::<crate::vault::Strength>(&cfg, &mut found);
    export::<crate::vault::Phrase>(&cfg, &mut found);
    export::<crate::vault::NewVault>(&cfg, &mut found);
    export::<crate::vault::VaultCreated>(&cfg, &mut found);
    export::<crate::vault::ChangePassphrase>(&cfg, &mut found);
    export::<crate::vault::SaveCode>(&cfg, &mut found);
    export::<crate::vault::TypedCode>(&cfg, &mut found);
    export::<crate::vault::Unlock>(&cfg, &mut found);
    export::<crate::vault::Recover>(&cfg, &mut found);
    export::<crate::inspection::Inspect>(&cfg, &mut found);
    export::<crate::inspection::NewInspector>(&cfg, &mut found);
    export::<crate::inspection::NewGlass>(&cfg, &mut found);
    export::<crate::inspection::InspectorMade>(&cfg, &mut found);
    export::<crate::people::NewPerson>(&cfg, &mut found);
    export::<crate::people::ReturnPerson>(&cfg, &mut found);
    export::<crate::people::Proof>(&cfg, &mut found);
    export::<crate::people::OwnKey>(&cfg, &mut found);
    export::<crate::licences::Papers>(&cfg, &mut found);
    export::<crate::licences::RecordLicence>(&cfg, &mut found);
    export::<crate::licences::RecordDuty>(&cfg, &mut found);
    export::<crate::people::PersonRef>(&cfg, &mut found);
    export::<crate::people::Removal>(&cfg, &mut found);
    export::<crate::people::RemovePerson>(&cfg, &mut found);
    export::<crate::people::Rotate>(&cfg, &mut found);
    export::<crate::people::Removed>(&cfg, &mut found);
    export::<crate::clients::Client>(&cfg, &mut found);
    export::<crate::clients::NewClient>(&cfg, &mut found);
    export::<crate::clients::ListClients>(&cfg, &mut found);
    export::<crate::clients::ClientRef>(&cfg, &mut found);
    export::<crate::clients::ClientList>(&cfg, &mut found);
    export::<crate::clients::ClientFile>(&cfg, &mut found);
    export::<crate::clients::ChangeClient>(&cfg, &mut found);
    export::<crate::clients::ArchiveClient>(&cfg, &mut found);
    export::<crate::clients::ExportClient>(&cfg, &mut found);
    export::<crate::clients::EraseClient>(&cfg, &mut found);
    export::<crate::clients::Receipt>(&cfg, &mut found);
    export::<crate::protocols::ProtocolLine>(&cfg, &mut found);
    export::<crate::protocols::ProtocolRef>(&cfg, &mut found);
    export::<crate::protocols::RehearsedPrompt>(&cfg, &mut found);
    export::<crate::protocols::import::ProtocolPath>(&cfg, &mut found);
    export::<crate::protocols::import::ProtocolFile>(&cfg, &mut found);
    export::<crate::protocols::import::ImportProtocol>(&cfg, &mut found);
    export::<crate::protocols::import::ImportedProtocol>(&cfg, &mut found);
    export::<crate::protocols::import::AdoptProtocol>(&cfg, &mut found);
    export::<crate::protocols::difference::DifferenceOf>(&cfg, &mut found);
    export::<crate::protocols::difference::Difference>(&cfg, &mut found);
    export::<crate::session::NewSession>(&cfg, &mut found);
    export::<crate::session::SessionRef>(&cfg, &mut found);
    export::<crate::session::Look>(&cfg, &mut found);
    export::<crate::session::act::Request>(&cfg, &mut found);
    export::<crate::session::act::TakePen>(&cfg, &mut found);
    export::<crate::session::plan::SessionPlan>(&cfg, &mut found);
    export::<crate::session::view::SessionView>(&cfg, &mut found);
    export::<crate::measures::MeasureLine>(&cfg, &mut found);
    export::<crate::measures::MeasureRef>(&cfg, &mut found);
    export::<crate::measures::MeasureSheet>(&cfg, &mut found);
    export::<crate::measures::TakeMeasure>(&cfg, &mut found);
    export::<crate::measures::import::MeasurePath>(&cfg, &mut found);
    export::<crate::measures::import::MeasureFile>(&cfg, &mut found);
    export::<crate::measures::import::ImportMeasure>(&cfg, &mut found);
    export::<crate::measures::import::ImportedMeasure>(&cfg, &mut found);
    export::<crate::handover::HandOver>(&cfg, &mut found);
    export::<crate::handover::HandOverRating>(&cfg, &mut found);
    export::<crate::handover::HandoverAnswers>(&cfg, &mut found);
    export::<crate::handover::HandoverView>(&cfg, &mut found);
    export::<crate::handover::StoppedView>(&cfg, &mut found);
    export::<crate::handover::TakenBack>(&cfg, &mut found);
    export::<crate::handover::TakeBack>(&cfg, &mut found);
    export::<crate::course::plan::CoursePlan>(&cfg, &mut found);
    export::<crate::course::act::CourseRequest>(&cfg, &mut found);
    export::<crate::backup::BackUp>(&cfg, &mut found);
    export::<crate::backup::BackedUp>(&cfg, &mut found);
    export::<crate::backup::BackupState>(&cfg, &mut found);
    export::<crate::backup::CopyProgress>(&cfg, &mut found);
    export::<crate::backup::Restore>(&cfg, &mut found);
    export::<crate::sign::Signable>(&cfg, &mut found);
    export::<crate::sign::Sign>(&cfg, &mut found);
    export::<crate::sign::LockRecord>(&cfg, &mut found);
    export::<crate::sign::UnlockRecord>(&cfg, &mut found);
    export::<crate::sign::AmendEntry>(&cfg, &mut found);
    export::<crate::sign::SignatureView>(&cfg, &mut found);
    export::<crate::sign::UnsignedLine>(&cfg, &mut found);
    export::<crate::sign::Enrol>(&cfg, &mut found);
    export::<crate::sign::Enrolled>(&cfg, &mut found);
    export::<crate::packets::Contacts>(&cfg, &mut found);
    export::<crate::packets::GiveCard>(&cfg, &mut found);
    export::<crate::packets::Written>(&cfg, &mut found);
    export::<crate::packets::TakeCard>(&cfg, &mut found);
    export::<crate::packets::ContactView>(&cfg, &mut found);
    export::<crate::packets::ChangeContact>(&cfg, &mut found);
    export::<crate::packets::ThreadLine>(&cfg, &mut found);
    export::<crate::packets::PacketChoice>(&cfg, &mut found);
    export::<crate::packets::OwnKeys>(&cfg, &mut found);
    export::<crate::packets::PieceView>(&cfg, &mut found);
    export::<crate::packets::LeavingView>(&cfg, &mut found);
    export::<crate::packets::SealPacket>(&cfg, &mut found);
    export::<crate::packets::SealedView>(&cfg, &mut found);
    export::<crate::packets::OpenPacket>(&cfg, &mut found);
    export::<crate::packets::ThreadRef>(&cfg, &mut found);
    export::<crate::packets::PrintReport>(&cfg, &mut found);
    export::<crate::packets::ReplyPacket>(&cfg, &mut found);
    export::<crate::confidence::ConfidenceView>(&cfg, &mut found);
    export::<crate::confidence::ConfidenceWaits>(&cfg, &mut found);
    export::<crate::confidence::WriteConcern>(&cfg, &mut found);
    export::<crate::confidence::Slip>(&cfg, &mut found);
    export::<crate::confidence::TypedSlip>(&cfg, &mut found);
    export::<crate::confidence::ConcernView>(&cfg, &mut found);
    export::<crate::confidence::AnswerConcern>(&cfg, &mut found);
    export::<crate::confidence::NameReaders>(&cfg, &mut found);
    export::<crate::confidence::CarryConfidence>(&cfg, &mut found);
    export::<crate::confidence::TakeConfidence>(&cfg, &mut found);
    export::<crate::review::ReviewView>(&cfg, &mut found);
    export::<crate::review::ReviewRequest>(&cfg, &mut found);
    export::<crate::review::ReviewSign>(&cfg, &mut found);
    export::<crate::review::WriteHours>(&cfg, &mut found);
    export::<crate::review::TrendsView>(&cfg, &mut found);
    export::<crate::review::ReviewWaits>(&cfg, &mut found);
    export::<crate::packets::Offered>(&cfg, &mut found);
    export::<crate::training::TrainingFilled>(&cfg, &mut found);
    export::<crate::rater::RaterView>(&cfg, &mut found);
    export::<crate::today::TodayView>(&cfg, &mut found);
    export::<crate::today::TodaySessions>(&cfg, &mut found);
    export::<crate::cohort::Cohort>(&cfg, &mut found);
    export::<crate::course::CourseView>(&cfg, &mut found);
    export::<crate::course::StrikeEntry>(&cfg, &mut found);
    export::<crate::training::NewTrainingDay>(&cfg, &mut found);
    export::<crate::training::SteerTraining>(&cfg, &mut found);
    export::<crate::drafts::Draft>(&cfg, &mut found);
    export::<crate::drafts::FormDraft>(&cfg, &mut found);
    export::<crate::drafts::FormsOf>(&cfg, &mut found);
    export::<crate::drafts::DraftsOf>(&cfg, &mut found);
    export::<crate::audit::Verified>(&cfg, &mut found);
    export::<crate::audit::AccessOf>(&cfg, &mut found);
    export::<crate::audit::AccessView>(&cfg, &mut found);
    export::<crate::audit::PrintedCode>(&cfg, &mut found);
    export::<crate::audit::CheckedCode>(&cfg, &mut found);
    export::<crate::trail::TrailOf>(&cfg, &mut found);
    export::<crate::trail::TrailView>(&cfg, &mut found);
    export::<crate::failure::Failure>(&cfg, &mut found);

    let used: BTreeSet<&str> = COMMANDS
        .iter()
        .flat_map(|(_, takes, answers)| [*takes, *answers])
        .chain(NEWS.iter().map(|(_, payload)| *payload))
        .map(|name| name.trim_end_matches("[]"))
        .filter(|name| *name != "-")
        .collect();
    let mut text = String::from("// Written by `cargo xtask wire`; never edited.\n");
    for name in &used {
        let (_, file) = found
            .iter()
            .find(|(known, _)| known == name)
            .unwrap_or_else(|| panic!("{name} is not exported"));
        writeln!(text, "import type {{ {name} }} from \"./{file}\";").expect("text grows");
    }
    let or_void = |name: &str| {
        if name == "-" {
            "void".to_owned()
        } else {
            name.to_owned()
        }
    };
    text.push_str(
        "\n/** Every command: what it takes, what it answers. */\nexport interface Commands {\n",
    );
    for (name, takes, answers) in COMMANDS {
        writeln!(
            text,
            "  {name}: {{ takes: {}; answers: {} }};",
            or_void(takes),
            or_void(answers)
        )
        .expect("text grows");
    }
    text.push_str("}\n\n/** News the shell pushes. */\nexport interface News {\n");
    for (name, payload) in NEWS {
        writeln!(text, "  {name}: {};", or_void(payload)).expect("text grows");
    }
    text.push_str("}\n");
    std::fs::write(out.join("commands.ts"), text).expect("commands.ts can be written");
}
