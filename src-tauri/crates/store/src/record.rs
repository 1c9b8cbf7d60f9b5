//! How records become bytes: canonical JSON (keys sorted, integers only, every field named), and the associated data
//! that ties sealed bytes to their row. `FORMAT.md` beside this crate is the specification.

mod canonical;

use crate::Error;
use clinic::course;
use clinic::session::event::Recorded;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Version tag of session events.
pub const SESSION_EVENT: u32 = 1;
/// Version tag of course events.
pub const COURSE_EVENT: u32 = 1;
/// Version tag of client identities.
pub const CLIENT: u32 = 1;
/// Version tag of drafts.
pub const DRAFT: u32 = 1;

/// Canonical JSON: keys sorted, no spaces.
pub fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    let mut canonical = canonical::Canonical {
        // Most records fit; a commit waits for this.
        out: Vec::with_capacity(1024),
    };
    value
        .serialize(&mut canonical)
        .expect("records hold only text keys and integers");
    canonical.out
}

/// Reads canonical JSON and refuses anything that would not be written the same way again.
pub fn decode<T: Serialize + DeserializeOwned>(
    bytes: &[u8],
    what: &'static str,
) -> Result<T, Error> {
    let value: T = serde_json::from_slice(bytes).map_err(|_| Error::Damaged { what })?;
    if encode(&value) != bytes {
        return Err(Error::Damaged { what });
    }
    Ok(value)
}

/// Associated data of a sealed row: table, row, version; nothing can be moved elsewhere and still open. Parts of the row's
/// name have fixed lengths, so they cannot run together.
pub fn associated(table: &str, row: &[&[u8]], version: u32) -> Vec<u8> {
    vault::seal::associated(table, &row.concat(), version)
}

/// The same, on its way out: nothing is copied for it.
#[derive(Serialize)]
pub(crate) struct SessionEventOut<'a> {
    pub(crate) v: u32,
    pub(crate) row: &'a Recorded,
}

/// A session event as it is sealed: the version, then the event.
#[derive(Debug, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SessionEventV1 {
    pub(crate) v: u32,
    pub(crate) row: Recorded,
}

/// A course event as it is sealed.
#[derive(Debug, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CourseEventV1 {
    pub(crate) v: u32,
    pub(crate) row: course::event::Recorded,
}

/// One digest over several sealed rows, lengths included.
pub(crate) fn digest_of(rows: &[Vec<u8>]) -> [u8; 32] {
    let mut all = Vec::with_capacity(rows.iter().map(|row| row.len() + 4).sum());
    for row in rows {
        all.extend_from_slice(
            &u32::try_from(row.len())
                .expect("rows are far below 4 GiB")
                .to_be_bytes(),
        );
        all.extend_from_slice(row);
    }
    vault::chain::digest(&all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_sorted_and_spaces_are_absent() {
        let value: serde_json::Value =
            serde_json::from_str(r#"{ "b": 1, "a": {"d": 2, "c": 3} }"#).expect("JSON");
        assert_eq!(encode(&value), br#"{"a":{"c":3,"d":2},"b":1}"#);
    }

    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Plain,
        One(i64),
        Two(u8, bool),
        Named {
            z: Option<char>,
            a: std::collections::BTreeMap<Kin, Vec<()>>,
        },
    }

    #[derive(Serialize, PartialEq, Eq, PartialOrd, Ord)]
    #[serde(rename_all = "snake_case")]
    enum Kin {
        Second,
        First,
    }

    #[test]
    fn every_shape_is_written_as_serde_json_writes_it_sorted() {
        let map = |kin| [(kin, vec![()])].into();
        let all = (
            vec![Kind::Plain, Kind::One(i64::MIN), Kind::Two(7, true)],
            Kind::Named {
                z: Some('"'),
                a: [(Kin::Second, vec![]), (Kin::First, vec![(), ()])].into(),
            },
            Kind::Named {
                z: None,
                a: map(Kin::First),
            },
            "tab\t, line\n, bell\u{7}, quote\", slash\\, å, \u{1f512}",
            serde_json::json!({ "é": {}, "e": [], "z": { "b": [1, { "y": -1, "x": u64::MAX }], "a": null } }),
        );
        let value = serde_json::to_value(&all).expect("JSON");
        let mut plain = Vec::new();
        slowly(&value, &mut plain);
        assert_eq!(
            String::from_utf8(encode(&all)).expect("text"),
            String::from_utf8(plain).expect("text")
        );
    }

    /// The same format written another way: sorted by hand, after a detour over a tree.
    fn slowly(value: &serde_json::Value, out: &mut Vec<u8>) {
        match value {
            serde_json::Value::Object(fields) => {
                let sorted: std::collections::BTreeMap<_, _> = fields.iter().collect();
                let mut separator = b'{';
                for (key, field) in sorted {
                    out.push(separator);
                    serde_json::to_writer(&mut *out, key).expect("memory grows");
                    out.push(b':');
                    slowly(field, out);
                    separator = b',';
                }
                if separator == b'{' {
                    out.push(separator);
                }
                out.push(b'}');
            }
            serde_json::Value::Array(items) => {
                let mut separator = b'[';
                for item in items {
                    out.push(separator);
                    slowly(item, out);
                    separator = b',';
                }
                if separator == b'[' {
                    out.push(separator);
                }
                out.push(b']');
            }
            plain => serde_json::to_writer(out, plain).expect("memory grows"),
        }
    }

    #[test]
    #[should_panic(expected = "integers")]
    fn a_fraction_has_no_place_in_a_record() {
        encode(&0.5);
    }

    #[test]
    fn bytes_written_another_way_are_refused() {
        assert!(decode::<serde_json::Value>(br#"{"a":1}"#, "test").is_ok());
        assert!(decode::<serde_json::Value>(br#"{"a": 1}"#, "test").is_err());
    }
}
