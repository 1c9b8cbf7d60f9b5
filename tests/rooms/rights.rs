//! Who may what, wholly: every role with every command of the window, before a vault is open, while it is, and after it was locked again. Refused is refused by the lock first, by the role second.

use clinic::people::Role;
use companion::people::NewPerson;
use companion::{Companion, Error, Secret};
use support::world;
use wire::rights::{OPEN, RIGHTS, of};

const PIN: &str = "7193";

/// What stands against each command that asks for a right.
fn refused(companion: &Companion) -> Vec<Option<&'static str>> {
    RIGHTS
        .iter()
        .map(|(_, right)| match companion.may(*right) {
            Ok(()) => None,
            Err(Error::Locked) => Some("locked"),
            Err(Error::NotAllowed | Error::Inspecting) => Some("not allowed"),
            Err(other) => panic!("{other}"),
        })
        .collect()
}

#[test]
fn every_role_with_every_command_in_every_state_of_the_lock() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    let all_locked = vec![Some("locked"); RIGHTS.len()];
    assert_eq!(refused(&companion), all_locked, "before there is a vault");
    world::make(&mut companion, home.path()).expect("a vault");
    let mut people = Vec::new();
    // An inspector comes in by a code, and has a round of their own below.
    let by_pin = Role::ALL
        .into_iter()
        .filter(|role| *role != Role::Inspector);
    for (number, role) in by_pin.enumerate() {
        let letter = char::from(b'A' + u8::try_from(number).expect("few"));
        let new = NewPerson {
            name: format!("Person {letter}"),
            initials: format!("Z{letter}"),
            roles: vec![role],
            pin: Secret::from(PIN),
        };
        people.push((role, companion.person_add(&new).expect("added")));
    }
    let mut seen = Vec::new();
    for (role, person) in people {
        // Whoever opened the vault has the pen after each unlocking; then it is this person's.
        companion
            .person_take_pen(person, &Secret::from(PIN))
            .expect("the pen");
        let expected: Vec<_> = RIGHTS
            .iter()
            .map(|(_, right)| (!right.held_by(&[role])).then_some("not allowed"))
            .collect();
        assert_eq!(refused(&companion), expected, "{role:?}");
        assert_eq!(companion.blind(), role == Role::BlindedRater);
        companion.vault_lock().expect("locks");
        assert_eq!(refused(&companion), all_locked, "{role:?} after a lock");
        world::unlock(&mut companion, home.path()).expect("opens");
        assert_ne!(refused(&companion), all_locked, "control");
        seen.push(expected);
    }
    let until = companion.today().plus_days(1).expect("a day");
    let new = companion::inspection::NewInspector {
        name: "Ida Norling".to_owned(),
        initials: "IN".to_owned(),
        reason: "Yearly inspection".to_owned(),
        until,
    };
    let code = companion
        .inspector_add(&new, None)
        .expect("let in")
        .join("-");
    companion.vault_lock().expect("locks");
    let folder = world::folder(home.path());
    companion.vault_inspect(&folder, &code).expect("opens");
    let expected: Vec<_> = RIGHTS
        .iter()
        .map(|(_, right)| (!right.held_by(&[Role::Inspector])).then_some("not allowed"))
        .collect();
    assert_eq!(refused(&companion), expected, "by code");
    let taken = companion.person_take_pen(
        companion.people().expect("people")[0].person.id,
        &Secret::from(PIN),
    );
    assert!(
        matches!(taken, Err(Error::Inspecting)),
        "nobody else takes the pen"
    );
    companion.vault_lock().expect("locks");
    assert_eq!(refused(&companion), all_locked, "by code, after a lock");
    seen.push(expected);
    // Every command is asked for, every role is refused something, and no two columns of the table are all refusals.
    for (name, ..) in wire::COMMANDS {
        assert_eq!(of(name).is_none(), OPEN.contains(name), "{name}");
    }
    assert!(
        seen.iter()
            .all(|column| column.contains(&None) && column.contains(&Some("not allowed")))
    );
}
