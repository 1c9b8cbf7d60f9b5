//! Files that a person asked for: whole or not at all, never over another.

use super::*;

/// Longest name of a file, before its number and ending.
const NAME_LONGEST: usize = 80;

/// A file to be read, and its length. What is no file is not opened at all: a pipe would keep who opens it waiting.
pub(super) fn plain_file(path: &Path) -> Result<(std::fs::File, u64), Error> {
    let found = std::fs::metadata(path).map_err(|_| Error::NoFile)?;
    if !found.is_file() {
        return Err(Error::NoFile);
    }
    let file = std::fs::File::open(path).map_err(|_| Error::NoFile)?;
    Ok((file, found.len()))
}

/// A whole file that somebody chose, of at most so many bytes.
pub(crate) fn file_read(path: &Path, most: u64) -> Result<Vec<u8>, Error> {
    let (file, length) = plain_file(path)?;
    if length > most {
        return Err(Error::Packet(Stopped::Limit("size")));
    }
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut std::io::Read::take(file, most), &mut bytes)?;
    Ok(bytes)
}

/// What one system keeps for its devices, whatever ending follows.
fn is_device(name: &str) -> bool {
    let name = name.trim().to_ascii_uppercase();
    let numbered = |name: &str| matches!(name.as_bytes(), [b'1'..=b'9']);
    ["CON", "PRN", "AUX", "NUL"].contains(&name.as_str())
        || ["COM", "LPT"]
            .iter()
            .any(|device| name.strip_prefix(device).is_some_and(numbered))
}

/// A name that no file in the folder has. What a client is called never becomes a path: only letters, digits and hyphens stay.
pub(super) fn free_name(into: &Path, name: &str, ending: &str) -> PathBuf {
    let [path] = free(into, name, [ending]);
    path
}

/// The same for files that lie beside each other under one name.
pub fn free_names<const N: usize>(
    into: &Path,
    name: &str,
    endings: [&str; N],
) -> Result<[PathBuf; N], Error> {
    if !into.is_dir() {
        return Err(Error::BadInput { what: "folder" });
    }
    Ok(free(into, name, endings))
}

fn free<const N: usize>(into: &Path, name: &str, endings: [&str; N]) -> [PathBuf; N] {
    let mut plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == ' ' {
                c
            } else {
                '-'
            }
        })
        .take(NAME_LONGEST)
        .collect();
    if plain.trim().is_empty() || is_device(&plain) {
        plain.push('-');
    }
    let named = |number: usize| {
        endings.map(|ending| match number {
            1 => into.join(format!("{plain}.{ending}")),
            _ => into.join(format!("{plain} {number}.{ending}")),
        })
    };
    (1..)
        .map(named)
        // A link that leads nowhere has its name all the same.
        .find(|paths| paths.iter().all(|path| path.symlink_metadata().is_err()))
        .expect("numbers do not end")
}

/// Writes a file that a person asked for: whole or not at all, never over another.
pub fn file_write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if path.symlink_metadata().is_ok() {
        return Err(Error::Duplicate { what: "file" });
    }
    let (_, whole) = write_whole(path, |out| Ok(std::io::Write::write_all(out, bytes)?))?;
    whole.name()
}

/// The same of several files that belong together: all of them, or none. What is done `before` they get their names is done once all of
/// them are whole on the disk; where it fails, none is left.
pub fn files_write(
    files: &[(PathBuf, Vec<u8>)],
    before: impl FnOnce() -> Result<(), Error>,
) -> Result<(), Error> {
    let taken = |(path, _): &(PathBuf, Vec<u8>)| path.symlink_metadata().is_ok();
    if files.iter().any(taken) {
        return Err(Error::Duplicate { what: "file" });
    }
    let mut whole = Vec::new();
    for (path, bytes) in files {
        whole.push(write_whole(path, |out| Ok(std::io::Write::write_all(out, bytes)?))?.1);
    }
    before()?;
    for (at, one) in whole.into_iter().enumerate() {
        if let Err(error) = one.name() {
            for (path, _) in &files[..at] {
                drop(std::fs::remove_file(path));
            }
            return Err(error);
        }
    }
    Ok(())
}

/// The same in a folder, under a name that no file there has. Answers where it lies.
pub fn file_put(into: &Path, name: &str, ending: &str, bytes: &[u8]) -> Result<PathBuf, Error> {
    if !into.is_dir() {
        return Err(Error::BadInput { what: "folder" });
    }
    let path = free_name(into, name, ending);
    file_write(&path, bytes)?;
    Ok(path)
}

/// A file that is whole on the disk and has no name of its own yet. Dropped, it goes.
pub(super) struct Whole {
    part: PathBuf,
    path: PathBuf,
    /// Its size.
    pub(super) bytes: u64,
    named: bool,
}

impl Whole {
    /// Gives it its name. Nothing that stands there meanwhile is written over.
    pub(super) fn name(mut self) -> Result<(), Error> {
        let linked = std::fs::hard_link(&self.part, &self.path);
        match linked {
            Ok(()) => drop(std::fs::remove_file(&self.part)),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                return Err(Error::Duplicate { what: "file" });
            }
            // A stick without links: nobody else is at it.
            Err(_) if !self.path.exists() => std::fs::rename(&self.part, &self.path)?,
            Err(_) => return Err(Error::Duplicate { what: "file" }),
        }
        self.named = true;
        if let Some(parent) = self.path.parent() {
            // A stick that syncs no folders has the file all the same.
            drop(std::fs::File::open(parent).and_then(|folder| folder.sync_all()));
        }
        Ok(())
    }
}

impl Drop for Whole {
    fn drop(&mut self) {
        if !self.named {
            drop(std::fs::remove_file(&self.part));
        }
    }
}

/// Writes a file beside the name that it is to have: all of it is on the disk then. A failure leaves nothing.
pub(super) fn write_whole<T>(
    path: &Path,
    write: impl FnOnce(&mut std::io::BufWriter<&std::fs::File>) -> Result<T, Error>,
) -> Result<(T, Whole), Error> {
    let mut part = path.as_os_str().to_owned();
    part.push(format!(".{}.part", std::process::id()));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&part)?;
    let mut whole = Whole {
        part: PathBuf::from(part),
        path: path.to_path_buf(),
        bytes: 0,
        named: false,
    };
    let mut out = std::io::BufWriter::new(&file);
    let done = write(&mut out)?;
    std::io::Write::flush(&mut out)?;
    drop(out);
    file.sync_all()?;
    whole.bytes = file.metadata()?.len();
    Ok((done, whole))
}
