//! What a buyer chooses beside the answers: who may see the name, and the language.

use axum::http::StatusCode;
use domain::survey::starter;

use super::kinds::kinds;
use super::scene::Scene;

#[tokio::test]
async fn the_choice_about_the_name_is_kept_at_the_start_and_carried_by_the_answer() {
    let scene = Scene::new().await;
    for (deal, who) in [("D-1", "named"), ("D-2", "leadership"), ("D-3", "pooled")] {
        let bo = scene.invite_of(&scene.tenant, deal, ("lost", "competitor")).await;
        let browser = scene.browser();
        let landing = browser.get(&bo.link()).await;
        assert!(landing.text.contains("value=\"leadership\" checked"), "the most careful one that helps");
        browser.post(&bo.link(), &[("who", who)]).await;
        assert_eq!(scene.count(&format!("invitations where attribution = '{who}'")).await, 1);
        browser.answer_all(&bo).await;
        browser.send().await;
        scene.app.run_jobs().await;
        assert_eq!(scene.count(&format!("responses where attribution = '{who}'")).await, 1, "{who}");
    }
}

#[tokio::test]
async fn a_choice_that_is_not_offered_does_not_count() {
    let scene = Scene::new().await;
    let mut template = starter::win_loss();
    template.attributions = vec![domain::response::Attribution::Pooled];
    scene.publish(&template).await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    let landing = browser.get(&bo.link()).await;
    assert!(!landing.text.contains("name=\"who\""), "{}", landing.text);
    browser.post(&bo.link(), &[("who", "named")]).await;
    assert_eq!(scene.count("invitations where attribution is not null").await, 0);
    browser.answer_all(&bo).await;
    let page = browser.get("/survey/who-sees?from=review").await;
    let forged = browser.submit_page(&page, "/survey/who-sees", &[("who", "named")]).await;
    assert_eq!(forged.status, StatusCode::BAD_REQUEST);
    browser.send().await;
    scene.app.run_jobs().await;
    assert_eq!(scene.count("responses where attribution = 'pooled'").await, 1, "the only way there is");
}

#[tokio::test]
async fn the_choice_can_be_changed_on_the_way_and_leads_back() {
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    browser.answer_all(&bo).await;
    let section = browser.get("/survey/reasons").await;
    assert!(section.text.contains("href=\"/survey/who-sees?from=reasons\""), "{}", section.text);
    let changed = browser.submit("/survey/who-sees?from=reasons", &[("who", "pooled")]).await;
    assert_eq!(changed.location(), "/survey/reasons?shared");
    assert_eq!(scene.count("invitations where attribution = 'pooled'").await, 1);
    assert!(browser.get("/survey/review").await.text.contains("Pooled only"));
    for from in ["//evil.example", "..%2Fapp", "nothing", ""] {
        let page = browser.get(&format!("/survey/who-sees?from={from}")).await;
        assert!(page.text.contains("name=\"back\" value=\"review\""), "{from}: {}", page.text);
    }
}

#[tokio::test]
async fn the_language_is_the_links_then_the_browsers_then_the_surveys_own() {
    let scene = Scene::new().await;
    scene.publish(&kinds()).await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    let heading = async |address: &str, languages: &str| browser.get_in(address, languages).await.heading();
    let link = bo.link();
    assert_eq!(heading(&link, "").await, "Every kind of question");
    assert_eq!(heading(&link, "fr, de-CH;q=0.8").await, "Jede Art von Frage");
    assert_eq!(heading(&format!("{link}?lang=he"), "de").await, "כל סוגי השאלות");
    assert_eq!(heading(&format!("{link}?lang=xx"), "fr").await, "Every kind of question");
    assert_eq!(scene.count("invitations where language is not null").await, 0, "reading keeps nothing");
    let landing = browser.get(&format!("{link}?lang=de")).await;
    assert!(landing.text.contains("name=\"lang\" value=\"de\""), "{}", landing.text);
    browser.submit_page(&landing, &link, &[]).await;
    assert_eq!(scene.count("invitations where language = 'de'").await, 1);
    assert_eq!(browser.get_in("/survey/all", "he").await.heading(), "Alles", "what was chosen stays");
}

#[tokio::test]
async fn the_language_is_switched_with_the_form_and_nothing_typed_is_lost() {
    let scene = Scene::new().await;
    scene.publish(&kinds()).await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    browser.start(&bo).await;
    let fields = [("q.role", "CTO"), ("q.seats", "some"), ("go", "lang:de")];
    let switched = browser.submit("/survey/all", &fields).await;
    assert_eq!((switched.status, switched.heading().as_str()), (StatusCode::OK, "Alles"));
    assert!(switched.text.contains("value=\"CTO\"") && switched.text.contains("value=\"some\""));
    assert!(!switched.text.contains("class=\"errors\""), "switching is no mistake: {}", switched.text);
    assert_eq!(scene.count("invitations where language = 'de'").await, 1);
    assert!(browser.get("/survey/all").await.text.contains("value=\"CTO\""), "and it is saved");
    let unknown = browser.submit("/survey/all", &[("go", "lang:fr")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY, "a language that is not there goes on");
    let saved = browser.get("/survey/saved").await;
    let back = browser.submit_page(&saved, "/survey/language", &[("lang", "he")]).await;
    assert_eq!(back.location(), "/survey/saved");
    assert_eq!(browser.get("/survey/all").await.heading(), "הכול");
    let forged = browser.submit_page(&saved, "/survey/language", &[("lang", "fr")]).await;
    assert_eq!(forged.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_tenants_colours_are_the_only_style_of_a_pages_own() {
    let scene = Scene::new().await;
    let mut template = starter::win_loss();
    template.branding.accent = Some(domain::color::Color::parse("#7a1f5b").unwrap());
    scene.publish(&template).await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    let mut nonces = Vec::new();
    for _ in 0..2 {
        let page = browser.get(&bo.link()).await;
        let policy = page.headers["content-security-policy"].to_str().unwrap().to_owned();
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap();
        assert!(page.text.contains(&format!("<style nonce=\"{nonce}\">.buyer{{--accent:")), "{}", page.text);
        assert!(policy.contains("script-src 'self';") && !policy.contains("unsafe"), "{policy}");
        nonces.push(nonce.to_owned());
    }
    assert_ne!(nonces[0], nonces[1], "a nonce is used once");
    let closed = browser.get("/survey/review").await;
    assert!(!closed.headers["content-security-policy"].to_str().unwrap().contains("nonce"));
}

#[tokio::test]
async fn each_buyer_has_an_order_of_choices_that_stays() {
    let scene = Scene::new().await;
    let mut orders = Vec::new();
    for number in 0..6 {
        let bo = scene.invite_of(&scene.tenant, &format!("D-{number}"), ("lost", "competitor")).await;
        let browser = scene.browser();
        browser.start(&bo).await;
        browser.submit("/survey/decision", &[("q.clarity", "early"), ("q.overall", "5")]).await;
        let order = |text: &str| -> Vec<String> {
            let parts = text.split("name=\"q.reasons\" value=\"").skip(1);
            parts.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
        };
        let first = order(&browser.get("/survey/reasons").await.text);
        let other_device = scene.browser();
        other_device.start(&bo).await;
        assert_eq!(first, order(&other_device.get("/survey/reasons").await.text));
        orders.push(first);
    }
    orders.sort();
    orders.dedup();
    assert!(orders.len() > 1, "not every buyer sees the same order");
}
