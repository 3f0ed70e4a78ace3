#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

pub mod actor;
pub mod audit;
pub mod classify;
pub mod color;
pub mod competitor;
pub mod crm;
pub mod deal;
pub mod erasure;
pub mod form;
pub mod id;
pub mod job;
mod json;
pub mod link;
pub mod placement;
pub mod provisioning;
pub mod report;
pub mod response;
pub mod salutation;
pub mod survey;
pub mod taxonomy;
pub mod tenant;
