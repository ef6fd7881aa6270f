-- A notice that stands longer than was printed: each extension with the last day before it.
CREATE TABLE notice_extensions (
    notice_id        text NOT NULL,
    former_closes_on date NOT NULL,
    closes_on        date NOT NULL,
    reason           text NOT NULL,
    extended_on      date NOT NULL,
    PRIMARY KEY (notice_id, closes_on)
);

-- From OpinionClosedAsMoot: the candidate has withdrawn.
ALTER TABLE opinions ADD COLUMN moot_on date;
ALTER TABLE opinions ADD COLUMN moot_reason text NOT NULL DEFAULT '';
