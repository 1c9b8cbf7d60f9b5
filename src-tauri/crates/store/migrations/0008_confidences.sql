-- What somebody wrote in confidence, and what was answered. Each row is sealed to the keys of those whom its writer chose among the named
-- readers: neither the vault's keys nor a client's open it, so nothing that is done to a client or to a person of the vault reaches it. A
-- concern and an answer look alike, and no row says who wrote it.

-- origin: the vault that it was written in; another one keeps it for its reader.
CREATE TABLE confidence (
    number  INTEGER PRIMARY KEY,
    id      BLOB NOT NULL UNIQUE,
    origin  BLOB NOT NULL,
    sealed  BLOB NOT NULL
) STRICT;

-- Whom the vault names as readers; a later revision wins. body: canonical JSON.
CREATE TABLE confidence_reader (
    revision  INTEGER PRIMARY KEY,
    body      BLOB NOT NULL
) STRICT;

CREATE TRIGGER confidence_stays_u BEFORE UPDATE ON confidence BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER confidence_stays_d BEFORE DELETE ON confidence BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER confidence_reader_stays_u BEFORE UPDATE ON confidence_reader BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER confidence_reader_stays_d BEFORE DELETE ON confidence_reader BEGIN SELECT RAISE(ABORT, 'append only'); END;
