//! The table `deals`.

use sea_orm::entity::prelude::*;

/// A deal.
#[sea_orm::model]
#[derive(Clone, PartialEq, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "deals")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub external_id: String,
    pub name: String,
    pub account_name: Option<String>,
    pub account_domain: Option<String>,
    pub industry: Option<String>,
    pub employees: Option<i32>,
    pub outcome: Option<String>,
    pub deal_type: Option<String>,
    pub amount: Option<Decimal>,
    pub currency: Option<String>,
    pub home_rate: Option<Decimal>,
    pub home_cents: Option<i64>,
    pub created_at: Option<DateTimeUtc>,
    pub closed_at: DateTimeUtc,
    pub closed_day: i32,
    pub cycle_days: Option<i32>,
    pub pipeline: Option<String>,
    pub lead_source: Option<String>,
    pub segment: Option<String>,
    pub region: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub products: Json,
    pub owner_id: Option<String>,
    pub owner_name: Option<String>,
    pub owner_email: Option<String>,
    pub owner_team: Option<String>,
    pub sellers: Vec<String>,
    pub crm_reason: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub stages: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub custom: Json,
    pub happened_at: DateTimeUtc,
    pub received_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
