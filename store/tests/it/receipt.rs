//! The receipt: what was answered comes back, can be corrected, and can be taken back without a trace.

use std::collections::BTreeMap;

use chrono::Duration;
use domain::actor::{Actor, Role};
use domain::id::{InvitationId, SubmissionId, UserId};
use domain::link::{LinkPurpose, LinkState, Withdrawal};
use domain::response::{Attribution, Submission};
use domain::survey::{AnswerSet, Language, Words};
use domain::tenant::Tier;
use store::draft::{self, Saved, SectionDraft, Write};
use store::link::{self, Redeemed};
use store::receipt::{self, Correction, KeptState, Receipt, Withdrawn};
use store::testing::fixture;
use store::{StoreError, Workload, audit, response};

use crate::scene::{HOST, Invited, Scene, answers, chosen, event, event_of, lost, text, vendors};
use crate::support::Raw;

const TIERS: [Tier; 2] = [Tier::Pool, Tier::Silo];

/// Sends an answer and writes its response.
async fn answered(scene: &Scene, invited: &Invited, attribution: Attribution) -> (SubmissionId, Receipt) {
    let (submission, receipt) = scene.send_for_receipt(invited, answers(attribution)).await;
    assert!(scene.ingest(submission).await);
    (submission, receipt)
}

async fn find(scene: &Scene, invited: &Invited, receipt: &Receipt) -> receipt::Kept {
    let tenant = scene.open_as(invited.invitation).await;
    receipt::find(&tenant, &receipt.token.hash()).await.unwrap().expect("it is there")
}

async fn read(scene: &Scene, invited: &Invited, receipt: &Receipt) -> Option<receipt::ReadBack> {
    let kept = find(scene, invited, receipt).await;
    let tenant = scene.open_as(invited.invitation).await;
    receipt::read(&tenant, &kept.invitation).await.unwrap()
}

async fn begin(scene: &Scene, invitation: InvitationId) -> Correction {
    let tenant = scene.open_as(invitation).await;
    let begun = receipt::begin_correction(&tenant, invitation).await.unwrap();
    tenant.commit().await.unwrap();
    begun
}

async fn choose(scene: &Scene, invitation: InvitationId, attribution: Attribution) -> LinkState {
    let tenant = scene.open_as(invitation).await;
    let state = receipt::set_attribution(&tenant, invitation, attribution).await.unwrap();
    tenant.commit().await.unwrap();
    state
}

async fn withdraw(scene: &Scene, invitation: InvitationId) -> Withdrawn {
    let tenant = scene.open_as(invitation).await;
    let end = receipt::withdraw(&tenant, invitation).await.unwrap();
    tenant.commit().await.unwrap();
    end
}

/// The answers of [`answers`] with other reasons, words and vendors.
fn corrected() -> AnswerSet {
    let (_, mut all) = answers(Attribution::Named);
    all.set("reasons", chosen("support"));
    all.set("tipped", None);
    all.set("story", text("The support was slow, and nobody called back."));
    all.set("considered", vendors(&["HubSpot"]));
    all
}

/// Sends a correction; what became of it, and its id.
async fn correct(scene: &Scene, invited: &Invited, all: AnswerSet) -> (SubmissionId, Redeemed) {
    let submission = scene.submission(invited, (Attribution::Named, all));
    let tenant = scene.open_as(invited.invitation).await;
    let end = link::redeem_correction(&tenant, &submission, &lost(), HOST).await.unwrap();
    tenant.commit().await.unwrap();
    (submission.id, end)
}

#[tokio::test]
async fn a_receipt_leads_to_its_answer_and_to_no_other() {
    for tier in TIERS {
        let scene = Scene::of(tier).await;
        let (bo, cy) = (scene.invite(&event()).await, scene.invite(&event_of("D-2")).await);
        let (_, receipt) = scene.send_for_receipt(&bo, answers(Attribution::Named)).await;
        let (_, other) = scene.send_for_receipt(&cy, answers(Attribution::Named)).await;
        let keys = scene.db.store().keys().clone();
        let claims = keys.open_token(LinkPurpose::Receipt, &receipt.token, HOST).expect("it opens");
        assert_eq!((claims.tenant, claims.invitation), (scene.tenant.id, bo.invitation));
        assert_eq!(i64::from(claims.expires), receipt.expires_at.timestamp());
        assert_eq!(receipt.expires_at, crate::scene::at("2028-11-23T12:00:00Z"), "for 24 months");
        assert_eq!(keys.open_token(LinkPurpose::Survey, &receipt.token, HOST), None);
        assert_eq!(receipt.code, receipt.token.hash().code());
        assert_ne!(receipt.code, other.code);
        assert_eq!(find(&scene, &bo, &receipt).await.invitation.id, bo.invitation);

        let tenant = scene.open_as(bo.invitation).await;
        assert_eq!(receipt::find(&tenant, &other.token.hash()).await.unwrap(), None, "another buyer's");
        assert_eq!(receipt::find(&tenant, &bo.token.hash()).await.unwrap(), None, "the survey's token");
        assert_eq!(link::find(&tenant, &receipt.token.hash()).await.unwrap(), None, "as a survey's token");
        let again = receipt::mint(&tenant, bo.invitation, scene.db.clock().now(), HOST);
        assert_eq!(again, receipt, "the mail carries the same link as the page");
        let foreign = fixture::tenant(&scene.db.store(), "southwind", tier).await;
        let tenant = fixture::open(&scene.db.store(), &foreign).await;
        assert_eq!(receipt::find(&tenant, &receipt.token.hash()).await.unwrap(), None, "another tenant");
    }
}

#[tokio::test]
async fn a_send_that_does_not_commit_leaves_no_receipt() {
    let scene = Scene::new().await;
    let bo = scene.invite(&event()).await;
    let tenant = scene.open_as(bo.invitation).await;
    let submission = scene.submission(&bo, answers(Attribution::Named));
    let end = link::redeem(&tenant, &submission, &lost(), HOST).await.unwrap();
    let Redeemed::Accepted(receipt) = end else { panic!("{end:?}") };
    drop(tenant);
    let tenant = scene.open_as(bo.invitation).await;
    assert_eq!(receipt::find(&tenant, &receipt.token.hash()).await.unwrap(), None);
}

#[tokio::test]
async fn what_was_answered_is_read_back_sealed_or_written_and_whatever_was_chosen() {
    for tier in TIERS {
        let scene = Scene::of(tier).await;
        for (number, attribution) in Attribution::ALL.into_iter().enumerate() {
            let bo = scene.invite(&event_of(&format!("D-{number}"))).await;
            let (_, all) = answers(attribution);
            let (submission, receipt) = scene.send_for_receipt(&bo, answers(attribution)).await;
            let expected = Some(receipt::ReadBack { answers: all, attribution });
            assert_eq!(find(&scene, &bo, &receipt).await.state, KeptState::Waiting);
            assert_eq!(read(&scene, &bo, &receipt).await, expected, "{attribution:?}, sealed");
            assert!(scene.ingest(submission).await);
            assert_eq!(find(&scene, &bo, &receipt).await.state, KeptState::Written);
            assert_eq!(read(&scene, &bo, &receipt).await, expected, "{attribution:?}, written");
        }
    }
}

#[tokio::test]
async fn nobody_but_the_buyer_reads_a_receipt() {
    let scene = Scene::new().await;
    let (bo, cy) = (scene.invite(&event()).await, scene.invite(&event_of("D-2")).await);
    let (_, receipt) = answered(&scene, &bo, Attribution::Pooled).await;
    let kept = find(&scene, &bo, &receipt).await;
    let user = UserId::new(scene.db.clock().new_id());
    for actor in [fixture::acting(user, Role::Admin), Actor::Operator { user }, Actor::Worker { job: 1 }] {
        let tenant =
            scene.db.store().open_tenant(scene.tenant.id, actor.clone(), Workload::Live).await.unwrap();
        let refused = receipt::read(&tenant, &kept.invitation).await;
        assert!(matches!(refused, Err(StoreError::Forbidden)), "{actor:?}: {refused:?}");
    }
    let tenant = scene.open_as(cy.invitation).await;
    assert_eq!(receipt::read(&tenant, &kept.invitation).await.unwrap(), None);
}

#[tokio::test]
async fn nothing_behind_a_receipt_can_be_done_for_another_buyer() {
    for tier in TIERS {
        let scene = Scene::of(tier).await;
        let (bo, cy) = (scene.invite(&event()).await, scene.invite(&event_of("D-2")).await);
        answered(&scene, &bo, Attribution::Leadership).await;
        begin(&scene, bo.invitation).await;
        let foreign = fixture::tenant(&scene.db.store(), "southwind", tier).await;
        let foreign = fixture::open(&scene.db.store(), &foreign).await;
        for tenant in [scene.open_as(cy.invitation).await, foreign] {
            let unknown = LinkState::Unknown;
            let begun = receipt::begin_correction(&tenant, bo.invitation).await.unwrap();
            assert_eq!(begun, Correction::Closed(unknown));
            let chosen = receipt::set_attribution(&tenant, bo.invitation, Attribution::Named).await.unwrap();
            assert_eq!(chosen, unknown);
            let end = receipt::withdraw(&tenant, bo.invitation).await.unwrap();
            assert_eq!(end, Withdrawn::Closed(unknown));
            assert_eq!(receipt::certificate(&tenant, bo.invitation).await.unwrap(), None);
            let submission = scene.submission(&bo, (Attribution::Named, corrected()));
            let end = link::redeem_correction(&tenant, &submission, &lost(), HOST).await.unwrap();
            assert_eq!(end, Redeemed::Closed(unknown));
            tenant.commit().await.unwrap();
        }
        assert_eq!(scene.rows("responses").await, 1);
        let kept = "select count(*) from {t}.responses where attribution = 'leadership'";
        assert_eq!(scene.number(kept).await, 1, "nothing was changed");
        assert_eq!(scene.rows("drafts").await, 1, "the correction goes on");
    }
}

#[tokio::test]
async fn a_correction_begins_when_the_answer_is_written_and_for_seven_days() {
    let scene = Scene::new().await;
    let bo = scene.invite(&event()).await;
    assert_eq!(begin(&scene, bo.invitation).await, Correction::Closed(LinkState::Open));
    let (submission, receipt) = scene.send_for_receipt(&bo, answers(Attribution::Pooled)).await;
    assert_eq!(begin(&scene, bo.invitation).await, Correction::Waiting);
    assert_eq!(scene.rows("drafts").await, 0);
    assert!(scene.ingest(submission).await);
    assert_eq!(begin(&scene, bo.invitation).await, Correction::Begun);
    assert!(find(&scene, &bo, &receipt).await.invitation.is_correcting);
    let tenant = scene.open_as(bo.invitation).await;
    let draft = draft::load(&tenant, bo.invitation).await.unwrap().expect("it is there");
    assert_eq!(draft.answers, answers(Attribution::Pooled).1, "words that were sealed as well");
    assert_eq!(draft.section.as_deref(), Some("decision"));
    drop(tenant);
    scene.db.clock().advance(Duration::days(7) - Duration::seconds(1));
    assert_eq!(begin(&scene, bo.invitation).await, Correction::Begun);
    scene.db.clock().advance(Duration::seconds(1));
    assert_eq!(begin(&scene, bo.invitation).await, Correction::TooLate);
    let kept = find(&scene, &bo, &receipt).await;
    assert_eq!((kept.correctable_until, kept.invitation.is_correcting), (None, false));
}

#[tokio::test]
async fn beginning_twice_takes_nothing_back_that_was_typed() {
    let scene = Scene::new().await;
    let bo = scene.invite(&event()).await;
    answered(&scene, &bo, Attribution::Named).await;
    let mut all = AnswerSet::new();
    all.set("story", text("Typed since"));
    let typed =
        SectionDraft { section: "reasons".to_owned(), questions: vec!["story".to_owned()], answers: all };
    begin(&scene, bo.invitation).await;
    let tenant = scene.open_as(bo.invitation).await;
    let saved = draft::save(&tenant, bo.invitation, &typed, &Write::Post).await.unwrap();
    assert!(matches!(saved, Saved::Yes { .. }));
    let late = Write::Autosave { page: "of an abandoned tab".to_owned(), seen: 40 };
    assert_eq!(draft::save(&tenant, bo.invitation, &typed, &late).await.unwrap(), Saved::Stale);
    tenant.commit().await.unwrap();
    assert_eq!(begin(&scene, bo.invitation).await, Correction::Begun);
    let tenant = scene.open_as(bo.invitation).await;
    let draft = draft::load(&tenant, bo.invitation).await.unwrap().expect("it is there");
    assert_eq!(draft.answers.get("story"), text("Typed since").as_ref());
    assert_eq!(scene.rows("survey_steps").await, 0, "a correction is no second way through the survey");
}

#[tokio::test]
async fn a_correction_takes_the_place_of_the_answer_when_it_is_read() {
    for tier in TIERS {
        let scene = Scene::of(tier).await;
        let bo = scene.invite(&event()).await;
        let (first, receipt) = answered(&scene, &bo, Attribution::Named).await;
        scene.db.clock().advance(Duration::days(2));
        begin(&scene, bo.invitation).await;
        let (second, end) = correct(&scene, &bo, corrected()).await;
        let Redeemed::Accepted(again) = end else { panic!("{end:?}") };
        assert_eq!(again, receipt, "the receipt stays the same");
        assert_ne!(first, second);
        let old = format!("select count(*) from {{t}}.responses where id = '{first}'");
        assert_eq!(scene.number(&old).await, 1, "it counts until the correction is read");
        assert_eq!(find(&scene, &bo, &receipt).await.state, KeptState::Waiting);
        let back = read(&scene, &bo, &receipt).await.expect("it is there");
        assert_eq!(back.answers, corrected(), "the buyer reads what was sent last");
        assert_eq!(begin(&scene, bo.invitation).await, Correction::Waiting);

        assert!(scene.ingest(second).await);
        for (table, rows) in [
            ("responses", 1),
            ("answers", 6),
            ("response_themes", 1),
            ("deal_competitors", 2),
            ("submissions", 0),
            ("drafts", 0),
        ] {
            assert_eq!(scene.rows(table).await, rows, "{table}");
        }
        let kept = format!(
            "select count(*) from {{t}}.responses where id = '{second}' and seconds = 170
               and submitted_at = '2026-11-23T12:00:00Z' and corrected_at = '2026-11-25T12:00:00Z'"
        );
        assert_eq!(scene.number(&kept).await, 1, "its times are the answer's own");
        assert_eq!(find(&scene, &bo, &receipt).await.state, KeptState::Written);
        assert_eq!(read(&scene, &bo, &receipt).await.expect("it is there").answers, corrected());
        let gone = "select count(*) from {t}.answers where answer::text like '%Zendesk%'";
        assert_eq!(scene.number(gone).await, 0, "nothing of the first answer is left");
        assert_eq!(begin(&scene, bo.invitation).await, Correction::Begun, "and once more");
    }
}

#[tokio::test]
async fn an_answer_read_late_does_not_undo_its_correction() {
    let scene = Scene::new().await;
    let bo = scene.invite(&event()).await;
    let (first, _) = scene.send_for_receipt(&bo, answers(Attribution::Named)).await;
    // Two workers have read it; the second is slow.
    let slow = scene.enriched(first).await;
    assert!(scene.ingest(first).await);
    begin(&scene, bo.invitation).await;
    let (second, _) = correct(&scene, &bo, corrected()).await;
    let write = async || {
        let tenant = scene.open().await;
        let is_written = response::insert(&tenant, &slow).await.unwrap();
        tenant.commit().await.unwrap();
        is_written
    };
    assert!(!write().await, "while the correction waits");
    assert!(scene.ingest(second).await);
    assert!(!write().await, "when the correction is written");
    let kept = format!("select count(*) from {{t}}.responses where id = '{second}'");
    assert_eq!(scene.number(&kept).await, 1);
}

#[tokio::test]
async fn of_twenty_corrections_at_once_exactly_one_wins() {
    let scene = Scene::new().await;
    let bo = scene.invite(&event()).await;
    answered(&scene, &bo, Attribution::Named).await;
    begin(&scene, bo.invitation).await;
    let mut sends = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (store, known) = (scene.db.store(), scene.tenant.clone());
        let submission = scene.submission(&bo, (Attribution::Named, corrected()));
        sends.spawn(async move {
            let tenant = fixture::open(&store, &known).await;
            let end = link::redeem_correction(&tenant, &submission, &lost(), HOST).await.unwrap();
            tenant.commit().await.unwrap();
            end
        });
    }
    let ends = sends.join_all().await;
    assert_eq!(ends.iter().filter(|end| matches!(end, Redeemed::Accepted(_))).count(), 1);
    assert_eq!(ends.iter().filter(|end| **end == Redeemed::Already).count(), 19);
    assert_eq!(scene.rows("submissions").await, 1);
}

#[tokio::test]
async fn a_correction_that_was_not_begun_or_comes_too_late_changes_nothing() {
    let scene = Scene::new().await;
    let bo = scene.invite(&event()).await;
    answered(&scene, &bo, Attribution::Named).await;
    assert_eq!(correct(&scene, &bo, corrected()).await.1, Redeemed::Already, "not begun");
    begin(&scene, bo.invitation).await;
    scene.db.clock().advance(Duration::days(7));
    assert_eq!(correct(&scene, &bo, corrected()).await.1, Redeemed::Already, "late");
    let section =
        SectionDraft { section: "reasons".to_owned(), questions: Vec::new(), answers: AnswerSet::new() };
    let tenant = scene.open_as(bo.invitation).await;
    let saved = draft::save(&tenant, bo.invitation, &section, &Write::Post).await.unwrap();
    assert_eq!(saved, Saved::Closed(LinkState::Answered));
    drop(tenant);
    let tenant = scene.open().await;
    assert_eq!(draft::purge_late(&tenant).await.unwrap(), 1, "what is left of it is not kept");
    assert_eq!(draft::purge_late(&tenant).await.unwrap(), 0);
    tenant.commit().await.unwrap();
    assert_eq!((scene.rows("drafts").await, scene.rows("responses").await), (0, 1));
}

#[tokio::test]
async fn the_choice_about_the_name_holds_from_the_moment_it_is_made() {
    for tier in TIERS {
        let scene = Scene::of(tier).await;
        let bo = scene.invite(&event()).await;
        let legible = "select count(*) from {t}.answers where answer::text like '%far too expensive%'";
        let is = async |attribution: Attribution| {
            let sql =
                format!("select count(*) from {{t}}.responses where attribution = '{}'", attribution.code());
            scene.number(&sql).await == 1
        };
        let (submission, receipt) = scene.send_for_receipt(&bo, answers(Attribution::Named)).await;
        // A worker has read it already when the buyer thinks better of it.
        let enriched = scene.enriched(submission).await;
        assert_eq!(choose(&scene, bo.invitation, Attribution::Pooled).await, LinkState::Answered);
        let tenant = scene.open().await;
        assert!(response::insert(&tenant, &enriched).await.unwrap());
        tenant.commit().await.unwrap();
        assert!(is(Attribution::Pooled).await, "before it is read");
        assert_eq!(scene.number(legible).await, 0);

        for attribution in [Attribution::Leadership, Attribution::Pooled, Attribution::Named] {
            let version = scene.number("select data_version from {t}.settings").await;
            assert_eq!(choose(&scene, bo.invitation, attribution).await, LinkState::Answered);
            assert!(is(attribution).await, "{attribution:?}");
            let words = i64::from(attribution != Attribution::Pooled);
            assert_eq!(scene.number(legible).await, words, "{attribution:?}");
            let views = "select (select count(*) from {t}.named_responses) * 10
                              + (select count(*) from {t}.leadership_responses)";
            let seen = [11, 1, 0][attribution as usize];
            assert_eq!(scene.number(views).await, seen, "{attribution:?}");
            assert_eq!(scene.number("select data_version from {t}.settings").await, version + 1);
            let back = read(&scene, &bo, &receipt).await.expect("it is there");
            assert_eq!((back.attribution, back.answers), (attribution, answers(attribution).1));
            // The same again changes nothing.
            choose(&scene, bo.invitation, attribution).await;
            assert_eq!(scene.number("select data_version from {t}.settings").await, version + 1);
        }
    }
}

#[tokio::test]
async fn a_vendor_that_a_pooled_buyer_typed_is_legible_nowhere() {
    for tier in TIERS {
        let scene = Scene::of(tier).await;
        let bo = scene.invite(&event()).await;
        let (submission, receipt) = answered(&scene, &bo, Attribution::Pooled).await;
        let typed = |found: Vec<(String, i64)>| found.into_iter().map(|(table, _)| table).collect::<Vec<_>>();
        assert_eq!(traces(&scene, "Nobody Knows").await, []);
        let back = read(&scene, &bo, &receipt).await.expect("it is there");
        assert_eq!(back.answers, answers(Attribution::Pooled).1, "but for its buyer");
        choose(&scene, bo.invitation, Attribution::Named).await;
        assert_eq!(
            typed(traces(&scene, "Nobody Knows").await),
            ["answers", "competitors", "deal_competitors"]
        );
        choose(&scene, bo.invitation, Attribution::Pooled).await;
        assert_eq!(traces(&scene, "Nobody Knows").await, [], "{submission}");
    }
}

#[tokio::test]
async fn a_vendor_whom_only_buyers_named_goes_with_the_last_answer_that_did() {
    for tier in TIERS {
        let scene = Scene::of(tier).await;
        let known = "select count(*) from {t}.competitors where name = 'Salesforce'";
        let (bo, cy) = (scene.invite(&event()).await, scene.invite(&event_of("D-2")).await);
        answered(&scene, &bo, Attribution::Named).await;
        answered(&scene, &cy, Attribution::Leadership).await;
        assert_eq!(scene.number(known).await, 1);
        withdraw(&scene, bo.invitation).await;
        assert_eq!(scene.number(known).await, 1, "another buyer named it");
        // A correction that names another takes it back as well.
        begin(&scene, cy.invitation).await;
        let mut all = answers(Attribution::Leadership).1;
        all.set("considered", None);
        all.set("chosen", vendors(&["HubSpot"]));
        let (second, _) = correct(&scene, &cy, all).await;
        assert!(scene.ingest(second).await);
        assert_eq!(scene.number(known).await, 0);

        // Whom the CRM names too stays.
        let dee = scene.invite(&event_of("D-3")).await;
        answered(&scene, &dee, Attribution::Named).await;
        let mut named = event_of("D-4");
        named.competitors = vec!["SFDC".to_owned()];
        scene.upsert(&named).await;
        let Withdrawn::Erased(certificate) = withdraw(&scene, dee.invitation).await else { panic!("erased") };
        assert_eq!(scene.number(known).await, 1);
        assert_eq!(certificate.manifest["competitors"], 1, "only the stranger, whom nobody else named");
    }
}

#[tokio::test]
async fn the_choice_about_the_name_takes_the_vendors_along() {
    // Out of the pool a vendor stayed unfiled; into it, he stayed in the list that other buyers are offered.
    for tier in TIERS {
        let scene = Scene::of(tier).await;
        let bo = scene.invite(&event()).await;
        answered(&scene, &bo, Attribution::Pooled).await;
        let offered = async || {
            let tenant = scene.open().await;
            let suggested = store::competitor::suggestions(&tenant, 100).await.unwrap();
            (store::competitor::names(&tenant).await.unwrap(), suggested.contains(&"Salesforce".to_owned()))
        };
        let filed =
            "select count(*) from {t}.deal_competitors c join {t}.competitors k on k.id = c.competitor_id
                     where k.name = 'Salesforce' and c.role = 'chosen'";
        let all = "select count(*) from {t}.deal_competitors";
        for chosen in [Attribution::Named, Attribution::Leadership] {
            assert_eq!((offered().await, scene.number(filed).await), ((vec![], false), 0), "pooled");
            choose(&scene, bo.invitation, chosen).await;
            assert_eq!(offered().await, (vec!["Salesforce".to_owned()], true), "{chosen:?}");
            assert_eq!(scene.number(filed).await, 1, "{chosen:?}");
            assert_eq!(scene.number(all).await, 2, "two names of one vendor are one, as if sent so");
            choose(&scene, bo.invitation, Attribution::Pooled).await;
        }
        // Whom somebody else names stays, and the pooled answer says whom it means.
        let cy = scene.invite(&event_of("D-2")).await;
        answered(&scene, &cy, Attribution::Named).await;
        choose(&scene, bo.invitation, Attribution::Named).await;
        choose(&scene, bo.invitation, Attribution::Pooled).await;
        assert_eq!((offered().await.1, scene.number(filed).await), (true, 2));
        // The last one who may be known by it goes: the pooled answer alone brings nobody.
        choose(&scene, cy.invitation, Attribution::Pooled).await;
        assert_eq!((offered().await, scene.number(filed).await), ((vec![], false), 0));
    }
}

#[tokio::test]
async fn a_correction_keeps_the_choice_that_was_made_on_the_receipt() {
    let scene = Scene::new().await;
    let bo = scene.invite(&event()).await;
    answered(&scene, &bo, Attribution::Named).await;
    begin(&scene, bo.invitation).await;
    choose(&scene, bo.invitation, Attribution::Pooled).await;
    // The page with the correction was rendered before the choice.
    let (second, _) = correct(&scene, &bo, corrected()).await;
    assert!(scene.ingest(second).await);
    let pooled =
        "select count(*) from {t}.responses where attribution = 'pooled' and corrected_at is not null";
    assert_eq!(scene.number(pooled).await, 1);
    let legible = "select count(*) from {t}.answers where answer::text like '%support was slow%'";
    assert_eq!(scene.number(legible).await, 0);
}

/// Every table of the scene's schema with the number of rows that hold this text anywhere.
async fn traces(scene: &Scene, what: &str) -> Vec<(String, i64)> {
    let mut raw = Raw::superuser(&scene.db).await;
    let schema = scene.db.store().placement(scene.tenant.id).await.unwrap().schema;
    let tables = raw
        .texts(&format!(
            "select table_name::text from information_schema.tables
             where table_schema = '{schema}' and table_type = 'BASE TABLE' order by 1"
        ))
        .await;
    let mut found = Vec::new();
    for table in tables {
        let sql = format!("select count(*) from {{t}}.{} x where x::text like '%{what}%'", table[0]);
        let rows = scene.number(&sql).await;
        if rows > 0 {
            found.push((table[0].clone(), rows));
        }
    }
    found
}

#[tokio::test]
async fn an_answer_that_is_taken_back_leaves_nothing_but_its_certificate() {
    for tier in TIERS {
        let scene = Scene::of(tier).await;
        let (bo, cy) = (scene.invite(&event()).await, scene.invite(&event_of("D-2")).await);
        answered(&scene, &cy, Attribution::Named).await;
        let tenant = scene.open_as(bo.invitation).await;
        let mut typed = AnswerSet::new();
        typed.set("clarity", chosen("late"));
        let section = SectionDraft {
            section: "decision".to_owned(),
            questions: vec!["clarity".to_owned()],
            answers: typed,
        };
        draft::save(&tenant, bo.invitation, &section, &Write::Post).await.unwrap();
        tenant.commit().await.unwrap();
        let (submission, receipt) = answered(&scene, &bo, Attribution::Named).await;
        begin(&scene, bo.invitation).await;
        let version = scene.number("select data_version from {t}.settings").await;
        scene.db.clock().advance(Duration::days(300));

        let Withdrawn::Erased(certificate) = withdraw(&scene, bo.invitation).await else {
            panic!("it is erased")
        };
        let expected = [
            ("answers", 7),
            ("deal_competitors", 2),
            ("drafts", 1),
            ("response_ratings", 0),
            ("response_themes", 2),
            ("responses", 1),
            ("submissions", 0),
            ("survey_steps", 1),
        ];
        let expected: BTreeMap<String, u64> = expected.map(|(table, rows)| (table.to_owned(), rows)).into();
        assert_eq!(certificate.manifest, expected);
        assert!(certificate.is_whole());
        let words = Words::of(&Language::english());
        for table in certificate.manifest.keys() {
            assert!(words.certificate.name(table).is_some(), "{table} has no name for buyers");
        }
        assert_eq!(traces(&scene, &submission.to_string()).await, [], "the answer's id");
        let invitation = traces(&scene, &bo.invitation.to_string()).await;
        assert_eq!(invitation, [("erasures".to_owned(), 1), ("invitations".to_owned(), 1)]);
        assert_eq!(scene.rows("responses").await, 1, "another buyer's answer stays");
        assert_eq!(scene.number("select data_version from {t}.settings").await, version + 1);
        let jobs = "select count(*) from queue.jobs where kind = 'refresh_rollups'";
        assert_eq!(scene.number(jobs).await, 1);

        let kept = find(&scene, &bo, &receipt).await;
        assert_eq!((kept.state, kept.correctable_until), (KeptState::Withdrawn, None));
        let found = &kept.invitation;
        assert_eq!((found.state, found.withdrawn), (LinkState::Withdrawn, Some(Withdrawal::ByBuyer)));
        assert_eq!((found.response, found.attribution, found.answered_at), (None, None, None));
        assert_eq!(read(&scene, &bo, &receipt).await, None);
        assert_eq!(withdraw(&scene, bo.invitation).await, Withdrawn::Erased(certificate.clone()), "again");
        let tenant = scene.open_as(bo.invitation).await;
        assert_eq!(receipt::certificate(&tenant, bo.invitation).await.unwrap(), Some(certificate));
        assert_eq!(link::start(&tenant, bo.invitation, None, None).await.unwrap(), LinkState::Withdrawn);
    }
}

#[tokio::test]
async fn an_answer_can_be_taken_back_wherever_it_stands() {
    let scene = Scene::new().await;
    let erased = |table: &str, end: &Withdrawn| match end {
        Withdrawn::Erased(certificate) => certificate.manifest[table],
        Withdrawn::Closed(state) => panic!("{state:?}"),
    };
    // Not sent yet: there is nothing to take back.
    let bo = scene.invite(&event_of("D-0")).await;
    assert_eq!(withdraw(&scene, bo.invitation).await, Withdrawn::Closed(LinkState::Open));
    // Sent, and being read by a worker.
    let bo = scene.invite(&event_of("D-1")).await;
    let (submission, _) = scene.send_for_receipt(&bo, answers(Attribution::Named)).await;
    let enriched = scene.enriched(submission).await;
    let end = withdraw(&scene, bo.invitation).await;
    assert_eq!((erased("submissions", &end), erased("responses", &end)), (1, 0));
    let tenant = scene.open().await;
    assert!(!response::insert(&tenant, &enriched).await.unwrap(), "what is erased is not written");
    assert!(response::submission(&tenant, submission).await.unwrap().is_none());
    drop(tenant);
    // With a correction that waits.
    let bo = scene.invite(&event_of("D-2")).await;
    answered(&scene, &bo, Attribution::Pooled).await;
    begin(&scene, bo.invitation).await;
    let (second, _) = correct(&scene, &bo, corrected()).await;
    let enriched = scene.enriched(second).await;
    let end = withdraw(&scene, bo.invitation).await;
    assert_eq!((erased("submissions", &end), erased("responses", &end)), (1, 1));
    let tenant = scene.open().await;
    assert!(!response::insert(&tenant, &enriched).await.unwrap());
    drop(tenant);
    for table in ["responses", "submissions", "drafts", "answers"] {
        assert_eq!(scene.rows(table).await, 0, "{table}");
    }
    assert_eq!(scene.rows("erasures").await, 2);
}

#[tokio::test]
async fn what_a_buyer_does_with_an_answer_is_in_the_audit_trail_without_a_word_of_it() {
    let scene = Scene::new().await;
    let bo = scene.invite(&event()).await;
    answered(&scene, &bo, Attribution::Named).await;
    begin(&scene, bo.invitation).await;
    let (second, _) = correct(&scene, &bo, corrected()).await;
    assert!(scene.ingest(second).await);
    choose(&scene, bo.invitation, Attribution::Pooled).await;
    withdraw(&scene, bo.invitation).await;
    // What is rolled back was not done.
    let other = scene.invite(&event_of("D-2")).await;
    answered(&scene, &other, Attribution::Named).await;
    let tenant = scene.open_as(other.invitation).await;
    receipt::withdraw(&tenant, other.invitation).await.unwrap();
    drop(tenant);
    scene.db.store().shutdown().await;
    let store = store::Store::connect(&scene.db.config(), scene.db.clock().clone()).await.unwrap();
    let control = store.open_control().await.unwrap();
    let mut done: Vec<(String, String)> = audit::newest(&control, scene.tenant.id, 1000)
        .await
        .unwrap()
        .into_iter()
        .filter(|entry| entry.action != "open" && entry.actor_kind == "buyer")
        .map(|entry| (entry.action, entry.object.unwrap_or_default()))
        .collect();
    done.sort();
    let actions: Vec<&str> = done.iter().map(|(action, _)| action.as_str()).collect();
    assert_eq!(actions, ["change_attribution", "correct_answer", "withdraw_answer"]);
    assert!(done.iter().all(|(_, object)| object.parse::<uuid::Uuid>().is_ok()), "ids only: {done:?}");
}

/// Everything that can happen to an answer, at the same moment and again and again: whoever comes first, what is left
/// must be one of the whole states.
#[tokio::test]
async fn whatever_happens_to_an_answer_at_once_it_stays_whole() {
    let scene = Scene::new().await;
    for round in 0..12 {
        let bo = scene.invite(&event_of(&format!("D-{round}"))).await;
        let (first, receipt) = scene.send_for_receipt(&bo, answers(Attribution::Named)).await;
        let is_written = round % 3 != 0;
        let mut enriched = scene.enriched(first).await;
        if is_written {
            assert!(scene.ingest(first).await);
            begin(&scene, bo.invitation).await;
            if round % 3 == 2 {
                let (second, _) = correct(&scene, &bo, corrected()).await;
                enriched = scene.enriched(second).await;
            }
        }
        let mut all = tokio::task::JoinSet::new();
        for act in 0..4 {
            let store = scene.db.store();
            let (tenant, invited) = (scene.tenant.clone(), bo.clone());
            let (enriched, submission) =
                (enriched.clone(), scene.submission(&bo, (Attribution::Named, corrected())));
            all.spawn(async move {
                let buyer = Actor::Buyer { invitation: invited.invitation };
                let actor = if act == 0 { Actor::Worker { job: 1 } } else { buyer };
                let door = store.open_tenant(tenant.id, actor, Workload::Live).await.unwrap();
                match act {
                    0 => match response::insert(&door, &enriched).await {
                        // A vendor of it was forgotten since it was enriched: its job comes again and looks anew.
                        Err(StoreError::Conflict { .. }) => return,
                        written => drop(written.unwrap()),
                    },
                    1 => drop(receipt::withdraw(&door, invited.invitation).await.unwrap()),
                    2 => drop(
                        receipt::set_attribution(&door, invited.invitation, Attribution::Pooled)
                            .await
                            .unwrap(),
                    ),
                    _ => drop(link::redeem_correction(&door, &submission, &lost(), HOST).await.unwrap()),
                }
                door.commit().await.unwrap();
            });
        }
        all.join_all().await;
        let kept = find(&scene, &bo, &receipt).await;
        assert_eq!(kept.state, KeptState::Withdrawn, "round {round}: nothing undoes a withdrawal");
        let left = format!(
            "select (select count(*) from {{t}}.responses where invitation_id = '{0}')
                  + (select count(*) from {{t}}.submissions where invitation_id = '{0}')
                  + (select count(*) from {{t}}.drafts where invitation_id = '{0}')",
            bo.invitation
        );
        assert_eq!(scene.number(&left).await, 0, "round {round}");
    }
    assert_eq!(scene.rows("deal_competitors").await, 0);
    assert_eq!(scene.rows("erasures").await, 12);
}

#[tokio::test]
async fn of_a_choice_and_an_ingestion_at_once_the_choice_holds() {
    let scene = Scene::new().await;
    for round in 0..10 {
        let bo = scene.invite(&event_of(&format!("D-{round}"))).await;
        let (submission, _) = scene.send_for_receipt(&bo, answers(Attribution::Named)).await;
        let enriched = scene.enriched(submission).await;
        let (store, tenant, invitation) = (scene.db.store(), scene.tenant.clone(), bo.invitation);
        let write = tokio::spawn(async move {
            let door = fixture::open(&store, &tenant).await;
            assert!(response::insert(&door, &enriched).await.unwrap());
            door.commit().await.unwrap();
        });
        let (store, tenant) = (scene.db.store(), scene.tenant.clone());
        let choose = tokio::spawn(async move {
            let actor = Actor::Buyer { invitation };
            let door = store.open_tenant(tenant.id, actor, Workload::Live).await.unwrap();
            receipt::set_attribution(&door, invitation, Attribution::Pooled).await.unwrap();
            door.commit().await.unwrap();
        });
        write.await.unwrap();
        choose.await.unwrap();
    }
    assert_eq!(scene.number("select count(*) from {t}.responses where attribution = 'pooled'").await, 10);
    let legible = "select count(*) from {t}.answers where answer::text like '%far too expensive%'";
    assert_eq!(scene.number(legible).await, 0);
}

#[tokio::test]
async fn a_survey_that_asks_for_the_name_in_a_question_follows_its_newest_answer() {
    use domain::survey::{Choice, Kind, Meaning, Question, Text, starter};
    let scene = Scene::new().await;
    let tenant = scene.open().await;
    let mut template = starter::win_loss();
    template.attributions.clear();
    let choices = Attribution::ALL.map(|one| Choice::new(one.code(), Text::english(one.code()))).to_vec();
    let kind = Kind::SingleChoice { choices, allows_other: false, is_shuffled: false };
    let question = Question::new("attribution", Text::english("Who may see your name?"), kind);
    template.sections[0].questions.push(Question { meaning: Some(Meaning::Attribution), ..question });
    crate::scene::publish(&tenant, &template).await;
    tenant.commit().await.unwrap();
    let bo = scene.invite(&event()).await;
    let said = |attribution: Attribution| {
        let (_, mut all) = answers(attribution);
        all.set("attribution", chosen(attribution.code()));
        all
    };
    let submission =
        |all: AnswerSet| Submission { attribution: None, ..scene.submission(&bo, (Attribution::Named, all)) };
    let is = async |attribution: Attribution| {
        let sql =
            format!("select count(*) from {{t}}.responses where attribution = '{}'", attribution.code());
        assert_eq!(scene.number(&sql).await, 1, "{attribution:?}");
    };
    let first = submission(said(Attribution::Leadership));
    let tenant = scene.open_as(bo.invitation).await;
    let end = link::redeem(&tenant, &first, &lost(), HOST).await.unwrap();
    assert!(matches!(end, Redeemed::Accepted(_)));
    tenant.commit().await.unwrap();
    assert!(scene.ingest(first.id).await);
    is(Attribution::Leadership).await;
    begin(&scene, bo.invitation).await;
    let second = submission(said(Attribution::Pooled));
    let tenant = scene.open_as(bo.invitation).await;
    let end = link::redeem_correction(&tenant, &second, &lost(), HOST).await.unwrap();
    assert!(matches!(end, Redeemed::Accepted(_)));
    tenant.commit().await.unwrap();
    assert!(scene.ingest(second.id).await);
    is(Attribution::Pooled).await;
}
