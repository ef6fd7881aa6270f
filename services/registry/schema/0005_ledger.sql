-- The desk's ledger. A page of a station reads a few rows of it, however many there are.

CREATE TABLE consultations (
    consultation_id text PRIMARY KEY,
    station_id      text NOT NULL,
    topic           text NOT NULL,
    staff_id        text NOT NULL,
    answered_on     date NOT NULL
);
CREATE INDEX consultations_by_station ON consultations (station_id, answered_on);

-- `month` is that of the receipt, in Shanghai; `due_on` the last day in time; `ended_at` the settlement or referral.
CREATE TABLE disputes (
    dispute_id         text        PRIMARY KEY,
    station_id         text        NOT NULL,
    month              text        NOT NULL,
    number             text        NOT NULL,
    channel            text        NOT NULL,
    grade              text        NOT NULL,
    category           text        NOT NULL,
    summary            text        NOT NULL,
    amount_fen         bigint      NOT NULL,
    first_receiver     text        NOT NULL,
    received_at        timestamptz NOT NULL,
    due_on             date        NOT NULL,
    state              text        NOT NULL DEFAULT 'open',
    settled_by         text        NOT NULL DEFAULT '',
    settled_where      text,
    outcome            text        NOT NULL DEFAULT '',
    refunded_fen       bigint      NOT NULL DEFAULT 0,
    taken_over_because text        NOT NULL DEFAULT '',
    referred_to        text        NOT NULL DEFAULT '',
    reason             text        NOT NULL DEFAULT '',
    ended_at           timestamptz,
    in_time            boolean,
    satisfied          boolean,
    remarks            text        NOT NULL DEFAULT '',
    followed_up_on     date
);
CREATE INDEX disputes_by_station ON disputes (station_id, received_at, dispute_id);
CREATE INDEX disputes_open ON disputes (station_id, received_at, dispute_id) WHERE state = 'open';

-- A station's months, counted as the entries come: the overview never counts entries. Every entry counts in the month
-- of its receipt, also where it ends in another.
CREATE TABLE ledger_months (
    station_id             text   NOT NULL,
    month                  text   NOT NULL,
    consultations          bigint NOT NULL DEFAULT 0,
    received               bigint NOT NULL DEFAULT 0,
    settled                bigint NOT NULL DEFAULT 0,
    settled_in_enterprise  bigint NOT NULL DEFAULT 0,
    settled_in_community   bigint NOT NULL DEFAULT 0,
    settled_at_grass_roots bigint NOT NULL DEFAULT 0,
    referred               bigint NOT NULL DEFAULT 0,
    in_time                bigint NOT NULL DEFAULT 0,
    followed_up            bigint NOT NULL DEFAULT 0,
    satisfied              bigint NOT NULL DEFAULT 0,
    refunded_fen           bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (station_id, month)
);

-- The last summary of each month, as it was made.
CREATE TABLE ledger_summaries (
    station_id             text   NOT NULL,
    period                 text   NOT NULL,
    consultations          bigint NOT NULL,
    received               bigint NOT NULL,
    settled                bigint NOT NULL,
    settled_in_enterprise  bigint NOT NULL,
    settled_in_community   bigint NOT NULL,
    settled_at_grass_roots bigint NOT NULL,
    referred               bigint NOT NULL,
    open                   bigint NOT NULL,
    in_time                bigint NOT NULL,
    followed_up            bigint NOT NULL,
    satisfied              bigint NOT NULL,
    settled_permille       bigint NOT NULL,
    median_minutes         bigint NOT NULL,
    refunded_fen           bigint NOT NULL,
    analysis               text   NOT NULL,
    summarised_on          date   NOT NULL,
    PRIMARY KEY (station_id, period)
);
