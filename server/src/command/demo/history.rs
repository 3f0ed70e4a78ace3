//! Writes a story into a tenant as it would have happened: the same functions, with the clock at each moment.

use anyhow::bail;
use chrono::{DateTime, Duration, Utc};
use domain::actor::Actor;
use domain::classify;
use domain::crm::{CrmEvent, parse_event};
use domain::deal::{Outcome, key_day, list::DealListQuery};
use domain::id::{InvitationId, SubmissionId};
use domain::report::{Period, ReportFilter};
use domain::response::{self, Classified, Submission};
use domain::survey::{AnswerSet, Audience, Facts};
use domain::tenant::{Tenant, TenantSettings};
use store::draft::{self, SectionDraft, Write};
use store::link::{self, Invite, Redeemed};
use store::survey::ActiveSurvey;
use store::{Clock, Store, StoreConfig, TenantTx, Workload};

use super::story::{self, Cast, Scene};

/// Scenes in one transaction: well inside the life of a signed context.
const AT_ONCE: usize = 20;
/// How long a buyer looks at a page: all of them are less than the shortest answer takes.
const PAGE_SECONDS: i64 = 14;

/// What was written.
pub(super) struct Written {
    pub(super) deals: usize,
    pub(super) answers: usize,
}

/// The tenant's door, for work that nobody waits for.
pub(super) async fn door(store: &Store, tenant: &Tenant) -> anyhow::Result<TenantTx> {
    Ok(store.open_tenant(tenant.id, Actor::Worker { job: 0 }, Workload::Bulk).await?)
}

/// Writes the story, unless the tenant has a history already.
pub(super) async fn write(
    config: &StoreConfig,
    store: &Store,
    tenant: &Tenant,
    cast: &Cast,
    host: &str,
) -> anyhow::Result<Option<Written>> {
    let door = door(store, tenant).await?;
    let ever = ReportFilter { period: Period::Range(key_day(0), key_day(80_000)), ..Default::default() };
    let known = store::deal::list(&door, &ever, &DealListQuery::default()).await?.total;
    let survey = store::survey::for_deal(&door, Outcome::LostCompetitor, Audience::Buyer).await?;
    let settings = store::settings::load(&door).await?;
    drop(door);
    // A start that was stopped half-way goes on: what is there already is recognised by its external id.
    if known >= i64::from(story::DEALS) {
        return Ok(None);
    }
    // Only who still has to write needs one: whoever looked around may have archived it since.
    let Some(survey) = survey else {
        bail!("{} has no survey that asks buyers of lost deals: begin anew with --fresh", tenant.name)
    };
    let story = story::tell(cast, store.clock().now());
    let mut written = Written { deals: 0, answers: 0 };
    let teller = Teller { clock: Clock::manual(store.clock().now()), survey, settings, host };
    let past = Store::connect(config, teller.clock.clone()).await?;
    for scenes in story.chunks(AT_ONCE) {
        let door = self::door(&past, tenant).await?;
        for scene in scenes {
            written.answers += usize::from(teller.scene(&door, scene).await?);
            written.deals += 1;
        }
        door.commit().await?;
    }
    past.shutdown().await;
    let door = self::door(store, tenant).await?;
    store::report::rollup::refresh(&door).await?;
    door.commit().await?;
    Ok(Some(written))
}

struct Teller<'a> {
    clock: Clock,
    survey: ActiveSurvey,
    settings: TenantSettings,
    host: &'a str,
}

impl Teller<'_> {
    fn go_to(&self, at: DateTime<Utc>) {
        self.clock.advance(at - self.clock.now());
    }

    /// Whether the scene had an answer.
    async fn scene(&self, door: &TenantTx, scene: &Scene) -> anyhow::Result<bool> {
        self.go_to(scene.closed_at + Duration::seconds(20));
        let CrmEvent::Deal(event) = parse_event(scene.event.to_string().as_bytes())? else {
            bail!("the story sends something else than a deal");
        };
        let deal = store::deal::upsert(door, &event, &self.settings).await?;
        let Some(contact) = store::contact::buyers(door, deal.id).await?.first().copied() else {
            return Ok(false);
        };
        let now = self.clock.now();
        let invite = Invite {
            deal: deal.id,
            contact,
            version: self.survey.version,
            send_after: now,
            expires_at: now + Duration::days(i64::from(self.settings.link_days)),
            host: self.host,
        };
        let Some(invitation) = link::invite(door, &invite).await? else { return Ok(false) };
        let Some((outgoing, _)) = link::outgoing(door, invitation, self.host).await? else {
            return Ok(false);
        };
        link::mark_sent(door, invitation, &outgoing.address).await?;
        let facts = Facts { outcome: deal.outcome, ..Facts::default() };
        let way = Way { invitation, facts: &facts };
        let Some(reply) = &scene.answer else {
            if let Some(visit) = scene.visit {
                self.go_to(visit.started_at);
                link::start(door, invitation, None, None).await?;
                self.walk(door, &way, &AnswerSet::new(), visit.pages, visit.started_at).await?;
            }
            return Ok(false);
        };
        self.go_to(reply.started_at);
        link::start(door, invitation, Some(reply.attribution), None).await?;
        self.walk(door, &way, &reply.answers, usize::MAX, reply.started_at).await?;
        self.go_to(reply.submitted_at);
        let submission = Submission {
            id: SubmissionId::new(self.clock.new_id()),
            invitation,
            deal: deal.id,
            version: self.survey.version,
            answers: reply.answers.clone(),
            attribution: Some(reply.attribution),
            started_at: Some(reply.started_at),
            submitted_at: reply.submitted_at,
        };
        if !matches!(link::redeem(door, &submission, &facts, self.host).await?, Redeemed::Accepted(_)) {
            return Ok(false);
        }
        let known = store::response::context(door, &submission).await?;
        let extracted = response::extract(&known.template, &facts, submission)?;
        let readings = extracted.texts().iter().map(|text| classify::read(&text.text)).collect();
        let classified = Classified::new(extracted, readings, classify::LEXICON_VERSION)?;
        store::response::insert(door, &response::enrich(classified, &known.aliases, known.deal)).await?;
        Ok(true)
    }

    /// Leaves so many pages by their button, one after the other.
    async fn walk(
        &self,
        door: &TenantTx,
        way: &Way<'_>,
        answers: &AnswerSet,
        pages: usize,
        started_at: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        let path = domain::survey::path(&self.survey.template, way.facts, answers);
        for (number, (section, questions)) in (1..).zip(path.sections().iter().take(pages)) {
            self.go_to(started_at + Duration::seconds(PAGE_SECONDS * number));
            let mut given = AnswerSet::new();
            for question in questions {
                given.set(question.key.as_str(), answers.get(&question.key).cloned());
            }
            let section = SectionDraft {
                section: section.key.clone(),
                questions: questions.iter().map(|question| question.key.clone()).collect(),
                answers: given,
            };
            draft::save(door, way.invitation, &section, &Write::Post).await?;
        }
        Ok(())
    }
}

/// Whose way through the survey it is.
struct Way<'a> {
    invitation: InvitationId,
    facts: &'a Facts,
}

#[cfg(test)]
mod tests {
    use domain::tenant::Tier;
    use store::testing::{TestDb, fixture};

    use super::*;
    use crate::command::demo::cast;

    #[tokio::test]
    async fn a_history_that_is_written_needs_no_survey_any_more() {
        // Whoever archived a survey while looking around could not start the demo again.
        let db = TestDb::new().await;
        let (store, config, cast) = (db.store(), db.config(), &cast::ALL[0].cast);
        let (told, new) = (
            fixture::tenant(&store, "told", Tier::Pool).await,
            fixture::tenant(&store, "new", Tier::Pool).await,
        );
        for tenant in [&told, &new] {
            let door = self::door(&store, tenant).await.expect("a door");
            for survey in store::survey::list(&door).await.expect("the surveys") {
                store::survey::archive(&door, survey.id).await.expect("archived");
            }
            door.commit().await.expect("committed");
        }
        let door = self::door(&store, &told).await.expect("a door");
        for scene in story::tell(cast, store.clock().now()) {
            let event = parse_event(scene.event.to_string().as_bytes()).expect("an event");
            let CrmEvent::Deal(event) = event else { panic!("a deal") };
            store::deal::upsert(&door, &event, &TenantSettings::default()).await.expect("a deal");
        }
        door.commit().await.expect("committed");
        let written = write(&config, &store, &told, cast, "127.0.0.1").await;
        assert!(written.expect("it starts").is_none(), "nothing is left to write");
        let refused = write(&config, &store, &new, cast, "127.0.0.1").await;
        let words = refused.err().expect("it has nothing to ask buyers with").to_string();
        assert!(words.contains("--fresh"), "{words}");
    }
}
