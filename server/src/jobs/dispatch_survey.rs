//! Turns a received CRM message into a deal and the invitations of its people, in one transaction: the buyers with the
//! survey for them, the sellers and the deal's owner with theirs.

use chrono::Duration;
use domain::crm::event::{ContactEvent, LeftOut};
use domain::crm::{CrmEvent, DealEvent, parse_event};
use domain::deal::{Owner, Reach};
use domain::form::Email;
use domain::id::{ConnectionId, DealId, VersionId};
use domain::job::Job;
use domain::survey::Audience;
use domain::tenant::TenantSettings;
use store::inbox::InboxState;
use store::link::{self, Invite};
use store::{TenantTx, account, contact, deal, inbox, settings, survey};

use super::{Services, complete, open};
use crate::worker::{JobContext, JobError};

pub(super) async fn run(
    context: &JobContext<Services>,
    connection: ConnectionId,
    event: &str,
) -> Result<(), JobError> {
    let mut tenant = open(context).await?;
    let received = inbox::load(&tenant, connection, event).await?;
    let Some(received) = received.filter(|received| received.state == InboxState::Waiting) else {
        return complete(context, tenant).await;
    };
    let (state, reason) = match parse_event(&received.body) {
        Ok(CrmEvent::Deal(mut event)) => {
            if let Some(owner) = event.owner.as_mut().filter(|owner| owner.email.is_none()) {
                drop(tenant);
                owner.email = namesake(context, owner).await?;
                tenant = open(context).await?;
            }
            (InboxState::Done, dispatch(&tenant, &event, &context.services).await?)
        }
        Ok(CrmEvent::Other { kind }) => {
            (InboxState::Ignored, Some(format!("events of the kind \"{kind}\" are not read")))
        }
        // It was read before it was accepted, so it comes from another version of us.
        Err(malformed) => (InboxState::Rejected, Some(malformed.to_string())),
    };
    inbox::finish(&tenant, connection, event, state, reason.as_deref()).await?;
    complete(context, tenant).await
}

/// The address of the member who is called as the owner is, where the CRM does not send his; of several, nobody can say
/// which of them is told. Whether one of them sold is asked when he reads.
async fn namesake(context: &JobContext<Services>, owner: &Owner) -> Result<Option<Email>, JobError> {
    let control = context.store.open_control().await?;
    // Isolation: members of the job's own tenant only; a namesake elsewhere is somebody else.
    let members = account::members(&control, context.tenant()).await?;
    let mut namesakes = members.into_iter().filter(|one| owner.is_called(&one.name));
    Ok(namesakes.next().filter(|_| namesakes.next().is_none()).map(|one| one.email))
}

/// Writes the deal and invites its people; says why nobody was invited.
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
    let Some(outcome) = deal.outcome else {
        return Ok(Some("the deal was re-opened".to_owned()));
    };
    let (mut invited, mut surveys) = (0, 0);
    for audience in Audience::ALL {
        let survey = survey::for_deal(tenant, outcome, audience).await?;
        let version = survey.as_ref().map(|survey| survey.version);
        link::follow_outcome(tenant, deal.id, audience, version).await?;
        if let Some(survey) = survey {
            surveys += 1;
            let wanted = Wanted { deal: deal.id, audience, version: survey.version };
            invited += invite(tenant, &wanted, &settings, services).await?;
        }
    }
    let why = match (surveys, invited) {
        (0, _) => Some("no survey is sent after this outcome".to_owned()),
        (_, 0) => Some("nobody new to invite".to_owned()),
        _ => None,
    };
    let notes: Vec<String> =
        why.into_iter().chain(not_asked(event)).chain(left_out(event.left_out)).collect();
    Ok((!notes.is_empty()).then(|| notes.join("; ")))
}

/// Who of the event's people cannot be written to, in words.
fn not_asked(event: &DealEvent) -> impl Iterator<Item = String> {
    let count = |reach: Reach| {
        let of = |contact: &&ContactEvent| Reach::of(contact.email.as_ref().map(Email::as_str)) == reach;
        event.contacts.iter().filter(of).count()
    };
    let unusable = some_people(count(Reach::NoAddress), ["has", "have"], "no usable address");
    let letters = some_people(
        count(Reach::Letters),
        ["has", "have"],
        "an address with letters before the @ that mail servers do not take",
    );
    unusable.into_iter().chain(letters)
}

/// Who of the event's people was not taken, in words.
fn left_out(left_out: LeftOut) -> impl Iterator<Item = String> {
    let LeftOut { unnamed, beyond } = left_out;
    let unnamed = some_people(unnamed, ["has", "have"], "nothing to be told from others by");
    let beyond = some_people(beyond, ["beyond the limit was", "beyond the limit were"], "left out");
    unnamed.into_iter().chain(beyond)
}

/// "2 people have no usable address"; nothing of nobody.
fn some_people(count: usize, [one, many]: [&str; 2], what: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 person {one} {what}")),
        count => Some(format!("{count} people {many} {what}")),
    }
}

/// Who is asked with what.
struct Wanted {
    deal: DealId,
    audience: Audience,
    version: VersionId,
}

/// Invites the deal's people of one audience; gives the number of those who were not invited before.
async fn invite(
    tenant: &TenantTx,
    wanted: &Wanted,
    settings: &TenantSettings,
    services: &Services,
) -> Result<usize, JobError> {
    let wait = match wanted.audience {
        Audience::Buyer => Duration::hours(i64::from(settings.invite_delay_hours)),
        // Who sold remembers best at once.
        Audience::Sales => Duration::zero(),
    };
    let send_after = tenant.clock().now() + wait;
    let expires_at = send_after + Duration::days(i64::from(settings.link_days.max(1)));
    match wanted.audience {
        Audience::Buyer => {}
        Audience::Sales => contact::add_owner(tenant, wanted.deal).await?,
    }
    let mut invited = 0;
    for contact in contact::to_ask(tenant, wanted.deal, wanted.audience).await? {
        let invite = Invite {
            deal: wanted.deal,
            contact,
            version: wanted.version,
            send_after,
            expires_at,
            host: services.post.host(),
        };
        if let Some(invitation) = link::invite(tenant, &invite).await? {
            tenant.enqueue_after(Job::SendMail { invitation }, send_after).await?;
            invited += 1;
        }
    }
    Ok(invited)
}
