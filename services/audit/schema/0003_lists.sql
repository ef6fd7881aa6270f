-- What each event changes of the rows of a list, one row an event and thing. Nothing is closed or overwritten, so that
-- an event that comes late finds its place: a thing on a day is what its changes up to the day make of it, in order.
CREATE TABLE changes (
    list         text        NOT NULL,
    id           text COLLATE "C" NOT NULL,
    owner        text        NOT NULL,
    position     bigint      NOT NULL,
    effective_at timestamptz NOT NULL,
    recorded_at  timestamptz NOT NULL,
    what         jsonb       NOT NULL,
    PRIMARY KEY (list, id, owner, position)
);
