-- Who signs, and what was signed. A signature speaks of rows of a session or of a course as they stand sealed on their shelf, so it
-- holds no client text and outlives an erasure.

-- A person's public keys, each from the day it was first known. Rows are added, never changed: an old signature is checked with the key it
-- was made with.
CREATE TABLE person_key (
    person      BLOB NOT NULL,
    public_key  BLOB NOT NULL,
    PRIMARY KEY (person, public_key)
) STRICT;

-- body: canonical JSON; about: `session/ID` or `course/ID`, once more outside, so that a list finds it.
CREATE TABLE signature (
    number      INTEGER PRIMARY KEY,
    about       TEXT NOT NULL,
    body        BLOB NOT NULL,
    signature   BLOB NOT NULL,
    public_key  BLOB NOT NULL
) STRICT;
CREATE INDEX signature_by_object ON signature (about);

CREATE TRIGGER person_key_stays_u BEFORE UPDATE ON person_key BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER person_key_stays_d BEFORE DELETE ON person_key BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER signature_stays_u BEFORE UPDATE ON signature BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER signature_stays_d BEFORE DELETE ON signature BEGIN SELECT RAISE(ABORT, 'append only'); END;
