-- Dead jobs by whose they are and what they are, to be looked at and to be given another life.
-- A condition that is null allows any.
CREATE FUNCTION queue.dead_of(p_tenant uuid, p_kind text, p_limit integer) RETURNS SETOF queue.dead
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT * FROM queue.dead AS dead
    WHERE (p_tenant IS NULL OR dead.tenant_id = p_tenant) AND (p_kind IS NULL OR dead.kind = p_kind)
    ORDER BY dead.died_at DESC, dead.id DESC LIMIT p_limit;
$$;

-- Gives up to p_limit of them all their tries again: of those that were dead at p_until, so that who goes on until
-- none is left does not chase those that die anew. Returns what was revived.
CREATE FUNCTION queue.revive(
    p_id bigint, p_tenant uuid, p_kind text, p_until timestamptz, p_limit integer, p_now timestamptz
) RETURNS TABLE (class text, tenant_id uuid, kind text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_now timestamptz := coalesce(p_now, clock_timestamp());
BEGIN
    RETURN QUERY
    WITH back AS (
        DELETE FROM queue.dead AS dead
        WHERE dead.id = ANY (ARRAY(
            SELECT wanted.id FROM queue.dead AS wanted
            WHERE (p_id IS NULL OR wanted.id = p_id) AND (p_tenant IS NULL OR wanted.tenant_id = p_tenant)
              AND (p_kind IS NULL OR wanted.kind = p_kind) AND wanted.died_at <= coalesce(p_until, v_now)
            ORDER BY wanted.id LIMIT p_limit FOR UPDATE SKIP LOCKED
        ))
        RETURNING dead.*
    )
    INSERT INTO queue.jobs AS job (class, tenant_id, kind, payload, dedup_key, run_at, max_attempts, state,
                                   last_error, created_at)
    SELECT back.class, back.tenant_id, back.kind, back.payload, back.dedup_key, v_now, back.max_attempts, 'ready',
           back.last_error, back.created_at
    FROM back
    RETURNING job.class, job.tenant_id, job.kind;
END $$;

REVOKE ALL ON FUNCTION queue.dead_of, queue.revive FROM PUBLIC;
GRANT EXECUTE ON FUNCTION queue.dead_of, queue.revive TO queue_rw;
