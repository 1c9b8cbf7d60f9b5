-- The course: what is known of a client outside the dosing sessions. One append-only list a client, sealed under the
-- client's own key, like the events of a session. Measure files stand on a shelf of their own, exactly as they were used.

CREATE TABLE measure (
    digest  BLOB PRIMARY KEY,
    body    TEXT NOT NULL
) STRICT;

-- Associated data: table, client, seq, version.
CREATE TABLE course_event (
    client  BLOB    NOT NULL,
    seq     INTEGER NOT NULL,
    sealed  BLOB    NOT NULL,
    PRIMARY KEY (client, seq)
) STRICT, WITHOUT ROWID;

-- A retry with the same key is the same act.
CREATE TABLE course_request (
    key     BLOB PRIMARY KEY,
    client  BLOB    NOT NULL,
    seq     INTEGER NOT NULL
) STRICT;

-- Not record: forms about a client that are not finished, sealed under the client's key.
CREATE TABLE scratch_form (
    client  BLOB NOT NULL,
    place   TEXT NOT NULL,
    sealed  BLOB NOT NULL,
    PRIMARY KEY (client, place)
) STRICT;

CREATE TRIGGER measure_stays_u BEFORE UPDATE ON measure BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER measure_stays_d BEFORE DELETE ON measure BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER course_event_stays_u BEFORE UPDATE ON course_event BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER course_event_stays_d BEFORE DELETE ON course_event BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER course_request_stays_u BEFORE UPDATE ON course_request BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER course_request_stays_d BEFORE DELETE ON course_request BEGIN SELECT RAISE(ABORT, 'append only'); END;
