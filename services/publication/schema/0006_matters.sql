-- From OpinionsGrouped: opinions that say nearly the same of the same candidate or title. The first stands for all.
CREATE TABLE matters (
    matter_id          text    PRIMARY KEY,
    notice_id          text    NOT NULL,
    application_id     text    NOT NULL,
    station_id         text    NOT NULL,
    certificate_number text    NOT NULL,
    stance             text    NOT NULL,
    first_opinion_id   text    NOT NULL,
    count              integer NOT NULL,
    grouped_on         date    NOT NULL,
    version            integer NOT NULL
);

-- `matter_id` is from OpinionsGrouped. `was_compared` is the grouping's own note, from no event: it has compared this
-- opinion with those before it; one that is in no matter then is like none of them.
ALTER TABLE opinions ADD COLUMN matter_id text;
ALTER TABLE opinions ADD COLUMN was_compared boolean NOT NULL DEFAULT false;
CREATE INDEX opinions_to_compare ON opinions (received_ms, opinion_id) WHERE matter_id IS NULL AND NOT was_compared;
CREATE INDEX opinions_alone ON opinions (notice_id, application_id, certificate_number, stance)
    WHERE matter_id IS NULL AND was_compared;
CREATE INDEX opinions_of_matter ON opinions (matter_id, received_ms, opinion_id) WHERE matter_id IS NOT NULL;
