//! The people at the buyer's side of a deal.

mod preference;

use domain::crm::event::ContactEvent;
use domain::deal::ContactRole;
use domain::id::{ContactId, DealId};
use domain::survey::Audience;
use serde::Serialize;
use uuid::Uuid;

pub use preference::{Preference, opt_out, preference, undo_opt_out};

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::sql;

#[derive(Serialize)]
struct Row<'a> {
    id: Uuid,
    external_id: &'a str,
    name: &'a str,
    email: &'a str,
    title: Option<&'a str>,
    role: &'static str,
    is_primary: bool,
    language: Option<&'a str>,
}

/// Inserts the contacts of a deal or brings them up to date; one person is one contact, even when the CRM sends
/// his id only later.
pub(crate) async fn upsert(
    tenant: &TenantTx,
    deal: DealId,
    contacts: &[ContactEvent],
    deal_is_new: bool,
) -> Result<(), StoreError> {
    if contacts.is_empty() {
        return Ok(());
    }
    let rows: Vec<Row<'_>> = contacts
        .iter()
        .map(|contact| Row {
            id: tenant.clock().new_id(),
            external_id: &contact.external_id,
            name: &contact.name,
            email: contact.email.as_str(),
            title: contact.title.as_deref(),
            role: contact.role.code(),
            is_primary: contact.is_primary,
            language: contact.language.as_deref(),
        })
        .collect();
    let rows = sql::json(&rows);
    if !deal_is_new {
        sql::run(tenant, ADOPT, [tenant.tenant().uuid().into(), deal.uuid().into(), rows.clone()]).await?;
    }
    sql::run(tenant, UPSERT, [tenant.tenant().uuid().into(), deal.uuid().into(), rows]).await?;
    Ok(())
}

/// A contact that had no id of the CRM was kept under its address; now that it has one, it stays the same person.
const ADOPT: &str = "
UPDATE contacts AS c SET external_id = one.external_id
FROM jsonb_to_recordset($3) AS one(external_id text, email text)
WHERE c.tenant_id = $1 AND c.deal_id = $2 AND c.email = one.email AND c.external_id = one.email
  AND one.external_id <> c.external_id
  AND NOT EXISTS (SELECT 1 FROM contacts AS other
                  WHERE other.tenant_id = $1 AND other.deal_id = $2 AND other.external_id = one.external_id)";

const UPSERT: &str = "
INSERT INTO contacts (tenant_id, id, deal_id, external_id, name, email, title, role, is_primary, language)
SELECT $1, one.id, $2, one.external_id, one.name, one.email, one.title, one.role, one.is_primary, one.language
FROM jsonb_to_recordset($3) AS one(id uuid, external_id text, name text, email text, title text, role text,
                                   is_primary boolean, language text)
ON CONFLICT (tenant_id, deal_id, external_id) DO UPDATE SET
    name = CASE WHEN EXCLUDED.name = EXCLUDED.email THEN coalesce(contacts.name, EXCLUDED.name)
                ELSE EXCLUDED.name END,
    email = EXCLUDED.email,
    title = coalesce(EXCLUDED.title, contacts.title),
    role = EXCLUDED.role,
    is_primary = EXCLUDED.is_primary,
    language = coalesce(EXCLUDED.language, contacts.language)";

/// The buyers to ask about a deal; see [`to_ask`].
///
/// # Errors
/// When the database is not there.
pub async fn buyers(tenant: &TenantTx, deal: DealId) -> Result<Vec<ContactId>, StoreError> {
    to_ask(tenant, deal, Audience::Buyer).await
}

/// Whom to ask about a deal: its people of this audience that never opted out, each address once.
///
/// # Errors
/// When the database is not there.
pub async fn to_ask(
    tenant: &TenantTx,
    deal: DealId,
    audience: Audience,
) -> Result<Vec<ContactId>, StoreError> {
    let role = match audience {
        Audience::Buyer => ContactRole::Buyer,
        Audience::Sales => ContactRole::Sales,
    };
    let rows = sql::all(
        tenant,
        "SELECT DISTINCT ON (c.email) c.id
         FROM contacts c
         WHERE c.tenant_id = $1 AND c.deal_id = $2 AND c.role = $3 AND c.email IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM contacts o
                           WHERE o.tenant_id = $1 AND o.email = c.email AND o.opted_out_at IS NOT NULL)
         ORDER BY c.email, c.is_primary DESC, c.id",
        [tenant.tenant().uuid().into(), deal.uuid().into(), role.code().into()],
    )
    .await?;
    rows.into_iter().map(|row| Ok(ContactId::new(row.try_get_by_index(0)?))).collect()
}
