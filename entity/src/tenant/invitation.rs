//! The table `invitations`.

use sea_orm::entity::prelude::*;

/// One contact's invitation to answer for one deal.
#[sea_orm::model]
#[derive(Clone, PartialEq, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "invitations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub deal_id: Uuid,
    pub contact_id: Uuid,
    pub version_id: Uuid,
    pub token_hash: Vec<u8>,
    pub kid: i16,
    pub state: String,
    pub created_at: DateTimeUtc,
    pub send_after: DateTimeUtc,
    pub sent_at: Option<DateTimeUtc>,
    pub started_at: Option<DateTimeUtc>,
    pub answered_at: Option<DateTimeUtc>,
    pub withdrawn_at: Option<DateTimeUtc>,
    pub withdrawn_reason: Option<String>,
    pub expires_at: DateTimeUtc,
    pub response_id: Option<Uuid>,
    pub attribution: Option<String>,
    pub language: Option<String>,
    pub remind_at: Option<DateTimeUtc>,
    pub reminders: i16,
    pub receipt_hash: Option<Vec<u8>>,
    pub correcting_at: Option<DateTimeUtc>,
    pub undeliverable_at: Option<DateTimeUtc>,
    pub undeliverable_reason: Option<String>,
    pub undeliverable_to: Option<String>,
    pub mailed_to: Option<Vec<u8>>,
}

impl ActiveModelBehavior for ActiveModel {}
