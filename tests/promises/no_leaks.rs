//! *It never leaks.* A planted client name stands in no file under the home in the clear, while open, after a lock and
//! after a kill. Control: the sweep finds a planted plaintext.

use clinic::session::act::{Act, When};
use clinic::session::event::Voice;
use companion::RequestKey;
use companion::session::Told;
use std::fs;
use std::path::PathBuf;
use support::sweep::{spellings, sweep};
use support::world;

const CANARY: &str = "Signe Sommerfugl";

#[test]
fn a_name_stands_in_no_file_in_the_clear() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    let session = world::session(&mut companion, "KELP-014").expect("a session");
    let note = Act::Note {
        text: format!("{CANARY} asks for water").repeat(400),
        voice: Voice::Client,
        tags: Vec::new(),
        starred: true,
    };
    companion
        .session_act(session, RequestKey([1; 16]), &note, Told::When(When::Now))
        .expect("kept");
    companion
        .draft_keep(session, "note", &format!("{CANARY} half a sentence"), 12)
        .expect("kept");
    companion
        .desk_keep("client", &format!("{{\"name\":\"{CANARY}\"}}"), 0)
        .expect("kept");

    assert_eq!(
        sweep(home.path(), CANARY),
        Vec::<PathBuf>::new(),
        "while open"
    );
    assert_eq!(
        sweep(home.path(), "KELP-014"),
        Vec::<PathBuf>::new(),
        "the code, while open"
    );
    companion.vault_lock().expect("locks");
    assert_eq!(
        sweep(home.path(), CANARY),
        Vec::<PathBuf>::new(),
        "after a lock"
    );

    // Control: the sweep sees what is there to be seen.
    let planted = home.path().join("planted");
    for spelling in spellings(CANARY) {
        fs::write(&planted, [b"xx".as_slice(), &spelling, b"yy"].concat()).expect("planted");
        assert_eq!(sweep(home.path(), CANARY), vec![planted.clone()]);
    }
}
