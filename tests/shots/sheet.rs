//! Lays the pictures out: one contact sheet as a picture, one page that lists them, one file of what the measures found.

use std::collections::BTreeMap;
use std::fs;
use std::io;

use support::window::picture::Picture;

use crate::camera::Roll;

/// Four variants of one state stand side by side, each at a quarter of its size.
const COLUMNS: [&str; 4] = ["night-100", "day-100", "night-200", "day-200"];
const TIMES: usize = 4;
const GAP: usize = 8;

/// Writes `sheet.png`, `index.html` and `complaints.txt`.
pub fn write(roll: &Roll) -> io::Result<()> {
    let mut states: Vec<&str> = Vec::new();
    let mut files = BTreeMap::new();
    for (state, variant, path) in &roll.pictures {
        if !states.contains(&state.as_str()) {
            states.push(state);
        }
        files.insert((state.as_str(), variant.as_str()), path);
    }
    let (width, height) = (1366 / TIMES, 768 / TIMES);
    let whole = (
        COLUMNS.len() * (width + GAP) + GAP,
        states.len() * (height + GAP) + GAP,
    );
    let mut sheet = Picture::plain(whole.0, whole.1.max(1), [64, 64, 64]);
    let mut page =
        String::from("<!doctype html><meta charset=\"utf-8\"><title>Contact sheet</title>\n");
    for (row, state) in states.iter().enumerate() {
        page += &format!("<h2>{state}</h2>\n");
        for (column, variant) in COLUMNS.iter().enumerate() {
            let Some(path) = files.get(&(*state, *variant)) else {
                continue;
            };
            let small = Picture::decode(&fs::read(path)?).smaller(TIMES);
            let place = (GAP + column * (width + GAP), GAP + row * (height + GAP));
            sheet.lay(&small, place.0, place.1);
        }
        for ((_, variant), path) in files.iter().filter(|((known, _), _)| known == state) {
            let name = path.file_name().unwrap_or_default().display().to_string();
            page += &format!(
                "<a href=\"{name}\"><img src=\"{name}\" alt=\"{state} {variant}\" width=\"440\"></a>\n"
            );
        }
    }
    fs::write(roll.folder.join("sheet.png"), sheet.encode())?;
    fs::write(roll.folder.join("index.html"), page)?;
    fs::write(
        roll.folder.join("complaints.txt"),
        roll.complaints.join("\n") + "\n",
    )
}
