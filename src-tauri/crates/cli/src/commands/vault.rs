//! `vault create | info | verify | idle | passphrase | rotate | glass | drill | new-code | backup | backup-state | restore | recover`.

use super::Acting;
use super::person::{remove, roles};
use crate::args::{Create, Glass, Vault};
use crate::{Answer, Stop, secrets, words};
use companion::Companion;
use companion::backup::{Progress, Way};
use companion::people::NewPerson;
use companion::vault::{NewVault, name_of};
use serde_json::json;
use std::fmt::Write as _;
use wire::backup::{BackedUp, BackupState};

pub fn run(companion: &mut Companion, acting: &Acting, verb: Vault) -> Result<Answer, Stop> {
    match verb {
        Vault::Create(create) => make(companion, acting, create),
        Vault::Info => info(acting),
        Vault::Verify => verify(companion, acting),
        Vault::Idle { minutes } => {
            acting.unlock(companion)?;
            if let Some(minutes) = minutes {
                companion.idle_set(minutes)?;
            }
            let minutes = companion.idle_minutes()?;
            Ok(Answer::new(
                format!("Locks by itself after {minutes} minutes.\n"),
                json!({ "minutes": minutes }),
            ))
        }
        Vault::Backup { to } => {
            acting.unlock(companion)?;
            let made = BackedUp::from(companion.vault_backup(&to, &mut said)?);
            Ok(Answer::new(copied(words::BACKED_UP, &made), made))
        }
        Vault::Passphrase { new_passphrase_fd } => {
            let old = acting.unlock_telling(companion)?;
            let new = secrets::new(new_passphrase_fd, words::ASK_NEW_PASSPHRASE)?;
            companion.vault_passphrase_change(&old, &new)?;
            Ok(Answer::new(
                format!("{}\n", words::PASSPHRASE_CHANGED),
                json!({ "changed": true }),
            ))
        }
        Vault::Rotate { proof_fd } => {
            acting.unlock(companion)?;
            let proof = secrets::asked(proof_fd, words::ASK_PASSPHRASE)?;
            let done = companion.vault_rotate(&proof, &mut said)?;
            let mut text = words::rotated(words::ROTATED, &done);
            // It has happened: where the code cannot be made now, the next opening asks for it.
            let groups = companion.vault_new_code().unwrap_or_default();
            text.push_str(&if groups.is_empty() {
                format!("{}\n", words::CODE_OWED)
            } else {
                words::code(words::NEW_CODE, &groups, words::NEW_CODE_TO_PAPER)
            });
            Ok(Answer::new(
                text,
                json!({
                    "rotated": done.rotated, "copies": done.copies, "unfinished": done.unfinished,
                    "forms_lost": done.forms_lost, "recovery_groups": groups,
                }),
            ))
        }
        Vault::NewCode { proof_fd } => {
            acting.unlock(companion)?;
            let proof = secrets::asked(proof_fd, words::ASK_PASSPHRASE)?;
            companion.vault_code_lost(&proof)?;
            let groups = companion.vault_new_code()?;
            Ok(Answer::new(
                words::code(words::NEW_CODE, &groups, words::NEW_CODE_TO_PAPER),
                json!({ "recovery_groups": groups }),
            ))
        }
        Vault::Glass(Glass::Make { lies }) => {
            acting.unlock(companion)?;
            let second = acting.second(companion)?;
            let groups = companion.glass_make(&lies, second)?;
            let mut text = format!("{}\n\n", words::GLASS_MADE);
            for line in groups.chunks(4) {
                writeln!(text, "    {}", line.join(" - ")).expect("text grows");
            }
            Ok(Answer::new(text, json!({ "groups": groups })))
        }
        Vault::Glass(Glass::End { proof_fd }) => {
            acting.unlock(companion)?;
            remove(companion, companion::inspection::GLASS_INITIALS, proof_fd)
        }
        Vault::Glass(Glass::Seen) => {
            acting.unlock(companion)?;
            companion.glass_seen()?;
            Ok(Answer::new(
                format!("{}\n", words::GLASS_SEEN),
                json!({ "seen": true }),
            ))
        }
        Vault::OlderSeen => {
            acting.unlock(companion)?;
            companion.vault_older_seen()?;
            Ok(Answer::new(
                format!("{}\n", words::OLDER_SEEN),
                json!({ "seen": true }),
            ))
        }
        Vault::Drill { code_fd } => {
            acting.unlock(companion)?;
            let code = secrets::asked(code_fd, words::ASK_CODE)?;
            companion.vault_drill(code.expose())?;
            Ok(Answer::new(
                format!("{}\n", words::CODE_FITS),
                json!({ "fits": true }),
            ))
        }
        Vault::BackupState => {
            acting.unlock(companion)?;
            let state = BackupState::of(companion)?;
            let text = match &state.last {
                None => format!("{}\n", words::NO_BACKUP),
                Some(last) => words::backup_last(last.days, last.since),
            };
            Ok(Answer::new(text, state))
        }
        Vault::Restore {
            from,
            code_fd,
            by_code,
        } => {
            let to = acting.folder()?;
            if !from.is_dir() {
                eprintln!("{}", words::no_backup_at(&from));
                return Err(companion::Error::NoFile.into());
            }
            let by_code = by_code || code_fd.is_some();
            let made = if by_code {
                let code = secrets::asked(code_fd, words::ASK_CODE)?;
                companion.vault_restore(&from, &to, &Way::Code(code.expose()), &mut said)?
            } else {
                let passphrase = secrets::passphrase(acting.passphrase_fd)?;
                companion.vault_restore(&from, &to, &Way::Passphrase(&passphrase), &mut said)?
            };
            let made = BackedUp::from(made);
            let mut text = copied(words::RESTORED, &made);
            if by_code {
                writeln!(text, "{}", words::RESTORED_BY_CODE).expect("text grows");
            }
            Ok(Answer::new(text, made))
        }
        Vault::Recover {
            code_fd,
            new_passphrase_fd,
        } => {
            let folder = acting.folder()?;
            companion::vault::probe(&folder)?;
            let code = secrets::asked(code_fd, words::ASK_CODE)?;
            let passphrase = secrets::new(new_passphrase_fd, words::ASK_NEW_PASSPHRASE)?;
            companion.vault_recover(&folder, code.expose(), &passphrase)?;
            Ok(Answer::new(
                "The vault opens with the new passphrase. The recovery code is still good.\n",
                json!({ "vault": folder, "recovered": true }),
            ))
        }
    }
}

/// How far a copy has come, on the side of the words: each stage once.
pub(super) fn said(progress: Progress) {
    match progress {
        Progress::Source => eprintln!("{}", words::COPY_SOURCE),
        Progress::Copying { done, of } if done == of => eprintln!("{}", words::COPY_PAGES),
        Progress::Copying { .. } => {}
        Progress::Copy => eprintln!("{}", words::COPY_CHECK),
    }
}

fn copied(what: &str, made: &BackedUp) -> String {
    let BackedUp {
        path,
        entries,
        bytes,
    } = made;
    format!(
        "{what} {path}\n{entries} entries of the chain, every page and every object checked; {bytes} bytes.\n"
    )
}

fn make(companion: &mut Companion, acting: &Acting, create: Create) -> Result<Answer, Stop> {
    let folder = acting.folder()?;
    let owner = NewPerson {
        name: create.owner,
        initials: create.initials,
        roles: roles(&create.roles)?,
        pin: secrets::new(create.new_pin_fd, words::ASK_NEW_PIN)?,
    };
    let passphrase = match acting.passphrase_fd {
        None if std::env::var_os("HOLDFAST_PASSPHRASE_FILE").is_none() => {
            secrets::new(None, words::ASK_NEW_PASSPHRASE)?
        }
        fd => secrets::passphrase(fd)?,
    };
    let new = NewVault {
        folder: folder.clone(),
        training: create.training,
        passphrase,
        owner,
        quick: create.quick,
    };
    let groups = companion.vault_create(new)?;
    // This door shows the code on its own output and cannot watch it being typed back: the window asks for it again.
    let mut text = format!(
        "Vault made: {}\n\nRecovery code, shown once:\n\n",
        folder.display()
    );
    for line in groups.chunks(4) {
        writeln!(text, "    {}", line.join(" - ")).expect("text grows");
    }
    writeln!(text, "\n{}", words::CODE_TO_PAPER).expect("text grows");
    Ok(Answer::new(
        text,
        json!({ "vault": folder, "training": create.training, "recovery_groups": groups }),
    ))
}

fn info(acting: &Acting) -> Result<Answer, Stop> {
    let folder = acting.folder()?;
    let info = companion::vault::probe(&folder)?;
    let kind = if info.training {
        "training vault"
    } else {
        "clinical vault"
    };
    let text = format!(
        "{}: {kind}, format {}\nPassphrases held by: {}\n",
        name_of(&folder),
        info.format,
        info.handles.join(", ")
    );
    Ok(Answer::new(
        text,
        json!({ "vault": folder, "training": info.training, "format": info.format, "handles": info.handles }),
    ))
}

fn verify(companion: &mut Companion, acting: &Acting) -> Result<Answer, Stop> {
    acting.unlock(companion)?;
    let report = companion.audit_verify()?;
    let pages = companion.vault_check_pages()?;
    let verified = wire::audit::Verified::of(&report, companion.audit_short_code()?);
    let older = companion.vault_opened()?.older_than_head;
    let sound = verified.broken_at.is_none() && pages.is_empty() && !older;
    let mut text = super::audit::verified_words(&verified);
    writeln!(text, "Pages with damage: {}.", pages.len()).expect("text grows");
    if older {
        writeln!(text, "{}", words::OLDER_RECORD).expect("text grows");
    }
    let mut shape = serde_json::to_value(&verified).expect("plain data");
    shape["pages"] = json!(pages);
    shape["older_than_head"] = json!(older);
    let answer = Answer::new(text, shape);
    if sound {
        Ok(answer)
    } else {
        Err(Stop::Unverified(answer))
    }
}
