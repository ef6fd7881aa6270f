-- The vault: a database of its own for what no event, no read model and no log may hold.

-- The words of an opinion and who gave it. The event has HMAC-SHA256(salt, content), so that with this row the words
-- are proved, and without it nothing is told. A row without an event is an intake that was cut short: the repeated
-- request finds it. The receipt is given out once; here is its hash.
CREATE TABLE opinions (
    opinion_id   text        PRIMARY KEY,
    salt         bytea       NOT NULL CHECK (octet_length(salt) = 32),
    text         text        NOT NULL CHECK (length(text) BETWEEN 1 AND 2000),
    author_name  text        NOT NULL DEFAULT '',
    author_phone text        NOT NULL DEFAULT '',
    receipt_hash bytea       NOT NULL CHECK (octet_length(receipt_hash) = 32),
    received_at  timestamptz NOT NULL
);
