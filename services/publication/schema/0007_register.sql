-- What was printed, with the events that it is printed from: the bytes are made anew on each request, and proved by the
-- hash that the event named. An event of before forms had names has none of both.
CREATE TABLE prints (
    document_id    text  PRIMARY KEY,
    kind           text  NOT NULL,
    season_id      text  NOT NULL DEFAULT '',
    station_id     text  NOT NULL DEFAULT '',
    template       text  NOT NULL,
    printed_sha256 text  NOT NULL,
    printed_on     date  NOT NULL,
    events         jsonb NOT NULL -- [{"type": …, "payload": …}]: what is printed first, then what stands behind it
);
CREATE INDEX prints_in_order ON prints (printed_on, document_id);

-- Which titles stand in an announcement; the others are published by a supplement.
CREATE TABLE published_titles (
    certificate_number text PRIMARY KEY,
    announcement_id    text NOT NULL
);
INSERT INTO published_titles (certificate_number, announcement_id)
SELECT title ->> 'certificate_number', announcement_id
  FROM announcements, jsonb_array_elements(contents -> 'titles') AS title
 WHERE kind = 'result'
ON CONFLICT DO NOTHING;

-- Since when it is decided what becomes of an entry; TitleDeclined decides, too.
ALTER TABLE list_entries ADD COLUMN decided_on date;

-- From RecommendationsClosed: within how many working days of its decision a season's result is published.
CREATE TABLE publication_periods (
    season_id    text    PRIMARY KEY,
    working_days integer NOT NULL
);

-- A title over time. `seq` is the event's place in its station's title stream: of several changes the later record
-- counts. `on_day` is the day that the event states; `known_from` is never before the day on which it was recorded.
CREATE TABLE title_changes (
    certificate_number text    NOT NULL,
    seq                integer NOT NULL,
    change             text    NOT NULL, -- certified, suspended, resumed, revoked, restored, lapsed, ended
    station_id         text    NOT NULL,
    on_day             date    NOT NULL,
    known_from         date    NOT NULL,
    station_name       text    NOT NULL DEFAULT '',
    document_number    text    NOT NULL DEFAULT '',
    reason             text    NOT NULL DEFAULT '', -- the ground of a revocation, or by what a title ended
    PRIMARY KEY (certificate_number, seq, change)
);
CREATE INDEX title_changes_of_station ON title_changes (station_id, seq);

INSERT INTO title_changes (certificate_number, seq, change, station_id, on_day, known_from)
SELECT certificate_number, 0, 'certified', station_id, certified_on, certified_on
  FROM titles WHERE certified_on IS NOT NULL;
INSERT INTO title_changes (certificate_number, seq, change, station_id, on_day, known_from, station_name, reason)
SELECT certificate_number, 0, 'revoked', station_id, revoked_on, revoked_on, revoked_as, ground
  FROM titles WHERE revoked_on IS NOT NULL;
INSERT INTO title_changes (certificate_number, seq, change, station_id, on_day, known_from, reason)
SELECT certificate_number, 0, 'ended', station_id, ended_on, ended_on, ended_by FROM titles WHERE ended_on IS NOT NULL;

-- From Certified alone from here on; what the certificate shows of the host and its kind stands beside the print.
DELETE FROM titles WHERE certified_on IS NULL;
ALTER TABLE titles
    DROP COLUMN revoked_on,
    DROP COLUMN revoked_as,
    DROP COLUMN ground,
    DROP COLUMN ended_on,
    DROP COLUMN ended_by,
    ADD COLUMN host_id text NOT NULL DEFAULT '',
    ADD COLUMN kind    text NOT NULL DEFAULT '';
UPDATE titles SET host_id = stations.host_id, kind = stations.kind
  FROM stations WHERE stations.station_id = titles.station_id;

-- What is said of a station from a day on; an event fills only the columns that it is about. The register of a day
-- takes the last value of each that was known on it.
CREATE TABLE station_changes (
    station_id    text    NOT NULL,
    seq           integer NOT NULL,
    known_from    date    NOT NULL,
    name          text,
    host_id       text,
    trade         text,
    division_code text,
    town          text,
    bureau_code   text,
    PRIMARY KEY (station_id, seq, known_from)
);
INSERT INTO station_changes (station_id, seq, known_from, name, host_id, trade, division_code, town, bureau_code)
SELECT station_id, 0, registered_on, name, host_id, trade, division_code, town, nullif(bureau_code, '')
  FROM stations WHERE registered_on IS NOT NULL;

CREATE TABLE host_names (
    host_id    text    NOT NULL,
    seq        integer NOT NULL,
    known_from date    NOT NULL,
    name       text    NOT NULL,
    PRIMARY KEY (host_id, seq, known_from)
);
INSERT INTO host_names (host_id, seq, known_from, name) SELECT host_id, 0, registered_on, name FROM hosts;

-- Every identifier that a host was ever known by.
CREATE TABLE host_identifiers (
    number  text NOT NULL,
    host_id text NOT NULL,
    PRIMARY KEY (number, host_id)
);
INSERT INTO host_identifiers (number, host_id) SELECT registration_number, host_id FROM hosts;

-- A bureau's powers pass to another one from a day on.
CREATE TABLE bureau_successions (
    bureau_code    text NOT NULL,
    known_from     date NOT NULL,
    successor_code text NOT NULL,
    PRIMARY KEY (bureau_code, known_from)
);

-- The certificates that were issued; `withdrawn_on` is empty while one proves its title.
CREATE TABLE certificates (
    certificate_number text    PRIMARY KEY,
    station_id         text    NOT NULL,
    issued_on          date    NOT NULL,
    withdrawn_on       date,
    because            text    NOT NULL DEFAULT '',
    reinstated_on      date,
    version            integer NOT NULL
);

-- What was printed before this table was there, from the log itself.
INSERT INTO prints (document_id, kind, season_id, station_id, template, printed_sha256, printed_on, events)
SELECT coalesce(said ->> 'announcement_id', said ->> 'notice_id'),
       CASE name WHEN 'PublicNoticeOpened' THEN 'notice' WHEN 'ResultPublished' THEN 'result' ELSE 'revocation' END,
       coalesce(said ->> 'season_id', ''), coalesce(said ->> 'station_id', ''), '', '',
       coalesce(said ->> 'published_on', said ->> 'opens_on')::date,
       jsonb_build_array(jsonb_build_object('type', type, 'payload', said))
  FROM (SELECT type, split_part(type, '.', 3) AS name, convert_from(payload, 'UTF8')::jsonb AS said FROM events) AS told
 WHERE name IN ('PublicNoticeOpened', 'ResultPublished', 'RevocationPublished')
ON CONFLICT DO NOTHING;

-- Titles that stand in no announcement yet. One that is over is not published as if it were in force.
CREATE VIEW titles_to_publish AS
SELECT titles.*
  FROM titles
 WHERE NOT EXISTS (SELECT FROM published_titles p WHERE p.certificate_number = titles.certificate_number)
   AND (SELECT change FROM title_changes c WHERE c.certificate_number = titles.certificate_number
         ORDER BY seq DESC, on_day DESC LIMIT 1) NOT IN ('revoked', 'lapsed', 'ended');
