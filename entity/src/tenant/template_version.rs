//! The table `template_versions`.

use sea_orm::entity::prelude::*;

/// A published questionnaire; never changes.
#[sea_orm::model]
#[derive(Clone, PartialEq, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "template_versions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub template_id: Uuid,
    pub number: i32,
    #[sea_orm(column_type = "JsonBinary")]
    pub document: Json,
    pub published_at: DateTimeUtc,
    pub published_by: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
