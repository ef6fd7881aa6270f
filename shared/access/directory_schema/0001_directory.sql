-- What every service knows of the registry: who is who, what stands where, and which days are worked.
-- All of it is projected from the registry's events, each of which touches only the columns that it knows.

CREATE TABLE bureaus (
    bureau_code    text PRIMARY KEY,
    name           text NOT NULL,
    level          text NOT NULL,
    division_code  text NOT NULL,
    established_on date NOT NULL
);

CREATE TABLE officers (
    officer_id  text PRIMARY KEY,
    bureau_code text NOT NULL,
    post        text NOT NULL,
    posted_on   date NOT NULL
);

CREATE TABLE hosts (
    host_id             text PRIMARY KEY,
    name                text NOT NULL,
    division_code       text NOT NULL,
    registration_number text NOT NULL,
    registered_on       date NOT NULL
);

-- A station is whole when both its registration and the competent bureau have been heard of; until then the other
-- event's columns are empty, and look-ups do not know it yet.
CREATE TABLE stations (
    station_id      text PRIMARY KEY,
    host_id         text NOT NULL DEFAULT '',
    name            text NOT NULL DEFAULT '',
    kind            text NOT NULL DEFAULT '',
    trade           text NOT NULL DEFAULT '',
    division_code   text NOT NULL DEFAULT '',
    town            text NOT NULL DEFAULT '',
    bureau_code     text NOT NULL DEFAULT '',
    operating_since date,
    registered_on   date
);
CREATE INDEX stations_by_host ON stations (host_id);
CREATE INDEX stations_by_division ON stations (division_code, station_id);

CREATE TABLE calendar_years (
    year   integer PRIMARY KEY,
    source text    NOT NULL
);

-- The exceptions to Monday to Friday, by the year whose notice arranged them.
CREATE TABLE calendar_days (
    day        date    PRIMARY KEY,
    is_working boolean NOT NULL,
    year       integer NOT NULL
);

-- The last day that this service has worked off.
CREATE TABLE programme_day (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    day date    NOT NULL
) WITH (fillfactor = 10);
