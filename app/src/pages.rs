//! One module a page.

pub mod admin;
pub mod dashboard;
pub mod deals;
pub mod not_found;
pub mod operator;
#[cfg(feature = "ssr")]
pub mod respond;
pub mod sign_in;
pub mod surveys;
