//! The edges and the jobs, against the real router, a database for each test and a clock that stands.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where it stopped")]

mod body_limit;
mod buyer_survey;
mod endpoint_coverage;
mod events;
mod forgot;
mod health;
mod hostile;
mod ingest;
mod jobs_command;
mod layering;
mod listener;
mod mail;
mod operator;
mod pages;
mod provision_command;
mod sign_in;
mod support;
mod surveys;
mod switch;
mod webhook;
mod worker;
