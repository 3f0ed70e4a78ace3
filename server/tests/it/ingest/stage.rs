//! A tenant, its CRM and a worker, with a classifier that can be broken.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use chrono::Duration;
use domain::actor::Actor;
use domain::classify::{Reading, read};
use domain::form::Email;
use domain::id::{ConnectionId, DealId, InvitationId, ResponseId, SubmissionId};
use domain::job::Job;
use domain::link::{LinkPurpose, LinkToken};
use domain::response::{Attribution, OpenText, Submission};
use domain::survey::{Answer, AnswerSet};
use domain::tenant::{Tenant, TenantSettings, TenantStatus, Tier};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use secrecy::SecretString;
use server::classifier::{Classifier, ClassifierError};
use server::jobs::{self, Services};
use server::mail::{Mailer, Post};
use server::worker::{Ran, Runner, RunnerConfig};
use store::inbox::{self, Incoming, Reception};
use store::link::{self, Redeemed};
use store::testing::{TestDb, fixture};
use store::{Clock, TenantTx, Workload, deal, settings, tenancy};

const HOST: &str = "surveys.example";

/// The tenant with what runs for it.
pub(super) struct Stage {
    pub(super) db: TestDb,
    pub(super) tenant: Tenant,
    pub(super) classifier: Arc<Moody>,
    runner: Runner<Services>,
    folder: std::path::PathBuf,
}

/// The lexicon, when it is in the mood.
#[derive(Default)]
pub(super) struct Moody {
    is_broken: AtomicBool,
    swallows: AtomicBool,
    meanwhile: Mutex<Option<BoxFuture<'static, ()>>>,
}

impl Moody {
    pub(super) fn break_down(&self, is_broken: bool) {
        self.is_broken.store(is_broken, Ordering::SeqCst);
    }

    pub(super) fn swallow(&self, swallows: bool) {
        self.swallows.store(swallows, Ordering::SeqCst);
    }

    /// What happens while the next texts are read: after the worker's first look, and before it writes.
    pub(super) fn meanwhile(&self, happens: impl Future<Output = ()> + Send + 'static) {
        *self.meanwhile.lock().unwrap() = Some(happens.boxed());
    }
}

#[async_trait::async_trait]
impl Classifier for Moody {
    fn model(&self) -> String {
        "moody".to_owned()
    }

    async fn read(&self, texts: &[OpenText]) -> Result<Vec<Reading>, ClassifierError> {
        if self.is_broken.load(Ordering::SeqCst) {
            return Err(ClassifierError("out of order".into()));
        }
        let happens = self.meanwhile.lock().unwrap().take();
        if let Some(happens) = happens {
            happens.await;
        }
        let skip = usize::from(self.swallows.load(Ordering::SeqCst));
        Ok(texts.iter().skip(skip).map(|one| read(&one.text)).collect())
    }
}

impl Stage {
    /// With the careful defaults of a new tenant, and mails in a folder.
    pub(super) async fn new() -> Self {
        let db = TestDb::new().await;
        let unique = db.clock().new_id();
        let folder = std::env::temp_dir().join(format!("winloss-ingest-{unique}"));
        Self::build(db, Mailer::folder(&folder), folder).await
    }

    /// A tenant that sends at once.
    pub(super) async fn at_once() -> Self {
        let stage = Self::new().await;
        stage.send_at_once().await;
        stage
    }

    /// A tenant that sends at once, over SMTP.
    pub(super) async fn with_smtp(url: &str) -> Self {
        let mailer = Mailer::smtp(&SecretString::from(url.to_owned()), "surveys.example").unwrap();
        let stage = Self::build(TestDb::new().await, mailer, std::path::PathBuf::new()).await;
        stage.send_at_once().await;
        stage
    }

    async fn build(db: TestDb, mailer: Mailer, folder: std::path::PathBuf) -> Self {
        let tenant = fixture::tenant(&db.store(), "northwind", Tier::Pool).await;
        let from = Email::parse("surveys@winloss.example").unwrap();
        let post = Post::new(mailer, from, "winloss", "https://surveys.example", HOST);
        let classifier = Arc::new(Moody::default());
        let port: Arc<dyn Classifier> = Arc::<Moody>::clone(&classifier);
        let services = Arc::new(Services { post, classifier: port });
        let runner = Runner::new(db.store(), services, jobs::handler(), RunnerConfig::default());
        Self { db, tenant, classifier, runner, folder }
    }

    async fn send_at_once(&self) {
        let tenant = self.open().await;
        let at_once = TenantSettings { invite_delay_hours: 0, ..TenantSettings::default() };
        settings::save(&tenant, &at_once).await.unwrap();
        tenant.commit().await.unwrap();
    }

    pub(super) fn clock(&self) -> &Clock {
        self.db.clock()
    }

    pub(super) async fn open(&self) -> TenantTx {
        fixture::open(&self.db.store(), &self.tenant).await
    }

    /// Keeps a message as the webhook does.
    pub(super) async fn receive(&self, event_id: &str, body: &str) {
        let connection = ConnectionId::new(self.tenant.id.uuid());
        let incoming = Incoming { connection, event_id: event_id.to_owned(), body: body.as_bytes().to_vec() };
        let tenant = self.open().await;
        assert_eq!(inbox::accept(&tenant, &[incoming]).await.unwrap(), [Reception::New]);
        tenant.commit().await.unwrap();
    }

    pub(super) async fn enqueue(&self, job: Job) {
        let tenant = self.open().await;
        tenant.enqueue(job).await.unwrap();
        tenant.commit().await.unwrap();
    }

    /// Runs what is due.
    pub(super) async fn run(&self) -> Ran {
        self.runner.run_until_idle().await.unwrap()
    }

    /// Lets time pass, then runs what is due.
    pub(super) async fn advance(&self, by: Duration) {
        self.clock().advance(by);
        self.run().await;
    }

    /// Answers through the link of the only invitation mail.
    pub(super) async fn answer(&self, answers: AnswerSet, attribution: Attribution) {
        let mail = self.mails().pop().expect("an invitation was mailed");
        self.answer_to(&mail, answers, attribution).await;
    }

    /// Answers through the link of this mail, which is that of this invitation.
    pub(super) async fn answer_to(
        &self,
        mail: &str,
        answers: AnswerSet,
        attribution: Attribution,
    ) -> InvitationId {
        let (_, rest) = mail.split_once("https://surveys.example/s/").expect("the mail has a link");
        let token = LinkToken::parse(rest.lines().next().unwrap().trim()).expect("a token");
        let store = self.db.store();
        let claims = store.keys().open_token(LinkPurpose::Survey, &token, HOST).expect("it opens");
        let actor = Actor::Buyer { invitation: claims.invitation };
        let tenant = store.open_tenant(claims.tenant, actor, Workload::Live).await.unwrap();
        let invitation = link::find(&tenant, &token.hash()).await.unwrap().expect("it is there");
        let submission = Submission {
            id: SubmissionId::new(self.clock().new_id()),
            invitation: invitation.id,
            deal: invitation.deal,
            version: invitation.version,
            answers,
            attribution: Some(attribution),
            started_at: Some(self.clock().now()),
            submitted_at: self.clock().now(),
        };
        let end = link::redeem(&tenant, &submission, &invitation.facts, HOST).await.unwrap();
        assert!(matches!(end, Redeemed::Accepted(_)), "{end:?}");
        tenant.commit().await.unwrap();
        invitation.id
    }

    pub(super) async fn set_status(&self, status: TenantStatus) {
        let control = self.db.store().open_control().await.unwrap();
        tenancy::set_status(&control, self.tenant.id, status).await.unwrap();
        control.commit().await.unwrap();
        self.db.store().forget(self.tenant.id).await;
    }

    /// The invitation mails.
    pub(super) fn mails(&self) -> Vec<String> {
        self.files("invitation-")
    }

    /// The alert mails.
    pub(super) fn alerts(&self) -> Vec<String> {
        self.files("alert-")
    }

    /// The mails of a kind.
    pub(super) fn files(&self, prefix: &str) -> Vec<String> {
        let Ok(folder) = std::fs::read_dir(&self.folder) else { return Vec::new() };
        let mut files: Vec<String> = folder
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix))
            .map(|entry| std::fs::read_to_string(entry.path()).unwrap())
            .collect();
        files.sort();
        files
    }

    /// What the deal's page says of its only contact.
    pub(super) async fn shown(&self) -> String {
        let deal = DealId::new(self.id("pool.deals").await);
        let tenant = self.open().await;
        let [contact] = deal::detail(&tenant, deal).await.unwrap().contacts.try_into().expect("one contact");
        contact.invitation.expect("it was invited")
    }

    pub(super) async fn number(&self, sql: &str) -> i64 {
        self.db.number(sql).await
    }

    pub(super) async fn invitation(&self) -> InvitationId {
        InvitationId::new(self.id("pool.invitations").await)
    }

    pub(super) async fn response(&self) -> ResponseId {
        ResponseId::new(self.id("pool.responses").await)
    }

    /// The id of a table's only row, in two halves of a number.
    async fn id(&self, table: &str) -> uuid::Uuid {
        let half = async |from: u8| {
            let bits = format!("('x' || substr(replace(id::text, '-', ''), {from}, 16))::bit(64)::bigint");
            self.number(&format!("select {bits} from {table}")).await
        };
        uuid::Uuid::from_u64_pair(half(1).await.cast_unsigned(), half(17).await.cast_unsigned())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if self.folder.is_dir() {
            std::fs::remove_dir_all(&self.folder).unwrap();
        }
    }
}

/// A message about the deal of Express Logistics with one buyer.
pub(super) fn event(outcome: &str) -> String {
    let bo =
        r#"[{"external_id": "003", "name": "Bo Buyer", "email": "bo@express.example", "role": "buyer"}]"#;
    event_with(outcome, bo, "2026-11-20T09:30:00Z")
}

pub(super) fn event_with(outcome: &str, contacts: &str, timestamp: &str) -> String {
    format!(
        r#"{{"type": "deal.closed", "timestamp": "{timestamp}", "data": {{
            "external_id": "D-1", "name": "Express Logistics, roll-out", "account": {{"name": "Express Logistics"}},
            "outcome": "{outcome}", "outcome_kind": "competitor", "amount": "120000.00", "currency": "USD",
            "closed_at": "2026-11-20T09:29:51Z", "contacts": {contacts},
            "owner": {{"id": "005", "name": "Ada Quist", "email": "ada@tenant.example"}}}}}}"#
    )
}

/// Valid answers of a buyer who chose somebody else.
pub(super) fn answers() -> AnswerSet {
    let chosen = |keys: &[&str]| {
        Some(Answer::Chosen { keys: keys.iter().map(|key| (*key).to_owned()).collect(), other: None })
    };
    let mut answers = AnswerSet::new();
    answers.set("clarity", chosen(&["terms"]));
    answers.set("overall", Some(Answer::Rated { value: 3 }));
    answers.set("reasons", chosen(&["pricing", "integrations"]));
    answers.set("tipped", chosen(&["pricing"]));
    answers.set("story", Some(Answer::Text { text: "It was far too expensive for us.".to_owned() }));
    answers.set("chosen", Some(Answer::Vendors { names: vec!["SFDC".to_owned()] }));
    answers
}
