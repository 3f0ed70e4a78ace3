//! The edges and the jobs, against the real router, a database for each test and a clock that stands.

mod buyer_survey;
mod endpoint_coverage;
mod events;
mod health;
mod ingest;
mod layering;
mod mail;
mod pages;
mod sign_in;
mod support;
mod webhook;
mod worker;
