//! From a CRM's message to the mail, and from an answer to a response: each once, whatever fails on the way.

mod mails;
mod stage;

use chrono::Duration;
use domain::actor::{Actor, Role};
use domain::deal::Outcome;
use domain::form::Email;
use domain::id::{ConnectionId, TenantId};
use domain::job::Job;
use domain::link::Undeliverable;
use domain::response::Attribution;
use domain::survey::shelf::{NewSurvey, Published};
use domain::survey::{Audience, starter};
use domain::tenant::{TenantSettings, TenantStatus, Tier};
use server::worker::Ran;
use stage::{Stage, answers, event, event_with};
use store::testing::fixture;
use store::{Workload, account, notice, queue, receipt, settings, survey};

use crate::mail::sink::{Manners, Sink};

#[tokio::test]
async fn a_closed_deal_leads_to_one_mail_after_the_delay() {
    let stage = Stage::new().await;
    stage.receive("evt-1", &event("lost")).await;
    stage.run().await;
    assert_eq!(stage.number("select count(*) from pool.invitations where state = 'waiting'").await, 1);
    stage.advance(Duration::hours(71)).await;
    assert_eq!(stage.mails().len(), 0, "new tenants wait three days");
    stage.advance(Duration::hours(2)).await;
    let mails = stage.mails();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains("Bo Buyer") && mails[0].contains("/s/"), "{}", mails[0]);
    assert_eq!(stage.number("select count(*) from pool.invitations where state = 'sent'").await, 1);
    stage.receive("evt-2", &event("lost")).await;
    stage.advance(Duration::days(4)).await;
    assert_eq!(stage.mails().len(), 1, "a second message about the deal asks nobody twice");
    assert_eq!(stage.number("select count(*) from pool.inbox where state = 'done'").await, 2);
}

#[tokio::test]
async fn only_buyers_are_asked_and_each_address_once() {
    let stage = Stage::at_once().await;
    let contacts = r#"[{"external_id": "1", "name": "Bo", "email": "bo@x.example", "role": "buyer"},
        {"external_id": "2", "name": "Bo again", "email": "BO@x.example", "role": "buyer"},
        {"external_id": "3", "name": "Sal", "email": "sal@t.example", "role": "sales"},
        {"external_id": "4", "name": "Int", "email": "int@t.example", "role": "notetaker"},
        {"external_id": "5", "name": "None", "email": "not an address"},
        {"external_id": "6", "name": "Cy", "email": "cy@x.example"}]"#;
    stage.receive("evt-1", &event_with("lost", contacts, "2026-11-20T09:30:00Z")).await;
    stage.run().await;
    let mails = stage.mails();
    assert_eq!(mails.len(), 2, "{mails:?}");
}

#[tokio::test]
async fn the_message_says_who_could_not_be_asked() {
    let stage = Stage::at_once().await;
    let contacts =
        r#"[{"name": "No Mail"}, {"name": "Bo", "email": "Bo <bo@x.example>"}, {"email": "nobody"}]"#;
    stage.receive("evt-1", &event_with("lost", contacts, "2026-11-20T09:30:00Z")).await;
    stage.receive("evt-2", &event_with("lost", r#"[{"name": "No Mail"}]"#, "2026-11-21T09:30:00Z")).await;
    stage.run().await;
    assert_eq!(stage.mails().len(), 1);
    for reason in ["2 people have no usable address", "nobody new to invite; 1 person has no usable address"]
    {
        let said = format!("select count(*) from pool.inbox where state = 'done' and reason = '{reason}'");
        assert_eq!(stage.number(&said).await, 1, "{reason}");
    }
}

#[tokio::test]
async fn a_host_in_any_script_is_written_to_and_letters_before_the_at_are_told() {
    // The first was refused by every server that knows ASCII only, and so was the second.
    let stage = Stage::at_once().await;
    let contacts = r#"[{"name": "Jo", "email": "Jo@Müller.example"}, {"name": "Jörg", "email": "jörg@x.example"},
        {"external_id": "9", "name": "Jo again", "email": "jo@xn--mller-kva.example"}]"#;
    stage.receive("evt-1", &event_with("lost", contacts, "2026-11-20T09:30:00Z")).await;
    stage.run().await;
    let mails = stage.mails();
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(mails[0].contains("<jo@xn--mller-kva.example>"), "{}", mails[0]);
    let said = "select count(*) from pool.inbox
                where reason = '1 person has an address with letters before the @ that mail servers do not take'";
    assert_eq!(stage.number(said).await, 1);
}

#[tokio::test]
async fn a_corrected_outcome_changes_the_survey_and_not_the_link() {
    let stage = Stage::at_once().await;
    let tenant = stage.open().await;
    let standard = survey::list(&tenant).await.unwrap()[0].id;
    survey::set_use(&tenant, standard, Audience::Buyer, &[Outcome::Won]).await.unwrap();
    let new = NewSurvey {
        template: starter::win_loss(),
        audience: Audience::Buyer,
        outcomes: vec![Outcome::LostCompetitor],
    };
    let lost = survey::create(&tenant, &new, None).await.unwrap();
    assert!(matches!(survey::publish(&tenant, lost, 1, None).await.unwrap(), Published::Yes { .. }));
    tenant.commit().await.unwrap();
    let asked_by = async |outcome: &str| {
        let of = format!(
            "select count(*) from pool.invitations i join pool.template_versions v on v.id = i.version_id
             join pool.survey_templates t on t.id = v.template_id
             where i.state = 'sent' and t.outcomes = '{{{outcome}}}'"
        );
        stage.number(&of).await
    };
    stage.receive("evt-1", &event("won")).await;
    stage.run().await;
    assert_eq!((asked_by("won").await, asked_by("lost_competitor").await), (1, 0));
    let bo = r#"[{"external_id": "003", "name": "Bo Buyer", "email": "bo@express.example"}]"#;
    stage.receive("evt-2", &event_with("lost", bo, "2026-11-21T00:00:00Z")).await;
    stage.run().await;
    // He was asked why he had chosen us.
    assert_eq!((asked_by("won").await, asked_by("lost_competitor").await), (0, 1));
    assert_eq!(stage.mails().len(), 1, "the link is the same");
}

#[tokio::test]
async fn a_deal_that_reopens_stops_what_is_not_sent() {
    let stage = Stage::new().await;
    stage.receive("evt-1", &event("lost")).await;
    stage.run().await;
    stage.receive("evt-2", &event_with("reopened", "[]", "2026-11-21T00:00:00Z")).await;
    stage.advance(Duration::days(5)).await;
    assert_eq!(stage.mails().len(), 0);
    assert_eq!(stage.number("select count(*) from pool.invitations where state = 'withdrawn'").await, 1);
    stage.receive("evt-3", &event_with("lost", "[]", "2026-11-22T00:00:00Z")).await;
    stage.run().await;
    stage.advance(Duration::days(2)).await;
    assert_eq!(stage.mails().len(), 0, "the delay begins anew");
    stage.advance(Duration::days(2)).await;
    assert_eq!(stage.mails().len(), 1);
}

#[tokio::test]
async fn an_invitation_that_is_put_off_is_sent_at_its_new_time() {
    let stage = Stage::new().await;
    stage.receive("evt-1", &event("lost")).await;
    stage.advance(Duration::hours(1)).await;
    // Re-opened and closed again before the first job was due: it fires early and must wait.
    stage.receive("evt-2", &event_with("reopened", "[]", "2026-11-21T00:00:00Z")).await;
    stage.run().await;
    stage.clock().advance(Duration::hours(48));
    stage.receive("evt-3", &event_with("lost", "[]", "2026-11-22T00:00:00Z")).await;
    stage.run().await;
    stage.advance(Duration::hours(30)).await;
    assert_eq!(stage.mails().len(), 0);
    stage.advance(Duration::hours(60)).await;
    assert_eq!(stage.mails().len(), 1);
}

#[tokio::test]
async fn an_older_message_that_comes_late_changes_nothing() {
    let stage = Stage::at_once().await;
    stage.receive("evt-2", &event_with("won", "[]", "2026-11-22T00:00:00Z")).await;
    stage.receive("evt-1", &event("reopened")).await;
    stage.run().await;
    assert_eq!(stage.number("select count(*) from pool.deals where outcome = 'won'").await, 1);
    let said = "select count(*) from pool.inbox where reason = 'a newer event of this deal was read before'";
    assert_eq!(stage.number(said).await, 1);
}

#[tokio::test]
async fn what_is_no_deal_is_laid_aside_with_its_reason() {
    let stage = Stage::at_once().await;
    stage.receive("evt-1", r#"{"type": "contact.created", "data": {}}"#).await;
    stage.receive("evt-2", r#"{"type": "deal.closed", "data": {"outcome": "lost"}}"#).await;
    stage.receive("evt-3", "not json").await;
    let ran = stage.run().await;
    assert_eq!((ran.retried, ran.dead), (0, 0));
    assert_eq!(stage.number("select count(*) from pool.inbox where state = 'ignored'").await, 1);
    assert_eq!(
        stage.number("select count(*) from pool.inbox where state = 'rejected' and reason <> ''").await,
        2
    );
    assert_eq!(stage.number("select count(*) from pool.deals").await, 0);
}

#[tokio::test]
async fn who_opts_out_before_the_mail_gets_none() {
    let stage = Stage::new().await;
    stage.receive("evt-1", &event("lost")).await;
    stage.run().await;
    stage.db.sabotage("update pool.contacts set opted_out_at = now()").await;
    stage.advance(Duration::days(4)).await;
    assert_eq!(stage.mails().len(), 0);
}

#[tokio::test]
async fn a_mail_that_left_before_a_crash_is_the_same_mail_again() {
    let stage = Stage::at_once().await;
    stage.receive("evt-1", &event("lost")).await;
    stage.run().await;
    let sent = stage.mails();
    // As if the worker had died between the sending and the commit.
    stage
        .db
        .sabotage("delete from pool.effects; update pool.invitations set state = 'waiting', sent_at = null")
        .await;
    stage.enqueue(Job::SendMail { invitation: stage.invitation().await }).await;
    stage.run().await;
    assert_eq!(stage.mails(), sent, "the same link, the same file, the same message id");
    stage.enqueue(Job::SendMail { invitation: stage.invitation().await }).await;
    stage.run().await;
    assert_eq!(stage.mails(), sent);
}

#[tokio::test]
async fn a_mail_server_that_says_later_gets_the_mail_later_and_once() {
    let manners = Manners { recipients: vec!["451 4.7.1 grey", "421 4.3.2 busy"], ..Manners::default() };
    let sink = Sink::start(manners).await;
    let stage = Stage::with_smtp(&sink.url()).await;
    stage.receive("evt-1", &event("lost")).await;
    let ran = stage.run().await;
    assert_eq!((ran.retried, sink.delivered().len()), (1, 0));
    stage.advance(Duration::minutes(5)).await;
    stage.advance(Duration::minutes(5)).await;
    assert_eq!(sink.delivered().len(), 1);
    stage.advance(Duration::hours(5)).await;
    assert_eq!(sink.delivered().len(), 1);
    assert_eq!(stage.number("select count(*) from pool.invitations where state = 'sent'").await, 1);
}

#[tokio::test]
async fn a_mail_that_is_refused_for_good_waits_for_a_person() {
    let sink = Sink::start(Manners { recipients: vec!["550 5.1.1 nobody here"], ..Manners::default() }).await;
    let stage = Stage::with_smtp(&sink.url()).await;
    stage.receive("evt-1", &event("lost")).await;
    assert_eq!(stage.run().await.dead, 1);
    assert_eq!(stage.number("select count(*) from pool.invitations where state = 'waiting'").await, 1);
    let told = "select count(*) from queue.dead where kind = 'send_mail' and last_error not like '%@%'";
    assert_eq!(stage.number(told).await, 1);
    assert_eq!(stage.shown().await, "Could not be delivered: the mail server refused it");

    // The server was ours to mend, and now it takes everybody.
    let dead = queue::dead_list(&stage.db.store(), 1).await.unwrap();
    queue::requeue(&stage.db.store(), None, &dead[0].shard, dead[0].id).await.unwrap();
    stage.run().await;
    assert_eq!((sink.delivered().len(), stage.shown().await.as_str()), (1, "Sent"));
}

/// The mail was given up in silence, and the deal said "Waiting to be sent" for ever.
#[tokio::test]
async fn an_address_that_is_none_is_shown_and_a_corrected_one_is_asked() {
    let stage = Stage::new().await;
    stage.receive("evt-1", &event("lost")).await;
    stage.run().await;
    // Kept by a release that took more for an address.
    stage.db.sabotage("update pool.contacts set email = 'bo@-express.example'").await;
    stage.advance(Duration::days(4)).await;
    assert_eq!((stage.mails().len(), stage.shown().await), (0, Undeliverable::Address.label().to_owned()));
    let contacts = r#"[{"external_id": "003", "name": "Bo Buyer", "email": "bo@express.example"}]"#;
    stage.receive("evt-2", &event_with("lost", contacts, "2026-11-28T00:00:00Z")).await;
    stage.run().await;
    assert_eq!(stage.shown().await, "Waiting to be sent");
    stage.advance(Duration::days(4)).await;
    assert_eq!((stage.mails().len(), stage.shown().await.as_str()), (1, "Sent"));
}

#[tokio::test]
async fn a_mail_that_no_server_took_in_half_a_day_is_shown_as_such() {
    let sink = Sink::start(Manners { recipients: vec!["451 4.7.1 grey"; 100], ..Manners::default() }).await;
    let stage = Stage::with_smtp(&sink.url()).await;
    stage.receive("evt-1", &event("lost")).await;
    let mut dead = stage.run().await.dead;
    assert_eq!(stage.shown().await, "Waiting to be sent");
    for _ in 0..30 {
        stage.clock().advance(Duration::minutes(90));
        dead += stage.run().await.dead;
    }
    assert_eq!((dead, stage.shown().await.as_str()), (1, "Could not be delivered"));
}

/// Each of the two contacts was invited: one mailbox, two mails.
#[tokio::test]
async fn a_person_whose_id_the_crm_changes_gets_one_mail() {
    let stage = Stage::at_once().await;
    let contact = |id: &str, rest: &str| {
        format!(r#"{{"external_id": "{id}", "name": "Bo", "email": "bo@express.example"{rest}}}"#)
    };
    for (number, contacts) in [
        format!("[{}]", contact("003", "")),
        format!("[{}]", contact("777", r#", "is_primary": true"#)),
        format!("[{}, {}]", contact("888", ""), contact("003", r#", "is_primary": true"#)),
    ]
    .into_iter()
    .enumerate()
    {
        let at = format!("2026-11-2{number}T09:30:00Z");
        stage.receive(&format!("evt-{number}"), &event_with("lost", &contacts, &at)).await;
        stage.run().await;
    }
    assert_eq!(stage.mails().len(), 1, "{:?}", stage.mails());
    assert_eq!(stage.number("select count(*) from pool.contacts").await, 1);
}

#[tokio::test]
async fn an_answer_becomes_a_response_with_alerts_and_rollups() {
    let stage = Stage::at_once().await;
    stage.receive("evt-1", &event("lost")).await;
    stage.run().await;
    stage.answer(answers(), Attribution::Named).await;
    let ran = stage.run().await;
    assert_eq!((ran.retried, ran.dead), (0, 0));
    assert_eq!(stage.number("select count(*) from pool.responses").await, 1);
    assert_eq!(stage.number("select count(*) from pool.submissions").await, 0);
    let fresh =
        "select count(*) from pool.settings where rollups_version = data_version and data_version > 0";
    assert_eq!(stage.number(fresh).await, 1, "the rollups have caught up");
    assert_eq!(stage.number("select count(*) from queue.jobs").await, 0, "nothing is left to do");
}

#[tokio::test]
async fn a_classifier_that_fails_delays_an_answer_and_never_loses_it() {
    let stage = Stage::at_once().await;
    stage.receive("evt-1", &event("lost")).await;
    stage.run().await;
    stage.answer(answers(), Attribution::Named).await;
    stage.classifier.break_down(true);
    for _ in 0..3 {
        stage.advance(Duration::minutes(2)).await;
        assert_eq!(stage.number("select count(*) from pool.responses").await, 0);
        assert_eq!(stage.number("select count(*) from pool.submissions").await, 1);
    }
    stage.classifier.break_down(false);
    stage.advance(Duration::minutes(10)).await;
    assert_eq!(stage.number("select count(*) from pool.responses").await, 1);
    assert_eq!(stage.number("select count(*) from pool.submissions").await, 0);
}

#[tokio::test]
async fn a_classifier_that_counts_wrongly_is_not_believed() {
    let stage = Stage::at_once().await;
    stage.receive("evt-1", &event("lost")).await;
    stage.run().await;
    stage.answer(answers(), Attribution::Named).await;
    stage.classifier.swallow(true);
    assert_eq!(stage.run().await.retried, 1);
    stage.classifier.swallow(false);
    stage.advance(Duration::minutes(5)).await;
    assert_eq!(stage.number("select count(*) from pool.responses").await, 1);
}

/// The worker looks whom an answer names before it asks the classifier; whoever is in the list only because another buyer
/// named him may be gone before it writes.
#[tokio::test]
async fn an_answer_whose_vendor_is_forgotten_while_it_is_read_is_written_by_the_next_try() {
    let stage = Stage::at_once().await;
    let two = r#"[{"external_id": "003", "name": "Bo", "email": "bo@express.example"},
        {"external_id": "004", "name": "Cy", "email": "cy@express.example"}]"#;
    stage.receive("evt-1", &event_with("lost", two, "2026-11-20T09:30:00Z")).await;
    stage.run().await;
    let [first, second] = stage.mails().try_into().expect("two were asked");
    let invitation = stage.answer_to(&first, answers(), Attribution::Named).await;
    stage.run().await;
    let met = "select count(*) from pool.competitors where is_met";
    assert_eq!(stage.number(met).await, 1, "he is there because the first named him");

    stage.answer_to(&second, answers(), Attribution::Named).await;
    let (store, tenant) = (stage.db.store(), stage.tenant.id);
    stage.classifier.meanwhile(async move {
        let buyer = Actor::Buyer { invitation };
        let door = store.open_tenant(tenant, buyer, Workload::Live).await.unwrap();
        receipt::set_attribution(&door, invitation, Attribution::Pooled).await.unwrap();
        door.commit().await.unwrap();
    });
    let ran = stage.run().await;
    assert_eq!((ran.retried, ran.dead), (1, 0), "the vendor of the first look is gone");
    assert_eq!(stage.number(met).await, 0);
    let waiting = "select count(*) from pool.submissions where id <> all (select id from pool.responses)";
    assert_eq!(stage.number(waiting).await, 1, "nothing is lost");
    stage.advance(Duration::minutes(5)).await;
    assert_eq!(stage.number("select count(*) from pool.responses").await, 2);
    assert_eq!(stage.number("select count(*) from pool.submissions").await, 0);
    let named = "select count(*) from pool.deal_competitors d
                 join pool.competitors c on c.id = d.competitor_id and c.is_met
                 join pool.responses r on r.id = d.response_id and r.attribution = 'named'";
    assert_eq!((stage.number(met).await, stage.number(named).await), (1, 1), "the second brings him anew");
}

#[tokio::test]
async fn an_answer_is_kept_when_the_deal_changes_before_it_is_read() {
    for outcome in ["won", "reopened"] {
        let stage = Stage::at_once().await;
        stage.receive("evt-1", &event("lost")).await;
        stage.run().await;
        stage.answer(answers(), Attribution::Named).await;
        stage.classifier.break_down(true);
        stage.run().await;
        stage.receive("evt-2", &event_with(outcome, "[]", "2026-11-22T00:00:00Z")).await;
        stage.run().await;
        stage.classifier.break_down(false);
        stage.advance(Duration::minutes(10)).await;
        assert_eq!(stage.number("select count(*) from pool.responses").await, 1, "{outcome}");
    }
}

#[tokio::test]
async fn the_seller_is_told_of_a_named_answer_once() {
    let stage = Stage::at_once().await;
    fixture::member(&stage.db.store(), &stage.tenant, "ada@tenant.example", Role::Rep).await;
    fixture::member(&stage.db.store(), &stage.tenant, "lee@tenant.example", Role::Leader).await;
    stage.receive("evt-1", &event("lost")).await;
    stage.run().await;
    stage.answer(answers(), Attribution::Named).await;
    stage.run().await;
    let alerts = stage.alerts();
    assert_eq!(alerts.len(), 1, "{alerts:?}");
    assert!(alerts[0].contains("ada@tenant.example"));
    let unfolded = alerts[0].replace("\r\n ", " ");
    assert!(
        unfolded
            .contains("Subject: Bo Buyer answered about Express Logistics: price and terms, integrations")
    );
    assert!(!alerts[0].contains("far too expensive"), "the buyer's words stay in the house");
    let response = stage.response().await;
    stage.db.sabotage("delete from pool.effects where kind <> 'alert_mail'").await;
    stage.enqueue(Job::EvaluateAlerts { response }).await;
    stage.run().await;
    assert_eq!(stage.alerts(), alerts);
}

#[tokio::test]
async fn an_answer_for_leadership_is_told_to_those_who_lead_only() {
    let stage = Stage::at_once().await;
    for (email, role) in [("ada@tenant.example", Role::Rep), ("lee@tenant.example", Role::Leader)] {
        fixture::member(&stage.db.store(), &stage.tenant, email, role).await;
    }
    stage.receive("evt-1", &event("lost")).await;
    stage.run().await;
    stage.answer(answers(), Attribution::Leadership).await;
    stage.run().await;
    let alerts = stage.alerts();
    assert!(
        alerts.iter().any(|alert| alert.contains("To: \"Max Member\" <lee@tenant.example>")),
        "{alerts:?}"
    );
    assert!(alerts.iter().all(|alert| !alert.contains("<ada@tenant.example>")));
    assert_eq!(alerts.len(), 2, "the leader and the tenant's first admin");
}

#[tokio::test]
async fn an_answer_for_leadership_is_not_told_to_the_leader_who_sold_the_deal() {
    let stage = Stage::at_once().await;
    for email in ["ada@tenant.example", "lee@tenant.example"] {
        fixture::member(&stage.db.store(), &stage.tenant, email, Role::Leader).await;
    }
    stage.receive("evt-1", &event("lost")).await;
    stage.run().await;
    stage.answer(answers(), Attribution::Leadership).await;
    stage.run().await;
    let alerts = stage.alerts();
    assert!(alerts.iter().any(|alert| alert.contains("<lee@tenant.example>")), "{alerts:?}");
    assert!(alerts.iter().all(|alert| !alert.contains("<ada@tenant.example>")), "{alerts:?}");
}

/// Some CRMs send only the name of who sold.
#[tokio::test]
async fn who_sold_is_known_by_his_name_where_the_crm_sends_no_address() {
    let stage = Stage::at_once().await;
    let store = stage.db.store();
    for (email, name) in [("ada.q@tenant.example", "ada quist"), ("lee@tenant.example", "Lee Li")] {
        let control = store.open_control().await.unwrap();
        let user = account::ensure_user(&control, &Email::parse(email).unwrap(), name).await.unwrap();
        account::add_member(&control, stage.tenant.id, user, Role::Leader).await.unwrap();
        control.commit().await.unwrap();
    }
    let with_address = event("lost");
    let without = with_address.replace("ada@tenant.example", "");
    assert_ne!(without, with_address);
    stage.receive("evt-1", &without).await;
    stage.run().await;
    stage.answer(answers(), Attribution::Leadership).await;
    stage.run().await;
    let alerts = stage.alerts();
    assert!(alerts.iter().any(|alert| alert.contains("<lee@tenant.example>")), "{alerts:?}");
    assert!(alerts.iter().all(|alert| !alert.contains("<ada.q@tenant.example>")), "{alerts:?}");
}

/// A message that names who sold without an address, however that name is written.
fn event_sold_by(name: &str) -> String {
    let event = event("lost").replace("ada@tenant.example", "").replace("Ada Quist", name);
    assert!(event.contains(name) && !event.contains("@tenant.example"));
    event
}

/// What a deal knows of who sold it, and whom the alert about an answer for leadership was sent to.
async fn sold_by(stage: &Stage) -> (Vec<String>, Option<String>, Vec<String>) {
    let response = stage.response().await;
    let notice = notice::of_response(&stage.open().await, response).await.unwrap().unwrap();
    let mut told = Vec::new();
    for alert in stage.alerts() {
        let (_, rest) = alert.split_once("\r\nTo: ").expect("it is to somebody");
        let (_, rest) = rest.split_once('<').expect("an address");
        told.push(rest.split_once('>').expect("an address").0.to_owned());
    }
    told.sort();
    (notice.sellers, notice.owner.map(|owner| owner.to_string()), told)
}

async fn leader(stage: &Stage, tenant: TenantId, email: &str, name: &str) {
    let control = stage.db.store().open_control().await.unwrap();
    let user = account::ensure_user(&control, &Email::parse(email).unwrap(), name).await.unwrap();
    account::add_member(&control, tenant, user, Role::Leader).await.unwrap();
    control.commit().await.unwrap();
}

/// Of two members with the owner's name none was taken for him, and both read what was not for who sold.
#[tokio::test]
async fn of_two_who_may_have_sold_neither_reads_what_is_not_for_who_sold() {
    let stage = Stage::at_once().await;
    for (email, name) in [
        ("zoe.1@tenant.example", "Zoë Groß"),
        ("zoe.2@tenant.example", "ZOE\u{308}  GROSS "),
        ("lee@tenant.example", "Lee Li"),
    ] {
        leader(&stage, stage.tenant.id, email, name).await;
    }
    stage.receive("evt-1", &event_sold_by("zoë\u{A0}groß")).await;
    stage.run().await;
    stage.answer(answers(), Attribution::Leadership).await;
    stage.run().await;
    let (sellers, owner, told) = sold_by(&stage).await;
    assert_eq!(sellers, ["name:gross+zoe"]);
    assert_eq!(owner, None, "neither is written to as the owner");
    assert_eq!(told, ["admin@northwind.example", "lee@tenant.example"]);
}

/// Whoever came after the deal was read, or signs in with another address than the CRM's, was told.
#[tokio::test]
async fn who_sold_is_recognised_at_the_moment_of_the_alert() {
    let stage = Stage::at_once().await;
    leader(&stage, stage.tenant.id, "lee@tenant.example", "Lee Li").await;
    stage.receive("evt-1", &event("lost")).await;
    stage.run().await;
    leader(&stage, stage.tenant.id, "ada@tenant.example", "Ada Married").await;
    leader(&stage, stage.tenant.id, "aq@elsewhere.example", "Quist, Ada").await;
    leader(&stage, stage.tenant.id, "aq2@elsewhere.example", "ada quist").await;
    stage.answer(answers(), Attribution::Leadership).await;
    stage.run().await;
    let (_, owner, told) = sold_by(&stage).await;
    assert_eq!(owner.as_deref(), Some("ada@tenant.example"), "who the CRM says");
    assert_eq!(told, ["admin@northwind.example", "lee@tenant.example"]);
}

#[tokio::test]
async fn a_member_of_another_tenant_is_never_taken_for_who_sold() {
    let stage = Stage::at_once().await;
    let other = fixture::tenant(&stage.db.store(), "southwind", Tier::Pool).await;
    leader(&stage, other.id, "ada@southwind.example", "Ada Quist").await;
    stage.receive("evt-1", &event_sold_by("Ada Quist")).await;
    stage.run().await;
    stage.answer(answers(), Attribution::Leadership).await;
    stage.run().await;
    let (sellers, owner, told) = sold_by(&stage).await;
    assert_eq!((sellers, owner), (vec!["name:ada+quist".to_owned()], None), "here nobody is called so");
    assert_eq!(told, ["admin@northwind.example"]);
    leader(&stage, stage.tenant.id, "ada@northwind.example", "Ada Quist").await;
    let later = event_sold_by("Ada Quist").replace("2026-11-20T09:30", "2026-11-21T09:30");
    stage.receive("evt-2", &later).await;
    stage.run().await;
    let (sellers, owner, _) = sold_by(&stage).await;
    assert_eq!(sellers, ["name:ada+quist", "ada@northwind.example"], "nor is she one of two");
    assert_eq!(owner.as_deref(), Some("ada@northwind.example"));
}

#[tokio::test]
async fn a_pooled_answer_is_told_to_nobody() {
    let stage = Stage::at_once().await;
    fixture::member(&stage.db.store(), &stage.tenant, "ada@tenant.example", Role::Admin).await;
    stage.receive("evt-1", &event("lost")).await;
    stage.run().await;
    stage.answer(answers(), Attribution::Pooled).await;
    stage.run().await;
    assert_eq!(stage.number("select count(*) from pool.responses").await, 1);
    assert_eq!(stage.alerts().len(), 0);
}

#[tokio::test]
async fn a_seller_of_another_tenant_is_not_told() {
    let stage = Stage::at_once().await;
    let other = fixture::tenant(&stage.db.store(), "southwind", Tier::Pool).await;
    fixture::member(&stage.db.store(), &other, "ada@tenant.example", Role::Rep).await;
    stage.receive("evt-1", &event("lost")).await;
    stage.run().await;
    stage.answer(answers(), Attribution::Named).await;
    stage.run().await;
    assert_eq!(stage.alerts().len(), 0);
}

/// The first address that was refused kept the mail from everybody after it.
#[tokio::test]
async fn a_member_whose_address_is_refused_keeps_no_other_from_being_told() {
    let sink = Sink::start(Manners::default()).await;
    let stage = Stage::with_smtp(&sink.url()).await;
    for (email, role) in [("lea@northwind.example", Role::Leader), ("leo@northwind.example", Role::Leader)] {
        fixture::member(&stage.db.store(), &stage.tenant, email, role).await;
    }
    stage.receive("evt-1", &event("lost")).await;
    stage.run().await;
    stage.answer_to(&sink.delivered()[0].message, answers(), Attribution::Leadership).await;
    sink.refuse_once("lea@northwind.example", "550 5.1.1 nobody here");
    let ran = stage.run().await;
    // Of the admin and two leaders one was refused, and the job waits for a person because of that one.
    let told = |address: &str| sink.delivered().iter().filter(|mail| mail.to == [address]).count();
    let all = ["admin@northwind.example", "lea@northwind.example", "leo@northwind.example"];
    assert_eq!((ran.dead, all.map(told)), (1, [1, 0, 1]));
    let dead = queue::dead_list(&stage.db.store(), 1).await.unwrap();
    queue::requeue(&stage.db.store(), None, &dead[0].shard, dead[0].id).await.unwrap();
    assert_eq!(stage.run().await.dead, 0);
    assert_eq!(all.map(told), [1, 1, 1]);
}

/// The job was tried again and again, and given up after half a day.
#[tokio::test]
async fn while_a_tenant_is_suspended_its_work_waits_for_weeks() {
    let stage = Stage::at_once().await;
    stage.receive("evt-1", &event("lost")).await;
    stage.set_status(TenantStatus::Suspended).await;
    assert_eq!(stage.run().await, Ran { waiting: 1, ..Ran::default() });
    for _ in 0..40 {
        stage.clock().advance(Duration::hours(12));
        assert_eq!(stage.run().await, Ran::default(), "nothing is tried in vain");
    }
    assert_eq!(stage.number("select max(attempt)::bigint from queue.jobs").await, 0);
    stage.set_status(TenantStatus::Active).await;
    assert_eq!(stage.run().await.dead, 0);
    assert_eq!(stage.mails().len(), 1, "it goes on at once");
}

#[tokio::test]
async fn a_tenant_without_a_survey_invites_nobody_and_says_so() {
    let stage = Stage::at_once().await;
    stage.db.sabotage("update pool.survey_templates set active_version_id = null").await;
    stage.receive("evt-1", &event("lost")).await;
    stage.run().await;
    let said = "select count(*) from pool.inbox where reason = 'no survey is sent after this outcome'";
    assert_eq!(stage.number(said).await, 1);
}

#[tokio::test]
async fn a_job_about_something_that_is_not_there_ends_quietly() {
    let stage = Stage::at_once().await;
    let nothing = stage.db.clock().new_id();
    for job in [
        Job::SendMail { invitation: nothing.into() },
        Job::IngestResponse { submission: nothing.into() },
        Job::EvaluateAlerts { response: nothing.into() },
        Job::DispatchSurvey { connection: ConnectionId::new(nothing), event: "gone".to_owned() },
    ] {
        stage.enqueue(job).await;
    }
    let ran = stage.run().await;
    assert_eq!((ran.done, ran.retried, ran.dead), (4, 0, 0));
}

#[tokio::test]
async fn the_mail_is_sent_in_the_name_the_tenant_chose() {
    let stage = Stage::at_once().await;
    let tenant = stage.open().await;
    let chosen = TenantSettings {
        sender_name: Some("Hannah Meyer".to_owned()),
        reply_to: Some("hannah@northwind.example".to_owned()),
        invite_delay_hours: 0,
        ..TenantSettings::default()
    };
    settings::save(&tenant, &chosen).await.unwrap();
    tenant.commit().await.unwrap();
    stage.receive("evt-1", &event("won")).await;
    stage.run().await;
    let mail = &stage.mails()[0];
    assert!(mail.contains("From: \"Hannah Meyer\" <surveys@winloss.example>"), "{mail}");
    assert!(mail.contains("Reply-To: \"Hannah Meyer\" <hannah@northwind.example>"));
}
