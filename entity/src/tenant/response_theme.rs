//! The table `response_themes`.

use sea_orm::entity::prelude::*;

/// A theme that a response names.
#[sea_orm::model]
#[derive(Clone, PartialEq, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "response_themes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub response_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub theme: String,
    pub source: String,
    pub weight: i32,
    pub confidence: f32,
    pub sentiment: Option<f32>,
    #[sea_orm(column_type = "JsonBinary")]
    pub evidence: Json,
}

impl ActiveModelBehavior for ActiveModel {}
