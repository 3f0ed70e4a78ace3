//! The webhook: who may speak, what is understood, and that nothing is lost, doubled or believed too early.

use axum::body::Body;
use axum::http::Method;
use domain::tenant::{Tenant, TenantStatus, Tier};
use secrecy::ExposeSecret as _;
use serde_json::json;
use store::{crm, tenancy};

use crate::support::crm::{Crm, lost_deal, sign};
use crate::support::{Answer, TestApp};

async fn kept(app: &TestApp) -> i64 {
    app.db.number("select count(*) from pool.inbox").await
}

async fn jobs(app: &TestApp) -> i64 {
    app.db.number("select count(*) from queue.jobs where kind = 'dispatch_survey'").await
}

async fn pool_tenant(app: &TestApp) -> (Tenant, Crm) {
    app.tenant("northwind", Tier::Pool).await
}

fn is_unauthorized(answer: &Answer) -> bool {
    answer.status == 401 && answer.json()["error"] == "unauthorized"
}

#[tokio::test]
async fn an_event_is_kept_with_its_job_before_it_is_answered() {
    let app = TestApp::start().await;
    let (_, crm) = pool_tenant(&app).await;
    let answer = crm.send("msg_1", &lost_deal("D-1")).await;
    assert_eq!(answer.status, 202, "{}", answer.text());
    assert_eq!(answer.json(), json!({"event": "msg_1", "duplicate": false}));
    assert_eq!((kept(&app).await, jobs(&app).await), (1, 1));
}

#[tokio::test]
async fn a_silo_receives_in_its_own_schema() {
    let app = TestApp::start().await;
    let (_, crm) = app.tenant("globex", Tier::Silo).await;
    assert_eq!(crm.send("msg_1", &lost_deal("D-1")).await.status, 202);
    assert_eq!((kept(&app).await, jobs(&app).await), (0, 1));
}

#[tokio::test]
async fn the_same_message_again_is_told_so_and_has_one_effect() {
    let app = TestApp::start().await;
    let (_, crm) = pool_tenant(&app).await;
    let message = crm.message("msg_1", lost_deal("D-1").to_string());
    assert_eq!(crm.deliver(&message).await.status, 202);
    for _ in 0..3 {
        let again = crm.deliver(&message).await;
        assert_eq!(again.status, 200);
        assert_eq!(again.json(), json!({"event": "msg_1", "duplicate": true}));
    }
    assert_eq!((kept(&app).await, jobs(&app).await), (1, 1));
}

#[tokio::test]
async fn a_deal_that_ended_in_the_future_is_refused_by_name() {
    let app = TestApp::start().await;
    let (_, crm) = pool_tenant(&app).await;
    let mut event = lost_deal("D-1");
    event["data"]["closed_at"] = json!("2026-11-24T12:00:01Z");
    let answer = crm.send("msg_1", &event).await;
    assert_eq!(answer.status, 400, "{}", answer.text());
    let refused = json!({"error": "malformed", "detail": "data.closed_at: must not lie in the future"});
    assert_eq!((answer.json(), kept(&app).await), (refused, 0));
    event["data"]["closed_at"] = json!("2026-11-24T12:00:00Z");
    assert_eq!(crm.send("msg_2", &event).await.status, 202, "clocks differ, and so do time zones");
}

#[tokio::test]
async fn of_many_at_once_with_one_id_exactly_one_is_new() {
    let app = TestApp::start().await;
    let (_, crm) = pool_tenant(&app).await;
    let message = crm.message("msg_1", lost_deal("D-1").to_string());
    let all = futures_util::future::join_all((0..40).map(|_| crm.deliver(&message))).await;
    assert_eq!(all.iter().filter(|answer| answer.status == 202).count(), 1);
    assert_eq!(all.iter().filter(|answer| answer.status == 200).count(), 39);
    assert_eq!((kept(&app).await, jobs(&app).await), (1, 1));
}

#[tokio::test]
async fn a_burst_is_kept_whole() {
    let app = TestApp::start().await;
    let (_, crm) = pool_tenant(&app).await;
    let sends = (0..500).map(|n| {
        let crm = crm.clone();
        async move { crm.send(&format!("msg_{n}"), &lost_deal(&format!("D-{n}"))).await.status }
    });
    let statuses = futures_util::future::join_all(sends).await;
    assert!(statuses.iter().all(|status| *status == 202), "{statuses:?}");
    assert_eq!((kept(&app).await, jobs(&app).await), (500, 500));
}

#[tokio::test]
async fn what_is_not_signed_by_the_connection_is_refused_with_the_same_words() {
    let app = TestApp::start().await;
    let (_, crm) = pool_tenant(&app).await;
    let (_, other) = app.tenant("initech", Tier::Pool).await;
    let good = crm.message("msg_1", lost_deal("D-1").to_string());
    let unknown = crm.with_key("no-such-key");
    let mut answers = vec![unknown.deliver(&good).await, other.deliver(&good).await];
    let wrong = crm.with_secret("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    answers.push(wrong.deliver(&wrong.message("msg_1", good.body.clone())).await);
    for change in ["id", "timestamp", "signature", "asymmetric", "empty"] {
        let mut message = good.clone();
        match change {
            "id" => message.id = "msg_2".to_owned(),
            "timestamp" => message.timestamp = (app.clock().now().timestamp() + 1).to_string(),
            "signature" => message.signature = message.signature.replace("v1,", "v1,A"),
            "asymmetric" => message.signature = message.signature.replace("v1,", "v1a,"),
            _ => message.signature = String::new(),
        }
        answers.push(crm.deliver(&message).await);
    }
    for answer in &answers {
        assert!(is_unauthorized(answer), "{} {}", answer.status, answer.text());
        assert_eq!(answer.body, answers[0].body);
    }
    let unsigned =
        app.browser().send(Method::POST, &format!("/hooks/in/{}", crm.key), &[], Body::from("{}")).await;
    assert!(is_unauthorized(&unsigned));
    assert_eq!(kept(&app).await, 0);
}

#[tokio::test]
async fn one_changed_byte_anywhere_in_the_body_is_refused() {
    let app = TestApp::start().await;
    let (_, crm) = pool_tenant(&app).await;
    let good = crm.message("msg_1", lost_deal("D-1").to_string());
    for at in 0..good.body.len() {
        let mut body = good.body.to_vec();
        body[at] ^= 1;
        let mut message = good.clone();
        message.body = body.into();
        assert!(is_unauthorized(&crm.deliver(&message).await), "byte {at}");
    }
    assert_eq!(kept(&app).await, 0);
}

#[tokio::test]
async fn a_body_that_was_read_and_written_anew_is_refused() {
    let app = TestApp::start().await;
    let (_, crm) = pool_tenant(&app).await;
    let mut message = crm.message("msg_1", serde_json::to_string_pretty(&lost_deal("D-1")).unwrap());
    let value: serde_json::Value = serde_json::from_slice(&message.body).unwrap();
    message.body = value.to_string().into();
    assert!(is_unauthorized(&crm.deliver(&message).await));
}

#[tokio::test]
async fn five_minutes_are_fresh_and_more_is_a_replay() {
    let app = TestApp::start().await;
    let (_, crm) = pool_tenant(&app).await;
    let first = crm.message("msg_1", lost_deal("D-1").to_string());
    let second = crm.message("msg_2", lost_deal("D-2").to_string());
    app.advance(chrono::Duration::seconds(300));
    assert_eq!(crm.deliver(&first).await.status, 202);
    app.advance(chrono::Duration::seconds(1));
    assert!(is_unauthorized(&crm.deliver(&first).await), "even what was kept is not heard again");
    assert!(is_unauthorized(&crm.deliver(&second).await));
    // A sender whose clock is ahead.
    let body = lost_deal("D-3").to_string();
    for (ahead, status) in [(300, 202), (302, 401)] {
        let timestamp = (app.clock().now().timestamp() + ahead).to_string();
        let id = format!("msg_ahead_{ahead}");
        let mut message = crm.message(&id, body.clone());
        message.signature = sign(&crm.secret, &id, &timestamp, body.as_bytes());
        message.timestamp = timestamp;
        assert_eq!(crm.deliver(&message).await.status, status, "{ahead}");
    }
}

#[tokio::test]
async fn two_secrets_live_side_by_side_and_a_third_ends_the_first() {
    let app = TestApp::start().await;
    let (tenant, first) = pool_tenant(&app).await;
    assert_eq!(first.send("msg_0", &lost_deal("D-0")).await.status, 202);
    let connection = app.store().connection(&first.key).await.unwrap().unwrap().id;
    let rotate = async || {
        let control = app.store().open_control().await.unwrap();
        let secret = crm::rotate_secret(&control, tenant.id, connection).await.unwrap();
        control.commit().await.unwrap();
        first.with_secret(secret.expose_secret())
    };
    let second = rotate().await;
    // At once: a sender that was given the new secret must not be refused.
    assert_eq!(second.send("msg_1", &lost_deal("D-1")).await.status, 202);
    assert_eq!(first.send("msg_2", &lost_deal("D-2")).await.status, 202);
    // Signed with both, as senders do while they change over.
    let mut both = second.message("msg_3", lost_deal("D-3").to_string());
    both.signature = format!("{} {}", first.message("msg_3", both.body.clone()).signature, both.signature);
    assert_eq!(first.deliver(&both).await.status, 202);
    let third = rotate().await;
    assert_eq!(third.send("msg_4", &lost_deal("D-4")).await.status, 202);
    assert_eq!(second.send("msg_5", &lost_deal("D-5")).await.status, 202);
    assert!(is_unauthorized(&first.send("msg_6", &lost_deal("D-6")).await));
}

/// Right after a rotation, one or two of sixteen parallel messages were refused: a second look was taken once a second.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_secrets_are_rotated_no_well_signed_message_is_refused() {
    const SENDERS: usize = 32;
    let app = TestApp::start().await;
    let (tenant, first) = pool_tenant(&app).await;
    let connection = app.store().connection(&first.key).await.unwrap().unwrap().id;
    let (current, _) = tokio::sync::watch::channel(first.secret.clone());
    for round in 0..6 {
        // Each sends with the newest secret that it was given; the one before is live as well.
        let senders = (0..SENDERS).map(|sender| {
            let (crm, current) = (first.clone(), current.subscribe());
            tokio::spawn(async move {
                for turn in 0..4 {
                    let secret = current.borrow().clone();
                    let id = format!("msg_{round}_{sender}_{turn}");
                    let answer = crm.with_secret(&secret).send(&id, &lost_deal(&id)).await;
                    assert_eq!(answer.status, 202, "{id}: {}", answer.text());
                }
            })
        });
        let senders: Vec<_> = senders.collect();
        let control = app.store().open_control().await.unwrap();
        let secret = crm::rotate_secret(&control, tenant.id, connection).await.unwrap();
        control.commit().await.unwrap();
        current.send_replace(secret.expose_secret().to_owned());
        for sender in senders {
            sender.await.unwrap();
        }
    }
    assert_eq!(kept(&app).await, 6 * 4 * SENDERS as i64);
}

/// A changed event under a used id was once answered "duplicate", and lost without a word.
#[tokio::test]
async fn another_body_under_a_used_id_is_refused_with_a_reason() {
    let app = TestApp::start().await;
    let (_, crm) = pool_tenant(&app).await;
    assert_eq!(crm.send("msg_1", &lost_deal("D-1")).await.status, 202);
    let answer = crm.send("msg_1", &lost_deal("D-2")).await;
    assert_eq!(answer.status, 409);
    assert_eq!(answer.json()["error"], "conflict");
    assert!(answer.json()["detail"].as_str().unwrap().contains("webhook-id"), "{}", answer.text());
    assert_eq!(crm.send("msg_1", &lost_deal("D-1")).await.status, 200, "the first is a duplicate as before");
    assert_eq!(crm.send("msg_2", &lost_deal("D-2")).await.status, 202, "with an id of its own it is taken");
    assert_eq!((kept(&app).await, jobs(&app).await), (2, 2));
}

#[tokio::test]
async fn of_two_bodies_with_one_id_in_one_batch_one_is_kept() {
    let app = TestApp::start().await;
    let (_, crm) = pool_tenant(&app).await;
    let messages = [1, 2].map(|n| crm.message("msg_1", lost_deal(&format!("D-{n}")).to_string()));
    let all = futures_util::future::join_all((0..40).map(|n| crm.deliver(&messages[n % 2]))).await;
    let count = |status: u16| all.iter().filter(|answer| answer.status == status).count();
    assert_eq!((count(202), count(200), count(409)), (1, 19, 20));
    assert_eq!((kept(&app).await, jobs(&app).await), (1, 1));
}

#[tokio::test]
async fn a_malformed_event_is_refused_with_a_reason_and_not_kept() {
    let app = TestApp::start().await;
    let (_, crm) = pool_tenant(&app).await;
    for (body, reason) in [
        ("not json".to_owned(), "not JSON"),
        (String::new(), "not JSON"),
        ("[]".to_owned(), ""),
        (r#"{"data": {}}"#.to_owned(), "type"),
        (r#"{"type": "deal.closed"}"#.to_owned(), "data"),
        (r#"{"type": "deal.closed", "data": {"outcome": "won", "closed_at": "2026-11-20T09:29:51Z"}}"#.to_owned(), "external_id"),
        (r#"{"type": "deal.closed", "data": {"external_id": "D", "outcome": "maybe", "closed_at": "2026-11-20T09:29:51Z"}}"#.to_owned(), "outcome"),
        (r#"{"type": "deal.closed", "data": {"external_id": "D", "outcome": "won", "closed_at": "yesterday"}}"#.to_owned(), "closed_at"),
        ("{\"type\": \"deal.closed\", \"data\": ".to_owned() + &"[".repeat(5000), "JSON"),
    ] {
        let answer = crm.deliver(&crm.message("msg_1", body.clone())).await;
        assert_eq!(answer.status, 400, "{body}");
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains(reason), "{body}: {detail}");
    }
    let bytes = crm.message("msg_1", &b"\xff\xfe{}"[..]);
    assert_eq!(crm.deliver(&bytes).await.status, 400);
    assert_eq!(kept(&app).await, 0);
}

#[tokio::test]
async fn headers_that_cannot_be_are_named() {
    let app = TestApp::start().await;
    let (_, crm) = pool_tenant(&app).await;
    let good = crm.message("msg_1", lost_deal("D-1").to_string());
    for (id, timestamp, named) in [
        ("a.b", good.timestamp.as_str(), "webhook-id"),
        (&"x".repeat(257), good.timestamp.as_str(), "webhook-id"),
        ("msg_1", "soon", "webhook-timestamp"),
        ("msg_1", "-5", "webhook-timestamp"),
    ] {
        let mut message = good.clone();
        (message.id, message.timestamp) = (id.to_owned(), timestamp.to_owned());
        let answer = crm.deliver(&message).await;
        assert_eq!(answer.status, 400);
        assert!(answer.json()["detail"].as_str().unwrap().contains(named), "{}", answer.text());
    }
}

#[tokio::test]
async fn a_kind_of_event_that_does_not_concern_us_is_taken_and_laid_aside() {
    let app = TestApp::start().await;
    let (_, crm) = pool_tenant(&app).await;
    let answer = crm.send("msg_1", &json!({"type": "contact.created", "data": {}})).await;
    assert_eq!(answer.status, 202);
    assert_eq!(answer.json()["duplicate"], false);
    assert_eq!(kept(&app).await, 0);
}

#[tokio::test]
async fn texts_of_every_script_pass_and_nul_bytes_do_no_harm() {
    let app = TestApp::start().await;
    let (_, crm) = pool_tenant(&app).await;
    let mut event = lost_deal("D-\u{202e}é👩‍👩‍👧");
    event["data"]["name"] = json!("שלום \u{0} 👋 \u{202e}abc");
    event["data"]["custom"] = json!({"\u{0}": "a\u{0}b"});
    assert_eq!(crm.send("msg_\u{7e}", &event).await.status, 202);
    assert_eq!(app.run_jobs().await.dead, 0);
    assert_eq!(app.db.number("select count(*) from pool.deals").await, 1);
}

#[tokio::test]
async fn a_large_event_is_taken_and_a_larger_one_is_refused() {
    let app = TestApp::start().await;
    let (_, crm) = pool_tenant(&app).await;
    let mut event = lost_deal("D-1");
    event["data"]["custom"] = json!({"notes": "x".repeat(200 * 1024)});
    assert_eq!(crm.send("msg_1", &event).await.status, 202);
    event["data"]["custom"] = json!({"notes": "x".repeat(256 * 1024)});
    let answer = crm.send("msg_2", &event).await;
    assert_eq!(answer.status, 413);
    assert_eq!(answer.json()["error"], "too_large");
    assert_eq!(kept(&app).await, 1);
}

#[tokio::test]
async fn only_post_is_heard() {
    let app = TestApp::start().await;
    let (_, crm) = pool_tenant(&app).await;
    for method in [Method::GET, Method::PUT, Method::DELETE] {
        let answer = app.browser().send(method, &format!("/hooks/in/{}", crm.key), &[], Body::empty()).await;
        assert_eq!(answer.status, 405);
    }
}

#[tokio::test]
async fn a_suspended_tenant_asks_to_come_again_and_then_takes_it() {
    let app = TestApp::start().await;
    let (tenant, crm) = pool_tenant(&app).await;
    let set = async |status| {
        let control = app.store().open_control().await.unwrap();
        tenancy::set_status(&control, tenant.id, status).await.unwrap();
        control.commit().await.unwrap();
        app.store().forget(tenant.id).await;
    };
    assert_eq!(crm.send("msg_0", &lost_deal("D-0")).await.status, 202);
    set(TenantStatus::Suspended).await;
    let answer = crm.send("msg_1", &lost_deal("D-1")).await;
    assert_eq!(answer.status, 503);
    assert!(!answer.header("retry-after").is_empty());
    set(TenantStatus::Active).await;
    assert_eq!(crm.send("msg_1", &lost_deal("D-1")).await.status, 202);
    assert_eq!(kept(&app).await, 2);
}

#[tokio::test]
async fn two_tenants_may_use_the_same_ids() {
    let app = TestApp::start().await;
    let (_, one) = pool_tenant(&app).await;
    let (_, two) = app.tenant("initech", Tier::Pool).await;
    assert_eq!(one.send("msg_1", &lost_deal("D-1")).await.status, 202);
    assert_eq!(two.send("msg_1", &lost_deal("D-1")).await.status, 202);
    assert_eq!(kept(&app).await, 2);
}

#[tokio::test]
async fn a_database_that_goes_away_is_our_trouble_and_nothing_is_half_kept() {
    let app = TestApp::start().await;
    let (_, crm) = pool_tenant(&app).await;
    // Known before: only the tenant's shard is asked from here on.
    assert_eq!(crm.send("msg_0", &lost_deal("D-0")).await.status, 202);
    app.db.sabotage("alter table pool.inbox rename to inbox_away").await;
    let answer = crm.send("msg_1", &lost_deal("D-1")).await;
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert!(!answer.header("retry-after").is_empty());
    app.db.sabotage("alter table pool.inbox_away rename to inbox").await;
    // Half of the work refused: the event without its job must not stay.
    app.db.sabotage("alter table queue.jobs rename to jobs_away").await;
    assert_eq!(crm.send("msg_1", &lost_deal("D-1")).await.status, 503);
    app.db.sabotage("alter table queue.jobs_away rename to jobs").await;
    assert_eq!(kept(&app).await, 1);
    assert_eq!(crm.send("msg_1", &lost_deal("D-1")).await.status, 202);
    assert_eq!((kept(&app).await, jobs(&app).await), (2, 2));
}

#[tokio::test]
async fn a_closed_deal_leads_to_one_mail_with_a_link() {
    let app = TestApp::start().await;
    let (_, crm) = pool_tenant(&app).await;
    for id in ["msg_1", "msg_1", "msg_2"] {
        assert!(crm.send(id, &lost_deal("D-1")).await.status.is_success());
    }
    app.run_jobs().await;
    assert_eq!(app.mails().len(), 0, "a careful tenant waits before it asks");
    app.advance(chrono::Duration::hours(73));
    app.run_jobs().await;
    let mails = app.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, "bo@express.example");
    assert!(mails[0].link().starts_with("/s/"), "{}", mails[0].raw);
    assert_eq!(app.browser().get(&mails[0].link()).await.status, 200);
}

#[tokio::test]
async fn the_known_answer_of_the_standard_is_right() {
    let signature = sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "1614265330",
        br#"{"test": 2432232314}"#,
    );
    assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}
