//! Rules: when something is shown, required or jumped to. Their parts as values, and the sentence that shows them.

pub mod leaf;
pub mod node;
pub mod place;
pub mod subject;
pub(super) mod view;
