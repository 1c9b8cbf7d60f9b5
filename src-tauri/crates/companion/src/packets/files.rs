//! Files that a person asked for: whole or not at all, never over another.

use super::*;

/// A name that no file in the folder has. What a client is called never becomes a path: only letters, digits and hyphens stay.
pub(super) fn free_name(into: &Path, name: &str, ending: &str) -> PathBuf {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == ' ' {
                c
            } else {
                '-'
            }
        })
        .collect();
    let named = |number: usize| match number {
        1 => into.join(format!("{plain}.{ending}")),
        _ => into.join(format!("{plain} {number}.{ending}")),
    };
    (1..)
        .map(named)
        .find(|path| !path.exists())
        .expect("numbers do not end")
}

/// Writes a file that a person asked for: whole or not at all, never over another.
pub fn file_write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if path.exists() {
        return Err(Error::Duplicate { what: "file" });
    }
    write_whole(path, |out| Ok(std::io::Write::write_all(out, bytes)?))?;
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

/// Writes a file under its own name only when all of it is on the disk. A failure leaves nothing.
pub(super) fn write_whole<T>(
    path: &Path,
    write: impl FnOnce(&mut std::io::BufWriter<&std::fs::File>) -> Result<T, Error>,
) -> Result<(T, u64), Error> {
    // Beside its own name, whatever ending that has; a part that a crash left behind is in nobody's way.
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    drop(std::fs::remove_file(&part));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&part)?;
    let written = (|| {
        let mut out = std::io::BufWriter::new(&file);
        let done = write(&mut out)?;
        std::io::Write::flush(&mut out)?;
        drop(out);
        file.sync_all()?;
        let bytes = file.metadata()?.len();
        std::fs::rename(&part, path)?;
        Ok((done, bytes))
    })();
    if written.is_err() {
        drop(std::fs::remove_file(&part));
        return written;
    }
    if let Some(parent) = path.parent() {
        // A stick that syncs no folders has the file all the same.
        drop(std::fs::File::open(parent).and_then(|folder| folder.sync_all()));
    }
    written
}
