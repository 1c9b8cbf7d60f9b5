//! A clean home and the real program: nothing of this machine's user is read, no secret stands in a call.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::world;

/// Beside the test programs; built by `cargo xtask test`, or `cargo build -p cli`.
pub fn program() -> PathBuf {
    let here = std::env::current_exe().expect("a test program");
    let program = here
        .ancestors()
        .nth(2)
        .expect("a folder")
        .join("holdfast-cli");
    assert!(program.is_file(), "cargo build -p cli");
    program
}

pub struct Door {
    pub home: tempfile::TempDir,
    clock: Option<String>,
    named: bool,
    before: Vec<String>,
}

/// What a call answered.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    /// The one JSON value on stdout, of a call that ended so.
    pub fn json(&self, code: i32) -> Value {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        serde_json::from_str(&self.out).expect("one JSON value on stdout")
    }

    /// The code of the failure, of a call that ended so: data on stdout, words on stderr.
    pub fn failure(&self, code: i32) -> String {
        let json = self.json(code);
        assert!(!self.err.trim().is_empty(), "no words on stderr");
        json["failure"]["code"].as_str().expect("a code").to_owned()
    }
}

impl Door {
    /// A home with a passphrase in a file, no vault.
    pub fn empty() -> Door {
        let home = tempfile::tempdir().expect("a temporary folder");
        fs::write(home.path().join("passphrase"), world::PASSPHRASE).expect("written");
        Door {
            home,
            clock: None,
            named: true,
            before: Vec::new(),
        }
    }

    /// A home with a training vault of MS and AK.
    pub fn with_vault() -> Door {
        let door = Door::empty();
        let made = door.with(
            &[(3, world::PIN_MS)],
            "vault create --training --quick --initials MS --new-pin-fd 3 --owner Maren",
        );
        assert_eq!(made.json(0)["training"], true);
        let added = door.with(
            &[(3, world::PIN_AK)],
            "person add --initials AK --roles co_therapist --new-pin-fd 3 --name Anders",
        );
        assert_eq!(added.json(0)["initials"], "AK");
        door
    }

    /// The scripted clock stands at this minute after nine.
    pub fn minute(&mut self, minute: u8) {
        self.clock = Some(format!("2026-03-02T09:{minute:02}:00+01:00"));
    }

    /// The scripted clock stands at nine on another day.
    pub fn day(&mut self, day: &str) {
        self.time(day, "09:00");
    }

    /// The scripted clock stands at this time of a day.
    pub fn time(&mut self, day: &str, time: &str) {
        self.clock = Some(format!("{day}T{time}:00+01:00"));
    }

    /// The calls name no vault.
    pub fn no_vault(&mut self) {
        self.named = false;
    }

    /// The program is started by these words.
    pub fn under(&mut self, words: Vec<String>) {
        self.before = words;
    }

    pub fn folder(&self) -> PathBuf {
        self.home.path().join("Side.holdfast")
    }

    /// Calls with words parted by spaces and `--json`.
    pub fn call(&self, words: &str) -> Said {
        self.with(&[], words)
    }

    /// Calls with secrets on file descriptors.
    pub fn with(&self, secrets: &[(u32, &str)], words: &str) -> Said {
        let words: Vec<&str> = words.split(' ').collect();
        self.words(secrets, &words)
    }

    pub fn words(&self, secrets: &[(u32, &str)], words: &[&str]) -> Said {
        self.spoken("--json", secrets, words)
    }

    /// What a call says for people, of one that went well.
    pub fn said(&self, words: &str) -> String {
        let words: Vec<&str> = words.split(' ').collect();
        let said = self.spoken("", &[], &words);
        assert_eq!(said.code, 0, "{}\n{}", said.out, said.err);
        said.out
    }

    /// The same of words that hold blanks, however it ended.
    pub fn told(&self, words: &[&str]) -> Said {
        self.spoken("", &[], words)
    }

    fn spoken(&self, how: &str, secrets: &[(u32, &str)], words: &[&str]) -> Said {
        let home = self.home.path();
        let mut script = format!("exec \"$0\" {how} \"$@\"");
        for (fd, secret) in secrets {
            assert!(!words.contains(secret), "a secret stands in the call");
            fs::write(home.join(format!("secret-{fd}")), format!("{secret}\n")).expect("written");
            script.push_str(&format!(" {fd}<\"$HOME/secret-{fd}\""));
        }
        let mut command = match self.before.split_first() {
            Some((first, rest)) => {
                let mut command = Command::new(first);
                command.args(rest).arg("sh");
                command
            }
            None => Command::new("sh"),
        };
        command.arg("-c").arg(script).arg(program()).args(words);
        self.surround(&mut command, home);
        let answer = command.output().expect("the program runs");
        Said {
            code: answer.status.code().expect("not killed"),
            out: String::from_utf8(answer.stdout).expect("UTF-8"),
            err: String::from_utf8(answer.stderr).expect("UTF-8"),
        }
    }

    /// The same for people: words on stdout.
    pub fn plain(&self, words: &[&str]) -> Said {
        let mut command = Command::new(program());
        command.args(words);
        self.surround(&mut command, self.home.path());
        let answer = command.output().expect("the program runs");
        Said {
            code: answer.status.code().expect("not killed"),
            out: String::from_utf8(answer.stdout).expect("UTF-8"),
            err: String::from_utf8(answer.stderr).expect("UTF-8"),
        }
    }

    fn surround(&self, command: &mut Command, home: &Path) {
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("HOLDFAST_PASSPHRASE_FILE", home.join("passphrase"))
            .stdin(std::process::Stdio::null());
        if self.named {
            command.env("HOLDFAST_VAULT", self.folder());
        }
        if let Some(clock) = &self.clock {
            command.env("HOLDFAST_CLOCK", clock);
        }
    }
}
