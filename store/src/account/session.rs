//! Sign-in sessions. Only the hash of a session's id is kept, so a leaked table lets nobody in.

use chrono::{DateTime, Utc};
use domain::id::UserId;

use crate::access::ControlTx;
use crate::error::StoreError;

/// A session as it is kept.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Session {
    /// What the web layer put into it.
    pub data: Vec<u8>,
    /// Who is signed in, if anybody.
    pub user: Option<UserId>,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
}

/// Keeps a new session; false when the id is taken.
///
/// # Errors
/// When the database is not there.
pub async fn insert(control: &ControlTx, id_hash: &[u8; 32], session: &Session) -> Result<bool, StoreError> {
    let inserted = control
        .connection()
        .run(
            "INSERT INTO sessions (id_hash, data, user_id, expires_at, created_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (id_hash) DO NOTHING",
            [
                id_hash.to_vec().into(),
                session.data.clone().into(),
                session.user.map(UserId::uuid).into(),
                session.expires_at.into(),
                control.clock().now().into(),
            ],
        )
        .await?;
    Ok(inserted == 1)
}

/// Replaces a session's content; false when it is gone: what was ended is never made again.
///
/// # Errors
/// When the database is not there.
pub async fn save(control: &ControlTx, id_hash: &[u8; 32], session: &Session) -> Result<bool, StoreError> {
    let updated = control
        .connection()
        .run(
            "UPDATE sessions SET data = $2, user_id = $3, expires_at = $4 WHERE id_hash = $1",
            [
                id_hash.to_vec().into(),
                session.data.clone().into(),
                session.user.map(UserId::uuid).into(),
                session.expires_at.into(),
            ],
        )
        .await?;
    Ok(updated == 1)
}

/// The session, while it is good.
///
/// # Errors
/// When the database is not there.
pub async fn load(control: &ControlTx, id_hash: &[u8; 32]) -> Result<Option<Session>, StoreError> {
    let row = control
        .connection()
        .one(
            "SELECT data, user_id, expires_at FROM sessions WHERE id_hash = $1 AND expires_at > $2",
            [id_hash.to_vec().into(), control.clock().now().into()],
        )
        .await?;
    row.map(|row| {
        let user: Option<uuid::Uuid> = row.try_get_by_index(1)?;
        Ok(Session {
            data: row.try_get_by_index(0)?,
            user: user.map(UserId::new),
            expires_at: row.try_get_by_index(2)?,
        })
    })
    .transpose()
}

/// Ends a session; one that is not there is as good as ended.
///
/// # Errors
/// When the database is not there.
pub async fn delete(control: &ControlTx, id_hash: &[u8; 32]) -> Result<(), StoreError> {
    control.connection().run("DELETE FROM sessions WHERE id_hash = $1", [id_hash.to_vec().into()]).await?;
    Ok(())
}

/// Deletes what expired; says how many.
///
/// # Errors
/// When the database is not there.
pub async fn prune(control: &ControlTx) -> Result<u64, StoreError> {
    control
        .connection()
        .run("DELETE FROM sessions WHERE expires_at <= $1", [control.clock().now().into()])
        .await
}
