-- Each proof of work is for one opinion: what was spent, and on which. Rows go when their challenge is long over.
CREATE TABLE spent_work (
    challenge  text        PRIMARY KEY,
    opinion_id text        NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX spent_work_by_expiry ON spent_work (expires_at);
CREATE INDEX spent_work_by_opinion ON spent_work (opinion_id);
