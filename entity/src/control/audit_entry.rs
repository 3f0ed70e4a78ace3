//! The table `audit_entries`.

use sea_orm::entity::prelude::*;

/// Something that was done.
#[sea_orm::model]
#[derive(Clone, PartialEq, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub at: DateTimeUtc,
    pub tenant_id: Option<Uuid>,
    pub actor_kind: String,
    pub actor_id: String,
    pub action: String,
    pub object: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub detail: Json,
}

impl ActiveModelBehavior for ActiveModel {}
