-- The yearly review of titles: each season's window, what was sent and found, and what became of a review that was missed.

-- `opened_on` is NULL until the chapter is opened; a window of 0001-01-01 means that the season has no review.
ALTER TABLE seasons
    ADD COLUMN opened_on        date,
    ADD COLUMN review_opens_on  date NOT NULL DEFAULT '0001-01-01',
    ADD COLUMN review_closes_on date NOT NULL DEFAULT '0001-01-01',
    ADD COLUMN review_policy    text NOT NULL DEFAULT 'dynamic';

ALTER TABLE titles ADD COLUMN lapsed_on date;

-- `working_days` is what the last day was reckoned from; 0 in orders of before it was recorded.
ALTER TABLE rectifications
    ADD COLUMN because      text    NOT NULL DEFAULT '',
    ADD COLUMN working_days integer NOT NULL DEFAULT 0;

-- One row a title and season. `missed_on` is the day on which a rectification was ordered because nothing was sent;
-- `over_on` the day on which the title went otherwise while its review was open.
CREATE TABLE reviews (
    certificate_number text NOT NULL,
    season_id          text NOT NULL,
    station_id         text NOT NULL,
    opens_on           date NOT NULL,
    closes_on          date NOT NULL,
    fell_due_on        date NOT NULL,
    submitted_on       date,
    form_sha256        text NOT NULL DEFAULT '',
    summary            text NOT NULL DEFAULT '',
    passed             boolean,
    findings           text NOT NULL DEFAULT '',
    reviewed_on        date,
    missed_on          date,
    lapsed_on          date,
    over_on            date,
    PRIMARY KEY (certificate_number, season_id)
);
CREATE INDEX reviews_by_season ON reviews (season_id, certificate_number);

-- What falls due for a title goes with it, and each review that is sent takes its own days along.
CREATE INDEX due_by_station ON due ((arguments ->> 'station_id'));

-- A review with how far it has come, in one word.
CREATE VIEW review_standings AS
SELECT r.*,
       CASE WHEN r.passed THEN 'passed'
            WHEN NOT r.passed THEN 'failed'
            WHEN r.lapsed_on IS NOT NULL THEN 'lapsed'
            WHEN r.over_on IS NOT NULL THEN 'over'
            WHEN r.submitted_on IS NOT NULL THEN 'submitted'
            WHEN r.missed_on IS NOT NULL THEN 'rectification'
            ELSE 'due' END AS stage
  FROM reviews r;
