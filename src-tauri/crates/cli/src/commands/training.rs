//! `training play | fill`: a synthetic eight-hour day through the same companion, in a training vault of its own.

use super::Acting;
use crate::args::Training;
use crate::{Answer, Stop, words};
use companion::people::NewPerson;
use companion::script::{ScriptDoor, Watch, perform_since};
use companion::session::Live;
use companion::training::{PIN, Steer};
use companion::vault::NewVault;
use companion::{Companion, Error, Recorded, Role, Secret, SessionId, Span, Stamp};
use export::record;
use serde_json::json;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;
use wire::session::plan::SessionPlan;
use wire::session::view::SessionView;
use wire::training::TrainingFilled;

/// A day that waits for nothing still beats this often.
const LONGEST_MS: u64 = 1_000;

pub fn run(companion: &mut Companion, acting: &Acting, verb: Training) -> Result<Answer, Stop> {
    let (speed, out, keep, until) = match verb {
        Training::Fill { days } => return fill(companion, acting, days),
        Training::Play {
            speed,
            out,
            keep,
            until,
        } => (speed, out, keep, until),
    };
    let until = until.as_deref().map(since_dose).transpose()?;
    let out = match out {
        Some(out) => out,
        None => companion.places().documents.join("Holdfast training"),
    };
    std::fs::create_dir_all(&out)?;
    let own = if keep {
        acting.unlock(companion)?;
        None
    } else {
        Some(own_vault(companion, &out)?)
    };
    let live = companion.session_live().first().copied();
    let id = match live.filter(|id| companion.training_look(*id).is_some()) {
        Some(id) => go_on(companion, id, speed, until)?,
        None => play(companion, speed, until)?,
    };
    let answer = leave(companion, id, &out, keep)?;
    if let Some(folder) = own {
        // The vault of a played day serves nothing afterwards: its passphrase was chance and is gone.
        companion.vault_lock()?;
        std::fs::remove_dir_all(&folder)?;
    }
    Ok(answer)
}

/// Whole courses of invented clients.
fn fill(companion: &mut Companion, acting: &Acting, days: Option<u16>) -> Result<Answer, Stop> {
    acting.unlock(companion)?;
    let (codes, supervisor) = match days {
        None => {
            let filled = TrainingFilled::of(companion.training_fill()?);
            (filled.codes, filled.supervisor)
        }
        Some(days) => {
            let client = companion.training_course(i64::from(days))?;
            (vec![companion.client_code(client)?], None)
        }
    };
    let mut text = format!("Invented: {}.\n", codes.join(", "));
    if let Some(one) = &supervisor {
        text.push_str(&words::training_supervisor(one));
    }
    Ok(Answer::new(
        text,
        json!({ "clients": codes, "supervisor": supervisor }),
    ))
}

/// A training vault for this one day.
fn own_vault(companion: &mut Companion, out: &Path) -> Result<PathBuf, Stop> {
    let folder = free_folder(out);
    let (passphrase, _) = companion::vault::phrase()?;
    companion.vault_create(NewVault {
        folder: folder.clone(),
        training: true,
        passphrase,
        owner: NewPerson {
            name: "Training MS".to_owned(),
            initials: "MS".to_owned(),
            roles: vec![Role::LeadTherapist, Role::VaultKeeper],
            pin: Secret::from(PIN),
        },
        quick: true,
    })?;
    Ok(folder)
}

/// Begins a day and plays it.
fn play(
    companion: &mut Companion,
    speed: Option<u32>,
    until: Option<Span>,
) -> Result<SessionId, Stop> {
    let (code, mut script) = companion.training_cast()?;
    if let Some(until) = until {
        script.lines.retain(|line| line.at <= until);
    }
    let opens = companion.training_opens();
    let door = ScriptDoor::new(companion, &code, Progress { speed })?;
    perform_since(&script, opens, door).map_err(|differs| Stop::Usage(differs.to_string()))?;
    let line = companion
        .clients()?
        .into_iter()
        .find(|line| line.code == code);
    let id = line
        .and_then(|line| line.sessions.first().map(|row| row.id))
        .ok_or(Error::Unknown { what: "session" })?;
    companion.training_hold(id, speed.unwrap_or(60))?;
    Ok(id)
}

/// Goes on with a day that stands half played, beat by beat as the window does.
fn go_on(
    companion: &mut Companion,
    id: SessionId,
    speed: Option<u32>,
    until: Option<Span>,
) -> Result<SessionId, Stop> {
    let mut shown = SessionView::of(companion, id, 0)?.seq;
    if let Some(speed) = speed {
        companion.training_steer(id, Steer::Speed(speed))?;
        companion.training_steer(id, Steer::Go)?;
    }
    while let Some(look) = companion.training_look(id) {
        let view = SessionView::of(companion, id, shown)?;
        shown = view.seq;
        say(&view);
        let past = |at: i64| until.is_some_and(|until| at - view.dose1_ms.unwrap_or(at) > until.0);
        if !look.playing || look.next.is_some_and(|next| past(next.0)) {
            companion.training_steer(id, Steer::Pause)?;
            break;
        }
        if speed.is_none() {
            companion.training_steer(id, Steer::Skip)?;
            continue;
        }
        companion.training_beat()?;
        companion.session_beat()?;
        let wakes = [
            companion.session_next_wake(),
            companion.training_next_wake(),
        ];
        let wake = wakes.into_iter().flatten().min();
        let wake = wake.and_then(|ms| u64::try_from(ms).ok());
        std::thread::sleep(Duration::from_millis(
            wake.unwrap_or(LONGEST_MS).clamp(1, LONGEST_MS),
        ));
    }
    say(&SessionView::of(companion, id, shown)?);
    Ok(id)
}

/// Writes the record of the day and says where it is.
fn leave(companion: &mut Companion, id: SessionId, out: &Path, kept: bool) -> Result<Answer, Stop> {
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
    let deviations: Vec<String> = view
        .deviations
        .iter()
        .map(|one| record::deviation(&view, one))
        .collect();
    let mut text = format!(
        "\n{}\n{} entries, {} deviation(s).\n",
        if kept {
            words::DAY_IN_VAULT
        } else {
            words::DAY_READ_BACK
        },
        view.log.len(),
        deviations.len()
    );
    for deviation in &deviations {
        text.push_str(&format!("  {deviation}\n"));
    }
    text.push_str(&format!(
        "Record: {}\n        {}\n",
        markdown.display(),
        json_path.display()
    ));
    Ok(Answer::new(
        text,
        json!({
            "session": id.to_string(), "ended": view.ended.is_some(),
            "markdown": markdown, "record": json_path, "deviations": deviations,
        }),
    ))
}

/// A time since dose 1: `2:30`, `-0:20`.
fn since_dose(text: &str) -> Result<Span, Stop> {
    let bad = || Stop::Usage(words::BAD_TIME.to_owned());
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (hours, minutes) = digits.split_once(':').ok_or_else(bad)?;
    let whole = |part: &str| part.parse::<u8>().map_err(|_| bad());
    let (hours, minutes) = (i64::from(whole(hours)?), i64::from(whole(minutes)?));
    if minutes > 59 {
        return Err(bad());
    }
    Ok(Span::minutes(sign * (60 * hours + minutes)))
}

fn say(view: &SessionView) {
    let mut err = std::io::stderr().lock();
    for line in &view.log {
        drop(writeln!(err, "{}", record::line(view, line)));
    }
}

fn free_folder(out: &Path) -> PathBuf {
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
        say(&view);
    }
}
