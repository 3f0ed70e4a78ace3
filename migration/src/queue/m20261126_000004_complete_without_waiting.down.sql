CREATE OR REPLACE FUNCTION queue.complete_many(p_ids bigint[], p_lease uuid) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
AS $$
BEGIN
    RETURN QUERY
    DELETE FROM queue.jobs AS job WHERE job.id = ANY (p_ids) AND job.lease = p_lease RETURNING job.id;
END $$;
