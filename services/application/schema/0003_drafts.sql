-- The host's form from its draft on, how an application was received, and what the register knows of a station.

ALTER TABLE applications ADD COLUMN channel text NOT NULL DEFAULT 'online';
ALTER TABLE applications ADD COLUMN pledge_sha256 text NOT NULL DEFAULT '';
ALTER TABLE applications ADD COLUMN recorded_late boolean NOT NULL DEFAULT false;
ALTER TABLE applications ADD COLUMN recorded_because text NOT NULL DEFAULT '';
ALTER TABLE applications ADD COLUMN missing text[] NOT NULL DEFAULT '{}';
ALTER TABLE applications ADD COLUMN correction_due_on date;
ALTER TABLE applications ADD COLUMN correction_is_provisional boolean NOT NULL DEFAULT false;
ALTER TABLE applications ADD COLUMN returned_on date;
ALTER TABLE applications ADD COLUMN refiled_at timestamptz;
ALTER TABLE applications ADD COLUMN handed_over_from text NOT NULL DEFAULT '';
ALTER TABLE applications ADD COLUMN handed_over_on date;
CREATE INDEX applications_of_station ON applications (station_id, season_id);

-- A form that its host writes here. Until an application of the same id is filed, nobody but the host sees it.
CREATE TABLE drafts (
    application_id text        PRIMARY KEY,
    version        integer     NOT NULL,
    season_id      text        NOT NULL,
    station_id     text        NOT NULL,
    host_id        text        NOT NULL,
    statement      text        NOT NULL,
    contact        text        NOT NULL,
    drafted_at     timestamptz NOT NULL,
    copied_from    text        NOT NULL DEFAULT '',
    rubric_id      text        NOT NULL DEFAULT '',
    scores         jsonb       NOT NULL DEFAULT '[]',
    total_tenths   integer     NOT NULL DEFAULT 0,
    known          jsonb       NOT NULL DEFAULT '[]',
    assessed_on    date
);
CREATE INDEX drafts_of_host ON drafts (host_id, application_id);

CREATE TABLE evidence (
    application_id text    NOT NULL,
    sha256         text    NOT NULL,
    media_type     text    NOT NULL,
    size_bytes     bigint  NOT NULL,
    title          text    NOT NULL,
    items          text[]  NOT NULL,
    grade          text    NOT NULL,
    attached_on    date    NOT NULL,
    checked_on     date,
    PRIMARY KEY (application_id, sha256)
);

-- The versions of the standard, as assessment publishes them: [{"code": "A1", "weight": 40, …}] in their order.
CREATE TABLE rubrics (
    rubric_id text  PRIMARY KEY,
    items     jsonb NOT NULL
);

-- What the register has recorded of a station. Each event writes columns of its own, so their order is free.
CREATE TABLE known_trainings (
    training_id text    NOT NULL,
    station_id  text    NOT NULL,
    held_on     date    NOT NULL,
    attended    boolean NOT NULL,
    PRIMARY KEY (station_id, training_id)
);
CREATE TABLE known_summaries (
    station_id      text    NOT NULL,
    period          text    NOT NULL,
    received        integer NOT NULL,
    settled         integer NOT NULL,
    median_minutes  integer NOT NULL,
    summarised_on   date    NOT NULL,
    PRIMARY KEY (station_id, period)
);
CREATE TABLE known_staff (
    staff_id     text   PRIMARY KEY,
    station_id   text   NOT NULL,
    posts        text[] NOT NULL DEFAULT '{}',
    appointed_on date,
    left_on      date
);
CREATE INDEX known_staff_of_station ON known_staff (station_id);
CREATE TABLE known_activities (
    activity_id text PRIMARY KEY,
    station_id  text NOT NULL,
    platform    text NOT NULL,
    held_on     date NOT NULL
);
CREATE INDEX known_activities_of_station ON known_activities (station_id, held_on);
CREATE TABLE known_cultivations (
    station_id text    NOT NULL,
    year       integer NOT NULL,
    started_on date    NOT NULL,
    PRIMARY KEY (station_id, year)
);
