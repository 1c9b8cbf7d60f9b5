//! What of a session may stand on paper and in files: everything but the words of process notes, which stay with their readers.

use companion::Error;
use companion::whole::LEFT_OUT;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use wire::session::log::{LogLine, Logged};
use wire::session::view::SessionView;
use wire::sign::{EntrySigned, SignatureLine};

/// The same session, without the words of its process notes; that they exist, who wrote them and when stays.
pub fn of(view: &SessionView) -> SessionView {
    let mut view = view.clone();
    // A note, and whatever was said about one: why it was struck is of the same kind.
    let mut apart = BTreeSet::new();
    // As they were entered, wherever they stand in the log: what speaks of a note came after it.
    let mut lines: Vec<_> = view.log.iter_mut().collect();
    lines.sort_by_key(|line| line.seq);
    for line in lines {
        let about = match &mut line.what {
            Logged::ProcessNote { text, tags, .. } => {
                *text = None;
                tags.clear();
                true
            }
            Logged::Struck { target, reason } if apart.contains(target) => {
                LEFT_OUT.clone_into(reason);
                true
            }
            Logged::Amended {
                target,
                text,
                reason,
            } if apart.contains(target) => {
                LEFT_OUT.clone_into(text);
                LEFT_OUT.clone_into(reason);
                true
            }
            _ => false,
        };
        if about {
            apart.insert(line.seq);
            line.amended = None;
            if let Some(reason) = &mut line.struck {
                LEFT_OUT.clone_into(reason);
            }
        }
    }
    view
}

/// The entries that have signatures of their own, without those of process notes: who signed one is for its readers.
pub fn entries_signed(
    view: &SessionView,
    signed: Vec<EntrySigned>,
) -> Vec<(&LogLine, Vec<SignatureLine>)> {
    let found = signed.into_iter().filter_map(|one| {
        let line = view.log.iter().find(|line| line.seq == one.entry)?;
        let apart = matches!(line.what, Logged::ProcessNote { .. });
        (!apart).then_some((line, one.lines))
    });
    found.collect()
}

/// How many process notes there are.
pub fn process_notes(view: &SessionView) -> u64 {
    let notes = view.log.iter();
    notes
        .filter(|line| matches!(line.what, Logged::ProcessNote { .. }))
        .count() as u64
}

/// The Markdown file and the JSON beside it; refused where the Markdown would bear the other's name.
pub fn beside(markdown: &Path) -> Result<[PathBuf; 2], Error> {
    let json = markdown.with_extension("json");
    if json == markdown || markdown.file_name().is_none() {
        return Err(Error::BadInput { what: "file" });
    }
    Ok([markdown.to_path_buf(), json])
}
