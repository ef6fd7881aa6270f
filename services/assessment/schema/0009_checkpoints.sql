-- The checkpoints of this service's own log that the audit has signed: how many entries it has then, the root over them
-- in hexadecimal digits, and when it was last signed so. It is the one thing here that hangs on another service's being
-- there: while the last one is too old, no title is given or revoked.
CREATE TABLE checkpoints (
    size      bigint      PRIMARY KEY,
    root      text        NOT NULL,
    signed_at timestamptz NOT NULL
);
CREATE INDEX checkpoints_by_time ON checkpoints (signed_at);
