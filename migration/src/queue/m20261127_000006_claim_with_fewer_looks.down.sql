CREATE OR REPLACE FUNCTION queue.claim(
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
