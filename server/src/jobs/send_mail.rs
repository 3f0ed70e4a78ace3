//! Sends the mail of an invitation, if it is still wanted; when it will never arrive, the invitation says so.

use domain::form::Email;
use domain::id::InvitationId;
use domain::job::Job;
use domain::link::{LinkState, LinkToken, Undeliverable};
use domain::survey::Audience;
use domain::tenant::{Tenant, TenantSettings};
use store::link::{self, Outgoing};
use store::{notice, settings};

use super::{Services, complete, open};
use crate::mail::{InvitationMail, Mail, MailError, Occasion};
use crate::worker::{JobContext, JobError};

/// The effect's name in the record.
const EFFECT: &str = "invitation_mail";

pub(super) async fn run(context: &JobContext<Services>, invitation: InvitationId) -> Result<(), JobError> {
    let post = &context.services.post;
    let tenant = open(context).await?;
    let Some((outgoing, token)) = link::outgoing(&tenant, invitation, post.host()).await? else {
        return complete(context, tenant).await;
    };
    // Who is invited anew gets a new link, and a mail of its own: the end of the link tells the two apart.
    let cause = format!("{invitation}|{}", outgoing.expires_at.timestamp());
    if outgoing.is_sent || !is_due(&outgoing) {
        return complete(context, tenant).await;
    }
    let to = outgoing.email.clone().filter(Email::is_taken_everywhere);
    let Some(to) = to else {
        link::mark_undeliverable(&tenant, invitation, &outgoing.address, Undeliverable::Address).await?;
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

    let known = context.store.tenant(context.tenant()).await?;
    let letter = Letter { occasion, cause: cause.clone(), to, token: &token, preferences: &preferences };
    let sent = match letter.write(context, &known, &outgoing, &settings) {
        Ok(mail) => post.send(&mail).await,
        Err(error) => Err(error),
    };
    if let Err(error) = sent {
        if let Some(reason) = given_up(context, &error) {
            let tenant = open(context).await?;
            link::mark_undeliverable(&tenant, invitation, &outgoing.address, reason).await?;
            tenant.commit().await?;
        }
        // For an operator it waits among the dead as well: what was refused may have been our own fault.
        return Err(error.into());
    }

    let tenant = open(context).await?;
    notice::record(&tenant, EFFECT, &cause).await?;
    link::mark_sent(&tenant, invitation, &outgoing.address).await?;
    complete(context, tenant).await
}

/// Whether somebody is still to be written to: the link is open, nobody opted out, the deal was not re-opened.
pub(super) fn is_due(outgoing: &Outgoing) -> bool {
    outgoing.state == LinkState::Open && outgoing.is_wanted
}

/// Why no other try follows; none when one does.
fn given_up(context: &JobContext<Services>, error: &MailError) -> Option<Undeliverable> {
    let is_last = context.claimed.attempt >= context.claimed.max_attempts;
    match error {
        MailError::Refused(_) => Some(Undeliverable::Refused),
        MailError::Broken(_) => Some(Undeliverable::GaveUp),
        MailError::Later(_) => is_last.then_some(Undeliverable::GaveUp),
    }
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
    pub(super) fn write(
        self,
        context: &JobContext<Services>,
        known: &Tenant,
        outgoing: &Outgoing,
        settings: &TenantSettings,
    ) -> Result<Mail, MailError> {
        let mail = InvitationMail {
            occasion: self.occasion,
            cause: self.cause,
            to: self.to,
            name: &outgoing.contact_name,
            tenant: &known.name,
            sender: settings.sender_name.as_deref(),
            reply_to: settings.reply_to.as_deref().and_then(|address| Email::parse(address).ok()),
            account: outgoing.account_name.as_deref(),
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
        mail.mail(&context.services.post)
    }
}
