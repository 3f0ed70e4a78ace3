//! Sends the buyer the link to the answer.

use domain::form::Email;
use domain::id::InvitationId;
use store::{link, notice, receipt, settings};

use super::{Services, complete, open};
use crate::mail::ReceiptMail;
use crate::worker::{JobContext, JobError};

/// The effect's name in the record.
const EFFECT: &str = "receipt_mail";

pub(super) async fn run(context: &JobContext<Services>, invitation: InvitationId) -> Result<(), JobError> {
    let post = &context.services.post;
    let tenant = open(context).await?;
    let Some(outgoing) = receipt::outgoing(&tenant, invitation, post.host()).await? else {
        return complete(context, tenant).await;
    };
    let cause = invitation.to_string();
    if notice::is_recorded(&tenant, EFFECT, &cause).await? {
        return complete(context, tenant).await;
    }
    let preferences = link::preferences_token(&tenant, invitation, post.host());
    let settings = settings::load(&tenant).await?;
    drop(tenant);

    let known = context.store.tenant(context.tenant()).await?;
    let mail = ReceiptMail {
        cause: cause.clone(),
        to: outgoing.email,
        name: &outgoing.contact_name,
        tenant: &known.name,
        sender: settings.sender_name.as_deref(),
        reply_to: settings.reply_to.as_deref().and_then(|address| Email::parse(address).ok()),
        code: &outgoing.receipt.code,
        token: outgoing.receipt.token.as_str(),
        preferences: preferences.as_str(),
        correctable_until: outgoing.correctable_until,
        language: &outgoing.reading.language,
        now: context.clock().now(),
    };
    post.send(&mail.mail(post)?).await?;

    let tenant = open(context).await?;
    notice::record(&tenant, EFFECT, &cause).await?;
    complete(context, tenant).await
}
