//! Scenes of what outlasts a day and a computer: signatures, keys for people, a backup and the way back from it.

use crate::days;
use crate::plan::Place::{Bare, Day, Made};
use crate::plan::Step::{Click, Enter, Keys, Marked, Path, Rest, Says, Scroll, Shot};
use crate::plan::{OFFICE, Scene, office};
use support::world::{PASSPHRASE, PIN_AK};

/// Nobody else may have it.
const THEIR_OWN: &str = "a lantern of their own nineteen";

pub fn scenes() -> Vec<Scene> {
    let opened = |then: &[_]| [&OFFICE, then].concat();
    vec![
        office(
            "signing",
            Day("8:10", &[], "8:11"),
            &opened(&[
                Marked("today-unsigned"),
                Shot("today-unsigned"),
                Click("today-sign"),
                Click("sign-open"),
                Scroll("signatures"),
                Shot("sign-form"),
                Enter("sign-proof", "not the one at all"),
                Keys("Enter"),
                Marked("failure"),
                Scroll("signatures"),
                Shot("sign-wrong"),
                Enter("sign-proof", PASSPHRASE),
                Keys("Enter"),
                Marked("signature"),
                Scroll("signatures"),
                Shot("sign-author"),
            ]),
        ),
        office(
            "enrol",
            Made(days::vault),
            &opened(&[
                Click("nav-vault"),
                Click("enrol-go"),
                Marked("enrol"),
                Enter("enrol-pin", PIN_AK),
                Enter("enrol-passphrase", "short"),
                Enter("enrol-again", "shorter"),
                Rest,
                Shot("enrol-differs"),
                Enter("enrol-passphrase", THEIR_OWN),
                Enter("enrol-again", THEIR_OWN),
                Rest,
                Keys("Enter"),
                Marked("enrol-code"),
                Shot("enrol-code"),
                Click("enrol-done"),
                Click("remove-go"),
                Marked("rotation-passphrase"),
                Shot("removal-before"),
                Enter("rotation-passphrase", "not the one at all"),
                Keys("Enter"),
                Marked("failure"),
                Shot("removal-wrong"),
                Enter("rotation-passphrase", PASSPHRASE),
                Keys("Enter"),
                Marked("rotation-done"),
                Shot("removal-done"),
                Click("returning-go"),
                Enter("returning-pin", "6158"),
                Enter("returning-again", "6159"),
                Keys("Enter"),
                Rest,
                Shot("returning-differs"),
                Click("rotate-go"),
                Scroll("rotation-passphrase"),
                Shot("rotation"),
            ]),
        ),
        office(
            "backup",
            Made(days::backed_up),
            &opened(&[
                Click("nav-vault"),
                Marked("backup-last"),
                Scroll("backup"),
                Shot("backup"),
                Click("backup-go"),
                Marked("backup-made"),
                Scroll("backup"),
                Shot("backup-made"),
                Enter("backup-path", "/nowhere/at/all"),
                Click("backup-go"),
                Marked("failure"),
                Scroll("backup"),
                Shot("backup-nowhere"),
            ]),
        ),
        office(
            "restore",
            Bare,
            &[
                Click("start-restore"),
                Marked("restore-path"),
                Click("restore-go"),
                Says("Type a name."),
                Shot("restore-missing"),
                Enter("restore-path", "/media/stick/Quay.holdfast-backup"),
                Click("restore-turn"),
                Rest,
                Shot("restore-code"),
                Click("restore-turn"),
                Enter("restore-passphrase", PASSPHRASE),
                Keys("Enter"),
                Marked("failure"),
                Shot("restore-nothing-there"),
            ],
        ),
        office(
            "backup-read",
            Made(days::backed_up),
            &[
                Click("unlock-other"),
                Path("unlock-path", "stick/Test.holdfast-backup"),
                Enter("unlock-passphrase", PASSPHRASE),
                Keys("Enter"),
                Marked("backup-band"),
                Says("KELP-014"),
                Shot("backup-read"),
                Click("nav-vault"),
                Marked("vault"),
                Shot("backup-vault"),
            ],
        ),
    ]
}
