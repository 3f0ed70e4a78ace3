//! The people of a deal, and how far each was heard, as far as this reader may know it.
//!
//! **Invariant:** of whoever answered for others than this reader it is told that he was asked, not that he began or
//! answered, nor when: with one look at the deal's answers it would be known which is his. While there is such an
//! answer, everybody who was asked in the same role and is not heard in the open looks the same: state, date and end are
//! those of all of them together. Else the one would be known by what does not happen to him: when a deal is opened
//! again, only who has not answered loses the invitation, and gets a new one when it closes.

use chrono::{DateTime, Utc};
use domain::deal::{ContactRole, DealContact, Reach};
use domain::id::{ContactId, DealId};
use domain::link::{Undeliverable, Withdrawal};
use sea_orm::QueryResult;

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::report::{may_read, readable};
use crate::sql;

/// An invitation as its row has it.
struct Asked {
    state: String,
    /// Whether the reader may know what became of it.
    is_told: bool,
    /// When the mail went out, or the invitation was made.
    asked_at: DateTime<Utc>,
    /// The newest thing that happened to it.
    since: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    undeliverable: Option<Undeliverable>,
    withdrawn: Option<(DateTime<Utc>, Option<Withdrawal>)>,
}

/// What a reader is shown of an invitation.
struct Shown {
    words: &'static str,
    since: DateTime<Utc>,
}

struct Person {
    id: ContactId,
    name: String,
    title: Option<String>,
    role: ContactRole,
    reach: Reach,
    asked: Option<Asked>,
}

pub(super) async fn contacts(tenant: &TenantTx, id: DealId) -> Result<Vec<DealContact>, StoreError> {
    let rows = sql::all(
        tenant,
        concat!(
            "SELECT c.id, coalesce(c.name, c.email, ''), c.title, coalesce(c.role, 'internal'), d.outcome IS NULL,
                    d.updated_at, i.state, i.is_told, coalesce(i.sent_at, i.created_at),
                    coalesce(i.answered_at, i.withdrawn_at, i.started_at, i.undeliverable_at, i.sent_at, i.created_at),
                    i.expires_at, i.undeliverable_reason, coalesce(i.withdrawn_at, i.created_at), i.withdrawn_reason,
                    c.email
             FROM contacts c
             JOIN deals d ON d.tenant_id = c.tenant_id AND d.id = c.deal_id
             LEFT JOIN LATERAL (
                 SELECT r.*, r.attribution IS NULL OR r.attribution = 'named' OR ",
            may_read!("$3"),
            " AS is_told
                 FROM invitations r
                 WHERE r.tenant_id = $1 AND r.contact_id = c.id) i ON true
             WHERE c.tenant_id = $1 AND c.deal_id = $2
             ORDER BY c.is_primary DESC, c.name, c.id"
        ),
        [tenant.tenant().uuid().into(), id.uuid().into(), readable(tenant).into()],
    )
    .await?;
    let Some(first) = rows.first() else { return Ok(Vec::new()) };
    let opened_again = first.try_get_by_index::<bool>(4)?.then_some(first.try_get_by_index(5)?);
    let people = rows.iter().map(person).collect::<Result<Vec<_>, _>>()?;
    let now = tenant.clock().now();
    Ok(people
        .iter()
        .map(|one| {
            let shown = one.asked.as_ref().map(|asked| shown(asked, one.role, &people, opened_again, now));
            DealContact {
                id: one.id,
                name: one.name.clone(),
                title: one.title.clone(),
                role: one.role,
                reach: one.reach,
                invitation: shown.as_ref().map(|shown| shown.words.to_owned()),
                since: shown.map(|shown| shown.since),
            }
        })
        .collect())
}

fn person(row: &QueryResult) -> Result<Person, StoreError> {
    let role: String = row.try_get_by_index(3)?;
    let state: Option<String> = row.try_get_by_index(6)?;
    let asked = match state {
        None => None,
        Some(state) => {
            let undeliverable: Option<String> = row.try_get_by_index(11)?;
            let reason: Option<String> = row.try_get_by_index(13)?;
            let withdrawn_at: DateTime<Utc> = row.try_get_by_index(12)?;
            Some(Asked {
                is_told: row.try_get_by_index(7)?,
                asked_at: row.try_get_by_index(8)?,
                since: row.try_get_by_index(9)?,
                expires_at: row.try_get_by_index(10)?,
                undeliverable: undeliverable.as_deref().and_then(Undeliverable::from_code),
                withdrawn: (state == "withdrawn")
                    .then(|| (withdrawn_at, reason.as_deref().and_then(Withdrawal::from_code))),
                state,
            })
        }
    };
    let address: Option<String> = row.try_get_by_index(14)?;
    Ok(Person {
        id: ContactId::new(row.try_get_by_index(0)?),
        name: row.try_get_by_index(1)?,
        title: row.try_get_by_index(2)?,
        role: ContactRole::from_code(&role).unwrap_or(ContactRole::Internal),
        reach: Reach::of(address.as_deref()),
        asked,
    })
}

impl Asked {
    /// Whether an answer came that the reader may not know of.
    fn is_hidden(&self) -> bool {
        self.state == "answered" && !self.is_told
    }

    /// Whether it could be that of a hidden answer as far as the reader is told: nobody in the open knows what became of
    /// it.
    fn is_open(&self) -> bool {
        match (self.state.as_str(), self.withdrawn) {
            ("answered", _) => !self.is_told,
            (_, Some((_, reason))) => matches!(reason, Some(Withdrawal::Reopened) | None),
            ("waiting", None) => self.undeliverable.is_none(),
            _ => true,
        }
    }
}

fn shown(
    asked: &Asked,
    role: ContactRole,
    people: &[Person],
    opened_again: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Shown {
    let of_role = || people.iter().filter(|one| one.role == role).filter_map(|one| one.asked.as_ref());
    let is_disguised = asked.is_open() && of_role().any(Asked::is_hidden);
    if is_disguised {
        let alike: Vec<&Asked> = of_role().filter(|one| one.is_open()).collect();
        return together(&alike, opened_again, now);
    }
    // Began, and may not be told of it: nobody has answered for others yet.
    let is_told = asked.is_told || asked.withdrawn.is_some();
    let state = if is_told { asked.state.as_str() } else { "sent" };
    Shown {
        words: words(state, asked, asked.expires_at < now),
        since: if is_told { asked.since } else { asked.asked_at },
    }
}

/// What all of these look like: as if none of them had answered.
fn together(alike: &[&Asked], opened_again: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Shown {
    let silent = || alike.iter().filter(|one| !one.is_hidden());
    let is_withdrawn =
        opened_again.is_some() || silent().next().is_some() && silent().all(|one| one.withdrawn.is_some());
    if is_withdrawn {
        let withdrawn = silent().filter_map(|one| one.withdrawn).map(|(at, _)| at).max();
        let asked = alike.iter().map(|one| one.asked_at).max();
        return Shown { words: "Withdrawn", since: withdrawn.or(opened_again).or(asked).unwrap_or(now) };
    }
    let is_over = alike.iter().all(|one| one.withdrawn.is_some() || one.expires_at < now);
    Shown {
        words: if is_over { "Expired" } else { "Sent" },
        since: alike.iter().map(|one| one.asked_at).max().unwrap_or(now),
    }
}

/// Where an invitation stands, in words.
fn words(state: &str, asked: &Asked, is_over: bool) -> &'static str {
    match (state, asked.undeliverable) {
        ("answered", _) => "Answered",
        ("withdrawn", _) => match asked.withdrawn.and_then(|(_, reason)| reason) {
            Some(Withdrawal::ByBuyer) => "Withdrawn by the buyer",
            Some(Withdrawal::Declined) => "Declined",
            Some(Withdrawal::OptedOut) => "Wants no surveys",
            Some(Withdrawal::Reopened) | None => "Withdrawn",
        },
        ("waiting", Some(reason)) => reason.label(),
        _ if is_over => "Expired",
        ("waiting", None) => "Waiting to be sent",
        ("sent", _) => "Sent",
        _ => "Started",
    }
}
