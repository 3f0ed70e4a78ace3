//! Sends the mail of an invitation, if it is still wanted.

use domain::form::Email;
use domain::id::InvitationId;
use domain::job::Job;
use domain::link::{LinkState, LinkToken};
use domain::survey::Audience;
use store::link::{self, Outgoing};
use store::{Workload, notice, settings};

use super::{Services, complete, open};
use crate::mail::{InvitationMail, Mail, Occasion};
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
    let Some(to) = recipient(&outgoing).filter(|_| !outgoing.is_sent) else {
        return complete(context, tenant).await;
    };
    if notice::is_recorded(&tenant, EFFECT, &cause).await? {
        return complete(context, tenant).await;
    }
    if outgoing.send_after > context.clock().now() {
        // The invitation was put off after this job was made.
        tenant.complete(&context.claimed).await?;
        tenant.enqueue_after(Job::SendMail { invitation }, outgoing.send_after).await?;
        return Ok(tenant.commit().await?);
    }
    let occasion = match outgoing.audience {
        Audience::Buyer => Occasion::Invitation,
        Audience::Sales => Occasion::Debrief,
    };
    let preferences = link::preferences_token(&tenant, invitation, post.host());
    let settings = settings::load(&tenant).await?;
    drop(tenant);

    let letter = Letter { occasion, cause: cause.clone(), to, token: &token, preferences: &preferences };
    post.send(&letter.write(context, &outgoing, &settings).await?).await?;

    let tenant = open(context, Workload::Live).await?;
    notice::record(&tenant, EFFECT, &cause).await?;
    link::mark_sent(&tenant, invitation).await?;
    complete(context, tenant).await
}

/// Where to, if somebody is still to be written to: the link is open, nobody opted out, the deal was not re-opened.
pub(super) fn recipient(outgoing: &Outgoing) -> Option<Email> {
    let is_due = outgoing.state == LinkState::Open && outgoing.is_wanted;
    outgoing.email.clone().filter(|_| is_due)
}

/// What a mail that asks needs beside what it says.
pub(super) struct Letter<'a> {
    pub(super) occasion: Occasion,
    pub(super) cause: String,
    pub(super) to: Email,
    pub(super) token: &'a LinkToken,
    pub(super) preferences: &'a LinkToken,
}

impl Letter<'_> {
    pub(super) async fn write(
        self,
        context: &JobContext<Services>,
        outgoing: &Outgoing,
        settings: &domain::tenant::TenantSettings,
    ) -> Result<Mail, JobError> {
        let known = context.store.tenant(context.tenant()).await?;
        let mail = InvitationMail {
            occasion: self.occasion,
            cause: self.cause,
            to: self.to,
            name: &outgoing.contact_name,
            tenant: &known.name,
            sender: settings.sender_name.as_deref(),
            reply_to: settings.reply_to.as_deref().and_then(|address| Email::parse(address).ok()),
            account: &outgoing.account_name,
            deal: &outgoing.deal_name,
            closed_at: outgoing.closed_at,
            minutes: outgoing.minutes,
            expires_at: outgoing.expires_at,
            token: self.token.as_str(),
            preferences: self.preferences.as_str(),
            language: &outgoing.reading.language,
            names_language: outgoing.reading.is_wanted,
            now: context.clock().now(),
        };
        Ok(mail.mail(&context.services.post)?)
    }
}
