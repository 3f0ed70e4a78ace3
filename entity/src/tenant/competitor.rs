//! The table `competitors`.

use sea_orm::entity::prelude::*;

/// A competitor in one tenant's list.
#[sea_orm::model]
#[derive(Clone, PartialEq, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "competitors")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub norm: String,
    pub created_at: DateTimeUtc,
    pub is_met: bool,
}

impl ActiveModelBehavior for ActiveModel {}
