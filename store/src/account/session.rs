//! Sign-in sessions. Only the hash of a session's id is kept, so a leaked table lets nobody in.

use chrono::{DateTime, Utc};
use domain::actor::Role;
use domain::id::{TenantId, UserId};
use domain::tenant::TenantStatus;

use crate::access::ControlTx;
use crate::error::StoreError;
use crate::signal::Access;

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

/// The role in a tenant of whoever the session is of, while the session is good, he is a member and the tenant is in
/// use: what a stream that stays open asks again and again, so it is one statement.
///
/// # Errors
/// When the database is not there.
pub async fn role_in(
    control: &ControlTx,
    id_hash: &[u8; 32],
    tenant: TenantId,
) -> Result<Option<Role>, StoreError> {
    let row = control
        .connection()
        .one(
            "SELECT m.role FROM sessions s
             JOIN memberships m ON m.user_id = s.user_id
             JOIN tenants t ON t.id = m.tenant_id
             WHERE s.id_hash = $1 AND s.expires_at > $2 AND m.tenant_id = $3 AND t.status = $4",
            [
                id_hash.to_vec().into(),
                control.clock().now().into(),
                tenant.uuid().into(),
                TenantStatus::Active.code().into(),
            ],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let code: String = row.try_get_by_index(0)?;
    let role = Role::from_code(&code).ok_or_else(|| StoreError::broken("a role that does not exist"))?;
    Ok(Some(role))
}

/// Ends a session; one that is not there is as good as ended.
///
/// # Errors
/// When the database is not there.
pub async fn delete(control: &ControlTx, id_hash: &[u8; 32]) -> Result<(), StoreError> {
    let sql = "DELETE FROM sessions WHERE id_hash = $1 RETURNING user_id";
    let row = control.connection().one(sql, [id_hash.to_vec().into()]).await?;
    let user: Option<uuid::Uuid> = row.map(|row| row.try_get_by_index(0)).transpose()?.flatten();
    if let Some(user) = user {
        control.note_access(Access::User(UserId::new(user)));
    }
    Ok(())
}

/// Ends every session of a person.
///
/// # Errors
/// When the database is not there.
pub async fn delete_of(control: &ControlTx, user: UserId) -> Result<(), StoreError> {
    control.connection().run("DELETE FROM sessions WHERE user_id = $1", [user.uuid().into()]).await?;
    control.note_access(Access::User(user));
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
