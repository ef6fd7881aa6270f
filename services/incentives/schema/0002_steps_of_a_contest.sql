-- What a contest declares, how it goes step by step, the public vote, the frozen board, and what is given and taken back.

ALTER TABLE contests ADD COLUMN test          integer NOT NULL DEFAULT 0;
ALTER TABLE contests ADD COLUMN results       integer NOT NULL DEFAULT 0;
ALTER TABLE contests ADD COLUMN vote          integer NOT NULL DEFAULT 0;
ALTER TABLE contests ADD COLUMN experts       integer NOT NULL DEFAULT 100;
ALTER TABLE contests ADD COLUMN tie_rule      text    NOT NULL DEFAULT 'shared';
ALTER TABLE contests ADD COLUMN period_from   date    NOT NULL DEFAULT '0001-01-01';
ALTER TABLE contests ADD COLUMN period_until  date    NOT NULL DEFAULT '0001-01-01';
ALTER TABLE contests ADD COLUMN per_station   integer NOT NULL DEFAULT 0;
ALTER TABLE contests ADD COLUMN per_host      integer NOT NULL DEFAULT 0;
ALTER TABLE contests ADD COLUMN budget_fen    bigint;
ALTER TABLE contests ADD COLUMN voting_until     date;
ALTER TABLE contests ADD COLUMN objections_until date;

ALTER TABLE nominees ADD COLUMN qualified    boolean;
ALTER TABLE nominees ADD COLUMN test         integer;
ALTER TABLE nominees ADD COLUMN withdrawn_on date;

-- One row for each voter token that was used. `bucket` is all that is left of the address.
CREATE TABLE votes (
    vote_id    text NOT NULL,
    contest_id text NOT NULL,
    staff_id   text NOT NULL,
    bucket     text NOT NULL,
    cast_on    date NOT NULL,
    PRIMARY KEY (contest_id, vote_id)
);
CREATE INDEX votes_by_nominee ON votes (contest_id, staff_id, bucket);

CREATE TABLE votes_set_aside (
    contest_id   text    NOT NULL,
    bucket       text    NOT NULL,
    votes        integer NOT NULL,
    reason       text    NOT NULL,
    set_aside_on date    NOT NULL,
    PRIMARY KEY (contest_id, bucket)
);

-- A salt for each day under which addresses become buckets. No event tells it, and it goes when its day is over.
CREATE TABLE salts (
    day  date  PRIMARY KEY,
    salt bytea NOT NULL
);

-- The board as it was frozen. It is written once.
CREATE TABLE boards (
    contest_id text   PRIMARY KEY,
    position   bigint NOT NULL,
    heard      text   NOT NULL,
    sha256     text   NOT NULL,
    rows       text   NOT NULL,
    frozen_on  date   NOT NULL
);
CREATE FUNCTION refuse_to_move_a_board() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a frozen board does not move' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER never_moved BEFORE UPDATE OR DELETE ON boards
    FOR EACH ROW EXECUTE FUNCTION refuse_to_move_a_board();

CREATE TABLE rewards (
    contest_id text   NOT NULL,
    staff_id   text   NOT NULL,
    kind       text   NOT NULL,
    what       text   NOT NULL,
    fen        bigint NOT NULL,
    receipt    text   NOT NULL,
    given_on   date   NOT NULL,
    PRIMARY KEY (contest_id, staff_id, kind, what, fen, receipt)
);

ALTER TABLE awards ADD COLUMN under_review_since date;
ALTER TABLE awards ADD COLUMN withdrawn_on       date;
ALTER TABLE awards ADD COLUMN to_return_fen      bigint NOT NULL DEFAULT 0;

-- The latest engagement that was heard of, and whether it is over.
ALTER TABLE staff ADD COLUMN appointed_on date NOT NULL DEFAULT '0001-01-01';
ALTER TABLE staff ADD COLUMN left_on      date;

-- What of somebody may be published, by the station at which they agreed; empty where they agree to nothing any more.
CREATE TABLE consents (
    staff_id   text   NOT NULL,
    station_id text   NOT NULL,
    covers     text[] NOT NULL,
    PRIMARY KEY (staff_id, station_id)
);

-- A station's disputes as far as results are made of them. Each event writes its own columns.
CREATE TABLE disputes (
    dispute_id  text PRIMARY KEY,
    station_id  text NOT NULL,
    grade       text,
    received_on date,
    settled_by  text,
    settled_on  date,
    satisfied   boolean
);
CREATE INDEX disputes_by_who_settled ON disputes (settled_by, settled_on);
