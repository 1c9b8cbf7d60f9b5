-- What is locked. Signing says that an account is true; locking says that it is finished. From then on it is amended beside its words, or
-- unlocked first, with a reason, which voids the signatures under it.

-- about: `session/ID` or `course/ID`; part: the visit, empty for a session; the highest number of the two counts. body: canonical JSON.
CREATE TABLE record_lock (
    number      INTEGER PRIMARY KEY,
    about       TEXT    NOT NULL,
    part        TEXT    NOT NULL,
    locked      INTEGER NOT NULL CHECK (locked IN (0, 1)),
    body        BLOB    NOT NULL,
    signature   BLOB    NOT NULL,
    public_key  BLOB    NOT NULL
) STRICT;
CREATE INDEX record_lock_by_object ON record_lock (about, part, number);

-- The visit whose account a row changes, by being part of it or by striking what is; null: none. The protocol's name, no client text.
ALTER TABLE course_event ADD COLUMN part TEXT;

CREATE TRIGGER record_lock_stays_u BEFORE UPDATE ON record_lock BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER record_lock_stays_d BEFORE DELETE ON record_lock BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER record_lock_turns BEFORE INSERT ON record_lock
    WHEN NEW.locked = coalesce((SELECT locked FROM record_lock WHERE about = NEW.about AND part = NEW.part ORDER BY number DESC LIMIT 1), 0)
    BEGIN SELECT RAISE(ABORT, 'locked'); END;
CREATE TRIGGER record_lock_of_what_runs BEFORE INSERT ON record_lock
    WHEN NEW.about LIKE 'session/%' AND NOT EXISTS (
        SELECT 1 FROM session JOIN session_end USING (ordinal) WHERE lower(hex(session.id)) = substr(NEW.about, 9))
    BEGIN SELECT RAISE(ABORT, 'the session runs'); END;
CREATE TRIGGER course_event_locked BEFORE INSERT ON course_event
    WHEN NEW.part IS NOT NULL AND 1 = (
        SELECT locked FROM record_lock WHERE about = 'course/' || lower(hex(NEW.client)) AND part = NEW.part ORDER BY number DESC LIMIT 1)
    BEGIN SELECT RAISE(ABORT, 'locked'); END;
