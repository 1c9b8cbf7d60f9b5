//! Where things live on this machine. Nothing of a client is ever written outside a vault.

use std::path::{Path, PathBuf};

/// The folders of this program.
#[derive(Debug, Clone)]
pub struct Places {
    /// New vaults go here.
    pub vaults: PathBuf,
    /// The list of vaults opened here: names of folders and times, nothing else.
    pub known: PathBuf,
    /// Where a person's documents are: a default for the recovery code.
    pub documents: PathBuf,
}

/// Ending of a vault's folder.
pub const ENDING: &str = "holdfast";

impl Places {
    /// The platform's own folders; none where the system names no home.
    pub fn of_this_machine() -> Option<Places> {
        let dirs = directories::ProjectDirs::from("org", "Holdfast", "Holdfast")?;
        let users = directories::UserDirs::new()?;
        let documents = users
            .document_dir()
            .unwrap_or(users.home_dir())
            .to_path_buf();
        Some(Places {
            vaults: dirs.data_dir().join("vaults"),
            known: dirs.data_dir().join("known-vaults.json"),
            documents,
        })
    }

    /// Everything under one folder: for tests and training.
    pub fn under(folder: &Path) -> Places {
        Places {
            vaults: folder.join("vaults"),
            known: folder.join("known-vaults.json"),
            documents: folder.to_path_buf(),
        }
    }

    /// The folder of a vault by name. The name becomes a single folder, never a path.
    pub fn vault_folder(&self, name: &str) -> Option<PathBuf> {
        let name = name.trim();
        let fine = !name.is_empty()
            && name.chars().count() <= 60
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || " -_".contains(c));
        fine.then(|| self.vaults.join(format!("{name}.{ENDING}")))
    }
}
