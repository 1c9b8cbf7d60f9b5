//! The way back as the README says it: its own lines, one by one, typed at a terminal on a computer where nothing is yet.
//!
//! What a person changes is changed: where the stick is. Everything else stands in the README, and the test fails where it does not work.

use crate::door::program;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;
use support::{root, world};

const NEW_PASSPHRASE: &str = "another harbour lantern seventeen";
/// Key derivation is meant to be slow, and the machine may be busy.
const PATIENCE: Duration = Duration::from_secs(240);

/// The lines of the README's indented blocks, each with its block's number.
fn blocks() -> Vec<Vec<String>> {
    let text = fs::read_to_string(root().join("README.md")).expect("the README");
    let mut blocks = Vec::new();
    let mut within = false;
    for line in text.lines() {
        let Some(code) = line.strip_prefix("    ") else {
            within = false;
            continue;
        };
        if !within {
            blocks.push(Vec::new());
        }
        within = true;
        let block = blocks.last_mut().expect("one");
        block.push(code.to_owned());
    }
    blocks
}

/// The block in which a line begins so.
fn block(begins: &str) -> Vec<String> {
    let all = blocks();
    let found = all
        .into_iter()
        .find(|block| block.iter().any(|line| line.starts_with(begins)));
    found.unwrap_or_else(|| panic!("no block of the README has a line {begins:?}"))
}

/// A computer: a home in which nothing is, and the folder of this project with the programs built.
struct Computer {
    home: tempfile::TempDir,
    stick: PathBuf,
    passphrase: &'static str,
    code: String,
}

impl Computer {
    fn new(stick: &Path, code: &str) -> Computer {
        let home = tempfile::tempdir().expect("a temporary folder");
        let built = home.path().join("holdfast/target");
        fs::create_dir_all(&built).expect("a folder");
        let debug = program().parent().expect("a folder").to_owned();
        std::os::unix::fs::symlink(debug, built.join("debug")).expect("a link");
        Computer {
            home,
            stick: stick.to_owned(),
            passphrase: world::PASSPHRASE,
            code: code.to_owned(),
        }
    }

    fn answer(&self, asked: &str) -> Option<&str> {
        let answers = [
            ("New passphrase: ", self.passphrase),
            ("Passphrase: ", self.passphrase),
            ("New PIN (4 to 6 digits): ", world::PIN_MS),
            ("Recovery code: ", self.code.as_str()),
        ];
        let said = answers
            .iter()
            .find(|(question, _)| asked.ends_with(question));
        said.map(|(_, answer)| *answer)
    }

    /// Types the lines of the README at a terminal, one after the other, each in the shell that the lines before it left; answers what stood
    /// on the screen. Ends where one does not end with 0.
    fn types(&self, lines: &[String]) -> String {
        let mut screen = String::new();
        let mut before = Vec::new();
        for line in lines {
            let line = line.replace("/media/stick", self.stick.to_str().expect("UTF-8"));
            if line.starts_with("export ") {
                before.push(line);
                continue;
            }
            let script = [before.as_slice(), &[line.clone()][..]].concat().join("\n");
            let (code, said) = self.terminal(&script);
            assert_eq!(code, Some(0), "{line}\n{said}");
            screen.push_str(&said);
        }
        screen
    }

    fn terminal(&self, script: &str) -> (Option<i32>, String) {
        let mut child = Command::new("script")
            .args(["-qec", script, "/dev/null"])
            .current_dir(self.home.path().join("holdfast"))
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.home.path())
            .env("SHELL", "/bin/sh")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("script, of util-linux, is on every Linux");
        let mut keyboard = child.stdin.take().expect("piped");
        let mut screen = child.stdout.take().expect("piped");
        let (send, heard) = mpsc::channel();
        let reader = std::thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Ok(n @ 1..) = screen.read(&mut piece) {
                if send.send(piece[..n].to_vec()).is_err() {
                    return;
                }
            }
        });
        let (mut said, mut seen, mut last) = (Vec::new(), 0, String::new());
        loop {
            match heard.recv_timeout(PATIENCE) {
                Ok(piece) => said.extend(piece),
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
                Err(mpsc::RecvTimeoutError::Timeout) => {
                    child.kill().expect("a child can be ended");
                    panic!("waits: {}", String::from_utf8_lossy(&said));
                }
            }
            let asked = String::from_utf8_lossy(&said[seen..]).into_owned();
            let answer = match self.answer(&asked) {
                Some(answer) => answer.to_owned(),
                // What was typed last is typed once more.
                None if asked.ends_with("Again: ") => last.clone(),
                None => continue,
            };
            seen = said.len();
            writeln!(keyboard, "{answer}").expect("typed");
            last = answer;
        }
        drop(keyboard);
        reader.join().expect("read to its end");
        let code = child.wait().expect("it ends").code();
        (code, String::from_utf8_lossy(&said).into_owned())
    }
}

/// The recovery code as it stood on the screen.
fn code(screen: &str) -> String {
    let groups = screen
        .lines()
        .filter(|line| line.trim().split(" - ").count() == 4);
    let groups: Vec<&str> = groups.flat_map(|line| line.trim().split(" - ")).collect();
    assert_eq!(groups.len(), 8, "{screen}");
    groups.join("-")
}

fn only(lines: &[String], wanted: &[&str]) -> Vec<String> {
    let only: Vec<String> = wanted
        .iter()
        .map(|begins| {
            let line = lines.iter().find(|line| line.starts_with(begins));
            line.unwrap_or_else(|| panic!("the README has no {begins:?}"))
                .clone()
        })
        .collect();
    only
}

#[test]
fn a_lost_vault_comes_back_by_the_lines_of_the_readme() {
    let stick = tempfile::tempdir().expect("a temporary folder");
    let mut lost = Computer::new(stick.path(), "");
    let begun = block("holdfast-cli vault create");
    let first = [
        "export ",
        "holdfast-cli vault create",
        "holdfast-cli client add",
    ];
    lost.code = code(&lost.types(&only(&begun, &first)));
    let kept = block("holdfast-cli vault backup");
    let kept = [only(&begun, &["export "]), kept].concat();
    let said = lost.types(&kept);
    assert!(!said.contains(&lost.code), "a code is shown");
    let code = lost.code.clone();
    lost.home.close().expect("the computer is lost");

    let mut another = Computer::new(stick.path(), &code);
    another.passphrase = NEW_PASSPHRASE;
    let back = block("holdfast-cli vault restore");
    assert!(back[0].starts_with("export "), "{back:?}");
    let said = another.types(&back);
    assert!(said.contains("KELP-015"), "{said}");
    // Control: the passphrase that was lost with the computer opens nothing there.
    another.passphrase = world::PASSPHRASE;
    let last = only(&back, &["export ", "holdfast-cli client list"]);
    let (ended, said) = another.terminal(&last.join("\n"));
    assert_ne!(ended, Some(0), "{said}");
    assert!(!said.contains("KELP-015"), "{said}");
}
