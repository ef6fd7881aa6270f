-- Findings of an inspection, places and reserve of a quota, and on whose desk a case lies.

ALTER TABLE applications ADD COLUMN findings jsonb NOT NULL DEFAULT '[]';
ALTER TABLE applications ADD COLUMN inspected_by_rubric text NOT NULL DEFAULT '';
ALTER TABLE applications ADD COLUMN return_reasons text NOT NULL DEFAULT '';
ALTER TABLE applications ADD COLUMN recommendation_returned_on date;
ALTER TABLE applications ADD COLUMN over_what text NOT NULL DEFAULT '';
-- The number in its county's reserve while the stage is 'reserve'; a number is given once.
ALTER TABLE applications ADD COLUMN reserve_number integer NOT NULL DEFAULT 0;
CREATE TABLE reserve_numbers (
    season_id      text    NOT NULL,
    bureau_code    text    NOT NULL,
    reserve_number integer NOT NULL,
    application_id text    NOT NULL,
    PRIMARY KEY (season_id, bureau_code, reserve_number)
);

-- `version` is that of the stream of the season's places.
CREATE TABLE quotas (
    season_id text    PRIMARY KEY,
    version   integer NOT NULL
);
CREATE TABLE quota_places (
    application_id text PRIMARY KEY,
    season_id      text NOT NULL,
    bureau_code    text NOT NULL
);
CREATE INDEX quota_places_of_season ON quota_places (season_id, bureau_code);

-- A case that another bureau has lies on none of the desks of the former one: `bureau_code` tells whose desk it is.
CREATE TABLE desks (
    application_id text NOT NULL,
    bureau_code    text NOT NULL,
    assignee       text NOT NULL,
    assigned_on    date NOT NULL,
    PRIMARY KEY (application_id, bureau_code)
);
CREATE INDEX applications_of_stage ON applications (stage);
