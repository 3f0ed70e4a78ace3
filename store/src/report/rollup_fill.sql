-- All cubes of one tenant from its rows: one pass over the deals for four dimensions, and one for each list that
-- hangs on them. A month is year * 12 + month counted from zero. Sums of cents are numeric, and end at the largest
-- bigint: absurd amounts must not stop the refresh.
INSERT INTO rollups (tenant_id, dimension, month, key, won, lost_competitor, lost_no_decision, lost_other,
                     won_cents, lost_cents, without_amount, answered)
WITH facts AS (
    SELECT d.id,
           extract(year FROM date '1970-01-01' + d.closed_day)::int * 12
               + extract(month FROM date '1970-01-01' + d.closed_day)::int - 1 AS month,
           d.outcome, d.home_cents, d.segment, d.region, d.owner_id,
           EXISTS (SELECT FROM responses r
                   WHERE r.tenant_id = $1 AND r.deal_id = d.id AND r.voice = 'buyer') AS is_answered
    FROM deals d
    WHERE d.tenant_id = $1 AND d.outcome IS NOT NULL
),
keyed AS (
    SELECT 'all' AS dimension, '' AS key, f.* FROM facts f
    UNION ALL
    SELECT 'segment', f.segment, f.* FROM facts f WHERE f.segment IS NOT NULL
    UNION ALL
    SELECT 'region', f.region, f.* FROM facts f WHERE f.region IS NOT NULL
    UNION ALL
    SELECT 'rep', f.owner_id, f.* FROM facts f WHERE f.owner_id IS NOT NULL
    UNION ALL
    SELECT 'competitor', c.competitor_id::text, f.*
    FROM facts f
    JOIN (SELECT DISTINCT x.deal_id, x.competitor_id
          FROM deal_competitors x
          LEFT JOIN responses r ON r.tenant_id = x.tenant_id AND r.id = x.response_id
          WHERE x.tenant_id = $1 AND x.competitor_id IS NOT NULL
            AND (x.source = 'crm' OR r.voice = 'buyer')) c ON c.deal_id = f.id
    UNION ALL
    SELECT 'theme', t.theme, f.*
    FROM facts f
    JOIN (SELECT DISTINCT r.deal_id, t.theme
          FROM response_themes t
          JOIN responses r ON r.tenant_id = t.tenant_id AND r.id = t.response_id
          JOIN facts d ON d.id = r.deal_id
          -- What was said after a win is no reason for a loss, and the other way round; as in `gives_reasons!`.
          WHERE t.tenant_id = $1 AND t.weight > 0 AND r.voice = 'buyer'
            AND (r.outcome IS NULL OR (r.outcome = 'won') = (d.outcome = 'won'))) t ON t.deal_id = f.id
)
SELECT $1, dimension, month, key,
       count(*) FILTER (WHERE outcome = 'won'),
       count(*) FILTER (WHERE outcome = 'lost_competitor'),
       count(*) FILTER (WHERE outcome = 'lost_no_decision'),
       count(*) FILTER (WHERE outcome = 'lost_other'),
       least(coalesce(sum(home_cents) FILTER (WHERE outcome = 'won'), 0), 9223372036854775807)::bigint,
       least(coalesce(sum(home_cents) FILTER (WHERE outcome <> 'won'), 0), 9223372036854775807)::bigint,
       count(*) FILTER (WHERE home_cents IS NULL),
       count(*) FILTER (WHERE is_answered)
FROM keyed
GROUP BY dimension, month, key
