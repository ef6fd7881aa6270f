-- What was printed of a candidate and was wrong: each correction of a notice, with the text before and after it and
-- the period of its own. From PublicNoticeCorrected; `ended_on` from what ended it.
CREATE TABLE notice_corrections (
    correction_id  text PRIMARY KEY,
    notice_id      text NOT NULL,
    application_id text NOT NULL,
    former         jsonb NOT NULL,
    corrected      jsonb NOT NULL,
    opens_on       date NOT NULL,
    closes_on      date NOT NULL,
    reason         text NOT NULL,
    corrected_on   date NOT NULL,
    ended_on       date -- its period is over, or its candidate has left the notice
);
CREATE INDEX notice_corrections_of_candidate ON notice_corrections (notice_id, application_id, opens_on);

-- Who issued a notice, by its name of the day; empty in notices of before that was recorded.
ALTER TABLE notices ADD COLUMN issued_by text NOT NULL DEFAULT '';
