//! The table `login_attempts`.

use sea_orm::entity::prelude::*;

/// A failed sign-in; has no key of its own.
#[sea_orm::model]
#[derive(Clone, PartialEq, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "login_attempts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
