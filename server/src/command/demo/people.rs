//! The people of the sample tenants and the operator, all with one password.

use domain::actor::Role;
use domain::form::Email;
use domain::tenant::Tenant;
use store::{Store, account};

use super::cast::Sample;
use super::story::Cast;
use crate::http::auth::password;

/// Everybody's password in the demo, which listens on this machine only.
pub(super) const PASSWORD: &str = "winloss-demo";
/// The operator of the demo.
pub(super) const OPERATOR: &str = "operator@winloss.example";

/// `hannah@northwind.example`.
pub(super) fn address(name: &str, cast: &Cast) -> anyhow::Result<Email> {
    let first = name.split(' ').next().unwrap_or(name).to_lowercase();
    Ok(Email::parse(&format!("{first}@{}", cast.mail_domain))?)
}

/// The hash of everybody's password, made once: hashing is slow on purpose.
pub(super) fn hash_password() -> anyhow::Result<String> {
    Ok(password::hash(PASSWORD)?)
}

/// Lets the people of a sample tenant in; returns address and role.
pub(super) async fn join(
    store: &Store,
    tenant: &Tenant,
    sample: &Sample,
    hash: &str,
) -> anyhow::Result<Vec<(Email, &'static str)>> {
    let (_, rep, _) = sample.cast.reps[0];
    let people = [
        (sample.admin, Role::Admin),
        (sample.leader, Role::Leader),
        (rep, Role::Rep),
        (sample.viewer, Role::Viewer),
    ];
    let control = store.open_control().await?;
    let mut joined = Vec::new();
    for (name, role) in people {
        let email = address(name, &sample.cast)?;
        let user = account::ensure_user(&control, &email, name).await?;
        account::set_password(&control, user, hash).await?;
        account::add_member(&control, tenant.id, user, role).await?;
        joined.push((email, role.code()));
    }
    control.commit().await?;
    Ok(joined)
}

/// Lets the operator in.
pub(super) async fn operator(store: &Store, hash: &str) -> anyhow::Result<()> {
    let control = store.open_control().await?;
    let user = account::ensure_user(&control, &Email::parse(OPERATOR)?, "Olive Operator").await?;
    account::set_password(&control, user, hash).await?;
    account::set_operator(&control, user, true).await?;
    Ok(control.commit().await?)
}
