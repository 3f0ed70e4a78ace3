-- The fair-lane queue of one shard.
--
-- Cast: a *job* waits (`ready`, or `later` when its time has not come) and is then held under a *lease* (`running`);
-- done jobs are deleted, hopeless ones become *dead*. A *lane* is one tenant in one class; it has a virtual time that
-- grows by what the tenant was given, and the lane with the lowest time is served first.
--
-- Flow: `enqueue` inserts a row and touches nothing else, so transactions of one tenant never wait for each other.
-- `claim` serves the lanes of a class in order of virtual time (start-time fair queueing), one claim at a time in a
-- class. `complete` deletes under the caller's own transaction and only with the live lease.
--
-- Odd cases: waiting jobs of one tenant and kind with the same key are made one when they are claimed, not when they
-- are inserted. A unique key would make transactions wait for each other, and would let a transaction lean on a job
-- that starts before that transaction has committed: its work would be lost.
--
-- Invariant: nothing is counted, everything is looked up; so no counter can drift from the rows.
-- Invariant: no plan depends on statistics, which are always wrong for a queue. Jobs are found by `id = ANY (..)` or
-- by lateral look-ups, for which only one index fits; the table itself is never a side of a join. Who looks for an id
-- tests the lease and not the state, because a test of the state would make the partial indexes fit as well.

CREATE SCHEMA IF NOT EXISTS queue;

CREATE TABLE queue.classes (
    class text PRIMARY KEY CHECK (class IN ('realtime', 'near', 'bulk', 'batch')),
    vtime bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

INSERT INTO queue.classes (class) VALUES ('realtime'), ('near'), ('bulk'), ('batch');

CREATE TABLE queue.lanes (
    class text NOT NULL REFERENCES queue.classes (class),
    tenant_id uuid NOT NULL,
    vtime bigint NOT NULL DEFAULT 0,
    weight integer NOT NULL DEFAULT 100 CHECK (weight BETWEEN 1 AND 10000),
    max_in_flight integer NOT NULL DEFAULT 1000 CHECK (max_in_flight >= 0),
    PRIMARY KEY (class, tenant_id)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);

CREATE TABLE queue.jobs (
    id bigint GENERATED ALWAYS AS IDENTITY (CACHE 20) PRIMARY KEY,
    class text NOT NULL,
    tenant_id uuid NOT NULL,
    kind text NOT NULL,
    payload jsonb NOT NULL,
    dedup_key text,
    run_at timestamptz NOT NULL,
    attempt smallint NOT NULL DEFAULT 0,
    max_attempts smallint NOT NULL CHECK (max_attempts > 0),
    state text NOT NULL CHECK (state IN ('ready', 'later', 'running')),
    lease uuid,
    lease_until timestamptz,
    started boolean NOT NULL DEFAULT false,
    crashes smallint NOT NULL DEFAULT 0,
    last_error text,
    created_at timestamptz NOT NULL,
    CHECK ((state = 'running') = (lease IS NOT NULL)),
    CHECK ((state = 'running') = (lease_until IS NOT NULL)),
    CHECK (state = 'running' OR NOT started)
) WITH (
    fillfactor = 70,
    autovacuum_vacuum_scale_factor = 0.01,
    autovacuum_vacuum_threshold = 1000,
    autovacuum_vacuum_insert_scale_factor = 0.1,
    autovacuum_vacuum_cost_delay = 0
);

CREATE INDEX jobs_ready ON queue.jobs (class, tenant_id, run_at, id) WHERE state = 'ready';
CREATE INDEX jobs_later ON queue.jobs (class, run_at) WHERE state = 'later';
CREATE INDEX jobs_running ON queue.jobs (class, tenant_id) WHERE state = 'running';
CREATE INDEX jobs_twin ON queue.jobs (tenant_id, kind, dedup_key)
    WHERE state <> 'running' AND dedup_key IS NOT NULL;

CREATE TABLE queue.dead (
    id bigint PRIMARY KEY,
    class text NOT NULL,
    tenant_id uuid NOT NULL,
    kind text NOT NULL,
    payload jsonb NOT NULL,
    dedup_key text,
    attempt smallint NOT NULL,
    max_attempts smallint NOT NULL,
    crashes smallint NOT NULL,
    last_error text,
    created_at timestamptz NOT NULL,
    died_at timestamptz NOT NULL
);

CREATE INDEX dead_by_tenant ON queue.dead (tenant_id, died_at);

-- Isolation: the tenant is read from the signed context, never from an argument; without one nothing is enqueued.
CREATE FUNCTION queue.caller() RETURNS uuid
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_tenant uuid := ctx.tenant_id();
BEGIN
    IF v_tenant IS NULL THEN
        RAISE EXCEPTION 'no tenant context' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN v_tenant;
END $$;

CREATE FUNCTION queue.enqueue(
    p_kind text, p_class text, p_payload jsonb, p_dedup text, p_run_at timestamptz, p_max_attempts smallint,
    p_now timestamptz
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_now timestamptz := coalesce(p_now, clock_timestamp());
    v_run timestamptz := coalesce(p_run_at, v_now);
    v_id bigint;
BEGIN
    INSERT INTO queue.jobs (class, tenant_id, kind, payload, dedup_key, run_at, max_attempts, state, created_at)
    VALUES (p_class, queue.caller(), p_kind, p_payload, p_dedup, v_run, p_max_attempts,
            CASE WHEN v_run <= v_now THEN 'ready' ELSE 'later' END, v_now)
    RETURNING id INTO v_id;
    RETURN v_id;
END $$;

CREATE FUNCTION queue.enqueue_many(
    p_kind text, p_class text, p_payloads text[], p_dedups text[], p_max_attempts smallint, p_now timestamptz
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_now timestamptz := coalesce(p_now, clock_timestamp());
    v_tenant uuid := queue.caller();
    v_count bigint;
BEGIN
    INSERT INTO queue.jobs (class, tenant_id, kind, payload, dedup_key, run_at, max_attempts, state, created_at)
    SELECT p_class, v_tenant, p_kind, row.payload::jsonb, row.dedup, v_now, p_max_attempts, 'ready', v_now
    FROM unnest(p_payloads, p_dedups) AS row (payload, dedup);
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;

-- Ends a job inside the transaction that holds its effects; false means that the lease was lost and that the
-- transaction must be rolled back.
CREATE FUNCTION queue.complete(p_id bigint, p_lease uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- Isolation: a tenant that guessed another's id and lease would still end only its own jobs.
    DELETE FROM queue.jobs AS job
    WHERE job.id = p_id AND job.lease = p_lease AND job.tenant_id = queue.caller();
    RETURN FOUND;
END $$;

-- Takes up to p_count due jobs of a class, fairly over its tenants but those in p_except, under one lease.
CREATE FUNCTION queue.claim(
    p_class text, p_count integer, p_lease uuid, p_hold interval, p_now timestamptz, p_except uuid[]
)
RETURNS TABLE (
    id bigint, tenant_id uuid, payload jsonb, attempt smallint, max_attempts smallint, crashes smallint,
    created_at timestamptz
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_mergejoin = off SET enable_nestloop = off SET jit = off
AS $$
#variable_conflict use_column
DECLARE
    v_now timestamptz := coalesce(p_now, clock_timestamp());
    v_clock bigint;
    v_tenants uuid[];
    v_starts bigint[];
    v_costs bigint[];
    v_rooms integer[];
    v_depth integer;
    v_ids bigint[];
    v_twins bigint[];
    v_tried jsonb;
BEGIN
    -- A claim that a crash of the server forgets leaves the jobs ready, and `complete` refuses its lease.
    SET LOCAL synchronous_commit = off;

    UPDATE queue.jobs AS job SET state = 'ready'
    WHERE job.id = ANY (ARRAY(
        SELECT due.id FROM queue.jobs AS due
        WHERE due.class = p_class AND due.state = 'later' AND due.run_at <= v_now
        ORDER BY due.run_at LIMIT 1000 FOR UPDATE SKIP LOCKED
    ));

    IF NOT EXISTS (SELECT FROM queue.jobs AS job WHERE job.class = p_class AND job.state = 'ready') THEN
        RETURN;
    END IF;

    SELECT class.vtime INTO v_clock FROM queue.classes AS class WHERE class.class = p_class FOR UPDATE;

    -- The tenants with a ready job, by jumping through the index from tenant to tenant.
    WITH RECURSIVE active (tenant_id) AS (
        (SELECT job.tenant_id FROM queue.jobs AS job
         WHERE job.class = p_class AND job.state = 'ready' ORDER BY job.tenant_id LIMIT 1)
        UNION ALL
        SELECT (SELECT job.tenant_id FROM queue.jobs AS job
                WHERE job.class = p_class AND job.state = 'ready' AND job.tenant_id > active.tenant_id
                ORDER BY job.tenant_id LIMIT 1)
        FROM active WHERE active.tenant_id IS NOT NULL
    ), lane AS (
        SELECT active.tenant_id,
               greatest(coalesce(known.vtime, 0), v_clock) AS start,
               1000000 / coalesce(known.weight, 100) AS cost,
               coalesce(known.max_in_flight, 1000) - (
                   SELECT count(*) FROM queue.jobs AS held
                   WHERE held.class = p_class AND held.tenant_id = active.tenant_id AND held.state = 'running'
               )::integer AS room
        FROM active
        LEFT JOIN LATERAL (
            SELECT * FROM queue.lanes AS lane
            WHERE lane.class = p_class AND lane.tenant_id = active.tenant_id OFFSET 0
        ) AS known ON true
        WHERE active.tenant_id IS NOT NULL AND active.tenant_id <> ALL (p_except)
    ), served AS (
        SELECT * FROM lane WHERE lane.room > 0 ORDER BY lane.start, lane.tenant_id LIMIT p_count
    )
    SELECT array_agg(served.tenant_id), array_agg(served.start), array_agg(served.cost), array_agg(served.room)
    INTO v_tenants, v_starts, v_costs, v_rooms
    FROM served;

    IF v_tenants IS NULL THEN
        RETURN;
    END IF;

    -- Look a little way into every lane first; only when that does not fill the claim, as far as it takes.
    v_depth := least(p_count, 1 + 2 * p_count / cardinality(v_tenants));
    LOOP
        SELECT array_agg(pick.id ORDER BY pick.tag, pick.start, pick.tenant_id), max(pick.tag) INTO v_ids, v_clock
        FROM (
            SELECT job.id, lane.tenant_id, lane.start, lane.start + (job.place - 1) * lane.cost AS tag
            FROM unnest(v_tenants, v_starts, v_costs, v_rooms) AS lane (tenant_id, start, cost, room)
            CROSS JOIN LATERAL (
                SELECT head.id, row_number() OVER (ORDER BY head.run_at, head.id) AS place
                FROM (
                    SELECT waiting.id, waiting.run_at FROM queue.jobs AS waiting
                    WHERE waiting.class = p_class AND waiting.state = 'ready'
                      AND waiting.tenant_id = lane.tenant_id
                    ORDER BY waiting.run_at, waiting.id
                    LIMIT least(v_depth, lane.room)
                ) AS head
            ) AS job
            ORDER BY 4, lane.start, lane.tenant_id LIMIT p_count
        ) AS pick;
        IF v_ids IS NULL THEN
            RETURN;
        END IF;
        EXIT WHEN cardinality(v_ids) >= p_count OR v_depth >= p_count;
        v_depth := p_count;
    END LOOP;

    UPDATE queue.classes AS class SET vtime = v_clock WHERE class.class = p_class AND class.vtime < v_clock;

    -- Of those that ask for the same, the first is kept; the others, also those outside this claim, are folded into
    -- it. Each of them was committed before, so the run that follows sees what they were enqueued for.
    WITH locked AS MATERIALIZED (
        SELECT job.*, pick.place
        FROM unnest(v_ids) WITH ORDINALITY AS pick (id, place)
        CROSS JOIN LATERAL (
            SELECT job.id, job.tenant_id, job.kind, job.dedup_key FROM queue.jobs AS job
            WHERE job.id = pick.id AND job.lease IS NULL FOR UPDATE SKIP LOCKED
        ) AS job
    ), keeper AS MATERIALIZED (
        SELECT ranked.* FROM (
            SELECT locked.*, row_number() OVER (
                PARTITION BY locked.tenant_id, locked.kind, locked.dedup_key,
                             CASE WHEN locked.dedup_key IS NULL THEN locked.id END
                ORDER BY locked.place
            ) AS rank
            FROM locked
        ) AS ranked
        WHERE ranked.rank = 1
    ), twin AS MATERIALIZED (
        SELECT keeper.id AS keeper, other.*
        FROM keeper
        CROSS JOIN LATERAL (
            SELECT job.id, job.attempt, job.crashes FROM queue.jobs AS job
            WHERE job.tenant_id = keeper.tenant_id AND job.kind = keeper.kind AND job.dedup_key = keeper.dedup_key
              AND job.state <> 'running' AND job.dedup_key IS NOT NULL AND job.id <> keeper.id
            FOR UPDATE SKIP LOCKED
        ) AS other
    )
    SELECT (SELECT array_agg(keeper.id) FROM keeper), (SELECT array_agg(twin.id) FROM twin),
           (SELECT jsonb_agg(to_jsonb(twin)) FROM twin WHERE twin.attempt > 0)
    INTO v_ids, v_twins, v_tried;

    DELETE FROM queue.jobs AS job WHERE job.id = ANY (v_twins);
    -- What was tried before is not forgotten with the row that remembered it.
    IF v_tried IS NOT NULL THEN
        UPDATE queue.jobs AS job SET attempt = greatest(job.attempt, tried.attempt),
                                     crashes = greatest(job.crashes, tried.crashes)
        FROM (
            SELECT one.keeper, max(one.attempt) AS attempt, max(one.crashes) AS crashes
            FROM jsonb_to_recordset(v_tried) AS one (keeper bigint, attempt smallint, crashes smallint)
            GROUP BY one.keeper
        ) AS tried
        WHERE job.id = tried.keeper AND job.id = ANY (v_ids);
    END IF;

    RETURN QUERY
    WITH taken AS (
        UPDATE queue.jobs AS job
        SET state = 'running', lease = p_lease, lease_until = v_now + p_hold, attempt = job.attempt + 1,
            -- A job that has brought a worker down before is marked by itself, just before it runs.
            started = job.crashes = 0
        WHERE job.id = ANY (v_ids)
        RETURNING job.*
    ), charged AS (
        INSERT INTO queue.lanes AS lane (class, tenant_id, vtime)
        SELECT p_class, given.tenant_id, served.start + given.count * served.cost
        FROM (SELECT taken.tenant_id, count(*) AS count FROM taken GROUP BY taken.tenant_id) AS given
        JOIN unnest(v_tenants, v_starts, v_costs) AS served (tenant_id, start, cost)
          ON served.tenant_id = given.tenant_id
        ON CONFLICT (class, tenant_id) DO UPDATE SET vtime = excluded.vtime
    )
    SELECT taken.id, taken.tenant_id, taken.payload, taken.attempt, taken.max_attempts, taken.crashes,
           taken.created_at
    FROM taken
    ORDER BY row_number() OVER (PARTITION BY taken.tenant_id ORDER BY taken.run_at, taken.id), taken.run_at, taken.id;
END $$;

-- Marks a job that has crashed before as running now; false means that the lease was lost.
CREATE FUNCTION queue.start(p_id bigint, p_lease uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE queue.jobs AS job SET started = true
    WHERE job.id = p_id AND job.lease = p_lease;
    RETURN FOUND;
END $$;

-- Ends jobs that have no effect in a tenant's schema; returns those that were still held.
CREATE FUNCTION queue.complete_many(p_ids bigint[], p_lease uuid) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
AS $$
BEGIN
    RETURN QUERY
    DELETE FROM queue.jobs AS job WHERE job.id = ANY (p_ids) AND job.lease = p_lease RETURNING job.id;
END $$;

-- Gives back jobs that were not run; the try does not count.
CREATE FUNCTION queue.release(p_ids bigint[], p_lease uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
AS $$
DECLARE
    v_count bigint;
BEGIN
    UPDATE queue.jobs AS job
    SET state = 'ready', attempt = greatest(job.attempt - 1, 0), lease = NULL, lease_until = NULL, started = false
    WHERE job.id = ANY (p_ids) AND job.lease = p_lease;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;

-- Lengthens leases; returns the jobs that are no longer held. A job that is being completed right now is skipped.
CREATE FUNCTION queue.extend(p_ids bigint[], p_lease uuid, p_hold interval, p_now timestamptz)
RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
AS $$
BEGIN
    SET LOCAL synchronous_commit = off;
    UPDATE queue.jobs AS job SET lease_until = coalesce(p_now, clock_timestamp()) + p_hold
    WHERE job.id = ANY (ARRAY(
        SELECT held.id FROM queue.jobs AS held
        WHERE held.id = ANY (p_ids) AND held.lease = p_lease FOR NO KEY UPDATE SKIP LOCKED
    ));
    RETURN QUERY
    SELECT unnest(p_ids)
    EXCEPT
    SELECT job.id FROM queue.jobs AS job WHERE job.id = ANY (p_ids) AND job.lease = p_lease;
END $$;

-- Moves one job out of `running`: back to waiting, or to the dead when it cannot be helped.
CREATE FUNCTION queue.settle(
    p_job queue.jobs, p_error text, p_retry_at timestamptz, p_is_crash boolean, p_now timestamptz
) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_crashes smallint := p_job.crashes + p_is_crash::integer;
BEGIN
    -- The poison rule: what has brought a worker down twice does not get a third.
    IF p_retry_at IS NULL OR p_job.attempt >= p_job.max_attempts OR v_crashes >= 2 THEN
        INSERT INTO queue.dead (id, class, tenant_id, kind, payload, dedup_key, attempt, max_attempts, crashes,
                                last_error, created_at, died_at)
        VALUES (p_job.id, p_job.class, p_job.tenant_id, p_job.kind, p_job.payload, p_job.dedup_key, p_job.attempt,
                p_job.max_attempts, v_crashes, p_error, p_job.created_at, p_now);
        DELETE FROM queue.jobs AS job WHERE job.id = p_job.id;
        RETURN 'dead';
    END IF;
    UPDATE queue.jobs AS job
    SET state = CASE WHEN p_retry_at <= p_now THEN 'ready' ELSE 'later' END, run_at = p_retry_at, lease = NULL,
        lease_until = NULL, started = false, crashes = v_crashes, last_error = p_error
    WHERE job.id = p_job.id;
    RETURN 'later';
END $$;

-- Records a failed run: 'later', 'dead', or NULL when the lease was lost. No time to wait means no other try.
CREATE FUNCTION queue.fail(
    p_id bigint, p_lease uuid, p_error text, p_wait interval, p_is_crash boolean, p_now timestamptz
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_now timestamptz := coalesce(p_now, clock_timestamp());
    v_job queue.jobs;
BEGIN
    SELECT * INTO v_job FROM queue.jobs AS job
    WHERE job.id = p_id AND job.lease = p_lease FOR UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    RETURN queue.settle(v_job, left(p_error, 1000), v_now + p_wait, p_is_crash, v_now);
END $$;

-- Takes expired leases away. The jitter of the waiting comes from p_seed, so that it belongs to the caller.
CREATE FUNCTION queue.reap(p_limit integer, p_seed bigint, p_now timestamptz)
RETURNS TABLE (class text, is_dead boolean, count bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_now timestamptz := coalesce(p_now, clock_timestamp());
BEGIN
    RETURN QUERY
    WITH expired AS MATERIALIZED (
        SELECT job FROM queue.jobs AS job
        WHERE job.state = 'running' AND job.lease_until < v_now
        ORDER BY job.lease_until LIMIT p_limit FOR UPDATE SKIP LOCKED
    ), settled AS MATERIALIZED (
        SELECT (expired.job).class, queue.settle(
            expired.job, 'the worker went away', v_now + make_interval(secs =>
                least(3600, 2 ^ (expired.job).attempt)
                * (0.5 + (hashint8extended((expired.job).id, p_seed) & 1023) / 1024.0)
            ), (expired.job).started, v_now
        ) AS outcome
        FROM expired
    )
    SELECT settled.class, settled.outcome = 'dead', count(*) FROM settled GROUP BY 1, 2;
END $$;

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

CREATE FUNCTION queue.dead_list(p_limit integer) RETURNS SETOF queue.dead
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT * FROM queue.dead AS dead ORDER BY dead.died_at DESC, dead.id DESC LIMIT p_limit;
$$;

-- Gives dead jobs all their tries again.
CREATE FUNCTION queue.requeue_dead(p_ids bigint[], p_now timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_now timestamptz := coalesce(p_now, clock_timestamp());
    v_count bigint;
BEGIN
    WITH back AS (
        DELETE FROM queue.dead AS dead WHERE dead.id = ANY (p_ids) RETURNING dead.*
    )
    INSERT INTO queue.jobs (class, tenant_id, kind, payload, dedup_key, run_at, max_attempts, state, last_error,
                            created_at)
    SELECT back.class, back.tenant_id, back.kind, back.payload, back.dedup_key, v_now, back.max_attempts, 'ready',
           back.last_error, back.created_at
    FROM back;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;

REVOKE ALL ON SCHEMA queue FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA queue FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA queue FROM PUBLIC;

-- `tenant_rw` holds what every tenant role, pool or silo, may call.
GRANT USAGE ON SCHEMA queue TO tenant_rw;
GRANT EXECUTE ON FUNCTION queue.enqueue, queue.enqueue_many, queue.complete TO tenant_rw;

GRANT USAGE ON SCHEMA queue TO queue_rw;
GRANT EXECUTE ON FUNCTION queue.claim, queue.start, queue.complete_many, queue.release, queue.extend, queue.fail,
    queue.reap, queue.depth, queue.dead_list, queue.requeue_dead TO queue_rw;
