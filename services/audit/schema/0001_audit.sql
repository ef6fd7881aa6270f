-- One log per owner: the records themselves, made from the messages and the same as from the owners' rows. What stands
-- beside the record is taken from it, so that it can be asked for.
CREATE TABLE log (
    owner        text        NOT NULL,
    position     bigint      NOT NULL CHECK (position > 0),
    record       bytea       NOT NULL,
    event_id     uuid        NOT NULL,
    type         text        NOT NULL,
    stream       text        NOT NULL,
    effective_at timestamptz NOT NULL,
    recorded_at  timestamptz NOT NULL,
    cause        uuid,
    correlation  text        NOT NULL,
    PRIMARY KEY (owner, position)
);
CREATE INDEX log_by_event ON log (event_id);

-- Which entries speak of a station, and how: `key` where the stream is about it, `payload` where the event names it.
CREATE TABLE mentions (
    station_id text   NOT NULL,
    owner      text   NOT NULL,
    position   bigint NOT NULL,
    how        text   NOT NULL CHECK (how IN ('key', 'payload')),
    PRIMARY KEY (station_id, owner, position)
);
