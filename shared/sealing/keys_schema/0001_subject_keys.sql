-- The keys of persons: a database of its own, which is in no backup of the events.

-- The key is itself sealed, with the key of the installation. Without a key, the person's data were erased on that
-- day: what was sealed for them stays closed, and nothing is sealed for them again.
CREATE TABLE subject_keys (
    subject_id   text        PRIMARY KEY,
    wrapped_key  bytea       CHECK (octet_length(wrapped_key) = 60),
    made_at      timestamptz NOT NULL DEFAULT now(),
    destroyed_at timestamptz CHECK ((destroyed_at IS NULL) = (wrapped_key IS NOT NULL))
);

-- Who destroys a key writes the table anew: a row that was removed would stay in the old file. Only the owner and the
-- service come into this database at all.
GRANT TRUNCATE ON subject_keys TO PUBLIC;
