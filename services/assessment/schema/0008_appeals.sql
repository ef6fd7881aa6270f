-- How a revocation is contested and set aside, what stands behind a title's general disapproval, and the history of
-- revocations: `titles` tells of the one that stands today alone.

ALTER TABLE seasons ADD COLUMN bar_seasons_after_revocation integer NOT NULL DEFAULT 2;

-- The day on which the last revocation that does not stand was set aside.
ALTER TABLE titles ADD COLUMN set_aside_on date;

-- One row a decision (Revoked), with the procedure before it. `appeal_until` is the last day for reconsideration as it
-- was told to the host; it is NULL as long as nothing is served.
CREATE TABLE revocations (
    certificate_number    text    NOT NULL,
    document_number       text    NOT NULL,
    station_id            text    NOT NULL,
    ground                text    NOT NULL,
    proposed_on           date,
    heard_on              date,
    waived_on             date,
    revoked_on            date    NOT NULL,
    bar_seasons           integer NOT NULL,
    served_on             date,
    rights_told           boolean NOT NULL DEFAULT true,
    appeal_until          date,
    appeal_is_provisional boolean NOT NULL DEFAULT false,
    set_aside_on          date,
    set_aside_document    text    NOT NULL DEFAULT '',
    PRIMARY KEY (certificate_number, document_number)
);
CREATE INDEX revocations_by_station ON revocations (station_id, revoked_on);
INSERT INTO revocations (certificate_number, document_number, station_id, ground, proposed_on, heard_on, waived_on,
    revoked_on, bar_seasons, served_on)
SELECT certificate_number, revocation_document, station_id, ground, proposed_on, heard_on, waived_on, revoked_on, 2,
    served_on
  FROM titles WHERE revoked_on IS NOT NULL;

-- RevocationPublished: a title that was restored and revoked again is published twice.
CREATE TABLE revocation_publications (
    announcement_id    text PRIMARY KEY,
    certificate_number text NOT NULL,
    published_on       date NOT NULL
);
CREATE INDEX revocation_publications_by_certificate ON revocation_publications (certificate_number, published_on);

-- An appeal against the revocation of `revocation_document`; `outcome` is empty until the organ's decision is on file.
CREATE TABLE appeals (
    appeal_id           text PRIMARY KEY,
    certificate_number  text NOT NULL,
    revocation_document text NOT NULL,
    station_id          text NOT NULL,
    kind                text NOT NULL,
    organ               text NOT NULL,
    statement           text NOT NULL,
    late_reason         text NOT NULL,
    last_day            date,
    lodged_on           date NOT NULL,
    outcome             text NOT NULL DEFAULT '',
    decided_by          text NOT NULL DEFAULT '',
    document_number     text NOT NULL DEFAULT '',
    reasons             text NOT NULL DEFAULT '',
    decided_on          date
);
CREATE INDEX appeals_by_revocation ON appeals (certificate_number, revocation_document);

-- OpinionReceived and OpinionScreened about titles, each with columns of its own; their words lie in the vault.
CREATE TABLE title_opinions (
    opinion_id         text PRIMARY KEY,
    station_id         text NOT NULL DEFAULT '',
    certificate_number text NOT NULL DEFAULT '',
    side               text NOT NULL DEFAULT '',
    received_on        date,
    screening          text NOT NULL DEFAULT '',
    screened_on        date
);
CREATE INDEX title_opinions_by_station ON title_opinions (station_id, received_on);

-- SatisfactionSurveyed; `score_tenths` is from 0 to 1000.
CREATE TABLE surveys (
    survey_id    text    PRIMARY KEY,
    station_id   text    NOT NULL,
    asked        integer NOT NULL,
    satisfied    integer NOT NULL,
    score_tenths integer NOT NULL,
    surveyed_on  date    NOT NULL
);
CREATE INDEX surveys_by_station ON surveys (station_id, surveyed_on);

-- StationMoved, the latest: a title that is restored is suspended if its station has moved meanwhile.
CREATE TABLE station_moves (
    station_id text PRIMARY KEY,
    moved_on   date NOT NULL
);
