-- What the registry answers from, beside the directory that every service keeps. Projected from its own events.

CREATE TABLE station_sizes (
    station_id text    PRIMARY KEY,
    area_m2    bigint  NOT NULL,
    stalls     bigint  NOT NULL,
    staff      bigint  NOT NULL,
    stars      bigint  NOT NULL
);

-- The names are personal: they are shown to the host and to the competent bureau, never to the public.
CREATE TABLE staff (
    staff_id     text   PRIMARY KEY,
    station_id   text   NOT NULL,
    name         text   NOT NULL,
    posts        text[] NOT NULL,
    appointed_on date   NOT NULL
);
CREATE INDEX staff_by_station ON staff (station_id);

CREATE TABLE surveys (
    station_id       text    NOT NULL,
    year             integer NOT NULL,
    hardware_ready   boolean NOT NULL,
    rules_ready      boolean NOT NULL,
    staff_ready      boolean NOT NULL,
    results_ready    boolean NOT NULL,
    wants_to_compete boolean NOT NULL,
    remarks          text    NOT NULL,
    surveyed_on      date    NOT NULL,
    PRIMARY KEY (station_id, year)
);

CREATE TABLE cultivations (
    station_id text    NOT NULL,
    year       integer NOT NULL,
    measures   text[]  NOT NULL,
    started_on date    NOT NULL,
    PRIMARY KEY (station_id, year)
);

CREATE TABLE guidances (
    guidance_id text PRIMARY KEY,
    station_id  text NOT NULL,
    topic       text NOT NULL,
    summary     text NOT NULL,
    given_on    date NOT NULL
);
CREATE INDEX guidances_by_station ON guidances (station_id);

CREATE TABLE campaigns (
    campaign_id text    PRIMARY KEY,
    bureau_code text    NOT NULL,
    year        integer NOT NULL,
    channel     text    NOT NULL,
    summary     text    NOT NULL,
    held_on     date    NOT NULL
);

CREATE TABLE trainings (
    training_id   text   PRIMARY KEY,
    division_code text   NOT NULL,
    topic         text   NOT NULL,
    station_ids   text[] NOT NULL,
    held_on       date   NOT NULL
);
CREATE INDEX trainings_by_station ON trainings USING gin (station_ids);
