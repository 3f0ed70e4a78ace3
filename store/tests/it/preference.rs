//! What buyers do with a link beside answering: begin, choose, put it off, decline, and never want to be asked again.

use chrono::Duration;
use domain::crm::DealEvent;
use domain::job::Job;
use domain::link::{LinkState, Withdrawal};
use domain::response::Attribution;
use domain::survey::Language;
use domain::tenant::Tier;
use store::contact::{self, Preference};
use store::link::{self, Reminded};
use store::testing::fixture;

use crate::scene::{HOST, Invited, Scene, answers, at, event, event_of};

const TIERS: [Tier; 2] = [Tier::Pool, Tier::Silo];

async fn found(scene: &Scene, invited: &Invited) -> link::Invitation {
    let tenant = scene.open_as(invited.invitation).await;
    link::find(&tenant, &invited.token.hash()).await.unwrap().expect("it is there")
}

async fn preference(scene: &Scene, invited: &Invited) -> Preference {
    let tenant = scene.open_as(invited.invitation).await;
    contact::preference(&tenant, invited.invitation).await.unwrap().expect("it is there")
}

fn german() -> Language {
    Language::parse("de").expect("a tag")
}

#[tokio::test]
async fn what_is_chosen_at_the_start_is_kept_and_can_be_changed_until_the_send() {
    for tier in TIERS {
        let scene = Scene::of(tier).await;
        let bo = scene.invite(&event()).await;
        let chosen = async |attribution, language: Option<&Language>| {
            let tenant = scene.open_as(bo.invitation).await;
            let state = link::start(&tenant, bo.invitation, attribution, language).await.unwrap();
            tenant.commit().await.unwrap();
            assert_eq!(state, LinkState::Open);
            let now = found(&scene, &bo).await;
            (now.attribution, now.chosen_language)
        };
        let pooled = Some(Attribution::Pooled);
        assert_eq!(chosen(None, None).await, (None, None));
        assert_eq!(chosen(pooled, Some(&german())).await, (pooled, Some(german())));
        assert_eq!(chosen(None, None).await, (pooled, Some(german())), "what is not said stays");
        let tenant = scene.open_as(bo.invitation).await;
        link::set_attribution(&tenant, bo.invitation, Attribution::Named).await.unwrap();
        link::set_language(&tenant, bo.invitation, &Language::english()).await.unwrap();
        tenant.commit().await.unwrap();
        let now = found(&scene, &bo).await;
        assert_eq!(now.attribution, Some(Attribution::Named));
        assert_eq!(now.chosen_language, Some(Language::english()));

        // What the buyer chose last is newer than what the page with the send had read.
        scene.send(&bo, answers(Attribution::Pooled)).await;
        assert_eq!(found(&scene, &bo).await.attribution, Some(Attribution::Named));
        let tenant = scene.open_as(bo.invitation).await;
        let state = link::set_attribution(&tenant, bo.invitation, Attribution::Pooled).await.unwrap();
        assert_eq!(state, LinkState::Answered, "the receipt is the place for it now");
        let state = link::set_language(&tenant, bo.invitation, &german()).await.unwrap();
        assert_eq!(state, LinkState::Answered);
        tenant.commit().await.unwrap();
        let now = found(&scene, &bo).await;
        assert_eq!((now.attribution, now.chosen_language), (Some(Attribution::Named), Some(german())));
    }
}

#[tokio::test]
async fn a_response_is_kept_with_the_language_it_was_read_in() {
    let scene = Scene::new().await;
    let bo = scene.invite(&event()).await;
    let tenant = scene.open_as(bo.invitation).await;
    link::start(&tenant, bo.invitation, None, Some(&german())).await.unwrap();
    tenant.commit().await.unwrap();
    let submission = scene.send(&bo, answers(Attribution::Named)).await;
    assert!(scene.ingest(submission).await);
    let kept = "select count(*) from {t}.responses where language = 'de' and voice = 'buyer'";
    assert_eq!(scene.number(kept).await, 1);
}

#[tokio::test]
async fn nothing_behind_a_link_can_be_done_for_another_buyer() {
    for tier in TIERS {
        let scene = Scene::of(tier).await;
        let (bo, cy) = (scene.invite(&event()).await, scene.invite(&event_of("D-2")).await);
        let foreign = fixture::tenant(&scene.db.store(), "southwind", tier).await;
        let foreign = fixture::open(&scene.db.store(), &foreign).await;
        for tenant in [scene.open_as(cy.invitation).await, foreign] {
            let (own, unknown) = (bo.invitation, LinkState::Unknown);
            let pooled = Attribution::Pooled;
            assert_eq!(link::start(&tenant, own, Some(pooled), Some(&german())).await.unwrap(), unknown);
            assert_eq!(link::set_attribution(&tenant, own, pooled).await.unwrap(), unknown);
            assert_eq!(link::set_language(&tenant, own, &german()).await.unwrap(), unknown);
            let later = scene.db.clock().now() + Duration::days(3);
            let reminded = link::remind_later(&tenant, own, later).await.unwrap();
            assert_eq!(reminded, Reminded::Closed(unknown));
            assert_eq!(link::decline(&tenant, own).await.unwrap(), unknown);
            assert_eq!(link::undo_decline(&tenant, own).await.unwrap(), unknown);
            assert_eq!(link::load(&tenant, own).await.unwrap(), None);
            assert!(!contact::opt_out(&tenant, own).await.unwrap());
            assert!(!contact::undo_opt_out(&tenant, own).await.unwrap());
            assert_eq!(contact::preference(&tenant, own).await.unwrap(), None);
            tenant.commit().await.unwrap();
        }
        let now = found(&scene, &bo).await;
        assert_eq!((now.state, now.attribution, now.chosen_language), (LinkState::Open, None, None));
        assert!(!preference(&scene, &bo).await.is_opted_out, "nothing was changed");
        assert_eq!(scene.number("select count(*) from queue.jobs where kind = 'send_reminder'").await, 0);
    }
}

#[tokio::test]
async fn a_reminder_comes_at_its_time_can_be_moved_and_never_after_the_end() {
    let scene = Scene::new().await;
    let bo = scene.invite(&event()).await;
    let later = async |days: i64| {
        let tenant = scene.open_as(bo.invitation).await;
        let when = scene.db.clock().now() + Duration::days(days);
        let reminded = link::remind_later(&tenant, bo.invitation, when).await.unwrap();
        tenant.commit().await.unwrap();
        reminded
    };
    assert_eq!(later(30).await, Reminded::TooLate);
    assert_eq!(later(14).await, Reminded::At(at("2026-12-07T12:00:00Z")));
    assert_eq!(later(3).await, Reminded::At(at("2026-11-26T12:00:00Z")));
    let waiting = "select count(*) from {t}.invitations where remind_at = '2026-11-26T12:00:00Z'";
    assert_eq!(scene.number(waiting).await, 1);
    let due =
        "select count(*) from queue.jobs where kind = 'send_reminder' and run_at = '2026-11-26T12:00:00Z'";
    assert_eq!(scene.number(due).await, 1);
    scene.db.sabotage("update pool.invitations set reminders = 3").await;
    assert_eq!(later(3).await, Reminded::TooOften);
    let job = Job::SendReminder { invitation: bo.invitation };
    assert_eq!(job.kind(), "send_reminder");
}

#[tokio::test]
async fn whatever_ends_a_wait_ends_its_reminder() {
    let scene = Scene::new().await;
    let remind = async |deal: &str| {
        let invited = scene.invite(&event_of(deal)).await;
        let tenant = scene.open_as(invited.invitation).await;
        let when = scene.db.clock().now() + Duration::days(3);
        link::remind_later(&tenant, invited.invitation, when).await.unwrap();
        tenant.commit().await.unwrap();
        invited
    };
    let waiting = async |invited: &Invited| {
        let sql = format!(
            "select count(*) from {{t}}.invitations where id = '{}' and remind_at is not null",
            invited.invitation
        );
        scene.number(&sql).await
    };
    let begun = remind("D-1").await;
    let tenant = scene.open_as(begun.invitation).await;
    link::start(&tenant, begun.invitation, None, None).await.unwrap();
    tenant.commit().await.unwrap();
    let answered = remind("D-2").await;
    scene.send(&answered, answers(Attribution::Named)).await;
    let declined = remind("D-3").await;
    let tenant = scene.open_as(declined.invitation).await;
    link::decline(&tenant, declined.invitation).await.unwrap();
    tenant.commit().await.unwrap();
    let reopened = remind("D-4").await;
    let again = DealEvent { outcome: None, happened_at: Some(at("2026-11-21T00:00:00Z")), ..event_of("D-4") };
    scene.upsert(&again).await;
    let opted_out = remind("D-5").await;
    for one in [&begun, &answered, &declined, &reopened] {
        assert_eq!(waiting(one).await, 0);
    }
    assert_eq!(waiting(&opted_out).await, 1);
    let tenant = scene.open_as(opted_out.invitation).await;
    contact::opt_out(&tenant, opted_out.invitation).await.unwrap();
    tenant.commit().await.unwrap();
    assert_eq!(waiting(&opted_out).await, 0);
}

#[tokio::test]
async fn who_declines_is_not_asked_and_can_think_better_of_it() {
    for tier in TIERS {
        let scene = Scene::of(tier).await;
        let bo = scene.invite(&event()).await;
        let tenant = scene.open_as(bo.invitation).await;
        link::start(&tenant, bo.invitation, None, None).await.unwrap();
        assert_eq!(link::decline(&tenant, bo.invitation).await.unwrap(), LinkState::Withdrawn);
        assert_eq!(link::decline(&tenant, bo.invitation).await.unwrap(), LinkState::Withdrawn, "again");
        tenant.commit().await.unwrap();
        let now = preference(&scene, &bo).await;
        assert_eq!(now.withdrawn, Some(Withdrawal::Declined));
        assert!(!now.is_opted_out);
        // The same deal again: who declined is not asked anew.
        let tenant = scene.open().await;
        let wanted = link::Invite {
            deal: bo.deal,
            contact: bo.contact,
            version: bo.version,
            send_after: scene.db.clock().now(),
            expires_at: scene.db.clock().now() + Duration::days(30),
            host: HOST,
        };
        assert_eq!(link::invite(&tenant, &wanted).await.unwrap(), None);
        drop(tenant);
        let tenant = scene.open_as(bo.invitation).await;
        assert_eq!(link::undo_decline(&tenant, bo.invitation).await.unwrap(), LinkState::Open);
        assert_eq!(link::undo_decline(&tenant, bo.invitation).await.unwrap(), LinkState::Open, "again");
        tenant.commit().await.unwrap();
        let started = "select count(*) from {t}.invitations where state = 'started' and withdrawn_at is null";
        assert_eq!(scene.number(started).await, 1, "as it was left");
        scene.send(&bo, answers(Attribution::Named)).await;
        let tenant = scene.open_as(bo.invitation).await;
        assert_eq!(link::decline(&tenant, bo.invitation).await.unwrap(), LinkState::Answered);
    }
}

#[tokio::test]
async fn an_opt_out_holds_for_the_address_in_every_deal_of_this_tenant_only() {
    for tier in TIERS {
        let scene = Scene::of(tier).await;
        let other = fixture::tenant(&scene.db.store(), "southwind", Tier::Pool).await;
        let other = Scene::beside(&scene, other).await;
        let theirs = other.invite(&event()).await;
        let (first, second) = (scene.invite(&event()).await, scene.invite(&event_of("D-2")).await);
        let answered = scene.invite(&event_of("D-3")).await;
        scene.send(&answered, answers(Attribution::Named)).await;
        let mut someone = event_of("D-4");
        someone.contacts = vec![crate::scene::contact_event("009", "cy@express.example")];
        let someone = scene.invite(&someone).await;
        for _ in 0..2 {
            let tenant = scene.open_as(first.invitation).await;
            assert!(contact::opt_out(&tenant, first.invitation).await.unwrap());
            tenant.commit().await.unwrap();
        }
        for one in [&first, &second] {
            let now = preference(&scene, one).await;
            assert_eq!((now.state, now.withdrawn), (LinkState::Withdrawn, Some(Withdrawal::OptedOut)));
            assert!(now.is_opted_out);
        }
        assert_eq!(preference(&scene, &answered).await.state, LinkState::Answered, "an answer stays");
        assert!(!preference(&scene, &someone).await.is_opted_out, "another address");
        assert!(!preference(&other, &theirs).await.is_opted_out, "another tenant");
        assert_eq!(found(&other, &theirs).await.state, LinkState::Open);
        let deal = scene.upsert(&event_of("D-5")).await.id;
        let tenant = scene.open().await;
        assert_eq!(contact::buyers(&tenant, deal).await.unwrap(), [], "nor is he asked about a new deal");
        drop(tenant);

        // From any link of the address it can be taken back.
        let reopened =
            DealEvent { outcome: None, happened_at: Some(at("2026-11-21T00:00:00Z")), ..event_of("D-2") };
        scene.upsert(&reopened).await;
        for _ in 0..2 {
            let tenant = scene.open_as(answered.invitation).await;
            assert!(contact::undo_opt_out(&tenant, answered.invitation).await.unwrap());
            tenant.commit().await.unwrap();
        }
        let now = preference(&scene, &first).await;
        assert_eq!((now.state, now.withdrawn, now.is_opted_out), (LinkState::Open, None, false));
        let now = preference(&scene, &second).await;
        assert_eq!(now.withdrawn, Some(Withdrawal::Reopened), "it waits for the deal to close again");
        let tenant = scene.open().await;
        assert_eq!(contact::buyers(&tenant, deal).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn many_opt_outs_and_regrets_of_one_address_at_once_end_in_one_of_the_two() {
    let scene = Scene::new().await;
    let mut all = Vec::new();
    for number in 0..6 {
        all.push(scene.invite(&event_of(&format!("D-{number}"))).await);
    }
    let mut acts = tokio::task::JoinSet::new();
    for round in 0..24 {
        let (store, tenant, invited) = (scene.db.store(), scene.tenant.clone(), all[round % 6].clone());
        acts.spawn(async move {
            let door = fixture::open(&store, &tenant).await;
            let done = if round % 2 == 0 {
                contact::opt_out(&door, invited.invitation).await
            } else {
                contact::undo_opt_out(&door, invited.invitation).await
            };
            assert!(done.unwrap());
            door.commit().await.unwrap();
        });
    }
    acts.join_all().await;
    let marked = scene.number("select count(*) from {t}.contacts where opted_out_at is not null").await;
    let withdrawn = "select count(*) from {t}.invitations where withdrawn_reason = 'opted_out'";
    assert_eq!(scene.number(withdrawn).await, marked, "what is withdrawn goes with the mark");
    assert!(marked == 0 || marked == 6, "{marked}");
}
