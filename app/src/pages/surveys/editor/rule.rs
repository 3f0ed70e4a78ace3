//! Rules: their parts as values.

pub mod leaf;
pub mod node;
pub mod place;
pub mod subject;
