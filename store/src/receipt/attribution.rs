//! The choice about the name, changed after the answer was sent.

use domain::audit::AuditAction;
use domain::id::{InvitationId, ResponseId};
use domain::job::Job;
use domain::link::LinkState;
use domain::response::Attribution;
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::{competitor, link, response, sql};

/// Changes who may see the buyer's name. `Open` and `Answered` mean that it holds from now on.
///
/// Before the answer is read, its ingestion will find the new choice; after, its row and its words follow at once:
/// words are sealed on the way into the pool and legible again on the way out.
///
/// # Errors
/// When the database is not there, or a seal is broken.
pub async fn set_attribution(
    tenant: &TenantTx,
    invitation: InvitationId,
    attribution: Attribution,
) -> Result<LinkState, StoreError> {
    let Some(held) = link::hold(tenant, invitation).await? else { return Ok(LinkState::Unknown) };
    let state = held.link_state(tenant.clock().now());
    match state {
        LinkState::Open | LinkState::Answered => {}
        LinkState::Expired | LinkState::Withdrawn | LinkState::Unknown => return Ok(state),
    }
    let changed = sql::run(
        tenant,
        "UPDATE invitations SET attribution = $3
         WHERE tenant_id = $1 AND id = $2 AND attribution IS DISTINCT FROM $3",
        [tenant.tenant().uuid().into(), invitation.uuid().into(), attribution.code().into()],
    )
    .await?;
    let row = sql::one(
        tenant,
        "UPDATE responses SET attribution = $3
         WHERE tenant_id = $1 AND invitation_id = $2 AND attribution <> $3
         RETURNING id",
        [tenant.tenant().uuid().into(), invitation.uuid().into(), attribution.code().into()],
    )
    .await?;
    let is_written = row.is_some();
    if let Some(row) = row {
        let response = ResponseId::new(row.try_get_by_index::<Uuid>(0)?);
        rewrite_words(tenant, response, attribution).await?;
        rewrite_names(tenant, response, attribution).await?;
        // Whom a pooled buyer names is no competitor for that; out of the pool, he brings whom he would have brought.
        if attribution == Attribution::Pooled {
            competitor::forget_unnamed(tenant).await?;
        } else {
            response::file_vendors(tenant, response).await?;
        }
        tenant.enqueue(Job::RefreshRollups).await?;
        tenant.note_changed();
    }
    if state == LinkState::Answered && (changed > 0 || is_written) {
        tenant.note(AuditAction::ChangeAttribution, invitation.to_string());
    }
    Ok(state)
}

/// Writes the answers anew as this choice keeps them.
async fn rewrite_words(
    tenant: &TenantTx,
    response: ResponseId,
    attribution: Attribution,
) -> Result<(), StoreError> {
    let rows = sql::all(
        tenant,
        "SELECT question_key, answer FROM answers WHERE tenant_id = $1 AND response_id = $2",
        [tenant.tenant().uuid().into(), response.uuid().into()],
    )
    .await?;
    let mut rewritten = Map::new();
    for row in rows {
        let (question, kept): (String, Json) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let answer = response::unseal(tenant, response, &question, kept)?;
        if answer.is_typed() {
            let kept = response::kept(tenant, response, attribution, &question, &answer)?;
            rewritten.insert(question, kept);
        }
    }
    sql::run(
        tenant,
        "UPDATE answers AS a SET answer = one.value
         FROM jsonb_each($3) AS one
         WHERE a.tenant_id = $1 AND a.response_id = $2 AND a.question_key = one.key",
        [tenant.tenant().uuid().into(), response.uuid().into(), Json::Object(rewritten).into()],
    )
    .await?;
    Ok(())
}

/// Writes the vendors' names anew in the same way.
async fn rewrite_names(
    tenant: &TenantTx,
    response: ResponseId,
    attribution: Attribution,
) -> Result<(), StoreError> {
    let rows = sql::all(
        tenant,
        "SELECT seq::int, raw FROM deal_competitors WHERE tenant_id = $1 AND response_id = $2",
        [tenant.tenant().uuid().into(), response.uuid().into()],
    )
    .await?;
    let mut rewritten = Map::new();
    for row in rows {
        let (seq, kept): (i32, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let name = response::unseal_name(tenant, response, kept);
        rewritten.insert(seq.to_string(), response::kept_name(tenant, response, attribution, &name).into());
    }
    sql::run(
        tenant,
        "UPDATE deal_competitors AS c SET raw = one.value
         FROM jsonb_each_text($3) AS one
         WHERE c.tenant_id = $1 AND c.response_id = $2 AND c.seq = one.key::smallint",
        [tenant.tenant().uuid().into(), response.uuid().into(), Json::Object(rewritten).into()],
    )
    .await?;
    Ok(())
}
