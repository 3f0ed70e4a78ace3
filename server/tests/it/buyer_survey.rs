//! The buyer's pages, from the link in the mail to the thanks, as browsers without script see them.

mod journey;
mod link;
mod scene;
mod trouble;
mod weight;
