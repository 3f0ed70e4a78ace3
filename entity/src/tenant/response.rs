//! The table `responses`.

use sea_orm::entity::prelude::*;

/// An enriched answer.
#[sea_orm::model]
#[derive(Clone, PartialEq, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "responses")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub deal_id: Uuid,
    pub invitation_id: Uuid,
    pub version_id: Uuid,
    pub attribution: String,
    pub overall: Option<i16>,
    pub sentiment: Option<f32>,
    pub submitted_at: DateTimeUtc,
    pub submitted_day: i32,
    pub seconds: Option<i32>,
    pub model: String,
    pub written_at: DateTimeUtc,
    pub voice: String,
    pub language: Option<String>,
    pub recommendation: Option<i16>,
    pub price_stance: Option<String>,
    pub price_gap: Option<i16>,
    pub price_role: Option<String>,
    pub turning_moment: Option<String>,
    pub change_theme: Option<String>,
    pub corrected_at: Option<DateTimeUtc>,
    pub outcome: Option<String>,
    pub closed_day: Option<i32>,
}

impl ActiveModelBehavior for ActiveModel {}
