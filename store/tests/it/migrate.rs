//! Every migration can be taken back and run again, in every kind of schema.

use domain::crm::DealEvent;
use domain::crm::event::ContactEvent;
use domain::deal::{ContactRole, Owner, Seller};
use domain::link::LinkState;
use domain::response::Attribution;
use domain::survey::shelf::SurveyState;
use domain::tenant::Tier;
use migration::{ControlMigrator, QueueMigrator, TenantMigrator, tenant_table};
use sea_orm::sqlx::postgres::PgPoolOptions;
use sea_orm::{ConnectionTrait as _, SqlxPostgresConnector};
use sea_orm_migration::MigratorTrait;
use secrecy::ExposeSecret as _;
use store::testing::TestDb;
use store::{link, survey, tenancy};

use crate::scene::{Scene, answers, contact_event, event, event_of};

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

/// A connection as the owner, into the pool.
async fn owner(db: &TestDb) -> sea_orm::DatabaseConnection {
    owner_in(db, "pool").await
}

/// A connection as the owner, into that schema.
async fn owner_in(db: &TestDb, schema: &str) -> sea_orm::DatabaseConnection {
    let url = db.config().control_migrator_url.unwrap();
    let pool = PgPoolOptions::new().max_connections(1).connect(url.expose_secret()).await.unwrap();
    let owner = SqlxPostgresConnector::from_sqlx_postgres_pool(pool);
    owner.execute_unprepared(&format!("set role wl_owner; set search_path = {schema}")).await.unwrap();
    owner
}

/// How many migrations came since that one, and with it.
fn steps_since(name: &str) -> u32 {
    let newer = TenantMigrator::migrations().iter().filter(|one| one.name() >= name).count();
    u32::try_from(newer).unwrap()
}

#[tokio::test]
async fn rows_of_the_release_before_are_read_after_the_survey_language_widens() {
    let scene = Scene::new().await;
    let bo = scene.invite(&event()).await;
    let submission = scene.send(&bo, answers(Attribution::Named)).await;
    assert!(scene.ingest(submission).await);
    let owner = owner(&scene.db).await;
    TenantMigrator::down(&owner, Some(steps_since("m20261125_000021"))).await.unwrap();
    let old = "select count(*) from information_schema.columns
               where table_schema = 'pool' and column_name in ('draft', 'receipt_hash', 'voice')";
    assert_eq!(scene.db.number(old).await, 0);
    TenantMigrator::up(&owner, None).await.unwrap();
    owner.execute_unprepared(&tenant_table::guard("pool", Some("pool_rw"), None)).await.unwrap();
    assert_eq!(scene.db.store().inspect().await.unwrap().faults, Vec::<String>::new());
    let tenant = scene.open_as(bo.invitation).await;
    let found = link::find(&tenant, &bo.token.hash()).await.unwrap().expect("it is there");
    assert_eq!((found.state, found.attribution), (LinkState::Answered, None));
    drop(tenant);
    let tenant = scene.open().await;
    let listed = survey::list(&tenant).await.unwrap();
    assert_eq!((listed[0].state, listed[0].outcomes.len()), (SurveyState::Published, 4));
    assert!(!survey::load_draft(&tenant, listed[0].id).await.unwrap().is_changed);
    let voice = "select count(*) from pool.responses where voice = 'buyer' and attribution = 'named'";
    assert_eq!(scene.db.number(voice).await, 1);
    // What a migration fills in is filled in, though the owner of the tables is held by their policy.
    let filled = "select count(*) from pool.responses r join pool.deals d on d.id = r.deal_id
                  where r.closed_day = d.closed_day and d.owner_email = any(d.sellers)";
    assert_eq!(scene.db.number(filled).await, 1);
}

#[tokio::test]
async fn going_back_turns_a_finalist_into_one_that_was_considered() {
    let scene = Scene::new().await;
    let bo = scene.invite(&event()).await;
    let submission = scene.send(&bo, answers(Attribution::Named)).await;
    assert!(scene.ingest(submission).await);
    scene.db.sabotage("update pool.deal_competitors set role = 'finalist' where role <> 'chosen'").await;
    let count = async |role: &str| {
        scene.db.number(&format!("select count(*) from pool.deal_competitors where role = '{role}'")).await
    };
    let finalists = count("finalist").await;
    assert!(finalists > 0);
    let owner = owner(&scene.db).await;
    TenantMigrator::down(&owner, Some(steps_since("m20261125_000023"))).await.unwrap();
    assert_eq!((count("finalist").await, count("considered").await), (0, finalists));
    let forced = "select count(*) from pg_class
                  where oid = 'pool.deal_competitors'::regclass and relforcerowsecurity";
    assert_eq!(scene.db.number(forced).await, 1, "and the table is locked as before");
}

/// Databases that met the column while its filling changed no row told nobody from whoever sold.
#[tokio::test]
async fn who_sold_is_filled_in_where_it_was_left_empty() {
    for tier in [Tier::Pool, Tier::Silo] {
        let scene = Scene::of(tier).await;
        let sales =
            |id: &str, email: &str| ContactEvent { role: ContactRole::Sales, ..contact_event(id, email) };
        let first = DealEvent { contacts: vec![sales("004", "sal@tenant.example")], ..event() };
        scene.upsert(&first).await;
        scene.upsert(&event_of("D-2")).await;
        let nobody = DealEvent { owner: None, contacts: Vec::new(), ..event_of("D-3") };
        scene.upsert(&nobody).await;
        let owner = owner_in(&scene.db, scene.schema()).await;
        TenantMigrator::down(&owner, Some(steps_since("m20261126_000030"))).await.unwrap();
        let schema = scene.schema();
        scene.db.sabotage(&format!("update {schema}.deals set sellers = '{{}}'")).await;
        // From a message that came since there is whom it named, and nobody else.
        let since =
            format!("update {schema}.deals set sellers = '{{ada@tenant.example}}' where external_id = 'D-1'");
        scene.db.sabotage(&since).await;
        tenancy::migrate(&scene.db.config()).await.unwrap();
        let sold = async |deal: &str, sellers: &str| {
            let sold = format!(
                "select count(*) from {{t}}.deals where external_id = '{deal}' and '{sellers}' = array(
                     select one from unnest(sellers) as one where one is null or one like '%@%' order by one)"
            );
            scene.number(&sold).await == 1
        };
        assert!(sold("D-1", "{ada@tenant.example, sal@tenant.example}").await, "{tier:?}");
        assert!(sold("D-2", "{ada@tenant.example}").await, "{tier:?}");
        assert!(sold("D-3", "{}").await, "{tier:?}");
        assert_eq!(scene.db.store().inspect().await.unwrap().faults, Vec::<String>::new(), "{tier:?}");
    }
}

#[tokio::test]
async fn the_names_of_who_sold_are_filled_in_as_new_messages_write_them() {
    let names = [
        "Ada Quist",
        "QUIST, Zoë",
        "Jörg  Groß\u{2010}Müller",
        "Zoe\u{308}\u{A0}\u{AD}Li (zoe@tenant.example)",
        "O'Neil-Đurić, Ｐａt",
        "山田\u{3000}太郎",
        "ada@tenant.example",
        "-",
    ];
    for tier in [Tier::Pool, Tier::Silo] {
        let scene = Scene::of(tier).await;
        let sold_by = |name: &str, place: usize| DealEvent {
            owner: event().owner.map(|owner| Owner { name: name.to_owned(), ..owner }),
            sellers: Vec::new(),
            contacts: vec![ContactEvent {
                role: ContactRole::Sales,
                name: "Sal Sales".to_owned(),
                ..contact_event("004", "sal@tenant.example")
            }],
            ..event_of(&place.to_string())
        };
        for (place, name) in names.into_iter().enumerate() {
            scene.upsert(&sold_by(name, place)).await;
        }
        let marks = "select count(*) from {t}.deals, unnest(sellers) as one where one like 'name:%'";
        let before = scene.number(marks).await;
        let owner = owner_in(&scene.db, scene.schema()).await;
        TenantMigrator::down(&owner, Some(steps_since("m20261126_000031"))).await.unwrap();
        let addresses = "select count(*) from {t}.deals, unnest(sellers) as one where one like '%@%'";
        assert_eq!((scene.number(marks).await, scene.number(addresses).await), (0, 16), "{tier:?}");
        tenancy::migrate(&scene.db.config()).await.unwrap();
        assert_eq!((scene.number(marks).await, scene.number(addresses).await), (before, 16), "{tier:?}");
        for (place, name) in names.into_iter().enumerate() {
            let mark =
                Seller::called(name).map_or_else(|| "name:sal+sales".to_owned(), |mark| mark.to_string());
            let filled = format!(
                "select count(*) from {{t}}.deals where external_id = '{place}' and '{mark}' = any(sellers)
                 and 'name:sal+sales' = any(sellers)"
            );
            assert_eq!(scene.number(&filled).await, 1, "{name} of {tier:?} is {mark}");
        }
    }
}
