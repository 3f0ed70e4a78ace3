//! Mails that follow one another: the receipt, reminders, the sellers' survey; and answers that change after all.

use chrono::Duration;
use domain::actor::Actor;
use domain::actor::Role;
use domain::deal::Outcome;
use domain::id::SubmissionId;
use domain::job::Job;
use domain::link::{LinkPurpose, LinkToken};
use domain::response::{Attribution, Submission};
use domain::survey::shelf::{NewSurvey, Published};
use domain::survey::{Audience, Language, Template, starter};
use store::link::{self, Redeemed, Reminded};
use store::receipt::{self, KeptState};
use store::testing::fixture;
use store::{TenantTx, Workload, contact, survey};

use super::stage::{Stage, answers, event, event_with};

const HOST: &str = "surveys.example";

/// The token behind this part of an address in a mail.
fn token(mail: &str, part: &str) -> LinkToken {
    let (_, rest) =
        mail.split_once(&format!("https://surveys.example/{part}/")).expect("the mail has a link");
    LinkToken::parse(rest.split(['\r', '?', '"', '/']).next().unwrap()).expect("a token")
}

/// A mail as it reads, without the marks of its encoding.
fn plain(mail: &str) -> String {
    mail.replace("=\r\n", "").replace("=3D", "=")
}

async fn buyers_door(stage: &Stage) -> TenantTx {
    let actor = Actor::Buyer { invitation: stage.invitation().await };
    stage.db.store().open_tenant(stage.tenant.id, actor, Workload::Live).await.unwrap()
}

/// A stage on which Bo was asked, by a mail that is there.
async fn asked() -> Stage {
    let stage = Stage::at_once().await;
    stage.receive("evt-1", &event("lost")).await;
    stage.run().await;
    stage
}

#[tokio::test]
async fn a_receipt_is_mailed_once_and_its_link_leads_to_the_answer() {
    let stage = asked().await;
    stage.answer(answers(), Attribution::Pooled).await;
    stage.run().await;
    let [mail] = stage.files("receipt-").try_into().expect("one receipt");
    let token = token(&mail, "r");
    let claims = stage.db.store().keys().open_token(LinkPurpose::Receipt, &token, HOST).expect("it opens");
    assert_eq!(claims.invitation, stage.invitation().await);
    let door = buyers_door(&stage).await;
    let kept = receipt::find(&door, &token.hash()).await.unwrap().expect("it is there");
    assert_eq!(kept.state, KeptState::Written);
    assert!(mail.contains(&token.hash().code()), "{mail}");
    assert!(!mail.contains("far too expensive"), "no word of the answer is in it");
    // As if the worker had died between the sending and the commit.
    stage.db.sabotage("delete from pool.effects where kind = 'receipt_mail'").await;
    stage.enqueue(Job::SendReceipt { invitation: stage.invitation().await }).await;
    stage.run().await;
    assert_eq!(stage.files("receipt-"), [mail], "the same mail again");
}

#[tokio::test]
async fn no_receipt_is_mailed_for_an_answer_that_was_taken_back_or_is_old_or_to_who_wants_no_mails() {
    for what in ["withdrawn", "old", "opted out"] {
        let stage = asked().await;
        stage.answer(answers(), Attribution::Named).await;
        let invitation = stage.invitation().await;
        let door = buyers_door(&stage).await;
        match what {
            "withdrawn" => drop(receipt::withdraw(&door, invitation).await.unwrap()),
            "opted out" => assert!(contact::opt_out(&door, invitation).await.unwrap()),
            _ => stage.clock().advance(Duration::days(4)),
        }
        door.commit().await.unwrap();
        let ran = stage.run().await;
        assert_eq!((ran.retried, ran.dead), (0, 0), "{what}");
        assert_eq!(stage.files("receipt-").len(), 0, "{what}");
    }
}

#[tokio::test]
async fn a_reminder_comes_when_the_buyer_asked_for_it_and_no_more_than_three() {
    let stage = asked().await;
    let invitation = stage.invitation().await;
    let later = async |days: i64| {
        let door = buyers_door(&stage).await;
        let when = stage.clock().now() + Duration::days(days);
        let reminded = link::remind_later(&door, invitation, when).await.unwrap();
        door.commit().await.unwrap();
        reminded
    };
    // Moved before it came: only the later time holds.
    later(3).await;
    later(7).await;
    stage.advance(Duration::days(3)).await;
    assert_eq!(stage.files("reminder-").len(), 0);
    stage.advance(Duration::days(4)).await;
    let reminders = stage.files("reminder-");
    assert_eq!(reminders.len(), 1);
    let first = token(&stage.mails()[0], "s");
    assert_eq!(token(&reminders[0], "s"), first, "the same link as in the first mail");
    for number in 2..=3 {
        assert!(matches!(later(3).await, Reminded::At(_)));
        stage.advance(Duration::days(3)).await;
        assert_eq!(stage.files("reminder-").len(), number);
    }
    assert_eq!(later(3).await, Reminded::TooOften);
    stage.advance(Duration::days(10)).await;
    assert_eq!(stage.files("reminder-").len(), 3);
}

#[tokio::test]
async fn who_has_answered_or_declined_is_not_reminded() {
    for answers_it in [true, false] {
        let stage = asked().await;
        let invitation = stage.invitation().await;
        let door = buyers_door(&stage).await;
        link::remind_later(&door, invitation, stage.clock().now() + Duration::days(3)).await.unwrap();
        door.commit().await.unwrap();
        if answers_it {
            stage.answer(answers(), Attribution::Named).await;
        } else {
            let door = buyers_door(&stage).await;
            link::decline(&door, invitation).await.unwrap();
            door.commit().await.unwrap();
        }
        stage.advance(Duration::days(4)).await;
        assert_eq!(stage.files("reminder-").len(), 0);
    }
}

/// Publishes a survey in place of the tenant's own.
async fn publish(stage: &Stage, audience: Audience, template: Template) {
    let tenant = stage.open().await;
    let new = NewSurvey { template, audience, outcomes: Outcome::ALL.to_vec() };
    stage.clock().advance(Duration::seconds(1));
    let id = survey::create(&tenant, &new, None).await.unwrap();
    let end = survey::publish(&tenant, id, 1, None).await.unwrap();
    assert!(matches!(end, Published::Yes { .. }), "{end:?}");
    tenant.commit().await.unwrap();
}

/// Whoever names the contacts could have had what they said mailed to himself.
#[tokio::test]
async fn what_follows_an_invitation_goes_where_the_link_went() {
    let stage = asked().await;
    // Answered, and not read yet when the address is another one.
    stage.answer(answers(), Attribution::Pooled).await;
    let moved =
        r#"[{"external_id": "003", "name": "Bo Buyer", "email": "mole@tenant.example", "role": "buyer"}]"#;
    stage.receive("evt-2", &event_with("lost", moved, "2026-11-20T09:31:00Z")).await;
    stage.run().await;
    assert_eq!(stage.mails().len(), 1, "who has answered is not asked again");
    assert_eq!(stage.number("select count(*) from pool.contacts where email like 'mole%'").await, 1);
    assert_eq!(stage.number("select count(*) from pool.responses").await, 1);
    assert_eq!(stage.files("receipt-").len(), 0);
}

/// Bo under this address, as the CRM sends him.
async fn move_bo_to(stage: &Stage, event: &str, address: &str, timestamp: &str) {
    let people =
        format!(r#"[{{"external_id": "003", "name": "Bo Buyer", "email": "{address}", "role": "buyer"}}]"#);
    stage.receive(event, &event_with("lost", &people, timestamp)).await;
    stage.run().await;
}

#[tokio::test]
async fn whoever_did_not_answer_is_asked_at_the_corrected_address_and_the_link_before_is_none() {
    // Nobody asked the person at the new address: the one at the old one was invited before.
    let stage = asked().await;
    let link = |mail: &str| token(mail, "s");
    let [first] = stage.mails().try_into().expect("one mail");
    move_bo_to(&stage, "evt-2", "bo.buyer@express.example", "2026-11-20T09:31:00Z").await;
    let mails = stage.mails();
    let second = mails.iter().find(|mail| mail.contains("bo.buyer@express.example")).expect("he is asked");
    assert_eq!(mails.len(), 2);
    let (old, new) = (link(&first), link(second));
    let door = buyers_door(&stage).await;
    assert!(store::link::find(&door, &old.hash()).await.unwrap().is_none(), "never two links");
    assert!(store::link::find(&door, &new.hash()).await.unwrap().is_some());
    drop(door);
    assert_eq!(stage.number("select count(*) from pool.invitations").await, 1);
    // The same message again, or another of the same address, asks nobody anew.
    move_bo_to(&stage, "evt-3", "bo.buyer@express.example", "2026-11-20T09:32:00Z").await;
    assert_eq!(stage.mails().len(), 2);
    // And back: the first link does not come to life again.
    move_bo_to(&stage, "evt-4", "bo@express.example", "2026-11-20T09:33:00Z").await;
    let mails = stage.mails();
    assert_eq!(mails.len(), 3);
    let door = buyers_door(&stage).await;
    let mut open = 0;
    for mail in &mails {
        let found = store::link::find(&door, &link(mail).hash()).await.unwrap();
        open += usize::from(found.is_some());
    }
    assert_eq!(open, 1);
}

fn in_german_too() -> Template {
    let mut template = starter::win_loss();
    template.title.set(Language::parse("de").unwrap(), "Wie haben Sie entschieden?");
    template
}

#[tokio::test]
async fn mails_speak_the_buyers_language_where_the_survey_does() {
    let contacts = r#"[{"external_id": "003", "name": "Bo Buyer", "email": "bo@express.example", "role": "buyer",
                        "language": "de-CH"}]"#;
    for speaks_german in [true, false] {
        let stage = Stage::at_once().await;
        let mut template = in_german_too();
        if !speaks_german {
            template.languages.truncate(1);
        }
        publish(&stage, Audience::Buyer, template).await;
        stage.receive("evt-1", &event_with("lost", contacts, "2026-11-20T09:30:00Z")).await;
        stage.run().await;
        let mail = plain(&stage.mails()[0]);
        assert_eq!(mail.contains("Guten Tag Bo Buyer"), speaks_german, "{mail}");
        assert_eq!(mail.contains("?lang=de"), speaks_german, "{mail}");
        assert_eq!(mail.contains("Hello Bo Buyer"), !speaks_german, "{mail}");
    }
}

#[tokio::test]
async fn sellers_are_asked_at_once_with_the_survey_for_them() {
    let stage = Stage::new().await;
    let debrief = Template { name: "Debrief".to_owned(), ..starter::win_loss() };
    publish(&stage, Audience::Sales, debrief).await;
    let contacts = r#"[{"external_id": "1", "name": "Bo", "email": "bo@x.example", "role": "buyer"},
        {"external_id": "2", "name": "Sal", "email": "sal@t.example", "role": "sales"}]"#;
    stage.receive("evt-1", &event_with("lost", contacts, "2026-11-20T09:30:00Z")).await;
    stage.run().await;
    let mails = stage.files("debrief-");
    let to = |address: &str| mails.iter().filter(|mail| mail.contains(&format!("<{address}>"))).count();
    assert_eq!(
        (mails.len(), to("sal@t.example"), to("ada@tenant.example")),
        (2, 1, 1),
        "the owner sold as well"
    );
    assert!(plain(&mails[0]).contains("Express Logistics, roll-out"), "{mails:?}");
    assert_eq!(stage.mails().len(), 0, "buyers are given time");
    stage.advance(Duration::days(4)).await;
    let [mail] = stage.mails().try_into().expect("one mail to the buyer");
    assert!(mail.contains("bo@x.example"), "{mail}");
}

/// Nobody was asked: CRMs name the seller as the deal's owner, and do not list him among the contacts.
#[tokio::test]
async fn the_owner_of_a_deal_is_asked_once_and_never_as_a_buyer() {
    let stage = Stage::at_once().await;
    publish(&stage, Audience::Sales, Template { name: "Debrief".to_owned(), ..starter::win_loss() }).await;
    stage.receive("evt-1", &event("lost")).await;
    stage.run().await;
    assert_eq!((stage.files("debrief-").len(), stage.mails().len()), (1, 1), "Ada and Bo");
    let contacts = r#"[{"external_id": "003", "name": "Bo Buyer", "email": "bo@express.example", "role": "buyer"},
        {"external_id": "009", "name": "Ada Quist", "email": "ADA@tenant.example", "role": "buyer"}]"#;
    for (event, at) in [("evt-2", "2026-11-21T09:30:00Z"), ("evt-3", "2026-11-22T09:30:00Z")] {
        stage.receive(event, &event_with("lost", contacts, at)).await;
        stage.run().await;
    }
    assert_eq!((stage.files("debrief-").len(), stage.mails().len()), (1, 1), "and nobody twice");
    let sellers = "select count(*) from pool.contacts where email = 'ada@tenant.example' and role = 'sales'";
    assert_eq!(stage.number(sellers).await, 1);
    assert_eq!(stage.number("select count(*) from pool.contacts").await, 2);

    // Who is listed from the first is the same person.
    let stage = Stage::at_once().await;
    publish(&stage, Audience::Sales, Template { name: "Debrief".to_owned(), ..starter::win_loss() }).await;
    stage.receive("evt-1", &event_with("lost", contacts, "2026-11-20T09:30:00Z")).await;
    stage.run().await;
    assert_eq!((stage.files("debrief-").len(), stage.mails().len()), (1, 1));
}

#[tokio::test]
async fn an_owner_who_opted_out_or_has_no_survey_is_not_asked() {
    let stage = Stage::at_once().await;
    stage.receive("evt-1", &event("lost")).await;
    stage.run().await;
    assert_eq!(
        stage.number("select count(*) from pool.contacts").await,
        1,
        "without a survey he is no contact"
    );
    publish(&stage, Audience::Sales, Template { name: "Debrief".to_owned(), ..starter::win_loss() }).await;
    let ada =
        r#"[{"external_id": "009", "name": "Ada Quist", "email": "ada@tenant.example", "role": "sales"}]"#;
    stage.receive("evt-2", &event_with("lost", ada, "2026-11-21T09:30:00Z")).await;
    let out = "update pool.contacts set opted_out_at = now() where email = 'ada@tenant.example'";
    stage.run().await;
    assert_eq!(stage.files("debrief-").len(), 1);
    stage.db.sabotage(out).await;
    let other = event("lost").replace("D-1", "D-2");
    stage.receive("evt-3", &other).await;
    stage.run().await;
    assert_eq!(stage.files("debrief-").len(), 1, "for no deal of this tenant");
}

#[tokio::test]
async fn a_deal_whose_outcome_has_no_survey_asks_nobody_and_says_why() {
    let stage = Stage::at_once().await;
    let tenant = stage.open().await;
    let id = survey::list(&tenant).await.unwrap()[0].id;
    survey::set_use(&tenant, id, Audience::Buyer, &[Outcome::Won]).await.unwrap();
    tenant.commit().await.unwrap();
    stage.receive("evt-1", &event("lost")).await;
    stage.run().await;
    assert_eq!(stage.mails().len(), 0);
    let said = "select count(*) from pool.inbox where reason = 'no survey is sent after this outcome'";
    assert_eq!(stage.number(said).await, 1);
}

#[tokio::test]
async fn a_corrected_answer_is_read_anew_and_told_once_more() {
    let stage = asked().await;
    fixture::member(&stage.db.store(), &stage.tenant, "ada@tenant.example", Role::Rep).await;
    stage.answer(answers(), Attribution::Named).await;
    stage.run().await;
    assert_eq!(stage.alerts().len(), 1);
    let first = stage.response().await;
    let invitation = stage.invitation().await;
    let door = buyers_door(&stage).await;
    receipt::begin_correction(&door, invitation).await.unwrap();
    let found = link::load(&door, invitation).await.unwrap().expect("it is there");
    let mut all = answers();
    all.set("story", Some(domain::survey::Answer::Text { text: "Support never called back.".to_owned() }));
    let submission = Submission {
        id: SubmissionId::new(stage.clock().new_id()),
        invitation,
        deal: found.deal,
        version: found.version,
        answers: all,
        attribution: found.attribution,
        started_at: None,
        submitted_at: stage.clock().now(),
    };
    let end = link::redeem_correction(&door, &submission, &found.facts, HOST).await.unwrap();
    assert!(matches!(end, Redeemed::Accepted(_)), "{end:?}");
    door.commit().await.unwrap();
    stage.run().await;
    assert_ne!(stage.response().await, first, "it is the only response now");
    assert_eq!(stage.alerts().len(), 2, "who was told of the answer is told of its correction");
    assert_eq!(stage.files("receipt-").len(), 1, "the receipt is still good");
    let corrected = "select count(*) from pool.responses where corrected_at is not null";
    assert_eq!(stage.number(corrected).await, 1);
    let said = "select count(*) from pool.answers where answer::text like '%never called back%'";
    assert_eq!(stage.number(said).await, 1);
}

#[tokio::test]
async fn an_answer_that_is_taken_back_before_it_is_read_is_never_told() {
    let stage = asked().await;
    fixture::member(&stage.db.store(), &stage.tenant, "ada@tenant.example", Role::Rep).await;
    stage.answer(answers(), Attribution::Named).await;
    let door = buyers_door(&stage).await;
    receipt::withdraw(&door, stage.invitation().await).await.unwrap();
    door.commit().await.unwrap();
    let ran = stage.run().await;
    assert_eq!((ran.retried, ran.dead), (0, 0));
    assert_eq!(stage.number("select count(*) from pool.responses").await, 0);
    assert_eq!(stage.alerts().len(), 0);
}
