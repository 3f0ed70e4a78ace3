//! Tenants: where they live, how databases come to hold them, and how a new one is born.
//!
//! Cast: the *directory* says where a tenant's rows are; a *space* is the schema (and role) they are in;
//! [`bootstrap`] and [`migrate`] make and change databases; [`provision`] turns an order into a usable tenant
//! by recorded steps; a [`fence`] shuts out who still believes an older place.

mod bootstrap;
mod directory;
mod fence;
mod migrate;
pub mod provision;
mod space;

pub(crate) use bootstrap::check_context_key;
pub use bootstrap::{Passwords, as_login, bootstrap, ensure_database};
pub(crate) use directory::{Directory, Known, read_tenant, stopped_among};
pub use directory::{find, list, set_status};
pub use fence::fence;
pub use migrate::{Migrated, migrate};
pub use space::keep_spares;
