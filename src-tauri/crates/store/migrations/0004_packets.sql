-- People of other vaults, what was sealed for them and what came from them, and the threads of their review. What lies in a packet is
-- sealed under the key of the client it is about; a packet from elsewhere has a key of its own in client_key, so that it can be destroyed
-- like a client.

-- Contact cards, as they were pinned; a later revision wins.
CREATE TABLE contact (
    person    BLOB    NOT NULL,
    revision  INTEGER NOT NULL,
    body      BLOB    NOT NULL,
    PRIMARY KEY (person, revision)
) STRICT;

-- body: canonical JSON. client: whose key in client_key its parts lie under. thread: the packet that the thread began with.
CREATE TABLE packet (
    id      BLOB PRIMARY KEY,
    thread  BLOB NOT NULL,
    client  BLOB NOT NULL,
    body    BLOB NOT NULL
) STRICT;
CREATE INDEX packet_by_thread ON packet (thread);

-- Associated data: table, packet, seq, version. seq 0 is the cover: what the packet says of itself in words.
CREATE TABLE packet_part (
    packet  BLOB    NOT NULL,
    seq     INTEGER NOT NULL,
    sealed  BLOB    NOT NULL,
    PRIMARY KEY (packet, seq)
) STRICT, WITHOUT ROWID;

-- Rows that people of this vault add to a thread; those of others lie in the packets they came in. Associated data: table, thread, seq, version.
CREATE TABLE review_event (
    thread  BLOB    NOT NULL,
    seq     INTEGER NOT NULL,
    sealed  BLOB    NOT NULL,
    PRIMARY KEY (thread, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER contact_stays_u BEFORE UPDATE ON contact BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER contact_stays_d BEFORE DELETE ON contact BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER packet_stays_u BEFORE UPDATE ON packet BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER packet_stays_d BEFORE DELETE ON packet BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER packet_part_stays_u BEFORE UPDATE ON packet_part BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER packet_part_stays_d BEFORE DELETE ON packet_part BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER review_event_stays_u BEFORE UPDATE ON review_event BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER review_event_stays_d BEFORE DELETE ON review_event BEGIN SELECT RAISE(ABORT, 'append only'); END;
