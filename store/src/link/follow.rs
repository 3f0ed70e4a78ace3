//! What becomes of invitations when the outcome of their deal is corrected.

use domain::id::{DealId, VersionId};
use domain::survey::Audience;

use super::REOPENED;
use crate::access::TenantTx;
use crate::error::StoreError;
use crate::sql;

/// Lets the survey that fits the deal's present outcome ask whoever is invited with one that does not.
///
/// The link stays as it is. Without such a survey the invitation is withdrawn until there is one. Who began finishes on
/// what he began. Gives how many invitations were changed.
///
/// # Errors
/// When the database is not there.
pub async fn follow_outcome(
    tenant: &TenantTx,
    deal: DealId,
    audience: Audience,
    fitting: Option<VersionId>,
) -> Result<u64, StoreError> {
    sql::run(
        tenant,
        "UPDATE invitations AS i SET
                version_id = coalesce($4, i.version_id),
                state = CASE WHEN $4 IS NULL THEN 'withdrawn' ELSE i.state END,
                withdrawn_at = CASE WHEN $4 IS NULL THEN $5 ELSE i.withdrawn_at END,
                withdrawn_reason = CASE WHEN $4 IS NULL THEN $6 ELSE i.withdrawn_reason END,
                remind_at = CASE WHEN $4 IS NOT NULL THEN i.remind_at END
         FROM template_versions v, survey_templates t, deals d
         WHERE i.tenant_id = $1 AND i.deal_id = $2 AND i.state IN ('waiting', 'sent') AND i.started_at IS NULL
           AND v.tenant_id = $1 AND v.id = i.version_id
           AND t.tenant_id = $1 AND t.id = v.template_id AND t.audience = $3
           AND d.tenant_id = $1 AND d.id = i.deal_id AND d.outcome <> ALL (t.outcomes)",
        [
            tenant.tenant().uuid().into(),
            deal.uuid().into(),
            audience.code().into(),
            fitting.map(VersionId::uuid).into(),
            tenant.clock().now().into(),
            REOPENED.into(),
        ],
    )
    .await
}
