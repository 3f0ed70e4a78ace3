//! What every CRM's message becomes: an event about one deal.

pub mod event;

pub use event::{CrmEvent, DealEvent, MalformedEvent, parse_event};
