#![doc = include_str!("../README.md")]

pub mod classifier;
pub mod command;
pub mod config;
mod csv;
pub mod http;
pub mod jobs;
pub mod lifecycle;
pub mod logo;
pub mod mail;
pub mod state;
pub mod telemetry;
pub mod wiring;
pub mod worker;
