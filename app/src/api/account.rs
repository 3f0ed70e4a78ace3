//! What the set-up page asks for.

use chrono::{DateTime, Utc};
use domain::actor::Role;
use domain::id::ConnectionId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::ApiError;
use super::client::OwnClient;
use super::wire::Exchange;

/// The tenant's set-up as an admin sees it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SetUp {
    /// When it was read.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub as_of: DateTime<Utc>,
    /// The people of the tenant.
    pub members: Vec<TeamMember>,
    /// How its CRM reaches us.
    pub connections: Vec<ConnectionFacts>,
}

/// A person of the tenant.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TeamMember {
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The role.
    pub role: Role,
}

/// A connection without its secrets.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ConnectionFacts {
    /// Its id.
    pub id: ConnectionId,
    /// What it speaks.
    pub kind: String,
    /// Since when.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub created_at: DateTime<Utc>,
    /// How many secrets are accepted.
    pub secrets: i32,
    /// When its newest message came; absent where none did.
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub newest: Option<DateTime<Utc>>,
    /// How many messages could not be used.
    pub rejected: i64,
}

/// What is shown once and never again.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Disclosed {
    /// The address that events are posted to; only of a new connection.
    pub address: Option<String>,
    /// The secret that signs them.
    pub secret: String,
}

/// Loads the set-up of the signed-in admin's tenant.
#[server(prefix = "/api", endpoint = "account/setup", input = Exchange, output = Exchange, client = OwnClient)]
pub async fn load_set_up() -> Result<SetUp, ApiError> {
    use domain::actor::Permission;

    let answer = async {
        let (control, tenant) = super::context::control(Permission::ManageMembers).await?;
        let members = store::account::members(&control, tenant).await?;
        let connections = store::crm::connections(&control, tenant).await?;
        let rows = super::context::tenant(Permission::ManageConnections).await?;
        let brought = store::inbox::brought(&rows).await?;
        let facts = |one: store::crm::ConnectionSummary| {
            let brought = brought.get(&one.id).copied();
            ConnectionFacts::of(one, brought)
        };
        Ok(SetUp {
            as_of: control.clock().now(),
            members: members.into_iter().map(TeamMember::from).collect(),
            connections: connections.into_iter().map(facts).collect(),
        })
    };
    answer.await.inspect_err(super::context::set_status)
}

/// Makes a connection; its address and its secret are shown once.
#[server(prefix = "/api", endpoint = "connection/create", input = Exchange, output = Exchange, client = OwnClient)]
pub async fn create_connection() -> Result<Disclosed, ApiError> {
    use domain::actor::Permission;

    let answer = async {
        let (control, tenant) = super::context::control(Permission::ManageConnections).await?;
        Ok(Disclosed::by_creating(control, tenant, &super::context::site()?).await?)
    };
    answer.await.inspect_err(super::context::set_status)
}

/// Gives a connection a new secret; the one before is accepted until the next change.
#[server(prefix = "/api", endpoint = "connection/rotate", input = Exchange, output = Exchange, client = OwnClient)]
pub async fn rotate_secret(connection: ConnectionId) -> Result<Disclosed, ApiError> {
    use domain::actor::Permission;

    let answer = async {
        let (control, tenant) = super::context::control(Permission::ManageConnections).await?;
        Ok(Disclosed::by_rotating(control, tenant, connection).await?)
    };
    answer.await.inspect_err(super::context::set_status)
}

/// Takes a connection out of use, for good.
#[server(prefix = "/api", endpoint = "connection/retire", input = Exchange, output = Exchange, client = OwnClient)]
pub async fn retire_connection(connection: ConnectionId) -> Result<(), ApiError> {
    use domain::actor::Permission;

    let answer = async {
        let (control, tenant) = super::context::control(Permission::ManageConnections).await?;
        store::crm::retire_connection(&control, tenant, connection).await?;
        Ok(control.commit().await?)
    };
    answer.await.inspect_err(super::context::set_status)
}

#[cfg(feature = "ssr")]
mod conversion {
    use domain::id::TenantId;
    use secrecy::ExposeSecret as _;
    use store::{ControlTx, StoreError, crm};

    use super::*;
    use crate::api::context::Site;

    impl From<store::account::Member> for TeamMember {
        fn from(member: store::account::Member) -> Self {
            Self { name: member.name, email: member.email.to_string(), role: member.role }
        }
    }

    impl ConnectionFacts {
        /// A connection and what it has brought.
        pub(super) fn of(one: crm::ConnectionSummary, brought: Option<store::inbox::Brought>) -> Self {
            Self {
                id: one.id,
                kind: one.kind,
                created_at: one.created_at,
                secrets: one.secrets,
                newest: brought.map(|brought| brought.newest),
                rejected: brought.map_or(0, |brought| brought.rejected),
            }
        }
    }

    impl Disclosed {
        /// Makes a connection of a site that is reached at this address.
        ///
        /// # Errors
        /// When the database is not there.
        pub async fn by_creating(
            control: ControlTx,
            tenant: TenantId,
            site: &Site,
        ) -> Result<Self, StoreError> {
            let made = crm::create_connection(&control, tenant, crm::STANDARD).await?;
            control.commit().await?;
            let address = format!("{}/hooks/in/{}", site.0, made.key);
            Ok(Self { address: Some(address), secret: made.secret.expose_secret().to_owned() })
        }

        /// Gives a connection a new secret.
        ///
        /// # Errors
        /// [`StoreError::NotFound`] when the tenant has no such connection.
        pub async fn by_rotating(
            control: ControlTx,
            tenant: TenantId,
            connection: ConnectionId,
        ) -> Result<Self, StoreError> {
            let secret = crm::rotate_secret(&control, tenant, connection).await?;
            control.commit().await?;
            Ok(Self { address: None, secret: secret.expose_secret().to_owned() })
        }
    }
}
