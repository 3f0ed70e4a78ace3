//! The editor of a survey.

pub mod state;
