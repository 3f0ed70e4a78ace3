-- Jobs of any kinds and classes at once, so that one statement does what a transaction is for and enqueues what follows.
CREATE FUNCTION queue.enqueue_all(
    p_kinds text[], p_classes text[], p_payloads text[], p_dedups text[], p_max_attempts smallint[], p_now timestamptz
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_now timestamptz := coalesce(p_now, clock_timestamp());
    -- Isolation: the tenant is read from the signed context, never from an argument.
    v_tenant uuid := queue.caller();
    v_count bigint;
BEGIN
    INSERT INTO queue.jobs (class, tenant_id, kind, payload, dedup_key, run_at, max_attempts, state, created_at)
    SELECT row.class, v_tenant, row.kind, row.payload::jsonb, row.dedup, v_now, row.max_attempts, 'ready', v_now
    FROM unnest(p_kinds, p_classes, p_payloads, p_dedups, p_max_attempts)
        AS row (kind, class, payload, dedup, max_attempts);
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;

REVOKE ALL ON FUNCTION queue.enqueue_all FROM PUBLIC;
GRANT EXECUTE ON FUNCTION queue.enqueue_all TO tenant_rw;
