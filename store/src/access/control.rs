//! The door to what is not any tenant's: the directory, people, sessions, connections and the audit trail.

use std::sync::{Mutex, PoisonError};

use super::Transaction;
use crate::clock::Clock;
use crate::error::StoreError;
use crate::keys::Keys;
use crate::pools::Pool;
use crate::signal::{Access, Signals};

/// One transaction on the control schema. It cannot see a tenant's rows.
#[must_use]
pub struct ControlTx {
    transaction: Transaction,
    clock: Clock,
    keys: Keys,
    signals: Signals,
    /// Whose access changed, told once the transaction is durable.
    accesses: Mutex<Vec<Access>>,
}

impl ControlTx {
    pub(crate) async fn open(
        pool: &Pool,
        (clock, keys, signals): (Clock, Keys, Signals),
    ) -> Result<Self, StoreError> {
        let prologue = "begin; set local app.ctx = ''; set local role control_rw";
        let transaction = Transaction::begin(pool, prologue).await?;
        Ok(Self { transaction, clock, keys, signals, accesses: Mutex::default() })
    }

    /// Makes what was done last, then tells whoever is listening whose access changed; dropping the door undoes it.
    ///
    /// # Errors
    /// When the database is not there, or a statement failed before.
    pub async fn commit(self) -> Result<(), StoreError> {
        let Self { transaction, signals, accesses, .. } = self;
        let accesses = accesses.into_inner().unwrap_or_else(PoisonError::into_inner);
        if accesses.is_empty() {
            return transaction.commit().await;
        }
        // Not cancelled with the caller: what is open must hear that it is no longer allowed.
        let committed = tokio::spawn(async move {
            transaction.commit().await?;
            for access in accesses {
                signals.publish_access(access);
            }
            Ok(())
        });
        committed.await.map_err(|error| StoreError::Unavailable(Box::new(error)))?
    }

    pub(crate) fn note_access(&self, access: Access) {
        self.accesses.lock().unwrap_or_else(PoisonError::into_inner).push(access);
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
