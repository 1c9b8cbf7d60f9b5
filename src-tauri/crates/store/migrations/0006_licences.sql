-- What people bring: licences, and the log of what they were trained in and which tasks were delegated to them. No client text.

-- A later revision wins. body: canonical JSON.
CREATE TABLE licence (
    person    BLOB    NOT NULL,
    revision  INTEGER NOT NULL,
    body      BLOB    NOT NULL,
    PRIMARY KEY (person, revision)
) STRICT;

-- Every line counts; one that ends a delegation names the line that gave it. body: canonical JSON.
CREATE TABLE duty (
    person  BLOB    NOT NULL,
    line    INTEGER NOT NULL,
    body    BLOB    NOT NULL,
    PRIMARY KEY (person, line)
) STRICT;

CREATE TRIGGER licence_stays_u BEFORE UPDATE ON licence BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER licence_stays_d BEFORE DELETE ON licence BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER duty_stays_u BEFORE UPDATE ON duty BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER duty_stays_d BEFORE DELETE ON duty BEGIN SELECT RAISE(ABORT, 'append only'); END;
