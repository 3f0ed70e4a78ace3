//! People, their sessions, the throttle, and the connections of a CRM.

use chrono::Duration;
use domain::actor::Role;
use domain::form::Email;
use domain::id::ResetId;
use domain::tenant::{TenantStatus, Tier};
use secrecy::{ExposeSecret as _, SecretString};
use store::account::reset::{self, Reset};
use store::account::session::{self, Session};
use store::account::throttle::{self, Limit};
use store::account::{self, Invited};
use store::testing::{TestDb, fixture};
use store::{PoolSizes, Store, StoreError, crm, digest, tenancy};
use tokio::sync::Barrier;

#[tokio::test]
async fn a_person_is_found_with_every_role_it_has() {
    let db = TestDb::new().await;
    let store = db.store();
    let (acme, bolt) = (
        fixture::tenant(&store, "acme", Tier::Pool).await,
        fixture::tenant(&store, "bolt", Tier::Silo).await,
    );
    let user = fixture::member(&store, &acme, "Max@Example.com", Role::Rep).await;
    assert_eq!(
        fixture::member(&store, &bolt, "max@example.com", Role::Leader).await,
        user,
        "one address, one person"
    );

    let control = store.open_control().await.unwrap();
    let email = Email::parse("max@example.com").unwrap();
    let found = account::find_user(&control, &email).await.unwrap().unwrap();
    assert_eq!(found.id, user);
    let roles: Vec<_> =
        found.memberships.iter().map(|(tenant, role)| (tenant.slug.as_str(), *role)).collect();
    assert_eq!(roles, [("acme", Role::Rep), ("bolt", Role::Leader)]);
    assert!(found.password_hash.is_none() && !found.is_operator);

    account::add_member(&control, acme.id, user, Role::Viewer).await.unwrap();
    account::remove_member(&control, bolt.id, user).await.unwrap();
    account::set_operator(&control, user, true).await.unwrap();
    let found = account::load_user(&control, user).await.unwrap().unwrap();
    assert_eq!(found.memberships.len(), 1);
    assert!(found.memberships[0].1 == Role::Viewer && found.is_operator);
    assert!(matches!(account::remove_member(&control, bolt.id, user).await, Err(StoreError::NotFound)));
    let nobody = Email::parse("nobody@example.com").unwrap();
    assert!(account::find_user(&control, &nobody).await.unwrap().is_none());
}

#[tokio::test]
async fn a_sign_in_begins_where_the_person_was_last_and_in_what_is_open() {
    let db = TestDb::new().await;
    let store = db.store();
    let mut tenants = Vec::new();
    for slug in ["acme", "bolt", "cato"] {
        tenants.push(fixture::tenant(&store, slug, Tier::Pool).await);
    }
    let [acme, bolt, cato] = &tenants[..] else { panic!("three") };
    let user = fixture::member(&store, acme, "max@example.com", Role::Rep).await;
    fixture::member(&store, bolt, "max@example.com", Role::Leader).await;
    let control = store.open_control().await.unwrap();
    let home = async || {
        let found = account::load_user(&control, user).await.unwrap().unwrap();
        found.home().map(|(tenant, _)| tenant.slug.to_string())
    };
    assert_eq!(home().await.as_deref(), Some("acme"), "the first by name, as long as none was used");
    account::enter(&control, bolt.id, user).await.unwrap();
    assert_eq!(home().await.as_deref(), Some("bolt"));
    db.clock().advance(Duration::minutes(1));
    account::enter(&control, acme.id, user).await.unwrap();
    assert_eq!(home().await.as_deref(), Some("acme"));
    tenancy::set_status(&control, acme.id, TenantStatus::Suspended).await.unwrap();
    assert_eq!(home().await.as_deref(), Some("bolt"), "one that is open");
    tenancy::set_status(&control, bolt.id, TenantStatus::Suspended).await.unwrap();
    assert_eq!(home().await.as_deref(), Some("acme"), "none is");
    assert!(matches!(account::enter(&control, cato.id, user).await, Err(StoreError::NotFound)));
}

#[tokio::test]
async fn a_new_password_uses_up_the_invite_and_ends_every_session() {
    let db = TestDb::new().await;
    let store = db.store();
    let tenant = fixture::tenant(&store, "acme", Tier::Pool).await;
    let user = fixture::member(&store, &tenant, "max@example.com", Role::Admin).await;
    let control = store.open_control().await.unwrap();
    let until = db.clock().now() + Duration::days(7);
    let first = account::invite(&control, user, until).await.unwrap();
    let second = account::invite(&control, user, until).await.unwrap();
    let invited =
        async |token: &SecretString| account::find_invited(&control, token.expose_secret()).await.unwrap();
    assert!(matches!(invited(&first).await, Invited::Unknown));
    assert!(matches!(invited(&second).await, Invited::Good(_)));

    let id = digest(b"a session");
    let session = Session { data: vec![1, 2], user: Some(user), expires_at: until };
    assert!(session::insert(&control, &id, &session).await.unwrap());
    account::set_password(&control, user, "$argon2id$…").await.unwrap();
    assert!(session::load(&control, &id).await.unwrap().is_none());
    assert!(matches!(invited(&second).await, Invited::Used));
    let found = account::load_user(&control, user).await.unwrap().unwrap();
    assert_eq!(found.password_hash.as_deref(), Some("$argon2id$…"));
}

#[tokio::test]
async fn of_the_ways_to_a_new_password_the_newest_is_open_for_an_hour_and_once() {
    let db = TestDb::new().await;
    let store = db.store();
    let tenant = fixture::tenant(&store, "acme", Tier::Pool).await;
    let user = fixture::member(&store, &tenant, "max@example.com", Role::Admin).await;
    let control = store.open_control().await.unwrap();
    let found = async |reset| reset::find(&control, reset).await.unwrap();
    let first = reset::ask(&control, user).await.unwrap();
    assert!(matches!(found(first).await, Reset::Open(account) if account.id == user));
    let second = reset::ask(&control, user).await.unwrap();
    assert!(matches!(found(first).await, Reset::Replaced));
    assert_eq!(reset::redeem(&control, first, "$1").await.unwrap(), None);
    assert_eq!(reset::redeem(&control, second, "$2").await.unwrap(), Some(user));
    assert_eq!(reset::redeem(&control, second, "$3").await.unwrap(), None);
    assert!(matches!(found(second).await, Reset::Used));
    let account = account::load_user(&control, user).await.unwrap().unwrap();
    assert_eq!(account.password_hash.as_deref(), Some("$2"));

    let late = reset::ask(&control, user).await.unwrap();
    db.clock().advance(Duration::hours(1));
    assert!(matches!(found(late).await, Reset::Expired));
    assert_eq!(reset::redeem(&control, late, "$4").await.unwrap(), None);
    assert!(matches!(found(ResetId::new(user.uuid())).await, Reset::Unknown));
    assert_eq!(reset::prune(&control).await.unwrap(), 0);
    db.clock().advance(Duration::days(30));
    assert_eq!(reset::prune(&control).await.unwrap(), 3);
    assert!(matches!(found(late).await, Reset::Unknown));
}

#[tokio::test]
async fn a_session_lives_until_it_expires_or_is_ended() {
    let db = TestDb::new().await;
    let control = db.store().open_control().await.unwrap();
    let (id, soon) = (digest(b"one"), db.clock().now() + Duration::hours(1));
    let session = Session { data: b"first".to_vec(), user: None, expires_at: soon };
    assert!(session::insert(&control, &id, &session).await.unwrap());
    assert!(!session::insert(&control, &id, &session).await.unwrap(), "the id is taken");
    let changed = Session { data: b"second".to_vec(), ..session };
    session::save(&control, &id, &changed).await.unwrap();
    assert_eq!(session::load(&control, &id).await.unwrap(), Some(changed));
    assert_eq!(session::load(&control, &digest(b"two")).await.unwrap(), None);
    db.clock().advance(Duration::hours(2));
    assert_eq!(session::load(&control, &id).await.unwrap(), None);
    assert_eq!(session::prune(&control).await.unwrap(), 1);
    session::delete(&control, &id).await.unwrap();
}

fn limit(key: &str, most: i64) -> Limit {
    Limit { key: key.to_owned(), most }
}

#[tokio::test]
async fn a_try_is_reserved_for_every_key_or_for_none_and_can_be_given_back() {
    let db = TestDb::new().await;
    let control = db.store().open_control().await.unwrap();
    let begun = db.clock().now() - Duration::seconds(1);
    let (max, origin) = (limit("max", 2), limit("10.0.0.1", 3));
    let both = [max.clone(), origin.clone()];
    let first = throttle::reserve(&control, &both, begun).await.unwrap().unwrap();
    assert!(throttle::reserve(&control, &both, begun).await.unwrap().is_some());
    assert_eq!(throttle::reserve(&control, &both, begun).await.unwrap(), None, "max has none left");
    let other = [limit("ada", 2), origin.clone()];
    assert!(
        throttle::reserve(&control, &other, begun).await.unwrap().is_some(),
        "nothing was taken for none"
    );
    assert_eq!(throttle::reserve(&control, &other, begun).await.unwrap(), None, "the origin has none left");
    throttle::give_back(&control, "10.0.0.1", first).await.unwrap();
    assert!(throttle::reserve(&control, &other, begun).await.unwrap().is_some());
    assert_eq!(
        throttle::reserve(&control, &[origin], begun).await.unwrap(),
        None,
        "one was given back, not more"
    );
    throttle::clear(&control, "max").await.unwrap();
    assert!(throttle::reserve(&control, &[max], begun).await.unwrap().is_some());
}

#[tokio::test]
async fn tries_stop_counting_with_time_and_are_forgotten() {
    let db = TestDb::new().await;
    let control = db.store().open_control().await.unwrap();
    let once = [limit("max", 1)];
    let lately = || db.clock().now() - Duration::minutes(10);
    assert!(throttle::reserve(&control, &once, lately()).await.unwrap().is_some());
    db.clock().advance(Duration::minutes(9));
    assert_eq!(throttle::reserve(&control, &once, lately()).await.unwrap(), None);
    db.clock().advance(Duration::minutes(2));
    assert!(throttle::reserve(&control, &once, lately()).await.unwrap().is_some());
    assert_eq!(throttle::prune(&control, lately()).await.unwrap(), 1);
}

#[tokio::test]
async fn of_tries_that_come_at_once_to_two_processes_the_limit_is_let_through() {
    let db = TestDb::with_pools(PoolSizes::default()).await;
    let second = Store::connect(&db.config(), db.clock().clone()).await.unwrap();
    let since = db.clock().now() - Duration::seconds(1);
    let all_are_in = Barrier::new(12);
    // Each origin is shared by the accounts, so the keys are taken crosswise.
    let tries = (0..12).map(|n: u32| {
        let store = if n.is_multiple_of(2) { db.store() } else { second.clone() };
        let limits = [limit(&format!("account {}", n / 2 % 2), 3), limit(&format!("origin {}", n % 3), 100)];
        let all_are_in = &all_are_in;
        async move {
            let control = store.open_control().await.unwrap();
            all_are_in.wait().await;
            let reserved = throttle::reserve(&control, &limits, since).await.unwrap();
            control.commit().await.unwrap();
            reserved.is_some()
        }
    });
    let through = futures_util::future::join_all(tries).await;
    assert_eq!(through.into_iter().filter(|is_through| *is_through).count(), 6, "three for each account");
    second.shutdown().await;
}

#[tokio::test]
async fn a_connection_takes_two_secrets_and_none_when_retired() {
    let db = TestDb::new().await;
    let store = db.store();
    let made = fixture::provisioned(&store, "acme", Tier::Pool).await;
    let (tenant, webhook) = (made.tenant, made.webhook.unwrap());
    assert!(webhook.secret.expose_secret().starts_with("whsec_"));
    assert!(store.connection("guessed").await.unwrap().is_none());

    let secrets = |connection: &crm::Connection| {
        connection.secrets.iter().map(|secret| secret.expose_secret().to_owned()).collect::<Vec<_>>()
    };
    let rotate = async || {
        let control = store.open_control().await.unwrap();
        let secret = crm::rotate_secret(&control, tenant.id, webhook.id).await.unwrap();
        control.commit().await.unwrap();
        secret.expose_secret().to_owned()
    };
    let anew = async || store.connection_anew(&webhook.key).await.unwrap();
    let first = webhook.secret.expose_secret().to_owned();
    let second = rotate().await;
    assert_eq!(secrets(&anew().await.unwrap()), [second.clone(), first]);
    let third = rotate().await;
    assert_eq!(secrets(&anew().await.unwrap()), [third, second]);

    let control = store.open_control().await.unwrap();
    tenancy::set_status(&control, tenant.id, TenantStatus::Suspended).await.unwrap();
    control.commit().await.unwrap();
    assert_eq!(anew().await.unwrap().tenant_status, TenantStatus::Suspended);
    let control = store.open_control().await.unwrap();
    crm::retire_connection(&control, tenant.id, webhook.id).await.unwrap();
    control.commit().await.unwrap();
    assert!(anew().await.is_none());
    assert!(store.connection(&webhook.key).await.unwrap().is_none(), "nor is it remembered");
    let control = store.open_control().await.unwrap();
    let again = crm::rotate_secret(&control, tenant.id, webhook.id).await;
    assert!(matches!(again, Err(StoreError::NotFound)));
    let sealed = "select count(*) from control.connections where position('whsec_'::bytea in secrets[1]) = 0";
    assert_eq!(db.number(sealed).await, 1, "no secret is legible in the table");
}
