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
use sea_orm::QueryResult;
use serde::{Deserialize, Serialize};

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::link::{self, Held, may_use};
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
    /// By section: which revision its last writer made, and who that was.
    written: Written,
}

type Written = BTreeMap<String, (i32, String)>;

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
    written: Written,
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
    let row = sql::one(
        tenant,
        "SELECT sealed, section, revision, updated_at FROM drafts WHERE tenant_id = $1 AND invitation_id = $2",
        [tenant.tenant().uuid().into(), invitation.uuid().into()],
    )
    .await?;
    row.map_or(Ok(None), |row| read(tenant, invitation, &row, 0))
}

/// The draft in the columns `sealed, section, revision, updated_at` of a row, from this one on.
pub(crate) fn read(
    tenant: &TenantTx,
    invitation: InvitationId,
    row: &QueryResult,
    from: usize,
) -> Result<Option<Draft>, StoreError> {
    let sealed: Option<Vec<u8>> = row.try_get_by_index(from)?;
    let Some(sealed) = sealed else { return Ok(None) };
    let Document { answers, written } = sql::open(tenant, &purpose(invitation), &sealed)?;
    Ok(Some(Draft {
        answers,
        section: row.try_get_by_index(from + 1)?,
        revision: row.try_get_by_index(from + 2)?,
        updated_at: row.try_get_by_index(from + 3)?,
        written,
    }))
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
    let seen = load(tenant, invitation).await?.unwrap_or_default();
    save_held(tenant, &held, &seen, section, write).await
}

/// The same where the invitation is held already. `seen` is the draft as it was read with it or since: if another was
/// written before the invitation was held, that one is read and goes on instead.
///
/// # Errors
/// When the database is not there, or the seal is broken.
pub async fn save_held(
    tenant: &TenantTx,
    held: &Held,
    seen: &Draft,
    section: &SectionDraft,
    write: &Write,
) -> Result<Saved, StoreError> {
    if let Some(saved) = save_over(tenant, held, seen, section, write).await? {
        return Ok(saved);
    }
    let newest = load(tenant, held.invitation).await?.unwrap_or_default();
    let saved = save_over(tenant, held, &newest, section, write).await?;
    saved.ok_or_else(|| StoreError::broken("a draft changed though its invitation was held"))
}

/// The same, or nothing where the draft is another by now.
async fn save_over(
    tenant: &TenantTx,
    held: &Held,
    seen: &Draft,
    section: &SectionDraft,
    write: &Write,
) -> Result<Option<Saved>, StoreError> {
    let now = tenant.clock().now();
    if !held.takes_drafts(now) {
        return Ok(Some(Saved::Closed(held.link_state(now))));
    }
    let page = match write {
        Write::Post => "",
        Write::Autosave { page, seen: rendered } => {
            let newer = seen.written.get(&section.section);
            if newer.is_some_and(|(revision, by)| revision > rendered && by != page) {
                return Ok(Some(Saved::Stale));
            }
            page
        }
    };
    let revision = seen.revision.saturating_add(1);
    let mut document = Document { answers: seen.answers.clone(), written: seen.written.clone() };
    for question in &section.questions {
        document.answers.set(question.as_str(), section.answers.get(question).cloned());
    }
    document.written.insert(section.section.clone(), (revision, page.to_owned()));
    // A correction is not another way through the survey.
    let is_step = *write == Write::Post && !held.is_correcting;
    let statement = if is_step { WITH_STEP } else { ALONE };
    let place = (section.section.as_str(), revision);
    let is_kept =
        write_sealed(tenant, statement, held.invitation, &document, place, Some(seen.revision)).await?;
    Ok(is_kept.then_some(Saved::Yes { revision }))
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
    write_sealed(tenant, ALONE, invitation, &document, (first, CORRECTION), None).await.map(drop)
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

/// Writes the draft over that of one revision, or over any.
macro_rules! draft_written {
    ($before:literal) => {
        concat!(
            $before,
            "INSERT INTO drafts (tenant_id, invitation_id, sealed, section, revision, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (tenant_id, invitation_id) DO UPDATE SET
                sealed = EXCLUDED.sealed, section = EXCLUDED.section, revision = EXCLUDED.revision,
                updated_at = EXCLUDED.updated_at
             WHERE $7::integer IS NULL OR drafts.revision = $7"
        )
    };
}

const ALONE: &str = draft_written!("");
/// The same, and that a page was left by its button.
const WITH_STEP: &str = draft_written!(
    "WITH step AS (
        INSERT INTO survey_steps (tenant_id, invitation_id, section, first_at, last_at)
        VALUES ($1, $2, $4, $6, $6)
        ON CONFLICT (tenant_id, invitation_id, section) DO UPDATE SET last_at = EXCLUDED.last_at)
     "
);

/// Whether it was written.
async fn write_sealed(
    tenant: &TenantTx,
    statement: &'static str,
    invitation: InvitationId,
    document: &Document,
    (section, revision): (&str, i32),
    over: Option<i32>,
) -> Result<bool, StoreError> {
    let written = sql::run(
        tenant,
        statement,
        [
            tenant.tenant().uuid().into(),
            invitation.uuid().into(),
            sql::seal(tenant, &purpose(invitation), document).into(),
            section.into(),
            revision.into(),
            tenant.clock().now().into(),
            over.into(),
        ],
    )
    .await?;
    Ok(written > 0)
}
