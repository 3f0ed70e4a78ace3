//! Tries to sign in, counted by a key of the caller's choice (an address, an origin).
//!
//! The flow: a try is *reserved* before the work it is about, which counts and checks in one step; it stays counted
//! when it fails, and is given back when it succeeded or was not made.
//!
//! **Invariant:** of tries that come at once, in whatever processes, no more than the limit are let through: whoever
//! counts holds the key until its own try can be seen.

use chrono::{DateTime, Utc};
use sea_orm::Value;

use crate::access::ControlTx;
use crate::error::StoreError;

/// A key, and how many tries it has.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Limit {
    /// What is counted.
    pub key: String,
    /// How many are let through within the time.
    pub most: i64,
}

/// When a reserved try was made: what it is given back by.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct Try(DateTime<Utc>);

/// Reserves a try for every key, if each has one left since then; else for none, and the answer is `None`.
///
/// Commit soon: the keys are held until then.
///
/// # Errors
/// When the database is not there.
pub async fn reserve(
    control: &ControlTx,
    limits: &[Limit],
    since: DateTime<Utc>,
) -> Result<Option<Try>, StoreError> {
    let keys: Vec<String> = limits.iter().map(|limit| limit.key.clone()).collect();
    let most: Vec<i64> = limits.iter().map(|limit| limit.most).collect();
    // In one order for everybody, so that two who need the same two keys do not wait for each other.
    control
        .connection()
        .all(
            "SELECT pg_advisory_xact_lock(held.key)
             FROM (SELECT DISTINCT hashtextextended('sign-in ' || key, 0) AS key
                   FROM unnest($1::text[]) AS wanted (key) ORDER BY 1) AS held",
            [keys.clone().into()],
        )
        .await?;
    // A statement of its own: it sees what those wrote who held the keys before.
    let now = control.clock().now();
    let values: [Value; 4] = [keys.into(), most.into(), since.into(), now.into()];
    let reserved = control
        .connection()
        .run(
            "INSERT INTO login_attempts (key, at)
             SELECT wanted.key, $4 FROM unnest($1::text[]) AS wanted (key)
             WHERE NOT EXISTS (
                 SELECT FROM unnest($1::text[], $2::bigint[]) AS limited (key, most)
                 WHERE (SELECT count(*) FROM login_attempts AS made
                        WHERE made.key = limited.key AND made.at > $3) >= limited.most)",
            values,
        )
        .await?;
    Ok((reserved > 0).then_some(Try(now)))
}

/// Takes a reserved try of a key out of the count: it was right, or it was not made.
///
/// # Errors
/// When the database is not there.
pub async fn give_back(control: &ControlTx, key: &str, reserved: Try) -> Result<(), StoreError> {
    // Tries of the same instant are alike: each gives one of them back.
    control
        .connection()
        .run(
            "DELETE FROM login_attempts WHERE ctid = ANY (ARRAY(
                 SELECT ctid FROM login_attempts WHERE key = $1 AND at = $2 LIMIT 1 FOR UPDATE SKIP LOCKED))",
            [key.to_owned().into(), reserved.0.into()],
        )
        .await?;
    Ok(())
}

/// Forgets the tries of a key, after a success.
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
