-- What may become a signal together with others of its key, one row an event, kind and key.
-- `side` is what differs within a key; `subject` and `area` are what is compared.
CREATE TABLE signal_facts (
    kind       text        NOT NULL,
    key        text        NOT NULL,
    owner      text        NOT NULL,
    position   bigint      NOT NULL,
    side       text        NOT NULL,
    at         timestamptz NOT NULL,
    person     text        NOT NULL,
    bureau     text        NOT NULL,
    station_id text        NOT NULL,
    subject    text        NOT NULL,
    area       text        NOT NULL,
    PRIMARY KEY (kind, key, owner, position, side)
);
CREATE INDEX signal_facts_by_subject ON signal_facts (kind, subject) WHERE kind IN ('outside_jurisdiction', 'succession');

-- What was seen. `about` is the key of the facts that it was seen in; `measure` is what is counted, in the kind's unit.
-- Without `evidence` of its own the evidence is the facts of its key.
CREATE TABLE signals (
    kind       text        NOT NULL,
    key        text COLLATE "C" NOT NULL,
    about      text        NOT NULL,
    at         timestamptz NOT NULL,
    person     text        NOT NULL,
    bureau     text        NOT NULL,
    station_id text        NOT NULL,
    subject    text        NOT NULL,
    measure    bigint      NOT NULL,
    evidence   text[]      NOT NULL,
    PRIMARY KEY (kind, key)
);
CREATE INDEX signals_in_time ON signals (at, kind, key);
CREATE INDEX signals_by_about ON signals (kind, about);
CREATE INDEX signals_by_person ON signals (person, at);
CREATE INDEX signals_by_station ON signals (station_id, at);
