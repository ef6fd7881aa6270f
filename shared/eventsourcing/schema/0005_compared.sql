-- Whether this very database was compared with what its log has sent to Kafka: a backup that was put back, or a standby
-- that took over, is another database, may lack what was acknowledged, and takes no writes before it was compared.
CREATE TABLE compared (
    one         boolean     PRIMARY KEY DEFAULT true CHECK (one),
    identity    text        NOT NULL,
    missing     bigint      NOT NULL CHECK (missing >= 0),
    detail      text        NOT NULL CHECK ((detail = '') = (missing = 0)),
    compared_at timestamptz NOT NULL DEFAULT now()
);

-- Another server, a database made anew, and the timeline that begins where a standby takes over: each changes it.
CREATE FUNCTION database_identity() RETURNS text LANGUAGE sql STABLE
    RETURN (SELECT s.system_identifier::text FROM pg_control_system() s)
        || '/' || (SELECT d.oid::text FROM pg_database d WHERE d.datname = current_database())
        || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8);
