//! Server functions by noun, the error they answer with, and the doors they open.

pub mod account;
pub mod client;
pub mod context;
pub mod deal;
pub mod error;
pub mod platform;
pub mod report;
pub mod survey;
pub mod wire;

pub use error::ApiError;
