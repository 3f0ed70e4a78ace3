//! Deals follow the CRM's newest word, never an older one.

use domain::crm::DealEvent;
use domain::crm::event::{ContactEvent, Sum};
use domain::deal::{ContactRole, Outcome, Owner, Reach, Seller};
use domain::form::Email;
use domain::tenant::{TenantSettings, Tier};
use store::testing::fixture;
use store::{competitor, contact, deal, settings};

use crate::scene::{Scene, at, contact_event, event, event_of};

#[tokio::test]
async fn the_same_message_twice_is_as_once() {
    let scene = Scene::new().await;
    let first = scene.upsert(&event()).await;
    let second = scene.upsert(&event()).await;
    assert!(first.is_new && !second.is_new && !second.is_stale);
    assert_eq!(first.id, second.id);
    assert_eq!(second.outcome, Some(Outcome::LostCompetitor));
    for table in ["deals", "contacts"] {
        assert_eq!(scene.number(&format!("select count(*) from {{t}}.{table}")).await, 1, "{table}");
    }
    assert_eq!(scene.number("select home_cents from {t}.deals").await, 12_000_000);
    assert_eq!(scene.number("select cycle_days::bigint from {t}.deals").await, 231);
}

#[tokio::test]
async fn an_older_message_changes_nothing() {
    let scene = Scene::new().await;
    let newer =
        DealEvent { happened_at: Some(at("2026-11-21T00:00:00Z")), outcome: Some(Outcome::Won), ..event() };
    scene.upsert(&newer).await;
    let older = DealEvent { competitors: vec!["Acme".to_owned()], name: "Old".to_owned(), ..event() };
    let end = scene.upsert(&older).await;
    assert!(end.is_stale);
    assert_eq!(end.outcome, Some(Outcome::Won));
    assert_eq!(
        scene.number("select count(*) from {t}.deals where outcome = 'won' and name <> 'Old'").await,
        1
    );
    assert_eq!(scene.number("select count(*) from {t}.deal_competitors").await, 0);
}

/// Webhooks come in any order: who sold before was no seller when the message that named him came last.
#[tokio::test]
async fn who_sold_before_is_a_seller_though_his_message_comes_late() {
    let scene = Scene::new().await;
    let sold_by = |address: &str| {
        let owner = event().owner.map(|owner| Owner { email: Email::parse(address).ok(), ..owner });
        DealEvent { owner, sellers: Vec::new(), ..event() }
    };
    let newer = DealEvent {
        happened_at: Some(at("2026-11-21T00:00:00Z")),
        contacts: Vec::new(),
        ..sold_by("zoe@tenant.example")
    };
    scene.upsert(&newer).await;
    let sales = ContactEvent {
        role: ContactRole::Sales,
        name: "Sal Sales".to_owned(),
        ..contact_event("004", "sal@tenant.example")
    };
    let older = DealEvent {
        contacts: vec![sales],
        sellers: vec![Seller::at(&Email::parse("max@tenant.example").unwrap())],
        ..sold_by("ada@tenant.example")
    };
    assert!(scene.upsert(&older).await.is_stale);
    let sold = "select count(*) from {t}.deals where owner_email = 'zoe@tenant.example' and sellers = array[
                'name:ada+quist', 'zoe@tenant.example',
                'ada@tenant.example', 'max@tenant.example', 'name:sal+sales', 'sal@tenant.example']";
    assert_eq!(scene.number(sold).await, 1);
    assert_eq!(scene.number("select count(*) from {t}.contacts").await, 0, "the rest of it is old");
    let version = "select data_version from {t}.settings";
    let before = scene.number(version).await;
    scene.upsert(&older).await;
    assert_eq!((scene.number(sold).await, scene.number(version).await), (1, before), "again is as once");
}

/// Its time would beat every message that is really newer, for as long as the CRM's clock is ahead.
#[tokio::test]
async fn a_message_from_the_future_happened_now() {
    let scene = Scene::new().await;
    let ahead = DealEvent { happened_at: Some(at("2031-01-01T00:00:00Z")), ..event() };
    scene.upsert(&ahead).await;
    let now = scene.db.clock().now().to_rfc3339();
    let kept = format!("select count(*) from {{t}}.deals where happened_at = '{now}'");
    assert_eq!(scene.number(&kept).await, 1);
    scene.db.clock().advance(chrono::Duration::minutes(1));
    let later =
        DealEvent { happened_at: Some(scene.db.clock().now()), outcome: Some(Outcome::Won), ..event() };
    let end = scene.upsert(&later).await;
    assert!(!end.is_stale, "what follows is not older");
    assert_eq!(scene.number("select count(*) from {t}.deals where outcome = 'won'").await, 1);
    let also_ahead = DealEvent { happened_at: Some(at("2032-01-01T00:00:00Z")), outcome: None, ..event() };
    assert!(!scene.upsert(&also_ahead).await.is_stale, "nor is one that is ahead again");
}

#[tokio::test]
async fn what_a_message_does_not_say_stays() {
    let scene = Scene::new().await;
    scene.upsert(&event()).await;
    let bare = DealEvent {
        name: "D-1".to_owned(),
        account_name: "D-1".to_owned(),
        outcome: None,
        money: None,
        segment: None,
        owner: None,
        contacts: Vec::new(),
        created_at: None,
        happened_at: Some(at("2026-11-22T00:00:00Z")),
        ..event()
    };
    scene.upsert(&bare).await;
    let kept = "select count(*) from {t}.deals where outcome is null and name = 'Express Logistics, roll-out'
                and account_name = 'Express Logistics' and amount = 120000 and segment = 'Enterprise'
                and owner_name = 'Ada Quist' and cycle_days = 231";
    assert_eq!(scene.number(kept).await, 1);
}

#[tokio::test]
async fn money_is_added_up_in_the_home_currency_only_at_a_known_rate() {
    let scene = Scene::new().await;
    let tenant = scene.open().await;
    let rates = [("EUR".to_owned(), "1.1".parse().unwrap())].into();
    settings::save(&tenant, &TenantSettings { rates, ..TenantSettings::default() }).await.unwrap();
    tenant.commit().await.unwrap();
    let money =
        |currency: &str| Some(Sum { amount: "100.00".parse().unwrap(), currency: Some(currency.to_owned()) });
    scene.upsert(&DealEvent { money: money("EUR"), ..event_of("D-EUR") }).await;
    scene.upsert(&DealEvent { money: money("CHF"), ..event_of("D-CHF") }).await;
    assert_eq!(scene.number("select home_cents from {t}.deals where currency = 'EUR'").await, 11_000);
    let unknown =
        "select count(*) from {t}.deals where currency = 'CHF' and home_cents is null and amount = 100";
    assert_eq!(scene.number(unknown).await, 1);
}

#[tokio::test]
async fn sfdc_sf_and_salesforce_are_one_competitor() {
    let scene = Scene::new().await;
    for (number, name) in
        ["SFDC", "SF", "Salesforce", "salesforce.com", "Sales force"].into_iter().enumerate()
    {
        let competitors = vec![name.to_owned(), "In-house".to_owned(), "Acme Widgets".to_owned()];
        scene.upsert(&DealEvent { competitors, ..event_of(&format!("D-{number}")) }).await;
    }
    let tenant = scene.open().await;
    let list = competitor::list(&tenant).await.unwrap();
    let names: Vec<&str> = list.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Acme Widgets", "Salesforce"]);
    assert!(list[1].aliases.contains(&"SFDC".to_owned()));
    assert_eq!(competitor::names(&tenant).await.unwrap(), ["Acme Widgets", "Salesforce"]);
    let rows = "select count(*) from {t}.deal_competitors where competitor_id is null and raw = 'In-house'";
    assert_eq!(scene.number(rows).await, 5);
    assert_eq!(scene.number("select count(distinct competitor_id) from {t}.deal_competitors").await, 2);
}

#[tokio::test]
async fn the_only_competitor_of_a_deal_lost_to_one_is_the_chosen_one() {
    let scene = Scene::new().await;
    scene.upsert(&DealEvent { competitors: vec!["HubSpot".to_owned(), "none".to_owned()], ..event() }).await;
    assert_eq!(scene.number("select count(*) from {t}.deal_competitors where role = 'chosen'").await, 1);
    let two = vec!["HubSpot".to_owned(), "Zoho".to_owned()];
    scene.upsert(&DealEvent { competitors: two, ..event() }).await;
    assert_eq!(scene.number("select count(*) from {t}.deal_competitors where role = 'chosen'").await, 0);
    assert_eq!(scene.number("select count(*) from {t}.deal_competitors").await, 2);
    // Corrected to a win by a message that names nobody: then nobody was chosen instead.
    let again = DealEvent {
        happened_at: Some(at("2026-11-20T09:35:00Z")),
        competitors: vec!["HubSpot".to_owned()],
        ..event()
    };
    scene.upsert(&again).await;
    assert_eq!(scene.number("select count(*) from {t}.deal_competitors where role = 'chosen'").await, 1);
    let won = DealEvent {
        outcome: Some(Outcome::Won),
        happened_at: Some(at("2026-11-20T09:40:00Z")),
        competitors: Vec::new(),
        ..event()
    };
    scene.upsert(&won).await;
    assert_eq!(scene.number("select count(*) from {t}.deal_competitors where role = 'chosen'").await, 0);
    assert_eq!(
        scene.number("select count(*) from {t}.deal_competitors").await,
        1,
        "and what was named stays"
    );
}

#[tokio::test]
async fn one_person_is_one_contact_even_when_the_crm_sends_the_id_later() {
    let scene = Scene::new().await;
    let email = "bo@express.example";
    scene.upsert(&DealEvent { contacts: vec![contact_event(email, email)], ..event() }).await;
    let deal = scene.upsert(&DealEvent { contacts: vec![contact_event("003", email)], ..event() }).await;
    assert_eq!(scene.number("select count(*) from {t}.contacts where external_id = '003'").await, 1);
    let tenant = scene.open().await;
    assert_eq!(contact::buyers(&tenant, deal.id).await.unwrap().len(), 1);
}

/// A CRM that merged two records of a person sent the other id, and the person was invited twice.
#[tokio::test]
async fn one_person_is_one_contact_even_when_the_crm_changes_the_id() {
    let scene = Scene::new().await;
    let (bo, cy) = ("bo@express.example", "cy@express.example");
    let people = |ids: [(&str, &str); 2]| ids.map(|(id, email)| contact_event(id, email)).to_vec();
    scene.upsert(&DealEvent { contacts: people([("003", bo), ("004", cy)]), ..event() }).await;
    scene.upsert(&DealEvent { contacts: people([("005", bo), ("004", cy)]), ..event() }).await;
    assert_eq!(scene.number("select count(*) from {t}.contacts").await, 2);
    assert_eq!(scene.number("select count(*) from {t}.contacts where external_id = '005'").await, 1);
    // Two people who change addresses are still these two.
    scene.upsert(&DealEvent { contacts: people([("005", cy), ("004", bo)]), ..event() }).await;
    let swapped = "select count(*) from {t}.contacts where (external_id, email)
                   in (('005', 'cy@express.example'), ('004', 'bo@express.example'))";
    assert_eq!(scene.number(swapped).await, 2);
    assert_eq!(scene.number("select count(*) from {t}.contacts").await, 2);
}

/// Whoever had no usable address was counted and forgotten.
#[tokio::test]
async fn who_has_no_address_is_kept_and_asked_once_there_is_one() {
    let scene = Scene::new().await;
    let nameless = || ContactEvent { email: None, ..contact_event("Bo Buyer", "bo@express.example") };
    let cy =
        ContactEvent { email: None, name: "Cy".to_owned(), ..contact_event("004", "cy@express.example") };
    let first = DealEvent { contacts: vec![nameless(), cy.clone()], ..event() };
    let deal = scene.upsert(&first).await.id;
    let tenant = scene.open().await;
    assert_eq!(contact::buyers(&tenant, deal).await.unwrap(), []);
    let shown = deal::detail(&tenant, deal).await.unwrap().contacts;
    let people: Vec<_> =
        shown.iter().map(|one| (one.name.as_str(), one.title.as_deref(), one.reach)).collect();
    let none = Reach::NoAddress;
    assert_eq!(people, [("Bo Buyer", Some("CIO"), none), ("Cy", Some("CIO"), none)]);
    drop(tenant);
    // Now the CRM knows more of him, and later less again.
    let bo = contact_event("003", "bo@express.example");
    scene.upsert(&DealEvent { contacts: vec![bo.clone()], ..event() }).await;
    scene.upsert(&DealEvent { contacts: vec![ContactEvent { email: None, ..bo }, cy], ..event() }).await;
    scene.upsert(&DealEvent { contacts: vec![nameless()], ..event() }).await;
    assert_eq!(scene.number("select count(*) from {t}.contacts").await, 2);
    let known =
        "select count(*) from {t}.contacts where (external_id, email) = ('003', 'bo@express.example')";
    assert_eq!(scene.number(known).await, 1);
    let tenant = scene.open().await;
    assert_eq!(contact::buyers(&tenant, deal).await.unwrap().len(), 1);
    drop(tenant);
    // An id is no name to be greeted by.
    let named = |name: &str, email| {
        let email =
            Some(email).filter(|email: &&str| !email.is_empty()).map(|one| Email::parse(one).unwrap());
        ContactEvent { name: name.to_owned(), email, ..contact_event("009", "x@express.example") }
    };
    for contact in [named("009", ""), named("ed@express.example", "ed@express.example"), named("009", "")] {
        scene.upsert(&DealEvent { contacts: vec![contact], ..event() }).await;
    }
    let ed = "select count(*) from {t}.contacts where external_id = '009' and name = email";
    assert_eq!(scene.number(ed).await, 1);
}

#[tokio::test]
async fn an_address_with_letters_before_the_at_is_a_finding_and_not_a_mail() {
    let scene = Scene::new().await;
    let contacts =
        vec![contact_event("003", "jörg@express.example"), contact_event("004", "jo@müller.example")];
    let deal = scene.upsert(&DealEvent { contacts, ..event() }).await.id;
    let tenant = scene.open().await;
    let shown = deal::detail(&tenant, deal).await.unwrap().contacts;
    let mut reach: Vec<_> = shown.iter().map(|one| one.reach).collect();
    reach.sort_by_key(|reach| reach.finding());
    assert_eq!(reach, [Reach::Mail, Reach::Letters]);
    assert_eq!(contact::buyers(&tenant, deal).await.unwrap().len(), 1);
}

/// It was taken for dollars, whatever the tenant counts in.
#[tokio::test]
async fn an_amount_without_a_currency_is_in_the_one_that_is_known_or_in_the_tenants_own() {
    let scene = Scene::new().await;
    let tenant = scene.open().await;
    let settings = TenantSettings { home_currency: "EUR".to_owned(), ..TenantSettings::default() };
    settings::save(&tenant, &settings).await.unwrap();
    tenant.commit().await.unwrap();
    let sum = |amount: i64, currency: Option<&str>| {
        Some(Sum { amount: amount.into(), currency: currency.map(str::to_owned) })
    };
    scene.upsert(&DealEvent { money: sum(100, None), ..event() }).await;
    let in_euros = "select count(*) from {t}.deals where currency = 'EUR' and home_cents = 10000";
    assert_eq!(scene.number(in_euros).await, 1);
    scene.upsert(&DealEvent { money: sum(100, Some("CHF")), ..event() }).await;
    scene.upsert(&DealEvent { money: sum(90, None), ..event() }).await;
    let in_francs =
        "select count(*) from {t}.deals where currency = 'CHF' and amount = 90 and home_cents is null";
    assert_eq!(scene.number(in_francs).await, 1, "a message that does not say it does not change it");
}

#[tokio::test]
async fn who_opted_out_once_is_not_asked_about_any_deal() {
    let scene = Scene::new().await;
    scene.upsert(&event()).await;
    scene.db.sabotage("update pool.contacts set opted_out_at = now()").await;
    let second = scene.upsert(&event_of("D-2")).await;
    let tenant = scene.open().await;
    assert_eq!(contact::buyers(&tenant, second.id).await.unwrap(), []);
}

#[tokio::test]
async fn two_messages_of_one_deal_at_once_make_one_deal() {
    let scene = Scene::new().await;
    let mut upserts = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (store, known) = (scene.db.store(), scene.tenant.clone());
        upserts.spawn(async move {
            let tenant = fixture::open(&store, &known).await;
            let event = DealEvent { competitors: vec!["SFDC".to_owned()], ..event() };
            let deal = deal::upsert(&tenant, &event, &TenantSettings::default()).await.unwrap();
            tenant.commit().await.unwrap();
            deal.id
        });
    }
    let ids = upserts.join_all().await;
    assert!(ids.iter().all(|id| *id == ids[0]));
    assert_eq!(scene.number("select count(*) from {t}.deals").await, 1);
    assert_eq!(scene.number("select count(*) from {t}.competitors").await, 1);
}

#[tokio::test]
async fn deals_of_two_tenants_do_not_meet_even_with_the_same_crm_id() {
    for tier in [Tier::Pool, Tier::Silo] {
        let scene = Scene::new().await;
        let other = fixture::tenant(&scene.db.store(), "southwind", tier).await;
        let mine = scene.upsert(&event()).await;
        let tenant = fixture::open(&scene.db.store(), &other).await;
        let theirs = deal::upsert(&tenant, &event(), &TenantSettings::default()).await.unwrap();
        assert!(theirs.is_new && theirs.id != mine.id);
        assert_eq!(
            contact::buyers(&tenant, mine.id).await.unwrap(),
            [],
            "another tenant's deal has no buyers"
        );
    }
}
