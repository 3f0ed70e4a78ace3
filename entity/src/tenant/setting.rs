//! The table `settings`.

use sea_orm::entity::prelude::*;

/// What one tenant has set, and the version of its data.
#[sea_orm::model]
#[derive(Clone, PartialEq, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "settings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(column_type = "JsonBinary")]
    pub document: Json,
    pub data_version: i64,
    pub rollups_version: i64,
    pub rolled_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
