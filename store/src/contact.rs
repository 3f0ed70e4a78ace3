//! The people of a deal: those at the buyer's side, and those who sold.

mod preference;

use domain::crm::event::ContactEvent;
use domain::deal::{ContactRole, Reach};
use domain::form::Email;
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
    email: Option<&'a str>,
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
            email: contact.email.as_ref().map(Email::as_str),
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

/// An address within a deal is one person, whatever id the CRM gives it: none at first, or another after two records
/// were merged there. The contact that is known takes the new id, unless the message still names the old one. Of
/// several that are known, the one that was invited does. Of whom no more than the name was known, the name is enough.
const ADOPT: &str = "
UPDATE contacts AS c SET external_id = adopted.external_id
FROM (
    SELECT DISTINCT ON (one.external_id) one.external_id, known.id
    FROM jsonb_to_recordset($3) AS one(external_id text, email text, name text)
    JOIN contacts known ON known.tenant_id = $1 AND known.deal_id = $2 AND known.external_id <> one.external_id
                       AND (known.email = one.email
                            OR known.email IS NULL AND known.external_id = known.name AND known.name = one.name)
    LEFT JOIN invitations i ON i.tenant_id = $1 AND i.deal_id = $2 AND i.contact_id = known.id
    WHERE NOT EXISTS (SELECT 1 FROM contacts other
                      WHERE other.tenant_id = $1 AND other.deal_id = $2 AND other.external_id = one.external_id)
      AND NOT EXISTS (SELECT 1 FROM jsonb_to_recordset($3) AS named(external_id text)
                      WHERE named.external_id = known.external_id)
    ORDER BY one.external_id, i.id IS NULL, known.id
) AS adopted
WHERE c.tenant_id = $1 AND c.id = adopted.id";

/// A name or an address that a message does not say stays as it was; and whoever is known by more than the name is not
/// made again by it.
const UPSERT: &str = "
INSERT INTO contacts (tenant_id, id, deal_id, external_id, name, email, title, role, is_primary, language)
SELECT $1, one.id, $2, one.external_id, one.name, one.email, one.title, one.role, one.is_primary, one.language
FROM jsonb_to_recordset($3) AS one(id uuid, external_id text, name text, email text, title text, role text,
                                   is_primary boolean, language text)
WHERE one.email IS NOT NULL OR one.external_id <> one.name
   OR NOT EXISTS (SELECT 1 FROM contacts known
                  WHERE known.tenant_id = $1 AND known.deal_id = $2 AND known.name = one.name
                    AND known.external_id <> one.external_id)
ON CONFLICT (tenant_id, deal_id, external_id) DO UPDATE SET
    name = CASE WHEN EXCLUDED.name IN (EXCLUDED.email, EXCLUDED.external_id)
                THEN coalesce(nullif(contacts.name, contacts.external_id), EXCLUDED.name)
                ELSE EXCLUDED.name END,
    email = coalesce(EXCLUDED.email, contacts.email),
    title = coalesce(EXCLUDED.title, contacts.title),
    role = EXCLUDED.role,
    is_primary = EXCLUDED.is_primary,
    language = coalesce(EXCLUDED.language, contacts.language)";

/// Whoever owns the deal sold it, whatever the CRM calls him among the contacts: he is nobody's buyer.
pub(crate) async fn mark_owner(tenant: &TenantTx, deal: DealId) -> Result<(), StoreError> {
    sql::run(
        tenant,
        "UPDATE contacts AS c SET role = $3
         FROM deals d
         WHERE d.tenant_id = $1 AND d.id = $2 AND c.tenant_id = $1 AND c.deal_id = $2
           AND c.email = d.owner_email AND c.role IS DISTINCT FROM $3",
        [tenant.tenant().uuid().into(), deal.uuid().into(), ContactRole::Sales.code().into()],
    )
    .await?;
    Ok(())
}

/// Makes the owner of a deal one of its sellers who can be asked. CRMs do not list him among the contacts; who is
/// listed, opted out or cannot be written to stays as he is.
///
/// # Errors
/// When the database is not there.
pub async fn add_owner(tenant: &TenantTx, deal: DealId) -> Result<(), StoreError> {
    sql::run(
        tenant,
        "INSERT INTO contacts (tenant_id, id, deal_id, external_id, name, email, role, is_primary)
         SELECT $1, $3, d.id, 'owner:' || d.owner_email, coalesce(d.owner_name, d.owner_email), d.owner_email, $4, false
         FROM deals d
         WHERE d.tenant_id = $1 AND d.id = $2 AND d.owner_email IS NOT NULL
           AND NOT EXISTS (SELECT FROM contacts c
                           WHERE c.tenant_id = $1 AND c.deal_id = $2 AND c.email = d.owner_email)
           AND NOT EXISTS (SELECT FROM contacts o
                           WHERE o.tenant_id = $1 AND o.email = d.owner_email AND o.opted_out_at IS NOT NULL)
         ON CONFLICT DO NOTHING",
        [
            tenant.tenant().uuid().into(),
            deal.uuid().into(),
            tenant.clock().new_id().into(),
            ContactRole::Sales.code().into(),
        ],
    )
    .await?;
    Ok(())
}

/// The buyers to ask about a deal; see [`to_ask`].
///
/// # Errors
/// When the database is not there.
pub async fn buyers(tenant: &TenantTx, deal: DealId) -> Result<Vec<ContactId>, StoreError> {
    to_ask(tenant, deal, Audience::Buyer).await
}

/// Whom to ask about a deal: its people of this audience that can be written to and never opted out, each address once.
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
        "SELECT DISTINCT ON (c.email) c.id, c.email
         FROM contacts c
         WHERE c.tenant_id = $1 AND c.deal_id = $2 AND c.role = $3 AND c.email IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM contacts o
                           WHERE o.tenant_id = $1 AND o.email = c.email AND o.opted_out_at IS NOT NULL)
         ORDER BY c.email, c.is_primary DESC, c.id",
        [tenant.tenant().uuid().into(), deal.uuid().into(), role.code().into()],
    )
    .await?;
    let mut asked = Vec::with_capacity(rows.len());
    for row in rows {
        let address: String = row.try_get_by_index(1)?;
        // What is no address at all is told by the invitation, which finds it out.
        if Reach::of(Some(&address)) != Reach::Letters {
            asked.push(ContactId::new(row.try_get_by_index(0)?));
        }
    }
    Ok(asked)
}
