//! The table `rollups`.

use sea_orm::entity::prelude::*;

/// One month of one dimension's key, added up.
#[sea_orm::model]
#[derive(Clone, PartialEq, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "rollups")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub dimension: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub month: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub won: i32,
    pub lost_competitor: i32,
    pub lost_no_decision: i32,
    pub lost_other: i32,
    pub won_cents: i64,
    pub lost_cents: i64,
    pub without_amount: i32,
    pub answered: i32,
}

impl ActiveModelBehavior for ActiveModel {}
