-- The tables of an event store, one store a service: the log itself, and what must change in one transaction with it.

-- The end of the log. Every writing transaction locks this row first, so positions are dense and commit order is
-- position order: a reader needs no more than "position > $1 ORDER BY position".
CREATE TABLE head (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    position bigint  NOT NULL,
    hash     bytea   NOT NULL
) WITH (fillfactor = 10);
INSERT INTO head (position, hash) VALUES (0, decode(repeat('00', 32), 'hex'));

-- The record. `position` is given by append() alone, never by a sequence. `chain` covers every other column and the
-- chain value before it. The payload is canonical JSON and is never serialised again; `attributes` holds those
-- CloudEvents attributes that are no columns.
CREATE TABLE events (
    position     bigint      PRIMARY KEY,
    stream_id    text        NOT NULL,
    version      integer     NOT NULL,
    type         text        NOT NULL,
    event_id     uuid        NOT NULL,
    payload      bytea       NOT NULL,
    attributes   bytea       NOT NULL,
    recorded_at  timestamptz NOT NULL,
    effective_at timestamptz NOT NULL,
    chain        bytea       NOT NULL,
    UNIQUE (stream_id, version),
    -- A record is the attributes as JSON, a newline and the payload. The columns take at most 512 bytes of it,
    -- besides the stream's and the type's own names.
    CONSTRAINT record_is_at_most_65535_bytes CHECK (
        octet_length(payload) + octet_length(attributes) + octet_length(stream_id) + octet_length(type) + 512 <= 65535
    )
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what is recorded in % is never changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE events ENABLE ALWAYS TRIGGER never_changed;
REVOKE UPDATE, DELETE, TRUNCATE ON events FROM PUBLIC, CURRENT_USER;

-- A request's key with the answer that was given to it.
CREATE TABLE idempotency (
    key         text        PRIMARY KEY,
    fingerprint bytea       NOT NULL,
    status      integer     NOT NULL,
    answer      bytea       NOT NULL,
    recorded_at timestamptz NOT NULL
);

-- How far a consumer has worked off a partition: the source's position, and where it stood in the topic.
CREATE TABLE inbox (
    consumer  text    NOT NULL,
    topic     text    NOT NULL,
    partition integer NOT NULL,
    position  bigint  NOT NULL,
    "offset"  bigint  NOT NULL,
    PRIMARY KEY (consumer, topic, partition)
) WITH (fillfactor = 10);

-- A message that could not be read, and those of the same key behind it, as they came.
CREATE TABLE parked (
    consumer  text        NOT NULL,
    topic     text        NOT NULL,
    partition integer     NOT NULL,
    position  bigint,
    "offset"  bigint      NOT NULL,
    key       bytea       NOT NULL,
    reason    text        NOT NULL,
    headers   bytea       NOT NULL,
    value     bytea,
    parked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, topic, partition, "offset")
);
CREATE INDEX parked_by_key ON parked (consumer, topic, partition, key);

-- A reaction's command that a rule refused: an outcome, not a failure.
CREATE TABLE refused (
    consumer    text        NOT NULL,
    topic       text        NOT NULL,
    partition   integer     NOT NULL,
    position    bigint      NOT NULL,
    command     jsonb       NOT NULL,
    rule        text        NOT NULL,
    detail      text        NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX refused_by_cause ON refused (consumer, topic, partition, position);

-- How far the log has been sent to Kafka, and the last position sent to each partition.
CREATE TABLE relay_head (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    position bigint  NOT NULL
) WITH (fillfactor = 10);
INSERT INTO relay_head (position) VALUES (0);
CREATE TABLE relayed (
    partition integer PRIMARY KEY,
    position  bigint  NOT NULL
) WITH (fillfactor = 10);

-- What is to be done when a day has come, unless the stream has moved on by then.
CREATE TABLE due (
    "on"      date  NOT NULL,
    stream    text  NOT NULL,
    command   text  NOT NULL,
    arguments jsonb NOT NULL,
    PRIMARY KEY (stream, command)
);
CREATE INDEX due_by_day ON due ("on");

-- The programme's instant in a sandbox; no row means the real time.
CREATE TABLE sandbox_clock (
    one     boolean     PRIMARY KEY DEFAULT true CHECK (one),
    instant timestamptz NOT NULL
);
