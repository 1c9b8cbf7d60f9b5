//! Secrets come from a file descriptor, a file, or a prompt without echo; never from the call itself.

use crate::{Stop, words};
use companion::Secret;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, IsTerminal};
use std::sync::OnceLock;

/// Descriptors that the call was started with.
static GIVEN: OnceLock<BTreeSet<u32>> = OnceLock::new();

/// Sees which descriptors the call was started with, before a file of the vault gets the number of one that was forgotten.
pub fn look() {
    let Ok(listed) = std::fs::read_dir("/dev/fd") else {
        return;
    };
    let numbers: Vec<u32> = listed
        .filter_map(|one| one.ok()?.file_name().to_str()?.parse().ok())
        .collect();
    // The one that the list was read by is gone by now.
    let there = |fd: &u32| std::fs::metadata(format!("/dev/fd/{fd}")).is_ok();
    drop(GIVEN.set(numbers.into_iter().filter(there).collect()));
}

/// What a descriptor of the call leads to.
pub fn opened(fd: u32) -> Result<std::fs::File, Stop> {
    if GIVEN.get().is_some_and(|given| !given.contains(&fd)) {
        return Err(Stop::Usage(words::no_descriptor(fd)));
    }
    Ok(std::fs::File::open(format!("/dev/fd/{fd}"))?)
}

/// First line of a file descriptor.
pub fn from_fd(fd: u32) -> Result<Secret, Stop> {
    line_of(opened(fd)?)
}

fn first_line(path: &str) -> Result<Secret, Stop> {
    line_of(std::fs::File::open(path)?)
}

fn line_of(file: std::fs::File) -> Result<Secret, Stop> {
    let mut line = String::new();
    BufReader::new(file).read_line(&mut line)?;
    while line.ends_with(['\n', '\r']) {
        line.pop();
    }
    Ok(Secret::new(line))
}

/// The vault's passphrase.
pub fn passphrase(fd: Option<u32>) -> Result<Secret, Stop> {
    if let Some(fd) = fd {
        return from_fd(fd);
    }
    if let Some(path) = std::env::var_os("HOLDFAST_PASSPHRASE_FILE") {
        return first_line(&path.to_string_lossy());
    }
    prompt(words::ASK_PASSPHRASE)
}

/// A secret from a descriptor, or typed.
pub fn asked(fd: Option<u32>, question: &str) -> Result<Secret, Stop> {
    match fd {
        Some(fd) => from_fd(fd),
        None => prompt(question),
    }
}

/// A new secret: from a descriptor, or typed twice.
pub fn new(fd: Option<u32>, question: &str) -> Result<Secret, Stop> {
    if fd.is_some() {
        return asked(fd, question);
    }
    let _hidden = Hidden::begin()?;
    let first = prompt(question)?;
    let again = prompt(words::ASK_AGAIN)?;
    if first.expose() == again.expose() {
        Ok(first)
    } else {
        Err(Stop::Usage(words::DIFFER.to_owned()))
    }
}

fn prompt(question: &str) -> Result<Secret, Stop> {
    if !std::io::stdin().is_terminal() {
        return Err(Stop::Usage(words::no_terminal(question)));
    }
    let _hidden = Hidden::begin()?;
    Ok(Secret::new(rpassword::prompt_password(question)?))
}

/// While it lives, the terminal does not show what is typed. It begins before the question is on the screen: the library asks first and
/// hides then, and whoever types at once would read their own passphrase there.
struct Hidden {
    #[cfg(unix)]
    before: Option<rustix::termios::Termios>,
}

impl Hidden {
    #[cfg(unix)]
    fn begin() -> std::io::Result<Self> {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        let terminal = std::io::stdin();
        if !terminal.is_terminal() {
            return Ok(Self { before: None });
        }
        let before = tcgetattr(&terminal)?;
        let mut hidden = before.clone();
        hidden.local_modes -= LocalModes::ECHO | LocalModes::ECHONL;
        tcsetattr(&terminal, OptionalActions::Now, &hidden)?;
        Ok(Self {
            before: Some(before),
        })
    }

    #[cfg(not(unix))]
    fn begin() -> std::io::Result<Self> {
        Ok(Self {})
    }
}

#[cfg(unix)]
impl Drop for Hidden {
    fn drop(&mut self) {
        use rustix::termios::{OptionalActions, tcsetattr};
        let Some(before) = &self.before else { return };
        // A terminal that is gone shows nothing.
        tcsetattr(std::io::stdin(), OptionalActions::Now, before).unwrap_or_default();
    }
}
