//! The table `competitor_aliases`.

use sea_orm::entity::prelude::*;

/// Another name of a competitor.
#[sea_orm::model]
#[derive(Clone, PartialEq, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "competitor_aliases")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub norm: String,
    pub alias: String,
    pub competitor_id: Uuid,
    pub source: String,
}

impl ActiveModelBehavior for ActiveModel {}
