//! The table `response_ratings`.

use sea_orm::entity::prelude::*;

/// Us and the chosen vendor on one criterion.
#[sea_orm::model]
#[derive(Clone, PartialEq, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "response_ratings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub response_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub question_key: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub criterion: String,
    pub us: Option<i16>,
    pub them: Option<i16>,
    pub competitor_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
