#![doc = include_str!("../README.md")]

pub mod config;
pub mod lifecycle;
pub mod telemetry;
