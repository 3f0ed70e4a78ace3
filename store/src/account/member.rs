//! The members of one tenant, as mails and the team page need them.

use domain::actor::Role;
use domain::form::Email;
use domain::id::{TenantId, UserId};

use crate::access::ControlTx;
use crate::error::StoreError;

/// A person with a role in a tenant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// Who.
    pub id: UserId,
    /// The name.
    pub name: String,
    /// The address.
    pub email: Email,
    /// The role.
    pub role: Role,
}

/// Remembers that a member works for this tenant from now on: the next sign-in begins there.
///
/// # Errors
/// [`StoreError::NotFound`] for who is no member of it.
pub async fn enter(control: &ControlTx, tenant: TenantId, user: UserId) -> Result<(), StoreError> {
    let touched = control
        .connection()
        .run(
            "UPDATE memberships SET used_at = $3 WHERE user_id = $1 AND tenant_id = $2",
            [user.uuid().into(), tenant.uuid().into(), control.clock().now().into()],
        )
        .await?;
    if touched == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// The members of a tenant, by name.
///
/// # Errors
/// When the database is not there.
pub async fn members(control: &ControlTx, tenant: TenantId) -> Result<Vec<Member>, StoreError> {
    let rows = control
        .connection()
        .all(
            "SELECT u.id, u.name, u.email, m.role
             FROM memberships m JOIN users u ON u.id = m.user_id
             WHERE m.tenant_id = $1 ORDER BY u.name, u.id",
            [tenant.uuid().into()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let (email, role): (String, String) = (row.try_get_by_index(2)?, row.try_get_by_index(3)?);
            Ok(Member {
                id: UserId::new(row.try_get_by_index(0)?),
                name: row.try_get_by_index(1)?,
                email: Email::parse(&email).map_err(StoreError::unreadable)?,
                role: Role::from_code(&role)
                    .ok_or_else(|| StoreError::broken("a role that does not exist"))?,
            })
        })
        .collect()
}
