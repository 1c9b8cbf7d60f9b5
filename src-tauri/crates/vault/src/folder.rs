//! Where each file of a vault lies, and how the small ones are replaced: whole or not at all.
//!
//! **Invariant:** a small file is written beside its place, synced, renamed over it, and the folder synced. Whoever looks, at any moment
//! and after any power cut, finds the old bytes or the new ones.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// The paths of one vault folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder(PathBuf);

impl Folder {
    /// Names a folder; nothing is looked at yet.
    pub fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The header.
    pub fn header(&self) -> PathBuf {
        self.0.join("vault.hdr")
    }

    /// The second copy of the header.
    pub fn header_copy(&self) -> PathBuf {
        self.0.join("vault.hdr.bak")
    }

    /// The record: SQLCipher. While it is open, nobody but SQLite may open this path (TRUST, fact 5).
    pub fn record(&self) -> PathBuf {
        self.0.join("record.db")
    }

    /// How far the record had come.
    pub fn head(&self) -> PathBuf {
        self.0.join("head")
    }

    /// The lock of the one process that has the vault open.
    pub fn lock(&self) -> PathBuf {
        self.0.join("lock")
    }

    /// Copies.
    pub fn backups(&self) -> PathBuf {
        self.0.join("backups")
    }
}

/// Replaces a file whole.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    rename_over(path, bytes)?;
    sync_folder(path.parent().expect("a file lies in a folder"))
}

/// The same but for the last step: the file has its name, which a power cut may still take from it.
pub(crate) fn rename_over(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let fresh = with_suffix(path, ".tmp");
    let mut file = private()
        .write(true)
        .create(true)
        .truncate(true)
        .open(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&fresh, path)
}

/// Reads a file of at most `limit` bytes; one byte more tells the caller that there is more.
pub(crate) fn read_at_most(path: &Path, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(limit as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Makes the names in a folder durable. Windows has no such call; there the rename itself is journalled.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(path)?.sync_all()
    } else {
        Ok(())
    }
}

/// A folder that only its owner may look into.
pub(crate) fn make_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Files that only their owner may read.
pub(crate) fn private() -> OpenOptions {
    #[allow(unused_mut, reason = "only Unix has modes")]
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// `record.db` and `-wal` to `record.db-wal`.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_leaves_nothing_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("head");
        replace(&path, b"first, and longer").unwrap();
        replace(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_left_over_temporary_file_is_no_obstacle() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("head.tmp"), "torn").unwrap();
        replace(&dir.path().join("head"), b"new").unwrap();
        assert_eq!(fs::read(dir.path().join("head")).unwrap(), b"new");
    }

    #[cfg(unix)]
    #[test]
    fn files_and_folders_are_for_their_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("x.holdfast");
        make_private_folder(&folder).unwrap();
        replace(&folder.join("head"), b"x").unwrap();
        assert_eq!(
            fs::metadata(&folder).unwrap().permissions().mode() & 0o777,
            0o700
        );
        assert_eq!(
            fs::metadata(folder.join("head"))
                .unwrap()
                .permissions()
                .mode()
                & 0o777,
            0o600
        );
    }

    #[test]
    fn a_long_file_is_not_read_to_its_end() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("long");
        fs::write(&path, vec![0; 100_000]).unwrap();
        assert_eq!(read_at_most(&path, 1000).unwrap().len(), 1001);
    }
}
