-- A job that left nothing behind in a tenant's schema is ended without waiting for the disk: if a crash of the server
-- forgets it, the job runs once more, which it must bear anyway.
CREATE OR REPLACE FUNCTION queue.complete_many(p_ids bigint[], p_lease uuid) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
AS $$
BEGIN
    SET LOCAL synchronous_commit = off;
    RETURN QUERY
    DELETE FROM queue.jobs AS job WHERE job.id = ANY (p_ids) AND job.lease = p_lease RETURNING job.id;
END $$;
