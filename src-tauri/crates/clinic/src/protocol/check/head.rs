//! `[protocol]` and `[[source]]`: what the file is, who must sign it, where its numbers come from.

use super::words::unique;
use crate::file::complaint::{ComplaintCode as Code, nearest};
use crate::file::{Entry, Log, Placed, Table, log::excerpt};
use crate::people::Role;
use crate::protocol::shape;
use crate::protocol::{Confidence, Source, Status};

/// What stands in `[protocol]`.
pub(super) struct Head {
    pub id: String,
    pub version: u32,
    pub title: String,
    pub status: Status,
    pub summary: String,
    pub adopted_by: Vec<Role>,
}

/// Roles as files write them.
const ROLES: [(&str, Role); 9] = [
    ("lead_therapist", Role::LeadTherapist),
    ("co_therapist", Role::CoTherapist),
    ("prescriber", Role::Prescriber),
    ("night_attendant", Role::NightAttendant),
    ("supervisor", Role::Supervisor),
    ("medical_monitor", Role::MedicalMonitor),
    ("blinded_rater", Role::BlindedRater),
    ("inspector", Role::Inspector),
    ("vault_keeper", Role::VaultKeeper),
];

/// A role as files write it.
pub(crate) fn role_name(role: Role) -> &'static str {
    ROLES
        .iter()
        .find(|(_, known)| *known == role)
        .map_or("", |(name, _)| name)
}

/// A role; a word that is none is a role that nobody can hold.
pub(super) fn role(entry: &Entry<'_>) -> Option<Role> {
    let text = entry.raw()?;
    let found = ROLES
        .iter()
        .find(|(name, _)| *name == text)
        .map(|(_, role)| *role);
    if found.is_none() {
        let near = nearest(text, ROLES.iter().map(|(name, _)| *name));
        entry.say(Code::UnknownRole {
            role: excerpt(text),
            near,
        });
    }
    found
}

/// Reads `[protocol]`.
pub(super) fn read(table: &Table<'_>) -> Option<Head> {
    let id = table.id("id");
    let version = table.get("version").and_then(|entry| entry.whole(1, 9_999));
    let title = table.label("title");
    let status = table.get("status").and_then(|entry| {
        entry.word(&[
            ("training", Status::Training),
            ("clinical", Status::Clinical),
        ])
    });
    let summary = table.paragraph("summary");
    let adopted_by = table.maybe("adopted_by", adopters);
    if status == Some(Status::Clinical) && !table.has("adopted_by") {
        table.say(Code::NobodyAdopts {});
    }
    Some(Head {
        id: id?,
        version: u32::try_from(version?).ok()?,
        title: title?,
        status: status?,
        summary: summary?,
        adopted_by: adopted_by?.unwrap_or_default(),
    })
}

fn adopters(entry: Entry<'_>) -> Option<Vec<Role>> {
    let mut roles = Vec::new();
    let mut sound = true;
    for item in entry.items()? {
        match role(&item) {
            Some(role) if roles.contains(&role) => {
                let item_text = item.raw().unwrap_or_default().to_owned();
                item.say(Code::RepeatedItem {
                    key: "adopted_by".to_owned(),
                    item: item_text,
                });
                sound = false;
            }
            Some(role) => roles.push(role),
            None => sound = false,
        }
    }
    sound.then_some(roles)
}

/// Every `[[source]]`, as far as it could be read.
pub(crate) struct SourcesRead {
    pub sources: Vec<Placed<Source>>,
    /// The key of every source, readable or not, so that a broken one is not also an unknown one.
    pub keys: Vec<String>,
}

impl SourcesRead {
    /// Complains about sources that are cited and absent, or present and cited nowhere.
    pub fn all_known(&self, root: &Table<'_>, log: &Log<'_>) {
        // Where even the key of a source could not be read, that key would look unknown everywhere.
        if root.count("source") != self.keys.len() {
            return;
        }
        let cited = log.cited_sources();
        for (source, row) in &cited {
            if !self.keys.contains(source) {
                log.say(
                    *row,
                    Code::UnknownSource {
                        source: source.clone(),
                        near: nearest(source, self.keys.iter().cloned()),
                    },
                );
            }
        }
        for source in &self.sources {
            if !cited.iter().any(|(key, _)| *key == source.rule.key) {
                let code = Code::UnusedSource {
                    source: source.rule.key.clone(),
                };
                log.say(source.row, code);
            }
        }
    }
}

/// Reads every `[[source]]`.
pub(crate) fn sources(root: &Table<'_>) -> SourcesRead {
    let mut sources = Vec::new();
    let mut keys = Vec::new();
    for table in root.tables("source", &shape::SOURCE) {
        let key = table.id("key");
        keys.extend(key.clone());

        let text = table.paragraph("text");
        let confidence = table.get("confidence").and_then(|entry| {
            entry.word(&[
                ("found", Confidence::Found),
                ("knowledge", Confidence::Knowledge),
                ("proposal", Confidence::Proposal),
            ])
        });
        if let (Some(key), Some(text), Some(confidence)) = (key, text, confidence) {
            sources.push(table.place(Source {
                key,
                text,
                confidence,
            }));
        }
    }
    unique(
        root,
        sources
            .iter()
            .map(|source| (source.rule.key.as_str(), source.row_of("key"))),
    );
    SourcesRead { sources, keys }
}
