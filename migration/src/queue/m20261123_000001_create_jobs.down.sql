-- Takes the queue away, with everything that still waits in it; the schema and the record of migrations stay.
DO $$
DECLARE
    v_drop text;
BEGIN
    FOR v_drop IN
        SELECT format('DROP ROUTINE %s CASCADE', routine.oid::regprocedure)
        FROM pg_catalog.pg_proc AS routine WHERE routine.pronamespace = 'queue'::regnamespace
        UNION ALL
        SELECT format('DROP TABLE queue.%I CASCADE', relation.relname)
        FROM pg_catalog.pg_class AS relation
        WHERE relation.relnamespace = 'queue'::regnamespace AND relation.relkind = 'r'
          AND relation.relname <> 'seaql_migrations'
    LOOP
        EXECUTE v_drop;
    END LOOP;
END $$;
