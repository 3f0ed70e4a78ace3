//! A migration that is a pair of SQL files: policies, grants and checks do not fit a schema builder.

use sea_orm_migration::prelude::*;

/// One migration: its name as recorded, and its two texts.
pub(crate) struct SqlFile {
    pub(crate) name: &'static str,
    pub(crate) up: &'static str,
    pub(crate) down: &'static str,
}

pub(crate) fn boxed(files: &'static [SqlFile]) -> Vec<Box<dyn MigrationTrait>> {
    files.iter().map(|file| Box::new(Step(file)) as Box<dyn MigrationTrait>).collect()
}

struct Step(&'static SqlFile);

impl MigrationName for Step {
    fn name(&self) -> &str {
        self.0.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(self.0.up).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(self.0.down).await.map(drop)
    }
}
