//! A small clinic in a temporary folder: real vault, real SQLCipher, the cheapest key derivation that is allowed.

use clinic::session::act::{Act, When};
use clinic::session::event::Voice;
use companion::clock::{Clock, MachineClock};
use companion::people::NewPerson;
use companion::places::Places;
use companion::session::{NewSession, Told};
use companion::vault::NewVault;
use companion::{Companion, Error, PersonId, RequestKey, Role, Secret, SessionId};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// After so long a program that was ended has let go of its vault.
const LETS_GO: Duration = Duration::from_secs(20);
/// Passphrase of the test vaults.
pub const PASSPHRASE: &str = "quiet harbour lantern sixteen";
/// PIN of MS.
pub const PIN_MS: &str = "4927";
/// PIN of AK.
pub const PIN_AK: &str = "8306";

/// The vault's folder under a home.
pub fn folder(home: &Path) -> PathBuf {
    home.join("vaults").join("Test.holdfast")
}

/// A companion on this home, nothing open.
pub fn companion(home: &Path) -> Companion {
    companion_with(home, Box::new(MachineClock::new()))
}

/// A companion with a clock of the test's own.
pub fn companion_with(home: &Path, clock: Box<dyn Clock>) -> Companion {
    Companion::new(clock, Places::under(home))
}

fn person(name: &str, initials: &str, roles: &[Role], pin: &str) -> NewPerson {
    NewPerson {
        name: name.to_owned(),
        initials: initials.to_owned(),
        roles: roles.to_vec(),
        pin: Secret::from(pin),
    }
}

/// Makes a training vault with MS (owner), AK and DL, left open.
pub fn make(companion: &mut Companion, home: &Path) -> Result<(), Error> {
    make_as(companion, home, true)
}

/// The same; answers the recovery code that MS has on paper.
pub fn make_with_code(companion: &mut Companion, home: &Path) -> Result<String, Error> {
    let code = make_owed(companion, home, true)?;
    people(companion, &code)?;
    Ok(code)
}

/// Makes a vault of either kind.
pub fn make_as(companion: &mut Companion, home: &Path, training: bool) -> Result<(), Error> {
    let code = make_owed(companion, home, training)?;
    people(companion, &code)
}

/// The same for a reader of packets: MS is somebody else there, because nobody reviews their own session.
pub fn make_reader(companion: &mut Companion, home: &Path) -> Result<(), Error> {
    let code = owed_by(companion, home, true, "Ingrid Lund")?;
    people(companion, &code)
}

fn people(companion: &mut Companion, code: &str) -> Result<(), Error> {
    companion.vault_confirm_code(code)?;
    companion.person_add(&person("Anders Kvist", "AK", &[Role::CoTherapist], PIN_AK))?;
    companion.person_add(&person("Dina Lund", "DL", &[Role::Prescriber], "5071"))?;
    Ok(())
}

/// Makes a vault with MS whose recovery code was not typed back; answers the code.
pub fn make_owed(companion: &mut Companion, home: &Path, training: bool) -> Result<String, Error> {
    owed_by(companion, home, training, "Maren Sol")
}

fn owed_by(
    companion: &mut Companion,
    home: &Path,
    training: bool,
    name: &str,
) -> Result<String, Error> {
    let owner = person(
        name,
        "MS",
        &[Role::LeadTherapist, Role::VaultKeeper],
        PIN_MS,
    );
    let groups = companion.vault_create(NewVault {
        folder: folder(home),
        training,
        passphrase: Secret::from(PASSPHRASE),
        owner,
        quick: true,
    })?;
    Ok(groups.join("-"))
}

/// Opens the vault again. A busy machine takes its time to close the files of a program that was ended.
pub fn unlock(companion: &mut Companion, home: &Path) -> Result<(), Error> {
    let deadline = Instant::now() + LETS_GO;
    loop {
        match companion.vault_unlock(&folder(home), &Secret::from(PASSPHRASE)) {
            Err(Error::InUse) if Instant::now() < deadline => {}
            other => return other,
        }
    }
}

/// Adds a client and opens a session from the worked example.
pub fn session(companion: &mut Companion, code: &str) -> Result<SessionId, Error> {
    session_of(companion, code, "worked-example")
}

/// Adds a client and opens a session from a protocol by name.
pub fn session_of(
    companion: &mut Companion,
    code: &str,
    protocol: &str,
) -> Result<SessionId, Error> {
    let client = companion.client_add(code, "Signe Sommerfugl")?;
    let protocol = companion.protocol_named(protocol)?.digest;
    let people: Vec<PersonId> = companion
        .people()?
        .into_iter()
        .filter(|record| record.has_pin && !record.person.is_blind())
        .map(|record| record.person.id)
        .collect();
    companion.session_open(&NewSession {
        client,
        protocol,
        number: 1,
        people,
    })
}

/// A vault with KELP-014 and a session of theirs that went as these words say; open.
pub fn with_session(home: &Path, words: &[&str]) -> (Companion, SessionId) {
    let mut companion = companion(home);
    make(&mut companion, home).expect("a vault");
    let session = session(&mut companion, "KELP-014").expect("a session");
    for one in words {
        say(&mut companion, session, one).unwrap_or_else(|error| panic!("{one}: {error}"));
    }
    (companion, session)
}

/// Keeps a note of a number: the same number again is the same act.
pub fn note(
    companion: &mut Companion,
    session: SessionId,
    number: u8,
    text: &str,
) -> Result<(), Error> {
    let act = Act::Note {
        text: text.to_owned(),
        voice: Voice::Observed,
        tags: Vec::new(),
        starred: false,
    };
    let key = RequestKey([number; 16]);
    companion.session_act(session, key, &act, Told::When(When::Now))
}

/// Keeps acts in the language of scenarios, as whoever has the pen.
pub fn say(companion: &mut Companion, session: SessionId, words: &str) -> Result<(), Error> {
    let author = companion.author()?;
    let (acts, when) = companion.session_words(session, words)?;
    for act in &acts {
        companion.session_act_as(session, None, act, Told::When(when), author)?;
    }
    Ok(())
}
