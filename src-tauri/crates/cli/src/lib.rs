//! The side door: every verb without a window. Data on stdout, words on stderr, fixed exit codes, no secret in argv.
//!
//! Exit codes: 0 ok, 2 usage, 3 refused by a rule, 4 locked or wrong passphrase, 5 damaged or failed verification,
//! 6 input or output, 7 vault in use.

mod args;
mod commands;
mod secrets;
mod words;

use clap::Parser;
use companion::Companion;
use companion::clock::MachineClock;
use companion::places::Places;
use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;
use wire::failure::{Code, Failure};

/// Why a verb ended without its result.
pub(crate) enum Stop {
    /// A verb said no or broke.
    Failure(Failure),
    /// The words of the call are off.
    Usage(String),
    /// Verification found damage: what was found is the data.
    Unverified(Answer),
    /// Complaints about a file: they are the data.
    Complaints(Answer),
}

impl From<companion::Error> for Stop {
    fn from(error: companion::Error) -> Stop {
        Stop::Failure(Failure::from(error))
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Stop {
        Stop::Failure(Failure::from(companion::Error::from(error)))
    }
}

/// What a verb answers with: data for people and for programs.
pub(crate) struct Answer {
    pub(crate) text: String,
    pub(crate) json: serde_json::Value,
}

impl Answer {
    pub(crate) fn new(text: impl Into<String>, json: impl serde::Serialize) -> Answer {
        let json = serde_json::to_value(json).expect("answers are plain data");
        Answer {
            text: text.into(),
            json,
        }
    }
}

/// Runs one call.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let call = match args::Call::try_parse_from(arguments) {
        Ok(call) => call,
        Err(error) => {
            drop(error.print());
            return ExitCode::from(u8::from(error.use_stderr()) * 2);
        }
    };
    if !companion::harden() {
        drop(writeln!(std::io::stderr(), "{}", words::NOT_HARDENED));
    }
    secrets::look();
    let Some(places) = Places::of_this_machine() else {
        drop(writeln!(std::io::stderr(), "{}", words::NO_HOME));
        return ExitCode::from(6);
    };
    let mut companion = Companion::new(Box::new(MachineClock::new()), places);
    let json = call.json;
    let looked = call.vault.clone();
    let done = commands::run(&mut companion, call);
    let locked = companion.vault_lock();
    let answer = done.and_then(|answer| locked.map(|()| answer).map_err(Stop::from));
    match answer {
        Ok(answer) => {
            if say(answer, json) {
                ExitCode::SUCCESS
            } else {
                ExitCode::from(6)
            }
        }
        Err(stop) => {
            let code = exit_code(&stop);
            match stop {
                Stop::Failure(failure) => {
                    if json {
                        let shape =
                            serde_json::to_value(&failure).expect("a failure is plain data");
                        drop(writeln!(
                            std::io::stdout(),
                            "{}",
                            serde_json::json!({ "failure": shape })
                        ));
                    }
                    drop(writeln!(std::io::stderr(), "{}", words::failure(&failure)));
                    if let (Code::NoVault, Some(path)) = (failure.code, &looked) {
                        let there = |name: &str| path.join(name).exists();
                        let headless =
                            there("record.db") && !there("vault.hdr") && !there("vault.hdr.bak");
                        let more = headless.then_some(words::NO_HEADER);
                        let looked = words::looked_at(path);
                        for line in [looked.as_str()].into_iter().chain(more) {
                            drop(writeln!(std::io::stderr(), "{line}"));
                        }
                    }
                }
                Stop::Usage(text) => drop(writeln!(std::io::stderr(), "{text}")),
                Stop::Unverified(answer) | Stop::Complaints(answer) => drop(say(answer, json)),
            }
            ExitCode::from(code)
        }
    }
}

/// Data on stdout; whether it could be written.
fn say(answer: Answer, json: bool) -> bool {
    let text = if json {
        format!("{}\n", answer.json)
    } else {
        answer.text
    };
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .is_ok()
}

fn exit_code(stop: &Stop) -> u8 {
    let failure = match stop {
        Stop::Usage(_) => return 2,
        Stop::Unverified(_) => return 5,
        Stop::Complaints(_) => return 3,
        Stop::Failure(failure) => failure,
    };
    match failure.code {
        Code::Locked
        | Code::TooSoon
        | Code::WrongPassphrase
        | Code::WrongRecoveryCode
        | Code::OtherRecoveryCode
        | Code::RecoveryCodeTypo
        | Code::WrongPin
        | Code::PinPassphraseNeeded
        | Code::KeyAsked => 4,
        Code::VaultDamaged
        | Code::VaultNewer
        | Code::NotAVault
        | Code::NoEncryption
        | Code::OwnRecordOlder
        | Code::Damaged => 5,
        Code::DiskFull
        | Code::ReadOnly
        | Code::Io
        | Code::NoFile
        | Code::NoVault
        | Code::VaultExists => 6,
        Code::VaultInUse => 7,
        Code::BadInput => 2,
        _ => 3,
    }
}
