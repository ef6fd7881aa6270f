-- On what documents a bureau acts for another: delegated to it by that one, or taken up from that one below it.

-- `principal_code` has the competence, `agent_code` acts; both are those that have the powers today. No acts are all,
-- no division and no station the whole area. `until` is the last day, `ended_on` the first day on which it has ended.
CREATE TABLE mandates (
    mandate_id      text   PRIMARY KEY,
    kind            text   NOT NULL,
    principal_code  text   NOT NULL,
    agent_code      text   NOT NULL,
    acts            text[] NOT NULL,
    division_code   text   NOT NULL,
    station_id      text   NOT NULL,
    document_number text   NOT NULL,
    document_sha256 text   NOT NULL,
    since           date   NOT NULL,
    until           date,
    ended_on        date
);
CREATE INDEX mandates_by_principal ON mandates (principal_code, kind);
