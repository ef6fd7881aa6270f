-- Logs that the keeper does not sign, and why.
CREATE TABLE unsigned_logs (
    owner text        PRIMARY KEY,
    why   text        NOT NULL,
    since timestamptz NOT NULL DEFAULT now()
);

-- Where each certificate was given: whoever holds one asks for the proof of that record.
CREATE TABLE certified (
    certificate_number text   PRIMARY KEY,
    position           bigint NOT NULL
);
