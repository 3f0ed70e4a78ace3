//! The buyer takes an answer back: everything of it is erased, and a certificate says how much that was.

use domain::audit::AuditAction;
use domain::erasure::{Certificate, Manifest};
use domain::id::{ErasureId, InvitationId};
use domain::job::Job;
use domain::link::{LinkState, Withdrawal};

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::{competitor, link, sql};

/// What became of a withdrawal.
#[derive(Clone, PartialEq, Debug)]
pub enum Withdrawn {
    /// The answer is erased, now or before.
    Erased(Certificate),
    /// There was no answer to take back; nothing was changed.
    Closed(LinkState),
}

/// What is erased, in an order that no foreign key minds: the table, and the statement that empties it of one
/// invitation's answer.
const ERASE: [(&str, &str); 8] = [
    (
        "answers",
        "DELETE FROM answers USING responses r
         WHERE answers.tenant_id = $1 AND r.tenant_id = $1 AND r.invitation_id = $2 AND answers.response_id = r.id",
    ),
    (
        "response_themes",
        "DELETE FROM response_themes USING responses r
         WHERE response_themes.tenant_id = $1 AND r.tenant_id = $1 AND r.invitation_id = $2
           AND response_themes.response_id = r.id",
    ),
    (
        "response_ratings",
        "DELETE FROM response_ratings USING responses r
         WHERE response_ratings.tenant_id = $1 AND r.tenant_id = $1 AND r.invitation_id = $2
           AND response_ratings.response_id = r.id",
    ),
    (
        "deal_competitors",
        "DELETE FROM deal_competitors USING responses r
         WHERE deal_competitors.tenant_id = $1 AND r.tenant_id = $1 AND r.invitation_id = $2
           AND deal_competitors.response_id = r.id",
    ),
    ("responses", "DELETE FROM responses WHERE tenant_id = $1 AND invitation_id = $2"),
    ("submissions", "DELETE FROM submissions WHERE tenant_id = $1 AND invitation_id = $2"),
    ("drafts", "DELETE FROM drafts WHERE tenant_id = $1 AND invitation_id = $2"),
    ("survey_steps", "DELETE FROM survey_steps WHERE tenant_id = $1 AND invitation_id = $2"),
];

/// Erases the answer of an invitation, wherever it stands; again is as once.
///
/// # Errors
/// When the database is not there; then nothing was erased.
pub async fn withdraw(tenant: &TenantTx, invitation: InvitationId) -> Result<Withdrawn, StoreError> {
    let Some(held) = link::hold(tenant, invitation).await? else {
        return Ok(Withdrawn::Closed(LinkState::Unknown));
    };
    if let Some(certificate) = certificate(tenant, invitation).await? {
        return Ok(Withdrawn::Erased(certificate));
    }
    if held.state != "answered" {
        return Ok(Withdrawn::Closed(held.link_state(tenant.clock().now())));
    }
    let manifest = erase(tenant, invitation).await?;
    // Of the invitation only that there was one: not when it was begun or answered, nor what was chosen.
    sql::run(
        tenant,
        "UPDATE invitations SET state = 'withdrawn', withdrawn_at = $3, withdrawn_reason = $4, started_at = NULL,
                answered_at = NULL, response_id = NULL, attribution = NULL, correcting_at = NULL, remind_at = NULL
         WHERE tenant_id = $1 AND id = $2",
        [
            tenant.tenant().uuid().into(),
            invitation.uuid().into(),
            tenant.clock().now().into(),
            Withdrawal::ByBuyer.code().into(),
        ],
    )
    .await?;
    let id = ErasureId::new(tenant.clock().new_id());
    let certificate = Certificate::new(id, tenant.clock().now(), manifest);
    keep(tenant, invitation, &certificate).await?;
    tenant.note(AuditAction::WithdrawAnswer, id.to_string());
    tenant.enqueue(Job::RefreshRollups).await?;
    tenant.note_changed();
    Ok(Withdrawn::Erased(certificate))
}

async fn erase(tenant: &TenantTx, invitation: InvitationId) -> Result<Manifest, StoreError> {
    let mut manifest = Manifest::new();
    for (table, statement) in ERASE {
        let ids = [tenant.tenant().uuid().into(), invitation.uuid().into()];
        manifest.insert(table.to_owned(), sql::run(tenant, statement, ids).await?);
    }
    let vendors = competitor::forget_unnamed(tenant).await?;
    if vendors > 0 {
        manifest.insert("competitors".to_owned(), vendors);
    }
    Ok(manifest)
}

async fn keep(
    tenant: &TenantTx,
    invitation: InvitationId,
    certificate: &Certificate,
) -> Result<(), StoreError> {
    sql::run(
        tenant,
        "INSERT INTO erasures (tenant_id, id, invitation_id, reason, manifest, sha256, at)
         VALUES ($1, $2, $3, 'withdrawn', $4, $5, $6)",
        [
            tenant.tenant().uuid().into(),
            certificate.id.uuid().into(),
            invitation.uuid().into(),
            sql::json(&certificate.manifest),
            certificate.sha256.to_vec().into(),
            certificate.at.into(),
        ],
    )
    .await?;
    Ok(())
}

/// The certificate of an answer that was taken back.
///
/// # Errors
/// When the database is not there.
pub async fn certificate(
    tenant: &TenantTx,
    invitation: InvitationId,
) -> Result<Option<Certificate>, StoreError> {
    if !link::may_use(tenant, invitation) {
        return Ok(None);
    }
    let row = sql::one(
        tenant,
        "SELECT id, manifest, sha256, at FROM erasures WHERE tenant_id = $1 AND invitation_id = $2",
        [tenant.tenant().uuid().into(), invitation.uuid().into()],
    )
    .await?;
    row.map(|row| {
        let sha256: Vec<u8> = row.try_get_by_index(2)?;
        Ok(Certificate {
            id: ErasureId::new(row.try_get_by_index(0)?),
            at: row.try_get_by_index(3)?,
            manifest: sql::document(row.try_get_by_index(1)?)?,
            sha256: sha256.try_into().map_err(|_| StoreError::broken("a hash of another length"))?,
        })
    })
    .transpose()
}
