//! The table `placements`.

use sea_orm::entity::prelude::*;

/// Where a tenant's rows live.
#[sea_orm::model]
#[derive(Clone, PartialEq, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "placements")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    pub tier: String,
    pub shard: String,
    pub schema_name: String,
    pub role_name: String,
    pub epoch: i32,
}

impl ActiveModelBehavior for ActiveModel {}
