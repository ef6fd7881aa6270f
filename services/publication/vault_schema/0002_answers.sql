-- What happened, as the author of an opinion tells it, beside what is thought of it; and the answers to objectors.
ALTER TABLE opinions ADD COLUMN facts text NOT NULL DEFAULT '' CHECK (length(facts) <= 2000);

-- The words of an answer; the event has HMAC-SHA256(salt, text). Their author reads them with the receipt. A row
-- without an event is an answer that was cut short: the repeated request finds it.
CREATE TABLE answers (
    opinion_id text        PRIMARY KEY,
    salt       bytea       NOT NULL CHECK (octet_length(salt) = 32),
    text       text        NOT NULL CHECK (length(text) BETWEEN 1 AND 4000),
    kept_at    timestamptz NOT NULL
);
