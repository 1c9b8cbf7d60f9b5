//! The shelves: all SQL lives here. Migrations, people, clients, protocols, sessions, the audit chain, scratch.
//!
//! **Invariant:** [`Tx::commit`] takes an audit entry and is the only commit of the record; [`Store::scratch`] is the one
//! exception and can touch only the `scratch_*` tables (an authorizer keeps it so).
//!
//! **Invariant:** what is written about a client is sealed under that client's key before it reaches SQL.

pub mod audit;
pub mod clients;
pub mod confidences;
pub mod courses;
mod error;
pub mod inspections;
pub mod licences;
pub mod locks;
mod migrate;
pub mod packets;
pub mod people;
pub mod protocols;
pub mod record;
mod rotation;
pub mod scratch;
pub mod sessions;
pub mod signatures;

pub use error::Error;

use clinic::id::SessionId;
use rusqlite::Connection;
use std::collections::BTreeMap;

/// Whether a database holds no shelves yet: just made, or emptied by somebody.
pub fn is_blank(conn: &Connection) -> Result<bool, Error> {
    let version: u32 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    Ok(version == 0)
}

/// Whether a database's shelves are those of an earlier program: opening it brings them up to date.
pub fn is_older(conn: &Connection) -> Result<bool, Error> {
    let version: u32 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    Ok((1..migrate::known()).contains(&version))
}

/// An open record.
#[derive(Debug)]
pub struct Store {
    conn: Connection,
    /// A backup: read, never written.
    reading: bool,
    /// An inspector looks: nothing is written but what was looked at.
    inspecting: bool,
    /// Set when the cipher reported damage; nothing is acknowledged any more.
    damaged: bool,
    /// Where this vault's chain begins.
    genesis: [u8; 32],
    /// Where the chain ends, once this store committed: nobody else writes while it is open.
    head: Option<audit::Head>,
    /// Sessions that were written to since the opening.
    shelved: BTreeMap<SessionId, sessions::Shelved>,
}

impl Store {
    /// Takes an opened database and the beginning of its vault's chain, brings the tables up to date, and answers the
    /// store. `context` is what the chain says about the migrations, where any ran.
    pub fn open(
        conn: Connection,
        genesis: [u8; 32],
        context: &audit::Context,
    ) -> Result<Store, Error> {
        let mut store = Store::over(conn, genesis, false);
        migrate::run(&mut store, context)?;
        store.sound()?;
        Ok(store)
    }

    /// Takes a backup's database, to be read only. One that an older program made is restored first, and brought up to date there.
    pub fn open_backup(conn: Connection, genesis: [u8; 32]) -> Result<Store, Error> {
        let store = Store::look(conn, genesis)?;
        migrate::compare(&store)?;
        Ok(store)
    }

    /// Looks into a record of any age: its chain can be walked, nothing is written.
    pub fn look(conn: Connection, genesis: [u8; 32]) -> Result<Store, Error> {
        let store = Store::over(conn, genesis, true);
        store.sound()?;
        Ok(store)
    }

    /// Copies the whole vault, the record as it stands now. The caller looks into the copy and finishes it.
    pub fn copy(
        &self,
        unlocked: &vault::Unlocked,
        to: &std::path::Path,
        watch: &mut vault::Watch<'_>,
    ) -> Result<vault::Unproven, vault::Error> {
        unlocked.copy(&self.conn, to, watch)
    }

    /// What the whole vault is copied from while this record is written on, until [`Store::move_again`]. `stop` ends it.
    pub fn stand_still(
        &self,
        unlocked: &vault::Unlocked,
        stop: std::sync::Arc<std::sync::atomic::AtomicBool>,
    ) -> Result<vault::Still, vault::Error> {
        unlocked.still(&self.conn, stop)
    }

    /// Nothing is copied from this record any more.
    pub fn move_again(&self) -> Result<(), vault::Error> {
        Ok(vault::database::move_again(&self.conn)?)
    }

    fn over(conn: Connection, genesis: [u8; 32], reading: bool) -> Store {
        Store {
            conn,
            reading,
            inspecting: false,
            damaged: false,
            genesis,
            head: None,
            shelved: BTreeMap::new(),
        }
    }

    /// Whether this is a backup, which is only read.
    pub fn is_backup(&self) -> bool {
        self.reading
    }

    /// Begins a write of the record. Dropped without [`Tx::commit`], nothing was written.
    pub fn begin(&mut self) -> Result<Tx<'_>, Error> {
        self.writable()?;
        self.begin_at_all()
    }

    /// The same where an inspector looks: for the entry about that.
    pub(crate) fn begin_at_all(&mut self) -> Result<Tx<'_>, Error> {
        if self.reading {
            return Err(Error::Backup);
        }
        if self.damaged {
            return Err(Error::Damaged { what: "cipher" });
        }
        self.conn.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        Ok(Tx {
            conn: &self.conn,
            damaged: &mut self.damaged,
            genesis: self.genesis,
            head: &mut self.head,
            linked: None,
        })
    }

    /// Page damage can be silent (a zeroed overflow page reads as text of NULs); SQLCipher then turns the file
    /// read-only. So this is asked after every transaction.
    fn sound(&self) -> Result<(), Error> {
        // A backup may lie where nothing can be written, and then this sign says nothing: seals and digests do.
        if self.damaged || (!self.reading && self.conn.is_readonly("main")?) {
            return Err(Error::Damaged { what: "cipher" });
        }
        Ok(())
    }

    fn writable(&self) -> Result<(), Error> {
        if self.reading {
            return Err(Error::Backup);
        }
        if self.inspecting {
            return Err(Error::Inspecting);
        }
        Ok(())
    }

    fn genesis(&self) -> [u8; 32] {
        self.genesis
    }

    /// The connection, for reading inside this crate.
    pub(crate) fn read(&self) -> &Connection {
        &self.conn
    }

    /// Whether every page still carries a valid code. Checkpoints first, so it must not run during a live session.
    pub fn check_pages(&mut self) -> Result<Vec<String>, Error> {
        self.conn
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        let mut found = Vec::new();
        for pragma in ["PRAGMA cipher_integrity_check", "PRAGMA integrity_check"] {
            let mut statement = self.conn.prepare(pragma)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let line: String = row.get(0)?;
                if line != "ok" {
                    found.push(line);
                }
            }
        }
        Ok(found)
    }

    /// Gives the connection back, for closing in good order.
    pub fn into_connection(self) -> Connection {
        self.conn
    }
}

/// A write of the record, under way. Its BEGIN and COMMIT are statements that are kept: one commit is one act of a person.
#[derive(Debug)]
pub struct Tx<'a> {
    conn: &'a Connection,
    damaged: &'a mut bool,
    genesis: [u8; 32],
    head: &'a mut Option<audit::Head>,
    /// Where the chain ends in this write, once an entry was linked ahead of the commit's.
    linked: Option<audit::Head>,
}

impl Tx<'_> {
    fn sql(&self) -> &Connection {
        self.conn
    }

    /// Links an entry ahead of the one that the commit takes: two things that are kept together or not at all.
    fn link(&mut self, entry: audit::Entry) -> Result<(), Error> {
        self.linked = Some(audit::append(self.conn, self.end()?, entry)?);
        Ok(())
    }

    /// Where the chain ends as this write stands.
    fn end(&self) -> Result<audit::Head, Error> {
        match self.linked.or(*self.head) {
            Some(head) => Ok(head),
            None => audit::read_head(self.conn, self.genesis),
        }
    }

    /// Links the entry to the chain and commits both or neither. From the return of this call on, it is true.
    /// Answers the entry's sequence number and the new head.
    pub fn commit(self, entry: audit::Entry) -> Result<audit::Head, Error> {
        let head = audit::append(self.conn, self.end()?, entry)?;
        if self.conn.is_readonly("main")? {
            *self.damaged = true;
            return Err(Error::Damaged { what: "cipher" });
        }
        self.conn.prepare_cached("COMMIT")?.execute([])?;
        *self.head = Some(head);
        Ok(head)
    }
}

impl Drop for Tx<'_> {
    /// What was not committed is taken back. Where that fails too, the connection is of no more use: the next BEGIN says so.
    fn drop(&mut self) {
        if !self.conn.is_autocommit() {
            drop(self.conn.execute_batch("ROLLBACK"));
        }
    }
}
