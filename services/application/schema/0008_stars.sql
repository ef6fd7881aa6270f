-- The stars among a station's staff, for the self-assessment of C5: who was honoured, and whose award was taken back.
CREATE TABLE known_stars (
    contest_id   text NOT NULL,
    staff_id     text NOT NULL,
    station_id   text NOT NULL,
    awarded_on   date,
    withdrawn_on date,
    PRIMARY KEY (contest_id, staff_id)
);
CREATE INDEX known_stars_of_station ON known_stars (station_id, awarded_on);
