//! A protocol file on its way into the vault: read, compared, kept, signed. And what lies on the desk: forms about nobody in
//! the record yet.

use companion::protocols::Adopting;
use companion::{Companion, Error, Secret};
use std::fs;
use std::path::Path;
use support::{root, world};

/// A clinical protocol that the lead therapist adopts alone.
fn clinical(version: u32) -> String {
    let shipped = companion::library::protocol("worked-example").expect("shipped");
    let text = shipped
        .text
        .replace("id = \"worked-example\"", "id = \"stillwater\"")
        .replace("status = \"training\"", "status = \"clinical\"")
        .replace(
            "adopted_by = [\"lead_therapist\", \"prescriber\"]",
            "adopted_by = [\"lead_therapist\"]",
        );
    let latest = text.find("\nversion = ").expect("a version") + 1;
    let end = latest + text[latest..].find('\n').expect("a line");
    let mut text = text;
    text.replace_range(latest..end, &format!("version = {version}"));
    text
}

fn entries(companion: &Companion) -> usize {
    let all = companion.audit_entries(0, 100_000);
    all.expect("entries").len()
}

#[test]
fn a_bad_file_is_told_whole_and_leaves_nothing() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    let before = entries(&companion);
    let path = root().join("tests/fixtures/protocols/twenty-mistakes.toml");
    let file = wire::protocols::import::ProtocolFile::of(&companion, path.to_str().expect("UTF-8"))
        .expect("it can be read");
    let expected = root().join("tests/fixtures/protocols/twenty-mistakes.expected");
    let expected = fs::read_to_string(expected).expect("the expected complaints");
    assert_eq!(file.complaints.len(), expected.lines().count());
    assert!(file.found.is_none());
    assert!(file.complaints.iter().all(|one| one.line > 0));
    assert_eq!(entries(&companion), before);

    let text = Companion::protocol_read(&path).expect("text");
    assert!(matches!(
        companion.protocol_import(&text),
        Err(Error::Complaints(_))
    ));
    for none in [
        Path::new("/nowhere/at-all.toml").to_owned(),
        home.path().to_owned(),
    ] {
        let read = Companion::protocol_read(&none);
        assert!(matches!(read, Err(Error::NoFile)), "{}", none.display());
    }
    let picture = home.path().join("picture.toml");
    fs::write(&picture, [0xff, 0xfe, 0x00]).expect("written");
    assert!(matches!(
        Companion::protocol_read(&picture),
        Err(Error::NoFile)
    ));
    // A file that is far too long is told as such, and not read to its end.
    let long = home.path().join("long.toml");
    fs::write(&long, "# more\n".repeat(1_000_000)).expect("written");
    let read = Companion::protocol_read(&long).expect("its beginning");
    assert!(read.len() < 300_000);
    assert!(Companion::protocol_lint(&read).is_err());
}

#[test]
fn a_file_that_was_changed_since_it_was_looked_at_is_not_kept() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    let path = home.path().join("stillwater.toml");
    fs::write(&path, clinical(1)).expect("written");
    let path = path.to_str().expect("UTF-8").to_owned();
    let look = |companion: &Companion| {
        let file = wire::protocols::import::ProtocolFile::of(companion, &path);
        file.expect("it can be read").found.expect("a protocol")
    };
    let found = look(&companion);
    assert_eq!(found.name, "stillwater v1");
    assert!(found.difference.is_none() && !found.day.is_empty());
    let import = |digest: &str| wire::protocols::import::ImportProtocol {
        path: path.clone(),
        digest: digest.to_owned(),
    };
    fs::write(&path, format!("{}\n# later\n", clinical(1))).expect("written");
    assert!(matches!(
        import(&found.digest).run(&mut companion),
        Err(Error::FileChanged)
    ));
    let again = look(&companion);
    let kept = import(&again.digest).run(&mut companion).expect("kept");
    assert!(kept.wall_ms > 0 && kept.protocol.digest == again.digest);
    use wire::protocols::import::Place;
    assert_eq!(look(&companion).place, Place::Known);
    fs::write(&path, clinical(1)).expect("written");
    assert_eq!(look(&companion).place, Place::Taken);
}

#[test]
fn the_first_signature_asks_for_the_passphrase_and_the_next_for_the_pin() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make_as(&mut companion, home.path(), false).expect("a vault");
    let first = companion
        .protocol_import(&clinical(1))
        .expect("kept")
        .digest;
    let adopting =
        |companion: &Companion, digest| companion.protocol_find(digest).expect("known").adopting;
    let sign = |companion: &mut Companion, digest: &[u8; 32], proof: &str| {
        companion.protocol_adopt_proven(digest, &Secret::from(proof))
    };
    assert_eq!(adopting(&companion, &first), Adopting::Passphrase);
    for wrong in [world::PIN_MS, "another passphrase altogether", ""] {
        let said = sign(&mut companion, &first, wrong);
        assert!(matches!(said, Err(Error::WrongPassphrase)), "{wrong}");
    }
    // Guessing here is as slow as at the door.
    let early = sign(&mut companion, &first, world::PASSPHRASE);
    let Err(Error::TooSoon { seconds }) = early else {
        panic!("{early:?}");
    };
    std::thread::sleep(std::time::Duration::from_secs(seconds.into()));
    sign(&mut companion, &first, world::PASSPHRASE).expect("signed");
    assert_eq!(adopting(&companion, &first), Adopting::Nothing);
    assert!(matches!(
        sign(&mut companion, &first, world::PASSPHRASE),
        Err(Error::Duplicate { .. })
    ));

    // A newer version is compared with the one that was adopted.
    let second = companion
        .protocol_import(&clinical(2))
        .expect("kept")
        .digest;
    let line = companion.protocol_find(&second).expect("known");
    assert_eq!(
        (line.before, line.adopting, line.usable),
        (Some(first), Adopting::Pin, false)
    );
    let wrong = sign(&mut companion, &second, world::PASSPHRASE);
    assert!(matches!(wrong, Err(Error::WrongPin { .. })));
    sign(&mut companion, &second, world::PIN_MS).expect("signed");
    assert!(companion.protocol_find(&second).expect("known").usable);

    // Somebody else at the keyboard does not sign with the holder's key; after a lock the passphrase is asked again.
    let third = companion
        .protocol_import(&clinical(3))
        .expect("kept")
        .digest;
    let ak = companion.person_by_initials("AK").expect("AK");
    companion
        .person_take_pen(ak, &Secret::from(world::PIN_AK))
        .expect("AK writes");
    assert_eq!(adopting(&companion, &third), Adopting::NotHolder);
    assert!(matches!(
        sign(&mut companion, &third, world::PIN_AK),
        Err(Error::NotAllowed)
    ));
    companion.vault_lock().expect("locks");
    world::unlock(&mut companion, home.path()).expect("opens");
    assert_eq!(adopting(&companion, &third), Adopting::Passphrase);
    let before = companion.protocol_find(&third).expect("known").before;
    assert_eq!(before, Some(second), "the newest that was adopted");
}

/// The same, which a lead therapist and a prescriber adopt.
fn of_two() -> String {
    let one = "adopted_by = [\"lead_therapist\"]";
    let text = clinical(1);
    assert!(text.contains(one));
    text.replacen(one, "adopted_by = [\"lead_therapist\", \"prescriber\"]", 1)
}

#[test]
fn whoever_holds_two_roles_fills_the_one_that_is_open() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make_as(&mut companion, home.path(), false).expect("a vault");
    let both = companion::people::NewPerson {
        name: "Bo Ek".to_owned(),
        initials: "BE".to_owned(),
        roles: vec![companion::Role::LeadTherapist, companion::Role::Prescriber],
        pin: Secret::from("6142"),
    };
    let ms = companion.author().expect("open");
    let dl = companion.person_by_initials("DL").expect("known");
    let beside = companion
        .person_second(dl, &Secret::from("5071"))
        .expect("stands by");
    let be = companion
        .person_add_beside(&both, Some(beside))
        .expect("added");
    let passphrase = Secret::from("a quarry of their own thirteen");
    companion
        .person_enrol(be, &Secret::from("6142"), &passphrase)
        .expect("a key");
    let digest = companion.protocol_import(&of_two()).expect("kept").digest;
    companion
        .protocol_adopt_proven(&digest, &Secret::from(world::PASSPHRASE))
        .expect("signed");
    companion
        .person_take_pen(be, &Secret::from("6142"))
        .expect("BE writes");
    companion
        .protocol_adopt_proven(&digest, &passphrase)
        .expect("signed");
    let line = companion.protocol_find(&digest).expect("known");
    let by: Vec<_> = line
        .adoptions
        .iter()
        .map(|one| (one.person, one.role))
        .collect();
    assert_eq!(
        by,
        [
            (ms, companion::Role::LeadTherapist),
            (be, companion::Role::Prescriber)
        ]
    );
    assert!(line.usable);
}

#[test]
fn a_form_about_nobody_yet_outlives_the_program_and_no_client_sees_it() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    let kelp = companion.client_add("KELP-014", "").expect("a client");
    companion
        .form_keep(kelp, "details", "theirs", 0)
        .expect("kept");
    companion.desk_keep("client", "Signe", 3).expect("kept");
    companion.desk_keep("person", "Dina", 0).expect("kept");
    let before = entries(&companion);
    // Dropped as it stands: nothing is closed in good order.
    drop(companion);

    let mut companion = world::companion(home.path());
    world::unlock(&mut companion, home.path()).expect("opens");
    let desk = |companion: &Companion| -> Vec<(String, String)> {
        let all = companion.desk().expect("readable").into_iter();
        all.map(|draft| (draft.place, draft.row.text)).collect()
    };
    let there = |place: &str, text: &str| (place.to_owned(), text.to_owned());
    assert_eq!(
        desk(&companion),
        [there("client", "Signe"), there("person", "Dina")]
    );
    assert_eq!(companion.forms(kelp).expect("readable").len(), 1);
    companion.desk_keep("client", "", 0).expect("forgotten");
    assert_eq!(desk(&companion), [there("person", "Dina")]);
    assert!(matches!(
        companion.desk_keep("", "x", 0),
        Err(Error::BadInput { .. })
    ));
    companion.vault_lock().expect("locks");
    assert!(matches!(companion.desk(), Err(Error::Locked)));
    world::unlock(&mut companion, home.path()).expect("opens");
    assert!(entries(&companion) >= before, "it is no part of the record");
    let report = companion.audit_verify().expect("verifies");
    assert!(report.chain.fault.is_none() && report.unreadable.is_none());
}
