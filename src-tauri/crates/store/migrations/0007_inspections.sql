-- Inspectors: why they were let in, and their last day. No client text.

-- Every line counts, the last one says until when. body: canonical JSON.
CREATE TABLE inspection (
    person  BLOB    NOT NULL,
    line    INTEGER NOT NULL,
    body    BLOB    NOT NULL,
    PRIMARY KEY (person, line)
) STRICT;

CREATE TRIGGER inspection_stays_u BEFORE UPDATE ON inspection BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER inspection_stays_d BEFORE DELETE ON inspection BEGIN SELECT RAISE(ABORT, 'append only'); END;
