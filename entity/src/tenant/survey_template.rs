//! The table `survey_templates`.

use sea_orm::entity::prelude::*;

/// A questionnaire.
#[sea_orm::model]
#[derive(Clone, PartialEq, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "survey_templates")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub active_version_id: Option<Uuid>,
    pub draft: Option<Json>,
    pub draft_revision: i32,
    pub draft_by: Option<Uuid>,
    pub draft_at: Option<DateTimeUtc>,
    pub audience: String,
    pub outcomes: Vec<String>,
    pub archived_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
