//! `[help]` and `[[red_flag]]`: whom to call, what to say, what to look for.

use super::head::role;
use super::words::unique;
use crate::file::complaint::ComplaintCode as Code;
use crate::file::{Entry, Placed, Table, log::excerpt};
use crate::people::Role;
use crate::protocol::shape;
use crate::protocol::{Card, Contact, Help, RedFlagKind};

/// `[help]`, as far as it could be read.
pub(super) struct HelpRead {
    site: Option<String>,
    /// Id of every contact, readable or not, so that a broken one is not also an unknown one.
    pub contact_ids: Vec<String>,
    /// Id of every card, readable or not.
    pub card_ids: Vec<String>,
    contacts: Vec<Contact>,
    cards: Vec<Card>,
}

impl HelpRead {
    /// The help, where all was read.
    pub fn whole(self) -> Option<Help> {
        Some(Help {
            site: self.site?,
            contacts: self.contacts,
            cards: self.cards,
        })
    }
}

/// Reads `[help]`.
pub(super) fn read(table: &Table<'_>) -> HelpRead {
    let site = table.paragraph("site");
    let mut read = HelpRead {
        site,
        contact_ids: vec![],
        card_ids: vec![],
        contacts: vec![],
        cards: vec![],
    };
    let mut rows = Vec::new();
    for item in table.tables("contact", &shape::CONTACT) {
        let id = item.id("id");
        if let Some(id) = &id {
            rows.push(item.get("id").map_or(item.row, |entry| entry.row));
            read.contact_ids.push(id.clone());
        }
        read.contacts.extend(contact(&item, id));
    }
    unique(table, read.contact_ids.iter().map(String::as_str).zip(rows));
    let mut rows = Vec::new();
    for item in table.tables("card", &shape::CARD) {
        let id = item.id("id");
        if let Some(id) = &id {
            rows.push(item.get("id").map_or(item.row, |entry| entry.row));
            read.card_ids.push(id.clone());
        }
        read.cards.extend(card(&item, id));
    }
    unique(table, read.card_ids.iter().map(String::as_str).zip(rows));
    read
}

fn contact(table: &Table<'_>, id: Option<String>) -> Option<Contact> {
    let title = table.label("title");
    let name = || id.clone().unwrap_or_default();
    let role = table.maybe("role", |entry| {
        let role = role(&entry)?;
        if matches!(role, Role::BlindedRater | Role::Inspector) {
            entry.say(Code::RoleMayNotAnswer { contact: name() });
            return None;
        }
        Some(role)
    });
    let phone = match table.get("phone") {
        Some(entry) => phone(&entry, &name()),
        None => {
            table.say(Code::ContactWithoutPhone { contact: name() });
            None
        }
    };
    let say = table.paragraph("say");
    Some(Contact {
        id: id?,
        title: title?,
        role: role?,
        phone: phone?,
        say: say?,
    })
}

fn phone(entry: &Entry<'_>, contact: &str) -> Option<String> {
    let typed = entry.raw()?;
    let number = typed.trim();
    if number.is_empty() {
        entry.say(Code::ContactWithoutPhone {
            contact: contact.to_owned(),
        });
        return None;
    }
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let plain = number.strip_prefix('+').unwrap_or(number);
    let sound = plain
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b" -()/".contains(&byte));
    if !sound || !(3..=20).contains(&digits) || number.len() > 40 {
        entry.say(Code::BadPhone {
            typed: excerpt(typed),
        });
        return None;
    }
    Some(number.to_owned())
}

fn card(table: &Table<'_>, id: Option<String>) -> Option<Card> {
    let title = table.label("title");
    let observe = table.paragraph("observe");
    let steps = table.get("steps").and_then(|entry| entry.paragraphs());
    let source = table.source();
    Some(Card {
        id: id?,
        title: title?,
        observe: observe?,
        steps: steps?,
        source: source?,
    })
}

/// Reads every `[[red_flag]]`.
pub(super) fn red_flags(root: &Table<'_>) -> Vec<Placed<RedFlagKind>> {
    let mut all: Vec<Placed<RedFlagKind>> = Vec::new();
    for table in root.tables("red_flag", &shape::RED_FLAG) {
        let (id, title, card) = (table.id("id"), table.label("title"), table.id("card"));
        let cite = table.cite();
        if let (Some(id), Some(title), Some(card), Some(cite)) = (id, title, card, cite) {
            all.push(table.place(RedFlagKind {
                id,
                title,
                card,
                cite,
            }));
        }
    }
    unique(
        root,
        all.iter()
            .map(|flag| (flag.rule.id.as_str(), flag.row_of("id"))),
    );
    all
}
