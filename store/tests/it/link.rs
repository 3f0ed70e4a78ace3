//! Links and drafts: one answer goes through, and nobody else's link opens anything.

use chrono::Duration;
use domain::crm::DealEvent;
use domain::deal::Outcome;
use domain::id::InvitationId;
use domain::link::{LinkPurpose, LinkState, LinkToken, Undeliverable};
use domain::response::Attribution;
use domain::survey::{AnswerSet, Audience, starter};
use domain::tenant::Tier;
use store::draft::{self, Draft, Saved, SectionDraft, Write};
use store::link::{self, Held, Invitation, Invite, Redeemed};
use store::testing::fixture;
use store::{StoreError, TenantTx, contact, response, survey};

use crate::scene::{HOST, Invited, Scene, answers, at, chosen, contact_event, event, event_of, lost, text};

fn section(name: &str, question: &str, answer: Option<domain::survey::Answer>) -> SectionDraft {
    let mut answers = AnswerSet::new();
    answers.set(question, answer);
    SectionDraft { section: name.to_owned(), questions: vec![question.to_owned()], answers }
}

async fn state(scene: &Scene, invited: &Invited) -> LinkState {
    let tenant = scene.open_as(invited.invitation).await;
    link::find(&tenant, &invited.token.hash()).await.unwrap().expect("it is there").state
}

#[tokio::test]
async fn a_token_leads_to_its_invitation_and_to_no_other() {
    let scene = Scene::new().await;
    let (bo, cy) = (scene.invite(&event()).await, scene.invite(&event_of("D-2")).await);
    let claims = scene.db.store().keys().open_token(LinkPurpose::Survey, &bo.token, HOST).expect("it opens");
    assert_eq!((claims.tenant, claims.invitation), (scene.tenant.id, bo.invitation));
    let tenant = scene.open_as(bo.invitation).await;
    let found = link::find(&tenant, &bo.token.hash()).await.unwrap().expect("it is there");
    assert_eq!((found.id, found.state, found.version), (bo.invitation, LinkState::Open, bo.version));
    assert_eq!(
        (found.account_name.as_deref(), found.contact_name.as_str()),
        (Some("Express Logistics"), "Bo Buyer")
    );
    assert_eq!(*found.template, starter::win_loss());
    assert_eq!(found.facts, lost());
    assert_eq!(link::find(&tenant, &cy.token.hash()).await.unwrap(), None, "another buyer's link");
    let unknown = LinkToken::parse(&"a".repeat(104)).expect("plausible");
    assert_eq!(link::find(&tenant, &unknown.hash()).await.unwrap(), None);
    link::decoy(&scene.db.store()).await.unwrap();
}

/// The mail said "In November, `MINbb48a` decided", which is the id of the CRM's record.
#[tokio::test]
async fn a_buyer_does_not_read_what_the_crm_calls_a_deal_in_place_of_the_company() {
    let scene = Scene::new().await;
    for (id, account_name, name) in
        [("D-7", "D-7", "D-7"), ("D-8", "Roll-out 2026", "Roll-out 2026"), ("D-9", "D-9", "Roll-out 2026")]
    {
        let (name, account_name) = (name.to_owned(), account_name.to_owned());
        let bo = scene.invite(&DealEvent { name, account_name, ..event_of(id) }).await;
        let tenant = scene.open_as(bo.invitation).await;
        let found = link::load(&tenant, bo.invitation).await.unwrap().expect("it is there");
        assert_eq!(found.account_name, None, "{id}");
        let tenant = scene.open().await;
        let (outgoing, _) = link::outgoing(&tenant, bo.invitation, HOST).await.unwrap().expect("there");
        assert_eq!(outgoing.account_name, None, "{id}");
    }
}

#[tokio::test]
async fn another_tenants_link_is_not_found() {
    for tier in [Tier::Pool, Tier::Silo] {
        let scene = Scene::new().await;
        let other = fixture::tenant(&scene.db.store(), "southwind", tier).await;
        let bo = scene.invite(&event()).await;
        let tenant = fixture::open(&scene.db.store(), &other).await;
        assert_eq!(link::find(&tenant, &bo.token.hash()).await.unwrap(), None);
        assert_eq!(link::start(&tenant, bo.invitation, None, None).await.unwrap(), LinkState::Unknown);
        let end = link::redeem(&tenant, &scene.submission(&bo, answers(Attribution::Named)), &lost(), HOST)
            .await
            .unwrap();
        assert_eq!(end, Redeemed::Closed(LinkState::Unknown));
        assert_eq!(draft::load(&tenant, bo.invitation).await.unwrap(), None);
        let draft = section("decision", "clarity", chosen("early"));
        let saved = draft::save(&tenant, bo.invitation, &draft, &Write::Post).await.unwrap();
        assert_eq!(saved, Saved::Closed(LinkState::Unknown));
        assert!(link::outgoing(&tenant, bo.invitation, HOST).await.unwrap().is_none());
        let now = scene.db.clock().now();
        let version = crate::scene::active(&tenant).await.version;
        let wanted = Invite {
            deal: bo.deal,
            contact: bo.contact,
            version,
            send_after: now,
            expires_at: now,
            host: HOST,
        };
        assert!(matches!(link::invite(&tenant, &wanted).await, Err(StoreError::NotFound)));
        assert_eq!(state(&scene, &bo).await, LinkState::Open, "nothing was changed");
    }
}

#[tokio::test]
async fn a_buyer_of_the_same_tenant_cannot_act_for_another() {
    let scene = Scene::new().await;
    let (bo, cy) = (scene.invite(&event()).await, scene.invite(&event_of("D-2")).await);
    let tenant = scene.open_as(bo.invitation).await;
    assert_eq!(link::start(&tenant, cy.invitation, None, None).await.unwrap(), LinkState::Unknown);
    let end = link::redeem(&tenant, &scene.submission(&cy, answers(Attribution::Named)), &lost(), HOST)
        .await
        .unwrap();
    assert_eq!(end, Redeemed::Closed(LinkState::Unknown));
    assert_eq!(draft::load(&tenant, cy.invitation).await.unwrap(), None);
}

#[tokio::test]
async fn of_fifty_sends_at_once_exactly_one_wins() {
    let scene = Scene::new().await;
    let bo = scene.invite(&event()).await;
    let mut sends = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (store, known) = (scene.db.store(), scene.tenant.clone());
        let submission = scene.submission(&bo, answers(Attribution::Named));
        sends.spawn(async move {
            let tenant = fixture::open(&store, &known).await;
            let end = link::redeem(&tenant, &submission, &lost(), HOST).await.unwrap();
            tenant.commit().await.unwrap();
            end
        });
    }
    let ends = sends.join_all().await;
    let won = ends.iter().filter(|end| matches!(end, Redeemed::Accepted(_))).count();
    let late = ends.iter().filter(|end| **end == Redeemed::Already).count();
    assert_eq!((won, late), (1, 49));
    assert_eq!(scene.number("select count(*) from {t}.submissions").await, 1);
    assert_eq!(scene.number("select count(*) from queue.jobs where kind = 'ingest_response'").await, 1);
    assert_eq!(state(&scene, &bo).await, LinkState::Answered);
}

#[tokio::test]
async fn a_send_that_does_not_commit_leaves_the_link_open_and_the_draft_there() {
    let scene = Scene::new().await;
    let bo = scene.invite(&event()).await;
    let tenant = scene.open_as(bo.invitation).await;
    draft::save(&tenant, bo.invitation, &section("decision", "clarity", chosen("early")), &Write::Post)
        .await
        .unwrap();
    tenant.commit().await.unwrap();
    let tenant = scene.open_as(bo.invitation).await;
    link::redeem(&tenant, &scene.submission(&bo, answers(Attribution::Named)), &lost(), HOST).await.unwrap();
    drop(tenant);
    assert_eq!(state(&scene, &bo).await, LinkState::Open);
    scene.send(&bo, answers(Attribution::Named)).await;
    assert_eq!(scene.number("select count(*) from {t}.drafts").await, 0, "a sent draft is gone");
}

#[tokio::test]
async fn time_closes_a_link() {
    let scene = Scene::new().await;
    let bo = scene.invite(&event()).await;
    scene.db.clock().advance(Duration::days(30));
    assert_eq!(state(&scene, &bo).await, LinkState::Expired);
    let tenant = scene.open_as(bo.invitation).await;
    assert_eq!(link::start(&tenant, bo.invitation, None, None).await.unwrap(), LinkState::Expired);
    let end = link::redeem(&tenant, &scene.submission(&bo, answers(Attribution::Named)), &lost(), HOST)
        .await
        .unwrap();
    assert_eq!(end, Redeemed::Closed(LinkState::Expired));
    let draft = section("decision", "clarity", chosen("early"));
    assert_eq!(
        draft::save(&tenant, bo.invitation, &draft, &Write::Post).await.unwrap(),
        Saved::Closed(LinkState::Expired)
    );
}

#[tokio::test]
async fn starting_twice_is_as_once_and_never_moves_the_start() {
    let scene = Scene::new().await;
    let bo = scene.invite(&event()).await;
    for _ in 0..2 {
        let tenant = scene.open_as(bo.invitation).await;
        assert_eq!(link::start(&tenant, bo.invitation, None, None).await.unwrap(), LinkState::Open);
        tenant.commit().await.unwrap();
        scene.db.clock().advance(Duration::hours(1));
    }
    let tenant = scene.open_as(bo.invitation).await;
    let found = link::find(&tenant, &bo.token.hash()).await.unwrap().expect("it is there");
    assert_eq!(found.started_at, Some(at("2026-11-23T12:00:00Z")));
}

#[tokio::test]
async fn a_deal_that_reopens_closes_its_links_and_closing_again_opens_new_ones() {
    let scene = Scene::new().await;
    let bo = scene.invite(&event()).await;
    let reopened = DealEvent { outcome: None, happened_at: Some(at("2026-11-21T00:00:00Z")), ..event() };
    scene.upsert(&reopened).await;
    assert_eq!(state(&scene, &bo).await, LinkState::Withdrawn);
    let tenant = scene.open_as(bo.invitation).await;
    let end = link::redeem(&tenant, &scene.submission(&bo, answers(Attribution::Named)), &lost(), HOST)
        .await
        .unwrap();
    assert_eq!(end, Redeemed::Closed(LinkState::Withdrawn));
    drop(tenant);
    scene.db.clock().advance(Duration::hours(2));
    let again = DealEvent { happened_at: Some(at("2026-11-22T00:00:00Z")), ..event() };
    let second = scene.invite(&again).await;
    assert_eq!(second.invitation, bo.invitation, "one invitation a deal and contact");
    assert_ne!(second.token, bo.token);
    assert_eq!(state(&scene, &second).await, LinkState::Open);
    let tenant = scene.open_as(bo.invitation).await;
    assert_eq!(link::find(&tenant, &bo.token.hash()).await.unwrap(), None, "the old link stays dead");
}

#[tokio::test]
async fn reopening_does_not_take_back_an_answer() {
    let scene = Scene::new().await;
    let bo = scene.invite(&event()).await;
    scene.send(&bo, answers(Attribution::Named)).await;
    scene
        .upsert(&DealEvent { outcome: None, happened_at: Some(at("2026-11-21T00:00:00Z")), ..event() })
        .await;
    assert_eq!(state(&scene, &bo).await, LinkState::Answered);
    let again = DealEvent { happened_at: Some(at("2026-11-22T00:00:00Z")), ..event() };
    scene.upsert(&again).await;
    let tenant = scene.open().await;
    let buyers = contact::buyers(&tenant, bo.deal).await.unwrap();
    let now = scene.db.clock().now();
    let wanted = Invite {
        deal: bo.deal,
        contact: buyers[0],
        version: bo.version,
        send_after: now,
        expires_at: now,
        host: HOST,
    };
    assert_eq!(link::invite(&tenant, &wanted).await.unwrap(), None, "who answered is not asked again");
}

#[tokio::test]
async fn who_started_finishes_on_the_version_he_started() {
    let scene = Scene::new().await;
    let bo = scene.invite(&event()).await;
    let tenant = scene.open().await;
    let mut changed = starter::win_loss();
    changed.sections.truncate(1);
    scene.db.clock().advance(Duration::seconds(1));
    crate::scene::publish(&tenant, &changed).await;
    tenant.commit().await.unwrap();
    let tenant = scene.open_as(bo.invitation).await;
    let found = link::find(&tenant, &bo.token.hash()).await.unwrap().expect("it is there");
    assert_eq!(*found.template, starter::win_loss());
}

#[tokio::test]
async fn a_draft_is_kept_section_by_section() {
    let scene = Scene::new().await;
    let bo = scene.invite(&event()).await;
    let saves = [
        section("decision", "clarity", chosen("early")),
        section("reasons", "story", text("a")),
        section("decision", "clarity", chosen("late")),
        section("reasons", "story", None),
        section("vendors", "considered", crate::scene::vendors(&["Acme"])),
    ];
    for (number, save) in saves.iter().enumerate() {
        let tenant = scene.open_as(bo.invitation).await;
        let revision = i32::try_from(number).unwrap() + 1;
        assert_eq!(
            draft::save(&tenant, bo.invitation, save, &Write::Post).await.unwrap(),
            Saved::Yes { revision }
        );
        tenant.commit().await.unwrap();
    }
    let tenant = scene.open_as(bo.invitation).await;
    let draft = draft::load(&tenant, bo.invitation).await.unwrap().expect("it is there");
    assert_eq!((draft.section.as_deref(), draft.revision), (Some("vendors"), 5));
    assert_eq!(draft.answers.get("clarity"), chosen("late").as_ref());
    assert_eq!(draft.answers.get("story"), None, "an answer can be taken back");
    assert_eq!(draft.answers.len(), 2);
}

#[tokio::test]
async fn an_autosave_never_undoes_what_was_written_since() {
    let scene = Scene::new().await;
    let bo = scene.invite(&event()).await;
    let save = async |name: &str, words: &str, write: Write| {
        let tenant = scene.open_as(bo.invitation).await;
        let saved =
            draft::save(&tenant, bo.invitation, &section(name, name, text(words)), &write).await.unwrap();
        tenant.commit().await.unwrap();
        saved
    };
    let auto = |page: &str, seen: i32| Write::Autosave { page: page.to_owned(), seen };
    assert_eq!(save("a", "1", auto("one", 0)).await, Saved::Yes { revision: 1 });
    assert_eq!(save("a", "2", auto("one", 0)).await, Saved::Yes { revision: 2 }, "the same page goes on");
    assert_eq!(save("b", "3", auto("two", 0)).await, Saved::Yes { revision: 3 }, "another section");
    assert_eq!(save("a", "old", auto("two", 0)).await, Saved::Stale, "another page, rendered before");
    assert_eq!(save("a", "4", Write::Post).await, Saved::Yes { revision: 4 });
    assert_eq!(save("a", "late", auto("one", 0)).await, Saved::Stale, "it was under way when the post came");
    assert_eq!(
        save("a", "5", auto("three", 4)).await,
        Saved::Yes { revision: 5 },
        "a page that saw the post"
    );
    let tenant = scene.open_as(bo.invitation).await;
    let draft = draft::load(&tenant, bo.invitation).await.unwrap().expect("it is there");
    assert_eq!(draft.answers.get("a"), text("5").as_ref());
    assert_eq!(draft.answers.get("b"), text("3").as_ref());
}

#[tokio::test]
async fn saves_at_once_lose_no_section() {
    let scene = Scene::new().await;
    let bo = scene.invite(&event()).await;
    let mut saves = tokio::task::JoinSet::new();
    for number in 0..20 {
        let (store, known, invitation): (_, _, InvitationId) =
            (scene.db.store(), scene.tenant.clone(), bo.invitation);
        saves.spawn(async move {
            let tenant = fixture::open(&store, &known).await;
            let name = format!("q{number}");
            draft::save(&tenant, invitation, &section(&name, &name, text("x")), &Write::Post).await.unwrap();
            tenant.commit().await.unwrap();
        });
    }
    saves.join_all().await;
    let tenant = scene.open_as(bo.invitation).await;
    let draft = draft::load(&tenant, bo.invitation).await.unwrap().expect("it is there");
    assert_eq!((draft.answers.len(), draft.revision), (20, 20));
}

/// Each reads the draft with the invitation, before it is its turn to hold it: what it read is old by then.
#[tokio::test]
async fn a_save_that_waited_for_another_loses_nothing_of_it() {
    let scene = Scene::new().await;
    let bo = scene.invite(&event()).await;
    let begin = async || {
        let tenant = scene.open_as(bo.invitation).await;
        let found = link::find_held(&tenant, &bo.token.hash()).await.unwrap().expect("it is there");
        (tenant, found)
    };
    let write = async |(tenant, (_, seen, held)): (TenantTx, (Invitation, Draft, Held)), name: &str| {
        let section = section(name, name, text("x"));
        let saved = draft::save_held(&tenant, &held, &seen, &section, &Write::Post).await.unwrap();
        tenant.commit().await.unwrap();
        saved
    };
    let waiting = "select count(*) from pg_stat_activity
                   where datname = current_database() and wait_event_type = 'Lock'";
    for (first, second) in [("a", "b"), ("c", "d")] {
        let one = begin().await;
        let (other, ()) = tokio::join!(begin(), async {
            while scene.db.number(waiting).await == 0 {
                tokio::task::yield_now().await;
            }
            assert!(matches!(write(one, first).await, Saved::Yes { .. }));
        });
        assert!(other.1.1.answers.get(first).is_none(), "it was read before");
        assert!(matches!(write(other, second).await, Saved::Yes { .. }));
    }
    let tenant = scene.open_as(bo.invitation).await;
    let (_, draft) = link::find_with_draft(&tenant, &bo.token.hash()).await.unwrap().expect("it is there");
    assert_eq!((draft.answers.len(), draft.revision), (4, 4));
    assert_eq!(draft::load(&tenant, bo.invitation).await.unwrap(), Some(draft));
}

#[tokio::test]
async fn what_a_buyer_wrote_lies_sealed_until_it_is_a_response() {
    let scene = Scene::new().await;
    let bo = scene.invite(&event()).await;
    let secret = "Unmistakable sentence of a buyer";
    let draft = section("reasons", "story", text(secret));
    let tenant = scene.open_as(bo.invitation).await;
    draft::save(&tenant, bo.invitation, &draft, &Write::Post).await.unwrap();
    tenant.commit().await.unwrap();
    let legible = |table: &str| {
        format!(
            "select count(*) from {{t}}.{table} where position('{secret}'::bytea in sealed) > 0
                 or position('story'::bytea in sealed) > 0"
        )
    };
    assert_eq!(scene.number("select count(*) from {t}.drafts").await, 1);
    assert_eq!(scene.number(&legible("drafts")).await, 0);
    let mut all = answers(Attribution::Named);
    all.1.set("story", text(secret));
    let submission = scene.send(&bo, all).await;
    assert_eq!(scene.number(&legible("submissions")).await, 0);
    let jobs = format!("select count(*) from queue.jobs where payload::text like '%{secret}%'");
    assert_eq!(scene.number(&jobs).await, 0);
    // A seal opens only where it was made: moved to another row it is worthless.
    scene.db.sabotage("update pool.submissions set id = gen_random_uuid()").await;
    let tenant = scene.open().await;
    assert!(response::submission(&tenant, submission).await.unwrap().is_none());
}

/// Older releases could make two contacts of one mailbox, and invited both of them.
#[tokio::test]
async fn one_mailbox_is_invited_once_however_many_invite_its_contacts_at_once() {
    let scene = Scene::new().await;
    let deal = scene.upsert(&event()).await.id;
    scene
        .db
        .sabotage(
            "insert into pool.contacts (tenant_id, id, deal_id, external_id, name, email, role)
             select tenant_id, gen_random_uuid(), deal_id, 'twin-' || n, name, email, role
             from pool.contacts, generate_series(1, 5) n where external_id = '003'",
        )
        .await;
    let tenant = scene.open().await;
    let version = survey::for_deal(&tenant, Outcome::LostCompetitor, Audience::Buyer)
        .await
        .unwrap()
        .expect("a survey is published")
        .version;
    let contacts = store::deal::detail(&tenant, deal).await.unwrap().contacts;
    drop(tenant);
    let now = scene.db.clock().now();
    let wanted = contacts.iter().map(|contact| Invite {
        deal,
        contact: contact.id,
        version,
        send_after: now,
        expires_at: now + Duration::days(30),
        host: HOST,
    });
    let mut wanted = wanted.collect::<Vec<_>>().into_iter();
    let first = scene.open().await;
    assert!(link::invite(&first, &wanted.next().unwrap()).await.unwrap().is_some());
    let mut others = tokio::task::JoinSet::new();
    for wanted in wanted {
        let (store, known) = (scene.db.store(), scene.tenant.clone());
        others.spawn(async move {
            let tenant = fixture::open(&store, &known).await;
            let made = link::invite(&tenant, &wanted).await.unwrap();
            tenant.commit().await.unwrap();
            made
        });
    }
    // They wait for the first one, or they have not: either way it is decided now.
    let waiting = "select count(*) from pg_stat_activity
                   where datname = current_database() and wait_event_type = 'Lock'";
    while scene.number(waiting).await < 5 && scene.number("select count(*) from {t}.invitations").await == 0 {
        tokio::task::yield_now().await;
    }
    first.commit().await.unwrap();
    assert_eq!(others.join_all().await, [None; 5]);
    assert_eq!(scene.number("select count(*) from {t}.invitations").await, 1);
}

async fn shown(scene: &Scene, invited: &Invited) -> String {
    let tenant = scene.open().await;
    let detail = store::deal::detail(&tenant, invited.deal).await.unwrap();
    detail.contacts[0].invitation.clone().expect("it was invited")
}

#[tokio::test]
async fn an_invitation_whose_mail_will_not_arrive_says_so_until_it_does() {
    let scene = Scene::new().await;
    let bo = scene.invite(&event()).await;
    assert_eq!(shown(&scene, &bo).await, "Waiting to be sent");
    for reason in [Undeliverable::Address, Undeliverable::Refused, Undeliverable::GaveUp] {
        let tenant = scene.open().await;
        link::mark_undeliverable(&tenant, bo.invitation, "bo@express.example", reason).await.unwrap();
        tenant.commit().await.unwrap();
        assert!(shown(&scene, &bo).await.starts_with("Could not be delivered"), "{reason:?}");
        assert_eq!(shown(&scene, &bo).await, reason.label());
    }
    scene.db.clock().advance(Duration::days(60));
    assert_eq!(shown(&scene, &bo).await, "Could not be delivered", "rather than expired");
    let tenant = scene.open().await;
    link::mark_sent(&tenant, bo.invitation, "bo@express.example").await.unwrap();
    tenant.commit().await.unwrap();
    assert_eq!(shown(&scene, &bo).await, "Expired");
    let tenant = scene.open().await;
    link::mark_undeliverable(&tenant, bo.invitation, "bo@express.example", Undeliverable::Refused)
        .await
        .unwrap();
    tenant.commit().await.unwrap();
    assert_eq!(shown(&scene, &bo).await, "Expired", "a mail that arrived is not refused afterwards");
}

#[tokio::test]
async fn who_could_not_be_reached_is_invited_again_when_the_address_is_corrected() {
    let scene = Scene::new().await;
    let bo = scene.invite(&event()).await;
    let tenant = scene.open().await;
    link::mark_undeliverable(&tenant, bo.invitation, "bo@express.example", Undeliverable::Refused)
        .await
        .unwrap();
    tenant.commit().await.unwrap();
    let again = async |email: &str| {
        let contacts = vec![contact_event("003", email)];
        scene.upsert(&DealEvent { contacts, ..event() }).await;
        let tenant = scene.open().await;
        let now = scene.db.clock().now();
        let expires_at = now + Duration::days(30);
        let (deal, contact, version) = (bo.deal, bo.contact, bo.version);
        let wanted = Invite { deal, contact, version, send_after: now, expires_at, host: HOST };
        let invited = link::invite(&tenant, &wanted).await.unwrap();
        tenant.commit().await.unwrap();
        invited
    };
    assert_eq!(again("bo@express.example").await, None, "the same address would be refused again");
    assert_eq!(again("bo.buyer@express.example").await, Some(bo.invitation));
    assert_eq!(shown(&scene, &bo).await, "Waiting to be sent");
    assert_eq!(again("bo.buyer@express.example").await, None);
}
