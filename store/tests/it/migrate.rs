//! Every migration can be taken back and run again, in every kind of schema.

use migration::{ControlMigrator, QueueMigrator, TenantMigrator, tenant_table};
use sea_orm::sqlx::postgres::PgPoolOptions;
use sea_orm::{ConnectionTrait as _, SqlxPostgresConnector};
use sea_orm_migration::MigratorTrait;
use secrecy::ExposeSecret as _;
use store::testing::TestDb;

async fn down_and_up<M: MigratorTrait>(db: &TestDb, schema: &'static str) {
    let url = db.config().control_migrator_url.unwrap();
    let pool = PgPoolOptions::new().max_connections(1).connect(url.expose_secret()).await.unwrap();
    let owner = SqlxPostgresConnector::from_sqlx_postgres_pool(pool);
    owner.execute_unprepared(&format!("set role wl_owner; set search_path = {schema}")).await.unwrap();
    M::down(&owner, None).await.unwrap();
    let left = format!(
        "select count(*) from pg_class where relnamespace = to_regnamespace('{schema}') and relkind in ('r', 'v', 'S')
         and relname <> 'seaql_migrations'"
    );
    assert_eq!(db.number(&left).await, 0, "{schema} is empty after going down");
    M::up(&owner, None).await.unwrap();
    if schema == "pool" {
        owner.execute_unprepared(&tenant_table::guard(schema, Some("pool_rw"), None)).await.unwrap();
    }
    assert!(db.number(&left).await > 1, "{schema} is back");
    assert_eq!(db.store().inspect().await.unwrap().faults, Vec::<String>::new());
}

#[tokio::test]
async fn every_migration_goes_down_and_up_again() {
    let db = TestDb::new().await;
    down_and_up::<TenantMigrator>(&db, "pool").await;
    down_and_up::<QueueMigrator>(&db, "queue").await;
    down_and_up::<ControlMigrator>(&db, "control").await;
}
