//! Roles, the signed context and the hardening of a database: run by a superuser, once a database, idempotent.
//!
//! Everything else is run by `wl_migrator`, which cannot do what is done here.

/// The text to run as superuser in the database that is to be used.
pub const BOOTSTRAP: &str = include_str!("roles/bootstrap.sql");

/// The rights on the database itself, to run as superuser too; a copy made with `TEMPLATE` needs it again.
pub const DATABASE: &str = include_str!("roles/database.sql");

/// Makes the role of a silo, as `wl_migrator` and before the schema's rights are given to it.
///
/// The name is derived from the tenant's id, so there is nothing to quote.
#[must_use]
pub fn silo_role(role: &str) -> String {
    format!(
        "do $$ begin
            if not exists (select from pg_catalog.pg_roles where rolname = '{role}') then
                create role {role} nologin;
            end if;
            if not pg_catalog.pg_has_role('{role}', 'tenant_rw', 'member') then
                grant tenant_rw to {role};
            end if;
            if not exists (select from pg_catalog.pg_auth_members where roleid = '{role}'::regrole
                           and member = 'wl_app'::regrole) then
                grant {role} to wl_app;
            end if;
        end $$"
    )
}
