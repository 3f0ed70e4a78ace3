//! Answers that are not sent yet: sealed, resumable from the same link on another device.
//!
//! A section is replaced as a whole, the others stay. What the buyer posts himself always counts. A page that
//! saves by itself counts only while nobody else wrote its section after it was rendered: a late request of an
//! abandoned tab must not undo what was posted since.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use domain::id::InvitationId;
use domain::link::LinkState;
use domain::survey::{AnswerSet, Section, Template};
use serde::{Deserialize, Serialize};

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::link::{self, may_use};
use crate::sql;

/// What a buyer has answered so far.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Draft {
    /// The answers.
    pub answers: AnswerSet,
    /// The section saved last.
    pub section: Option<String>,
    /// Grows with every save.
    pub revision: i32,
    /// When it was saved last.
    pub updated_at: Option<DateTime<Utc>>,
}

/// One section as it comes from a form.
#[derive(Clone, PartialEq, Debug)]
pub struct SectionDraft {
    /// The section's key.
    pub section: String,
    /// The keys of the questions that the form showed; an answer that is missing was taken back.
    pub questions: Vec<String>,
    /// The answers.
    pub answers: AnswerSet,
}

/// Who writes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Write {
    /// The buyer, by a button.
    Post,
    /// A page, by itself.
    Autosave {
        /// A value that is new each time the form is rendered.
        page: String,
        /// The draft's revision when it was rendered.
        seen: i32,
    },
}

/// What became of a save.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Saved {
    /// It is kept.
    Yes {
        /// The revision that it made.
        revision: i32,
    },
    /// Something newer is there; nothing was changed.
    Stale,
    /// The link is closed; nothing was changed.
    Closed(LinkState),
}

/// The first revision of a correction: later than any that a page rendered before the send has seen, so that an
/// abandoned tab which saves by itself changes nothing.
const CORRECTION: i32 = 1_000_000;

/// What is sealed.
#[derive(Default, Serialize, Deserialize)]
struct Document {
    answers: AnswerSet,
    /// By section: who wrote it last, and which revision that made.
    written: BTreeMap<String, (i32, String)>,
}

fn purpose(invitation: InvitationId) -> String {
    format!("draft|{invitation}")
}

/// The draft of an invitation, if anything was saved.
///
/// # Errors
/// When the database is not there, or the seal is broken.
pub async fn load(tenant: &TenantTx, invitation: InvitationId) -> Result<Option<Draft>, StoreError> {
    if !may_use(tenant, invitation) {
        return Ok(None);
    }
    let Some((document, draft)) = stored(tenant, invitation).await? else { return Ok(None) };
    Ok(Some(Draft { answers: document.answers, ..draft }))
}

/// Saves one section of the draft.
///
/// # Errors
/// When the database is not there, or the seal is broken.
pub async fn save(
    tenant: &TenantTx,
    invitation: InvitationId,
    section: &SectionDraft,
    write: &Write,
) -> Result<Saved, StoreError> {
    // The invitation's row is held, so that saves queue up and none slips in behind a send.
    let Some(held) = link::hold(tenant, invitation).await? else {
        return Ok(Saved::Closed(LinkState::Unknown));
    };
    let now = tenant.clock().now();
    if !held.takes_drafts(now) {
        return Ok(Saved::Closed(held.link_state(now)));
    }
    let (mut document, draft) = stored(tenant, invitation).await?.unwrap_or_default();
    let page = match write {
        Write::Post => "",
        Write::Autosave { page, seen } => {
            let newer = document.written.get(&section.section);
            if newer.is_some_and(|(revision, by)| revision > seen && by != page) {
                return Ok(Saved::Stale);
            }
            page
        }
    };
    let revision = draft.revision.saturating_add(1);
    for question in &section.questions {
        document.answers.set(question.as_str(), section.answers.get(question).cloned());
    }
    document.written.insert(section.section.clone(), (revision, page.to_owned()));
    write_sealed(tenant, invitation, &document, &section.section, revision).await?;
    if *write == Write::Post && !held.is_correcting {
        step(tenant, invitation, &section.section).await?;
    }
    Ok(Saved::Yes { revision })
}

/// Records that a page was left by its button; a correction is not another way through the survey.
async fn step(tenant: &TenantTx, invitation: InvitationId, section: &str) -> Result<(), StoreError> {
    sql::run(
        tenant,
        "INSERT INTO survey_steps (tenant_id, invitation_id, section, first_at, last_at)
         VALUES ($1, $2, $3, $4, $4)
         ON CONFLICT (tenant_id, invitation_id, section) DO UPDATE SET last_at = EXCLUDED.last_at",
        [
            tenant.tenant().uuid().into(),
            invitation.uuid().into(),
            section.into(),
            tenant.clock().now().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Puts the answers of a sent survey into a draft, for a correction.
pub(crate) async fn reopen(
    tenant: &TenantTx,
    invitation: InvitationId,
    template: &Template,
    answers: AnswerSet,
) -> Result<(), StoreError> {
    let wrote = |section: &Section| (section.key.clone(), (CORRECTION, String::new()));
    let document = Document { answers, written: template.sections.iter().map(wrote).collect() };
    let first = template.sections.first().map_or("", |section| section.key.as_str());
    write_sealed(tenant, invitation, &document, first, CORRECTION).await
}

/// Deletes what is left of corrections whose time is over. Gives their number.
///
/// # Errors
/// When the database is not there.
pub async fn purge_late(tenant: &TenantTx) -> Result<u64, StoreError> {
    let before = tenant.clock().now() - Duration::days(link::CORRECTION_DAYS);
    sql::run(
        tenant,
        "WITH late AS (
            UPDATE invitations SET correcting_at = NULL
            WHERE tenant_id = $1 AND state = 'answered' AND correcting_at IS NOT NULL AND answered_at <= $2
            RETURNING id)
         DELETE FROM drafts USING late WHERE drafts.tenant_id = $1 AND drafts.invitation_id = late.id",
        [tenant.tenant().uuid().into(), before.into()],
    )
    .await
}

async fn stored(
    tenant: &TenantTx,
    invitation: InvitationId,
) -> Result<Option<(Document, Draft)>, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT sealed, section, revision, updated_at FROM drafts WHERE tenant_id = $1 AND invitation_id = $2",
        [tenant.tenant().uuid().into(), invitation.uuid().into()],
    )
    .await?;
    let Some(row) = row else { return Ok(None) };
    let sealed: Vec<u8> = row.try_get_by_index(0)?;
    let draft = Draft {
        answers: AnswerSet::new(),
        section: row.try_get_by_index(1)?,
        revision: row.try_get_by_index(2)?,
        updated_at: row.try_get_by_index(3)?,
    };
    Ok(Some((sql::open(tenant, &purpose(invitation), &sealed)?, draft)))
}

async fn write_sealed(
    tenant: &TenantTx,
    invitation: InvitationId,
    document: &Document,
    section: &str,
    revision: i32,
) -> Result<(), StoreError> {
    sql::run(
        tenant,
        "INSERT INTO drafts (tenant_id, invitation_id, sealed, section, revision, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (tenant_id, invitation_id) DO UPDATE SET
            sealed = EXCLUDED.sealed, section = EXCLUDED.section, revision = EXCLUDED.revision,
            updated_at = EXCLUDED.updated_at",
        [
            tenant.tenant().uuid().into(),
            invitation.uuid().into(),
            sql::seal(tenant, &purpose(invitation), document).into(),
            section.into(),
            revision.into(),
            tenant.clock().now().into(),
        ],
    )
    .await?;
    Ok(())
}
