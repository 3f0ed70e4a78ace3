//! Measurements of the store beside their floors, on the server of `WINLOSS_TEST_DATABASE_URL`: one JSON line each.
//! `cargo xtask bench` runs them and holds them against their goals.

use std::time::{Duration, Instant};

use domain::actor::Role;
use domain::id::UserId;
use domain::report::{Period, ReportFilter};
use domain::response::Attribution;
use domain::tenant::{NoDecision, Tier};
use mimalloc::MiMalloc;
use sea_orm::sqlx::postgres::PgPoolOptions;
use sea_orm::sqlx::{self, AssertSqlSafe, Connection as _, PgConnection, PgPool, Row as _};
use store::testing::{TestDb, fixture};
use store::{Clock, Store, Workload, report, settings};

/// Deals of the tenant whose overview is measured.
const DEALS: u32 = 100_000;
/// Clients of the point query.
const CLIENTS: u32 = 16;
const ROUNDS: usize = 5;

/// What is measured allocates as the server does.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("door") => door().await,
        Some("provision") => provision().await,
        Some("overview") => overview().await,
        _ => print("error", &[("usage", "measure door | provision | overview".into())]),
    }
}

#[expect(clippy::print_stdout, reason = "this is what it is for")]
fn print(name: &str, figures: &[(&str, serde_json::Value)]) {
    let figures: serde_json::Map<String, serde_json::Value> =
        figures.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
    println!("{}", serde_json::json!({"name": name, "figures": figures}));
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// A point query through a door against the same statement on a plain connection, in turn.
async fn door() {
    let db = TestDb::new().await;
    let store = Store::connect(&db.config(), Clock::system()).await.expect("connects");
    let tenant = fixture::tenant(&store, "measured", Tier::Pool).await;
    let plain = PgPoolOptions::new()
        .min_connections(CLIENTS)
        .max_connections(CLIENTS)
        .test_before_acquire(false)
        .connect(&db.superuser_url())
        .await
        .expect("connects");
    let actor = fixture::acting(UserId::new(store.clock().new_id()), Role::Leader);
    let mut ratios = Vec::new();
    let (mut bare, mut ours) = (0.0, 0.0);
    for _ in 0..ROUNDS {
        bare = rate(|| {
            let (plain, id) = (plain.clone(), tenant.id.uuid());
            async move {
                let row = sqlx::query("SELECT document FROM pool.settings WHERE tenant_id = $1").bind(id);
                let row = row.fetch_one(&plain).await.expect("a row");
                let _: serde_json::Value = row.get(0);
            }
        })
        .await;
        ours = rate(|| {
            let (store, id, actor) = (store.clone(), tenant.id, actor.clone());
            async move {
                let door = store.open_tenant(id, actor, Workload::Live).await.expect("opens");
                settings::load(&door).await.expect("a row");
            }
        })
        .await;
        ratios.push(ours / bare);
    }
    print(
        "door",
        &[("plain_per_s", bare.into()), ("ours_per_s", ours.into()), ("ratio", median(ratios).into())],
    );
}

/// How often a second the clients together get it done.
async fn rate<F: Future<Output = ()> + Send + 'static>(work: impl Fn() -> F + Copy + Send + Sync) -> f64 {
    let window = Duration::from_secs(2);
    let begun = Instant::now();
    let clients = (0..CLIENTS).map(|_| async move {
        let mut done = 0_u32;
        while begun.elapsed() < window {
            tokio::spawn(work()).await.expect("runs");
            done += 1;
        }
        done
    });
    let done: u32 = futures_util::future::join_all(clients).await.into_iter().sum();
    f64::from(done) / begun.elapsed().as_secs_f64()
}

/// Onboarding of silos and pool tenants against the bare DDL of a silo in one transaction.
async fn provision() {
    let db = TestDb::new().await;
    let store = Store::connect(&db.config(), Clock::system()).await.expect("connects");
    let (mut silos, mut pools, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    for n in 0..20 {
        bare.push(bare_ddl(&db, n).await);
        for (tier, times) in [(Tier::Silo, &mut silos), (Tier::Pool, &mut pools)] {
            let begun = Instant::now();
            fixture::tenant(&store, &format!("{}-{n}", tier.code()), tier).await;
            times.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
    }
    let slowest = silos.iter().chain(&pools).copied().fold(0.0, f64::max);
    let (bare, silo, pool) = (median(bare), median(silos), median(pools));
    print(
        "provision",
        &[
            ("bare_ddl_ms", bare.into()),
            ("silo_ms", silo.into()),
            ("pool_ms", pool.into()),
            ("slowest_ms", slowest.into()),
            ("ratio", (silo / bare).into()),
        ],
    );
}

async fn bare_ddl(db: &TestDb, n: u32) -> f64 {
    let mut connection = PgConnection::connect(&db.superuser_url()).await.expect("connects");
    let begun = Instant::now();
    let mut tx = connection.begin().await.expect("begins");
    let place = format!("create schema bare_{n}; set local search_path = bare_{n}");
    sqlx::raw_sql(AssertSqlSafe(place)).execute(&mut *tx).await.expect("a schema");
    for text in migration::tenant_texts() {
        sqlx::raw_sql(text).execute(&mut *tx).await.expect("a table");
    }
    let locks = migration::tenant_table::guard(
        &format!("bare_{n}"),
        None,
        Some(&uuid::Uuid::from_u128(n.into()).to_string()),
    );
    sqlx::raw_sql(AssertSqlSafe(locks)).execute(&mut *tx).await.expect("locks");
    tx.commit().await.expect("commits");
    begun.elapsed().as_secs_f64() * 1000.0
}

/// A tile: its name, the aggregate in SQL, and ours as one number that both must give.
type Tile<'a> = (&'static str, String, Box<dyn Fn() -> i64 + 'a>);

/// Every tile over one tenant's deals against the same aggregate straight over the base table.
async fn overview() {
    let db = TestDb::new().await;
    let store = Store::connect(&db.config(), Clock::system()).await.expect("connects");
    let tenant = fixture::tenant(&store, "large", Tier::Pool).await;
    db.sabotage(&fill(&tenant.id.to_string())).await;
    let actor = fixture::acting(UserId::new(store.clock().new_id()), Role::Leader);
    let door = store.open_tenant(tenant.id, actor, Workload::Reporting).await.expect("opens");
    let begun = Instant::now();
    let columns = report::columns(&door).await.expect("loads");
    let load = begun.elapsed().as_secs_f64() * 1000.0;
    drop(door);
    let today = store.clock().today();
    let filter = ReportFilter { period: Period::LastTwoYears, ..ReportFilter::default() };
    let (from, to) = filter.day_keys(today);
    let view = columns.view(&filter, Attribution::Leadership, NoDecision::Lost, today);
    let pool = PgPoolOptions::new().max_connections(1).connect(&db.superuser_url()).await.expect("connects");
    let range = format!(
        "d.tenant_id = '{}' and d.outcome is not null and d.closed_day between {from} and {to}",
        tenant.id
    );
    let tiles: [Tile<'_>; 5] = [
        (
            "headline",
            format!(
                "select count(*) filter (where outcome = 'won') + sum(home_cents) filter (where outcome = 'won')
                        + sum(home_cents) filter (where outcome <> 'won')
                 from pool.deals d where {range}"
            ),
            Box::new(|| {
                let head = view.headline();
                head.won + head.won_cents + head.lost_cents
            }),
        ),
        (
            "by_quarter",
            format!(
                "select sum(won * n)::bigint from (
                   select count(*) filter (where outcome = 'won') as won, count(*) as n
                   from pool.deals d where d.tenant_id = '{}' and d.outcome is not null and d.closed_day >= {}
                   group by date_trunc('quarter', date '1970-01-01' + closed_day)) q",
                tenant.id,
                view.by_quarter().first().map_or(0, |one| domain::deal::key_of_day(one.quarter.first_day())),
            ),
            Box::new(|| view.by_quarter().iter().map(|one| one.rate.hits * one.rate.n).sum()),
        ),
        (
            "reasons",
            format!(
                "select sum(n * touched)::bigint from (
                   select count(distinct d.id) as n, sum(d.home_cents) as touched
                   from pool.deals d
                   join pool.responses r on r.tenant_id = d.tenant_id and r.deal_id = d.id
                   join pool.response_themes t on t.tenant_id = r.tenant_id and t.response_id = r.id
                   where {range} and d.outcome <> 'won' and t.weight > 0 group by t.theme) x"
            ),
            Box::new(|| view.reasons().0.iter().map(|one| one.deals.hits * one.touched_cents).sum()),
        ),
        (
            "competitors",
            format!(
                "select sum(won * n)::bigint from (
                   select count(distinct d.id) filter (where d.outcome = 'won') as won, count(distinct d.id) as n
                   from pool.deals d
                   join pool.deal_competitors c on c.tenant_id = d.tenant_id and c.deal_id = d.id
                   where {range} group by c.competitor_id) x"
            ),
            Box::new(|| view.competitors().iter().map(|one| one.win_rate.hits * one.met).sum()),
        ),
        (
            "cycle",
            format!(
                "select sum((median * 2)::bigint)::bigint from (
                   select percentile_cont(0.5) within group (order by cycle_days) as median
                   from pool.deals d where {range} group by outcome = 'won') x"
            ),
            Box::new(|| {
                let cycle = view.cycle();
                #[expect(clippy::cast_possible_truncation, reason = "days")]
                let twice = |spread: Option<domain::report::Spread>| spread.map_or(0, |s| (s.median * 2.0).round() as i64);
                twice(cycle.won) + twice(cycle.lost)
            }),
        ),
    ];
    for (name, sql, ours) in tiles {
        let (direct, theirs) = time_sql(&pool, &sql).await;
        let mut times = Vec::new();
        let mut result = 0;
        for _ in 0..21 {
            let begun = Instant::now();
            result = ours();
            times.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
        assert_eq!(result, theirs, "{name} differs from SQL");
        let mine = median(times);
        print(
            "tile",
            &[
                ("tile", name.into()),
                ("sql_ms", direct.into()),
                ("ours_ms", mine.into()),
                ("ratio", (direct / mine).into()),
            ],
        );
    }
    print(
        "snapshot",
        &[("deals", columns.len().into()), ("load_ms", load.into()), ("bytes", columns.bytes().into())],
    );
}

async fn time_sql(pool: &PgPool, sql: &str) -> (f64, i64) {
    let mut times = Vec::new();
    let mut result = 0;
    for _ in 0..7 {
        let begun = Instant::now();
        let row = sqlx::query(AssertSqlSafe(sql.to_owned()))
            .persistent(false)
            .fetch_one(pool)
            .await
            .expect("a row");
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
        result = row
            .try_get::<i64, _>(0)
            .or_else(|_| {
                row.try_get::<sea_orm::prelude::Decimal, _>(0).map(|n| i64::try_from(n).unwrap_or_default())
            })
            .expect("a number");
    }
    (median(times), result)
}

/// Two years of deals by arithmetic, with competitors, and answers to a third.
fn fill(tenant: &str) -> String {
    format!(
        "insert into pool.deals (tenant_id, id, external_id, name, outcome, amount, currency, home_rate, home_cents,
                                 closed_at, closed_day, cycle_days, segment, region, owner_id, owner_name,
                                 happened_at, received_at, updated_at)
         select '{tenant}', gen_random_uuid(), 'd' || n, 'Deal ' || n,
                (array['won', 'lost_competitor', 'lost_no_decision', 'lost_other', 'won'])[1 + n * 7 % 5],
                n % 900 * 100, 'USD', 1, n % 900 * 10000,
                now() - (n % 725) * interval '1 day', (now()::date - n % 725) - date '1970-01-01', n * 31 % 200,
                (array['SMB', 'Mid-market', 'Enterprise'])[1 + n % 3], (array['EMEA', 'Americas', 'APAC'])[1 + n % 3],
                'rep-' || n % 40, 'Rep ' || n % 40, now(), now(), now()
         from generate_series(1, {DEALS}) n;
         insert into pool.competitors (tenant_id, id, name, norm, created_at)
         select '{tenant}', gen_random_uuid(), 'Vendor ' || n, 'vendor ' || n, now() from generate_series(1, 20) n;
         insert into pool.deal_competitors (tenant_id, deal_id, source, seq, competitor_id, raw, role)
         select '{tenant}', d.id, 'crm', 0, c.id, c.name, 'considered'
         from (select id, row_number() over (order by id) as n from pool.deals where tenant_id = '{tenant}') d
         join (select id, name, row_number() over (order by id) as n from pool.competitors
               where tenant_id = '{tenant}') c on c.n = 1 + d.n % 20
         where d.n % 10 < 7;
         set session_replication_role = replica;
         insert into pool.responses (tenant_id, id, deal_id, invitation_id, version_id, attribution, submitted_at,
                                     submitted_day, model, written_at)
         select '{tenant}', gen_random_uuid(), id, gen_random_uuid(), gen_random_uuid(), 'named', closed_at, closed_day,
                'measured', now()
         from (select id, closed_at, closed_day, row_number() over (order by id) as n from pool.deals
               where tenant_id = '{tenant}') d where n % 3 = 0;
         insert into pool.response_themes (tenant_id, response_id, theme, source, weight, confidence, evidence)
         select '{tenant}', r.id, t.theme, 'buyer', 5000, 1, '[]'
         from (select id, row_number() over (order by id) as n from pool.responses where tenant_id = '{tenant}') r
         cross join lateral (values ((array['pricing', 'support', 'security', 'timing'])[1 + r.n % 4]),
                                    ((array['usability', 'incumbent', 'reliability'])[1 + r.n % 3])) t (theme);
         reset session_replication_role;
         update pool.settings set data_version = data_version + 1 where tenant_id = '{tenant}';
         analyze pool.deals; analyze pool.deal_competitors; analyze pool.responses; analyze pool.response_themes;"
    )
}
