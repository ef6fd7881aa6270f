-- Whoever works with the tables of a store without owning them was given all of them alike when they were made. The log
-- is only read and added to, by anybody. A role that does not own it can neither switch its trigger off nor give itself
-- these rights again.
DO $$
DECLARE
    holder regrole;
BEGIN
    FOR holder IN
        SELECT DISTINCT a.grantee::regrole
        FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS a
        WHERE c.oid = 'events'::regclass AND a.grantee <> 0 AND a.grantee <> c.relowner
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON events FROM %s', holder);
    END LOOP;
END $$;
