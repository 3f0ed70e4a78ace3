//! The table `deal_competitors`.

use sea_orm::entity::prelude::*;

/// A vendor that was in a deal.
#[sea_orm::model]
#[derive(Clone, PartialEq, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "deal_competitors")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub deal_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub source: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i16,
    pub competitor_id: Option<Uuid>,
    pub raw: String,
    pub role: String,
    pub response_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
