//! *A flipped bit is never another word.* One bit in every page of a record with long notes, each time the whole record read
//! through the companion: the true value or an error, never another. Controls: the whole record reads right, and with the
//! engine's word alone wrong bytes do come through (a failed page code in an overflow page is silent).

use clinic::session::act::{Act, When};
use clinic::session::event::{Event, Voice};
use companion::session::Told;
use companion::{Companion, Error, RequestKey, Secret, SessionId};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use support::world;

const PAGE: usize = 4096;
const NAME: &str = "Signe Sommerfugl";

/// A long text in which every stretch differs from every other.
fn long(seed: u32, bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 16);
    let mut number = seed;
    while text.len() < bytes {
        number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        text.push_str(&format!("{number} "));
    }
    text
}

/// What the record says, as far as it can be read; each answer beside the name of what was asked.
type Said = Vec<(String, Option<String>)>;

fn look(companion: &mut Companion, session: SessionId) -> Said {
    let mut said = Said::new();
    let mut say = |what: &str, answer: Result<String, Error>| {
        said.push((what.to_owned(), answer.ok()));
    };
    let clients = companion.clients();
    say("client list", clients.map(|list| format!("{list:?}")));
    let client = companion.client_by_code("KELP-014");
    say(
        "client name",
        client.and_then(|id| companion.client_name(id)),
    );
    let people = companion.people();
    say("people", people.map(|list| format!("{list:?}")));
    let live = companion.session_load(session);
    say(
        "session",
        live.map(|live| {
            let rows = live.session.rows().iter();
            let notes = rows.filter_map(|row| match &row.event {
                Event::Noted { text, .. } => Some(text.as_str()),
                _ => None,
            });
            let notes: Vec<&str> = notes.collect();
            format!("{}\n{}", live.client_code, notes.join("\n"))
        }),
    );
    let drafts = companion.drafts(session);
    say(
        "draft",
        drafts.map(|list| {
            let one = |draft: companion::drafts::Draft| {
                format!("{} {} {}", draft.place, draft.row.caret, draft.row.text)
            };
            list.into_iter().map(one).collect::<Vec<_>>().join("\n")
        }),
    );
    let protocols = companion.protocols();
    say(
        "protocols",
        protocols.map(|list| format!("{} protocols", list.len())),
    );
    said
}

/// What verification says: the chain, the sessions, the pages. None: it named something.
fn verified(companion: &mut Companion) -> Option<u64> {
    let report = companion.audit_verify().ok()?;
    let pages = companion.vault_check_pages().ok()?;
    let holds = report.chain.fault.is_none() && report.unreadable.is_none() && pages.is_empty();
    holds.then_some(report.sessions)
}

/// Makes the vault: three long notes, a long draft, the session closed, everything in the main file.
fn made(home: &Path) -> Result<SessionId, Error> {
    let mut companion = world::companion(home);
    world::make(&mut companion, home)?;
    let session = world::session(&mut companion, "KELP-014")?;
    for (number, bytes) in [12_000, 15_000, 19_000].into_iter().enumerate() {
        let number = u8::try_from(number).expect("few notes");
        let act = Act::Note {
            text: long(u32::from(number), bytes),
            voice: Voice::Observed,
            tags: Vec::new(),
            starred: false,
        };
        companion.session_act(
            session,
            RequestKey([number; 16]),
            &act,
            Told::When(When::Now),
        )?;
    }
    companion.draft_keep(session, "note", &long(77, 13_000), 12_345)?;
    let (acts, when) = companion.session_words(session, "close stopped \"as they wished\"")?;
    for act in &acts {
        companion.session_act(session, RequestKey([99; 16]), act, Told::When(when))?;
    }
    companion.vault_lock()?;
    Ok(session)
}

/// A copy of the vault in a home of its own.
fn copied(from: &Path, to: &Path) -> PathBuf {
    let folder = world::folder(to);
    let _none_yet = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    for entry in fs::read_dir(world::folder(from)).expect("the vault") {
        let entry = entry.expect("an entry");
        if entry.path().is_dir() {
            continue;
        }
        fs::copy(entry.path(), folder.join(entry.file_name())).expect("copied");
    }
    folder
}

/// Flips one bit of a page: another place in each, its code included.
fn bend(record: &Path, page: usize) {
    let mut bytes = fs::read(record).expect("the record");
    // The last eighty bytes of a page are its code.
    let place = if page.is_multiple_of(7) {
        PAGE - 9
    } else {
        16 + page * 131 % 4_000
    };
    bytes[page * PAGE + place] ^= 1 << (page % 8);
    fs::write(record, bytes).expect("bent");
}

/// Reads through the companion after one bit of this page was flipped; answers whether anything was said about it.
fn read_bent(whole: &Path, home: &Path, page: usize, session: SessionId, truth: &Said) -> bool {
    let folder = copied(whole, home);
    bend(&folder.join("record.db"), page);
    let mut companion = world::companion(home);
    if world::unlock(&mut companion, home).is_err() {
        return true;
    }
    let mut named = false;
    for ((what, said), (_, true_one)) in look(&mut companion, session).iter().zip(truth) {
        match said {
            None => named = true,
            // What stands nowhere any more counts as another value too.
            Some(_) => assert!(said == true_one, "page {page}: another {what} was answered"),
        }
    }
    named |= verified(&mut companion).is_none();
    named
}

/// Bytes that came through wrong although the engine said nothing: values read with the right key and nothing else.
fn silent_cases(whole: &Path, home: &Path, pages: usize) -> BTreeSet<usize> {
    // One value a connection: the engine's error comes late, with the page read next.
    let value = |record: &rusqlite::Connection, number: usize| {
        record.query_row(
            "SELECT v FROM (SELECT sealed AS v FROM session_event UNION ALL SELECT sealed FROM scratch_draft
             UNION ALL SELECT CAST(body AS BLOB) FROM protocol) WHERE length(v) > 3500 LIMIT 1 OFFSET ?1",
            [number],
            |row| row.get::<_, Vec<u8>>(0),
        )
    };
    let folder = copied(whole, home);
    let mut vault = vault::unlock(&folder, None, &Secret::from(world::PASSPHRASE)).expect("opens");
    let record = vault.database().expect("the whole record opens");
    let truth: Vec<_> = (0..)
        .map_while(|number| value(&record, number).ok())
        .collect();
    assert_eq!(truth.len(), 5, "three notes, a draft, a protocol");
    vault.close_database(record).expect("closes");
    let bytes = fs::read(folder.join("record.db")).expect("the record");
    let mut silent = BTreeSet::new();
    for page in 0..pages {
        bend(&folder.join("record.db"), page);
        for (number, true_one) in truth.iter().enumerate() {
            let Ok(record) = vault.database() else {
                continue;
            };
            if value(&record, number).is_ok_and(|found| found != *true_one) {
                assert!(
                    !vault::database::is_sound(&record),
                    "page {page}: no sign at all"
                );
                silent.insert(page);
            }
            vault.close_database(record).expect("closes");
        }
        fs::write(folder.join("record.db"), &bytes).expect("whole again");
    }
    silent
}

#[test]
fn one_flipped_bit_in_any_page_is_never_another_word() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let whole = home.path().join("whole");
    let session = made(&whole).expect("a vault");
    let record = world::folder(&whole).join("record.db");
    let pages = fs::metadata(&record).expect("the record").len() as usize / PAGE;
    assert!(pages > 40, "{pages} pages: the notes are not long");

    // Control: whole, everything is said and holds.
    let control = home.path().join("control");
    copied(&whole, &control);
    let mut companion = world::companion(&control);
    world::unlock(&mut companion, &control).expect("the control opens");
    let truth = look(&mut companion, session);
    assert!(truth.iter().all(|(_, said)| said.is_some()), "{truth:?}");
    assert_eq!(verified(&mut companion), Some(1));
    drop(companion);
    let said = |what: &str| truth.iter().find(|(name, _)| name == what);
    let text = |what: &str| {
        said(what)
            .and_then(|(_, text)| text.as_deref())
            .unwrap_or("")
    };
    assert_eq!(text("client name"), NAME);
    for (number, bytes) in [12_000, 15_000, 19_000].into_iter().enumerate() {
        let number = u32::try_from(number).expect("few notes");
        assert!(text("session").contains(&long(number, bytes)));
    }
    assert!(text("draft").contains(&long(77, 13_000)));

    // Control: without our checks another value does come through.
    let silent = silent_cases(&whole, &home.path().join("engine"), pages);
    assert!(silent.len() > 3, "the engine hides nothing: {silent:?}");

    let halves = std::thread::scope(|scope| {
        let hands: Vec<_> = (0..2)
            .map(|hand| {
                let (whole, truth) = (&whole, &truth);
                let own = home.path().join(format!("hand-{hand}"));
                scope.spawn(move || {
                    let mine = (0..pages).filter(|page| page % 2 == hand);
                    mine.filter(|page| !read_bent(whole, &own, *page, session, truth))
                        .collect::<BTreeSet<usize>>()
                })
            })
            .collect();
        let done = hands
            .into_iter()
            .map(|hand| hand.join().expect("no wrong value"));
        done.collect::<Vec<_>>()
    });
    let unnamed: BTreeSet<usize> = halves.into_iter().flatten().collect();
    println!(
        "{pages} pages, {} of them silent in the engine, {unnamed:?} unnamed",
        silent.len()
    );
    assert!(unnamed.is_empty(), "nobody names the damage of {unnamed:?}");
}
