-- Access to the API that was handed out. A token's text is kept nowhere; "record" has the hash it is recognised by.
CREATE TABLE token (
    name       TEXT    PRIMARY KEY,
    expires_at INTEGER NOT NULL,
    record     TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
