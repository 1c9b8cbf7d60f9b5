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
];

/// Brings the tables up to date.
pub fn run(store: &mut Store, context: &audit::Context) -> Result<(), Error> {
    let known = MIGRATIONS.last().map_or(0, |(number, ..)| *number);
    let found: u32 = store
        .read()
        .query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > known {
        return Err(Error::Newer { found, known });
    }
    for (number, name, sql) in MIGRATIONS {
        let digest = vault::chain::digest(sql.as_bytes());
        if *number <= found {
            let kept: Option<Vec<u8>> = store
                .read()
                .query_row(
                    "SELECT digest FROM migration WHERE number = ?1",
                    [number],
                    |row| row.get(0),
                )
                .optional()?;
            if kept.as_deref() != Some(&digest[..]) {
                return Err(Error::MigrationDiffers { number: *number });
            }
            continue;
        }
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
