//! The tables of the schema `control`.

pub mod audit_entry;
pub mod connection;
pub mod login_attempt;
pub mod membership;
pub mod placement;
pub mod provisioning_step;
pub mod session;
pub mod tenant;
pub mod user;
