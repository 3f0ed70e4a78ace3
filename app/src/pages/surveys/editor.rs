//! The editor of a survey.

pub mod about;
pub mod arrange;
mod browser;
pub mod control;
pub mod knob;
pub mod rule;
pub mod state;
