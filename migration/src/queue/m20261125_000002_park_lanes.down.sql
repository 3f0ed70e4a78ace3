DROP FUNCTION queue.depth(timestamptz);
CREATE FUNCTION queue.depth(p_now timestamptz)
RETURNS TABLE (class text, ready bigint, later bigint, running bigint, dead bigint, oldest_seconds double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT class.class,
           count(*) FILTER (WHERE job.state = 'ready'),
           count(*) FILTER (WHERE job.state = 'later'),
           count(*) FILTER (WHERE job.state = 'running'),
           (SELECT count(*) FROM queue.dead AS dead WHERE dead.class = class.class),
           coalesce(extract(epoch FROM coalesce(p_now, clock_timestamp())
               - min(job.run_at) FILTER (WHERE job.state = 'ready')), 0)::double precision
    FROM queue.classes AS class LEFT JOIN queue.jobs AS job ON job.class = class.class
    GROUP BY class.class;
$$;
REVOKE ALL ON FUNCTION queue.depth FROM PUBLIC;
GRANT EXECUTE ON FUNCTION queue.depth TO queue_rw;

DROP FUNCTION queue.unpark(uuid[]);
DROP FUNCTION queue.parked();
DROP FUNCTION queue.park(bigint, uuid);
UPDATE queue.lanes SET max_in_flight = parked_max, parked_max = NULL WHERE parked_max IS NOT NULL;
ALTER TABLE queue.lanes DROP COLUMN parked_max;
