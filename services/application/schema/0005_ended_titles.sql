-- TitleEnded: a station whose title ended without blame holds none any more, and is not barred.
CREATE TABLE ended_titles (
    certificate_number text PRIMARY KEY,
    station_id         text NOT NULL,
    ended_on           date NOT NULL,
    ended_by           text NOT NULL
);
