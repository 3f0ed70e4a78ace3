//! Surveys: the editor of one.

pub mod editor;
