//! People: who they are, what they may do for which tenant, and how they come in.

mod member;
pub mod reset;
pub mod session;
pub mod throttle;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use domain::actor::Role;
use domain::form::{Email, FieldErrors, name};
use domain::id::{TenantId, UserId};
use domain::tenant::{Tenant, TenantStatus};
use entity::control::user;
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryResult};
use secrecy::SecretString;

pub use member::{Member, enter, members};

use crate::access::ControlTx;
use crate::error::StoreError;
use crate::keys::digest;
use crate::signal::Access;
use crate::tenancy::read_tenant;

/// A person who can sign in.
#[derive(Clone, Debug)]
pub struct UserAccount {
    /// Who.
    pub id: UserId,
    /// The name on pages and mails.
    pub name: String,
    /// The address that signs in.
    pub email: Email,
    /// The hash of the password, in the PHC format; none before the first sign-in.
    pub password_hash: Option<String>,
    /// Whether it is one of us.
    pub is_operator: bool,
    /// The tenants it may act for, by name.
    pub memberships: Vec<(Tenant, Role)>,
    /// The one of them it worked for last.
    pub last_used: Option<TenantId>,
}

impl UserAccount {
    /// Where a sign-in begins: in the tenant that was used last, or the first, and in one that is closed only when
    /// all are.
    #[must_use]
    pub fn home(&self) -> Option<&(Tenant, Role)> {
        self.memberships.iter().min_by_key(|(tenant, _)| {
            (tenant.status != TenantStatus::Active, Some(tenant.id) != self.last_used)
        })
    }
}

/// The account with this address.
///
/// # Errors
/// When the database is not there.
pub async fn find_user(control: &ControlTx, email: &Email) -> Result<Option<UserAccount>, StoreError> {
    one(control, user::Column::Email.eq(email.as_str())).await
}

/// The account with this id.
///
/// # Errors
/// When the database is not there.
pub async fn load_user(control: &ControlTx, user: UserId) -> Result<Option<UserAccount>, StoreError> {
    one(control, user::Column::Id.eq(user.uuid())).await
}

/// What a one-time token of [`invite`] is worth.
#[derive(Clone, Debug)]
pub enum Invited {
    /// It lets this account in.
    Good(UserAccount),
    /// It was not used in time.
    Expired,
    /// A password was set since.
    Used,
    /// No account has it, or has it any more.
    Unknown,
}

/// Whom this one-time token lets in, or why nobody.
///
/// # Errors
/// When the database is not there.
pub async fn find_invited(control: &ControlTx, token: &str) -> Result<Invited, StoreError> {
    let hash = digest(token.as_bytes()).to_vec();
    let row = control
        .connection()
        .one("SELECT id, invite_expires_at FROM users WHERE invite_hash = $1", [hash.into()])
        .await?;
    let Some(row) = row else { return Ok(Invited::Unknown) };
    let until: Option<DateTime<Utc>> = row.try_get_by_index(1)?;
    let Some(until) = until else { return Ok(Invited::Used) };
    if until <= control.clock().now() {
        return Ok(Invited::Expired);
    }
    let account = load_user(control, UserId::new(row.try_get_by_index(0)?)).await?;
    Ok(account.map_or(Invited::Unknown, Invited::Good))
}

/// Sets the first password of whom this token lets in, and uses the token up; of two that come at once one wins.
///
/// A token without an end is a used one: its hash stays, so that the link can say so.
///
/// # Errors
/// When the database is not there.
pub async fn accept_invite(
    control: &ControlTx,
    token: &str,
    hash: &str,
) -> Result<Option<UserId>, StoreError> {
    let row = control
        .connection()
        .one(
            "UPDATE users SET password_hash = $3, invite_expires_at = null
             WHERE invite_hash = $1 AND invite_expires_at > $2 RETURNING id",
            [digest(token.as_bytes()).to_vec().into(), control.clock().now().into(), hash.to_owned().into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let user = UserId::new(row.try_get_by_index(0)?);
    session::delete_of(control, user).await?;
    Ok(Some(user))
}

/// Makes an account, or finds the one with the same address.
///
/// # Errors
/// [`StoreError::Invalid`] when the name is none.
pub async fn ensure_user(control: &ControlTx, email: &Email, name: &str) -> Result<UserId, StoreError> {
    let name =
        name::parse(name).map_err(|error| StoreError::Invalid(FieldErrors::of("name", error.to_string())))?;
    let row = control
        .connection()
        .one(
            "INSERT INTO users (id, email, name, created_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (email) DO UPDATE SET email = excluded.email RETURNING id",
            [
                control.clock().new_id().into(),
                email.as_str().to_owned().into(),
                name.into(),
                control.clock().now().into(),
            ],
        )
        .await?
        .ok_or(StoreError::NotFound)?;
    Ok(UserId::new(row.try_get_by_index(0)?))
}

/// Makes a one-time token for an account and returns it; an earlier one is no good any more.
///
/// # Errors
/// [`StoreError::NotFound`] for an unknown account.
pub async fn invite(
    control: &ControlTx,
    user: UserId,
    expires_at: DateTime<Utc>,
) -> Result<SecretString, StoreError> {
    let token = URL_SAFE_NO_PAD.encode(control.clock().random::<32>());
    let touched = control
        .connection()
        .run(
            "UPDATE users SET invite_hash = $2, invite_expires_at = $3 WHERE id = $1",
            [user.uuid().into(), digest(token.as_bytes()).to_vec().into(), expires_at.into()],
        )
        .await?;
    if touched == 0 { Err(StoreError::NotFound) } else { Ok(token.into()) }
}

/// Sets the password; any one-time link is used up, and every session of the account ends.
///
/// # Errors
/// [`StoreError::NotFound`] for an unknown account.
pub async fn set_password(control: &ControlTx, user: UserId, hash: &str) -> Result<(), StoreError> {
    let touched = control
        .connection()
        .run(
            "UPDATE users SET password_hash = $2, invite_expires_at = null WHERE id = $1",
            [user.uuid().into(), hash.to_owned().into()],
        )
        .await?;
    if touched == 0 {
        return Err(StoreError::NotFound);
    }
    reset::use_up(control, user).await?;
    session::delete_of(control, user).await
}

/// Lets an account see every tenant's operator pages, or no longer.
///
/// # Errors
/// [`StoreError::NotFound`] for an unknown account.
pub async fn set_operator(control: &ControlTx, user: UserId, is_operator: bool) -> Result<(), StoreError> {
    let touched = control
        .connection()
        .run("UPDATE users SET is_operator = $2 WHERE id = $1", [user.uuid().into(), is_operator.into()])
        .await?;
    if touched == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Gives an account a role in a tenant, or another role than it had.
///
/// # Errors
/// [`StoreError::Conflict`] for an unknown account or tenant.
pub async fn add_member(
    control: &ControlTx,
    tenant: TenantId,
    user: UserId,
    role: Role,
) -> Result<(), StoreError> {
    control
        .connection()
        .run(
            "INSERT INTO memberships (user_id, tenant_id, role, created_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (user_id, tenant_id) DO UPDATE SET role = excluded.role",
            [
                user.uuid().into(),
                tenant.uuid().into(),
                role.code().to_owned().into(),
                control.clock().now().into(),
            ],
        )
        .await?;
    control.note_access(Access::User(user));
    Ok(())
}

/// Takes an account's role in a tenant away.
///
/// # Errors
/// [`StoreError::NotFound`] when it had none.
pub async fn remove_member(control: &ControlTx, tenant: TenantId, user: UserId) -> Result<(), StoreError> {
    let touched = control
        .connection()
        .run(
            "DELETE FROM memberships WHERE user_id = $1 AND tenant_id = $2",
            [user.uuid().into(), tenant.uuid().into()],
        )
        .await?;
    control.note_access(Access::User(user));
    if touched == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

async fn one(
    control: &ControlTx,
    condition: impl Into<SimpleExpr>,
) -> Result<Option<UserAccount>, StoreError> {
    let found = user::Entity::find().filter(condition.into()).one(control.connection()).await?;
    let Some(user) = found else { return Ok(None) };
    let rows = control
        .connection()
        .all(
            "SELECT t.id, t.slug, t.name, t.tier, t.region, t.status, m.role, m.used_at
             FROM memberships m JOIN tenants t ON t.id = m.tenant_id
             WHERE m.user_id = $1 ORDER BY t.name, t.id",
            [user.id.into()],
        )
        .await?;
    let membership = |row: &QueryResult| {
        let role: String = row.try_get_by_index(6)?;
        let role = Role::from_code(&role).ok_or_else(|| StoreError::broken("a role that does not exist"))?;
        Ok::<_, StoreError>((read_tenant(row)?, role))
    };
    let memberships: Vec<(Tenant, Role)> = rows.iter().map(membership).collect::<Result<_, _>>()?;
    let mut last: Option<(DateTime<Utc>, TenantId)> = None;
    for (row, (tenant, _)) in rows.iter().zip(&memberships) {
        let used_at: Option<DateTime<Utc>> = row.try_get_by_index(7)?;
        last = last.max(used_at.map(|used_at| (used_at, tenant.id)));
    }
    Ok(Some(UserAccount {
        id: UserId::new(user.id),
        name: user.name,
        email: Email::parse(&user.email).map_err(StoreError::unreadable)?,
        password_hash: user.password_hash,
        is_operator: user.is_operator,
        memberships,
        last_used: last.map(|(_, tenant)| tenant),
    }))
}
