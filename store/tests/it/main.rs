//! Everything the store promises, against a real database for each test.

#![expect(clippy::unwrap_used, reason = "a test fails where its world does")]

mod account;
mod competitor;
mod deal;
mod detail;
mod doors;
mod inbox;
mod isolation;
mod link;
mod migrate;
mod outcome;
mod preference;
mod provision;
mod queue;
mod receipt;
mod report;
mod response;
mod results;
mod scene;
mod shards;
mod support;
mod survey;
mod tidy;
