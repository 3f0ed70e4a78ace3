//! Turns a received CRM message into a deal and the invitations of its buyers, in one transaction.

use chrono::Duration;
use domain::crm::{CrmEvent, DealEvent, parse_event};
use domain::id::ConnectionId;
use domain::job::Job;
use store::inbox::InboxState;
use store::link::{self, Invite};
use store::{TenantTx, Workload, contact, deal, inbox, settings, survey};

use super::{Services, complete, open};
use crate::worker::{JobContext, JobError};

pub(super) async fn run(
    context: &JobContext<Services>,
    connection: ConnectionId,
    event: &str,
) -> Result<(), JobError> {
    let tenant = open(context, Workload::Live).await?;
    let received = inbox::load(&tenant, connection, event).await?;
    let Some(received) = received.filter(|received| received.state == InboxState::Waiting) else {
        return complete(context, tenant).await;
    };
    let (state, reason) = match parse_event(&received.body) {
        Ok(CrmEvent::Deal(event)) => (InboxState::Done, dispatch(&tenant, &event, &context.services).await?),
        Ok(CrmEvent::Other { kind }) => {
            (InboxState::Ignored, Some(format!("events of the kind \"{kind}\" are not read")))
        }
        // It was read before it was accepted, so it comes from another version of us.
        Err(malformed) => (InboxState::Rejected, Some(malformed.to_string())),
    };
    inbox::finish(&tenant, connection, event, state, reason.as_deref()).await?;
    complete(context, tenant).await
}

/// Writes the deal and invites its buyers; says why nobody was invited.
async fn dispatch(
    tenant: &TenantTx,
    event: &DealEvent,
    services: &Services,
) -> Result<Option<String>, JobError> {
    let settings = settings::load(tenant).await?;
    let deal = deal::upsert(tenant, event, &settings).await?;
    if deal.is_stale {
        return Ok(Some("a newer event of this deal was read before".to_owned()));
    }
    tenant.enqueue(Job::RefreshRollups).await?;
    if deal.outcome.is_none() {
        return Ok(Some("the deal was re-opened".to_owned()));
    }
    let Some(survey) = survey::active(tenant).await? else {
        return Ok(Some("no survey is published".to_owned()));
    };
    let send_after = tenant.clock().now() + Duration::hours(i64::from(settings.invite_delay_hours));
    let expires_at = send_after + Duration::days(i64::from(settings.link_days.max(1)));
    let mut invited = 0;
    for contact in contact::buyers(tenant, deal.id).await? {
        let invite = Invite {
            deal: deal.id,
            contact,
            version: survey.version,
            send_after,
            expires_at,
            host: services.post.host(),
        };
        if let Some(invitation) = link::invite(tenant, &invite).await? {
            tenant.enqueue_after(Job::SendMail { invitation }, send_after).await?;
            invited += 1;
        }
    }
    Ok((invited == 0).then(|| "nobody new to invite".to_owned()))
}
