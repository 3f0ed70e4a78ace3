//! Bound statements through a tenant's door, and values on their way into rows: as JSON or sealed.

use sea_orm::{QueryResult, Value};

use crate::access::TenantTx;
use crate::error::StoreError;

/// Every row.
pub(crate) async fn all(
    tenant: &TenantTx,
    sql: &'static str,
    values: impl IntoIterator<Item = Value> + Send,
) -> Result<Vec<QueryResult>, StoreError> {
    tenant.connection().all(sql, values).await
}

/// The first row, if there is any.
pub(crate) async fn one(
    tenant: &TenantTx,
    sql: &'static str,
    values: impl IntoIterator<Item = Value> + Send,
) -> Result<Option<QueryResult>, StoreError> {
    tenant.connection().one(sql, values).await
}

/// The number of rows it touched.
pub(crate) async fn run(
    tenant: &TenantTx,
    sql: &'static str,
    values: impl IntoIterator<Item = Value> + Send,
) -> Result<u64, StoreError> {
    tenant.connection().run(sql, values).await
}

/// A value as a parameter for a `jsonb`.
pub(crate) fn json(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).expect("our own types serialise").into()
}

/// A value out of a `jsonb` that we wrote.
pub(crate) fn document<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> Result<T, StoreError> {
    Ok(serde_json::from_value(value)?)
}

/// Seals a value of a buyer for this tenant and purpose.
pub(crate) fn seal(tenant: &TenantTx, purpose: &str, value: &impl serde::Serialize) -> Vec<u8> {
    let bytes = serde_json::to_vec(value).expect("our own types serialise");
    tenant.keys().seal(tenant.tenant(), purpose, &bytes)
}

/// Opens what [`seal`] made, for the same tenant and purpose only.
pub(crate) fn open<T: serde::de::DeserializeOwned>(
    tenant: &TenantTx,
    purpose: &str,
    sealed: &[u8],
) -> Result<T, StoreError> {
    let broken = || StoreError::broken("a seal is broken");
    let bytes = tenant.keys().open(tenant.tenant(), purpose, sealed).ok_or_else(broken)?;
    serde_json::from_slice(&bytes).map_err(|_| broken())
}
