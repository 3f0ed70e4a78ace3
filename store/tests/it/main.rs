//! Everything the store promises, against a real database for each test.

mod provision;
mod queue;
mod report;
