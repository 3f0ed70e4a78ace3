//! Tells the members who may know of it that a buyer answered: each of them once.

use domain::actor::Permission;
use domain::deal::Seller;
use domain::id::ResponseId;
use domain::response::Attribution;
use store::TenantTx;
use store::account::{self, Member};
use store::notice::{self, AnswerNotice};

use super::{Services, complete, open};
use crate::mail::{Alert, Mail, MailError};
use crate::worker::{JobContext, JobError};

/// The effect's name in the record.
const EFFECT: &str = "alert_mail";

pub(super) async fn run(context: &JobContext<Services>, response: ResponseId) -> Result<(), JobError> {
    let tenant = open(context).await?;
    let Some(answer) = notice::of_response(&tenant, response).await? else {
        return complete(context, tenant).await;
    };
    drop(tenant);

    let mut refused = None;
    for member in recipients(context, &answer).await? {
        let key = format!("{response}|{}", member.id);
        let tenant = open(context).await?;
        let was_told = notice::is_recorded(&tenant, EFFECT, &key).await?;
        drop(tenant);
        if was_told {
            continue;
        }
        match context.services.post.send(&write(context, &answer, &member, &key).await?).await {
            Ok(()) => {}
            // The others are told all the same; for this one the job waits for a person.
            Err(error @ MailError::Refused(_)) => {
                refused = Some(error);
                continue;
            }
            Err(error) => return Err(error.into()),
        }
        let tenant: TenantTx = open(context).await?;
        notice::record(&tenant, EFFECT, &key).await?;
        tenant.commit().await?;
    }
    if let Some(error) = refused {
        return Err(error.into());
    }
    complete(context, open(context).await?).await
}

/// Whom the buyer's choice allows to be told: his seller, or those who lead and did not sell to him; of a pooled
/// answer nobody.
async fn recipients(context: &JobContext<Services>, answer: &AnswerNotice) -> Result<Vec<Member>, JobError> {
    if answer.buyer.is_none() {
        return Ok(Vec::new());
    }
    let control = context.store.open_control().await?;
    let members = account::members(&control, context.tenant()).await?;
    drop(control);
    let may_know = |member: &Member| {
        let sold_it = answer.owner.as_ref() == Some(&member.email);
        match answer.attribution {
            Attribution::Named => sold_it && member.role.allows(Permission::ViewNamedAnswers),
            Attribution::Leadership => {
                let marks = Seller::marks(&member.email, &member.name);
                let ever_sold_it =
                    marks.iter().any(|mark| answer.sellers.iter().any(|one| one == mark.as_str()));
                !ever_sold_it && member.role.allows(Permission::ViewLeadershipAnswers)
            }
            Attribution::Pooled => false,
        }
    };
    Ok(members.into_iter().filter(may_know).collect())
}

async fn write(
    context: &JobContext<Services>,
    answer: &AnswerNotice,
    member: &Member,
    key: &str,
) -> Result<Mail, JobError> {
    let known = context.store.tenant(context.tenant()).await?;
    let themes: Vec<&'static str> = answer.themes.iter().map(|theme| theme.label()).collect();
    let mut facts = Vec::new();
    if let Some(outcome) = answer.outcome {
        facts.push(("The deal", outcome.label().to_owned()));
    }
    if !themes.is_empty() {
        facts.push(("What decided it", themes.join(", ")));
    }
    if let Some(overall) = answer.overall {
        facts.push(("Working with you", format!("{overall} of 5")));
    }
    let alert = Alert {
        cause: key.to_owned(),
        to: member.email.clone(),
        name: &member.name,
        tenant: &known.name,
        who: answer.buyer.as_deref().unwrap_or("A buyer"),
        account: &answer.account,
        themes: &themes,
        facts,
        deal: answer.deal,
        reason: match answer.attribution {
            Attribution::Named => "You get this mail because you sold this deal.",
            Attribution::Leadership | Attribution::Pooled => {
                "You get this mail because the buyer chose to be read by leadership only. Please keep it there."
            }
        },
        now: context.clock().now(),
    };
    Ok(alert.mail(&context.services.post)?)
}
