//! Surveys as files: what is in one is said before anything is made of it.

use domain::id::TemplateId;
use domain::survey::exchange::Remark;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::api::ApiError;
use crate::api::client::OwnClient;
use crate::api::wire::Exchange;

/// What a file turned out to be.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ImportReport {
    /// The survey in it; absent when none could be read.
    pub found: Option<Imported>,
    /// What was lost, what is doubtful and what is good to know, the worst first.
    pub findings: Vec<Remark>,
    /// How many problems of the survey in it must be solved before it can be published.
    pub to_solve: usize,
}

/// The survey of a file, in figures.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Imported {
    /// Its name.
    pub name: String,
    /// How many pages it has.
    pub sections: usize,
    /// How many questions.
    pub questions: usize,
    /// Its languages, by their English names.
    pub languages: Vec<String>,
}

/// Says what is in a file, and makes nothing.
#[server(prefix = "/api", endpoint = "survey/check_import", input = Exchange, output = Exchange, client = OwnClient)]
pub async fn check_import(text: String) -> Result<ImportReport, ApiError> {
    use domain::actor::Permission;

    use crate::api::context;

    let answer = async {
        drop(context::control(Permission::EditSurveys).await?);
        Ok(ImportReport::of(&text))
    };
    answer.await.inspect_err(context::set_status)
}

/// Makes a draft of the survey in a file.
#[server(prefix = "/api", endpoint = "survey/import", input = Exchange, output = Exchange, client = OwnClient)]
pub async fn import_survey(text: String) -> Result<TemplateId, ApiError> {
    use domain::actor::{Actor, Permission};

    use crate::api::context;

    let answer = async {
        let tenant = context::tenant(Permission::EditSurveys).await?;
        let Actor::Member { user, .. } = tenant.actor() else { return Err(ApiError::Forbidden) };
        let survey = store::survey::create(&tenant, &reading::new_survey(&text)?, Some(*user)).await?;
        tenant.commit().await?;
        Ok(survey)
    };
    answer.await.inspect_err(context::set_status)
}

#[cfg(feature = "ssr")]
mod reading {
    use domain::deal::Outcome;
    use domain::form::FieldErrors;
    use domain::survey::shelf::NewSurvey;
    use domain::survey::{Audience, Level, Template, exchange, findings as check};

    use super::{ImportReport, Imported};
    use crate::api::ApiError;

    impl ImportReport {
        /// What is in a file.
        pub(super) fn of(text: &str) -> Self {
            let import = exchange::import(text.as_bytes());
            let mut findings = import.report;
            findings.sort_by_key(|one| one.level);
            let to_solve = import
                .template
                .as_ref()
                .map_or(0, |template| check(template).iter().filter(|one| one.level == Level::Error).count());
            Self { found: import.template.as_ref().map(Imported::of), findings, to_solve }
        }
    }

    impl Imported {
        fn of(template: &Template) -> Self {
            Self {
                name: template.name.clone(),
                sections: template.sections.len(),
                questions: template.questions().filter(|one| one.takes_answer()).count(),
                languages: template.languages.iter().map(|one| one.english_name()).collect(),
            }
        }
    }

    /// The survey of a file, to be begun. For whom it is, and after what, is not in files.
    pub(super) fn new_survey(text: &str) -> Result<NewSurvey, ApiError> {
        let template = exchange::import(text.as_bytes()).template;
        let template =
            template.ok_or_else(|| ApiError::Invalid(FieldErrors::of("file", "there is no survey in it")))?;
        Ok(NewSurvey { template, audience: Audience::Buyer, outcomes: Outcome::ALL.to_vec() })
    }
}
