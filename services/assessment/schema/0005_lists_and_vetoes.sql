-- How a list goes on after it was submitted, and how a candidate falls after its assessment.

-- The name of the day of the bureau that submitted, and what proves the print.
ALTER TABLE lists
    ADD COLUMN submitted_by   text NOT NULL DEFAULT '',
    ADD COLUMN printed_sha256 text NOT NULL DEFAULT '';

-- ListSupplemented. Its entries are lines of the list as the others, with the number of their supplement; 0 is the list's.
CREATE TABLE supplements (
    list_id           text    NOT NULL,
    supplement        integer NOT NULL,
    reason            text    NOT NULL,
    over_quota_reason text    NOT NULL,
    late_reason       text    NOT NULL,
    supplemented_on   date    NOT NULL,
    submitted_by      text    NOT NULL,
    printed_sha256    text    NOT NULL,
    PRIMARY KEY (list_id, supplement)
);
ALTER TABLE list_lines ADD COLUMN supplement integer NOT NULL DEFAULT 0;

-- ResultPublished, by the season: nothing joins its list any more.
CREATE TABLE season_publications (
    season_id    text PRIMARY KEY,
    published_on date NOT NULL
);

-- VetoFound: what came out after the veto check.
CREATE TABLE late_vetoes (
    application_id  text   NOT NULL,
    item            text   NOT NULL,
    findings        text   NOT NULL,
    evidence_sha256 text[] NOT NULL,
    found_on        date   NOT NULL,
    PRIMARY KEY (application_id, item)
);

-- TitleDeclined.
CREATE TABLE declinations (
    application_id text PRIMARY KEY,
    reason         text NOT NULL,
    declined_on    date NOT NULL
);

-- Whether a spot check was announced, which draw it rests on, whom the draw sends, and what proves the report.
ALTER TABLE spot_checks
    ADD COLUMN announced     boolean NOT NULL DEFAULT true,
    ADD COLUMN draw_id       text    NOT NULL DEFAULT '',
    ADD COLUMN inspectors    text[]  NOT NULL DEFAULT '{}',
    ADD COLUMN report_sha256 text    NOT NULL DEFAULT '';
