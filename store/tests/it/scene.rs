//! What the tests of deals, links and responses begin with: a tenant, a closed deal, a buyer who was invited.

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use domain::actor::Actor;
use domain::classify::read;
use domain::crm::event::ContactEvent;
use domain::crm::{CrmEvent, DealEvent, parse_event};
use domain::deal::Outcome;
use domain::id::{ContactId, DealId, InvitationId, SubmissionId, UserId, VersionId};
use domain::link::LinkToken;
use domain::response::{Attribution, Classified, Enriched, Submission, enrich, extract};
use domain::survey::shelf::{Published, Saved};
use domain::survey::{Answer, AnswerSet, Audience, Facts, Template};
use domain::tenant::{Tenant, Tier};
use store::link::{self, Invite, Redeemed};
use store::receipt::Receipt;
use store::testing::{TestDb, fixture};
use store::{TenantTx, Workload, contact, deal, response, settings, survey};

pub(crate) const HOST: &str = "surveys.example";

/// A tenant in a database of its own.
pub(crate) struct Scene {
    pub(crate) db: Arc<TestDb>,
    pub(crate) tenant: Tenant,
    schema: String,
}

/// A buyer who was invited.
#[derive(Clone)]
pub(crate) struct Invited {
    pub(crate) deal: DealId,
    pub(crate) contact: ContactId,
    pub(crate) invitation: InvitationId,
    pub(crate) version: VersionId,
    pub(crate) token: LinkToken,
}

/// A message about a lost deal of Express Logistics, with one buyer.
pub(crate) fn event() -> DealEvent {
    let text = r#"{"type": "deal.closed", "timestamp": "2026-11-20T09:30:00Z", "data": {
        "external_id": "D-1", "name": "Express Logistics, roll-out",
        "account": {"name": "Express Logistics", "domain": "express.example"},
        "outcome": "lost", "outcome_kind": "competitor", "amount": "120000.00", "currency": "USD",
        "created_at": "2026-04-03T00:00:00Z", "closed_at": "2026-11-20T09:29:51Z",
        "segment": "Enterprise", "region": "EMEA",
        "owner": {"id": "005", "name": "Ada Quist", "email": "ada@tenant.example"},
        "contacts": [{"external_id": "003", "name": "Bo Buyer", "email": "bo@express.example", "title": "CIO"}]
    }}"#;
    match parse_event(text.as_bytes()).expect("a good event") {
        CrmEvent::Deal(event) => *event,
        CrmEvent::Other { kind } => panic!("{kind} is not a deal"),
    }
}

/// The same about another deal.
pub(crate) fn event_of(external_id: &str) -> DealEvent {
    DealEvent { external_id: external_id.to_owned(), ..event() }
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

pub(crate) fn contact_event(external_id: &str, email: &str) -> ContactEvent {
    ContactEvent {
        external_id: external_id.to_owned(),
        email: Some(domain::form::Email::parse(email).expect("an address")),
        ..event().contacts.remove(0)
    }
}

impl Scene {
    pub(crate) async fn new() -> Self {
        Self::of(Tier::Pool).await
    }

    pub(crate) async fn of(tier: Tier) -> Self {
        let db = Arc::new(TestDb::new().await);
        let tenant = fixture::tenant(&db.store(), "northwind", tier).await;
        let schema = db.store().placement(tenant.id).await.expect("it is placed").schema;
        Self { db, tenant, schema }
    }

    /// Another tenant in the same database.
    pub(crate) async fn beside(scene: &Self, tenant: Tenant) -> Self {
        let schema = scene.db.store().placement(tenant.id).await.expect("it is placed").schema;
        Self { db: Arc::clone(&scene.db), tenant, schema }
    }

    /// A worker's door.
    pub(crate) async fn open(&self) -> TenantTx {
        fixture::open(&self.db.store(), &self.tenant).await
    }

    /// A buyer's door.
    pub(crate) async fn open_as(&self, invitation: InvitationId) -> TenantTx {
        let actor = Actor::Buyer { invitation };
        self.db.store().open_tenant(self.tenant.id, actor, Workload::Live).await.expect("the door opens")
    }

    pub(crate) async fn upsert(&self, event: &DealEvent) -> deal::UpsertedDeal {
        let tenant = self.open().await;
        let settings = settings::load(&tenant).await.unwrap();
        let deal = deal::upsert(&tenant, event, &settings).await.unwrap();
        tenant.commit().await.unwrap();
        deal
    }

    /// Writes the deal and invites its first buyer, for thirty days from now.
    pub(crate) async fn invite(&self, event: &DealEvent) -> Invited {
        let deal = self.upsert(event).await.id;
        let tenant = self.open().await;
        let version = active(&tenant).await.version;
        let contact = contact::buyers(&tenant, deal).await.unwrap()[0];
        let now = self.db.clock().now();
        let wanted = Invite {
            deal,
            contact,
            version,
            send_after: now,
            expires_at: now + Duration::days(30),
            host: HOST,
        };
        let invitation = link::invite(&tenant, &wanted).await.unwrap().expect("nobody was invited before");
        let (_, token) = link::outgoing(&tenant, invitation, HOST).await.unwrap().expect("it is there");
        tenant.commit().await.unwrap();
        Invited { deal, contact, invitation, version, token }
    }

    pub(crate) fn submission(&self, invited: &Invited, (attribution, answers): Said) -> Submission {
        let now = self.db.clock().now();
        Submission {
            id: SubmissionId::new(self.db.clock().new_id()),
            invitation: invited.invitation,
            deal: invited.deal,
            version: invited.version,
            answers,
            attribution: Some(attribution),
            started_at: Some(now - Duration::seconds(170)),
            submitted_at: now,
        }
    }

    /// Sends answers through the gate.
    pub(crate) async fn send(&self, invited: &Invited, said: Said) -> SubmissionId {
        self.send_for_receipt(invited, said).await.0
    }

    /// The same, with the buyer's receipt.
    pub(crate) async fn send_for_receipt(&self, invited: &Invited, said: Said) -> (SubmissionId, Receipt) {
        let submission = self.submission(invited, said);
        let tenant = self.open_as(invited.invitation).await;
        let end = link::redeem(&tenant, &submission, &lost(), HOST).await.unwrap();
        let Redeemed::Accepted(receipt) = end else { panic!("the first send is accepted: {end:?}") };
        tenant.commit().await.unwrap();
        (submission.id, receipt)
    }

    /// Reads a submission and writes the response; whether it was.
    pub(crate) async fn ingest(&self, submission: SubmissionId) -> bool {
        let enriched = self.enriched(submission).await;
        let tenant = self.open().await;
        let is_written = response::insert(&tenant, &enriched).await.unwrap();
        tenant.commit().await.unwrap();
        is_written
    }

    /// Reads a submission as the job does, up to the write.
    pub(crate) async fn enriched(&self, submission: SubmissionId) -> Enriched {
        let tenant = self.open().await;
        let (raw, facts) = response::submission(&tenant, submission).await.unwrap().expect("it waits");
        let known = response::context(&tenant, &raw).await.unwrap();
        let extracted = extract(&known.template, &facts, raw).expect("valid answers");
        let readings = extracted.texts().iter().map(|one| read(&one.text)).collect();
        let classified = Classified::new(extracted, readings, "lexicon").expect("a reading for each text");
        enrich(classified, &known.aliases, known.deal)
    }

    /// The schema of the tenant.
    pub(crate) fn schema(&self) -> &str {
        &self.schema
    }

    pub(crate) async fn number(&self, sql: &str) -> i64 {
        self.db.number(&sql.replace("{t}", &self.schema)).await
    }

    /// The number of rows in a table of the tenant's schema.
    pub(crate) async fn rows(&self, table: &str) -> i64 {
        self.number(&format!("select count(*) from {{t}}.{table}")).await
    }
}

/// What rules may know of the deal of [`event`].
pub(crate) fn lost() -> Facts {
    Facts {
        segment: Some("Enterprise".to_owned()),
        region: Some("EMEA".to_owned()),
        home_cents: Some(12_000_000),
        ..Facts::of(Outcome::LostCompetitor)
    }
}

pub(crate) fn chosen(key: &str) -> Option<Answer> {
    Some(Answer::Chosen { keys: vec![key.to_owned()], other: None })
}

pub(crate) fn text(text: &str) -> Option<Answer> {
    Some(Answer::Text { text: text.to_owned() })
}

pub(crate) fn vendors(names: &[&str]) -> Option<Answer> {
    Some(Answer::Vendors { names: names.iter().map(|name| (*name).to_owned()).collect() })
}

/// The survey that buyers of lost deals are asked with.
pub(crate) async fn active(tenant: &TenantTx) -> survey::ActiveSurvey {
    let found = survey::for_deal(tenant, Outcome::LostCompetitor, Audience::Buyer).await.unwrap();
    found.expect("a survey is published")
}

/// Publishes a template as the tenant's next version.
pub(crate) async fn publish(tenant: &TenantTx, template: &Template) -> VersionId {
    let survey = survey::list(tenant).await.unwrap()[0].id;
    let draft = survey::load_draft(tenant, survey).await.unwrap();
    let by = UserId::new(tenant.clock().new_id());
    let saved = survey::save_draft(tenant, survey, draft.revision, template, by).await.unwrap();
    let Saved::Yes { revision } = saved else { panic!("{saved:?}") };
    match survey::publish(tenant, survey, revision, Some(by)).await.unwrap() {
        Published::Yes { version, .. } => version,
        refused => panic!("{refused:?}"),
    }
}

/// Who may see the name, and what was answered.
pub(crate) type Said = (Attribution, AnswerSet);

/// Valid answers of a buyer who chose somebody else.
pub(crate) fn answers(attribution: Attribution) -> Said {
    let mut answers = AnswerSet::new();
    answers.set("clarity", chosen("terms"));
    answers.set("overall", Some(Answer::Rated { value: 3 }));
    answers.set(
        "reasons",
        Some(Answer::Chosen { keys: vec!["pricing".to_owned(), "integrations".to_owned()], other: None }),
    );
    answers.set("tipped", chosen("pricing"));
    answers.set("story", text("It was far too expensive, and Zendesk integrated better."));
    answers.set("considered", vendors(&["SFDC", "In-house", "Nobody Knows Ltd"]));
    answers.set("chosen", vendors(&["Sales force"]));
    (attribution, answers)
}
