-- Where systems of hosts and bureaus want to be told. Which secret signs is a number, for secrets lie nowhere: the one
-- before it signs, too, until `both_until`. `templates` are the messages that are wanted; all of them where it is empty.
-- `signatures` are the schemes of Standard Webhooks that sign: `v1` with a shared secret, `v1a` with a private key.
CREATE TABLE endpoints (
    endpoint_id   uuid        PRIMARY KEY,
    recipient     text        NOT NULL,
    url           text        NOT NULL,
    templates     text[]      NOT NULL,
    signatures    text[]      NOT NULL DEFAULT '{v1}' CHECK (signatures <@ '{v1,v1a}' AND signatures <> '{}'),
    secret_number integer     NOT NULL DEFAULT 1,
    both_until    timestamptz NOT NULL DEFAULT '-infinity',
    state         text        NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'disabled', 'gone')),
    registered_by text        NOT NULL,
    registered_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX endpoints_by_recipient ON endpoints (recipient, endpoint_id);

-- Each attempt of a delivery, as it went: the log that a recipient may read.
CREATE TABLE attempts (
    seq         bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    delivery_id uuid        NOT NULL,
    number      integer     NOT NULL,
    at          timestamptz NOT NULL,
    status      integer     NOT NULL,
    error       text        NOT NULL,
    took_ms     integer     NOT NULL
);
CREATE INDEX attempts_by_delivery ON attempts (delivery_id, seq);

CREATE INDEX deliveries_in_lanes ON deliveries (channel, endpoint, coalesce(next_attempt_at, due_at), delivery_id)
    WHERE state = 'waiting';
CREATE INDEX deliveries_by_endpoint ON deliveries (endpoint, made_at, delivery_id) WHERE channel = 'webhook';

-- Whoever sends need not ask again and again whether there is something to send.
CREATE FUNCTION deliveries_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('deliveries', '');
    RETURN NULL;
END
$$;
CREATE TRIGGER deliveries_made AFTER INSERT ON deliveries FOR EACH STATEMENT EXECUTE FUNCTION deliveries_made();

CREATE INDEX notices_published ON notices (effective_at, event_id)
    WHERE template IN ('public_notice_opened', 'public_notice_extended', 'public_notice_closed', 'result_published',
                       'revocation_published', 'restoration_published', 'winners_announced');
