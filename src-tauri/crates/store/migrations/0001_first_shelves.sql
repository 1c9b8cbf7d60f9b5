-- The first shelves. Record tables are append-only (triggers below); a correction is a new row that points back.
-- Payloads about a client are sealed under that client's own key: nothing here reads as client text, even to one who
-- opened the database.

CREATE TABLE migration (
    number   INTEGER PRIMARY KEY,
    name     TEXT    NOT NULL,
    digest   BLOB    NOT NULL,
    wall_ms  INTEGER NOT NULL
) STRICT;

-- The chain. One row for every commit of the record.
CREATE TABLE audit (
    seq    INTEGER PRIMARY KEY,
    entry  BLOB NOT NULL,
    link   BLOB NOT NULL
) STRICT;

-- Signed notes over the chain's head.
CREATE TABLE checkpoint (
    seq    INTEGER PRIMARY KEY,
    note   TEXT NOT NULL
) STRICT;

-- People of the vault; a later revision wins.
CREATE TABLE person (
    id        BLOB    NOT NULL,
    revision  INTEGER NOT NULL,
    body      BLOB    NOT NULL,
    PRIMARY KEY (id, revision)
) STRICT;

-- One key a client, wrapped under the vault's master key. Destroying the row erases the client.
CREATE TABLE client_key (
    client   BLOB PRIMARY KEY,
    wrapped  BLOB NOT NULL
) STRICT;

-- Identity of a client, sealed; a later revision wins.
CREATE TABLE client (
    id        BLOB    NOT NULL,
    revision  INTEGER NOT NULL,
    sealed    BLOB    NOT NULL,
    PRIMARY KEY (id, revision)
) STRICT;

-- Protocol files, exactly as imported. The digest is the name.
CREATE TABLE protocol (
    digest  BLOB PRIMARY KEY,
    body    TEXT NOT NULL
) STRICT;

CREATE TABLE protocol_adoption (
    protocol    BLOB NOT NULL REFERENCES protocol (digest),
    person      BLOB NOT NULL,
    body        BLOB NOT NULL,
    signature   BLOB NOT NULL,
    public_key  BLOB NOT NULL,
    PRIMARY KEY (protocol, person)
) STRICT;

CREATE TABLE session (
    ordinal   INTEGER PRIMARY KEY,
    id        BLOB    NOT NULL UNIQUE,
    client    BLOB    NOT NULL,
    protocol  BLOB    NOT NULL REFERENCES protocol (digest),
    number    INTEGER NOT NULL,
    wall_ms   INTEGER NOT NULL,
    zone      INTEGER NOT NULL
) STRICT;
CREATE INDEX session_by_client ON session (client, wall_ms);

CREATE TABLE session_end (
    ordinal  INTEGER PRIMARY KEY REFERENCES session (ordinal),
    wall_ms  INTEGER NOT NULL
) STRICT;

-- Events of a session, sealed under the client's key; associated data: table, session, seq, version.
-- place = ordinal of the session * 2^24 + seq: one number says whose and which, so that a row costs the end of one page and no index.
-- request: the key of the act that ends with this row. A retry with the same key in the same session is the same act.
CREATE TABLE session_event (
    place    INTEGER PRIMARY KEY,
    request  BLOB,
    sealed   BLOB NOT NULL
) STRICT;

-- Not record: unfinished drafts (sealed), the last moment watched, counters. Written without the chain.
CREATE TABLE scratch_draft (
    session  BLOB NOT NULL,
    place    TEXT NOT NULL,
    sealed   BLOB NOT NULL,
    PRIMARY KEY (session, place)
) STRICT;

CREATE TABLE scratch_alive (
    session     BLOB PRIMARY KEY,
    elapsed_ms  INTEGER NOT NULL,
    clean       INTEGER NOT NULL
) STRICT;

CREATE TABLE scratch_counter (
    name   TEXT PRIMARY KEY,
    value  INTEGER NOT NULL
) STRICT;

CREATE TRIGGER audit_stays_u BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER audit_stays_d BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER checkpoint_stays_u BEFORE UPDATE ON checkpoint BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER checkpoint_stays_d BEFORE DELETE ON checkpoint BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER person_stays_u BEFORE UPDATE ON person BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER person_stays_d BEFORE DELETE ON person BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER client_stays_u BEFORE UPDATE ON client BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER client_stays_d BEFORE DELETE ON client BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER client_key_stays_u BEFORE UPDATE ON client_key BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER protocol_stays_u BEFORE UPDATE ON protocol BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER protocol_stays_d BEFORE DELETE ON protocol BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER adoption_stays_u BEFORE UPDATE ON protocol_adoption BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER adoption_stays_d BEFORE DELETE ON protocol_adoption BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER session_stays_u BEFORE UPDATE ON session BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER session_stays_d BEFORE DELETE ON session BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER session_end_stays_u BEFORE UPDATE ON session_end BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER session_end_stays_d BEFORE DELETE ON session_end BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER event_stays_u BEFORE UPDATE ON session_event BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER event_stays_d BEFORE DELETE ON session_event BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER event_after_end BEFORE INSERT ON session_event
    WHEN EXISTS (SELECT 1 FROM session_end WHERE session_end.ordinal = NEW.place >> 24)
    BEGIN SELECT RAISE(ABORT, 'session ended'); END;
CREATE TRIGGER event_of_nothing BEFORE INSERT ON session_event
    WHEN NOT EXISTS (SELECT 1 FROM session WHERE session.ordinal = NEW.place >> 24)
    BEGIN SELECT RAISE(ABORT, 'no such session'); END;
