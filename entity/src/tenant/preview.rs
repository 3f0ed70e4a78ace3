//! The table `previews`.

use sea_orm::entity::prelude::*;

/// A member who tries a survey as a sample deal.
#[sea_orm::model]
#[derive(Clone, PartialEq, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "previews")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    pub template_id: Uuid,
    pub document: Json,
    pub deal: Json,
    pub answers: Json,
    pub attribution: Option<String>,
    pub language: Option<String>,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
