//! *Whoever is taken out opens nothing that is written from then on,* and it happens in one moment: a kill at any step leaves the vault as it
//! was or as it is to be. Controls: what they kept from before opens for them, and a vault between the two states is told from both.

use companion::sign::Object;
use companion::{Companion, Error, Secret, SessionId};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
#[cfg(target_os = "linux")]
use support::own_mounts::{fill, inside, small_disk};
use support::world;

const AK_PASSPHRASE: &str = "a lantern of their own nineteen";
const FORM: &str = "{\"name\":\"Ines\"}";

fn temporary() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// A vault of MS and AK, who both hold a key; a session that both signed; a form on the desk. Answers AK's recovery code too.
fn vault(home: &Path) -> (Companion, SessionId, String) {
    let mut companion = world::companion(home);
    world::make(&mut companion, home).expect("a vault");
    let session = world::session(&mut companion, "KELP-014").expect("a session");
    for number in 0..8 {
        let text = format!("{number:03} {}", "quiet ".repeat(900));
        world::note(&mut companion, session, number, &text).expect("kept");
    }
    world::say(&mut companion, session, "close transferred \"moved\"").expect("closed");
    companion.desk_keep("person", FORM, 0).expect("on the desk");
    let ak = companion.person_by_initials("AK").expect("known");
    let ms = companion.author().expect("open");
    let own = Secret::from(AK_PASSPHRASE);
    let code = companion
        .person_enrol(ak, &Secret::from(world::PIN_AK), &own)
        .expect("a key");
    companion
        .person_take_pen(ak, &Secret::from(world::PIN_AK))
        .expect("proven");
    companion
        .sign(&Object::Session(session), &own)
        .expect("signed");
    companion
        .person_take_pen(ms, &Secret::from(world::PIN_MS))
        .expect("proven");
    (companion, session, code.join("-"))
}

fn take_out(companion: &mut Companion) -> Result<companion::removal::Removed, Error> {
    let ak = companion.person_by_initials("AK")?;
    companion.person_remove(ak, &Secret::from(world::PASSPHRASE), &mut |_| {})
}

fn unlock(home: &Path, passphrase: &str) -> Result<Companion, Error> {
    let mut companion = world::companion(home);
    companion.vault_unlock(&world::folder(home), &Secret::from(passphrase))?;
    Ok(companion)
}

/// Everything in a folder, folders in it too.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let to = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("copied");
        }
    }
}

/// Whether AK is in the vault or out of it: one or the other, all of it, and nothing of the record lost.
fn state(home: &Path) -> Result<bool, String> {
    let folder = world::folder(home);
    let handles = companion::vault::probe(&folder)
        .map_err(|error| error.to_string())?
        .handles;
    let theirs = unlock(home, AK_PASSPHRASE).map(drop);
    let mut companion = unlock(home, world::PASSPHRASE).map_err(|error| format!("MS: {error}"))?;
    let ok = |what: &str, holds: bool| holds.then_some(()).ok_or(what.to_owned());
    let said = |error: Error| error.to_string();
    ok(
        "head",
        !companion.vault_opened().map_err(said)?.older_than_head,
    )?;
    let report = companion.audit_verify().map_err(said)?;
    ok(
        "chain",
        report.chain.fault.is_none() && report.unreadable.is_none(),
    )?;
    ok("checkpoints", report.checkpoint_differs.is_none())?;
    ok(
        "signature",
        (report.signatures.hold, report.signatures.broken) == (1, None),
    )?;
    ok("sessions", report.sessions == 1)?;
    let forms = companion.desk().map_err(said)?;
    ok("form", forms.iter().any(|form| form.row.text == FORM))?;
    let client = companion.client_by_code("KELP-014").map_err(said)?;
    companion.client_details(client).map_err(said)?;
    let entries = companion.audit_entries(1, 10_000).map_err(said)?;
    let person = companion.people().map_err(said)?;
    let person = person.iter().find(|one| one.person.initials == "AK");
    let person = person.ok_or("AK's record")?;
    let id = person.person.id.to_string();
    let noted = entries
        .iter()
        .any(|entry| entry.action == "person_removed" && entry.id == id);
    companion.vault_lock().map_err(said)?;
    let header = fs::read(folder.join("vault.hdr")).map_err(|error| error.to_string())?;
    // db_epoch, and nothing pending (vault/FORMAT.md 2).
    let epoch = header[43];
    ok("pending", header[44..48] == [0; 4])?;
    ok("left over", !folder.join("record.db.new").exists())?;
    ok("left over", !folder.join("record.db.new.part").exists())?;
    let holds = (person.has_pin, person.has_passphrase);
    match (epoch, theirs, noted, holds) {
        (1, Ok(()), false, (true, true)) => Ok(true),
        (2, Err(Error::WrongPassphrase), true, (false, false)) => Ok(false),
        (epoch, theirs, ..) => Err(format!(
            "epoch {epoch}, {handles:?}, {theirs:?}, {noted}, {holds:?}"
        )),
    }
}

#[test]
fn whoever_was_taken_out_opens_nothing_that_is_written_later() {
    let (place, stick, old) = (temporary(), temporary(), temporary());
    let (mut companion, session, code) = vault(place.path());
    let folder = world::folder(place.path());
    let backup = companion
        .vault_backup(stick.path(), &mut |_| {})
        .expect("made")
        .folder;
    companion.vault_lock().expect("locks");
    copy(&folder, old.path());
    let mut companion = unlock(place.path(), world::PASSPHRASE).expect("opens");
    let mut seen = Vec::new();
    let ak = companion.person_by_initials("AK").expect("known");
    let removed = companion
        .person_remove(ak, &Secret::from(world::PASSPHRASE), &mut |progress| {
            seen.push(progress)
        })
        .expect("taken out");
    assert!(removed.rotated && seen.contains(&companion::backup::Progress::Copy));
    assert_eq!(removed.copies, [backup.to_string_lossy()]);
    // The vault goes on as it stands open, and AK does not.
    let proof = companion.person_prove(ak, &Secret::from(world::PIN_AK));
    assert!(matches!(proof, Err(Error::NotAllowed)), "{proof:?}");
    companion.client_add("KELP-015", "Ines").expect("kept");
    companion.vault_lock().expect("locks");

    assert!(!state(place.path()).expect("out, all of it"));
    let mut locked = world::companion(place.path());
    let answer = locked.vault_recover(&folder, &code, &Secret::from("another lantern eighteen"));
    assert!(matches!(answer, Err(Error::WrongCode)), "{answer:?}");
    // The header that they kept, over the record as it is now: it opens for nobody.
    let now = temporary();
    copy(place.path(), now.path());
    for name in ["vault.hdr", "vault.hdr.bak"] {
        fs::copy(old.path().join(name), world::folder(now.path()).join(name)).expect("put back");
    }
    for passphrase in [AK_PASSPHRASE, world::PASSPHRASE] {
        let answer = unlock(now.path(), passphrase).map(drop);
        assert!(
            matches!(
                answer,
                Err(Error::Damaged {
                    what: "record file"
                })
            ),
            "{answer:?}"
        );
    }
    // What no removal can do: the backup of before, and the whole folder as it was, open with the old passphrase.
    locked
        .vault_unlock(&backup, &Secret::from(AK_PASSPHRASE))
        .expect("the backup opens");
    locked.session_load(session).expect("and is read");
    locked.vault_lock().expect("locks");
    copy(old.path(), &world::folder(now.path()));
    let mut before = unlock(now.path(), AK_PASSPHRASE).expect("the old folder opens");
    before.session_load(session).expect("and is read");
}

#[test]
fn whoever_was_taken_out_may_be_let_in_anew() {
    let place = temporary();
    let (mut companion, _, _) = vault(place.path());
    let ak = companion.person_by_initials("AK").expect("known");
    for _ in 0..companion::people::PIN_TRIES {
        drop(companion.person_prove(ak, &Secret::from("1357")));
    }
    take_out(&mut companion).expect("taken out");
    let ak = companion
        .person_by_initials("AK")
        .expect("their record stays");
    let pin = Secret::from("6158");
    let again = take_out(&mut companion);
    assert!(matches!(again, Err(Error::Unknown { .. })), "{again:?}");
    let key = companion.person_enrol(
        ak,
        &Secret::from(world::PIN_AK),
        &Secret::from(AK_PASSPHRASE),
    );
    assert!(matches!(key, Err(Error::NotAllowed)), "{key:?}");
    let client = companion.client_add("KELP-016", "").expect("added");
    let protocol = companion.protocol_named("three-point").expect("shipped");
    let me = companion.author().expect("somebody");
    let session = companion.session_open(&companion::session::NewSession {
        client,
        protocol: protocol.digest,
        number: 1,
        people: vec![me, ak],
    });
    assert!(
        matches!(session, Err(Error::Unknown { what: "person" })),
        "{session:?}"
    );
    companion.person_return(ak, &pin, None).expect("let in");
    companion
        .person_prove(ak, &pin)
        .expect("proven, whatever was typed before they left");
    let twice = companion.person_return(ak, &pin, None);
    assert!(matches!(twice, Err(Error::Duplicate { .. })), "{twice:?}");
    let new = "quite another lantern twenty";
    companion
        .person_enrol(ak, &pin, &Secret::from(new))
        .expect("a new key");
    companion.vault_lock().expect("locks");
    assert!(matches!(
        unlock(place.path(), AK_PASSPHRASE),
        Err(Error::WrongPassphrase)
    ));
    let mut theirs = unlock(place.path(), new).expect("opens");
    let checked = theirs.audit_verify().expect("verified").signatures;
    assert_eq!(
        (checked.hold, checked.broken),
        (1, None),
        "signed with the old key"
    );
}

#[test]
fn somebody_without_a_key_is_taken_out_without_another_master_key() {
    let place = temporary();
    let (mut companion, _, _) = vault(place.path());
    let dl = companion.person_by_initials("DL").expect("known");
    assert!(!companion.person_removal(dl).expect("may go").holds_key);
    let removed = companion
        .person_remove(dl, &Secret::from(world::PASSPHRASE), &mut |_| {})
        .expect("taken out");
    assert!(!removed.rotated);
    let proof = companion.person_prove(dl, &Secret::from("5071"));
    assert!(matches!(proof, Err(Error::NotAllowed)), "{proof:?}");
    companion.vault_lock().expect("locks");
    assert!(state(place.path()).expect("AK is in"));
}

#[test]
fn another_master_key_takes_nobody_out() {
    let place = temporary();
    let (mut companion, _, code) = vault(place.path());
    companion
        .vault_rotate(&Secret::from(world::PASSPHRASE), &mut |_| {})
        .expect("another key");
    companion.vault_lock().expect("locks");
    let folder = world::folder(place.path());
    let unlocked = vault::unlock(&folder, None, &Secret::from(AK_PASSPHRASE)).expect("AK");
    assert_eq!(unlocked.epoch(), 2);
    drop(unlocked);
    let mut companion = world::companion(place.path());
    companion
        .vault_recover(&folder, &code, &Secret::from("another lantern eighteen"))
        .expect("their code is good too");
    let report = companion.audit_verify().expect("verified");
    assert!(report.chain.fault.is_none() && report.sessions == 1);
}

#[test]
fn what_is_refused_leaves_the_vault_as_it_was() {
    let (place, stick) = (temporary(), temporary());
    let (mut companion, _, _) = vault(place.path());
    let (ms, ak) = (
        companion.author().expect("open"),
        companion.person_by_initials("AK").expect("known"),
    );
    let proof = Secret::from(world::PASSPHRASE);
    let answer = companion.person_remove(ms, &proof, &mut |_| {});
    assert!(matches!(answer, Err(Error::OwnRemoval)), "{answer:?}");
    let answer = companion.person_remove(ak, &Secret::from(AK_PASSPHRASE), &mut |_| {});
    assert!(matches!(answer, Err(Error::WrongPassphrase)), "{answer:?}");
    let session = world::session(&mut companion, "KELP-015").expect("a session");
    for answer in [
        take_out(&mut companion),
        companion.vault_rotate(&proof, &mut |_| {}),
    ] {
        assert!(matches!(answer, Err(Error::SessionLive)), "{answer:?}");
    }
    world::say(&mut companion, session, "close transferred \"moved\"").expect("closed");
    let backup = companion
        .vault_backup(stick.path(), &mut |_| {})
        .expect("made")
        .folder;
    // Whoever opened the vault does it, not whoever has the pen.
    companion
        .person_take_pen(ak, &Secret::from(world::PIN_AK))
        .expect("proven");
    let answer = companion.person_remove(ms, &Secret::from(AK_PASSPHRASE), &mut |_| {});
    assert!(matches!(answer, Err(Error::NotAllowed)), "{answer:?}");
    companion.vault_lock().expect("locks");
    companion.vault_unlock(&backup, &proof).expect("the backup");
    let answer = take_out(&mut companion);
    assert!(matches!(answer, Err(Error::Backup)), "{answer:?}");
    companion.vault_lock().expect("locks");
    let mut theirs = unlock(place.path(), AK_PASSPHRASE).expect("AK");
    let answer = theirs.person_remove(ms, &Secret::from(AK_PASSPHRASE), &mut |_| {});
    assert!(matches!(answer, Err(Error::LastKeeper)), "{answer:?}");
}

/// An old passphrase of the opener, an old header: what these bring out is of no use any more. Their recovery code is another one from then on.
#[test]
fn whoever_rotates_gets_another_recovery_code_and_goes_on() {
    let place = temporary();
    let mut companion = world::companion(place.path());
    let first = world::make_owed(&mut companion, place.path(), true).expect("a vault");
    companion.vault_confirm_code(&first).expect("typed back");
    let newer = "quite another lantern twenty";
    let seen = Secret::from(world::PASSPHRASE);
    companion
        .vault_passphrase_change(&seen, &Secret::from(newer))
        .expect("changed");
    let proof = Secret::from(newer);
    let wrong = companion.vault_rotate(&seen, &mut |_| {});
    assert!(matches!(wrong, Err(Error::WrongPassphrase)), "{wrong:?}");
    // One that does not come about leaves the code as it is.
    let blocked = world::folder(place.path()).join("record.db.new.part");
    fs::create_dir_all(blocked.join("in the way")).expect("a folder");
    let failed = companion.vault_rotate(&proof, &mut |_| {});
    assert!(failed.is_err(), "{failed:?}");
    fs::remove_dir_all(&blocked).expect("out of the way");
    assert!(!companion.vault_opened().expect("open").recovery_owed);
    companion.vault_drill(&first).expect("the code is good");
    let card = companion.contact_card().expect("a card");

    let done = companion
        .vault_rotate(&proof, &mut |_| {})
        .expect("another key");
    assert!(done.rotated && !done.unfinished);
    assert!(companion.vault_opened().expect("open").recovery_owed);
    let old = companion.vault_drill(&first);
    assert!(matches!(old, Err(Error::OtherCode)), "{old:?}");
    let code = companion.vault_new_code().expect("a code").join("-");
    companion.vault_confirm_code(&code).expect("typed back");
    // What others know this person by is the same: packets that were sealed to them open.
    assert_eq!(companion.contact_card().expect("a card"), card);
    companion.vault_lock().expect("locks");
    let folder = world::folder(place.path());
    let last = Secret::from("a third lantern by the quay");
    let old = companion.vault_recover(&folder, &first, &last);
    assert!(matches!(old, Err(Error::WrongCode)), "{old:?}");
    companion
        .vault_recover(&folder, &code, &last)
        .expect("the new code opens");
    companion
        .vault_rotate(&last, &mut |_| {})
        .expect("once more, opened by code");
    companion.vault_lock().expect("locks");
    companion.vault_unlock(&folder, &last).expect("opens");
    assert!(
        companion
            .audit_verify()
            .expect("verified")
            .chain
            .fault
            .is_none()
    );
}

/// After the new record took the old one's place it has happened. A disk that does not take the head or the header then is told, and the next
/// opening ends it; nobody says that the record is as it was, or that it is older than it was.
#[test]
fn what_the_disk_does_not_take_afterwards_is_told_and_ended_later() {
    for in_the_way in ["head.tmp", "vault.hdr.tmp"] {
        let place = temporary();
        let (mut companion, _, _) = vault(place.path());
        let ak = companion.person_by_initials("AK").expect("known");
        let blocked = world::folder(place.path()).join(in_the_way);
        let done = companion
            .person_remove(ak, &Secret::from(world::PASSPHRASE), &mut |progress| {
                if progress == companion::backup::Progress::Copy {
                    drop(fs::create_dir(&blocked));
                }
            })
            .expect("it happened");
        assert!(done.rotated && done.unfinished, "{in_the_way}: {done:?}");
        let opened = companion.vault_opened().expect("open");
        assert!(!opened.older_than_head, "{in_the_way}");
        let proof = companion.person_prove(ak, &Secret::from(world::PIN_AK));
        assert!(matches!(proof, Err(Error::NotAllowed)), "{proof:?}");
        drop(companion);
        let theirs = unlock(place.path(), AK_PASSPHRASE).map(drop);
        assert!(matches!(theirs, Err(Error::WrongPassphrase)), "{theirs:?}");
        if in_the_way == "vault.hdr.tmp" {
            // Not ended yet, and opened all the same.
            let companion = unlock(place.path(), world::PASSPHRASE).expect("opens");
            assert!(!companion.vault_opened().expect("open").older_than_head);
        }
        fs::remove_dir(&blocked).expect("out of the way");
        assert!(
            !state(place.path()).expect("out, all of it"),
            "{in_the_way}"
        );
    }
}

/// A form on the desk that cannot be read any more keeps nobody in: it is left out, and said.
#[test]
fn a_form_that_cannot_be_read_keeps_nobody_in() {
    let place = temporary();
    let (mut companion, _, _) = vault(place.path());
    companion
        .desk_keep("client", "{\"code\":\"KELP-020\"}", 0)
        .expect("on the desk");
    companion.vault_lock().expect("locks");
    let folder = world::folder(place.path());
    let mut open = vault::unlock(&folder, None, &Secret::from(world::PASSPHRASE)).expect("opens");
    let record = open.database().expect("the record");
    let bent =
        "UPDATE scratch_form SET sealed = zeroblob(length(sealed)) WHERE place LIKE 'client %'";
    assert_eq!(record.execute(bent, []), Ok(1));
    open.close_database(record).expect("closes");
    drop(open);
    let mut companion = unlock(place.path(), world::PASSPHRASE).expect("opens");
    let done = take_out(&mut companion).expect("taken out");
    assert_eq!((done.forms_lost, done.unfinished), (1, false));
    companion.vault_lock().expect("locks");
    assert!(!state(place.path()).expect("out, and the other form is there"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_vault_as_it_was() {
    if !inside("removal::a_full_disk_leaves_the_vault_as_it_was") {
        return;
    }
    // No room for the copy; and not even for the header that says so, which the next opening makes up for.
    for log_is_empty in [true, false] {
        let place = temporary();
        small_disk(place.path(), 4);
        let (mut companion, _, _) = vault(place.path());
        if log_is_empty {
            companion.vault_lock().expect("locks");
            companion = unlock(place.path(), world::PASSPHRASE).expect("opens");
        }
        let ballast = place.path().join("ballast");
        fill(&ballast);
        let full = fs::File::options()
            .write(true)
            .open(&ballast)
            .expect("it is there");
        let length = full.metadata().expect("a length").len();
        full.set_len(length - (200 << 10)).expect("a little room");
        drop(full);
        let answer = take_out(&mut companion);
        assert!(matches!(answer, Err(Error::DiskFull)), "{answer:?}");
        let goes_on = companion.client_add("KELP-015", "");
        assert_eq!(goes_on.is_ok(), log_is_empty, "{goes_on:?}");
        drop(companion);
        fs::remove_file(&ballast).expect("room again");
        assert!(state(place.path()).expect("AK is in, all of it"));
        let mut companion = unlock(place.path(), world::PASSPHRASE).expect("opens");
        take_out(&mut companion).expect("taken out");
        companion.vault_lock().expect("locks");
        assert!(!state(place.path()).expect("AK is out, all of it"));
    }
}

/// The copy would carry damage over under fresh, valid codes: nothing is copied, and the record lies there as it was.
#[test]
fn a_damaged_page_is_not_carried_over() {
    let place = temporary();
    let (mut companion, _, _) = vault(place.path());
    companion.vault_lock().expect("locks");
    let record = world::folder(place.path()).join("record.db");
    let good = fs::read(&record).expect("the record");
    let mut refused = 0;
    for quarter in 1..=4 {
        let mut bent = good.clone();
        bent[good.len() / 4096 * quarter / 4 * 4096 - 2000] ^= 1;
        fs::write(&record, &bent).expect("written");
        // Some pages are read as it opens: then it goes no further.
        let Ok(mut companion) = unlock(place.path(), world::PASSPHRASE) else {
            continue;
        };
        let answer = take_out(&mut companion);
        assert!(matches!(answer, Err(Error::Damaged { .. })), "{answer:?}");
        drop(companion);
        refused += 1;
        let header = fs::read(world::folder(place.path()).join("vault.hdr")).expect("a header");
        assert_eq!(header[40..48], [0, 0, 0, 1, 0, 0, 0, 0]);
        assert!(!world::folder(place.path()).join("record.db.new").exists());
    }
    assert!(refused > 0, "no page could be bent behind its back");
}

/// System calls that change something on a disk.
const CALLS: [&str; 8] = [
    "openat",
    "pwrite64",
    "write",
    "fsync",
    "fdatasync",
    "ftruncate",
    "rename",
    "unlink",
];

fn victim(home: &Path) -> Command {
    let mut command = Command::new("strace");
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.arg("-o").arg(home.join("trace"));
    command.arg("-e").arg(format!("trace={}", CALLS.join(",")));
    command
}

fn run(mut command: Command, home: &Path) {
    command
        .arg(env!("CARGO_BIN_EXE_victim"))
        .arg(home)
        .arg("--take-out")
        .status()
        .expect("strace is there: apt-get install strace");
}

/// How often each call is made before the removal begins, and until it has ended.
fn counted(home: &Path) -> BTreeMap<&'static str, (usize, usize)> {
    run(victim(home), home);
    let trace = fs::read_to_string(home.join("trace")).expect("a trace");
    let mut found: BTreeMap<&'static str, (usize, usize)> = BTreeMap::new();
    let (mut begun, mut ended) = (false, false);
    for line in trace.lines() {
        begun |= line.contains("write(1, \"open");
        ended |= line.contains("write(1, \"removed");
        let call = CALLS
            .iter()
            .find(|call| line.starts_with(&format!("{call}(")));
        if let (Some(call), false) = (call, ended) {
            let count = found.entry(call).or_default();
            count.0 += usize::from(!begun);
            count.1 += 1;
        }
    }
    assert!(begun && ended, "the victim ended early");
    found
}

/// Kills in the everyday run; `HOLDFAST_KILLS` sets another number.
fn kills() -> usize {
    let kills = std::env::var("HOLDFAST_KILLS");
    kills.ok().and_then(|text| text.parse().ok()).unwrap_or(20)
}

#[test]
fn a_kill_at_any_step_leaves_them_in_or_out() {
    let model = temporary();
    let (mut companion, _, _) = vault(model.path());
    companion.vault_lock().expect("locks");
    let once = temporary();
    copy(model.path(), once.path());
    let counted = counted(once.path());
    assert!(!state(once.path()).expect("out, all of it"));
    // Each call has its own count. Every rename and removal, and of the rest as many as there is time for, spread evenly.
    let mut moments: Vec<(&str, usize)> = Vec::new();
    for rare in [true, false] {
        let mut all: Vec<(&str, usize)> = Vec::new();
        for (call, (before, until)) in &counted {
            if ["rename", "unlink"].contains(call) == rare {
                all.extend((before + 1..=*until).map(|nth| (*call, nth)));
            }
        }
        let room = kills().saturating_sub(moments.len()).min(all.len());
        moments.extend((0..room).map(|nth| all[nth * all.len() / room]));
    }
    let mut seen = [0, 0];
    for (call, nth) in moments {
        let home = temporary();
        copy(model.path(), home.path());
        let mut command = victim(home.path());
        command
            .arg("-e")
            .arg(format!("inject={call}:signal=KILL:when={nth}"));
        run(command, home.path());
        let stays = state(home.path()).unwrap_or_else(|why| panic!("{call} {nth}: {why}"));
        seen[usize::from(stays)] += 1;
    }
    assert!(seen[0] > 0 && seen[1] > 0, "before and after: {seen:?}");
}

/// Control: a vault whose record is turned and whose header never heard of it opens for nobody, and is told from both.
#[test]
fn a_vault_between_the_two_is_told_from_both() {
    let (place, old) = (temporary(), temporary());
    let (mut companion, _, _) = vault(place.path());
    companion.vault_lock().expect("locks");
    copy(&world::folder(place.path()), old.path());
    let mut companion = unlock(place.path(), world::PASSPHRASE).expect("opens");
    take_out(&mut companion).expect("taken out");
    companion.vault_lock().expect("locks");
    for name in ["vault.hdr", "vault.hdr.bak"] {
        fs::copy(
            old.path().join(name),
            world::folder(place.path()).join(name),
        )
        .expect("put back");
    }
    assert!(state(place.path()).is_err());
}
