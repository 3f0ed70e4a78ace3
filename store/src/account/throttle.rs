//! Failed sign-ins, counted by a key of the caller's choice (an address, an origin).

use chrono::{DateTime, Utc};

use crate::access::ControlTx;
use crate::error::StoreError;

/// Records one failure.
///
/// # Errors
/// When the database is not there.
pub async fn record(control: &ControlTx, key: &str) -> Result<(), StoreError> {
    control
        .connection()
        .run(
            "INSERT INTO login_attempts (key, at) VALUES ($1, $2)",
            [key.to_owned().into(), control.clock().now().into()],
        )
        .await?;
    Ok(())
}

/// How many failures there were since then.
///
/// # Errors
/// When the database is not there.
pub async fn count(control: &ControlTx, key: &str, since: DateTime<Utc>) -> Result<i64, StoreError> {
    let row = control
        .connection()
        .one(
            "SELECT count(*) FROM login_attempts WHERE key = $1 AND at > $2",
            [key.to_owned().into(), since.into()],
        )
        .await?;
    row.map_or(Ok(0), |row| Ok(row.try_get_by_index(0)?))
}

/// Forgets the failures of a key, after a success.
///
/// # Errors
/// When the database is not there.
pub async fn clear(control: &ControlTx, key: &str) -> Result<(), StoreError> {
    control.connection().run("DELETE FROM login_attempts WHERE key = $1", [key.to_owned().into()]).await?;
    Ok(())
}

/// Deletes what is older; says how many.
///
/// # Errors
/// When the database is not there.
pub async fn prune(control: &ControlTx, before: DateTime<Utc>) -> Result<u64, StoreError> {
    control.connection().run("DELETE FROM login_attempts WHERE at <= $1", [before.into()]).await
}
