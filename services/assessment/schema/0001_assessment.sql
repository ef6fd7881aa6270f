-- What assessment knows of others (seasons, candidates, holds, publications), and its own acts as tables.
--
-- Topics have no order between them. A foreign event writes only columns of its own, so a row may begin with any of
-- them, and the columns of the others keep their defaults until they are heard of.

CREATE TABLE seasons (
    season_id          text    PRIMARY KEY,
    year               integer NOT NULL,
    city_code          text    NOT NULL,
    rubric_id          text    NOT NULL,
    places             integer NOT NULL,
    assessors_required integer NOT NULL,
    submission_due_on  date    NOT NULL,
    closed_on          date
);

CREATE TABLE candidates (
    application_id   text    PRIMARY KEY,
    -- RecommendationsClosed
    is_candidate     boolean NOT NULL DEFAULT false,
    season_id        text    NOT NULL DEFAULT '',
    station_id       text    NOT NULL DEFAULT '',
    host_id          text    NOT NULL DEFAULT '',
    station_name     text    NOT NULL DEFAULT '',
    host_name        text    NOT NULL DEFAULT '',
    kind             text    NOT NULL DEFAULT '',
    trade            text    NOT NULL DEFAULT '',
    division_code    text    NOT NULL DEFAULT '',
    bureau_code      text    NOT NULL DEFAULT '',
    bureau_name      text    NOT NULL DEFAULT '',
    filed_at         timestamptz,
    inspectors       text[]  NOT NULL DEFAULT '{}',
    recommender      text    NOT NULL DEFAULT '',
    -- VetoChecked; NULL means that nobody has looked.
    vetoes_found     text[],
    -- PublicNoticeClosed
    notice_result    text    NOT NULL DEFAULT '',
    notice_closed_on date    NOT NULL DEFAULT '-infinity',
    -- ApplicationWithdrawn and CandidateWithdrawn, which tell the same; the earlier instant stays.
    withdrawn_at     timestamptz
);
CREATE INDEX candidates_by_season ON candidates (season_id, application_id);

-- An objection that holds a candidate, and what became of it.
CREATE TABLE holds (
    application_id text    NOT NULL,
    opinion_id     text    NOT NULL,
    is_held        boolean NOT NULL DEFAULT false,
    outcome        text    NOT NULL DEFAULT '',
    PRIMARY KEY (application_id, opinion_id)
);

-- A candidate as it stands: `notice` is empty as long as nothing is decided.
CREATE VIEW standings AS
SELECT c.application_id, c.is_candidate, c.season_id, c.station_id, c.host_id, c.station_name, c.host_name, c.kind,
       c.trade, c.division_code, c.bureau_code, c.bureau_name, c.filed_at, c.inspectors, c.recommender,
       c.vetoes_found, c.withdrawn_at,
       c.notice_result <> '' AS notice_closed,
       CASE WHEN h.is_struck_off THEN 'struck_off'
            WHEN h.is_open THEN 'held'
            WHEN c.notice_result = 'held' AND h.is_released THEN 'kept'
            ELSE c.notice_result END AS notice,
       CASE WHEN c.withdrawn_at IS NOT NULL OR c.notice_result = 'withdrawn' THEN 'withdrawn'
            WHEN c.notice_result = 'struck_off' OR h.is_struck_off THEN 'struck_off'
            WHEN c.is_candidate THEN 'in_the_set'
            ELSE 'unknown' END AS standing
  FROM candidates c
 CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(o.outcome = 'struck_off'), false) AS is_struck_off,
           coalesce(bool_or(o.outcome = 'released'), false) AS is_released,
           coalesce(bool_or(o.is_held AND o.outcome = ''), false) AS is_open
      FROM holds o WHERE o.application_id = c.application_id) h;

-- ResultPublished: the plaque waits for it.
CREATE TABLE publications (
    certificate_number text PRIMARY KEY,
    announcement_id    text NOT NULL,
    published_on       date NOT NULL
);

CREATE TABLE rubrics (
    rubric_id    text  PRIMARY KEY,
    title        text  NOT NULL,
    body         jsonb NOT NULL,
    published_on date  NOT NULL
);

CREATE TABLE panels (
    season_id    text   PRIMARY KEY,
    panel_id     text   NOT NULL,
    members      text[] NOT NULL,
    appointed_on date   NOT NULL
);

CREATE TABLE scores (
    application_id text    NOT NULL,
    assessor       text    NOT NULL,
    total          integer NOT NULL,
    items          jsonb   NOT NULL,
    scored_on      date    NOT NULL,
    PRIMARY KEY (application_id, assessor)
);

CREATE TABLE conclusions (
    application_id text    PRIMARY KEY,
    season_id      text    NOT NULL,
    rubric_id      text    NOT NULL,
    passed         boolean NOT NULL,
    total          integer NOT NULL,
    dimensions     jsonb   NOT NULL,
    reasons        text[]  NOT NULL,
    concluded_on   date    NOT NULL
);
CREATE INDEX conclusions_by_season ON conclusions (season_id);

CREATE TABLE lists (
    list_id           text PRIMARY KEY,
    season_id         text NOT NULL UNIQUE,
    over_quota_reason text NOT NULL,
    late_reason       text NOT NULL,
    submitted_on      date NOT NULL
);

CREATE TABLE list_lines (
    application_id text    PRIMARY KEY,
    list_id        text    NOT NULL,
    rank           integer NOT NULL,
    is_reserve     boolean NOT NULL,
    line           jsonb   NOT NULL
);
CREATE INDEX list_lines_by_list ON list_lines (list_id, rank);

CREATE TABLE spot_checks (
    check_id       text PRIMARY KEY,
    application_id text NOT NULL,
    mode           text NOT NULL,
    reason         text NOT NULL,
    ordered_on     date NOT NULL,
    checkers       text[] NOT NULL DEFAULT '{}',
    passed         boolean,
    findings       text NOT NULL DEFAULT '',
    checked_on     date
);
CREATE INDEX spot_checks_by_application ON spot_checks (application_id);

CREATE TABLE refusals (
    application_id text PRIMARY KEY,
    reasons        text NOT NULL,
    refused_on     date NOT NULL
);

-- One row a certificate. The two unique keys are the rule that no number is given twice: of two recognitions that
-- took the same next number at once, the second one's commit fails as a whole and is decided anew.
CREATE TABLE titles (
    certificate_number  text    PRIMARY KEY,
    application_id      text    NOT NULL,
    year                integer NOT NULL,
    number              integer NOT NULL,
    season_id           text    NOT NULL,
    station_id          text    NOT NULL,
    host_id             text    NOT NULL,
    station_name        text    NOT NULL,
    host_name           text    NOT NULL,
    kind                text    NOT NULL,
    trade               text    NOT NULL,
    bureau_code         text    NOT NULL,
    bureau_name         text    NOT NULL,
    document_number     text    NOT NULL,
    certified_on        date    NOT NULL,
    plaque_number       text    NOT NULL DEFAULT '',
    handed_over_on      date,
    ground              text    NOT NULL DEFAULT '',
    proposed_on         date,
    heard_on            date,
    revocation_document text    NOT NULL DEFAULT '',
    revoked_on          date,
    served_on           date,
    returned_on         date,
    UNIQUE (certificate_number, application_id),
    UNIQUE (year, number)
);
CREATE INDEX titles_by_station ON titles (station_id, certified_on);
CREATE INDEX titles_by_application ON titles (application_id);
