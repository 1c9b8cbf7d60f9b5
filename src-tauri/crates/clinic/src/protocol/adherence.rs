//! The form by which a reviewer rates how a session kept to the plan: the protocol's own items, on its own scale.

use super::Cite;

/// `[review.adherence]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adherence {
    /// What the form is called.
    pub title: String,
    /// How it is filled in.
    pub help: Option<String>,
    /// What an item can be rated, by rising value.
    pub steps: Vec<Step>,
    /// What is rated, in order.
    pub items: Vec<Item>,
    /// Where it stands.
    pub cite: Cite,
}

/// A step of the scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its value.
    pub value: u8,
    /// In words.
    pub title: String,
}

/// Something that is rated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Short name.
    pub id: String,
    /// In words.
    pub title: String,
    /// What to look for.
    pub help: Option<String>,
    /// Where it stands.
    pub cite: Cite,
}

impl Adherence {
    /// An item by its name.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// Whether an item can be rated so. None: the record does not show it.
    pub fn takes(&self, item: &str, value: Option<u8>) -> bool {
        self.item(item).is_some() && value.is_none_or(|value| self.step(value).is_some())
    }

    /// What a value of the scale is called.
    pub fn step(&self, value: u8) -> Option<&Step> {
        self.steps.iter().find(|step| step.value == value)
    }
}
