//! Responses: written once, as a whole, and with the name only where the buyer allowed it.

use domain::form::clean_text;
use domain::id::{DealId, ResponseId};
use domain::response::Attribution;
use domain::taxonomy::Theme;
use domain::tenant::Tier;
use store::testing::fixture;
use store::{StoreError, competitor, notice, response};

use crate::scene::{Scene, answers, event, event_of, text, vendors};

async fn write(scene: &Scene, deal: &str, attribution: Attribution) -> ResponseId {
    let invited = scene.invite(&event_of(deal)).await;
    let submission = scene.send(&invited, answers(attribution)).await;
    let enriched = scene.enriched(submission).await;
    let tenant = scene.open().await;
    assert!(response::insert(&tenant, &enriched).await.unwrap());
    tenant.commit().await.unwrap();
    enriched.id()
}

#[tokio::test]
async fn a_response_is_written_once_and_its_submission_is_gone() {
    let scene = Scene::new().await;
    let invited = scene.invite(&event()).await;
    let submission = scene.send(&invited, answers(Attribution::Named)).await;
    let enriched = scene.enriched(submission).await;
    let version = scene.number("select data_version from {t}.settings").await;
    for is_new in [true, false] {
        let tenant = scene.open().await;
        assert_eq!(response::insert(&tenant, &enriched).await.unwrap(), is_new);
        tenant.commit().await.unwrap();
    }
    assert_eq!(scene.number("select data_version from {t}.settings").await, version + 1);
    for (table, rows) in [
        ("responses", 1),
        ("answers", 7),
        ("submissions", 0),
        ("response_themes", 2),
        ("deal_competitors", 2),
    ] {
        assert_eq!(scene.number(&format!("select count(*) from {{t}}.{table}")).await, rows, "{table}");
    }
    assert_eq!(scene.number("select sum(weight)::bigint from {t}.response_themes").await, 10_000);
    assert_eq!(scene.number("select seconds::bigint from {t}.responses").await, 170);
    let tenant = scene.open().await;
    assert!(response::submission(&tenant, submission).await.unwrap().is_none());
}

#[tokio::test]
async fn a_write_that_does_not_commit_loses_nothing() {
    let scene = Scene::new().await;
    let invited = scene.invite(&event()).await;
    let submission = scene.send(&invited, answers(Attribution::Named)).await;
    let enriched = scene.enriched(submission).await;
    let tenant = scene.open().await;
    response::insert(&tenant, &enriched).await.unwrap();
    drop(tenant);
    let tenant = scene.open().await;
    assert!(response::submission(&tenant, submission).await.unwrap().is_some());
}

#[tokio::test]
async fn of_several_workers_one_writes() {
    let scene = Scene::new().await;
    let invited = scene.invite(&event()).await;
    let submission = scene.send(&invited, answers(Attribution::Named)).await;
    let enriched = scene.enriched(submission).await;
    let mut writes = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let (store, known, enriched) = (scene.db.store(), scene.tenant.clone(), enriched.clone());
        writes.spawn(async move {
            let tenant = fixture::open(&store, &known).await;
            let is_new = response::insert(&tenant, &enriched).await.unwrap();
            tenant.commit().await.unwrap();
            is_new
        });
    }
    assert_eq!(writes.join_all().await.into_iter().filter(|is_new| *is_new).count(), 1);
    assert_eq!(scene.number("select count(*) from {t}.deal_competitors").await, 2);
}

#[tokio::test]
async fn the_buyers_names_for_salesforce_are_one_and_strangers_count_too() {
    // Whom only buyers named, and nobody knew, was in no report.
    let scene = Scene::new().await;
    write(&scene, "D-1", Attribution::Named).await;
    let tenant = scene.open().await;
    let list = competitor::list(&tenant).await.unwrap();
    let named: Vec<(&str, bool)> = list.iter().map(|one| (one.name.as_str(), one.is_typed)).collect();
    assert_eq!(named, [("Nobody Knows Ltd", true), ("Salesforce", false)]);
    let chosen =
        "select count(*) from {t}.deal_competitors d join {t}.competitors c on c.id = d.competitor_id
                  where d.role = 'chosen' and d.source = 'buyer' and c.name = 'Salesforce'";
    assert_eq!(scene.number(chosen).await, 1);
    let stranger =
        "select count(*) from {t}.deal_competitors d join {t}.competitors c on c.id = d.competitor_id
                    where d.raw = 'Nobody Knows Ltd' and c.is_met";
    assert_eq!(scene.number(stranger).await, 1);
}

#[tokio::test]
async fn what_a_buyer_tells_at_length_is_no_name() {
    let scene = Scene::new().await;
    let invited = scene.invite(&event()).await;
    let mut all = answers(Attribution::Named);
    all.1.set("considered", None);
    all.1.set("chosen", vendors(&["We had a look at some of them and then took none at all"]));
    let submission = scene.send(&invited, all).await;
    let enriched = scene.enriched(submission).await;
    let tenant = scene.open().await;
    response::insert(&tenant, &enriched).await.unwrap();
    tenant.commit().await.unwrap();
    assert_eq!(scene.number("select count(*) from {t}.competitors where name ilike 'we had%'").await, 0);
    let kept =
        "select count(*) from {t}.deal_competitors where raw ilike 'we had%' and competitor_id is null";
    assert_eq!(scene.number(kept).await, 1);
}

#[tokio::test]
async fn two_answers_about_one_deal_number_their_vendors_on() {
    let scene = Scene::new().await;
    let mut lost = event();
    lost.contacts.push(crate::scene::contact_event("004", "cy@express.example"));
    let deal = scene.upsert(&lost).await.id;
    for number in 0..2 {
        let invited = invite_number(&scene, deal, number).await;
        let mut all = answers(Attribution::Named);
        all.1.set("considered", vendors(&["Zoho", "HubSpot"]));
        let submission = scene.send(&invited, all).await;
        let enriched = scene.enriched(submission).await;
        let tenant = scene.open().await;
        assert!(response::insert(&tenant, &enriched).await.unwrap());
        tenant.commit().await.unwrap();
    }
    assert_eq!(scene.number("select count(*) from {t}.deal_competitors where source = 'buyer'").await, 6);
    assert_eq!(scene.number("select count(distinct response_id) from {t}.deal_competitors").await, 2);
}

async fn invite_number(scene: &Scene, deal: DealId, number: usize) -> crate::scene::Invited {
    use chrono::Duration;
    use store::link::{self, Invite};
    let tenant = scene.open().await;
    let contact = store::contact::buyers(&tenant, deal).await.unwrap()[number];
    let version = crate::scene::active(&tenant).await.version;
    let now = scene.db.clock().now();
    let wanted = Invite {
        deal,
        contact,
        version,
        send_after: now,
        expires_at: now + Duration::days(1),
        host: crate::scene::HOST,
    };
    let invitation = link::invite(&tenant, &wanted).await.unwrap().expect("new");
    let (_, token) = link::outgoing(&tenant, invitation, crate::scene::HOST).await.unwrap().expect("there");
    tenant.commit().await.unwrap();
    crate::scene::Invited { deal, contact, invitation, version, token }
}

#[tokio::test]
async fn long_and_strange_texts_arrive_whole() {
    let scene = Scene::new().await;
    let strange = "שלום \u{202e}olleh\u{202c} 👩‍👩‍👧 zero\u{200b}width ﷽ 𝕏 \u{1F3F4}\u{E0067}\u{E007F}\n\ttab";
    let nul = clean_text("a\0b", 10);
    for (number, words) in [strange, nul.as_str(), &"Too expensive. ".repeat(266)].into_iter().enumerate() {
        let invited = scene.invite(&event_of(&format!("D-{number}"))).await;
        let mut all = answers(Attribution::Leadership);
        all.1.set("story", text(words.trim()));
        let submission = scene.send(&invited, all).await;
        let enriched = scene.enriched(submission).await;
        let tenant = scene.open().await;
        assert!(response::insert(&tenant, &enriched).await.unwrap());
        tenant.commit().await.unwrap();
        let same = format!(
            "select count(*) from {{t}}.answers where question_key = 'story' and answer ->> 'text' = $text${}$text$",
            words.trim()
        );
        assert_eq!(scene.number(&same).await, 1, "{words:?}");
    }
}

#[tokio::test]
async fn a_hundred_kilobytes_are_kept_in_a_draft_and_come_back_whole() {
    use store::draft::{self, SectionDraft, Write};
    let scene = Scene::new().await;
    let invited = scene.invite(&event()).await;
    let words = "schade ".repeat(15_000);
    let mut all = domain::survey::AnswerSet::new();
    all.set("story", text(&words));
    let section =
        SectionDraft { section: "reasons".to_owned(), questions: vec!["story".to_owned()], answers: all };
    let tenant = scene.open_as(invited.invitation).await;
    draft::save(&tenant, invited.invitation, &section, &Write::Post).await.unwrap();
    tenant.commit().await.unwrap();
    let tenant = scene.open_as(invited.invitation).await;
    let kept = draft::load(&tenant, invited.invitation).await.unwrap().expect("it is there");
    assert_eq!(kept.answers.get("story"), text(&words).as_ref());
}

#[tokio::test]
async fn the_views_name_a_buyer_only_as_he_allowed() {
    let scene = Scene::new().await;
    for (deal, attribution) in
        [("D-1", Attribution::Named), ("D-2", Attribution::Leadership), ("D-3", Attribution::Pooled)]
    {
        write(&scene, deal, attribution).await;
    }
    for (view, rows) in [
        ("named_responses", 1),
        ("leadership_responses", 2),
        ("named_answers", 7),
        ("leadership_answers", 14),
    ] {
        assert_eq!(scene.number(&format!("select count(*) from {{t}}.{view}")).await, rows, "{view}");
        let pooled = format!(
            "select count(*) from {{t}}.{view} v join {{t}}.responses r on r.id = v.response_id where r.attribution = 'pooled'"
        );
        assert_eq!(scene.number(&pooled).await, 0, "{view}");
    }
}

#[tokio::test]
async fn pooled_words_are_legible_in_no_row() {
    let scene = Scene::new().await;
    for (deal, attribution, rows) in [("D-1", Attribution::Pooled, 0), ("D-2", Attribution::Leadership, 1)] {
        write(&scene, deal, attribution).await;
        let legible = "select count(*) from {t}.answers where answer::text like '%far too expensive%'";
        assert_eq!(scene.number(legible).await, rows, "{attribution:?}");
    }
    let rated =
        "select count(*) from {t}.answers where question_key = 'overall' and answer ->> 'value' = '3'";
    assert_eq!(scene.number(rated).await, 2, "what is counted stays countable");
}

#[tokio::test]
async fn a_notice_says_what_the_choice_allows() {
    let scene = Scene::new().await;
    let named = write(&scene, "D-1", Attribution::Named).await;
    let pooled = write(&scene, "D-2", Attribution::Pooled).await;
    let tenant = scene.open().await;
    let notice = notice::of_response(&tenant, named).await.unwrap().expect("it is there");
    assert_eq!(notice.buyer.as_deref(), Some("Bo Buyer"));
    assert_eq!(notice.attribution, Attribution::Named);
    assert_eq!(notice.themes, [Theme::Pricing, Theme::Integrations]);
    assert_eq!(notice.owner.as_ref().map(|owner| owner.as_str()), Some("ada@tenant.example"));
    assert_eq!(notice.overall, Some(3));
    let notice = notice::of_response(&tenant, pooled).await.unwrap().expect("it is there");
    assert_eq!((notice.buyer, notice.attribution), (None, Attribution::Pooled));
}

#[tokio::test]
async fn an_effect_is_recorded_once() {
    let scene = Scene::new().await;
    let tenant = scene.open().await;
    assert!(!notice::is_recorded(&tenant, "mail", "1").await.unwrap());
    assert!(notice::record(&tenant, "mail", "1").await.unwrap());
    assert!(!notice::record(&tenant, "mail", "1").await.unwrap());
    assert!(notice::record(&tenant, "mail", "2").await.unwrap());
    assert!(notice::is_recorded(&tenant, "mail", "1").await.unwrap());
}

#[tokio::test]
async fn another_tenants_submission_and_response_are_not_found() {
    for tier in [Tier::Pool, Tier::Silo] {
        let scene = Scene::new().await;
        let other = fixture::tenant(&scene.db.store(), "southwind", tier).await;
        let written = write(&scene, "D-1", Attribution::Named).await;
        let invited = scene.invite(&event_of("D-2")).await;
        let submission = scene.send(&invited, answers(Attribution::Named)).await;
        let enriched = scene.enriched(submission).await;
        let raw = scene.submission(&invited, answers(Attribution::Named));
        let tenant = fixture::open(&scene.db.store(), &other).await;
        assert!(response::submission(&tenant, submission).await.unwrap().is_none());
        assert!(notice::of_response(&tenant, written).await.unwrap().is_none());
        assert!(matches!(response::context(&tenant, &raw).await, Err(StoreError::NotFound)));
        assert!(matches!(response::insert(&tenant, &enriched).await, Err(StoreError::NotFound)));
    }
}
