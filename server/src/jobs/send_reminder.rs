//! Reminds a buyer who asked for it, if there is still something to be reminded of.

use domain::id::InvitationId;
use store::{link, notice, settings};

use super::send_mail::{Letter, is_due};
use super::{Services, complete, open};
use crate::mail::Occasion;
use crate::worker::{JobContext, JobError};

/// The effect's name in the record.
const EFFECT: &str = "reminder_mail";

pub(super) async fn run(context: &JobContext<Services>, invitation: InvitationId) -> Result<(), JobError> {
    let post = &context.services.post;
    let tenant = open(context).await?;
    let Some((outgoing, token)) = link::outgoing(&tenant, invitation, post.host()).await? else {
        return complete(context, tenant).await;
    };
    // Whatever ended the wait has taken the time away.
    // Nor does it go to another address than the link did.
    let wanted = if is_due(&outgoing) && outgoing.is_same_address {
        outgoing.email.clone().zip(outgoing.remind_at)
    } else {
        None
    };
    let Some((to, remind_at)) = wanted else {
        return complete(context, tenant).await;
    };
    if remind_at > context.clock().now() {
        // It was put off again after this job was made.
        tenant.complete(&context.claimed).await?;
        link::await_reminder(&tenant, invitation, remind_at).await?;
        return Ok(tenant.commit().await?);
    }
    let cause = format!("{invitation}|{}", remind_at.timestamp());
    let preferences = link::preferences_token(&tenant, invitation, post.host());
    let settings = settings::load(&tenant).await?;
    let was_sent = notice::is_recorded(&tenant, EFFECT, &cause).await?;
    drop(tenant);

    if !was_sent {
        let known = context.store.tenant(context.tenant()).await?;
        let letter = Letter {
            occasion: Occasion::Reminder,
            cause: cause.clone(),
            to,
            token: &token,
            preferences: &preferences,
        };
        post.send(&letter.write(context, &known, &outgoing, &settings)?).await?;
    }

    let tenant = open(context).await?;
    if notice::record(&tenant, EFFECT, &cause).await? {
        link::mark_reminded(&tenant, invitation).await?;
    }
    complete(context, tenant).await
}
