-- The way of an objection, opinions about titles, and the lists in which opinions are read.

-- From RecommendationsClosed: how long what is done about an objection may take, in working days.
ALTER TABLE seasons
    ADD COLUMN objection_working_days integer NOT NULL DEFAULT 10,
    ADD COLUMN objection_extensions   integer NOT NULL DEFAULT 1,
    ADD COLUMN answer_working_days    integer NOT NULL DEFAULT 3;

-- An opinion about a title has a certificate and neither notice nor application. `city_code` is whose it is: the city
-- of the notice, or that of the station today.
ALTER TABLE opinions
    ADD COLUMN certificate_number text    NOT NULL DEFAULT '',
    ADD COLUMN channel            text    NOT NULL DEFAULT 'form',
    ADD COLUMN states_facts       boolean NOT NULL DEFAULT false,
    ADD COLUMN city_code          text    NOT NULL DEFAULT '';
UPDATE opinions SET city_code = notices.city_code FROM notices WHERE notices.notice_id = opinions.notice_id;

-- From OpinionScreened to ObjectorAnswered. The answer's words lie in the vault.
ALTER TABLE opinions
    ADD COLUMN county_investigates  boolean NOT NULL DEFAULT false,
    ADD COLUMN investigation_due_on date,
    ADD COLUMN due_is_provisional   boolean NOT NULL DEFAULT false,
    ADD COLUMN extensions           integer NOT NULL DEFAULT 0,
    ADD COLUMN investigators        text[]  NOT NULL DEFAULT '{}',
    ADD COLUMN findings             text    NOT NULL DEFAULT '',
    ADD COLUMN report_sha256        text    NOT NULL DEFAULT '',
    ADD COLUMN investigated_on      date,
    ADD COLUMN outcome              text,
    ADD COLUMN strikes_off          boolean NOT NULL DEFAULT false,
    ADD COLUMN reasons              text    NOT NULL DEFAULT '',
    ADD COLUMN decided_on           date,
    ADD COLUMN answer_due_on        date,
    ADD COLUMN answer_method        text    NOT NULL DEFAULT '',
    ADD COLUMN answered_on          date;

-- What follows from the columns above: in which list it is read, whether somebody must still read it (0) or not (1),
-- how far it has come, and by when the next thing is to be done about it.
ALTER TABLE opinions
    ADD COLUMN queue text GENERATED ALWAYS AS (
        CASE WHEN stance = 'support' THEN 'support' WHEN is_named AND states_facts THEN 'objections' ELSE 'leads' END
    ) STORED,
    ADD COLUMN is_read integer GENERATED ALWAYS AS (
        CASE WHEN screening IS NULL AND moot_on IS NULL THEN 0 ELSE 1 END
    ) STORED,
    ADD COLUMN stage text GENERATED ALWAYS AS (
        CASE WHEN moot_on IS NOT NULL THEN 'moot' WHEN answered_on IS NOT NULL THEN 'answered'
             WHEN decided_on IS NOT NULL THEN 'decided' WHEN investigated_on IS NOT NULL THEN 'investigated'
             WHEN screening IS NOT NULL THEN 'screened' ELSE 'received' END
    ) STORED,
    ADD COLUMN due_on date GENERATED ALWAYS AS (
        CASE WHEN moot_on IS NOT NULL OR answered_on IS NOT NULL THEN NULL
             WHEN decided_on IS NOT NULL THEN answer_due_on ELSE investigation_due_on END
    ) STORED;

-- One for each list, in its order, so that a page costs the same however many lie behind it.
CREATE INDEX opinions_of_queue ON opinions (city_code, queue, is_read, received_ms, opinion_id);
CREATE INDEX opinions_of_queue_everywhere ON opinions (queue, is_read, received_ms, opinion_id);
CREATE INDEX opinions_unscreened ON opinions (city_code, received_ms, opinion_id) WHERE is_read = 0;
CREATE INDEX opinions_of_city ON opinions (city_code, received_ms, opinion_id);
CREATE INDEX opinions_of_candidate ON opinions (application_id, received_ms, opinion_id);
CREATE INDEX opinions_of_station ON opinions (station_id, received_ms, opinion_id);
CREATE INDEX objections_in_hand ON opinions (city_code, due_on, opinion_id) WHERE due_on IS NOT NULL;
CREATE INDEX objections_in_hand_everywhere ON opinions (due_on, opinion_id) WHERE due_on IS NOT NULL;
