//! What the tests of the edges stand on: the application in one process, browsers without a screen, a CRM.
//!
//! `TestApp::start()` has its own database, a clock that stands until it is moved, and mails in a folder. Nothing
//! runs by itself: `run_jobs()` runs what is due.

pub(crate) mod browser;
pub(crate) mod crm;
mod folder;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use chrono::Duration;
use domain::actor::Role;
use domain::form::Email;
use domain::id::UserId;
use domain::tenant::{Tenant, Tier};
use secrecy::ExposeSecret as _;
use server::classifier::LexiconClassifier;
use server::config::{HttpConfig, PublicUrl, SessionConfig};
use server::http::auth::password;
use server::http::site::Site;
use server::jobs::{self, Services};
use server::lifecycle::Lifecycle;
use server::mail::{Mailer, Post};
use server::state::AppState;
use server::worker::{Ran, Runner, RunnerConfig};
use store::testing::{TestDb, fixture};
use store::{Clock, Store, account};

pub(crate) use self::browser::{Answer, Browser};
pub(crate) use self::crm::Crm;
use self::folder::Folder;

/// The password of everybody.
pub(crate) const PASSWORD: &str = "a long enough password";

/// The application, without a socket.
pub(crate) struct TestApp {
    pub(crate) db: TestDb,
    pub(crate) state: AppState,
    pub(crate) router: Router,
    runner: Runner<Services>,
    folder: Folder,
}

/// A mail as it lies in the folder, decoded.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    /// The whole file.
    pub(crate) raw: String,
    /// The receiver's address.
    pub(crate) to: String,
    /// The plain text.
    pub(crate) text: String,
}

impl Sent {
    /// The path of the first link in the text, such as `/s/…`.
    pub(crate) fn link(&self) -> String {
        let start = self.text.find("http").expect("the mail has a link");
        let link = self.text[start..].split_whitespace().next().expect("a link");
        let path = link.splitn(4, '/').nth(3).expect("a path after the host");
        format!("/{path}")
    }
}

impl TestApp {
    /// Over plain http, as on a developer's machine.
    pub(crate) async fn start() -> Self {
        Self::at("http://127.0.0.1:3000").await
    }

    /// Reached at this address.
    pub(crate) async fn at(url: &str) -> Self {
        let db = TestDb::new().await;
        let folder = Folder::new();
        let public_url = PublicUrl::parse(url).expect("an address");
        let from = Email::parse("surveys@winloss.example").expect("an address");
        let mailer = Mailer::folder(folder.path("mail"));
        let post = Post::new(mailer, from, "winloss", public_url.as_str(), public_url.host());
        let http = HttpConfig {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            public_url,
            site: folder.site(),
            trusted_proxies: Vec::new(),
        };
        let site = Site::open(&http.site).expect("the test's site");
        let state = AppState::new(db.store(), http, SessionConfig::default(), site, Lifecycle::new())
            .with_heartbeat(std::time::Duration::from_millis(200));
        let services = Services { post, classifier: LexiconClassifier::port() };
        let runner = Runner::new(db.store(), Arc::new(services), jobs::handler(), RunnerConfig::default());
        Self { router: server::http::router(state.clone()), db, state, runner, folder }
    }

    /// How often streams look whether they may go on, from now on.
    pub(crate) fn set_heartbeat(&mut self, every: std::time::Duration) {
        self.state = self.state.clone().with_heartbeat(every);
        self.router = server::http::router(self.state.clone());
    }

    pub(crate) fn store(&self) -> Store {
        self.db.store()
    }

    pub(crate) fn clock(&self) -> &Clock {
        self.db.clock()
    }

    /// Moves the time.
    pub(crate) fn advance(&self, by: Duration) {
        self.clock().advance(by);
    }

    /// A tenant that is open for use, and its CRM.
    pub(crate) async fn tenant(&self, slug: &str, tier: Tier) -> (Tenant, Crm) {
        let made = fixture::provisioned(&self.store(), slug, tier).await;
        let webhook = made.webhook.expect("a new tenant has a webhook");
        let crm = Crm::new(self, &webhook.key, webhook.secret.expose_secret());
        (made.tenant, crm)
    }

    /// A member who can sign in with [`PASSWORD`].
    pub(crate) async fn member(&self, tenant: &Tenant, email: &str, role: Role) -> UserId {
        let user = fixture::member(&self.store(), tenant, email, role).await;
        self.set_password(user).await;
        user
    }

    /// An operator who can sign in with [`PASSWORD`].
    pub(crate) async fn operator(&self, email: &str) -> UserId {
        let control = self.store().open_control().await.expect("the door opens");
        let address = Email::parse(email).expect("an address");
        let user = account::ensure_user(&control, &address, "Olive Operator").await.expect("a user");
        account::set_operator(&control, user, true).await.expect("an operator");
        control.commit().await.expect("committed");
        self.set_password(user).await;
        user
    }

    async fn set_password(&self, user: UserId) {
        let hash = password::hash(PASSWORD).expect("enough memory");
        let control = self.store().open_control().await.expect("the door opens");
        account::set_password(&control, user, &hash).await.expect("a password");
        control.commit().await.expect("committed");
    }

    /// The database takes no connections any more and drops those it has.
    pub(crate) async fn cut_database(&self) {
        self.db.cut().await;
    }

    /// The database is back.
    pub(crate) async fn mend_database(&self) {
        self.db.mend().await;
    }

    /// Somebody's browser, with cookies of its own.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.router.clone(), self.state.http.public_url.as_str())
    }

    /// The browser of somebody who just signed in.
    pub(crate) async fn signed_in(&self, email: &str) -> Browser {
        let browser = self.browser();
        let answer = browser.post_form("/login", &[("email", email), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        browser
    }

    /// The browser of a new member with this role.
    pub(crate) async fn signed_in_as(&self, tenant: &Tenant, role: Role) -> Browser {
        let email = format!("{}@{}.example", role.code(), tenant.slug);
        self.member(tenant, &email, role).await;
        self.signed_in(&email).await
    }

    /// Runs the jobs that are due, and those that they enqueue.
    pub(crate) async fn run_jobs(&self) -> Ran {
        self.runner.run_until_idle().await.expect("the database answers")
    }

    /// The mails so far, oldest first.
    pub(crate) fn mails(&self) -> Vec<Sent> {
        self.folder.mails()
    }

    /// A file or folder that goes away with the test.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path(name)
    }
}
