//! What tests of this and of other crates stand on: a database for each test, and builders.

mod database;
pub mod fixture;
mod shards;
#[cfg(debug_assertions)]
pub(crate) mod third_lock;

pub use database::TestDb;
pub use shards::{Lock, TwoShards};

use domain::id::TenantId;

/// A tenant's context as the store signs it, good for some seconds (or expired, when negative), under any key id:
/// what an attacker would have to forge.
#[must_use]
pub fn signed_context(keys: &crate::Keys, tenant: TenantId, kid: u8, seconds: i64) -> String {
    keys.sign_context_until((tenant, 1), kid, crate::clock::system_now().timestamp() + seconds)
}
