//! A survey with every kind of question on one page: answered, refused, read back and brought into rows.

use axum::http::StatusCode;
use domain::survey::Template;

use super::scene::Scene;

/// The survey, in three languages of which one is far from complete.
pub(super) fn kinds() -> Template {
    let text = include_str!("../../../../app/src/pages/respond/tests/kinds.json");
    serde_json::from_str(text).expect("a template")
}

/// An answer to every question of it.
pub(super) const ANSWERS: &[(&str, &str)] = &[
    ("q.role", "Head of IT"),
    ("q.order", "PO-2026"),
    ("q.story", "Too dear, and too late."),
    ("q.mail", "elena@express.example"),
    ("q.site", "www.example.com/a?b=c"),
    ("q.seats", "1 250"),
    ("q.live", "2026-12-24"),
    ("q.clear", "late"),
    ("q.reasons", "price"),
    ("q.reasons", "other"),
    ("q.reasons.other", "the colour"),
    ("q.overall", "4"),
    ("q.stars", "3"),
    ("q.nps", "0"),
    ("q.agree.clear", "yes"),
    ("q.agree.quick", "mid"),
    ("q.agree.fair", "no"),
    ("q.rank.1", "risk"),
    ("q.rank.2", "terms"),
    ("q.consent", "yes"),
    ("q.alone", "other"),
    ("q.alone.other", "Litware"),
    ("q.others", "Fabrikam"),
    ("q.field.name.0", "Contoso"),
    ("q.field.stage.0", "chosen"),
    ("q.field.name.1", "Fabrikam"),
    ("q.field.stage.1", ""),
    ("q.field.name.2", "Adatum"),
    ("q.field.own.2", "1"),
    ("q.duel.ease.us", "2"),
    ("q.duel.ease.them", "5"),
    ("q.gap", "higher"),
    ("q.gap.percent", "15"),
    ("q.gap.role", "named"),
    ("q.turn", "quote"),
    ("q.turn.who", "CFO"),
    ("q.change", "cheaper"),
    ("q.change.words", "A tenth less"),
];

#[tokio::test]
async fn every_kind_is_answered_reviewed_and_read_into_rows() {
    let scene = Scene::new().await;
    scene.publish(&kinds()).await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    browser.post(&bo.link(), &[("who", "named"), ("lang", "de")]).await;
    let sent = browser.submit("/survey/all", ANSWERS).await;
    assert_eq!(sent.location(), "/survey/review", "{}", sent.text);
    let review = browser.get("/survey/review").await;
    for words in [
        "Head of IT",
        "PO-2026",
        "1250",
        "the colour",
        "Litware",
        "Adatum",
        "Contoso: 5",
        "CFO",
        "A tenth less",
    ] {
        assert!(review.text.contains(words), "{words} in {}", review.text);
    }
    assert!(review.text.contains("Passung") || review.text.contains("Preis"), "choices are read in German");
    let page = browser.get("/survey/all").await;
    assert!(
        page.text.contains("Wie standen wir da?") && page.text.contains(">Contoso</span>"),
        "{}",
        page.text
    );
    assert_eq!(browser.send().await.status, StatusCode::SEE_OTHER);
    scene.app.run_jobs().await;
    let typed = "responses where attribution = 'named' and recommendation = 0 and price_stance = 'higher' \
                 and price_gap = 15 and price_role = 'named' and turning_moment = 'quote' and overall = 4";
    assert_eq!(scene.count(typed).await, 1);
    assert_eq!(scene.count("response_ratings where us = 2 and them = 5").await, 1);
    assert_eq!(scene.count("deal_competitors where source = 'buyer' and role = 'chosen'").await, 1);
}

#[tokio::test]
async fn a_vendor_typed_into_one_deal_is_shown_to_its_own_buyers_only() {
    let scene = Scene::new().await;
    scene.publish(&kinds()).await;
    let own = scene.invite().await;
    let other = scene.invite_of(&scene.tenant, "D-2", ("lost", "competitor")).await;
    scene.name_competitors("D-1", &["SFDC", "Zorblax (secret pilot)"]).await;
    for (buyer, is_shown) in [(own, true), (other, false)] {
        let browser = scene.browser();
        browser.start(&buyer).await;
        let page = browser.get("/survey/all").await;
        assert!(page.text.contains("value=\"Salesforce\""), "everybody knows it: {}", page.text);
        assert_eq!(page.text.contains("Zorblax"), is_shown, "{}", page.text);
    }
}

#[tokio::test]
async fn one_more_row_loses_nothing_and_saves_what_is_there() {
    let scene = Scene::new().await;
    scene.publish(&kinds()).await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    browser.start(&bo).await;
    let mut fields = vec![("q.seats", "about fifty"), ("q.role", "CTO"), ("go", "row:field")];
    fields.extend([("q.field.own.2", "1"), ("q.field.name.2", "Adatum"), ("q.field.own.3", "1")]);
    let more = browser.submit("/survey/all", &fields).await;
    assert_eq!(more.status, StatusCode::OK);
    assert!(more.text.contains("name=\"q.field.name.4\""), "{}", more.text);
    assert!(more.text.contains("value=\"Adatum\"") && more.text.contains("value=\"about fifty\""));
    assert!(!more.text.contains("class=\"errors\""), "asking for a row is no mistake");
    let again = browser.get("/survey/all").await;
    assert!(again.text.contains("value=\"CTO\"") && again.text.contains("value=\"Adatum\""));
}

#[tokio::test]
async fn each_problem_is_said_in_the_buyers_language_and_leads_to_its_part() {
    let scene = Scene::new().await;
    scene.publish(&kinds()).await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    browser.start(&bo).await;
    let wrong = [("q.seats", "0"), ("q.rank.1", "risk"), ("q.rank.2", "risk"), ("q.agree.clear", "yes")];
    let refused = browser.submit("/survey/all", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in ["#q-seats", "#q-rank-2", "#q-agree-quick", "#q-agree-fair", "#q-overall", "#q-gap"] {
        assert!(refused.text.contains(&format!("href=\"{part}\"")), "{part} in {}", refused.text);
    }
    assert!(refused.text.contains("Write 1 or more."), "{}", refused.text);
}
