#![doc = include_str!("../README.md")]
// The types of nested views are deep.
#![recursion_limit = "256"]

pub mod api;
mod browser;
pub mod charts;
pub mod components;
pub mod format;
mod order;
pub mod pages;
pub mod routes;
pub mod shell;
#[cfg(all(test, feature = "ssr"))]
mod tests;

pub use shell::{App, EditorApp, ReportsApp, WorkshopApp};
