//! The one error of this crate: variants are states a caller can act on, not places it came from.

use std::error::Error;

use domain::form::FieldErrors;
use sea_orm::sqlx;
use sea_orm::{DbErr, RuntimeErr};

/// Why the store did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such thing; also said of somebody else's.
    #[error("not found")]
    NotFound,
    /// The role behind the door may not do that.
    #[error("not allowed")]
    Forbidden,
    /// A unique key or another rule of the database refused it.
    #[error("conflicts with {constraint}")]
    Conflict {
        /// The name of the constraint.
        constraint: String,
    },
    /// It was there, and its time is over.
    #[error("gone")]
    Gone,
    /// The tenant is stopped or not yet open.
    #[error("the tenant is suspended")]
    Suspended,
    /// The job was given to another worker in the meantime; roll back.
    #[error("the lease was lost")]
    LeaseLost,
    /// The database cannot be reached or is too busy: come again.
    #[error("the database is unavailable")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
    /// The database refused a statement: a mistake of ours.
    #[error("the database refused a statement")]
    Database(#[source] Box<dyn Error + Send + Sync>),
    /// What was given does not keep a rule; what is wrong is said by field.
    #[error("{0}")]
    Invalid(FieldErrors),
    /// The database is not safe to serve from; every reason is listed.
    #[error("the database is not as it must be: {}", .0.join("; "))]
    Refused(Vec<String>),
}

impl StoreError {
    /// A mistake that has no error value behind it.
    pub(crate) fn broken(message: &'static str) -> Self {
        Self::Database(message.into())
    }

    /// A row that does not read as what it must be.
    pub(crate) fn unreadable(error: impl Error + Send + Sync + 'static) -> Self {
        Self::Database(Box::new(error))
    }

    /// Whether asking again later may help.
    #[must_use]
    pub const fn is_transient(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        sort(&error).unwrap_or_else(|| {
            if is_transient(&error) {
                Self::Unavailable(Box::new(error))
            } else {
                Self::Database(Box::new(error))
            }
        })
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        let inner = match &error {
            DbErr::Conn(RuntimeErr::SqlxError(inner))
            | DbErr::Exec(RuntimeErr::SqlxError(inner))
            | DbErr::Query(RuntimeErr::SqlxError(inner)) => inner.clone(),
            DbErr::RecordNotFound(_) => return Self::NotFound,
            DbErr::ConnectionAcquire(_) => return Self::Unavailable(Box::new(error)),
            _ => return Self::Database(Box::new(error)),
        };
        sort(&inner).unwrap_or_else(|| {
            if is_transient(&inner) {
                Self::Unavailable(Box::new(error))
            } else {
                Self::Database(Box::new(error))
            }
        })
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::unreadable(error)
    }
}

/// The states that the server's code tells apart.
fn sort(error: &sqlx::Error) -> Option<StoreError> {
    let sqlx::Error::Database(inner) = error else { return None };
    match inner.code()?.as_ref() {
        "23505" | "23503" | "23514" => {
            Some(StoreError::Conflict { constraint: inner.constraint().unwrap_or_default().to_owned() })
        }
        "42501" => Some(StoreError::Forbidden),
        _ => None,
    }
}

fn is_transient(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::Protocol(_) => true,
        sqlx::Error::Database(inner) => inner.code().is_some_and(|code| {
            // Connection lost, resources short, shutting down, cancelled, serialisation, locks, context expired,
            // route stale.
            ["08", "53", "57"].iter().any(|class| code.starts_with(class))
                || ["25P03", "28000", "40001", "40P01", "55P03", "WL001"].contains(&code.as_ref())
        }),
        _ => false,
    }
}
