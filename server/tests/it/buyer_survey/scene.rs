//! What the tests of the buyer's pages begin with: tenants, invited buyers, and browsers that hold cookies.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, Method, StatusCode};
use chrono::Duration;
use domain::actor::Actor;
use domain::crm::{CrmEvent, parse_event};
use domain::deal::Outcome;
use domain::id::{DealId, InvitationId};
use domain::link::LinkToken;
use domain::survey::shelf::{NewSurvey, Published};
use domain::survey::{Audience, Template};
use domain::tenant::{Tenant, Tier};
use serde_json::json;
use store::link::{self, Invite};
use store::testing::{TestDb, fixture};
use store::{Workload, contact, deal, receipt, settings, survey};

use crate::support::{self, TestApp};

/// The host that links are sealed for.
pub(crate) const HOST: &str = "surveys.example";

/// The application and a tenant in it.
pub(crate) struct Scene {
    pub(crate) app: TestApp,
    pub(crate) tenant: Tenant,
}

/// A buyer who was invited.
pub(crate) struct Invited {
    pub(crate) deal: DealId,
    pub(crate) invitation: InvitationId,
    pub(crate) token: LinkToken,
}

impl Invited {
    /// The link's address.
    pub(crate) fn link(&self) -> String {
        format!("/s/{}", self.token.as_str())
    }
}

impl Scene {
    pub(crate) async fn new() -> Self {
        Self::at("http").await
    }

    /// A site that is reached by this scheme.
    pub(crate) async fn at(scheme: &str) -> Self {
        let app = TestApp::at(&format!("{scheme}://{HOST}")).await;
        let tenant = fixture::tenant(&app.store(), "northwind", Tier::Pool).await;
        Self { app, tenant }
    }

    pub(crate) fn db(&self) -> &TestDb {
        &self.app.db
    }

    /// A buyer whose deal was lost to a competitor.
    pub(crate) async fn invite(&self) -> Invited {
        self.invite_of(&self.tenant, "D-1", ("lost", "competitor")).await
    }

    /// A buyer of a deal of a tenant that ended so.
    pub(crate) async fn invite_of(&self, tenant: &Tenant, deal: &str, end: (&str, &str)) -> Invited {
        let event = json!({"type": "deal.closed", "timestamp": "2026-11-20T09:30:00Z", "data": {
            "external_id": deal, "name": "Express Logistics, roll-out",
            "account": {"name": "Express <Logistics>"},
            "outcome": end.0, "outcome_kind": end.1, "amount": "120000.00", "currency": "USD",
            "created_at": "2026-04-03T00:00:00Z", "closed_at": "2026-11-20T09:29:51Z",
            "owner": {"id": "005", "name": "Ada Quist", "email": "ada@tenant.example"},
            "contacts": [{"external_id": "003", "name": "Bo Buyer", "email": "bo@express.example"}],
            "competitors": ["Contoso", "Fabrikam"]
        }});
        let CrmEvent::Deal(event) = parse_event(event.to_string().as_bytes()).expect("a good event") else {
            panic!("not a deal")
        };
        let tx = fixture::open(&self.app.store(), tenant).await;
        let known = settings::load(&tx).await.expect("the database answers");
        let deal = deal::upsert(&tx, &event, &known).await.expect("the database answers").id;
        let version = survey::for_deal(&tx, Outcome::LostCompetitor, Audience::Buyer)
            .await
            .expect("the database answers");
        let version = version.expect("a survey is published").version;
        let contact = contact::buyers(&tx, deal).await.expect("the database answers")[0];
        let now = self.app.clock().now();
        let expires_at = now + Duration::days(30);
        let wanted = Invite { deal, contact, version, send_after: now, expires_at, host: HOST };
        let invitation = link::invite(&tx, &wanted)
            .await
            .expect("the database answers")
            .expect("nobody was invited before");
        let (_, token) =
            link::outgoing(&tx, invitation, HOST).await.expect("the database answers").expect("it is there");
        tx.commit().await.expect("the database answers");
        Invited { deal, invitation, token }
    }

    /// The CRM says who else was in a deal.
    pub(crate) async fn name_competitors(&self, deal: &str, names: &[&str]) {
        let event = json!({"type": "deal.closed", "timestamp": "2026-11-21T09:30:00Z", "data": {
            "external_id": deal, "name": "Express Logistics, roll-out", "outcome": "lost",
            "outcome_kind": "competitor", "closed_at": "2026-11-20T09:29:51Z", "competitors": names
        }});
        let CrmEvent::Deal(event) = parse_event(event.to_string().as_bytes()).expect("a good event") else {
            panic!("not a deal")
        };
        let tx = fixture::open(&self.app.store(), &self.tenant).await;
        let known = settings::load(&tx).await.expect("the database answers");
        deal::upsert(&tx, &event, &known).await.expect("the database answers");
        tx.commit().await.expect("the database answers");
    }

    /// A survey of the tenant's with this template, which buyers are asked with from now on.
    pub(crate) async fn publish(&self, template: &Template) {
        // Of several surveys for one outcome the one that was published last is asked: this one.
        self.app.clock().advance(Duration::seconds(1));
        let tx = fixture::open(&self.app.store(), &self.tenant).await;
        let new = NewSurvey {
            template: template.clone(),
            audience: Audience::Buyer,
            outcomes: Outcome::ALL.to_vec(),
        };
        let id = survey::create(&tx, &new, None).await.expect("the database answers");
        match survey::publish(&tx, id, 1, None).await.expect("the database answers") {
            Published::Yes { .. } => {}
            other => panic!("{other:?}"),
        }
        tx.commit().await.expect("the database answers");
    }

    /// The address of a buyer's receipt.
    pub(crate) async fn receipt_of(&self, invited: &Invited) -> String {
        let actor = Actor::Buyer { invitation: invited.invitation };
        let tx = self.app.store().open_tenant(self.tenant.id, actor, Workload::Live).await.expect("a tenant");
        let invitation = link::load(&tx, invited.invitation).await.expect("the database answers");
        let answered_at = invitation.expect("it is there").answered_at.expect("it was answered");
        format!("/r/{}", receipt::mint(&tx, invited.invitation, answered_at, HOST).token.as_str())
    }

    /// The address where a buyer says what may come.
    pub(crate) async fn preferences_of(&self, invited: &Invited) -> String {
        let tx = fixture::open(&self.app.store(), &self.tenant).await;
        format!("/u/{}", link::preferences_token(&tx, invited.invitation, HOST).as_str())
    }

    /// A number of rows of the tenant's.
    pub(crate) async fn count(&self, rows: &str) -> i64 {
        self.db().number(&format!("select count(*) from pool.{rows}")).await
    }

    /// A browser without cookies.
    pub(crate) fn browser(&self) -> Browser {
        Browser(self.app.browser())
    }

    /// A digest of every row that a buyer's request could touch, and of the jobs.
    pub(crate) async fn rows(&self) -> i64 {
        let tables = ["pool.invitations", "pool.drafts", "pool.submissions", "pool.deals", "pool.contacts"];
        let tables = tables.iter().chain(&["pool.settings", "pool.responses", "pool.answers", "queue.jobs"]);
        let tables = tables.chain(&["pool.erasures", "pool.survey_steps", "pool.deal_competitors"]);
        let texts = tables.map(|table| {
            format!("(select coalesce(string_agg(t::text, '|' order by t::text), '') from {table} t)")
        });
        let all = texts.collect::<Vec<_>>().join(" || ");
        self.app.db.number(&format!("select ('x' || substr(md5({all}), 1, 15))::bit(60)::bigint")).await
    }
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    /// Where a redirect leads.
    pub(crate) fn location(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text);
        self.headers[LOCATION].to_str().expect("an address")
    }

    /// The hidden fields of the form in the page's content.
    pub(crate) fn hidden(&self) -> Vec<(String, String)> {
        hidden(self.text.split("<main").nth(1).unwrap_or_else(|| panic!("no content in {}", self.text)))
    }

    /// The hidden fields of the form that is posted to this address, or of the one in the content.
    pub(crate) fn hidden_for(&self, address: &str) -> Vec<(String, String)> {
        let action = format!(" action=\"{address}\"");
        let forms = self.text.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next());
        let is_it = |form: &&str| form.split('>').next().is_some_and(|tag| tag.contains(&action));
        forms.into_iter().find(is_it).map_or_else(|| self.hidden(), hidden)
    }

    /// The page's heading.
    pub(crate) fn heading(&self) -> String {
        let inside = self.text.split("<h1").nth(1).and_then(|rest| rest.split_once('>'));
        let (_, inside) = inside.unwrap_or_else(|| panic!("no heading in {}", self.text));
        unescape(inside.split('<').next().expect("an end"))
    }
}

fn hidden(markup: &str) -> Vec<(String, String)> {
    let field = |input: &str| {
        let (name, rest) = input.split_once("\" value=\"").expect("a value");
        let value = rest.split('"').next().expect("its end");
        (name.to_owned(), unescape(value))
    };
    markup.split("<input type=\"hidden\" name=\"").skip(1).map(field).collect()
}

fn unescape(text: &str) -> String {
    let text = text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">");
    text.replace("&#x27;", "'").replace("&amp;", "&")
}

/// A browser that fills in forms.
pub(crate) struct Browser(pub(crate) support::Browser);

impl Browser {
    pub(crate) async fn get(&self, address: &str) -> Answer {
        self.request(Method::GET, address, None).await
    }

    pub(crate) async fn head(&self, address: &str) -> Answer {
        self.request(Method::HEAD, address, None).await
    }

    pub(crate) async fn post(&self, address: &str, fields: &[(&str, &str)]) -> Answer {
        self.request(Method::POST, address, Some(support::browser::encode(fields).into_bytes())).await
    }

    /// Opens a page and posts its form with these fields.
    pub(crate) async fn submit(&self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.get(address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}: {}", page.text);
        self.submit_page(&page, address, fields).await
    }

    /// Posts the form of a page that was opened before.
    pub(crate) async fn submit_page(&self, page: &Answer, address: &str, fields: &[(&str, &str)]) -> Answer {
        let path = address.split('?').next().expect("a path");
        let hidden = page.hidden_for(path);
        let all = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let all: Vec<_> = all.chain(fields.iter().copied()).collect();
        self.post(path, &all).await
    }

    pub(crate) async fn request(&self, method: Method, address: &str, body: Option<Vec<u8>>) -> Answer {
        let form = [(CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded")];
        let headers = if body.is_some() { &form[..] } else { &[] };
        let answer = self.0.send(method, address, headers, Body::from(body.unwrap_or_default())).await;
        Answer { status: answer.status, text: answer.text(), headers: answer.headers }
    }

    /// A GET that says which languages its reader likes.
    pub(crate) async fn get_in(&self, address: &str, languages: &str) -> Answer {
        let headers = [("accept-language", languages)];
        let answer = self.0.send(Method::GET, address, &headers, Body::empty()).await;
        Answer { status: answer.status, text: answer.text(), headers: answer.headers }
    }

    /// Starts a survey.
    pub(crate) async fn start(&self, invited: &Invited) {
        assert_eq!(self.post(&invited.link(), &[]).await.status, StatusCode::SEE_OTHER);
    }

    /// Starts a survey about a lost deal and answers all of it, up to the review.
    pub(crate) async fn answer_all(&self, invited: &Invited) {
        self.start(invited).await;
        for (address, fields) in COMPLETE {
            let answer = self.submit(address, fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}: {}", answer.text);
        }
    }

    /// Presses the button of the review.
    pub(crate) async fn send(&self) -> Answer {
        let page = self.get("/survey/review").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        self.submit_page(&page, "/survey/send", &[]).await
    }
}

/// A whole survey about a deal that was lost to a competitor.
pub(crate) const COMPLETE: [(&str, &[(&str, &str)]); 4] = [
    ("/survey/decision", &[("q.clarity", "terms"), ("q.overall", "4")]),
    ("/survey/reasons", &[("q.reasons", "pricing"), ("q.reasons", "integrations"), ("q.story", "Too dear.")]),
    ("/survey/turning", &[("q.tipped", "pricing")]),
    ("/survey/vendors", &[("q.considered", "Contoso"), ("q.chosen", "Fabrikam")]),
];
