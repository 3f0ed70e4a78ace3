//! What the editor of a survey asks for: the draft, and what becomes of its changes.

use chrono::{DateTime, Utc};
use domain::deal::Outcome;
use domain::id::TemplateId;
use domain::survey::diff::Change;
use domain::survey::shelf::{Draft, Published};
use domain::survey::template::RecallRights;
use domain::survey::{Condition, Finding, Language, Question};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::SurveyHead;
use crate::api::ApiError;
use crate::api::client::OwnClient;
use crate::api::wire::Exchange;

/// A survey as the editor opens it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Editing {
    /// When it was read.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub as_of: DateTime<Utc>,
    /// What is true of it beside what it asks.
    pub head: SurveyHead,
    /// The draft.
    pub draft: Draft,
    /// Who changed it last.
    pub by: String,
    /// How many answers the version in use has.
    pub answers: i64,
    /// The words that rules about deals can be made of.
    pub words: Vocabulary,
    /// What is wrong or noteworthy about the draft.
    pub findings: Vec<Finding>,
}

/// What the tenant's deals say of themselves.
#[derive(Clone, PartialEq, Default, Debug, Serialize, Deserialize)]
pub struct Vocabulary {
    /// Segments that occur.
    pub segments: Vec<String>,
    /// Regions that occur.
    pub regions: Vec<String>,
    /// The tenant's competitors.
    pub competitors: Vec<String>,
    /// Types of deals that occur.
    pub deal_types: Vec<String>,
    /// The currency of amounts.
    pub currency: String,
}

/// What became of a change.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// It is kept as this revision.
    Yes {
        /// The revision.
        revision: i32,
    },
    /// Somebody changed the survey since; nothing was overwritten.
    Clash(Box<Clash>),
    /// It is too large to be kept.
    TooLarge,
    /// The survey is archived.
    Archived,
}

/// A draft that somebody else changed in the meantime.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Clash {
    /// The draft as it is there.
    pub theirs: Draft,
    /// Who changed it.
    pub by: String,
    /// Whether that was the same person, in another window.
    pub is_own: bool,
    /// What would change if theirs took the place of what was sent.
    pub changes: Vec<Change>,
}

/// What there is to know before publishing.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Readiness {
    /// The revision that was looked at.
    pub revision: i32,
    /// What is wrong or noteworthy, the worst first.
    pub findings: Vec<Finding>,
    /// What changes for buyers; nothing while no version is in use.
    pub changes: Vec<Change>,
    /// How many began on the version in use and are not done: they finish on it.
    pub under_way: i64,
    /// What is sent now after an outcome, where that would change.
    pub instead_of: Vec<(Outcome, String)>,
}

/// A question to be drawn.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Drawn {
    /// The question.
    pub question: Question,
    /// The language it is read in.
    pub language: Language,
    /// The survey's own language.
    pub own: Language,
    /// What its texts may recall.
    pub recall: RecallRights,
}

/// For how many of the deals that closed lately a rule would hold.
#[derive(Copy, Clone, Eq, PartialEq, Debug, Serialize, Deserialize)]
pub struct Effect {
    /// For so many.
    pub holds: i64,
    /// Of so many.
    pub of: i64,
}

/// Opens a survey in the editor.
#[server(prefix = "/api", endpoint = "survey/edit", input = Exchange, output = Exchange, client = OwnClient)]
pub async fn load_editor(survey: Option<TemplateId>) -> Result<Editing, ApiError> {
    use domain::actor::Permission;

    use super::heading::Names;
    use crate::api::context;

    let answer = async {
        let names = Names::load().await?;
        let tenant = context::tenant(Permission::EditSurveys).await?;
        Ok(Editing::load(&tenant, survey.ok_or(ApiError::NotFound)?, &names).await?)
    };
    answer.await.inspect_err(context::set_status)
}

/// Keeps a draft that was made of the revision `seen`; the document is the survey as JSON.
#[server(prefix = "/api", endpoint = "survey/save", input = Exchange, output = Exchange, client = OwnClient)]
pub async fn save_draft(survey: Option<TemplateId>, seen: i32, document: String) -> Result<Kept, ApiError> {
    use domain::actor::Permission;

    use crate::api::context;

    let answer = async {
        let tenant = context::tenant(Permission::EditSurveys).await?;
        let (survey, by) = (survey.ok_or(ApiError::NotFound)?, server::visitor()?);
        let template = server::template(&document)?;
        let saved = store::survey::save_draft(&tenant, survey, seen, &template, by).await?;
        tenant.commit().await?;
        server::kept(saved, &template).await
    };
    answer.await.inspect_err(context::set_status)
}

/// Keeps a draft as a survey of its own, beside the one it was made of.
#[server(prefix = "/api", endpoint = "survey/keep", input = Exchange, output = Exchange, client = OwnClient)]
pub async fn keep_copy(survey: Option<TemplateId>, document: String) -> Result<TemplateId, ApiError> {
    use domain::actor::Permission;

    use crate::api::context;

    let answer = async {
        let tenant = context::tenant(Permission::EditSurveys).await?;
        let (survey, by) = (survey.ok_or(ApiError::NotFound)?, server::visitor()?);
        let template = server::template(&document)?;
        let copy = server::copy_of(&tenant, survey, template).await?;
        let id = store::survey::create(&tenant, &copy, Some(by)).await?;
        tenant.commit().await?;
        Ok(id)
    };
    answer.await.inspect_err(context::set_status)
}

/// Looks at what publishing the draft would mean.
#[server(prefix = "/api", endpoint = "survey/check", input = Exchange, output = Exchange, client = OwnClient)]
pub async fn check_draft(survey: Option<TemplateId>) -> Result<Readiness, ApiError> {
    use domain::actor::Permission;

    use crate::api::context;

    let answer = async {
        let tenant = context::tenant(Permission::EditSurveys).await?;
        Ok(Readiness::load(&tenant, survey.ok_or(ApiError::NotFound)?).await?)
    };
    answer.await.inspect_err(context::set_status)
}

/// Publishes the draft as it was at revision `seen`.
#[server(prefix = "/api", endpoint = "survey/publish", input = Exchange, output = Exchange, client = OwnClient)]
pub async fn publish_draft(survey: Option<TemplateId>, seen: i32) -> Result<Published, ApiError> {
    use domain::actor::Permission;

    use crate::api::context;

    let answer = async {
        let tenant = context::tenant(Permission::EditSurveys).await?;
        let (survey, by) = (survey.ok_or(ApiError::NotFound)?, server::visitor()?);
        let published = store::survey::publish(&tenant, survey, seen, Some(by)).await?;
        tenant.commit().await?;
        Ok(published)
    };
    answer.await.inspect_err(context::set_status)
}

/// Draws a question as a buyer sees it: markup for a tree of its own.
#[server(prefix = "/api", endpoint = "survey/draw", input = Exchange, output = Exchange, client = OwnClient)]
pub async fn draw_question(drawn: Drawn) -> Result<String, ApiError> {
    use domain::actor::Permission;

    use crate::api::context;

    let answer = async {
        let tenant = context::tenant(Permission::EditSurveys).await?;
        let vendors = store::competitor::list(&tenant).await?;
        // Isolation: what only buyers typed stays with who may read them.
        let vendors = vendors.into_iter().filter(|vendor| !vendor.is_typed);
        server::draw(drawn, vendors.map(|vendor| vendor.name).collect())
    };
    answer.await.inspect_err(context::set_status)
}

/// Looks for how many of the deals that closed lately a rule would hold; only rules about deals can say.
#[server(prefix = "/api", endpoint = "survey/effect", input = Exchange, output = Exchange, client = OwnClient)]
pub async fn measure_rule(rule: Condition) -> Result<Effect, ApiError> {
    use domain::actor::Permission;

    use crate::api::context;

    let answer = async {
        let tenant = context::tenant(Permission::EditSurveys).await?;
        let deals = store::survey::recent(&tenant).await?;
        Ok(Effect::of(&rule, &deals))
    };
    answer.await.inspect_err(context::set_status)
}

#[cfg(feature = "ssr")]
mod server {
    use domain::form::FieldErrors;
    use domain::id::{TemplateId, UserId};
    use domain::survey::check::{DEEPEST_READ, deepest_rule};
    use domain::survey::diff::diff;
    use domain::survey::logic::holds_before;
    use domain::survey::shelf::{Draft, NewSurvey, Saved, VersionSummary};
    use domain::survey::{Condition, Facts, Template, findings, starter};
    use store::{StoreError, TenantTx, survey};

    use super::{Clash, Drawn, Editing, Effect, Kept, Readiness, Vocabulary};
    use crate::api::survey::SurveyHead;
    use crate::api::survey::heading::Names;
    use crate::api::{ApiError, context};
    use crate::pages::respond::{Alone, Site, alone};

    /// Letters in a survey's name.
    const LONGEST_NAME: usize = 200;

    /// Who changes something.
    pub(super) fn visitor() -> Result<UserId, ApiError> {
        context::visitor().map(|visitor| visitor.user).ok_or(ApiError::Unauthenticated)
    }

    /// Reads a survey that the editor wrote.
    pub(super) fn template(document: &str) -> Result<Template, ApiError> {
        let invalid = |words: &str| ApiError::Invalid(FieldErrors::of("document", words));
        let template: Template = serde_json::from_str(document).map_err(|_| invalid("is not a survey"))?;
        if document.contains("\\u0000") {
            return Err(invalid("has a character that cannot be kept"));
        }
        if template.name.chars().count() > LONGEST_NAME {
            return Err(invalid("has a name that is too long"));
        }
        if deepest_rule(&template) > DEEPEST_READ {
            return Err(invalid("has a rule that is nested too deeply"));
        }
        Ok(template)
    }

    /// Draws a question.
    pub(super) fn draw(drawn: Drawn, vendors: Vec<String>) -> Result<String, ApiError> {
        let site = leptos::prelude::use_context::<Site>().ok_or(ApiError::Unavailable)?;
        let tenant = context::visitor().and_then(|visitor| visitor.tenant).map(|tenant| tenant.name);
        let Drawn { question, language, own, recall } = drawn;
        let tenant = tenant.unwrap_or_default();
        Ok(alone(&site, &Alone { question, language, own, recall, tenant, vendors }))
    }

    /// What became of a change to a draft, with what differs when it clashed.
    pub(super) async fn kept(saved: Saved, mine: &Template) -> Result<Kept, ApiError> {
        Ok(match saved {
            Saved::Yes { revision } => Kept::Yes { revision },
            Saved::TooLarge { .. } => Kept::TooLarge,
            Saved::Archived => Kept::Archived,
            Saved::Conflict(theirs) => {
                let by = Names::load().await?.of(theirs.by);
                let is_own =
                    theirs.by.is_some() && theirs.by == context::visitor().map(|visitor| visitor.user);
                let changes = diff(mine, &theirs.template);
                Kept::Clash(Box::new(Clash { theirs: *theirs, by, is_own, changes }))
            }
        })
    }

    /// A survey that asks what was written in the editor of another.
    pub(super) async fn copy_of(
        tenant: &TenantTx,
        id: TemplateId,
        template: Template,
    ) -> Result<NewSurvey, StoreError> {
        let draft = survey::load_draft(tenant, id).await?;
        let name = format!("{} (copy)", template.name);
        Ok(NewSurvey {
            template: Template { name, ..template },
            audience: draft.audience,
            outcomes: draft.outcomes,
        })
    }

    impl Editing {
        /// Reads it.
        pub(super) async fn load(
            tenant: &TenantTx,
            id: TemplateId,
            names: &Names,
        ) -> Result<Self, StoreError> {
            let draft = survey::load_draft(tenant, id).await?;
            let live = live(tenant, id).await?;
            let live_keys = match &live {
                Some(live) => keys(&*survey::version(tenant, live.id).await?),
                None => Vec::new(),
            };
            Ok(Self {
                as_of: tenant.clock().now(),
                head: head(&draft, live_keys),
                by: names.of(draft.by),
                answers: live.map_or(0, |live| live.answers),
                words: Vocabulary::load(tenant).await?,
                findings: findings(&draft.template),
                draft,
            })
        }
    }

    fn head(draft: &Draft, live_keys: Vec<String>) -> SurveyHead {
        SurveyHead {
            id: draft.survey,
            number: draft.number,
            audience: draft.audience,
            outcomes: draft.outcomes.clone(),
            is_archived: draft.is_archived,
            live_keys,
        }
    }

    /// The keys of sections and questions.
    fn keys(template: &Template) -> Vec<String> {
        let sections = template.sections.iter().map(|section| section.key.clone());
        sections.chain(template.questions().map(|question| question.key.clone())).collect()
    }

    /// The version in use.
    async fn live(tenant: &TenantTx, id: TemplateId) -> Result<Option<VersionSummary>, StoreError> {
        Ok(survey::versions(tenant, id).await?.into_iter().find(|version| version.is_active))
    }

    impl Vocabulary {
        async fn load(tenant: &TenantTx) -> Result<Self, StoreError> {
            let options = store::report::options(tenant).await?;
            let competitors = store::competitor::list(tenant).await?;
            let mut deal_types: Vec<String> =
                survey::recent(tenant).await?.into_iter().filter_map(|facts| facts.deal_type).collect();
            deal_types.sort();
            deal_types.dedup();
            Ok(Self {
                segments: options.segments,
                regions: options.regions,
                // Isolation: what only buyers typed stays with who may read them.
                competitors: competitors
                    .into_iter()
                    .filter(|competitor| !competitor.is_typed)
                    .map(|competitor| competitor.name)
                    .collect(),
                deal_types,
                currency: store::settings::load(tenant).await?.home_currency,
            })
        }
    }

    impl Readiness {
        /// Looks.
        pub(super) async fn load(tenant: &TenantTx, id: TemplateId) -> Result<Self, StoreError> {
            let draft = survey::load_draft(tenant, id).await?;
            let live = live(tenant, id).await?;
            let changes = match &live {
                Some(live) => diff(&*survey::version(tenant, live.id).await?, &draft.template),
                None => Vec::new(),
            };
            Ok(Self {
                revision: draft.revision,
                findings: survey::check(tenant, &draft).await?,
                changes,
                under_way: live.map_or(0, |live| live.under_way),
                instead_of: survey::replaced(tenant, &draft).await?,
            })
        }
    }

    impl Effect {
        /// Counts.
        pub(super) fn of(rule: &Condition, deals: &[Facts]) -> Self {
            // A rule about a deal looks at no part of a survey, so any will do.
            let template = starter::win_loss();
            let holds = deals.iter().filter(|facts| holds_before(&template, facts, rule)).count();
            let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
            Self { holds: number(holds), of: number(deals.len()) }
        }
    }
}
