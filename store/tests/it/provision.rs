//! A tenant is born once and whole, whatever happens on the way.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use domain::deal::Outcome;
use domain::provisioning::Step;
use domain::survey::Audience;
use domain::tenant::{Tenant, TenantStatus, Tier};
use store::account::{self, Invited};
use store::tenancy::provision::{self, HookFuture, Hooks, Moment, WelcomeMail};
use store::tenancy::{self, Migrated};
use store::testing::{TestDb, fixture};
use store::{Store, StoreError, survey};

/// Hooks that bring the process down, once, at one moment.
struct Killer {
    at: (Step, Moment),
    is_armed: AtomicBool,
    mails: Mutex<Vec<WelcomeMail>>,
}

impl Hooks for Killer {
    fn welcome(&self, mail: WelcomeMail) -> HookFuture<'_> {
        self.mails.lock().unwrap().push(mail);
        Box::pin(async { Ok(()) })
    }

    fn progress(&self, step: Step, moment: Moment) {
        if (step, moment) == self.at && self.is_armed.swap(false, Ordering::Relaxed) {
            panic!("killed {moment:?} {step:?}");
        }
    }
}

/// What a tenant consists of, counted behind the store's back.
async fn assert_whole(db: &TestDb, tenant: &Tenant) {
    let id = tenant.id;
    let schema = db.store().placement(id).await.unwrap().schema;
    for (what, sql, expected) in [
        ("tenant", format!("select count(*) from control.tenants where slug = '{}'", tenant.slug), 1),
        ("placement", format!("select count(*) from control.placements where tenant_id = '{id}'"), 1),
        ("connection", format!("select count(*) from control.connections where tenant_id = '{id}'"), 1),
        (
            "admin",
            format!("select count(*) from control.memberships where tenant_id = '{id}' and role = 'admin'"),
            1,
        ),
        (
            "steps",
            format!(
                "select count(*) from control.provisioning_steps where tenant_id = '{id}' and state = 'done'"
            ),
            8,
        ),
        ("settings", format!("select count(*) from {schema}.settings where tenant_id = '{id}'"), 1),
        ("version", format!("select count(*) from {schema}.template_versions where tenant_id = '{id}'"), 1),
        ("competitor", format!("select count(*) from {schema}.competitors where tenant_id = '{id}'"), 0),
    ] {
        assert_eq!(db.number(&sql).await, expected, "{what} of {}", tenant.slug);
    }
    assert_eq!(tenant.status, TenantStatus::Active);
    let door = fixture::open(&db.store(), tenant).await;
    let survey = survey::for_deal(&door, Outcome::Won, Audience::Buyer).await.unwrap();
    assert!(survey.is_some(), "it can invite at once");
    assert_eq!(db.store().inspect().await.unwrap().faults, Vec::<String>::new());
}

#[tokio::test]
async fn an_order_makes_a_tenant_that_is_open() {
    let db = TestDb::new().await;
    for (slug, tier) in [("small", Tier::Pool), ("large", Tier::Silo)] {
        let mails = fixture::Mailbox::default();
        let made = provision::run(&db.store(), &fixture::order(slug, tier), &mails).await.unwrap();
        assert_whole(&db, &made.tenant).await;
        let webhook = made.webhook.unwrap();
        let connection = db.store().connection(&webhook.key).await.unwrap().unwrap();
        assert_eq!((connection.tenant, connection.id), (made.tenant.id, webhook.id));

        let mail = mails.mails().remove(0);
        assert_eq!(mail.to.as_str(), format!("admin@{slug}.example"));
        let control = db.store().open_control().await.unwrap();
        let token = mail.token.unwrap();
        let token = secrecy::ExposeSecret::expose_secret(&token);
        let Invited::Good(admin) = account::find_invited(&control, token).await.unwrap() else {
            panic!("the link is good")
        };
        assert_eq!(admin.memberships[0].0.id, made.tenant.id);
        db.clock().advance(chrono::Duration::days(8));
        assert!(
            matches!(account::find_invited(&control, token).await.unwrap(), Invited::Expired),
            "the invite is over after a week"
        );
    }
}

#[tokio::test]
async fn the_same_order_twice_is_one_tenant() {
    let db = TestDb::new().await;
    for (slug, tier) in [("small", Tier::Pool), ("large", Tier::Silo)] {
        let first = fixture::provisioned(&db.store(), slug, tier).await;
        let again = fixture::provisioned(&db.store(), slug, tier).await;
        assert_eq!(first.tenant, again.tenant);
        assert!(again.webhook.is_none(), "a secret is shown once");
        assert_whole(&db, &again.tenant).await;
    }
    let other = fixture::order("small", Tier::Silo);
    let taken = provision::run(&db.store(), &other, &fixture::Mailbox::default()).await;
    assert!(matches!(taken, Err(StoreError::Conflict { constraint }) if constraint == "tenants_slug_key"));
    let mut nowhere = fixture::order("elsewhere", Tier::Pool);
    nowhere.region = "mars".to_owned();
    let refused = provision::run(&db.store(), &nowhere, &fixture::Mailbox::default()).await;
    let Err(StoreError::Invalid(errors)) = refused else { panic!("it went nowhere") };
    let words = "no shard of the region mars takes new tenants; there are: eu";
    assert_eq!(errors.of_field("region"), [words]);
}

#[tokio::test]
async fn names_are_kept_without_what_stands_around_them_and_an_order_without_names_makes_nothing() {
    // Mails were about " is ready", and the tab's title was "Overview · · winloss".
    let db = TestDb::new().await;
    let mut order = fixture::order("small", Tier::Pool);
    (order.name, order.admin_name) = ("  ".to_owned(), "Ada\nAdmin".to_owned());
    let refused = provision::run(&db.store(), &order, &fixture::Mailbox::default()).await;
    let Err(StoreError::Invalid(errors)) = refused else { panic!("{refused:?}") };
    assert_eq!(errors.iter().map(|(field, _)| field).collect::<Vec<_>>(), ["admin_name", "name"]);
    assert_eq!(db.number("select count(*) from control.tenants").await, 0);
    (order.name, order.admin_name) = (" Small Inc. ".to_owned(), " Ada Admin ".to_owned());
    for _ in 0..2 {
        let made = provision::run(&db.store(), &order, &fixture::Mailbox::default()).await.unwrap();
        assert_eq!(made.tenant.name, "Small Inc.");
    }
    assert_eq!(db.number("select count(*) from control.users where name = 'Ada Admin'").await, 1);
    let control = db.store().open_control().await.unwrap();
    let email = domain::form::Email::parse("max@small.example").unwrap();
    let refused = account::ensure_user(&control, &email, "\u{200b}").await;
    assert!(matches!(refused, Err(StoreError::Invalid(_))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_order_at_the_same_moment_is_one_tenant() {
    let db = TestDb::new().await;
    for (slug, tier) in [("small", Tier::Pool), ("large", Tier::Silo)] {
        let runs = (0..4).map(|_| {
            let store = db.store();
            tokio::spawn(async move {
                provision::run(&store, &fixture::order(slug, tier), &fixture::Mailbox::default()).await
            })
        });
        for run in runs.collect::<Vec<_>>() {
            // The others may find the slug just taken; ordered again, they find the tenant.
            match run.await.unwrap() {
                Ok(_) | Err(StoreError::Conflict { .. }) => {}
                Err(error) => panic!("{error:?}"),
            }
        }
        assert_whole(&db, &fixture::tenant(&db.store(), slug, tier).await).await;
    }
}

#[tokio::test]
async fn an_order_that_was_killed_anywhere_is_finished_by_the_next_run() {
    let db = TestDb::new().await;
    std::panic::set_hook(Box::new(|info| {
        let text = info.to_string();
        if !text.contains("killed") {
            eprintln!("{text}");
        }
    }));
    for tier in [Tier::Pool, Tier::Silo] {
        for (at, step) in Step::ALL.into_iter().enumerate() {
            for moment in [Moment::Begun, Moment::Worked, Moment::Done] {
                let slug = format!("{}-{at}-{}", tier.code(), format!("{moment:?}").to_lowercase());
                let killer = std::sync::Arc::new(Killer {
                    at: (step, moment),
                    is_armed: AtomicBool::new(true),
                    mails: Mutex::default(),
                });
                let (store, order) = (db.store(), fixture::order(&slug, tier));
                let killed = {
                    let (store, order, killer) = (store.clone(), order.clone(), killer.clone());
                    tokio::spawn(async move { provision::run(&store, &order, &*killer).await.map(drop) })
                        .await
                };
                assert!(killed.is_err(), "{slug} was not killed");
                // Another process: nothing is remembered.
                let other = Store::connect(&db.config(), db.clock().clone()).await.unwrap();
                let made = provision::run(&other, &order, &*killer).await;
                let made = made.unwrap_or_else(|error| panic!("{slug}: {error:?}"));
                other.shutdown().await;
                assert_whole(&db, &made.tenant).await;
                assert!(!killer.mails.lock().unwrap().is_empty(), "{slug}: the admin was told");
            }
        }
    }
}

/// Makes sure that the next birth finds a spare.
async fn with_a_spare(db: &TestDb) {
    tenancy::keep_spares(&db.store()).await.unwrap();
    assert!(db.number("select count(*) from pg_namespace where nspname like 'spare\\_%'").await > 0);
}

#[tokio::test]
async fn a_birth_from_a_spare_that_was_killed_is_finished_by_the_next_process() {
    // Between the spare's new name and its locks every start was refused, the one that should finish the birth too.
    let db = TestDb::new().await;
    for (at, (step, moment)) in
        [(Step::Space, Moment::Worked), (Step::Space, Moment::Done), (Step::Migrate, Moment::Begun)]
            .into_iter()
            .enumerate()
    {
        with_a_spare(&db).await;
        let killer = std::sync::Arc::new(Killer {
            at: (step, moment),
            is_armed: AtomicBool::new(true),
            mails: Mutex::default(),
        });
        let (store, order) = (db.store(), fixture::order(&format!("silo-{at}"), Tier::Silo));
        let killed = {
            let (order, killer) = (order.clone(), killer.clone());
            tokio::spawn(async move { provision::run(&store, &order, &*killer).await.map(drop) }).await
        };
        assert!(killed.is_err(), "{step:?} {moment:?} was not killed");
        assert_eq!(db.store().inspect().await.unwrap().faults, Vec::<String>::new(), "{step:?} {moment:?}");
        let other = Store::connect(&db.config(), db.clock().clone()).await.unwrap();
        let made = provision::run(&other, &order, &*killer).await.unwrap();
        other.shutdown().await;
        assert_whole(&db, &made.tenant).await;
    }
}

/// Hooks that start another process at every moment of a birth.
struct Starter<'a>(&'a TestDb);

impl Hooks for Starter<'_> {
    fn welcome(&self, _: WelcomeMail) -> HookFuture<'_> {
        Box::pin(async { Ok(()) })
    }

    fn progress(&self, step: Step, moment: Moment) {
        let start = async {
            let started = Store::connect(&self.0.config(), self.0.clock().clone()).await;
            started.unwrap_or_else(|error| panic!("{step:?} {moment:?}: {error}")).shutdown().await;
        };
        tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(start));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_starts_at_every_moment_of_a_birth() {
    let db = TestDb::new().await;
    with_a_spare(&db).await;
    let made = provision::run(&db.store(), &fixture::order("silo", Tier::Silo), &Starter(&db)).await.unwrap();
    assert_whole(&db, &made.tenant).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_that_start_while_silos_are_born_are_not_refused() {
    let db = TestDb::new().await;
    let births = async {
        for n in 0..4 {
            with_a_spare(&db).await;
            fixture::tenant(&db.store(), &format!("silo-{n}"), Tier::Silo).await;
        }
    };
    let starts = async {
        for _ in 0..24 {
            let started = Store::connect(&db.config(), db.clock().clone()).await.unwrap();
            started.shutdown().await;
        }
    };
    tokio::join!(births, starts);
}

#[tokio::test]
async fn a_step_that_fails_is_recorded_and_tried_again() {
    struct NoMail;
    impl Hooks for NoMail {
        fn welcome(&self, _: WelcomeMail) -> HookFuture<'_> {
            Box::pin(async { Err("the mail server is down".into()) })
        }
    }
    let db = TestDb::new().await;
    let order = fixture::order("small", Tier::Pool);
    let failed = provision::run(&db.store(), &order, &NoMail).await;
    assert!(matches!(failed, Err(StoreError::Unavailable(_))));
    let recorded = "select count(*) from control.provisioning_steps where step = 'mail' and state = 'failed'";
    assert_eq!(db.number(recorded).await, 1);
    let made = fixture::provisioned(&db.store(), "small", Tier::Pool).await;
    assert_whole(&db, &made.tenant).await;
}

#[tokio::test]
async fn a_silo_is_ready_well_within_five_seconds_with_and_without_a_spare() {
    let db = TestDb::new().await;
    for (n, has_spare) in [(1, true), (2, true), (3, false), (4, false)] {
        let spares = db.number("select count(*) from pg_namespace where nspname like 'spare\\_%'").await;
        assert_eq!(spares > 0, has_spare, "the template keeps two spares");
        let begun = Instant::now();
        fixture::tenant(&db.store(), &format!("silo-{n}"), Tier::Silo).await;
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    }
    assert_eq!(tenancy::keep_spares(&db.store()).await.unwrap(), 2);
    assert_eq!(tenancy::keep_spares(&db.store()).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_workers_that_refill_at_once_make_no_spare_too_many() {
    let db = TestDb::new().await;
    for n in 0..2 {
        fixture::tenant(&db.store(), &format!("silo-{n}"), Tier::Silo).await;
    }
    let mut refills = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let other = Store::connect(&db.config(), db.clock().clone()).await.unwrap();
        refills.spawn(async move {
            let made = tenancy::keep_spares(&other).await.unwrap();
            other.shutdown().await;
            made
        });
    }
    assert_eq!(refills.join_all().await.into_iter().sum::<usize>(), 2);
    assert_eq!(db.number("select count(*) from pg_namespace where nspname like 'spare\\_%'").await, 2);
}

#[tokio::test]
async fn a_process_that_cannot_make_schemas_keeps_no_spares_and_does_not_mind() {
    let db = TestDb::new().await;
    fixture::tenant(&db.store(), "silo", Tier::Silo).await;
    let mut config = db.config();
    config.shards[0].migrator_url = None;
    let plain = Store::connect(&config, db.clock().clone()).await.unwrap();
    assert_eq!(tenancy::keep_spares(&plain).await.unwrap(), 0);
    plain.shutdown().await;
}

#[tokio::test]
async fn migrating_again_changes_nothing_but_refills_the_spares() {
    let db = TestDb::new().await;
    let tenant = fixture::tenant(&db.store(), "silo", Tier::Silo).await;
    let migrated = tenancy::migrate(&db.config()).await.unwrap();
    // Control, queue, pool, the silo and the spare that is left; one spare is made.
    assert_eq!(migrated, Migrated { schemas: 5, silos: 1, spares: 1 });
    let again = tenancy::migrate(&db.config()).await.unwrap();
    assert_eq!(again, Migrated { schemas: 6, silos: 1, spares: 0 });
    assert_whole(&db, &tenant).await;
}

#[tokio::test]
async fn a_database_that_was_prepared_by_an_older_release_is_served_with_a_warning() {
    let db = TestDb::new().await;
    let is_named = async || {
        let found = db.store().inspect().await.unwrap();
        assert_eq!(found.faults, Vec::<String>::new());
        found.warnings.iter().any(|warning| warning.contains("--bootstrap"))
    };
    assert!(!is_named().await);
    // The function of that release knew no fence.
    db.sabotage(
        "drop table ctx.fence;
         create or replace function ctx.tenant_id() returns uuid language sql stable as
             $$ select substr(current_setting('app.ctx', true), 8, 36)::uuid $$",
    )
    .await;
    assert!(is_named().await);
}

#[tokio::test]
async fn a_table_that_lost_its_locks_gets_them_back_and_a_new_one_is_born_with_them() {
    let db = TestDb::new().await;
    fixture::tenant(&db.store(), "silo", Tier::Silo).await;
    db.sabotage(
        "set role wl_owner; alter table pool.deals no force row level security;
         create table pool.notes (tenant_id uuid not null, id uuid not null, primary key (tenant_id, id))",
    )
    .await;
    assert!(!db.store().inspect().await.unwrap().faults.is_empty());
    tenancy::migrate(&db.config()).await.unwrap();
    assert_eq!(db.store().inspect().await.unwrap().faults, Vec::<String>::new());
}
