//! `training play`: a synthetic eight-hour day through the same companion, in a training vault of its own.

use super::Acting;
use crate::args::Training;
use crate::{Answer, Stop, record};
use companion::people::NewPerson;
use companion::script::{ScriptDoor, Watch, parse, perform};
use companion::session::Live;
use companion::vault::NewVault;
use companion::{Companion, Recorded, Role, Secret, Span, Stamp, library};
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;
use wire::session::plan::SessionPlan;
use wire::session::view::SessionView;

/// Client code of the synthetic day.
const CODE: &str = "TRAINING-1";

pub fn run(companion: &mut Companion, _: &Acting, verb: Training) -> Result<Answer, Stop> {
    let Training::Play { speed, out } = verb;
    let out = match out {
        Some(out) => out,
        None => companion.places().documents.join("Holdfast training"),
    };
    std::fs::create_dir_all(&out)?;
    let folder = free_folder(&out);
    let (passphrase, _) = companion::vault::phrase()?;
    let owner = NewPerson {
        name: "Training MS".to_owned(),
        initials: "MS".to_owned(),
        roles: vec![Role::LeadTherapist, Role::VaultKeeper],
        pin: Secret::from("4927"),
    };
    companion.vault_create(NewVault {
        folder: folder.clone(),
        training: true,
        passphrase,
        owner,
        quick: true,
    })?;
    let script = parse(library::TRAINING_DAY).map_err(|bad| Stop::Usage(bad.to_string()))?;
    let watch = Progress { speed };
    let door = ScriptDoor::new(companion, CODE, watch)?;
    perform(&script, door).map_err(|differs| Stop::Usage(differs.to_string()))?;

    let id = companion
        .session_list()?
        .first()
        .map(|row| row.id)
        .ok_or(companion::Error::Unknown { what: "session" })?;
    let plan = SessionPlan::of(companion, id)?;
    let view = SessionView::of(companion, id, 0)?;
    let markdown = out.join("training-session.md");
    let json_path = out.join("training-session.json");
    std::fs::write(&markdown, record::markdown(&plan, &view))?;
    let whole = json!({ "plan": plan, "view": view });
    std::fs::write(
        &json_path,
        serde_json::to_string_pretty(&whole).expect("plain data"),
    )?;
    // The vault of a played day serves nothing afterwards: its passphrase was chance and is gone.
    companion.vault_lock()?;
    std::fs::remove_dir_all(&folder)?;

    let mut text = format!(
        "\nThe day was kept entry by entry in an encrypted training vault, then read back.\n{} entries, {} deviation(s).\n",
        view.log.len(),
        view.deviations.len()
    );
    for deviation in &view.deviations {
        text.push_str(&format!("  {}\n", record::deviation(&view, deviation)));
    }
    text.push_str(&format!(
        "Record: {}\n        {}\n",
        markdown.display(),
        json_path.display()
    ));
    let deviations: Vec<String> = view
        .deviations
        .iter()
        .map(|one| record::deviation(&view, one))
        .collect();
    Ok(Answer::new(
        text,
        json!({ "markdown": markdown, "record": json_path, "deviations": deviations }),
    ))
}

fn free_folder(out: &std::path::Path) -> PathBuf {
    (0u32..)
        .map(|n| {
            out.join(if n == 0 {
                "Training day.holdfast".to_owned()
            } else {
                format!("Training day {n}.holdfast")
            })
        })
        .find(|folder| !folder.exists())
        .expect("one of many names is free")
}

/// Shows entries as they are kept, and waits where a speed was asked for.
struct Progress {
    speed: Option<u32>,
}

impl Watch for Progress {
    fn moves(&mut self, _at: Stamp, after: Span) {
        if let (Some(speed), Ok(passed)) = (self.speed, u64::try_from(after.0)) {
            std::thread::sleep(Duration::from_millis(
                passed / u64::from(speed.clamp(1, 600)),
            ));
        }
    }

    fn kept(&mut self, live: &Live, rows: &[Recorded]) {
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
            return;
        };
        let board = live.session.board(last.entered);
        let view = wire::session::show::view(live, &board, &last.entered, String::new(), first.seq);
        let mut err = std::io::stderr().lock();
        for line in &view.log {
            drop(writeln!(err, "{}", record::line(&view, line)));
        }
    }
}
