//! What the shell knows before and after a vault is open.

use crate::failure::{Code, Failure};
use crate::inspection::InspectionLine;
use crate::people::Person;
use crate::rights::RightName;
use companion::vault::Known;
use companion::{Companion, Error};
use serde::{Deserialize, Serialize};
#[cfg(test)]
use ts_rs::TS;

/// What this program is, which vaults it knows, which one is open.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "app.ts"))]
pub struct AppState {
    /// Program version.
    pub version: String,
    /// Encryption engine and its version.
    pub cipher: String,
    /// Vaults known on this machine, last opened first.
    pub vaults: Vec<VaultEntry>,
    /// The folder new vaults go to unless the keeper says otherwise.
    pub vaults_folder: String,
    /// Where this person keeps documents: a default for the recovery code.
    pub documents_folder: String,
    /// The vault that is open.
    pub open: Option<OpenVault>,
    /// The computer is in a client's hands: this and nothing else is shown.
    pub handover: Option<crate::handover::HandoverView>,
}

/// A vault on this machine, without opening it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "app.ts"))]
pub struct VaultEntry {
    /// Name of its folder without the ending.
    pub name: String,
    /// The folder.
    pub path: String,
    /// Says that it is a training vault.
    pub training: bool,
    /// Handles of the people who hold a passphrase.
    pub handles: Vec<String>,
    /// When it was last opened here, UTC milliseconds.
    pub opened_wall_ms: Option<i64>,
    /// Why it cannot be opened, as a failure code, where that shows from outside.
    pub trouble: Option<Code>,
}

/// The vault that is open.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "app.ts"))]
pub struct OpenVault {
    /// Name.
    pub name: String,
    /// Folder.
    pub path: String,
    /// Synthetic clients only; watermarked.
    pub training: bool,
    /// Who is writing.
    pub author: Person,
    /// People of the vault.
    pub people: Vec<Person>,
    /// A recovery code waits to be typed back before anything else.
    pub recovery_owed: bool,
    /// The session that is running.
    pub live_session: Option<String>,
    /// Older than a head record says it was: records may be missing.
    pub older_than_head: bool,
    /// How the two copies of the header stood at this opening.
    pub header: HeaderState,
    /// Wrong passphrases since it was last opened.
    pub wrong_passphrases: u32,
    /// The veil is down over the running session.
    pub veiled: bool,
    /// After how many idle minutes the vault locks.
    pub idle_minutes: u32,
    /// The pen is in a blinded rater's hand: their room and nothing else is shown.
    pub blind: bool,
    /// A backup: it is read, never written.
    pub backup: bool,
    /// An inspector has it open by code: it is read, and what is looked at is written down.
    pub inspection: Option<InspectionLine>,
    /// When the key in the envelope was used, where no keeper has looked into it since.
    pub glass_used_wall_ms: Option<i64>,
    /// Why people may look who were let in by code, those taken out too.
    pub inspections: Vec<InspectionLine>,
    /// What whoever has the pen may do.
    pub rights: Vec<RightName>,
}

/// How the two copies of the header stood at this opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "app.ts"))]
pub enum HeaderState {
    /// Alike.
    Alike,
    /// One was older, damaged or missing, and was written anew.
    Mended,
    /// The same, and it was left as it is.
    Differs,
}

impl From<companion::vault::HeaderState> for HeaderState {
    fn from(state: companion::vault::HeaderState) -> HeaderState {
        match state {
            companion::vault::HeaderState::Alike => HeaderState::Alike,
            companion::vault::HeaderState::Mended => HeaderState::Mended,
            companion::vault::HeaderState::Differs => HeaderState::Differs,
        }
    }
}

/// What the system tells the shell, for the page to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "app.ts"))]
pub struct Machine {
    /// The system's lock, sleep and change of user are heard; otherwise they are not watched.
    pub watched: bool,
    /// While a session runs the machine stays awake; false: it may fall asleep by itself.
    pub awake: bool,
    /// Whether the soft tone can be heard.
    pub sound: Sound,
}

/// What came of the last soft tone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "app.ts"))]
pub enum Sound {
    /// None was played yet.
    #[default]
    Untried,
    /// A device took it.
    Played,
    /// There is no device that takes it.
    Absent,
}

/// Idle time to be set.
#[derive(Debug, Clone, Copy, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "app.ts"))]
pub struct Idle {
    pub minutes: u32,
}

/// What the system's own window for choosing a file or a folder shows. Its sentences come from the page.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "app.ts"))]
pub struct Choose {
    pub title: String,
    pub what: ChooseWhat,
    /// Where it begins: a folder, or a file within one; empty: where the system likes.
    pub path: String,
    /// What the files are called; empty: any file.
    pub kind: String,
    /// Their endings, without the dot.
    pub endings: Vec<String>,
}

/// What is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "app.ts"))]
pub enum ChooseWhat {
    /// A file that is there.
    File,
    /// A file that is to be written.
    NewFile,
    /// A folder.
    Folder,
}

/// The file that was chosen.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "app.ts"))]
pub struct Chosen {
    /// None: the person left without choosing.
    pub path: Option<String>,
}

impl AppState {
    /// What the shell knows now.
    pub fn of(companion: &Companion) -> Result<AppState, Error> {
        let vaults = companion
            .vaults_known()
            .into_iter()
            .map(VaultEntry::from)
            .collect();
        Ok(AppState {
            version: companion::VERSION.to_owned(),
            cipher: companion::cipher(),
            vaults,
            vaults_folder: companion.places().vaults.to_string_lossy().into_owned(),
            documents_folder: companion.places().documents.to_string_lossy().into_owned(),
            open: if companion.is_open() {
                Some(OpenVault::of(companion)?)
            } else {
                None
            },
            handover: if companion.is_open() {
                crate::handover::HandoverView::maybe(companion)?
            } else {
                None
            },
        })
    }
}

impl From<Known> for VaultEntry {
    fn from(known: Known) -> VaultEntry {
        let Known {
            name,
            folder,
            info,
            opened_wall_ms,
        } = known;
        let path = folder.to_string_lossy().into_owned();
        match info {
            Ok(info) => VaultEntry {
                name,
                path,
                training: info.training,
                handles: info.handles,
                opened_wall_ms,
                trouble: None,
            },
            Err(error) => VaultEntry {
                name,
                path,
                training: false,
                handles: Vec::new(),
                opened_wall_ms,
                trouble: Some(Failure::from(error).code),
            },
        }
    }
}

impl OpenVault {
    /// The vault that is open.
    pub fn of(companion: &Companion) -> Result<OpenVault, Error> {
        let opened = companion.vault_opened()?;
        let records = companion.people()?;
        let people: Vec<Person> = records.iter().map(Person::from).collect();
        let author = records
            .iter()
            .find(|record| record.person.id == opened.author)
            .map(Person::from)
            .ok_or(Error::Unknown { what: "person" })?;
        let inspections = InspectionLine::all(companion)?;
        Ok(OpenVault {
            name: opened.name,
            path: opened.folder.to_string_lossy().into_owned(),
            training: opened.training,
            author,
            people,
            recovery_owed: opened.recovery_owed,
            live_session: companion.session_live().first().map(ToString::to_string),
            older_than_head: opened.older_than_head,
            header: opened.header.into(),
            wrong_passphrases: opened.wrong_passphrases,
            veiled: companion.veiled(),
            idle_minutes: companion.idle_minutes()?,
            blind: companion.blind(),
            backup: opened.backup,
            inspection: companion.inspecting().and_then(|own| {
                let own = own.person.to_string();
                inspections.iter().find(|one| one.person == own).cloned()
            }),
            inspections,
            glass_used_wall_ms: companion.glass_used()?,
            rights: companion
                .rights()?
                .into_iter()
                .map(RightName::from)
                .collect(),
        })
    }
}
