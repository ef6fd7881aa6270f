-- The draws (双随机抽查): what was committed to, what was revealed, and who was drawn; and how titles are looked at.

-- Of a draw of candidates `season_id` is set, of a draw of titles `division_code` and `population_on`. What comes with
-- the revelation is empty before it.
CREATE TABLE draws (
    draw_id         text    PRIMARY KEY,
    about           text    NOT NULL,
    season_id       text    NOT NULL,
    division_code   text    NOT NULL,
    population_on   date,
    commitment      text    NOT NULL,
    algorithm       text    NOT NULL,
    count           integer NOT NULL,
    inspectors      text[]  NOT NULL,
    inspectors_each integer NOT NULL,
    reveal_by_days  integer NOT NULL,
    committed_on    date    NOT NULL,
    seed            text    NOT NULL DEFAULT '',
    entropy         text    NOT NULL DEFAULT '',
    entropy_is      text    NOT NULL DEFAULT '',
    population      text[]  NOT NULL DEFAULT '{}',
    recusals        jsonb   NOT NULL DEFAULT '[]',
    revealed_on     date
);

-- Who was drawn, at which place. `check_id` is the check that was ordered for that, `checked_on` when it was carried
-- out: an announced list would spoil unannounced checks, so the public sees it when all of them are recorded.
CREATE TABLE drawn (
    draw_id    text    NOT NULL,
    entry_id   text    NOT NULL,
    place      integer NOT NULL,
    station_id text    NOT NULL,
    inspectors text[]  NOT NULL,
    check_id   text    NOT NULL DEFAULT '',
    checked_on date,
    PRIMARY KEY (draw_id, entry_id)
);
CREATE INDEX drawn_by_check ON drawn (check_id) WHERE check_id <> '';

-- A spot check of a station that bears a title; those of candidates are in `spot_checks`.
CREATE TABLE title_checks (
    check_id           text    PRIMARY KEY,
    station_id         text    NOT NULL,
    certificate_number text    NOT NULL,
    mode               text    NOT NULL,
    reason             text    NOT NULL,
    announced          boolean NOT NULL,
    draw_id            text    NOT NULL,
    inspectors         text[]  NOT NULL,
    ordered_on         date    NOT NULL,
    checkers           text[]  NOT NULL DEFAULT '{}',
    passed             boolean,
    findings           text    NOT NULL DEFAULT '',
    report_sha256      text    NOT NULL DEFAULT '',
    checked_on         date
);
CREATE INDEX title_checks_by_station ON title_checks (station_id, ordered_on);

-- An unannounced visit (暗访), which nobody had ordered.
CREATE TABLE title_visits (
    visit_id           text    PRIMARY KEY,
    station_id         text    NOT NULL,
    certificate_number text    NOT NULL,
    visitors           text[]  NOT NULL,
    is_in_order        boolean NOT NULL,
    findings           text    NOT NULL,
    report_sha256      text    NOT NULL,
    visited_on         date    NOT NULL
);
CREATE INDEX title_visits_by_station ON title_visits (station_id, visited_on);
