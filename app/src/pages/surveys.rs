//! Surveys: the list, and the pages of one.

pub mod editor;
pub mod gallery;
mod import;
pub mod list;
pub mod preview;
pub mod results;
mod tabs;
pub mod versions;
mod words;

#[cfg(test)]
pub(crate) use words::findings;
