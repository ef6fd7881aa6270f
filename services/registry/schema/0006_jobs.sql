-- Long work that somebody has asked for: how far it has come, and what became of it. Not projected: it is no record of
-- the programme.

CREATE TABLE jobs (
    job_id       text        PRIMARY KEY,
    kind         text        NOT NULL,
    -- The bureau or host that has asked; empty where the service itself did.
    bureau_code  text        NOT NULL DEFAULT '',
    requested_by text        NOT NULL DEFAULT '',
    requested_at timestamptz NOT NULL DEFAULT now(),
    arguments    jsonb       NOT NULL DEFAULT '{}',
    state        text        NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    done         bigint      NOT NULL DEFAULT 0,
    total        bigint,
    bad          bigint      NOT NULL DEFAULT 0,
    result       jsonb       NOT NULL DEFAULT '{}',
    problem      text        NOT NULL DEFAULT '',
    -- Who works on it renews the lease; an attempt that has lost it writes nothing more.
    attempt      integer     NOT NULL DEFAULT 0,
    leased_until timestamptz,
    -- When this attempt began, and where it took up: the rate follows from both.
    started_at   timestamptz,
    started_from bigint      NOT NULL DEFAULT 0,
    finished_at  timestamptz
);
CREATE INDEX jobs_to_do ON jobs (requested_at, job_id) WHERE state IN ('waiting', 'running');
CREATE INDEX jobs_of_bureau ON jobs (bureau_code, requested_at DESC, job_id DESC);
CREATE INDEX jobs_latest ON jobs (requested_at DESC, job_id DESC);

-- What is wrong with rows of a table that was taken in. `column_name` is empty where it is the row as a whole.
CREATE TABLE import_errors (
    job_id      text    NOT NULL REFERENCES jobs (job_id) ON DELETE CASCADE,
    row_number  bigint  NOT NULL,
    place       integer NOT NULL,
    column_name text    NOT NULL,
    rule        text    NOT NULL,
    message_zh  text    NOT NULL,
    message_en  text    NOT NULL,
    PRIMARY KEY (job_id, row_number, place)
);
