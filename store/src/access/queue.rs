//! The worker's door to a shard's queue: claims and gives back jobs, sees no tenant's rows.

use super::Transaction;
use crate::error::StoreError;
use crate::pools::Pool;

/// One transaction on a shard's queue.
#[must_use]
pub(crate) struct QueueTx {
    transaction: Transaction,
}

impl QueueTx {
    pub(crate) async fn open(pool: &Pool) -> Result<Self, StoreError> {
        let prologue = "begin; set local app.ctx = ''; set local role queue_rw";
        Ok(Self { transaction: Transaction::begin(pool, prologue).await? })
    }

    /// Makes what was done last; dropping the door undoes it.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        self.transaction.commit().await
    }

    pub(crate) const fn connection(&self) -> &Transaction {
        &self.transaction
    }
}
