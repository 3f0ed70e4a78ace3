//! What mails about an invitation need beside its link: the language, the way out of all mails, and the count of
//! reminders.

use domain::id::InvitationId;
use domain::link::{LinkPurpose, LinkToken, TokenClaims};
use domain::survey::Language;
use domain::survey::language::negotiate;

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::sql;

/// In which language somebody will read a survey.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// The language: the first of the wanted ones that the survey speaks, else the survey's own.
    pub language: Language,
    /// Whether it is one of the wanted: then the link may say it, else the browser knows better.
    pub is_wanted: bool,
}

/// In which language somebody will read a survey that speaks these. Surveys of the first format are in English.
pub(crate) fn reading(
    spoken: Option<serde_json::Value>,
    wanted: [Option<String>; 2],
) -> Result<Reading, StoreError> {
    let spoken: Option<Vec<Language>> = spoken.map(sql::document).transpose()?;
    let spoken = spoken.filter(|all| !all.is_empty()).unwrap_or_else(|| vec![Language::english()]);
    let wanted: Vec<Language> =
        wanted.into_iter().flatten().filter_map(|tag| Language::parse(&tag).ok()).collect();
    let found = negotiate(&spoken, &wanted);
    Ok(Reading { language: found.unwrap_or(&spoken[0]).clone(), is_wanted: found.is_some() })
}

/// The token of the link behind which the buyer says what he wants of the tenant; good for as long as there are mails.
#[must_use]
pub fn preferences_token(tenant: &TenantTx, invitation: InvitationId, host: &str) -> LinkToken {
    let claims = TokenClaims { tenant: tenant.tenant(), invitation, expires: u32::MAX };
    tenant.keys().seal_token(LinkPurpose::Preferences, &claims, host)
}

/// Records that the buyer was reminded as he had asked; what he has asked for since stays.
///
/// # Errors
/// When the database is not there.
pub async fn mark_reminded(tenant: &TenantTx, invitation: InvitationId) -> Result<(), StoreError> {
    sql::run(
        tenant,
        "UPDATE invitations SET reminders = reminders + 1,
                remind_at = CASE WHEN remind_at > $3 THEN remind_at END
         WHERE tenant_id = $1 AND id = $2",
        [tenant.tenant().uuid().into(), invitation.uuid().into(), tenant.clock().now().into()],
    )
    .await?;
    Ok(())
}
