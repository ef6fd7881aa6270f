-- The only two doors into the log: append() for a batch of commits, append_one() for a lonely commit of one event.
--
-- Each commit of a batch succeeds or fails alone. Its outcome is the first that fits of
--   3 SEEN       its idempotency key is stored (the stored answer is returned),
--   4 DUPLICATE  its inbox position has been worked off,
--   5 GAP        its inbox position is not the next one,
--   2 AGAIN      these very events are stored already at these versions,
--   1 MOVED      a stream that it writes or guards has another version than it expects,
--   0 WRITTEN.
-- AGAIN records no event and no key. With an inbox position, which is then the next in line, it moves the inbox, for
-- the reaction's earlier try wrote its events but never reached its end; the caller runs the statements, too.

-- Length before content, so that no two records give the same bytes.
CREATE FUNCTION prefixed(content bytea) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN int4send(octet_length(content)) || content;

CREATE FUNCTION event_digest(
    "position" bigint, stream bytea, version integer, type bytea, event_id uuid, recorded bigint, effective bigint,
    payload bytea, attributes bytea
) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN sha256(
        int8send("position") || prefixed(stream) || int4send(version) || prefixed(type) || uuid_send(event_id)
        || int8send(recorded) || int8send(effective) || prefixed(payload) || prefixed(attributes)
    );

CREATE FUNCTION next_link(state bytea, seed bytea, digest bytea) RETURNS bytea
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$ BEGIN RETURN sha256(coalesce(state, seed) || digest); END $$;
-- As a window over events in position order it gives each its chain value; `seed` is the value before the first.
CREATE AGGREGATE chained(seed bytea, digest bytea) (SFUNC = next_link, STYPE = bytea);

-- Arithmetic on instants is only stable in PostgreSQL's eyes; called immutable, these could not be inlined.
CREATE FUNCTION from_milliseconds(epoch bigint) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
    RETURN timestamptz 'epoch' + epoch * interval '1 millisecond';

CREATE FUNCTION in_milliseconds(instant timestamptz) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (extract(epoch FROM instant) * 1000)::bigint;

-- `before` is the log's position before the batch: the written events follow it in the order of their commits.
-- `found_at` holds the last stored position of a commit that is AGAIN.
--
-- One row of `probe_*` for every stream that a commit writes or guards, with the version that it expects there.
-- Instants are milliseconds since 1970. Arrays of keys or inbox positions are NULL where no commit has one.
-- Sequential scans are off: on a young table they look cheap, and the plan stays when the table has grown.
CREATE FUNCTION append(
    commits integer,
    items integer[], streams text[], versions integer[], types text[], event_ids uuid[], payloads bytea[],
    attribute_sets bytea[], effectives bigint[],
    probe_items integer[], probe_streams text[], probe_versions integer[],
    keys text[], fingerprints bytea[], statuses integer[], answers bytea[],
    consumers text[], topics text[], partitions integer[], previouses bigint[], positions bigint[], offsets bigint[],
    OUT before bigint, OUT outcomes integer[], OUT found_at bigint[],
    OUT seen_fingerprints bytea[], OUT seen_statuses integer[], OUT seen_answers bytea[]
) LANGUAGE plpgsql SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    seed        bytea;
    stamp       timestamptz;
    recorded    bigint;
    written     bigint;
    found       record;
BEGIN
    SELECT h.position, h.hash INTO before, seed FROM head h FOR UPDATE;
    stamp := date_trunc('milliseconds', clock_timestamp());
    recorded := in_milliseconds(stamp);
    outcomes := array_fill(0, ARRAY[commits]);

    FOR found IN
        SELECT p.item
        FROM unnest(probe_items, probe_streams, probe_versions) AS p (item, stream, expected)
        WHERE p.expected <> coalesce(
            (SELECT e.version FROM events e WHERE e.stream_id = p.stream ORDER BY e.version DESC LIMIT 1), 0)
    LOOP
        outcomes[found.item] := 1;
    END LOOP;
    IF 1 = ANY (outcomes) THEN
        found_at := array_fill(NULL::bigint, ARRAY[commits]);
        FOR found IN
            SELECT n.item, max(e.position) AS last
            FROM unnest(items, streams, versions, event_ids) AS n (item, stream, version, event_id)
            LEFT JOIN LATERAL (
                SELECT s.position, s.event_id FROM events s
                WHERE s.stream_id = n.stream AND s.version = n.version LIMIT 1
            ) AS e ON true
            WHERE outcomes[n.item] = 1
            GROUP BY n.item
            HAVING bool_and(coalesce(e.event_id = n.event_id, false))
        LOOP
            outcomes[found.item] := 2;
            found_at[found.item] := found.last;
        END LOOP;
    END IF;

    IF consumers IS NOT NULL THEN
        FOR found IN
            SELECT c.item, c.position <= coalesce(b.position, 0) AS duplicate
            FROM unnest(consumers, topics, partitions, previouses, positions)
                WITH ORDINALITY AS c (consumer, topic, partition, previous, position, item)
            LEFT JOIN LATERAL (
                SELECT i.position FROM inbox i
                WHERE i.consumer = c.consumer AND i.topic = c.topic AND i.partition = c.partition LIMIT 1
            ) AS b ON true
            WHERE c.consumer IS NOT NULL
              AND (c.position <= coalesce(b.position, 0) OR c.previous <> coalesce(b.position, 0))
        LOOP
            outcomes[found.item] := CASE WHEN found.duplicate THEN 4 ELSE 5 END;
        END LOOP;
    END IF;

    IF keys IS NOT NULL THEN
        seen_fingerprints := array_fill(NULL::bytea, ARRAY[commits]);
        seen_statuses := array_fill(NULL::integer, ARRAY[commits]);
        seen_answers := array_fill(NULL::bytea, ARRAY[commits]);
        FOR found IN
            SELECT c.item, k.fingerprint, k.status, k.answer
            FROM unnest(keys) WITH ORDINALITY AS c (key, item)
            CROSS JOIN LATERAL (
                SELECT i.fingerprint, i.status, i.answer FROM idempotency i WHERE i.key = c.key LIMIT 1
            ) AS k
        LOOP
            outcomes[found.item] := 3;
            seen_fingerprints[found.item] := found.fingerprint;
            seen_statuses[found.item] := found.status;
            seen_answers[found.item] := found.answer;
        END LOOP;
        INSERT INTO idempotency (key, fingerprint, status, answer, recorded_at)
        SELECT c.key, c.fingerprint, c.status, c.answer, stamp
        FROM unnest(keys, fingerprints, statuses, answers)
            WITH ORDINALITY AS c (key, fingerprint, status, answer, item)
        WHERE c.key IS NOT NULL AND outcomes[c.item] = 0;
    END IF;

    IF consumers IS NOT NULL THEN
        INSERT INTO inbox AS i (consumer, topic, partition, position, "offset")
        SELECT c.consumer, c.topic, c.partition, c.position, c.place
        FROM unnest(consumers, topics, partitions, positions, offsets)
            WITH ORDINALITY AS c (consumer, topic, partition, position, place, item)
        WHERE c.consumer IS NOT NULL AND outcomes[c.item] IN (0, 2)
        ON CONFLICT (consumer, topic, partition)
            DO UPDATE SET position = excluded.position, "offset" = excluded."offset";
    END IF;

    INSERT INTO events (
        position, stream_id, version, type, event_id, payload, attributes, recorded_at, effective_at, chain
    )
    SELECT d.position, d.stream, d.version, d.type, d.event_id, d.payload, d.attributes,
           stamp, from_milliseconds(d.effective),
           chained(seed, event_digest(
               d.position, convert_to(d.stream, 'UTF8'), d.version, convert_to(d.type, 'UTF8'), d.event_id,
               recorded, d.effective, d.payload, d.attributes
           )) OVER (ORDER BY d.position ROWS UNBOUNDED PRECEDING)
    FROM (
        SELECT before + row_number() OVER (ORDER BY n.place) AS position, n.*
        FROM unnest(items, streams, versions, types, event_ids, payloads, attribute_sets, effectives)
            WITH ORDINALITY AS n (item, stream, version, type, event_id, payload, attributes, effective, place)
        WHERE outcomes[n.item] = 0
    ) AS d;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written > 0 THEN
        UPDATE head SET position = before + written,
            hash = (SELECT e.chain FROM events e WHERE e.position = before + written);
    END IF;
END $$;

CREATE FUNCTION append_one(
    stream text, version integer, type text, event_id uuid, payload bytea, attribute_set bytea, effective bigint,
    new_key text, new_fingerprint bytea, new_status integer, new_answer bytea,
    new_consumer text, new_topic text, new_partition integer, previous bigint, new_position bigint, new_offset bigint,
    OUT outcome integer, OUT last bigint, OUT seen_fingerprint bytea, OUT seen_status integer, OUT seen_answer bytea
) LANGUAGE plpgsql SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    link        bytea;
    stamp       timestamptz;
    recorded    bigint;
    current     bigint;
BEGIN
    SELECT h.position + 1, h.hash INTO last, link FROM head h FOR UPDATE;
    stamp := date_trunc('milliseconds', clock_timestamp());
    recorded := in_milliseconds(stamp);
    outcome := 0;

    IF new_key IS NOT NULL THEN
        SELECT i.fingerprint, i.status, i.answer INTO seen_fingerprint, seen_status, seen_answer
            FROM idempotency i WHERE i.key = new_key;
        IF FOUND THEN
            outcome := 3;
            last := NULL;
            RETURN;
        END IF;
    END IF;
    IF new_consumer IS NOT NULL THEN
        SELECT i.position INTO current FROM inbox i
            WHERE i.consumer = new_consumer AND i.topic = new_topic AND i.partition = new_partition;
        current := coalesce(current, 0);
        IF new_position <= current OR previous <> current THEN
            outcome := CASE WHEN new_position <= current THEN 4 ELSE 5 END;
            last := NULL;
            RETURN;
        END IF;
    END IF;

    SELECT e.version INTO current FROM events e WHERE e.stream_id = stream ORDER BY e.version DESC LIMIT 1;
    IF coalesce(current, 0) <> append_one.version - 1 THEN
        -- No row leaves `last` NULL, as it should be for a stream that has moved.
        SELECT e.position INTO last FROM events e
            WHERE e.stream_id = stream AND e.version = append_one.version AND e.event_id = append_one.event_id;
        outcome := CASE WHEN FOUND THEN 2 ELSE 1 END;
    END IF;
    IF outcome <> 1 AND new_consumer IS NOT NULL THEN
        INSERT INTO inbox AS i (consumer, topic, partition, position, "offset")
        VALUES (new_consumer, new_topic, new_partition, new_position, new_offset)
        ON CONFLICT (consumer, topic, partition)
            DO UPDATE SET position = excluded.position, "offset" = excluded."offset";
    END IF;
    IF outcome <> 0 THEN RETURN; END IF;

    link := sha256(link || event_digest(
        last, convert_to(stream, 'UTF8'), append_one.version, convert_to(append_one.type, 'UTF8'), append_one.event_id,
        recorded, effective, append_one.payload, attribute_set
    ));
    INSERT INTO events (
        position, stream_id, version, type, event_id, payload, attributes, recorded_at, effective_at, chain
    ) VALUES (
        last, stream, append_one.version, append_one.type, append_one.event_id, append_one.payload, attribute_set,
        stamp, from_milliseconds(effective), link
    );
    IF new_key IS NOT NULL THEN
        INSERT INTO idempotency (key, fingerprint, status, answer, recorded_at)
        VALUES (new_key, new_fingerprint, new_status, new_answer, stamp);
    END IF;
    UPDATE head h SET position = last, hash = link;
END $$;

-- append_one() for a statement that does more in the same breath: it gives the position, or fails as a whole.
CREATE FUNCTION append_one_or_fail(
    stream text, version integer, type text, event_id uuid, payload bytea, attribute_set bytea, effective bigint,
    new_key text, new_fingerprint bytea, new_status integer, new_answer bytea,
    new_consumer text, new_topic text, new_partition integer, previous bigint, new_position bigint, new_offset bigint
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    told record;
BEGIN
    SELECT * INTO told FROM append_one(
        $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17);
    IF told.outcome <> 0 THEN
        RAISE EXCEPTION 'the event was not written' USING ERRCODE = 'ZS001';
    END IF;
    RETURN told.last;
END $$;
