//! Making, opening, recovering, locking.

use crate::state::{App, caught};
use companion::Secret;
use companion::backup::Progress;
use std::path::Path;
use tauri::{AppHandle, Emitter, State};
use wire::app::{Idle, OpenVault};
use wire::backup::{BackUp, BackedUp, BackupState, CopyProgress, Restore};
use wire::failure::Failure;
use wire::inspection::{Inspect, InspectorMade, NewGlass};
use wire::people::{Removed, Rotate};
use wire::vault::{
    ChangePassphrase, NewVault, Passphrase, Phrase, Recover, SaveCode, Strength, TypedCode, Unlock,
    VaultCreated,
};

#[tauri::command(async)]
pub fn vault_strength(args: Passphrase) -> Strength {
    Strength::of(&Secret::new(args.passphrase))
}

#[tauri::command(async)]
pub fn vault_phrase(app: State<'_, App>) -> Result<Phrase, Failure> {
    app.verb("vault_phrase", |_| Phrase::make())
}

#[tauri::command(async)]
pub fn vault_create(app: State<'_, App>, args: NewVault) -> Result<VaultCreated, Failure> {
    app.verb("vault_create", |companion| {
        let new = args.to_make(companion)?;
        Ok(VaultCreated {
            recovery_groups: companion.vault_create(new)?,
        })
    })
}

#[tauri::command(async)]
pub fn vault_new_code(app: State<'_, App>) -> Result<VaultCreated, Failure> {
    app.verb("vault_new_code", |companion| {
        Ok(VaultCreated {
            recovery_groups: companion.vault_new_code()?,
        })
    })
}

#[tauri::command(async)]
pub fn vault_save_code(app: State<'_, App>, args: SaveCode) -> Result<(), Failure> {
    app.verb("vault_save_code", |companion| {
        companion.vault_save_code(Path::new(&args.path))
    })
}

#[tauri::command(async)]
pub fn vault_confirm_code(app: State<'_, App>, args: TypedCode) -> Result<OpenVault, Failure> {
    app.verb("vault_confirm_code", |companion| {
        companion.vault_confirm_code(&args.code)?;
        OpenVault::of(companion)
    })
}

#[tauri::command(async)]
pub fn vault_waive_code(app: State<'_, App>) -> Result<OpenVault, Failure> {
    app.verb("vault_waive_code", |companion| {
        companion.vault_waive_code()?;
        OpenVault::of(companion)
    })
}

#[tauri::command(async)]
pub fn vault_unlock(app: State<'_, App>, args: Unlock) -> Result<OpenVault, Failure> {
    app.verb("vault_unlock", |companion| {
        companion.vault_unlock(Path::new(&args.path), &Secret::new(args.passphrase))?;
        OpenVault::of(companion)
    })
}

#[tauri::command(async)]
pub fn vault_recover(app: State<'_, App>, args: Recover) -> Result<OpenVault, Failure> {
    app.verb("vault_recover", |companion| {
        companion.vault_recover(
            Path::new(&args.path),
            &args.code,
            &Secret::new(args.passphrase),
        )?;
        OpenVault::of(companion)
    })
}

#[tauri::command(async)]
pub fn vault_inspect(app: State<'_, App>, args: Inspect) -> Result<OpenVault, Failure> {
    app.verb("vault_inspect", |companion| {
        companion.vault_inspect(Path::new(&args.path), &args.code)?;
        OpenVault::of(companion)
    })
}

#[tauri::command(async)]
pub fn vault_glass(app: State<'_, App>, args: NewGlass) -> Result<InspectorMade, Failure> {
    app.verb("vault_glass", |companion| args.run(companion))
}

#[tauri::command(async)]
pub fn vault_glass_seen(app: State<'_, App>) -> Result<OpenVault, Failure> {
    app.verb("vault_glass_seen", |companion| {
        companion.glass_seen()?;
        OpenVault::of(companion)
    })
}

#[tauri::command(async)]
pub fn vault_older_seen(app: State<'_, App>) -> Result<OpenVault, Failure> {
    app.verb("vault_older_seen", |companion| {
        companion.vault_older_seen()?;
        OpenVault::of(companion)
    })
}

#[tauri::command(async)]
pub fn vault_passphrase(app: State<'_, App>, args: ChangePassphrase) -> Result<(), Failure> {
    app.verb("vault_passphrase", |companion| {
        companion.vault_passphrase_change(&Secret::new(args.old), &Secret::new(args.new))
    })
}

#[tauri::command(async)]
pub fn vault_drill(app: State<'_, App>, args: TypedCode) -> Result<(), Failure> {
    app.verb("vault_drill", |companion| companion.vault_drill(&args.code))
}

#[tauri::command(async)]
pub fn vault_code_lost(app: State<'_, App>, args: Passphrase) -> Result<OpenVault, Failure> {
    app.verb("vault_code_lost", |companion| {
        companion.vault_code_lost(&Secret::new(args.passphrase))?;
        OpenVault::of(companion)
    })
}

#[tauri::command(async)]
pub fn vault_rotate(
    app: State<'_, App>,
    handle: AppHandle,
    args: Rotate,
) -> Result<Removed, Failure> {
    app.verb("vault_rotate", |companion| {
        let proof = Secret::new(args.passphrase);
        let rotated = companion.vault_rotate(&proof, &mut telling(&handle))?;
        Removed::of(companion, rotated)
    })
}

#[tauri::command(async)]
pub fn vault_lock(handle: AppHandle) -> Result<(), Failure> {
    crate::lock::hard(&handle)
}

#[tauri::command(async)]
pub fn vault_idle(app: State<'_, App>, args: Idle) -> Result<OpenVault, Failure> {
    app.verb("vault_idle", |companion| {
        companion.idle_set(args.minutes)?;
        OpenVault::of(companion)
    })
}

/// Tells the page how far a copy has come: each new stage and each new percent once.
pub(super) fn telling(handle: &AppHandle) -> impl FnMut(Progress) + '_ {
    let mut last = None;
    move |progress| {
        let now = CopyProgress::from(progress);
        if last != Some(now) {
            last = Some(now);
            if let Err(error) = handle.emit("copy_progress", now) {
                eprintln!("the page was not told how far the copy is: {error}");
            }
        }
    }
}

#[tauri::command(async)]
pub fn vault_backup(
    app: State<'_, App>,
    handle: AppHandle,
    args: BackUp,
) -> Result<BackedUp, Failure> {
    // The companion is free while the copy is made: a session goes on beside it.
    let backing = app.verb("vault_backup", |companion| {
        companion.vault_backup_begin(Path::new(&args.path))
    })?;
    // Said to block: where the machine has one core, the other verbs would wait for it.
    let run = || caught(|| backing.run(&mut telling(&handle)));
    let proven = tokio::task::block_in_place(run)?;
    app.any_verb(|companion| Ok(companion.vault_backup_end(proven)?.into()))
}

#[tauri::command(async)]
pub fn vault_backup_state(app: State<'_, App>) -> Result<BackupState, Failure> {
    app.verb("vault_backup_state", BackupState::of)
}

#[tauri::command(async)]
pub fn vault_restore(
    app: State<'_, App>,
    handle: AppHandle,
    args: Restore,
) -> Result<BackedUp, Failure> {
    app.verb("vault_restore", |companion| {
        args.run(companion, &mut telling(&handle))
    })
}
