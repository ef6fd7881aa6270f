-- What publication knows. Columns that are filled by events of different streams have defaults, because those events
-- may come in any order; each statement writes its own columns only.

-- From RecommendationsClosed: the season as far as a notice needs it.
CREATE TABLE seasons (
    season_id          text    PRIMARY KEY,
    year               integer NOT NULL,
    city_code          text    NOT NULL,
    working_days       integer NOT NULL,
    counts_first_day   boolean NOT NULL,
    recommendations_on date    NOT NULL
);

-- The frozen candidates. `withdrawn_at` comes from ApplicationWithdrawn, everything else from RecommendationsClosed;
-- an application that was never recommended has no season here.
CREATE TABLE candidates (
    application_id text        PRIMARY KEY,
    season_id      text        NOT NULL DEFAULT '',
    place          integer     NOT NULL DEFAULT 0,
    printed        jsonb       NOT NULL DEFAULT '{}',
    took_part      text[]      NOT NULL DEFAULT '{}',
    withdrawn_at   timestamptz
);
CREATE INDEX candidates_of_season ON candidates (season_id, place);

CREATE TABLE notices (
    notice_id     text    PRIMARY KEY,
    season_id     text    NOT NULL,
    city_code     text    NOT NULL,
    opens_on      date    NOT NULL,
    closes_on     date    NOT NULL,
    counting_rule text    NOT NULL,
    media         text    NOT NULL,
    contact       text    NOT NULL,
    stage         text    NOT NULL,
    closed_on     date,
    version       integer NOT NULL
);
CREATE INDEX notices_in_order ON notices (opens_on, notice_id);

CREATE TABLE notice_candidates (
    notice_id      text        NOT NULL,
    application_id text        NOT NULL,
    place          integer     NOT NULL,
    station_id     text        NOT NULL,
    printed        jsonb       NOT NULL,
    result         text        NOT NULL DEFAULT 'kept',
    held_by        text[]      NOT NULL DEFAULT '{}',
    withdrawn_at   timestamptz,
    decided_on     date,
    PRIMARY KEY (notice_id, application_id)
);
CREATE INDEX notice_candidates_of_station ON notice_candidates (station_id);

-- No words, no names: these lie in the vault.
CREATE TABLE opinions (
    opinion_id     text        PRIMARY KEY,
    notice_id      text        NOT NULL,
    application_id text        NOT NULL,
    station_id     text        NOT NULL,
    side           text        NOT NULL,
    stance         text        NOT NULL,
    is_named       boolean     NOT NULL,
    received_at    timestamptz NOT NULL,
    received_ms    bigint      NOT NULL, -- the same instant as a key of lists
    screening      text,
    reason         text        NOT NULL DEFAULT '',
    screened_on    date,
    version        integer     NOT NULL
);
CREATE INDEX opinions_in_order ON opinions (received_ms, opinion_id);
CREATE INDEX opinions_to_screen ON opinions (notice_id) WHERE screening IS NULL;

-- From ListSubmitted; what became of each entry comes from Certified and RecognitionRefused, perhaps before it.
CREATE TABLE lists (
    season_id    text PRIMARY KEY,
    list_id      text NOT NULL,
    submitted_on date NOT NULL
);
CREATE TABLE list_entries (
    application_id text    PRIMARY KEY,
    season_id      text    NOT NULL,
    place          integer NOT NULL DEFAULT 0,
    is_listed      boolean NOT NULL DEFAULT false,
    decision       text    NOT NULL DEFAULT ''
);
CREATE INDEX list_entries_of_season ON list_entries (season_id);

-- From Certified and Revoked. `printed` is the title as it was recognised, with the names of that day.
CREATE TABLE titles (
    certificate_number text PRIMARY KEY,
    station_id         text NOT NULL,
    season_id          text NOT NULL DEFAULT '',
    printed            jsonb NOT NULL DEFAULT '{}',
    document_number    text NOT NULL DEFAULT '',
    certified_on       date,
    revoked_on         date,
    revoked_as         text NOT NULL DEFAULT '',
    ground             text NOT NULL DEFAULT ''
);
CREATE INDEX titles_of_station ON titles (station_id, certified_on);
CREATE INDEX titles_of_season ON titles (season_id, certificate_number);

CREATE TABLE announcements (
    announcement_id text  PRIMARY KEY,
    kind            text  NOT NULL,
    season_id       text  NOT NULL DEFAULT '',
    station_id      text  NOT NULL DEFAULT '',
    media           text  NOT NULL,
    document_number text  NOT NULL DEFAULT '',
    published_on    date  NOT NULL,
    contents        jsonb NOT NULL,
    version         integer NOT NULL
);
CREATE INDEX announcements_in_order ON announcements (published_on, announcement_id);
