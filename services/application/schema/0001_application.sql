-- What can be asked back about seasons and applications. The names of stations, hosts and bureaus lie in the
-- directory's tables, which registry's events keep.

-- Own events alone write these two; `version` is that of the stream.
CREATE TABLE seasons (
    season_id              text    PRIMARY KEY,
    version                integer NOT NULL,
    stage                  text    NOT NULL,
    year                   integer NOT NULL,
    province_code          text    NOT NULL,
    city_code              text    NOT NULL,
    settings               jsonb   NOT NULL,
    applications_close_on  date    NOT NULL,
    recommendations_due_on date    NOT NULL,
    issuer                 text    NOT NULL DEFAULT '',
    organiser_level        text    NOT NULL DEFAULT '',
    document_date          date,
    approval_number        text    NOT NULL DEFAULT '',
    opened_on              date,
    filed                  integer,
    candidates             integer
);
CREATE INDEX seasons_of_city ON seasons (city_code, opened_on);

CREATE TABLE applications (
    application_id    text        PRIMARY KEY,
    version           integer     NOT NULL,
    stage             text        NOT NULL,
    season_id         text        NOT NULL,
    station_id        text        NOT NULL,
    host_id           text        NOT NULL,
    bureau_code       text        NOT NULL,
    form_sha256       text        NOT NULL,
    self_score_tenths integer     NOT NULL,
    filed_at          timestamptz NOT NULL,
    accepted_on       date,
    vetoes            text        NOT NULL DEFAULT 'unchecked',
    vetoes_found      text[]      NOT NULL DEFAULT '{}',
    vetoes_checked_on date,
    inspectors        text[]      NOT NULL DEFAULT '{}',
    failed_items      text[]      NOT NULL DEFAULT '{}',
    inspected_on      date,
    recommender       text        NOT NULL DEFAULT '',
    recommended_on    date,
    refusal_reasons   text        NOT NULL DEFAULT '',
    refused_on        date,
    withdrawn_at      timestamptz
);
CREATE INDEX applications_of_season ON applications (season_id, filed_at, application_id);
CREATE INDEX applications_in_order ON applications (filed_at, application_id);
CREATE INDEX applications_of_host ON applications (host_id, filed_at, application_id);

-- What other services have made of an application. Their topics come in no order among each other, so each event
-- writes columns of its own and a row may begin with any of them.
CREATE TABLE application_outcomes (
    application_id         text    PRIMARY KEY,
    noticed_on             date,
    notice_closes_on       date,
    held_by                text[]  NOT NULL DEFAULT '{}',
    struck_off_on          date,
    notice_result          text    NOT NULL DEFAULT '',
    notice_closed_on       date,
    assessment             text    NOT NULL DEFAULT '',
    concluded_on           date,
    list_standing          text    NOT NULL DEFAULT '',
    submitted_on           date,
    recognition_refused_on date,
    certificate_number     text    NOT NULL DEFAULT '',
    certified_on           date,
    published_on           date
);

-- What other services have made of a season.
CREATE TABLE season_outcomes (
    season_id    text PRIMARY KEY,
    submitted_on date,
    published_on date
);

-- Titles that were taken away: they bar their station from the seasons that follow.
CREATE TABLE revocations (
    certificate_number text PRIMARY KEY,
    station_id         text NOT NULL,
    revoked_on         date NOT NULL
);
CREATE INDEX revocations_of_station ON revocations (station_id, revoked_on);
