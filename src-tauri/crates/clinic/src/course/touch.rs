//! What was agreed on touch in preparation, as a session takes it in.

use super::event::Value;
use super::standing::Standing;
use crate::people::Person;
use crate::protocol::course::{Item, ItemKind, Plan};
use crate::session::TOUCH_PARTS_MAX;
use crate::session::touch::{TouchAgreement, contains, parts_of};
use std::collections::BTreeMap;

/// The agreement on touch as it stands; none: the protocol asks for none, or nobody made one.
///
/// Its lines are known by the names that the shipped protocols give them: `what`, `where`, `who`, `stop`. The parts are read
/// from *where*, or from *what* where nothing is said there; people are those whose initials or name stand in *who*.
pub fn touch_agreed(plan: &Plan, standing: &Standing, people: &[Person]) -> Option<TouchAgreement> {
    let item = plan.touch_agreement()?;
    let now = standing.items.iter().find(|now| now.id == item.id)?;
    let Value::Agreement { parts: said } = &now.value else {
        return None;
    };
    let narrowed = now.narrowed.iter().map(|(_, words)| words.as_str());
    Some(read(item, said, narrowed, people))
}

fn read<'a>(
    item: &Item,
    said: &BTreeMap<String, String>,
    narrowed: impl Iterator<Item = &'a str>,
    people: &[Person],
) -> TouchAgreement {
    let line = |id: &str| said.get(id).map_or("", |words| words.trim());
    let what = parts_of(line("what"));
    let none = !line("what").is_empty() && what.is_empty();
    let mut parts = match (none, line("where")) {
        (true, _) => Vec::new(),
        (false, "") => what,
        (false, places) => parts_of(places),
    };
    let titles: &[_] = match &item.kind {
        ItemKind::Agreement(titles) => titles,
        _ => &[],
    };
    let lines = titles.iter().filter(|title| !line(&title.id).is_empty());
    let mut text: Vec<String> = lines
        .map(|title| format!("{}: {}", title.title, line(&title.id)))
        .collect();
    for words in narrowed {
        text.push(format!("Taken back: {words}"));
        let all = ["all", "any", "no", "none", "nothing"];
        let named = parts.iter().any(|part| contains(words, part));
        // What does not say which part it means, and means no touch at all, takes everything.
        if !named && all.iter().any(|word| contains(words, word)) {
            parts.clear();
        }
        parts.retain(|part| !contains(words, part));
    }
    parts.truncate(TOUCH_PARTS_MAX);
    let meant = |person: &&Person| {
        contains(line("who"), &person.initials) || contains(line("who"), &person.name)
    };
    TouchAgreement {
        parts,
        people: people.iter().filter(meant).map(|one| one.id).collect(),
        stop: line("stop").to_owned(),
        text: text.join("; "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::PersonId;
    use crate::people::Role;
    use crate::protocol::Cite;
    use crate::protocol::course::Part;

    fn agreed(lines: &[(&str, &str)], narrowed: &[&str]) -> TouchAgreement {
        let part = |id: &str, title: &str| Part {
            id: id.to_owned(),
            title: title.to_owned(),
        };
        let item = Item {
            kind: ItemKind::Agreement(vec![
                part("what", "What kind"),
                part("where", "Where"),
                part("who", "By whom"),
                part("stop", "Stop"),
            ]),
            id: "touch-plan".to_owned(),
            title: "Touch".to_owned(),
            help: None,
            valid: None,
            cite: Cite {
                line: 1,
                source: "ethics".to_owned(),
            },
        };
        let person = |n: u8, initials: &str, name: &str| Person {
            id: PersonId([n; 16]),
            name: name.to_owned(),
            initials: initials.to_owned(),
            roles: vec![Role::LeadTherapist],
        };
        let people = [person(1, "MS", "Maren Sol"), person(2, "AK", "Aksel Kim")];
        let said = lines
            .iter()
            .map(|(id, words)| ((*id).to_owned(), (*words).to_owned()))
            .collect();
        read(&item, &said, narrowed.iter().copied(), &people)
    }

    #[test]
    fn an_agreement_is_carried_in_by_its_lines() {
        let carried = agreed(
            &[
                ("what", "A hand held, or laid on the shoulder"),
                ("where", "Hand, shoulder; not the head"),
                ("who", "MS alone"),
                ("stop", "harbour"),
            ],
            &[],
        );
        assert_eq!(carried.parts, ["Hand", "shoulder"]);
        assert_eq!(carried.people, [PersonId([1; 16])]);
        assert_eq!(carried.stop, "harbour");
        assert!(carried.text.contains("Where: Hand, shoulder; not the head"));
    }

    #[test]
    fn none_is_none_and_what_was_taken_back_is_gone() {
        assert!(
            agreed(&[("what", "None"), ("where", "Hand")], &[])
                .parts
                .is_empty()
        );
        assert_eq!(
            agreed(&[("what", "Holding hands")], &[]).parts,
            ["Holding hands"]
        );
        let lines = [("where", "Hand, shoulder")];
        assert_eq!(
            agreed(&lines, &["not the shoulders any more"]).parts,
            ["Hand"]
        );
        assert!(agreed(&lines, &["no touch at all"]).parts.is_empty());
        assert_eq!(agreed(&lines, &["ask each time"]).parts.len(), 2);
        assert!(agreed(&[("who", "both")], &[]).people.is_empty());
    }
}
