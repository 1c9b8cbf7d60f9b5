//! How records become bytes: canonical JSON (keys sorted, integers only, every field named), and the associated data
//! that ties sealed bytes to their row. `FORMAT.md` beside this crate is the specification.

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
    let value = serde_json::to_value(value).expect("records hold only text keys and integers");
    let mut out = Vec::new();
    write(&value, &mut out);
    out
}

/// Sorts by hand: whether `serde_json` keeps objects sorted depends on a feature that any dependency may turn on.
fn write(value: &serde_json::Value, out: &mut Vec<u8>) {
    match value {
        serde_json::Value::Object(fields) => {
            let sorted: std::collections::BTreeMap<&String, &serde_json::Value> =
                fields.iter().collect();
            out.push(b'{');
            for (index, (key, field)) in sorted.into_iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                serde_json::to_writer(&mut *out, key).expect("memory grows");
                out.push(b':');
                write(field, out);
            }
            out.push(b'}');
        }
        serde_json::Value::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write(item, out);
            }
            out.push(b']');
        }
        plain => serde_json::to_writer(out, plain).expect("memory grows"),
    }
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

    #[test]
    fn bytes_written_another_way_are_refused() {
        assert!(decode::<serde_json::Value>(br#"{"a":1}"#, "test").is_ok());
        assert!(decode::<serde_json::Value>(br#"{"a": 1}"#, "test").is_err());
    }
}
