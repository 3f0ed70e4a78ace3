//! The one place that gives tenant tables their locks, so that none is forgotten.
//!
//! It is run over a whole schema after each migration of it, in the same transaction: whatever table is there
//! gets forced row-level security, the one policy, in a silo the check on its tenant, and the rights.

/// The text behind [`guard`]; `{schema}`, `{role}` and `{tenant}` are filled in.
pub const GUARD: &str = include_str!("tenant_table.sql");

/// The statement that locks every table of a tenant schema.
///
/// `role` is given the rows (none for a spare schema that belongs to nobody yet), `tenant` is the only one
/// whose rows a silo accepts. Names are derived from ids, so there is nothing to quote.
#[must_use]
pub fn guard(schema: &str, role: Option<&str>, tenant: Option<&str>) -> String {
    GUARD
        .replace("{schema}", schema)
        .replace("{role}", role.unwrap_or(""))
        .replace("{tenant}", tenant.unwrap_or(""))
}
