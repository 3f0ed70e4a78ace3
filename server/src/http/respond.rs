//! The buyer's pages over HTTP: from the link in the mail to the thanks.
//!
//! The cast: the *token* of the link, which a cookie takes over once the buyer starts; the *gate*, which opens the
//! tenant's door for a token and finds the invitation; the *draft*, which every button saves; and the *page*.
//! The flow: `GET /s/{token}` (reads only) → `POST /s/{token}` (start) → `GET` and `POST /survey/{section}` …
//! → `GET /survey/review` → `POST /survey/send` (one wins) → `GET /survey/thanks`.
//!
//! **Invariant:** `GET` and `HEAD` never change anything: mail scanners open every link.
//! **Invariant:** after the start the token is in no address.

mod cookie;
mod form;
mod gate;
mod landing;
mod page;
mod section;
mod send;
mod step;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::state::AppState;

/// Most bytes of one form: room for far more text than any question takes, so that the buyer gets it back with a
/// reason instead of a cut connection.
const LARGEST_FORM: usize = 512 * 1024;

/// The routes of the buyer's pages.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/s/{token}", get(landing::show).post(landing::start))
        .route("/survey/{section}", get(section::show).post(section::save))
        .route("/survey/review", get(send::review))
        .route("/survey/send", get(send::back_to_review).post(send::send))
        .route("/survey/thanks", get(send::thanks))
        .route("/survey/saved", get(section::saved))
        .route("/survey/autosave/{section}", post(section::autosave))
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
}
