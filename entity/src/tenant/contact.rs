//! The table `contacts`.

use sea_orm::entity::prelude::*;

/// A person at the buyer's side of a deal.
#[sea_orm::model]
#[derive(Clone, PartialEq, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "contacts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub deal_id: Uuid,
    pub external_id: String,
    pub name: Option<String>,
    pub email: Option<String>,
    pub title: Option<String>,
    pub role: Option<String>,
    pub is_primary: bool,
    pub language: Option<String>,
    pub opted_out_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
