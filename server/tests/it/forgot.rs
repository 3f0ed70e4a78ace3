//! A lost password: the mail, the link in it, and what is told to whom.

use chrono::Duration;
use domain::actor::Role;
use domain::form::Email;
use domain::tenant::{Tenant, Tier};
use server::http::auth::password;
use store::account;

use crate::support::{Answer, Browser, PASSWORD, TestApp};

const BO: &str = "bo@northwind.example";
const NEW: &str = "seven herons wade at dusk";

async fn app_with_bo() -> (TestApp, Tenant) {
    let app = TestApp::start().await;
    let (tenant, _) = app.tenant("northwind", Tier::Pool).await;
    app.member(&tenant, BO, Role::Leader).await;
    (app, tenant)
}

async fn ask(app: &TestApp, email: &str) -> Answer {
    let answer = app.browser().post_form("/forgot", &[("email", email)]).await;
    app.state.settled().await;
    app.run_jobs().await;
    answer
}

/// The links that were mailed, oldest first.
fn links(app: &TestApp) -> Vec<String> {
    let mails = app.mails().into_iter().filter(|mail| mail.text.contains("/reset/"));
    mails.map(|mail| mail.link()).collect()
}

async fn sign_in(browser: &Browser, password: &str) -> u16 {
    browser.post_form("/login", &[("email", BO), ("password", password)]).await.status.as_u16()
}

/// What a page says, without what differs from answer to answer.
fn said(answer: &Answer, email: &str) -> String {
    let nonce = answer.header("content-security-policy").split("nonce-").nth(1).unwrap();
    let nonce = nonce.split('\'').next().unwrap().to_owned();
    answer.text().replace(email, "").replace(&nonce, "")
}

#[tokio::test]
async fn a_lost_password_is_replaced_by_the_mailed_link_once() {
    let (app, _) = app_with_bo().await;
    assert!(app.browser().get("/login").await.text().contains("href=\"/forgot\""));
    assert_eq!(app.browser().get("/forgot").await.status, 200);
    let elsewhere = app.signed_in(BO).await;
    assert_eq!(ask(&app, " Bo@Northwind.Example ").await.status, 200);
    let mails = app.mails();
    let mail = mails.iter().find(|mail| mail.text.contains("/reset/")).expect("a mail");
    assert_eq!(mail.to, BO);
    let path = mail.link();
    let browser = app.browser();
    for _ in 0..2 {
        let page = browser.get(&path).await;
        assert_eq!(page.status, 200, "looking uses nothing up");
        assert!(page.text().contains(BO));
    }
    assert_eq!(sign_in(&app.browser(), PASSWORD).await, 303, "the old one works until then");
    assert_eq!(browser.post_form(&path, &[("password", "short")]).await.status, 422);
    let common = browser.post_form(&path, &[("password", "password1234")]).await;
    assert_eq!(common.status, 422);
    assert!(common.text().contains("Choose a short sentence"), "it says what would help");
    let done = browser.post_form(&path, &[("password", NEW)]).await;
    assert_eq!(done.status, 200);
    assert!(done.text().contains("Your password is changed") && done.text().contains("href=\"/login\""));
    assert_eq!(elsewhere.get("/app").await.location(), "/login", "who was signed in is not any more");
    assert_eq!(sign_in(&app.browser(), PASSWORD).await, 401);
    assert_eq!(sign_in(&app.browser(), NEW).await, 303);
    let again = browser.post_form(&path, &[("password", "another one of herons")]).await;
    assert_eq!(again.status, 410);
    assert!(again.text().contains("This link was used already"));
    assert!(browser.get(&path).await.text().contains("This link was used already"));
    app.store().shutdown().await;
    for action in ["ask_for_reset", "reset_password"] {
        let entries = format!("select count(*) from control.audit_entries where action = '{action}'");
        assert_eq!(app.db.number(&entries).await, 1, "{action}");
    }
}

#[tokio::test]
async fn a_link_that_is_no_good_says_why() {
    let (app, _) = app_with_bo().await;
    ask(&app, BO).await;
    ask(&app, BO).await;
    let links = links(&app);
    let [first, second] = &links[..] else { panic!("two mails: {links:?}") };
    let (first, second) = match app.browser().get(first).await.status.as_u16() {
        410 => (first, second),
        _ => (second, first),
    };
    let replaced = app.browser().get(first).await;
    assert_eq!(replaced.status, 410);
    assert!(replaced.text().contains("There is a newer link"));
    assert_eq!(app.browser().get(second).await.status, 200);
    app.advance(Duration::minutes(61));
    for answer in
        [app.browser().get(second).await, app.browser().post_form(second, &[("password", NEW)]).await]
    {
        assert_eq!(answer.status, 410);
        assert!(answer.text().contains("This link is too old") && answer.text().contains("href=\"/forgot\""));
    }
    assert_eq!(sign_in(&app.browser(), PASSWORD).await, 303);
    let cut = second[..second.len() - 3].to_owned();
    for path in [cut, "/reset/x".to_owned(), "/reset/%00".to_owned(), format!("/reset/{}", "x".repeat(500))] {
        let answer = app.browser().get(&path).await;
        assert_eq!(answer.status, 410, "{path}");
        assert!(answer.text().contains("We do not know this link"), "{path}");
    }
}

#[tokio::test]
async fn an_unknown_address_gets_the_same_answer_and_no_mail() {
    let (app, tenant) = app_with_bo().await;
    // Once a member, and of nothing any more.
    app.member(&tenant, "gone@northwind.example", Role::Rep).await;
    let gone = "delete from control.memberships where user_id =
                (select id from control.users where email = 'gone@northwind.example')";
    app.db.sabotage(gone).await;
    let mut pages = Vec::new();
    for email in [BO, "nobody@northwind.example", "gone@northwind.example"] {
        let answer = ask(&app, email).await;
        assert_eq!(answer.status, 200);
        pages.push(said(&answer, email));
    }
    assert_eq!(pages[0], pages[1]);
    assert_eq!(pages[0], pages[2]);
    assert_eq!(links(&app).len(), 1);
}

#[tokio::test]
async fn the_answer_does_not_wait_for_the_look_up() {
    // Whatever is done for a known address is done after the answer, so that its time says nothing.
    let (app, _) = app_with_bo().await;
    let answer = app.browser().post_form("/forgot", &[("email", BO)]).await;
    assert_eq!(answer.status, 200);
    app.state.settled().await;
    assert_eq!(app.db.number("select count(*) from queue.jobs where kind = 'send_password_reset'").await, 1);
    app.run_jobs().await;
    assert_eq!(links(&app).len(), 1);
}

#[tokio::test]
async fn nobody_is_flooded_and_what_is_no_address_is_said() {
    let (app, _) = app_with_bo().await;
    for typed in ["", "bo", "\u{202e}@"] {
        assert_eq!(ask(&app, typed).await.status, 422, "{typed:?}");
    }
    for email in [BO, "nobody@northwind.example"] {
        for _ in 0..3 {
            assert_eq!(ask(&app, email).await.status, 200);
        }
        let refused = ask(&app, email).await;
        assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, "900"), "{email}");
    }
    assert_eq!(links(&app).len(), 3);
    app.advance(Duration::minutes(16));
    assert_eq!(ask(&app, BO).await.status, 200);
    for n in 0..29 {
        assert_eq!(ask(&app, &format!("u{n}@x.example")).await.status, 200);
    }
    assert_eq!(ask(&app, "another@x.example").await.status, 429);
}

#[tokio::test]
async fn whoever_typed_the_old_password_too_often_is_let_in_with_the_new_one() {
    let (app, _) = app_with_bo().await;
    for _ in 0..10 {
        assert_eq!(sign_in(&app.browser(), "wrong").await, 401);
    }
    assert_eq!(sign_in(&app.browser(), PASSWORD).await, 429);
    ask(&app, BO).await;
    let path = links(&app).remove(0);
    assert_eq!(app.browser().post_form(&path, &[("password", NEW)]).await.status, 200);
    assert_eq!(sign_in(&app.browser(), NEW).await, 303);
}

#[tokio::test]
async fn a_password_that_was_set_otherwise_ends_the_way_and_the_mail_is_not_sent() {
    let (app, _) = app_with_bo().await;
    assert_eq!(app.browser().post_form("/forgot", &[("email", BO)]).await.status, 200);
    app.state.settled().await;
    let control = app.store().open_control().await.unwrap();
    let bo = account::find_user(&control, &Email::parse(BO).unwrap()).await.unwrap().unwrap();
    account::set_password(&control, bo.id, &password::hash(NEW).unwrap()).await.unwrap();
    control.commit().await.unwrap();
    app.run_jobs().await;
    assert!(links(&app).is_empty());
}

#[tokio::test]
async fn of_two_who_use_the_link_at_once_one_wins() {
    let (app, _) = app_with_bo().await;
    ask(&app, BO).await;
    let path = links(&app).remove(0);
    let tries = (0..4).map(|n| {
        let (browser, path) = (app.browser(), path.clone());
        async move {
            let chosen = format!("{n} herons wade at dusk");
            browser.post_form(&path, &[("password", &chosen)]).await.status.as_u16()
        }
    });
    let mut statuses = futures_util::future::join_all(tries).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 410, 410, 410]);
}
