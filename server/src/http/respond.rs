//! The buyer's pages over HTTP: from the link in the mail to the thanks, and what a receipt is good for afterwards.
//!
//! The cast: the *token* of the link, which a cookie takes over once the buyer starts; the *gate*, which opens the
//! tenant's door for a token and finds the invitation; the *desk*, at which somebody sits with the survey: what every
//! page must know, and nothing of who it is; the *draft*, which every button saves; and the *page*.
//!
//! The flow: `GET /s/{token}` (reads only) → `POST /s/{token}` (start) → `GET` and `POST /survey/{section}` …
//! → `GET /survey/review` → `POST /survey/send` (one wins) → `GET /r/{token}/thanks`.
//! Afterwards `/r/{token}` reads the answer back, corrects, shares and erases it; `/u/{token}` stops surveys.
//!
//! The seam: [`desk`], [`step`] and [`view`] know a survey, answers and forms, and no door. Whoever else lets people
//! walk through a survey (a member's preview) makes a desk and keeps answers somewhere else.
//!
//! **Invariant:** `GET` and `HEAD` never change anything: mail scanners open every link. What stops surveys wants a
//! choice as well, so that a scanner that presses buttons stops nothing.
//! **Invariant:** after the start the survey's token is in no address.

mod cookie;
mod correct;
mod desk;
mod form;
mod gate;
mod landing;
mod notice;
mod page;
mod preference;
pub(super) mod preview;
mod receipt;
mod section;
mod send;
mod sharing;
mod step;
mod thanks;
mod view;
mod visit;
mod withdraw;

pub(in crate::http) use page::site;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::state::AppState;

/// Most bytes of a page of answers: room for far more text than any question takes, so that the buyer gets it back with
/// a reason instead of a cut connection.
const LARGEST_FORM: usize = 512 * 1024;
/// Most bytes of every other form; they have buttons and choices only.
const LARGEST_CHOICE: usize = 8 * 1024;

/// The routes of the buyer's pages.
pub fn routes() -> Router<AppState> {
    Router::new()
        .merge(links())
        .merge(survey())
        .merge(receipts())
        .merge(preferences())
        .layer(DefaultBodyLimit::max(LARGEST_CHOICE))
        .merge(sections().layer(DefaultBodyLimit::max(LARGEST_FORM)))
}

fn links() -> Router<AppState> {
    Router::new()
        .route("/s/{token}", get(landing::show).post(landing::start))
        .route("/s/{token}/later", post(landing::later))
        .route("/s/{token}/privacy", get(notice::of_link))
        .route("/s/{token}/logo", get(notice::logo_of_link))
}

/// Where answers are written.
fn sections() -> Router<AppState> {
    Router::new()
        .route("/survey/{section}", get(section::show).post(section::save))
        .route("/survey/autosave/{section}", post(section::autosave))
}

fn survey() -> Router<AppState> {
    Router::new()
        .route("/survey/review", get(send::review))
        .route("/survey/send", get(send::back_to_review).post(send::send))
        .route("/survey/thanks", get(thanks::by_cookie))
        .route("/survey/saved", get(section::saved))
        .route("/survey/who-sees", get(sharing::show).post(sharing::save))
        .route("/survey/language", post(sharing::speak))
        .route("/survey/privacy", get(notice::of_survey))
        .route("/survey/logo", get(notice::logo_of_survey))
}

fn receipts() -> Router<AppState> {
    Router::new()
        .route("/r/{token}", get(receipt::show))
        .route("/r/{token}/thanks", get(thanks::by_receipt))
        .route("/r/{token}/correct", post(correct::begin))
        .route("/r/{token}/attribution", post(receipt::share))
        .route("/r/{token}/withdraw", get(withdraw::ask).post(withdraw::erase))
        .route("/r/{token}/certificate", get(withdraw::certificate))
        .route("/r/{token}/certificate.txt", get(withdraw::certificate_text))
        .route("/r/{token}/privacy", get(notice::of_receipt))
        .route("/r/{token}/logo", get(notice::logo_of_receipt))
}

fn preferences() -> Router<AppState> {
    Router::new()
        .route("/u/{token}", get(preference::show).post(preference::stop))
        .route("/u/{token}/undo", post(preference::undo))
        .route("/u/{token}/one-click", post(preference::one_click))
        .route("/u/{token}/logo", get(notice::logo_of_preferences))
}
