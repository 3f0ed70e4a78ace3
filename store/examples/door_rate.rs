//! Scratch: rate of a point query through a door against the plain query.
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use domain::actor::Actor;
use domain::tenant::Tier;
use sea_orm::sqlx::{self, postgres::PgPoolOptions, Row as _};
use store::testing::{TestDb, fixture};
use store::{PoolSizes, Workload};

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let n: u32 = std::env::args().nth(1).and_then(|a| a.parse().ok()).unwrap_or(16);
    let sizes = PoolSizes { live: n, reporting: 1, bulk: 1, batch: 1, queue: 1, control: 4 };
    let db = TestDb::with_pools(sizes).await;
    let store = db.store();
    let tenant = fixture::tenant(&store, "small", Tier::Pool).await;
    let silo = fixture::tenant(&store, "large", Tier::Silo).await;
    let pool = PgPoolOptions::new().max_connections(n).connect(&db.superuser_url()).await.unwrap();
    for round in 0..3 {
        let (p2, id2) = (pool.clone(), tenant.id.uuid());
        let plain = measure(n, move || {
            let (pool, id) = (p2.clone(), id2);
            async move {
                let r = sqlx::query("SELECT data_version FROM pool.settings WHERE tenant_id = $1").bind(id).fetch_one(&pool).await.unwrap();
                r.get::<i64, _>(0);
            }
        }).await;
        let mut line = format!("round {round}: plain {plain:.0}/s");
        for t in [&tenant, &silo] {
            let (s2, id2) = (store.clone(), t.id);
            let door = measure(n, move || {
                let (store, id) = (s2.clone(), id2);
                async move {
                    let d = store.open_tenant(id, Actor::Worker { job: 1 }, Workload::Live).await.unwrap();
                    d.data_version().await.unwrap();
                }
            }).await;
            line += &format!(" {} door {door:.0}/s = {:.2}", t.tier.code(), door / plain);
        }
        let (s2, id2) = (store.clone(), tenant.id);
        let door = measure(n, move || {
            let (store, id) = (s2.clone(), id2);
            async move {
                let d = store.open_tenant(id, Actor::Worker { job: 1 }, Workload::Live).await.unwrap();
                d.data_version().await.unwrap();
                d.commit().await.unwrap();
            }
        }).await;
        println!("{line}, committed {:.2}", door / plain);
    }
    // provisioning
    for tier in [Tier::Pool, Tier::Silo] {
        let mut times = Vec::new();
        for i in 0..12 {
            let begun = Instant::now();
            fixture::tenant(&store, &format!("{}-x{i}", tier.code()), tier).await;
            times.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
        println!("{}: {times:.0?} ms", tier.code());
    }
}

async fn measure<F: Future<Output = ()> + Send + 'static>(n: u32, f: impl Fn() -> F + Clone + Send + Sync + 'static) -> f64 {
    let count = Arc::new(AtomicU64::new(0));
    let until = Instant::now() + Duration::from_secs(3);
    let begun = Instant::now();
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..n {
        let (f, count) = (f.clone(), count.clone());
        all.spawn(async move { while Instant::now() < until { f().await; count.fetch_add(1, Ordering::Relaxed); } });
    }
    all.join_all().await;
    count.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64()
}
