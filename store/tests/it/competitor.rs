//! Competitors: whoever is named counts, nobody is taken for somebody else, and no deal's secret is offered to others.

use domain::crm::DealEvent;
use domain::deal::Outcome;
use domain::report::{Period, ReportFilter};
use domain::response::Attribution;
use store::{competitor, link, report};

use crate::scene::{Scene, answers, at, event, event_of, vendors};

/// A deal lost to these.
async fn lose(scene: &Scene, deal: &str, names: &[&str]) {
    let competitors = names.iter().map(|name| (*name).to_owned()).collect();
    scene.upsert(&DealEvent { competitors, ..event_of(deal) }).await;
}

/// Whom the overview shows, and in how many deals.
async fn met(scene: &Scene) -> Vec<(String, i64)> {
    let ever = ReportFilter { period: Period::LastTwoYears, ..ReportFilter::default() };
    let shown = report::dashboard(&scene.open().await, &ever).await.unwrap().competitors;
    let mut met: Vec<(String, i64)> = shown.into_iter().map(|one| (one.name, one.met)).collect();
    met.sort();
    met
}

#[tokio::test]
async fn names_that_are_merely_alike_count_each_by_itself() {
    // Of each pair the name that came first swallowed the other one: by the likeness of their letters alone.
    let names = [
        "Acme North",
        "Acme South",
        "Sage 100",
        "Sage 300",
        "Inform",
        "Infor",
        "Company A",
        "Company B",
        "First Data",
        "First Date",
        "Competitor 1",
        "Competitor 2",
        "Competitor 10",
        "Vendor 1 International Holdings Ltd",
        "Vendor 128 International Holdings Ltd",
    ];
    let scene = Scene::new().await;
    for (number, name) in names.iter().enumerate() {
        lose(&scene, &format!("D-{number}"), &[name]).await;
    }
    let mut wanted: Vec<(String, i64)> = names.iter().map(|name| ((*name).to_owned(), 1)).collect();
    wanted.sort();
    assert_eq!(met(&scene).await, wanted);
}

#[tokio::test]
async fn misspelt_names_are_one_even_if_the_misspelt_came_first() {
    let scene = Scene::new().await;
    for (deal, names) in [
        ("D-1", ["Salesfroce", "Fabrikam Robotics"]),
        ("D-2", ["Salesforce, Inc.", "Fabrikam Roboitcs"]),
        ("D-3", ["SFDC", "FABRIKAM ROBOTICS GMBH"]),
    ] {
        lose(&scene, deal, &names).await;
    }
    lose(&scene, "D-4", &["Northwind", "Northwnid"]).await;
    let wanted = [("Fabrikam Robotics", 3), ("Northwind", 1), ("Salesforce", 3)];
    assert_eq!(met(&scene).await, wanted.map(|(name, met)| (name.to_owned(), met)));
}

#[tokio::test]
async fn a_name_that_is_like_another_counts_from_the_first_deal_on_and_is_proposed() {
    // Its deals said "Lost to Hightouch", and the overview had no Hightouch.
    let scene = Scene::new().await;
    lose(&scene, "D-0", &["Highspot"]).await;
    for number in 1..=3 {
        lose(&scene, &format!("D-{number}"), &["Hightouch"]).await;
    }
    assert_eq!(met(&scene).await, [("Highspot".to_owned(), 1), ("Hightouch".to_owned(), 3)]);
    assert_eq!(scene.number("select count(*) from {t}.deal_competitors where role = 'chosen'").await, 4);
    let tenant = scene.open().await;
    report::rollup::refresh(&tenant).await.unwrap();
    tenant.commit().await.unwrap();
    let cubes = "select count(distinct key) from {t}.rollups where dimension = 'competitor'";
    assert_eq!(scene.number(cubes).await, 2);
    let tenant = scene.open().await;
    let mut alike: Vec<_> = competitor::list(&tenant).await.unwrap().into_iter().map(|one| one.id).collect();
    alike.sort();
    let [pair] = competitor::proposals(&tenant).await.unwrap().try_into().expect("one");
    assert_eq!(vec![pair.one, pair.other], alike);
}

#[tokio::test]
async fn a_buyers_name_that_is_like_another_counts_as_well() {
    let scene = Scene::new().await;
    lose(&scene, "D-0", &["Highspot"]).await;
    let bo = scene.invite(&event()).await;
    let mut all = answers(Attribution::Named);
    all.1.set("considered", None);
    all.1.set("chosen", vendors(&["Hightouch"]));
    let submission = scene.send(&bo, all).await;
    assert!(scene.ingest(submission).await);
    let shown = met(&scene).await;
    assert!(shown.contains(&("Hightouch".to_owned(), 1)), "{shown:?}");
    let is_typed = async || {
        let list = competitor::list(&scene.open().await).await.unwrap();
        list.into_iter().find(|one| one.name == "Hightouch").map(|one| one.is_typed)
    };
    assert_eq!(is_typed().await, Some(true));
    lose(&scene, "D-7", &["Hightouch"]).await;
    assert_eq!(is_typed().await, Some(false), "the CRM says so too");
}

#[tokio::test]
async fn names_that_an_older_release_left_to_a_person_are_filed_by_the_next_refresh() {
    let scene = Scene::new().await;
    lose(&scene, "D-0", &["Highspot"]).await;
    lose(&scene, "D-1", &["Hightouch", "In-house"]).await;
    lose(&scene, "D-2", &["Highspot", "Hightouch"]).await;
    for (deal, attribution) in [("D-3", Attribution::Leadership), ("D-4", Attribution::Pooled)] {
        let invited = scene.invite(&event_of(deal)).await;
        let submission = scene.send(&invited, answers(attribution)).await;
        assert!(scene.ingest(submission).await);
    }
    // As it was: what was only proposed, and what a buyer named who was not known, had nobody.
    let t = scene.schema();
    scene
        .db
        .sabotage(&format!(
            "update {t}.deal_competitors c set competitor_id = null,
                    role = case c.role when 'chosen' then 'considered' else c.role end
             from {t}.competitors k
             where k.id = c.competitor_id and k.name in ('Hightouch', 'Nobody Knows Ltd');
             update {t}.deal_competitors c set role = 'chosen' from {t}.deals d
             where d.id = c.deal_id and d.external_id = 'D-2' and raw = 'Highspot';
             delete from {t}.competitors where name in ('Hightouch', 'Nobody Knows Ltd')"
        ))
        .await;
    let unfiled = "select count(*) from {t}.deal_competitors where competitor_id is null";
    assert_eq!(scene.number(unfiled).await, 5);
    let refresh = async || {
        let tenant = scene.open().await;
        report::rollup::refresh(&tenant).await.unwrap();
        tenant.commit().await.unwrap();
    };
    let version = "select data_version from {t}.settings";
    let before = scene.number(version).await;
    refresh().await;
    // Left are "In-house" and, of who may bring nobody, the pooled buyer's words and "In-house" of both.
    let left = "select count(*) from {t}.deal_competitors c left join {t}.responses r on r.id = c.response_id
                where c.competitor_id is null and c.raw <> 'In-house' and r.attribution is distinct from 'pooled'";
    assert_eq!(scene.number(left).await, 0);
    assert_eq!(scene.number(version).await, before + 1, "open pages follow");
    let chosen = "select count(*) from {t}.deal_competitors c join {t}.deals d on d.id = c.deal_id
                  where c.source = 'crm' and c.role = 'chosen' and (c.raw = 'Hightouch') = (d.external_id = 'D-1')
                    and d.external_id <> 'D-2'";
    assert_eq!(scene.number(chosen).await, 2, "D-0 was lost to Highspot, D-1 to Hightouch");
    let of_two = "select count(*) from {t}.deal_competitors c join {t}.deals d on d.id = c.deal_id
                  where d.external_id = 'D-2' and c.role = 'chosen'";
    assert_eq!(scene.number(of_two).await, 0, "of two the CRM does not say which");
    let met = met(&scene).await;
    for wanted in [("Hightouch", 2), ("Nobody Knows Ltd", 1)] {
        assert!(met.contains(&(wanted.0.to_owned(), wanted.1)), "{wanted:?} in {met:?}");
    }
    refresh().await;
    assert_eq!(scene.number(version).await, before + 1, "and then there is nothing to do");
}

#[tokio::test]
async fn a_name_of_one_deal_is_offered_to_its_own_buyers_only() {
    // What a rep typed into one deal was a check box for the buyers of all others.
    const SECRET: &str = "Zorblax (secret pilot)";
    let scene = Scene::new().await;
    let other = scene.invite(&event_of("D-9")).await;
    let own = scene.invite(&DealEvent { competitors: vec![SECRET.to_owned()], ..event() }).await;
    lose(&scene, "D-2", &["SFDC", SECRET]).await;
    let offered = async || {
        let tenant = scene.open_as(other.invitation).await;
        let mut offered = competitor::names(&tenant).await.unwrap();
        offered.extend(competitor::suggestions(&tenant, 100).await.unwrap());
        offered
    };
    let known = offered().await;
    assert!(known.contains(&"Salesforce".to_owned()) && known.contains(&"SFDC".to_owned()), "{known:?}");
    assert!(!known.contains(&SECRET.to_owned()), "{known:?}");
    let tenant = scene.open_as(own.invitation).await;
    let found = link::load(&tenant, own.invitation).await.unwrap().expect("it is there");
    assert_eq!(found.facts.competitors, [SECRET]);

    // The same deal again is no other deal; a third one is.
    let again = DealEvent {
        happened_at: Some(at("2026-11-21T00:00:00Z")),
        outcome: Some(Outcome::LostCompetitor),
        competitors: vec![SECRET.to_owned()],
        ..event()
    };
    scene.upsert(&again).await;
    assert!(!offered().await.contains(&SECRET.to_owned()));
    lose(&scene, "D-3", &[SECRET]).await;
    assert_eq!(offered().await.iter().filter(|name| *name == SECRET).count(), 2, "to pick, and to complete");
}
