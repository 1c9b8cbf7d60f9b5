//! `client add | list`.

use super::Acting;
use crate::args::Client;
use crate::{Answer, Stop, secrets};
use companion::Companion;
use std::fmt::Write as _;

pub fn run(companion: &mut Companion, acting: &Acting, verb: Client) -> Result<Answer, Stop> {
    acting.unlock(companion)?;
    match verb {
        Client::Add { code, name_fd } => {
            let name = name_fd.map(secrets::from_fd).transpose()?;
            let id = companion.client_add(&code, name.as_ref().map_or("", |name| name.expose()))?;
            let lines = companion.clients()?;
            let line = lines.iter().find(|line| line.id == id).expect("just added");
            Ok(Answer::new(
                format!("Added {}.\n", line.code),
                wire::clients::Client::of(companion, line)?,
            ))
        }
        Client::List => {
            let mut text = String::new();
            let mut shapes = Vec::new();
            for line in companion.clients()? {
                writeln!(text, "{:<20} {} session(s)", line.code, line.sessions.len())
                    .expect("text grows");
                shapes.push(wire::clients::Client::of(companion, &line)?);
            }
            Ok(Answer::new(text, shapes))
        }
    }
}
