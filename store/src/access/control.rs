//! The door to what is not any tenant's: the directory, people, sessions, connections and the audit trail.

use super::Transaction;
use crate::clock::Clock;
use crate::error::StoreError;
use crate::keys::Keys;
use crate::pools::Pool;

/// One transaction on the control schema. It cannot see a tenant's rows.
#[must_use]
pub struct ControlTx {
    transaction: Transaction,
    clock: Clock,
    keys: Keys,
}

impl ControlTx {
    pub(crate) async fn open(pool: &Pool, clock: Clock, keys: Keys) -> Result<Self, StoreError> {
        let prologue = "begin; set local app.ctx = ''; set local role control_rw";
        let transaction = Transaction::begin(pool, prologue).await?;
        Ok(Self { transaction, clock, keys })
    }

    /// Makes what was done last; dropping the door undoes it.
    ///
    /// # Errors
    /// When the database is not there, or a statement failed before.
    pub async fn commit(self) -> Result<(), StoreError> {
        self.transaction.commit().await
    }

    /// The time and the ids of this store.
    #[must_use]
    pub const fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The keys of this store.
    #[must_use]
    pub const fn keys(&self) -> &Keys {
        &self.keys
    }

    pub(crate) const fn connection(&self) -> &Transaction {
        &self.transaction
    }
}
