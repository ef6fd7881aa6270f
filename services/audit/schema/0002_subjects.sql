-- Which entries speak of a host, an application, a season, a bureau or a person, and how: `acts` where it is the
-- subject's own act, `behalf` where the act was done for it, `named` where the event names it, `case` where the event
-- names it and stands in the stream of one station. Stations stand in `mentions`. The moment of recording is in the
-- key, so that a page is read where it lies, however much was said of the subject.
CREATE TABLE subjects (
    kind        text        NOT NULL CHECK (kind IN ('host', 'application', 'season', 'bureau', 'person')),
    id          text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    owner       text        NOT NULL,
    position    bigint      NOT NULL,
    how         text        NOT NULL CHECK (how IN ('acts', 'behalf', 'named', 'case')),
    PRIMARY KEY (kind, id, recorded_at, owner, position)
);

-- For searching, and for what had been said in a stream before.
CREATE INDEX log_by_recorded ON log (recorded_at, owner, position);
CREATE INDEX log_by_effective ON log (effective_at);
CREATE INDEX log_by_type ON log (type, recorded_at, owner, position);
CREATE INDEX log_by_stream ON log (stream, position);
CREATE INDEX log_by_cause ON log (cause) WHERE cause IS NOT NULL;
CREATE INDEX log_by_correlation ON log (correlation, recorded_at, owner, position);
