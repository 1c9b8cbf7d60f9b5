//! Secrets come from a file descriptor, a file, or a prompt without echo; never from the call itself.

use crate::{Stop, words};
use companion::Secret;
use std::io::{BufRead, BufReader, IsTerminal};

/// First line of a file descriptor.
pub fn from_fd(fd: u32) -> Result<Secret, Stop> {
    first_line(&format!("/dev/fd/{fd}"))
}

fn first_line(path: &str) -> Result<Secret, Stop> {
    let mut line = String::new();
    BufReader::new(std::fs::File::open(path)?).read_line(&mut line)?;
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
    Ok(Secret::new(rpassword::prompt_password(question)?))
}
