//! Sends the mail of an invitation, if it is still wanted.

use domain::form::Email;
use domain::id::InvitationId;
use domain::job::Job;
use domain::link::LinkState;
use store::link::{self, Outgoing};
use store::{Workload, notice, settings};

use super::{Services, complete, open};
use crate::mail::InvitationMail;
use crate::worker::{JobContext, JobError};

/// The effect's name in the record.
const EFFECT: &str = "invitation_mail";

pub(super) async fn run(context: &JobContext<Services>, invitation: InvitationId) -> Result<(), JobError> {
    let post = &context.services.post;
    let tenant = open(context, Workload::Live).await?;
    let Some((outgoing, token)) = link::outgoing(&tenant, invitation, post.host()).await? else {
        return complete(context, tenant).await;
    };
    // Who is invited anew gets a new link, and a mail of its own: the end of the link tells the two apart.
    let cause = format!("{invitation}|{}", outgoing.expires_at.timestamp());
    let Some(to) = recipient(&outgoing) else { return complete(context, tenant).await };
    if notice::is_recorded(&tenant, EFFECT, &cause).await? {
        return complete(context, tenant).await;
    }
    if outgoing.send_after > context.clock().now() {
        // The invitation was put off after this job was made.
        tenant.complete(&context.claimed).await?;
        tenant.enqueue_after(Job::SendMail { invitation }, outgoing.send_after).await?;
        return Ok(tenant.commit().await?);
    }
    let settings = settings::load(&tenant).await?;
    drop(tenant);

    let known = context.store.tenant(context.tenant()).await?;
    let mail = InvitationMail {
        cause: cause.clone(),
        to,
        name: &outgoing.contact_name,
        tenant: &known.name,
        sender: settings.sender_name.as_deref(),
        reply_to: settings.reply_to.as_deref().and_then(|address| Email::parse(address).ok()),
        account: &outgoing.account_name,
        closed_at: outgoing.closed_at,
        minutes: outgoing.minutes,
        expires_at: outgoing.expires_at,
        token: token.as_str(),
        now: context.clock().now(),
    };
    post.send(&mail.mail(post)?).await?;

    let tenant = open(context, Workload::Live).await?;
    notice::record(&tenant, EFFECT, &cause).await?;
    link::mark_sent(&tenant, invitation).await?;
    complete(context, tenant).await
}

/// Where to, if the mail is still to be sent: the link is open, nobody opted out, the deal was not re-opened.
fn recipient(outgoing: &Outgoing) -> Option<Email> {
    let is_due = outgoing.state == LinkState::Open && !outgoing.is_sent && outgoing.is_wanted;
    outgoing.email.clone().filter(|_| is_due)
}
