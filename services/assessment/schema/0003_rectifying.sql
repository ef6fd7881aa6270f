-- What a station that bears a title has to mend, and when its title does not count because the station has moved.

ALTER TABLE seasons ADD COLUMN rectification_working_days integer NOT NULL DEFAULT 15;

-- `ordered_by` is the level of the bureau that ordered it: none below it accepts.
CREATE TABLE rectifications (
    order_id           text    PRIMARY KEY,
    station_id         text    NOT NULL,
    certificate_number text    NOT NULL,
    findings           text    NOT NULL,
    due_on             date    NOT NULL,
    due_is_provisional boolean NOT NULL,
    ordered_by         text    NOT NULL,
    ordered_on         date    NOT NULL,
    accepted_on        date,
    accepted_findings  text    NOT NULL DEFAULT ''
);
CREATE INDEX rectifications_by_certificate ON rectifications (certificate_number) WHERE accepted_on IS NULL;
CREATE INDEX rectifications_by_station ON rectifications (station_id) WHERE accepted_on IS NULL;

CREATE TABLE suspensions (
    event_id           uuid PRIMARY KEY,
    certificate_number text NOT NULL,
    reason             text NOT NULL,
    suspended_on       date NOT NULL,
    resumed_on         date,
    findings           text NOT NULL DEFAULT ''
);
CREATE INDEX suspensions_by_certificate ON suspensions (certificate_number) WHERE resumed_on IS NULL;
