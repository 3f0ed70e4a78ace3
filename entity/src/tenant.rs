//! The tables of every tenant schema; which one is meant is the search path's affair.

pub mod answer;
pub mod competitor;
pub mod competitor_alias;
pub mod contact;
pub mod deal;
pub mod deal_competitor;
pub mod draft;
pub mod effect;
pub mod erasure;
pub mod image;
pub mod inbox_event;
pub mod invitation;
pub mod preview;
pub mod response;
pub mod response_rating;
pub mod response_theme;
pub mod rollup;
pub mod setting;
pub mod submission;
pub mod survey_step;
pub mod survey_template;
pub mod template_version;
