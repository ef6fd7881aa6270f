-- How a case ends otherwise: the host declines the title, a revocation is set aside, a title lapses.

-- TitleDeclined.
ALTER TABLE application_outcomes ADD COLUMN declined_on date;

-- RevocationSetAside: such a revocation never counted. A later one of the same title counts again.
ALTER TABLE revocations ADD COLUMN set_aside_on date;

-- TitleLapsed: its station holds none any more, and is not barred.
CREATE TABLE lapsed_titles (
    certificate_number text PRIMARY KEY,
    station_id         text NOT NULL,
    lapsed_on          date NOT NULL
);
