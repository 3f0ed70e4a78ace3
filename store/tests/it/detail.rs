//! A deal's page: every voice by its name, what was told in fields of its own, and nothing of what was taken back.

use chrono::Duration;
use domain::actor::{Actor, Role};
use domain::crm::DealEvent;
use domain::crm::event::ContactEvent;
use domain::deal::{ContactRole, DealDetail, DealListQuery, Outcome, Owner};
use domain::form::Email;
use domain::id::{DealId, SubmissionId, UserId};
use domain::report::{Period, ReportFilter};
use domain::response::{Attribution, Price, RatingView, Submission, TurningPointView, VendorRole};
use domain::survey::answer::{Pair, Player, PriceRole, PriceStance, Stage};
use domain::survey::shelf::{NewSurvey, Published};
use domain::survey::{
    Answer, AnswerSet, Audience, Choice, Kind, Question, Row, Section, Template, Text, starter,
};
use domain::taxonomy::Theme;
use domain::tenant::{TenantSettings, Tier};
use store::link::{self, Invite, Redeemed};
use store::testing::fixture;
use store::{Workload, contact, deal, notice, receipt, report, survey};

use crate::scene::{HOST, Invited, Scene, answers, contact_event, event, lost, publish, text};

fn english(words: &str) -> Text {
    Text::english(words)
}

/// A survey of the kinds that tell something in fields of their own.
fn typed() -> Template {
    let field = Question::new("field", english("Who was there?"), Kind::FieldOfPlay { own_rows: 3 });
    let duel = Kind::HeadToHead {
        criteria: vec![Row::new("use", english("Ease of use")), Row::new("cost", english("Cost"))],
        opponent: Some("field".to_owned()),
        low: english("bad"),
        high: english("good"),
    };
    let turn = Kind::TurningPoint {
        moments: vec![
            Choice::new("demo", english("The demonstration")),
            Choice::new("offer", english("The offer")),
        ],
    };
    let nps = Kind::Nps { low: english("no"), high: english("yes") };
    let questions = vec![
        field,
        Question::new("duel", english("How do we compare?"), duel),
        Question::new("price", english("How did our price stand?"), Kind::PriceGap),
        Question::new("turn", english("What turned it?"), turn),
        Question::new("nps", english("Would you recommend us?"), nps),
    ];
    Template { sections: vec![Section::new("all", english("All"), questions)], ..starter::win_loss() }
}

fn played(names: &[(&str, Stage)]) -> Option<Answer> {
    let vendors =
        names.iter().map(|(name, stage)| Player { name: (*name).to_owned(), stage: *stage }).collect();
    Some(Answer::Played { vendors })
}

fn told() -> AnswerSet {
    let mut all = AnswerSet::new();
    all.set(
        "field",
        played(&[("SFDC", Stage::Chosen), ("HubSpot", Stage::Final), ("Zoho", Stage::Considered)]),
    );
    let rows = [("use".to_owned(), Pair { us: Some(4), them: Some(2) })].into();
    all.set("duel", Some(Answer::Compared { rows }));
    all.set(
        "price",
        Some(Answer::Priced {
            stance: Some(PriceStance::Higher),
            percent: Some(15),
            role: Some(PriceRole::Named),
        }),
    );
    let who = Some("Their CTO".to_owned());
    all.set("turn", Some(Answer::Turned { key: Some("demo".to_owned()), other: None, who }));
    all.set("nps", Some(Answer::Rated { value: 7 }));
    all
}

async fn page(scene: &Scene, role: Role, deal: DealId) -> DealDetail {
    let actor = fixture::acting(UserId::new(scene.db.clock().new_id()), role);
    let door = scene.db.store().open_tenant(scene.tenant.id, actor, Workload::Live).await.unwrap();
    deal::detail(&door, deal).await.unwrap()
}

/// Publishes a survey for the tenant's own sales people.
async fn publish_debrief(scene: &Scene, template: Template) -> domain::id::VersionId {
    let tenant = scene.open().await;
    let new = NewSurvey {
        template: Template { name: "Debrief".to_owned(), ..template },
        audience: Audience::Sales,
        outcomes: Outcome::ALL.to_vec(),
    };
    let id = survey::create(&tenant, &new, None).await.unwrap();
    let end = survey::publish(&tenant, id, 1, None).await.unwrap();
    tenant.commit().await.unwrap();
    match end {
        Published::Yes { version, .. } => version,
        refused => panic!("{refused:?}"),
    }
}

/// The deal of [`event`] with its seller among the contacts.
fn with_seller() -> DealEvent {
    let mut wanted = event();
    let mut seller = crate::scene::contact_event("005", "ada@tenant.example");
    (seller.role, seller.name) = (ContactRole::Sales, "Ada Quist".to_owned());
    wanted.contacts.push(seller);
    wanted
}

/// Asks the seller, who answers; the response is written.
async fn debrief(scene: &Scene, deal: DealId, all: AnswerSet) -> SubmissionId {
    let tenant = scene.open().await;
    let version = survey::for_deal(&tenant, Outcome::LostCompetitor, Audience::Sales).await.unwrap();
    let version = version.expect("a debrief is published").version;
    let seller = contact::to_ask(&tenant, deal, Audience::Sales).await.unwrap();
    assert_eq!(seller.len(), 1, "the seller, and no buyer");
    let now = scene.db.clock().now();
    let wanted = Invite {
        deal,
        contact: seller[0],
        version,
        send_after: now,
        expires_at: now + Duration::days(30),
        host: HOST,
    };
    let invitation = link::invite(&tenant, &wanted).await.unwrap().expect("new");
    let (outgoing, token) = link::outgoing(&tenant, invitation, HOST).await.unwrap().expect("there");
    assert!(outgoing.is_wanted, "a seller is written to with the sellers' survey");
    tenant.commit().await.unwrap();
    let invited = Invited { deal, contact: seller[0], invitation, version, token };
    let submission = scene.send(&invited, (Attribution::Named, all)).await;
    assert!(scene.ingest(submission).await);
    submission
}

#[tokio::test]
async fn what_was_told_in_fields_of_its_own_is_on_the_page() {
    for tier in [Tier::Pool, Tier::Silo] {
        let scene = Scene::of(tier).await;
        let tenant = scene.open().await;
        publish(&tenant, &typed()).await;
        tenant.commit().await.unwrap();
        let bo = scene.invite(&event()).await;
        let submission = scene.send(&bo, (Attribution::Named, told())).await;
        assert!(scene.ingest(submission).await);
        let page = page(&scene, Role::Rep, bo.deal).await;
        let [answer] = page.answers.as_slice() else { panic!("{:?}", page.answers) };
        assert_eq!((answer.voice, answer.corrected_at), (Audience::Buyer, None));
        assert_eq!(answer.recommendation, Some(7));
        let price = Price { stance: Some(PriceStance::Higher), gap: Some(15), role: Some(PriceRole::Named) };
        assert_eq!(answer.price, Some(price));
        let turn =
            TurningPointView { moment: "The demonstration".to_owned(), who: Some("Their CTO".to_owned()) };
        assert_eq!(answer.turning_point, Some(turn));
        let rating = RatingView {
            criterion: "Ease of use".to_owned(),
            us: Some(4),
            them: Some(2),
            opponent: Some("Salesforce".to_owned()),
        };
        assert_eq!(answer.ratings, [rating]);
        let roles: Vec<(&str, Option<VendorRole>, bool)> =
            page.competitors.iter().map(|one| (one.name.as_str(), one.role, one.is_chosen)).collect();
        assert_eq!(
            roles,
            [
                ("Salesforce", Some(VendorRole::Chosen), true),
                ("HubSpot", Some(VendorRole::Finalist), false),
                ("Zoho", Some(VendorRole::Considered), false),
            ]
        );
    }
}

/// The CRM's choice once stood in the buyer's column, beside the buyer's own answer that said otherwise.
#[tokio::test]
async fn what_the_crm_says_of_a_competitor_is_not_the_buyers_word() {
    let scene = Scene::new().await;
    let mut told = event();
    told.competitors = vec!["Zendesk".to_owned(), "In-house".to_owned()];
    told.deal_type = Some("new_business".to_owned());
    let bo = scene.invite(&told).await;
    let page = page(&scene, Role::Rep, bo.deal).await;
    let shown: Vec<_> =
        page.competitors.iter().map(|one| (one.name.as_str(), one.role, one.by_buyer, one.by_crm)).collect();
    assert_eq!(shown, [("Zendesk", None, false, true)], "nobody is no competitor");
    assert!(page.facts.contains(&("Type".to_owned(), "New business".to_owned())), "{:?}", page.facts);
}

/// How somebody sold a deal.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Sold {
    Owns,
    /// Until the CRM named another owner, after the answer.
    Owned,
    IsContact,
}

#[tokio::test]
async fn what_is_meant_for_leadership_is_not_for_the_leader_who_sold_it() {
    for (tier, attribution, sold) in [
        (Tier::Pool, Attribution::Leadership, Sold::Owns),
        (Tier::Silo, Attribution::Leadership, Sold::Owns),
        (Tier::Pool, Attribution::Leadership, Sold::Owned),
        (Tier::Pool, Attribution::Leadership, Sold::IsContact),
        (Tier::Pool, Attribution::Named, Sold::Owns),
    ] {
        let scene = Scene::of(tier).await;
        let mut first = event();
        if sold == Sold::IsContact {
            first.owner = None;
            first.contacts.push(ContactEvent {
                role: ContactRole::Sales,
                is_primary: false,
                name: "Ada Quist".to_owned(),
                ..contact_event("004", "ada@tenant.example")
            });
        }
        let bo = scene.invite(&first).await;
        let submission = scene.send(&bo, answers(attribution)).await;
        assert!(scene.ingest(submission).await);
        if sold == Sold::Owned {
            let mut later = event();
            later.owner = later.owner.map(|owner| Owner {
                id: "006".to_owned(),
                name: "Zoe Zett".to_owned(),
                email: Email::parse("zoe@tenant.example").ok(),
                ..owner
            });
            let door = fixture::open(&scene.db.store(), &scene.tenant).await;
            deal::upsert(&door, &later, &TenantSettings::default()).await.unwrap();
            door.commit().await.unwrap();
        }
        let ever = ReportFilter { period: Period::LastTwoYears, ..ReportFilter::default() };
        let of_theme = DealListQuery { theme: Some(Theme::Pricing), ..DealListQuery::default() };
        let is_named = attribution == Attribution::Named;
        for role in [Role::Admin, Role::Leader] {
            // Who sold is asked of the member as he is now: he may have joined since, or have another address.
            for (address, name, may_read) in [
                ("ada@tenant.example", "Ada Married", is_named),
                ("aq@elsewhere.example", "QUIST, Ada", is_named),
                ("lee@tenant.example", "Lee Quist", true),
            ] {
                let user = UserId::new(scene.db.clock().new_id());
                let actor = Actor::member(user, role, &Email::parse(address).unwrap(), name);
                let store = scene.db.store();
                let door = store.open_tenant(scene.tenant.id, actor, Workload::Reporting).await.unwrap();
                let what = format!("{address} as {role:?} of {attribution:?}, who {}", sold as u8);

                let page = deal::detail(&door, bo.deal).await.unwrap();
                assert_eq!(page.answers.len(), usize::from(may_read), "{what}");
                assert_eq!(page.withheld_answers, i32::from(!may_read), "{what}");
                assert_eq!(page.competitors.is_empty(), !may_read, "{what}");
                assert_eq!(page.summary.competitor.is_some(), may_read, "{what}");
                let dashboard = report::dashboard(&door, &ever).await.unwrap();
                assert_eq!(dashboard.newest.len(), usize::from(may_read), "{what}");
                assert_eq!(dashboard.reasons.is_empty(), !may_read, "{what}");
                assert_eq!(dashboard.competitors.is_empty(), !may_read, "{what}");
                let found = deal::list(&door, &ever, &of_theme).await.unwrap();
                assert_eq!((found.total, found.unlisted), (i64::from(may_read), 0), "{what}");

                let survey = survey::list(&door).await.unwrap()[0].id;
                let results = survey::results(&door, survey, None).await.unwrap();
                let counted: i64 = results.questions.iter().map(|question| question.n).sum();
                let quotes = results.questions.iter().map(|question| question.quotes.len()).sum::<usize>();
                assert_eq!((counted > 0, quotes > 0), (may_read, may_read), "{what}");
            }
        }
    }
}

#[tokio::test]
async fn nobody_is_told_that_somebody_answered_for_others_than_him() {
    for (attribution, told_to) in [
        (Attribution::Named, &[Role::Rep, Role::Viewer, Role::Leader, Role::Admin][..]),
        (Attribution::Leadership, &[Role::Leader, Role::Admin]),
        (Attribution::Pooled, &[]),
    ] {
        let scene = Scene::new().await;
        let bo = scene.invite(&event()).await;
        let asked_at = page(&scene, Role::Admin, bo.deal).await.contacts[0].since;
        scene.db.clock().advance(Duration::hours(3));
        let submission = scene.send(&bo, answers(attribution)).await;
        assert!(scene.ingest(submission).await);
        for role in [Role::Rep, Role::Viewer, Role::Leader, Role::Admin] {
            let page = page(&scene, role, bo.deal).await;
            let [contact] = page.contacts.as_slice() else { panic!("{:?}", page.contacts) };
            let what = format!("{role:?} of {attribution:?}");
            if told_to.contains(&role) {
                assert_eq!(contact.invitation.as_deref(), Some("Answered"), "{what}");
                assert_ne!(contact.since, asked_at, "{what}");
            } else {
                assert_eq!(
                    (contact.invitation.as_deref(), contact.since),
                    (Some("Sent"), asked_at),
                    "{what}"
                );
            }
        }
        scene.db.clock().advance(Duration::days(60));
        let page = page(&scene, Role::Rep, bo.deal).await;
        let late = if attribution == Attribution::Named { "Answered" } else { "Expired" };
        assert_eq!(page.contacts[0].invitation.as_deref(), Some(late), "as if nothing had come");
    }
}

#[tokio::test]
async fn whoever_answered_for_others_is_not_told_apart_when_the_deal_is_opened_again() {
    // The silent ones were withdrawn and asked anew; the one who had answered was neither.
    let scene = Scene::new().await;
    let mut told = event();
    for (id, email) in [("004", "cy@express.example"), ("005", "dee@express.example")] {
        told.contacts.push(ContactEvent { is_primary: false, ..contact_event(id, email) });
    }
    let deal = scene.upsert(&told).await.id;
    let invite = async || {
        let tenant = scene.open().await;
        let version = crate::scene::active(&tenant).await.version;
        let now = scene.db.clock().now();
        let mut all = Vec::new();
        for contact in contact::buyers(&tenant, deal).await.unwrap() {
            let expires_at = now + Duration::days(30);
            let wanted = Invite { deal, contact, version, send_after: now, expires_at, host: HOST };
            let Some(invitation) = link::invite(&tenant, &wanted).await.unwrap() else { continue };
            link::mark_sent(&tenant, invitation, "them@express.example").await.unwrap();
            let (_, token) = link::outgoing(&tenant, invitation, HOST).await.unwrap().expect("there");
            all.push(Invited { deal, contact, invitation, version, token });
            // Mails go out one after the other.
            scene.db.clock().advance(Duration::seconds(3));
        }
        tenant.commit().await.unwrap();
        all
    };
    let invited = invite().await;
    assert_eq!(invited.len(), 3);
    scene.db.clock().advance(Duration::days(1));
    let began = scene.open_as(invited[2].invitation).await;
    link::start(&began, invited[2].invitation, None, None).await.unwrap();
    began.commit().await.unwrap();
    let submission = scene.send(&invited[1], answers(Attribution::Pooled)).await;
    assert!(scene.ingest(submission).await);
    let all_alike = async |words: &str| {
        for role in [Role::Rep, Role::Viewer, Role::Leader, Role::Admin] {
            let page = page(&scene, role, deal).await;
            let shown: Vec<_> =
                page.contacts.iter().map(|one| (one.invitation.as_deref(), one.since)).collect();
            assert_eq!(shown.len(), 3);
            assert!(shown.iter().all(|one| *one == (Some(words), shown[0].1)), "{role:?}: {shown:?}");
        }
    };
    all_alike("Sent").await;
    scene.db.clock().advance(Duration::days(1));
    let again = scene.db.clock().now();
    scene.upsert(&DealEvent { outcome: None, happened_at: Some(again), ..told.clone() }).await;
    all_alike("Withdrawn").await;
    scene.db.clock().advance(Duration::days(20));
    let closed = scene.db.clock().now();
    scene.upsert(&DealEvent { happened_at: Some(closed), ..told }).await;
    all_alike("Withdrawn").await;
    assert_eq!(invite().await.len(), 2, "who has answered is not asked again");
    all_alike("Sent").await;
    // The first link of the one who has answered is over by now; those of the others are not.
    scene.db.clock().advance(Duration::days(15));
    all_alike("Sent").await;
    scene.db.clock().advance(Duration::days(20));
    all_alike("Expired").await;
}

#[tokio::test]
async fn what_the_seller_says_is_the_sellers_and_in_no_report_of_buyers() {
    let scene = Scene::new().await;
    publish_debrief(&scene, typed()).await;
    let deal = scene.upsert(&with_seller()).await.id;
    let mut all = told();
    all.set("field", played(&[("Zoho", Stage::Chosen)]));
    let submission = debrief(&scene, deal, all).await;
    let shown = page(&scene, Role::Leader, deal).await;
    assert_eq!(shown.summary.answers, 0, "no buyer has answered");
    let [answer] = shown.answers.as_slice() else { panic!("{:?}", shown.answers) };
    assert_eq!((answer.voice, answer.buyer.as_deref()), (Audience::Sales, Some("Ada Quist")));
    let [zoho] = shown.competitors.as_slice() else { panic!("{:?}", shown.competitors) };
    assert_eq!((zoho.role, zoho.sales_role), (None, Some(VendorRole::Chosen)));
    assert!(!zoho.by_buyer && !zoho.by_crm && !zoho.is_chosen);

    let ever = ReportFilter { period: Period::LastTwoYears, ..ReportFilter::default() };
    let tenant = scene.open().await;
    let dashboard = report::dashboard(&tenant, &ever).await.unwrap();
    assert_eq!((dashboard.headline.coverage.hits, dashboard.newest.len()), (0, 0));
    assert_eq!(dashboard.competitors.len(), 0);
    report::rollup::refresh(&tenant).await.unwrap();
    let of_answers =
        "select count(*) from {t}.rollups where answered > 0 or dimension in ('competitor', 'theme')";
    assert_eq!(scene.number(of_answers).await, 0);
    let answered = DealListQuery { answered: Some(true), ..DealListQuery::default() };
    assert_eq!(deal::list(&tenant, &ever, &answered).await.unwrap().total, 0);
    let named = DealListQuery { competitor: zoho.id, ..DealListQuery::default() };
    assert!(named.competitor.is_some());
    assert_eq!(deal::list(&tenant, &ever, &named).await.unwrap().total, 0);
    let response = domain::id::ResponseId::new(submission.uuid());
    assert_eq!(notice::of_response(&tenant, response).await.unwrap(), None, "nobody is alerted of it");
}

#[tokio::test]
async fn a_correction_is_marked_and_what_was_taken_back_is_only_said_to_be_gone() {
    let scene = Scene::new().await;
    publish_debrief(&scene, typed()).await;
    let tenant = scene.open().await;
    let bo = scene.invite(&with_seller()).await;
    drop(tenant);
    let first = scene.send(&bo, answers(Attribution::Leadership)).await;
    assert!(scene.ingest(first).await);
    scene.db.clock().advance(Duration::days(1));
    let tenant = scene.open_as(bo.invitation).await;
    receipt::begin_correction(&tenant, bo.invitation).await.unwrap();
    let (attribution, mut all) = answers(Attribution::Leadership);
    all.set("story", text("Unmistakable words of a correction."));
    let second = Submission { started_at: None, ..scene.submission(&bo, (attribution, all)) };
    let end = link::redeem_correction(&tenant, &second, &lost(), HOST).await.unwrap();
    assert!(matches!(end, Redeemed::Accepted(_)), "{end:?}");
    tenant.commit().await.unwrap();
    assert!(scene.ingest(second.id).await);
    let shown = page(&scene, Role::Leader, bo.deal).await;
    assert_eq!(shown.answers[0].corrected_at, Some(scene.db.clock().now()));
    let is_there = |page: &DealDetail| serde_json::to_string(page).unwrap().contains("Unmistakable");
    assert!(is_there(&shown));
    assert!(!is_there(&page(&scene, Role::Rep, bo.deal).await), "for leadership only");

    let tenant = scene.open_as(bo.invitation).await;
    receipt::withdraw(&tenant, bo.invitation).await.unwrap();
    tenant.commit().await.unwrap();
    let shown = page(&scene, Role::Leader, bo.deal).await;
    assert_eq!((shown.answers.len(), shown.withheld_answers, shown.withdrawn_answers), (0, 0, 1));
    assert_eq!(shown.competitors, [], "nor the vendors it named");
    let bo_says: Vec<&str> =
        shown.contacts.iter().filter_map(|contact| contact.invitation.as_deref()).collect();
    assert_eq!(bo_says, ["Withdrawn by the buyer"]);
    assert_eq!(shown.summary.answers, 0);
}

#[tokio::test]
async fn a_buyer_is_not_written_to_with_the_sellers_survey() {
    let scene = Scene::new().await;
    let version = publish_debrief(&scene, typed()).await;
    let deal = scene.upsert(&event()).await.id;
    let tenant = scene.open().await;
    assert_eq!(contact::to_ask(&tenant, deal, Audience::Sales).await.unwrap(), []);
    let buyer = contact::to_ask(&tenant, deal, Audience::Buyer).await.unwrap()[0];
    let now = scene.db.clock().now();
    let wanted = Invite {
        deal,
        contact: buyer,
        version,
        send_after: now,
        expires_at: now + Duration::days(1),
        host: HOST,
    };
    let invitation = link::invite(&tenant, &wanted).await.unwrap().expect("new");
    let (outgoing, _) = link::outgoing(&tenant, invitation, HOST).await.unwrap().expect("there");
    assert!(!outgoing.is_wanted);
}
