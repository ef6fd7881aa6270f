-- The clock of a server can be set back; the instants of a log never go back, so that whoever finds one that does knows
-- that somebody has put it there. Everything else in both functions stays as it is.
CREATE FUNCTION instant_after(last bigint) RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL SAFE
    RETURN greatest(
        date_trunc('milliseconds', clock_timestamp()),
        (SELECT e.recorded_at FROM events e WHERE e.position = last));

DO $$
DECLARE
    was    CONSTANT text := 'date_trunc(''milliseconds'', clock_timestamp())';
    change record;
BEGIN
    FOR change IN SELECT * FROM (VALUES ('append', 'before'), ('append_one', 'last - 1')) AS c (name, last)
    LOOP
        IF position(was IN pg_get_functiondef(change.name::regproc)) = 0 THEN
            RAISE EXCEPTION '% does not take its instant from the clock', change.name;
        END IF;
        EXECUTE replace(pg_get_functiondef(change.name::regproc), was, format('instant_after(%s)', change.last));
    END LOOP;
END $$;
