//! The editor of a survey.

mod browser;
mod head;
pub mod about;
pub mod arrange;
pub mod branding;
pub mod control;
pub mod knob;
pub mod languages;
pub mod rule;
pub mod settings;
pub mod state;
