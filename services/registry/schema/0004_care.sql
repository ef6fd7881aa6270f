-- What is done for stations and by them through the year, trainings that are planned, corrections, and what other
-- services have told of a station: the days of a season, assessments, titles, awards.

-- Every act of care, newest first; `details` are the event's own fields. The kinds are those of projections/care.py.
CREATE TABLE care_records (
    station_id  text    NOT NULL,
    record_id   text    NOT NULL,
    kind        text    NOT NULL,
    year        integer NOT NULL,
    happened_on date    NOT NULL,
    told_by     text    NOT NULL,
    event_id    uuid    NOT NULL,
    details     jsonb   NOT NULL,
    PRIMARY KEY (station_id, record_id)
);
CREATE INDEX care_records_by_day ON care_records (station_id, happened_on, record_id);
CREATE INDEX practices_by_day ON care_records (happened_on, record_id) WHERE kind = 'practice';

-- A cultivation that goes on has no end.
ALTER TABLE cultivations ADD COLUMN ended_on date;
ALTER TABLE cultivations ADD COLUMN effect text NOT NULL DEFAULT '';
ALTER TABLE cultivations ADD COLUMN ready boolean;

-- A training is planned, held, or both; each event writes its own columns.
ALTER TABLE trainings ALTER COLUMN held_on DROP NOT NULL;
ALTER TABLE trainings ALTER COLUMN station_ids SET DEFAULT '{}';
ALTER TABLE trainings ADD COLUMN place text NOT NULL DEFAULT '';
ALTER TABLE trainings ADD COLUMN planned_on date;
ALTER TABLE trainings ADD COLUMN invited text[] NOT NULL DEFAULT '{}';
ALTER TABLE trainings ADD COLUMN absent jsonb NOT NULL DEFAULT '[]';
CREATE INDEX trainings_by_day ON trainings (coalesce(held_on, planned_on), training_id);

CREATE TABLE corrections (
    correction_id text PRIMARY KEY,
    station_id    text NOT NULL,
    record_id     text NOT NULL,
    record_type   text NOT NULL,
    correction    text NOT NULL,
    reason        text NOT NULL,
    corrected_on  date NOT NULL
);
CREATE INDEX corrections_by_station ON corrections (station_id, corrected_on, correction_id);

-- What has become of the personal data of somebody on a station's staff.
CREATE TABLE erasures (
    subject_id     text PRIMARY KEY,
    station_id     text NOT NULL,
    outcome        text NOT NULL,
    retained_until date NOT NULL,
    erased_on      date NOT NULL
);

-- From here on: what other services tell. Topics come in no order, so each event has columns of its own.

-- A season's day for the survey; NULL where its settings name none. `told_at` is the version of the season's stream.
CREATE TABLE seasons_elsewhere (
    season_id     text    PRIMARY KEY,
    year          integer,
    city_code     text,
    survey_due_on date,
    told_at       integer NOT NULL DEFAULT 0
);
CREATE INDEX seasons_elsewhere_by_year ON seasons_elsewhere (year, city_code);

-- The chapter of the city goes before the season of the province, and the notice's 20 May behind both.
CREATE FUNCTION survey_due_on(division text, of_year integer) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        (SELECT seasons.survey_due_on FROM seasons_elsewhere AS seasons
          WHERE seasons.year = of_year AND seasons.survey_due_on IS NOT NULL
            AND seasons.city_code IN (left(division, 4) || '00', left(division, 2) || '0000')
          ORDER BY seasons.city_code DESC LIMIT 1),
        make_date(of_year, 5, 20))
$$;

CREATE TABLE assessments_elsewhere (
    application_id text    PRIMARY KEY,
    station_id     text    NOT NULL,
    passed         boolean NOT NULL,
    total_tenths   bigint  NOT NULL,
    dimensions     jsonb   NOT NULL,
    concluded_on   date    NOT NULL
);
CREATE INDEX assessments_elsewhere_by_station ON assessments_elsewhere (station_id);

-- A title's beginning and its end may be heard of in either order.
CREATE TABLE titles_on_file (
    certificate_number text PRIMARY KEY,
    station_id         text NOT NULL,
    since              date,
    document_number    text NOT NULL DEFAULT '',
    ended_on           date,
    ended_by           text NOT NULL DEFAULT ''
);
CREATE INDEX titles_on_file_by_station ON titles_on_file (station_id);

CREATE TABLE awards (
    contest_id text    NOT NULL,
    staff_id   text    NOT NULL,
    station_id text    NOT NULL,
    rank       integer NOT NULL,
    honour     text    NOT NULL,
    reward_fen bigint  NOT NULL,
    awarded_on date    NOT NULL,
    PRIMARY KEY (contest_id, staff_id)
);
CREATE INDEX awards_by_station ON awards (station_id);
