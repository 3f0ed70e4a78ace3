//! The buyer's pages at another desk: a member tries a survey as a sample deal.
//!
//! The pages are the buyer's, down to the last letter; who sits at them is a member with a session, and what is
//! answered lies in a table of its own, which no report, no job and no buyer's door reads.
//!
//! **Invariant:** nothing here writes anything but the row of the preview that it was begun with.
//! **Invariant:** only here may a page of a survey stand in a frame, and only in one of our own pages.

mod seat;
mod walk;

use app::api::context::Visitor;
use app::pages::respond::{Closed, Vendors};
use app::routes;
use axum::extract::rejection::FormRejection;
use axum::extract::{DefaultBodyLimit, Path as Segment, State};
use axum::middleware::map_response;
use axum::response::{Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Form as Posted, Router};
use chrono::{DateTime, Duration, Utc};
use domain::deal::Outcome;
use domain::id::{DealId, PreviewId};
use domain::salutation::{called, greeted};
use domain::survey::sample::Sample;
use domain::survey::{Language, Names, Seed};
use domain::tenant::TenantSettings;
use serde::Deserialize;
use store::survey::preview::{self, Preview};
use store::{StoreError, TenantTx, Workload, competitor, settings, survey};

use super::LARGEST_FORM;
use super::desk::{self, Desk, amount};
use super::gate::filled;
use super::page::Refusal;
use super::visit::Visit;
use crate::http::error::HttpError;
use crate::http::headers::Framed;
use crate::http::surveys;
use crate::state::AppState;

/// The routes; they belong into the members' group, behind its session.
pub(in crate::http) fn routes() -> Router<AppState> {
    let pages = Router::new()
        .route("/preview/{id}", get(walk::landing).post(walk::start))
        .route("/preview/{id}/{section}", get(walk::section).post(walk::save))
        .route("/preview/{id}/review", get(walk::review))
        .route("/preview/{id}/send", get(walk::back_to_review).post(walk::send))
        .route("/preview/{id}/thanks", get(walk::thanks))
        .route("/preview/{id}/saved", get(walk::saved))
        .route("/preview/{id}/later", post(walk::later))
        .route("/preview/{id}/who-sees", get(walk::who_sees).post(walk::share))
        .route("/preview/{id}/language", post(walk::speak))
        .route("/preview/{id}/privacy", get(walk::privacy))
        .route("/preview/{id}/logo", get(walk::logo))
        .route("/preview/{id}/autosave/{section}", post(walk::autosave))
        .layer(map_response(framed));
    pages.route("/admin/surveys/{id}/preview", post(begin)).layer(DefaultBodyLimit::max(LARGEST_FORM))
}

async fn framed(mut response: Response) -> Response {
    response.extensions_mut().insert(Framed);
    response
}

/// What a try begins with: a deal's id, or the outcome of one that is made up.
#[derive(Deserialize)]
struct Begin {
    sample: String,
    #[serde(default)]
    language: String,
}

/// `POST /admin/surveys/{id}/preview`: begins a try of the draft, and shows it.
async fn begin(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    Segment(id): Segment<String>,
    begin: Result<Posted<Begin>, FormRejection>,
) -> Result<Redirect, HttpError> {
    let Posted(begin) = begin.map_err(|_| HttpError::Malformed)?;
    let id = surveys::survey_of(&id)?;
    let (tx, _) = surveys::enter(&state, &visitor, Workload::Live).await?;
    let draft = survey::load_draft(&tx, id).await?;
    let sample = sample(&tx, &begin.sample).await?;
    let language = Language::parse(&begin.language).ok();
    let language = language.filter(|language| draft.template.languages.contains(language));
    let made = preview::create(&tx, id, &draft.template, &sample, language.as_ref()).await?;
    tx.commit().await?;
    let pairs = [("try", made.to_string())];
    Ok(Redirect::to(&routes::address(&routes::survey_preview(id), &pairs)))
}

/// A preview in an address, with the theme behind it: `<id>`, `<id>~light`, `<id>~dark`.
fn address(text: &str) -> Option<(PreviewId, Option<&'static str>)> {
    let (id, theme) = match text.split_once('~') {
        None => (text, None),
        Some((id, "light")) => (id, Some("light")),
        Some((id, "dark")) => (id, Some("dark")),
        Some(_) => return None,
    };
    Some((id.parse().ok()?, theme))
}

/// The sample that a form names: among the tenant's own deals, or made up.
async fn sample(tx: &TenantTx, named: &str) -> Result<Sample, HttpError> {
    if let Some(outcome) = Outcome::from_code(named) {
        return Ok(Sample::made_up(outcome, tx.clock().now()));
    }
    let deal: DealId = named.parse().map_err(|_| HttpError::Malformed)?;
    let samples = survey::samples(tx).await?;
    samples.into_iter().find(|sample| sample.deal == Some(deal)).ok_or(HttpError::NotFound)
}

/// A member inside, with the try that is under way.
struct Trying {
    tx: TenantTx,
    tenant: String,
    settings: TenantSettings,
    preview: Preview,
    base: String,
    mark: String,
    theme: Option<&'static str>,
    until: DateTime<Utc>,
}

impl Trying {
    /// Enters by the session; what is not this member's try is not found.
    async fn enter(state: &AppState, visitor: &Visitor, id: &str) -> Result<Self, HttpError> {
        let (id, theme) = address(id).ok_or(HttpError::NotFound)?;
        let (tx, _) = surveys::enter(state, visitor, Workload::Live).await?;
        // Isolation: the row is looked for in the session's tenant and among this member's own tries only.
        let preview = preview::load(&tx, id).await?.ok_or(HttpError::NotFound)?;
        let settings = settings::load(&tx).await?;
        Ok(Self {
            tenant: visitor.tenant.as_ref().map(|tenant| tenant.name.clone()).unwrap_or_default(),
            until: tx.clock().now() + Duration::days(i64::from(settings.link_days)),
            base: routes::preview(id, theme),
            theme,
            mark: id.to_string(),
            tx,
            settings,
            preview,
        })
    }

    fn desk(&self, visit: &Visit) -> Desk<'_> {
        let Preview { template, sample, .. } = &self.preview;
        let voice = visit.voice(template, self.preview.language.as_ref());
        let words = voice.words;
        let seller = sample.owner.as_deref().and_then(called);
        let names = Names {
            tenant: self.tenant.clone(),
            account: sample.account.clone(),
            contact: greeted(&sample.contact).unwrap_or_default(),
            product: sample.product.clone().unwrap_or_default(),
            competitor: sample.facts.competitors.first().cloned().unwrap_or_default(),
            closed: words.month(sample.closed_at.date_naive()),
            rep: seller.clone().unwrap_or_default(),
            amount: sample.money.as_ref().map(|money| amount(words, money)).unwrap_or_default(),
        };
        Desk {
            base: self.base.clone(),
            template,
            audience: self.preview.audience,
            facts: &sample.facts,
            names,
            voice,
            attribution: self.preview.attribution,
            seller,
            privacy_contact: filled(self.settings.privacy_contact.as_deref()),
            logo: template.branding.logo.is_some().then(|| format!("{}/logo", self.base)),
            // Nobody was asked, so nobody can be asked no more.
            preferences: None,
            expires_at: self.until,
            correctable_until: None,
            mark: &self.mark,
            seed: Seed(self.preview.id.uuid().as_u128()),
            nonce: visit.nonce.clone(),
        }
    }

    async fn vendors(&self) -> Result<Vendors, StoreError> {
        let names = competitor::names(&self.tx).await?;
        Ok(desk::vendors(&self.preview.sample.facts.competitors, names.clone(), names))
    }

    /// Keeps where the try stands.
    async fn keep(self) -> Result<(), StoreError> {
        if !preview::save(&self.tx, &self.preview).await? {
            return Err(StoreError::NotFound);
        }
        self.tx.commit().await
    }
}

/// Why a page of a try is not shown: it is not there, or the survey says so as it would to a buyer.
enum Stopped {
    Http(HttpError),
    Refused(Refusal),
}

impl From<HttpError> for Stopped {
    fn from(error: HttpError) -> Self {
        Self::Http(error)
    }
}

impl From<Refusal> for Stopped {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<StoreError> for Stopped {
    fn from(error: StoreError) -> Self {
        Self::Http(error.into())
    }
}

impl From<Closed> for Stopped {
    fn from(closed: Closed) -> Self {
        Self::Refused(closed.into())
    }
}
