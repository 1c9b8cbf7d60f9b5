//! Python for the independent reader of a vault, in a folder of its own with pinned packages.

use std::path::PathBuf;
use std::process::Command;

use super::{is_stamped, must, write_stamp};
use crate::Stop;
use crate::house::House;

const PACKAGES: &[&str] = &[
    "argon2-cffi==25.1.0",
    "cryptography==50.0.2",
    "sqlcipher3-wheels==0.5.7",
];

/// The Python that has the reader's packages; made if it is not there yet.
pub fn python(house: &House) -> Result<PathBuf, Stop> {
    let folder = house.tools().join("python");
    let python = folder.join("bin/python");
    let stamp = folder.join("installed-from");
    let version = PACKAGES.join("\n");
    if !is_stamped(&stamp, &version) {
        must(
            "Making a Python folder for the independent reader",
            Command::new("python3")
                .args(["-m", "venv", "--clear"])
                .arg(&folder),
        )?;
        let what = format!("Installing into it: {}", PACKAGES.join(" "));
        must(
            &what,
            Command::new(&python)
                .args(["-m", "pip", "install", "-q", "--disable-pip-version-check"])
                .args(PACKAGES),
        )?;
        write_stamp(&stamp, &version)?;
    }
    Ok(python)
}
