//! Sends a member the way to a new password, as long as it is open.

use domain::id::ResetId;
use store::account::reset::{self, Reset};
use store::notice;

use super::{Services, complete, open};
use crate::mail::ResetMail;
use crate::worker::{JobContext, JobError};

/// The effect's name in the record.
const EFFECT: &str = "password_reset_mail";

pub(super) async fn run(context: &JobContext<Services>, reset: ResetId) -> Result<(), JobError> {
    let post = &context.services.post;
    let control = context.store.open_control().await?;
    let found = reset::find(&control, reset).await?;
    drop(control);
    let tenant = open(context).await?;
    let cause = reset.to_string();
    // Used, too old or replaced by a newer one, it would only mislead.
    let Reset::Open(person) = found else { return complete(context, tenant).await };
    if notice::is_recorded(&tenant, EFFECT, &cause).await? {
        return complete(context, tenant).await;
    }
    drop(tenant);

    let token = context.store.keys().sign_reset(reset, post.host());
    let mail = ResetMail {
        cause: cause.clone(),
        to: person.email,
        name: &person.name,
        token: &token,
        now: context.clock().now(),
    };
    post.send(&mail.mail(post)?).await?;

    let tenant = open(context).await?;
    notice::record(&tenant, EFFECT, &cause).await?;
    complete(context, tenant).await
}
