//! `[team]`: who may hold a session together.

use super::head::role;
use crate::file::complaint::ComplaintCode as Code;
use crate::file::{Entry, Table};
use crate::people::Role;
use crate::protocol::shape;
use crate::protocol::team::{Apart, Team};

/// Most roles of a pair, and most people who are kept apart.
const MOST: usize = 6;

/// Reads `[team]`.
pub(super) fn read(table: &Table<'_>) -> Option<Team> {
    let pair = table.get("pair").and_then(|entry| pair(&entry));
    let most = pair.as_ref().map_or(MOST, Vec::len);
    let licensed = table.maybe("licensed", |entry| {
        entry.whole(0, i64::try_from(most).unwrap_or(0))
    });
    let apart = table.tables("apart", &shape::TEAM_APART);
    let apart: Vec<Option<Apart>> = apart.iter().map(one_apart).collect();
    let cite = table.cite();
    Some(Team {
        pair: pair?,
        licensed: u8::try_from(licensed?.unwrap_or(0)).ok()?,
        apart: apart.into_iter().collect::<Option<_>>()?,
        cite: cite?,
    })
}

/// Roles of people who are there; two of one role are two people.
fn pair(entry: &Entry<'_>) -> Option<Vec<Role>> {
    let items = entry.items()?;
    few(entry, items.len());
    let roles: Vec<Option<Role>> = items
        .iter()
        .map(|item| {
            let role = role(item)?;
            if role.gives_care() {
                return Some(role);
            }
            item.say(Code::RoleNotInRoom {
                role: item.raw().unwrap_or_default().to_owned(),
            });
            None
        })
        .collect();
    roles.into_iter().collect()
}

fn one_apart(table: &Table<'_>) -> Option<Apart> {
    let people = table.get("people").and_then(|entry| {
        let items = entry.items()?;
        few(&entry, items.len());
        let mut known: Vec<String> = Vec::new();
        for item in &items {
            let initials = item.label()?;
            let same = known
                .iter()
                .any(|one| one.to_lowercase() == initials.to_lowercase());
            if same {
                item.say(Code::RepeatedItem {
                    key: "people".to_owned(),
                    item: initials.clone(),
                });
            }
            known.push(initials);
        }
        Some(known)
    });
    let why = table.label("why");
    let cite = table.cite();
    Some(Apart {
        people: people?,
        why: why?,
        cite: cite?,
    })
}

/// One alone is no pair.
fn few(entry: &Entry<'_>, count: usize) {
    if !(2..=MOST).contains(&count) {
        entry.say(Code::OutOfRange {
            key: entry.key.to_owned(),
            value: count.to_string(),
            from: "2".to_owned(),
            to: MOST.to_string(),
        });
    }
}
