//! The editor of a survey.

pub mod about;
pub mod arrange;
pub mod branding;
mod browser;
pub mod control;
mod head;
pub mod knob;
pub mod languages;
pub mod rule;
pub mod settings;
pub mod state;
