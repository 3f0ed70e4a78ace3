//! A survey tried as a sample deal: the real pages, and not a trace of an answer.

use domain::actor::Role;

use super::Scene;
use crate::support::{Answer, Browser};

/// The hidden fields of a page's form.
fn hidden(page: &Answer) -> Vec<(String, String)> {
    let text = page.text();
    let inputs = text.split("<input type=\"hidden\" name=\"").skip(1);
    inputs
        .map(|input| {
            let (name, rest) = input.split_once("\" value=\"").unwrap();
            (name.to_owned(), rest.split('"').next().unwrap().replace("&amp;", "&"))
        })
        .collect()
}

async fn submit(browser: &Browser, address: &str, fields: &[(&str, &str)]) -> Answer {
    let page = browser.get(address).await;
    assert_eq!(page.status, 200, "{address}: {}", page.text());
    let hidden = hidden(&page);
    let mut all: Vec<(&str, &str)> =
        hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    all.extend(fields);
    browser.post_form(address.split('?').next().unwrap(), &all).await
}

/// Begins a try as a made-up deal; gives the address of its first page.
async fn begin(scene: &Scene, sample: &str) -> String {
    let survey = scene.first().await;
    let path = format!("/admin/surveys/{survey}/preview");
    let begun = scene.admin.post_form(&path, &[("sample", sample), ("language", "en")]).await;
    assert_eq!(begun.status, 303, "{}", begun.text());
    let id = begun.location().split("try=").nth(1).unwrap().to_owned();
    format!("/preview/{id}")
}

/// A digest of everything that a real answer would leave, and of the queue.
async fn traces(scene: &Scene) -> i64 {
    let tables = ["invitations", "drafts", "submissions", "responses", "answers", "survey_steps", "deals"];
    let tables = tables.iter().map(|table| format!("pool.{table}"));
    let all = tables
        .chain([
            "pool.response_themes".to_owned(),
            "pool.deal_competitors".to_owned(),
            "queue.jobs".to_owned(),
        ])
        .map(|table| {
            format!("(select coalesce(string_agg(t::text, '|' order by t::text), '') from {table} t)")
        })
        .collect::<Vec<_>>()
        .join(" || ");
    scene.app.db.number(&format!("select ('x' || substr(md5({all}), 1, 15))::bit(60)::bigint")).await
}

const WAY: [(&str, &[(&str, &str)]); 4] = [
    ("decision", &[("q.clarity", "terms"), ("q.overall", "4")]),
    (
        "reasons",
        &[("q.reasons", "pricing"), ("q.reasons", "integrations"), ("q.story", "The price was too high.")],
    ),
    ("turning", &[("q.tipped", "pricing")]),
    ("vendors", &[("q.considered", "Contoso"), ("q.chosen", "Fabrikam")]),
];

#[tokio::test]
async fn a_whole_try_leaves_nothing_but_its_own_row() {
    let scene = Scene::new().await;
    let before = traces(&scene).await;
    let base = begin(&scene, "lost_competitor").await;
    let first = scene.admin.get(&base).await;
    assert_eq!(first.status, 200);
    assert!(
        first.text().contains("Example company") || first.text().contains("northwind"),
        "{}",
        first.text()
    );
    let started = submit(&scene.admin, &base, &[("who", "pooled")]).await;
    assert_eq!(started.location(), format!("{base}/decision"));
    for (section, fields) in WAY {
        let answer = submit(&scene.admin, &format!("{base}/{section}"), fields).await;
        assert_eq!(answer.status, 303, "{section}: {}", answer.text());
    }
    let mut at = scene.admin.get(&format!("{base}/review")).await;
    while at.status == 303 {
        // What the survey asks beside can be left out.
        let next = at.location().split('?').next().unwrap().to_owned();
        let moved = submit(&scene.admin, &next, &[]).await;
        assert_eq!(moved.status, 303, "{next}: {}", moved.text());
        at = scene.admin.get(moved.location()).await;
    }
    let sent = submit(&scene.admin, &format!("{base}/review"), &[]).await;
    assert_eq!(sent.status, 405, "the review itself takes no form: {}", sent.text());
    let review = scene.admin.get(&format!("{base}/review")).await;
    let hidden = hidden(&review);
    let fields: Vec<(&str, &str)> =
        hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let sent = scene.admin.post_form(&format!("{base}/send"), &fields).await;
    assert_eq!(sent.location(), format!("{base}/thanks"), "{}", sent.text());
    assert_eq!(scene.admin.get(&format!("{base}/thanks")).await.status, 200);
    scene.app.run_jobs().await;
    assert_eq!(traces(&scene).await, before, "no answer, no draft, no step, no job");
    assert_eq!(scene.app.db.number("select count(*) from pool.previews").await, 1);
    assert!(scene.app.mails().iter().all(|mail| !mail.text.contains("/r/")), "no receipt is mailed");

    let id = base.rsplit('/').next().unwrap();
    let page = format!("/admin/surveys/{}/preview?try={id}", scene.first().await);
    let text = scene.admin.get(&page).await.text().replace("<!>", "");
    for words in
        ["What reports would be told", "Price and terms", "chosen", "Fabrikam", "It could be sent as it is"]
    {
        assert!(text.contains(words), "{words:?} is missing in {text}");
    }
}

#[tokio::test]
async fn a_try_is_its_members_alone() {
    let scene = Scene::new().await;
    let base = begin(&scene, "won").await;
    let (_, their_admin) = scene.other().await;
    let colleague = {
        scene.app.member(&scene.tenant, "second@northwind.example", Role::Admin).await;
        scene.app.signed_in("second@northwind.example").await
    };
    let leader = scene.app.signed_in_as(&scene.tenant, Role::Leader).await;
    for path in ["", "/decision", "/review", "/thanks", "/saved", "/privacy", "/who-sees", "/logo"] {
        let address = format!("{base}{path}");
        assert_eq!(their_admin.get(&address).await.status, 404, "{path}: another tenant");
        assert_eq!(colleague.get(&address).await.status, 404, "{path}: another admin");
        assert_eq!(leader.get(&address).await.status, 403, "{path}: without the permission");
        assert_eq!(scene.app.browser().get(&address).await.status, 303, "{path}: nobody");
    }
    let id = base.rsplit('/').next().unwrap();
    for path in ["", "/decision", "/send", "/who-sees", "/language", "/autosave/decision"] {
        let address = format!("{base}{path}");
        let fields =
            [("survey", id), ("who", "named"), ("lang", "en"), ("asked", "clarity"), ("q.clarity", "terms")];
        assert_eq!(their_admin.post_form(&address, &fields).await.status, 404, "{path}");
        assert_eq!(colleague.post_form(&address, &fields).await.status, 404, "{path}");
        assert_eq!(leader.post_form(&address, &fields).await.status, 403, "{path}");
    }
    let untouched = "select count(*) from pool.previews where answers = '{}' and attribution is null";
    assert_eq!(scene.app.db.number(untouched).await, 1);
    for nonsense in ["/preview/0", "/preview/00000000-0000-7000-8000-000000000000", "/preview/../admin"] {
        assert_eq!(scene.admin.get(nonsense).await.status, 404, "{nonsense}");
    }
}

#[tokio::test]
async fn only_our_own_page_frames_a_try_and_nothing_else_is_framed() {
    let scene = Scene::new().await;
    let base = begin(&scene, "won").await;
    let page = scene.admin.get(&base).await;
    let policy = page.header("content-security-policy").to_owned();
    assert!(
        policy.contains("frame-ancestors 'self'") && policy.starts_with("default-src 'none'"),
        "{policy}"
    );
    assert_eq!(page.header("x-frame-options"), "SAMEORIGIN");
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.header("set-cookie").is_empty(), "no buyer's cookie");
    let survey = scene.first().await;
    for other in
        [format!("/admin/surveys/{survey}/preview"), "/admin/surveys".to_owned(), "/s/unknown".to_owned()]
    {
        let answer = scene.admin.get(&other).await;
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{other}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{other}");
    }
}

#[tokio::test]
async fn a_form_of_another_try_and_a_sample_of_another_tenant_are_refused() {
    let scene = Scene::new().await;
    let (one, two) = (begin(&scene, "won").await, begin(&scene, "lost_other").await);
    let id = one.rsplit('/').next().unwrap();
    let fields = [("survey", id), ("asked", "clarity"), ("q.clarity", "terms")];
    assert_eq!(scene.admin.post_form(&format!("{two}/decision"), &fields).await.status, 409);
    assert_eq!(scene.admin.post_form(&format!("{two}/decision"), &[]).await.status, 400);
    let survey = scene.first().await;
    let path = format!("/admin/surveys/{survey}/preview");
    for (sample, status) in [("00000000-0000-7000-8000-000000000000", 404), ("nonsense", 400), ("", 400)] {
        let answer = scene.admin.post_form(&path, &[("sample", sample)]).await;
        assert_eq!(answer.status, status, "{sample}");
    }
    assert_eq!(scene.app.db.number("select count(*) from pool.previews").await, 2);
}
