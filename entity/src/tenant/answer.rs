//! The table `answers`.

use sea_orm::entity::prelude::*;

/// The answer to one question.
#[sea_orm::model]
#[derive(Clone, PartialEq, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "answers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub response_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub question_key: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub answer: Json,
}

impl ActiveModelBehavior for ActiveModel {}
