-- Divisions and bureaus as dated facts, and what stood where on a day. Projected from the registry's own events.

CREATE TABLE bureau_successions (
    bureau_code     text PRIMARY KEY,
    successor_code  text NOT NULL,
    document_number text NOT NULL,
    succeeded_on    date NOT NULL
);
CREATE INDEX bureau_successions_by_successor ON bureau_successions (successor_code);

CREATE TABLE division_changes (
    change_id       text   PRIMARY KEY,
    document_number text   NOT NULL,
    document_date   date   NOT NULL,
    effective_on    date   NOT NULL,
    abolished       text[] NOT NULL,
    -- The codes that it made or kept, with their names.
    codes           text[] NOT NULL,
    names           text[] NOT NULL
);

-- An empty town stands for the rest of the division.
CREATE TABLE division_moves (
    change_id text    NOT NULL,
    place     integer NOT NULL,
    from_code text    NOT NULL,
    town      text    NOT NULL,
    to_code   text    NOT NULL,
    PRIMARY KEY (change_id, place)
);
CREATE INDEX division_moves_by_division ON division_moves (from_code);

-- Where a station stood from a day on, and which bureau was competent for it: by the code of then, not its heir's.
CREATE TABLE station_places (
    station_id    text NOT NULL,
    since         date NOT NULL,
    division_code text NOT NULL,
    town          text NOT NULL,
    bureau_code   text NOT NULL,
    PRIMARY KEY (station_id, since)
);
CREATE INDEX station_places_by_division ON station_places (division_code text_pattern_ops, station_id);
INSERT INTO station_places SELECT station_id, registered_on, division_code, town, bureau_code
  FROM stations WHERE registered_on IS NOT NULL AND bureau_code <> '';

CREATE TABLE station_closures (
    station_id text PRIMARY KEY,
    closed_on  date NOT NULL
);

-- Of which changes of divisions it has been settled where the station stands since.
CREATE TABLE division_resolutions (
    station_id text NOT NULL,
    change_id  text NOT NULL,
    PRIMARY KEY (station_id, change_id)
);
