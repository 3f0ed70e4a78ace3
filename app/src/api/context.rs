//! Who asks, and the doors that are opened for them.
//!
//! The server puts a [`Visitor`] and the store into the context of every request.
//!
//! **Invariant:** the tenant of a door is the tenant of the session; nothing a request says can change it.
//! **Invariant:** a tenant that is stopped or not yet open is closed to its members, whatever the door.

use domain::actor::{Actor, Permission, Role};
use domain::form::Email;
use domain::id::{TenantId, UserId};
use domain::tenant::{Tenant, TenantStatus};
use serde::{Deserialize, Serialize};

use super::ApiError;

/// Who is signed in, as the session says.
#[derive(Clone, PartialEq, Debug)]
pub struct Visitor {
    /// The person.
    pub user: UserId,
    /// The name.
    pub name: String,
    /// The address.
    pub email: Email,
    /// The tenant the session works in; absent for operators.
    pub tenant: Option<Tenant>,
    /// The role in that tenant.
    pub role: Option<Role>,
    /// The other tenants that the person is a member of, by name.
    pub others: Vec<(Tenant, Role)>,
    /// Whether this is one of ours.
    pub is_operator: bool,
}

impl Visitor {
    /// The tenant this member works in and the actor to open its doors as, if the role has the permission.
    ///
    /// # Errors
    /// When the session works in no tenant, the role does not allow it, or the tenant is not open for use. The
    /// tenant's state is that of this request: doors may know an older one for some seconds.
    pub fn acts_for(&self, permission: Permission) -> Result<(&Tenant, Actor), ApiError> {
        // Isolation: the tenant is the session's; taken from anywhere else, a member could name another one.
        let (Some(tenant), Some(role)) = (&self.tenant, self.role) else { return Err(ApiError::Forbidden) };
        if !role.allows(permission) {
            return Err(ApiError::Forbidden);
        }
        match tenant.status {
            TenantStatus::Active => Ok((tenant, Actor::member(self.user, role, &self.email, &self.name))),
            TenantStatus::Provisioning | TenantStatus::Suspended => Err(ApiError::Suspended),
        }
    }

    /// The actor of an operator's doing; `None` for who is not one of ours.
    #[must_use]
    pub const fn operates(&self) -> Option<Actor> {
        if self.is_operator { Some(Actor::Operator { user: self.user }) } else { None }
    }
}

/// The nonce of this answer's scripts and styles.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Nonce(pub String);

/// How people and CRMs reach the site, without a slash at the end.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Site(pub String);

/// What the browser may know of the visitor, to draw the frame.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The tenant.
    pub tenant_id: Option<TenantId>,
    /// The tenant's name.
    pub tenant: Option<String>,
    /// Where the tenant's data lie, in words.
    pub place: Option<String>,
    /// The role in the tenant.
    pub role: Option<Role>,
    /// The other tenants that the person may switch to: those that are open, by name.
    pub others: Vec<(TenantId, String)>,
    /// Whether this is one of ours.
    pub is_operator: bool,
}

impl From<&Visitor> for Person {
    fn from(visitor: &Visitor) -> Self {
        use domain::tenant::Tier;

        let place = visitor.tenant.as_ref().map(|tenant| {
            let apart = match tenant.tier {
                Tier::Pool => "",
                Tier::Silo => ", apart from other customers",
            };
            format!("Data stays in the {}{apart}", tenant.region.to_ascii_uppercase())
        });
        Self {
            name: visitor.name.clone(),
            email: visitor.email.to_string(),
            tenant_id: visitor.tenant.as_ref().map(|tenant| tenant.id),
            tenant: visitor.tenant.as_ref().map(|tenant| tenant.name.clone()),
            place,
            role: visitor.role,
            others: visitor
                .others
                .iter()
                .filter(|(tenant, _)| tenant.status == TenantStatus::Active)
                .map(|(tenant, _)| (tenant.id, tenant.name.clone()))
                .collect(),
            is_operator: visitor.is_operator,
        }
    }
}

/// The person this page is drawn for; in the browser it comes with the page.
#[must_use]
pub fn person() -> Option<Person> {
    #[cfg(feature = "ssr")]
    let person = visitor().as_ref().map(Person::from);
    #[cfg(not(feature = "ssr"))]
    let person = None;
    person
}

#[cfg(feature = "ssr")]
pub use server::{control, nonce, operator, set_status, site, store, tenant, visitor};

#[cfg(feature = "ssr")]
mod server {
    use axum::http::StatusCode;
    use axum::http::request::Parts;
    use domain::actor::{Actor, Permission};
    use domain::id::TenantId;
    use leptos::prelude::use_context;
    use leptos_axum::ResponseOptions;
    use store::{ControlTx, Store, TenantTx, Workload};

    use super::{Nonce, Site, Visitor};
    use crate::api::ApiError;

    /// Something the server put into this request.
    fn of_request<T: Clone + Send + Sync + 'static>() -> Option<T> {
        use_context::<T>().or_else(|| use_context::<Parts>()?.extensions.get::<T>().cloned())
    }

    /// Who is signed in.
    #[must_use]
    pub fn visitor() -> Option<Visitor> {
        of_request()
    }

    /// The nonce of this answer.
    #[must_use]
    pub fn nonce() -> Option<Nonce> {
        of_request()
    }

    /// The store.
    ///
    /// # Errors
    /// When the server did not provide one.
    pub fn store() -> Result<Store, ApiError> {
        of_request().ok_or(ApiError::Unavailable)
    }

    /// How the site is reached.
    ///
    /// # Errors
    /// When the server did not say.
    pub fn site() -> Result<Site, ApiError> {
        of_request().ok_or(ApiError::Unavailable)
    }

    /// Opens the door to the tenant of the session.
    ///
    /// # Errors
    /// When nobody is signed in, the role does not allow it, or the door does not open.
    pub async fn tenant(permission: Permission) -> Result<TenantTx, ApiError> {
        let visitor = visitor().ok_or(ApiError::Unauthenticated)?;
        let (tenant, actor) = visitor.acts_for(permission)?;
        let workload = match permission {
            Permission::ViewReports => Workload::Reporting,
            _ => Workload::Live,
        };
        Ok(store()?.open_tenant(tenant.id, actor, workload).await?)
    }

    /// Opens the control door for a member's own tenant; every query there must name it.
    ///
    /// # Errors
    /// As [`tenant`].
    pub async fn control(permission: Permission) -> Result<(ControlTx, TenantId), ApiError> {
        let visitor = visitor().ok_or(ApiError::Unauthenticated)?;
        let (tenant, _) = visitor.acts_for(permission)?;
        Ok((store()?.open_control().await?, tenant.id))
    }

    /// The store and who asks, for an operator only.
    ///
    /// # Errors
    /// When nobody is signed in, or not one of ours.
    pub fn operator() -> Result<(Store, Actor), ApiError> {
        let visitor = visitor().ok_or(ApiError::Unauthenticated)?;
        let actor = visitor.operates().ok_or(ApiError::Forbidden)?;
        Ok((store()?, actor))
    }

    /// Answers with the status of an error, for pages and server functions alike.
    pub fn set_status(error: &ApiError) {
        if let (Some(options), Ok(status)) =
            (use_context::<ResponseOptions>(), StatusCode::from_u16(error.status()))
        {
            options.set_status(status);
        }
    }
}
