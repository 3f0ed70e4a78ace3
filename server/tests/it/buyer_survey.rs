//! The buyer's pages, from the link in the mail to the thanks, as browsers without script see them.

mod bad;
mod choice;
mod journey;
mod kinds;
mod later;
mod link;
mod receipt;
mod scene;
mod stop;
mod trouble;
mod weight;
