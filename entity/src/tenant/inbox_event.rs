//! The table `inbox`.

use sea_orm::entity::prelude::*;

/// An event as it was received.
#[sea_orm::model]
#[derive(Clone, PartialEq, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "inbox")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub connection_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: String,
    pub body: Vec<u8>,
    pub body_sha256: Vec<u8>,
    pub received_at: DateTimeUtc,
    pub processed_at: Option<DateTimeUtc>,
    pub state: String,
    pub reason: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
