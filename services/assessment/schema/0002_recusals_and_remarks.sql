-- Who does not assess a candidate, and what is marked again. A sheet's version is that of its event in the assessment's
-- stream: a later sheet takes the place of an earlier one, and one of before the re-mark does not count any more.

ALTER TABLE scores ADD COLUMN version integer NOT NULL DEFAULT 0;

CREATE TABLE recusals (
    application_id text NOT NULL,
    assessor       text NOT NULL,
    reason         text NOT NULL,
    recused_on     date NOT NULL,
    PRIMARY KEY (application_id, assessor)
);

CREATE TABLE remarks (
    application_id text    PRIMARY KEY,
    dimensions     text[]  NOT NULL,
    spread_tenths  integer NOT NULL,
    limit_tenths   integer NOT NULL,
    ordered_on     date    NOT NULL,
    version        integer NOT NULL
);

-- A score sheet, with whether its assessor is recused, and whether it is of before the joint re-mark.
CREATE VIEW sheets AS
SELECT s.application_id, s.assessor, s.total, s.items, s.scored_on,
       q.assessor IS NOT NULL AS is_recused,
       coalesce(s.version < r.version, false) AS is_of_before
  FROM scores s
  LEFT JOIN recusals q USING (application_id, assessor)
  LEFT JOIN remarks r USING (application_id);
