#![doc = include_str!("../README.md")]

use sea_orm_migration::prelude::*;

mod control;
mod queue;
pub mod roles;
mod sql_file;
mod tenant;
pub mod tenant_table;

/// The schema `control`: tenants, placements, people, sessions, connections, audit.
pub struct ControlMigrator;

#[async_trait::async_trait]
impl MigratorTrait for ControlMigrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        sql_file::boxed(control::ALL)
    }
}

/// The schema `queue` of every shard.
pub struct QueueMigrator;

#[async_trait::async_trait]
impl MigratorTrait for QueueMigrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        sql_file::boxed(queue::ALL)
    }
}

/// The tables of tenants: the same list runs in `pool` and in every silo, in whichever schema comes first in
/// the search path. Run [`tenant_table::guard`] after it, in the same transaction.
pub struct TenantMigrator;

#[async_trait::async_trait]
impl MigratorTrait for TenantMigrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        sql_file::boxed(tenant::ALL)
    }
}

/// What a schema carries as its comment: its newest migration, legible to every login, so that a release finds out
/// before it serves that a schema is of another one.
const MARK: &str = "comment on schema {schema} is '{newest}'";

/// The statement that marks a schema with its newest migration.
#[must_use]
pub fn mark<M: MigratorTrait>(schema: &str) -> String {
    MARK.replace("{schema}", schema).replace("{newest}", &newest::<M>())
}

/// The newest migration of a list. Names begin with a date and a number, so that they can be compared.
#[must_use]
pub fn newest<M: MigratorTrait>() -> String {
    M::migrations().last().map(|one| one.name().to_owned()).unwrap_or_default()
}

/// The texts of the tenant tables alone, in order: with [`tenant_table::guard`] the bare work of making a silo.
pub fn tenant_texts() -> impl Iterator<Item = &'static str> {
    tenant::ALL.iter().map(|file| file.up)
}

/// Every text that shapes a database, in order: what a cached template database is keyed by.
#[must_use]
pub fn texts() -> Vec<&'static str> {
    let lists = [control::ALL, queue::ALL, tenant::ALL];
    let files = lists.into_iter().flatten().map(|file| file.up);
    files.chain([roles::BOOTSTRAP, roles::DATABASE, tenant_table::GUARD, MARK]).collect()
}
