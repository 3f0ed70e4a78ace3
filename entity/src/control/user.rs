//! The table `users`.

use sea_orm::entity::prelude::*;

/// A person who can sign in.
#[sea_orm::model]
#[derive(Clone, PartialEq, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub email: String,
    pub name: String,
    pub password_hash: Option<String>,
    pub is_operator: bool,
    pub created_at: DateTimeUtc,
    pub invite_hash: Option<Vec<u8>>,
    pub invite_expires_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
