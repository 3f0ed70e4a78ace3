//! How a job can go wrong, as the worker needs to know it.

use std::fmt;

use store::StoreError;

/// Why a handler did not do its job. The texts are kept beside the job: no names, no answers, no addresses.
#[derive(Clone, Eq, PartialEq, Debug, thiserror::Error)]
pub enum JobError {
    /// Another try may work; it comes after a while.
    #[error("{0}")]
    Retry(String),
    /// No try will ever work; a person must look.
    #[error("{0}")]
    Fail(String),
    /// The tenant is stopped: the job waits until it is open again, and the try does not count.
    #[error("the tenant is stopped")]
    Suspended,
    /// The job belongs to another worker by now; nothing was written.
    #[error("the lease was lost")]
    LeaseLost,
}

impl JobError {
    /// An error after which another try may work.
    pub fn retry(error: impl fmt::Display) -> Self {
        Self::Retry(error.to_string())
    }

    /// An error after which no try will ever work.
    pub fn fail(error: impl fmt::Display) -> Self {
        Self::Fail(error.to_string())
    }
}

impl From<StoreError> for JobError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::LeaseLost => Self::LeaseLost,
            StoreError::Suspended => Self::Suspended,
            StoreError::NotFound | StoreError::Gone | StoreError::Invalid(_) | StoreError::Refused(_) => {
                Self::fail(error)
            }
            StoreError::Database(ref cause) => {
                // The row keeps only our own words, so the cause is said here.
                tracing::error!(%cause, "the database refused a statement of a job");
                Self::retry(error)
            }
            StoreError::Forbidden | StoreError::Conflict { .. } | StoreError::Unavailable(_) => {
                Self::retry(error)
            }
        }
    }
}
