-- A tenant that is stopped: its jobs wait untouched until it is open again, whether for a minute or for months.
--
-- A lane is *parked* when one of its jobs met a stopped tenant: it may have nothing in flight, so no claim looks at
-- it again (also of the release before this one), and what a stopped tenant costs does not grow with its jobs.
ALTER TABLE queue.lanes
    -- What `max_in_flight` was, and will be again; null for a lane that is served.
    ADD COLUMN parked_max integer CHECK (parked_max IS NULL OR max_in_flight = 0);

CREATE INDEX lanes_parked ON queue.lanes (tenant_id) WHERE parked_max IS NOT NULL;

-- Gives back a job whose tenant is stopped, and parks its lane; the try does not count. False means that the lease
-- was lost.
CREATE FUNCTION queue.park(p_id bigint, p_lease uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_class text;
    v_tenant uuid;
BEGIN
    UPDATE queue.jobs AS job
    SET state = 'ready', attempt = greatest(job.attempt - 1, 0), lease = NULL, lease_until = NULL, started = false
    WHERE job.id = p_id AND job.lease = p_lease
    RETURNING job.class, job.tenant_id INTO v_class, v_tenant;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    -- The lane is there since the job was claimed. One lane only, so that no two wait for each other in a circle.
    UPDATE queue.lanes AS lane SET parked_max = lane.max_in_flight, max_in_flight = 0
    WHERE lane.class = v_class AND lane.tenant_id = v_tenant AND lane.parked_max IS NULL;
    RETURN true;
END $$;

-- The tenants that have a parked lane.
CREATE FUNCTION queue.parked() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT lane.tenant_id FROM queue.lanes AS lane WHERE lane.parked_max IS NOT NULL;
$$;

-- Serves the lanes of these tenants again; returns the classes that have one.
CREATE FUNCTION queue.unpark(p_tenants uuid[]) RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- A claim holds its class while it touches lanes: who holds all classes meets none of them halfway.
    PERFORM FROM queue.classes AS class ORDER BY class.class FOR UPDATE;
    RETURN QUERY
    WITH served AS (
        UPDATE queue.lanes AS lane SET max_in_flight = lane.parked_max, parked_max = NULL
        WHERE lane.tenant_id = ANY (p_tenants) AND lane.parked_max IS NOT NULL
        RETURNING lane.class
    )
    SELECT DISTINCT served.class FROM served;
END $$;

-- What is parked is not due: it is counted by itself.
DROP FUNCTION queue.depth(timestamptz);
CREATE FUNCTION queue.depth(p_now timestamptz)
RETURNS TABLE (
    class text, ready bigint, later bigint, running bigint, dead bigint, oldest_seconds double precision,
    parked bigint
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT class.class,
           count(*) FILTER (WHERE job.state = 'ready' AND lane.parked_max IS NULL),
           count(*) FILTER (WHERE job.state = 'later'),
           count(*) FILTER (WHERE job.state = 'running'),
           (SELECT count(*) FROM queue.dead AS dead WHERE dead.class = class.class),
           coalesce(extract(epoch FROM coalesce(p_now, clock_timestamp())
               - min(job.run_at) FILTER (WHERE job.state = 'ready' AND lane.parked_max IS NULL)), 0)::double precision,
           count(*) FILTER (WHERE job.state = 'ready' AND lane.parked_max IS NOT NULL)
    FROM queue.classes AS class
    LEFT JOIN queue.jobs AS job ON job.class = class.class
    LEFT JOIN queue.lanes AS lane ON lane.class = job.class AND lane.tenant_id = job.tenant_id
    GROUP BY class.class;
$$;

REVOKE ALL ON FUNCTION queue.park, queue.parked, queue.unpark, queue.depth FROM PUBLIC;
GRANT EXECUTE ON FUNCTION queue.park, queue.parked, queue.unpark, queue.depth TO queue_rw;
