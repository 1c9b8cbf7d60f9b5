//! Answers of a course, both ways.

use companion::Error;
use companion::courses::Value;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
#[cfg(test)]
use ts_rs::TS;

/// An answer to an item of a visit or a question of a call.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "course.ts"))]
pub enum Answer {
    Tick,
    NotApplicable,
    Finding {
        words: String,
    },
    Text {
        words: String,
    },
    /// `2026-03-02`.
    Date {
        on: String,
    },
    Number {
        stored: i32,
        decimals: u8,
    },
    YesNo {
        yes: bool,
    },
    Choice {
        id: String,
    },
    Agreement {
        parts: BTreeMap<String, String>,
    },
    Suicidality {
        ideation: u8,
        behaviour: bool,
    },
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Answer")
    }
}

impl From<&Value> for Answer {
    fn from(value: &Value) -> Answer {
        match value {
            Value::Tick {} => Answer::Tick,
            Value::NotApplicable {} => Answer::NotApplicable,
            Value::Finding { words } => Answer::Finding {
                words: words.clone(),
            },
            Value::Text { words } => Answer::Text {
                words: words.clone(),
            },
            Value::Date { on } => Answer::Date { on: on.to_string() },
            Value::Number { stored, decimals } => Answer::Number {
                stored: *stored,
                decimals: *decimals,
            },
            Value::YesNo { yes } => Answer::YesNo { yes: *yes },
            Value::Choice { id } => Answer::Choice { id: id.clone() },
            Value::Agreement { parts } => Answer::Agreement {
                parts: parts.clone(),
            },
            Value::Suicidality {
                ideation,
                behaviour,
            } => Answer::Suicidality {
                ideation: *ideation,
                behaviour: *behaviour,
            },
        }
    }
}

impl Answer {
    /// The answer as the rules know it.
    pub fn asked(self) -> Result<Value, Error> {
        Ok(match self {
            Answer::Tick => Value::Tick {},
            Answer::NotApplicable => Value::NotApplicable {},
            Answer::Finding { words } => Value::Finding { words },
            Answer::Text { words } => Value::Text { words },
            Answer::Date { on } => Value::Date {
                on: on.parse().map_err(|_| Error::BadInput { what: "date" })?,
            },
            Answer::Number { stored, decimals } => Value::Number { stored, decimals },
            Answer::YesNo { yes } => Value::YesNo { yes },
            Answer::Choice { id } => Value::Choice { id },
            Answer::Agreement { parts } => Value::Agreement { parts },
            Answer::Suicidality {
                ideation,
                behaviour,
            } => Value::Suicidality {
                ideation,
                behaviour,
            },
        })
    }
}
