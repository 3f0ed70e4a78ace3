//! What the set-up page and the operator console ask for.

use chrono::{DateTime, Utc};
use domain::actor::Role;
use domain::id::ConnectionId;
use domain::tenant::Tenant;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::ApiError;
use super::wire::Exchange;

/// The tenant's set-up as an admin sees it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SetUp {
    /// When it was read.
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
    pub created_at: DateTime<Utc>,
    /// How many secrets are accepted.
    pub secrets: i32,
}

/// What is shown once and never again.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Disclosed {
    /// The path that events are posted to; only of a new connection.
    pub path: Option<String>,
    /// The secret that signs them.
    pub secret: String,
}

/// Loads the set-up of the signed-in admin's tenant.
#[server(prefix = "/api", endpoint = "account/setup", input = Exchange, output = Exchange)]
pub async fn load_set_up() -> Result<SetUp, ApiError> {
    use domain::actor::Permission;

    let answer = async {
        let (control, tenant) = super::context::control(Permission::ManageMembers).await?;
        let members = store::account::members(&control, tenant).await?;
        let connections = store::crm::connections(&control, tenant).await?;
        Ok(SetUp {
            as_of: control.clock().now(),
            members: members.into_iter().map(TeamMember::from).collect(),
            connections: connections.into_iter().map(ConnectionFacts::from).collect(),
        })
    };
    answer.await.inspect_err(super::context::set_status)
}

/// Makes a connection; its address and its secret are shown once.
#[server(prefix = "/api", endpoint = "connection/create", input = Exchange, output = Exchange)]
pub async fn create_connection() -> Result<Disclosed, ApiError> {
    use domain::actor::Permission;

    let answer = async {
        let (control, tenant) = super::context::control(Permission::ManageConnections).await?;
        let made = store::crm::create_connection(&control, tenant, store::crm::STANDARD).await?;
        control.commit().await?;
        Ok(Disclosed::of_new(&made))
    };
    answer.await.inspect_err(super::context::set_status)
}

/// Gives a connection a new secret; the one before is accepted until the next change.
#[server(prefix = "/api", endpoint = "connection/rotate", input = Exchange, output = Exchange)]
pub async fn rotate_secret(connection: ConnectionId) -> Result<Disclosed, ApiError> {
    use domain::actor::Permission;

    let answer = async {
        let (control, tenant) = super::context::control(Permission::ManageConnections).await?;
        let secret = store::crm::rotate_secret(&control, tenant, connection).await?;
        control.commit().await?;
        Ok(Disclosed::of_secret(&secret))
    };
    answer.await.inspect_err(super::context::set_status)
}

/// The platform as an operator sees it; no customer's content.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Platform {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// Every tenant, by name.
    pub tenants: Vec<Tenant>,
    /// How much waits, by class.
    pub queue: Vec<QueueDepth>,
    /// Jobs that wait for a person, the newest first.
    pub dead: Vec<DeadLetter>,
}

/// How much of a class waits.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct QueueDepth {
    /// The class.
    pub class: String,
    /// Jobs that could run.
    pub ready: u64,
    /// Jobs whose time has not come.
    pub later: u64,
    /// Jobs that run.
    pub running: u64,
    /// Jobs that wait for a person.
    pub dead: u64,
    /// For how long the oldest that could run has been waiting.
    pub oldest_seconds: f64,
}

/// A job that waits for a person.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DeadLetter {
    /// Whose it is.
    pub tenant: String,
    /// What it was to do.
    pub kind: String,
    /// How often it was tried.
    pub attempt: i16,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When it was given up.
    pub died_at: DateTime<Utc>,
}

/// Loads the state of the platform, for operators only.
#[server(prefix = "/api", endpoint = "platform/state", input = Exchange, output = Exchange)]
pub async fn load_platform() -> Result<Platform, ApiError> {
    let answer = async {
        let store = super::context::operator()?;
        let control = store.open_control().await?;
        let tenants = store::tenancy::list(&control).await?;
        drop(control);
        let depth = store::queue::depth(&store).await?;
        let dead = store::queue::dead_list(&store, MOST_DEAD).await?;
        Ok(Platform::of(store.clock().now(), tenants, depth, dead))
    };
    answer.await.inspect_err(super::context::set_status)
}

/// Dead letters that are listed.
#[cfg(feature = "ssr")]
const MOST_DEAD: u32 = 50;

#[cfg(feature = "ssr")]
mod conversion {
    use secrecy::{ExposeSecret as _, SecretString};

    use super::*;

    impl From<store::account::Member> for TeamMember {
        fn from(member: store::account::Member) -> Self {
            Self { name: member.name, email: member.email.to_string(), role: member.role }
        }
    }

    impl From<store::crm::ConnectionSummary> for ConnectionFacts {
        fn from(one: store::crm::ConnectionSummary) -> Self {
            Self { id: one.id, kind: one.kind, created_at: one.created_at, secrets: one.secrets }
        }
    }

    impl Disclosed {
        pub(super) fn of_new(made: &store::crm::NewConnection) -> Self {
            Self { path: Some(format!("/hooks/in/{}", made.key)), ..Self::of_secret(&made.secret) }
        }

        pub(super) fn of_secret(secret: &SecretString) -> Self {
            Self { path: None, secret: secret.expose_secret().to_owned() }
        }
    }

    impl Platform {
        pub(super) fn of(
            as_of: DateTime<Utc>,
            tenants: Vec<Tenant>,
            depth: Vec<store::queue::Depth>,
            dead: Vec<store::queue::DeadJob>,
        ) -> Self {
            let name = |id| {
                tenants
                    .iter()
                    .find(|tenant| tenant.id == id)
                    .map_or_else(|| "unknown".to_owned(), |tenant| tenant.name.clone())
            };
            let dead = dead
                .into_iter()
                .map(|job| DeadLetter {
                    tenant: name(job.tenant),
                    kind: job.kind,
                    attempt: job.attempt,
                    last_error: job.last_error,
                    died_at: job.died_at,
                })
                .collect();
            let queue = depth
                .into_iter()
                .map(|depth| QueueDepth {
                    class: depth.class.code().to_owned(),
                    ready: depth.ready,
                    later: depth.later,
                    running: depth.running,
                    dead: depth.dead,
                    oldest_seconds: depth.oldest_seconds,
                })
                .collect();
            Self { as_of, tenants, queue, dead }
        }
    }
}
