//! What tests of this and of other crates stand on: a database for each test, and builders.

mod database;
pub mod fixture;

pub use database::TestDb;
