-- Scalar columns are what is asked for or guarded by an index; "record" is the whole thing as JSON and is what is read back.
-- Times are milliseconds since 1970 in UTC.

-- Two rows on purpose: with several controllers, transactions share the epoch's row and renewals touch only the heartbeat's.
CREATE TABLE controller_epoch (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    epoch       INTEGER NOT NULL,
    incarnation TEXT    NOT NULL,
    address     TEXT    NOT NULL
) STRICT;

CREATE TABLE controller_heartbeat (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    epoch       INTEGER NOT NULL,
    incarnation TEXT    NOT NULL,
    sequence    INTEGER NOT NULL
) STRICT;

CREATE TABLE cluster (
    id               INTEGER PRIMARY KEY CHECK (id = 1),
    database_id      TEXT    NOT NULL,
    journal_sequence INTEGER NOT NULL
) STRICT;

CREATE TABLE host (
    id     TEXT PRIMARY KEY,
    duty   TEXT NOT NULL,
    record TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE guest (
    id        TEXT    PRIMARY KEY,
    name      TEXT    NOT NULL UNIQUE,
    host      TEXT,
    placement INTEGER NOT NULL,
    wish      TEXT    NOT NULL,
    record    TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX guest_host ON guest (host);

CREATE TABLE operation (
    id         TEXT    PRIMARY KEY,
    kind       TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    guest      TEXT,
    host       TEXT,
    parent     TEXT,
    created_at INTEGER NOT NULL,
    ended_at   INTEGER,
    record     TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
-- One open operation a guest: the last line of defence behind the rules of the loop.
CREATE UNIQUE INDEX operation_open_guest ON operation (guest) WHERE state IN ('QUEUED', 'RUNNING');
CREATE INDEX operation_open ON operation (id) WHERE state IN ('QUEUED', 'RUNNING');
CREATE INDEX operation_ended ON operation (id) WHERE state NOT IN ('QUEUED', 'RUNNING');

CREATE TABLE reservation (
    operation      TEXT    NOT NULL REFERENCES operation (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    host           TEXT    NOT NULL,
    purpose        TEXT    NOT NULL,
    guest          TEXT    NOT NULL,
    committed_mib  INTEGER NOT NULL,
    guaranteed_mib INTEGER NOT NULL,
    vcpus          INTEGER NOT NULL,
    PRIMARY KEY (operation, host, purpose)
) STRICT, WITHOUT ROWID;
CREATE INDEX reservation_host ON reservation (host);

CREATE TABLE plan (
    id         TEXT    PRIMARY KEY,
    purpose    TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    record     TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE shared_proof (
    pool        TEXT NOT NULL,
    first_host  TEXT NOT NULL,
    second_host TEXT NOT NULL,
    PRIMARY KEY (pool, first_host, second_host)
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency (
    principal    TEXT    NOT NULL,
    key          TEXT    NOT NULL,
    request_hash TEXT    NOT NULL,
    operation    TEXT    NOT NULL,
    accepted_at  INTEGER NOT NULL,
    PRIMARY KEY (principal, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_age ON idempotency (accepted_at);

CREATE TABLE event (
    sequence  INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    what      TEXT    NOT NULL,
    host      TEXT,
    guest     TEXT,
    operation TEXT,
    record    TEXT    NOT NULL
) STRICT;

CREATE TABLE audit (
    number    INTEGER PRIMARY KEY AUTOINCREMENT,
    at        INTEGER NOT NULL,
    principal TEXT    NOT NULL,
    action    TEXT    NOT NULL,
    object    TEXT    NOT NULL,
    outcome   TEXT    NOT NULL,
    operation TEXT,
    record    TEXT    NOT NULL
) STRICT;
