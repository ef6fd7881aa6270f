-- Hosts and stations over time: their names, numbers and hosts, proposals that wait for a county, and staff that comes
-- and goes.

-- What is left of a name when it is written without spaces, width, case, punctuation, the words for a station and the
-- form of the company: two names that leave the same may be one. It finds; a person decides.
CREATE FUNCTION likeness(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(
    regexp_replace(
        regexp_replace(lower(normalize(name, NFKC)), '[[:space:][:punct:]·]', '', 'g'),
        '(12315)?(消费维权|消费者权益)?(示范)?(服务站|服务点|联络站|维权站)$', ''),
    '(股份有限公司|有限责任公司|有限公司|集团公司|集团|公司)$', '');

CREATE INDEX hosts_alike ON hosts (division_code, likeness(name));
CREATE INDEX stations_alike ON stations (division_code, likeness(name));

-- The number by which a host was registered stands in `hosts`; these came later. A number is valid until the one that
-- replaces it.
CREATE TABLE host_identifiers (
    number          text PRIMARY KEY,
    identifier_type text NOT NULL,
    host_id         text NOT NULL,
    replaces        text NOT NULL,
    valid_from      date NOT NULL
);
CREATE INDEX host_identifiers_by_host ON host_identifiers (host_id);

-- `version` is that of the event in its stream: two changes of one day keep their order.
CREATE TABLE host_former_names (
    host_id     text    NOT NULL,
    version     integer NOT NULL,
    name        text    NOT NULL,
    borne_until date    NOT NULL,
    PRIMARY KEY (host_id, version)
);

CREATE TABLE station_names (
    station_id text    NOT NULL,
    version    integer NOT NULL,
    since      date    NOT NULL,
    name       text    NOT NULL,
    PRIMARY KEY (station_id, version)
);

CREATE TABLE station_hosts (
    station_id text    NOT NULL,
    version    integer NOT NULL,
    since      date    NOT NULL,
    host_id    text    NOT NULL,
    PRIMARY KEY (station_id, version)
);

INSERT INTO station_names SELECT station_id, 1, registered_on, name FROM stations WHERE registered_on IS NOT NULL;
INSERT INTO station_hosts SELECT station_id, 1, registered_on, host_id FROM stations WHERE registered_on IS NOT NULL;

-- `state` is 'proposed', 'registered' or 'refused'; reasons are for the host, its county and those who watch.
CREATE TABLE station_proposals (
    station_id      text PRIMARY KEY,
    host_id         text   NOT NULL,
    name            text   NOT NULL,
    kind            text   NOT NULL,
    trade           text   NOT NULL,
    area_m2         bigint NOT NULL,
    stalls          bigint NOT NULL,
    staff           bigint NOT NULL,
    stars           bigint NOT NULL,
    division_code   text   NOT NULL,
    town            text   NOT NULL,
    operating_since date   NOT NULL,
    proposed_on     date   NOT NULL,
    bureau_code     text   NOT NULL,
    state           text   NOT NULL DEFAULT 'proposed',
    decided_on      date,
    reasons         text   NOT NULL DEFAULT ''
);
CREATE INDEX station_proposals_by_host ON station_proposals (host_id);
CREATE INDEX station_proposals_by_bureau ON station_proposals (bureau_code, proposed_on, station_id);

-- `stage` is 'proposed', 'refused', 'serving' or 'left'. Who was engaged without a proposal has no `proposed_on`.
ALTER TABLE staff ALTER COLUMN appointed_on DROP NOT NULL;
ALTER TABLE staff ADD COLUMN stage text NOT NULL DEFAULT 'serving';
ALTER TABLE staff ADD COLUMN proposed_on date;
ALTER TABLE staff ADD COLUMN refused_on date;
ALTER TABLE staff ADD COLUMN reasons text NOT NULL DEFAULT '';
ALTER TABLE staff ADD COLUMN left_on date;
ALTER TABLE staff ADD COLUMN consent_covers text[] NOT NULL DEFAULT '{}';
ALTER TABLE staff ADD COLUMN consent_sha256 text NOT NULL DEFAULT '';
ALTER TABLE staff ADD COLUMN consent_given_on date;
ALTER TABLE staff ADD COLUMN consent_withdrawn_on date;
