//! Ways to a new password: asked for with an address, mailed, and good once.
//!
//! A row keeps no secret: the mailed token is its id under a signature (`Keys::sign_reset`), so that a leaked table
//! lets nobody in, and a mail that is sent again carries the same link.
//!
//! **Invariant:** of a person's ways at most one is open, the one asked for last; a new password ends it.

use chrono::{DateTime, Duration, Utc};
use domain::id::{ResetId, UserId};

use super::{UserAccount, load_user, set_password};
use crate::access::ControlTx;
use crate::error::StoreError;

/// How long a way is open.
pub const OPEN_FOR: Duration = Duration::hours(1);
/// How long a link that is no good any more can still say why.
const REMEMBERED: Duration = Duration::days(30);

/// What a way to a new password is worth.
#[derive(Clone, Debug)]
pub enum Reset {
    /// It is open for this account.
    Open(UserAccount),
    /// Its time is over.
    Expired,
    /// A password was set since.
    Used,
    /// A newer one was asked for.
    Replaced,
    /// There is none, or none any more.
    Unknown,
}

/// Opens a way to a new password; an earlier one is no good any more.
///
/// # Errors
/// When the database is not there.
pub async fn ask(control: &ControlTx, user: UserId) -> Result<ResetId, StoreError> {
    // Whoever asks at the same moment waits here, and then replaces this one.
    let lock = "SELECT 1 FROM users WHERE id = $1 FOR UPDATE";
    control.connection().one(lock, [user.uuid().into()]).await?.ok_or(StoreError::NotFound)?;
    control
        .connection()
        .run(
            "UPDATE password_resets SET ended = 'replaced' WHERE user_id = $1 AND ended IS NULL",
            [user.uuid().into()],
        )
        .await?;
    let (id, now) = (control.clock().new_id(), control.clock().now());
    control
        .connection()
        .run(
            "INSERT INTO password_resets (id, user_id, asked_at, expires_at) VALUES ($1, $2, $3, $4)",
            [id.into(), user.uuid().into(), now.into(), (now + OPEN_FOR).into()],
        )
        .await?;
    Ok(ResetId::new(id))
}

/// For whom a way is open, or why for nobody.
///
/// # Errors
/// When the database is not there.
pub async fn find(control: &ControlTx, reset: ResetId) -> Result<Reset, StoreError> {
    let row = control
        .connection()
        .one("SELECT user_id, expires_at, ended FROM password_resets WHERE id = $1", [reset.uuid().into()])
        .await?;
    let Some(row) = row else { return Ok(Reset::Unknown) };
    let ended: Option<String> = row.try_get_by_index(2)?;
    let until: DateTime<Utc> = row.try_get_by_index(1)?;
    match ended.as_deref() {
        Some("used") => return Ok(Reset::Used),
        Some(_) => return Ok(Reset::Replaced),
        None if until <= control.clock().now() => return Ok(Reset::Expired),
        None => {}
    }
    let account = load_user(control, UserId::new(row.try_get_by_index(0)?)).await?;
    Ok(account.map_or(Reset::Unknown, Reset::Open))
}

/// Sets a new password by a way that is open, and uses it up; of two that come at once one wins. Every session of the
/// person ends.
///
/// # Errors
/// When the database is not there.
pub async fn redeem(control: &ControlTx, reset: ResetId, hash: &str) -> Result<Option<UserId>, StoreError> {
    // The account's row first, as whoever asks does: neither waits for the other with what the other needs.
    let lock = "SELECT 1 FROM users
                WHERE id = (SELECT user_id FROM password_resets WHERE id = $1) FOR UPDATE";
    control.connection().one(lock, [reset.uuid().into()]).await?;
    let row = control
        .connection()
        .one(
            "UPDATE password_resets SET ended = 'used' WHERE id = $1 AND ended IS NULL AND expires_at > $2
             RETURNING user_id",
            [reset.uuid().into(), control.clock().now().into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let user = UserId::new(row.try_get_by_index(0)?);
    set_password(control, user, hash).await?;
    Ok(Some(user))
}

/// A password was set: no way is needed any more.
pub(super) async fn use_up(control: &ControlTx, user: UserId) -> Result<(), StoreError> {
    control
        .connection()
        .run(
            "UPDATE password_resets SET ended = 'used' WHERE user_id = $1 AND ended IS NULL",
            [user.uuid().into()],
        )
        .await?;
    Ok(())
}

/// Deletes ways that ended long ago; says how many.
///
/// # Errors
/// When the database is not there.
pub async fn prune(control: &ControlTx) -> Result<u64, StoreError> {
    let before = control.clock().now() - REMEMBERED;
    control.connection().run("DELETE FROM password_resets WHERE expires_at <= $1", [before.into()]).await
}
