-- Contests, who stands in them, how they were scored, and who was honoured. Projected from incentives' own events.

CREATE TABLE contests (
    contest_id        text    PRIMARY KEY,
    host_id           text    NOT NULL,
    bureau_code       text    NOT NULL,
    title             text    NOT NULL,
    organiser         text    NOT NULL,
    approval_number   text    NOT NULL,
    service           integer NOT NULL,
    competence        integer NOT NULL,
    performance       integer NOT NULL,
    satisfaction      integer NOT NULL,
    places            integer NOT NULL,
    nominations_until date    NOT NULL,
    announced_on      date    NOT NULL,
    stage             text    NOT NULL DEFAULT 'open',
    closed_on         date
);
CREATE INDEX contests_by_host ON contests (host_id);

CREATE TABLE nominees (
    contest_id   text NOT NULL,
    staff_id     text NOT NULL,
    station_id   text NOT NULL,
    host_id      text NOT NULL,
    deeds        text NOT NULL,
    nominated_on date NOT NULL,
    rank         integer,
    total        integer,
    PRIMARY KEY (contest_id, staff_id)
);

CREATE TABLE scores (
    contest_id   text    NOT NULL,
    staff_id     text    NOT NULL,
    judge        text    NOT NULL,
    service      integer NOT NULL,
    competence   integer NOT NULL,
    performance  integer NOT NULL,
    satisfaction integer NOT NULL,
    scored_on    date    NOT NULL,
    PRIMARY KEY (contest_id, staff_id, judge)
);

CREATE TABLE awards (
    contest_id text    NOT NULL,
    staff_id   text    NOT NULL,
    station_id text    NOT NULL,
    host_id    text    NOT NULL,
    rank       integer NOT NULL,
    honour     text    NOT NULL,
    reward_fen bigint  NOT NULL,
    awarded_on date    NOT NULL,
    PRIMARY KEY (contest_id, staff_id)
);

-- Who serves at which station, projected from the registry's StaffAppointed. The names stay there.
CREATE TABLE staff (
    staff_id   text PRIMARY KEY,
    station_id text NOT NULL,
    host_id    text NOT NULL
);
