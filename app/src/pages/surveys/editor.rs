//! The editor of a survey.

pub mod branding;
mod head;
pub mod languages;
pub mod settings;
pub mod state;
