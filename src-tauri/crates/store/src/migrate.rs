//! Numbered plain SQL, run once each, digest-pinned. A vault whose applied digests differ, or that is newer, is refused;
//! nothing is ever deleted or made anew.

use crate::{Error, Store, audit};
use rusqlite::OptionalExtension;

/// Every migration, in order. A released file never changes; the next one is added below it.
const MIGRATIONS: &[(u32, &str, &str)] = &[
    (
        1,
        "first_shelves",
        include_str!("../migrations/0001_first_shelves.sql"),
    ),
    (2, "course", include_str!("../migrations/0002_course.sql")),
    (
        3,
        "signatures",
        include_str!("../migrations/0003_signatures.sql"),
    ),
    (4, "packets", include_str!("../migrations/0004_packets.sql")),
    (5, "locks", include_str!("../migrations/0005_locks.sql")),
    (
        6,
        "licences",
        include_str!("../migrations/0006_licences.sql"),
    ),
    (
        7,
        "inspections",
        include_str!("../migrations/0007_inspections.sql"),
    ),
    (
        8,
        "confidences",
        include_str!("../migrations/0008_confidences.sql"),
    ),
];

/// The newest that this program knows.
pub fn known() -> u32 {
    MIGRATIONS.last().map_or(0, |(number, ..)| *number)
}

fn found(store: &Store) -> Result<u32, Error> {
    Ok(store
        .read()
        .query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Refuses a newer record, and one whose applied migrations are not those of this program. Answers which was the last.
fn applied(store: &Store) -> Result<u32, Error> {
    let (found, known) = (found(store)?, known());
    if found > known {
        return Err(Error::Newer { found, known });
    }
    for (number, _, sql) in MIGRATIONS.iter().filter(|(number, ..)| *number <= found) {
        let kept: Option<Vec<u8>> = store
            .read()
            .query_row(
                "SELECT digest FROM migration WHERE number = ?1",
                [number],
                |row| row.get(0),
            )
            .optional()?;
        if kept.as_deref() != Some(&vault::chain::digest(sql.as_bytes())[..]) {
            return Err(Error::MigrationDiffers { number: *number });
        }
    }
    Ok(found)
}

/// Passes a record whose tables are this program's: nothing is brought up to date where nothing is written.
pub fn compare(store: &Store) -> Result<(), Error> {
    match (applied(store)?, known()) {
        (found, known) if found < known => Err(Error::Older { found, known }),
        _ => Ok(()),
    }
}

/// Brings the tables up to date.
pub fn run(store: &mut Store, context: &audit::Context) -> Result<(), Error> {
    let found = applied(store)?;
    for (number, name, sql) in MIGRATIONS.iter().filter(|(number, ..)| *number > found) {
        let digest = vault::chain::digest(sql.as_bytes());
        let tx = store.begin()?;
        tx.sql().execute_batch(sql)?;
        tx.sql().pragma_update(None, "user_version", number)?;
        tx.sql().execute(
            "INSERT INTO migration (number, name, digest, wall_ms) VALUES (?1, ?2, ?3, ?4)",
            rusqlite::params![number, name, &digest[..], context.stamp.wall_ms],
        )?;
        let entry = context
            .entry("schema_migrated", "migration", &number.to_string())
            .after(digest);
        tx.commit(entry)?;
    }
    Ok(())
}
