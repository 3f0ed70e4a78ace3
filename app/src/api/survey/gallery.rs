//! What the gallery of ready surveys asks for.
//!
//! The surveys themselves stay on the server: their words in two languages would weigh more than the page.

use domain::deal::Outcome;
use domain::survey::Audience;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::api::ApiError;
use crate::api::client::OwnClient;
use crate::api::wire::Exchange;

/// A ready survey, as it is offered.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Offer {
    /// The word for it in addresses and forms.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is for, in a sentence.
    pub about: String,
    /// Who answers it.
    pub audience: Audience,
    /// After which outcomes it is sent.
    pub outcomes: Vec<Outcome>,
    /// Its languages, by their English names.
    pub languages: Vec<String>,
    /// What it asks, page by page.
    pub sections: Vec<OfferedSection>,
}

/// A page of a ready survey.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OfferedSection {
    /// Its heading.
    pub title: String,
    /// What is asked on it, each with its kind.
    pub questions: Vec<(String, String)>,
}

/// Loads the ready surveys.
#[server(prefix = "/api", endpoint = "survey/gallery", input = Exchange, output = Exchange, client = OwnClient)]
pub async fn load_gallery() -> Result<Vec<Offer>, ApiError> {
    use domain::actor::Permission;

    use crate::api::context;

    let answer = async {
        let visitor = context::visitor().ok_or(ApiError::Unauthenticated)?;
        let (tenant, _) = visitor.acts_for(Permission::EditSurveys)?;
        Ok(domain::survey::ready::ALL.iter().map(|ready| Offer::of(ready, &tenant.name)).collect())
    };
    answer.await.inspect_err(context::set_status)
}

#[cfg(feature = "ssr")]
mod conversion {
    use domain::survey::ready::Ready;
    use domain::survey::recall::Memory;
    use domain::survey::{AnswerSet, Names};

    use super::{Offer, OfferedSection};

    impl Offer {
        /// A ready survey as this tenant's buyers would read it.
        pub(super) fn of(ready: &Ready, tenant: &str) -> Self {
            let template = ready.template();
            let names = Names {
                tenant: tenant.to_owned(),
                account: "your company".to_owned(),
                product: "the product".to_owned(),
                ..Names::default()
            };
            let language = template.language().clone();
            let memory = Memory {
                template: &template,
                names: &names,
                answers: &AnswerSet::new(),
                languages: &[&language],
            };
            let words = |text: &domain::survey::Text| memory.fill(text.words(&template.languages));
            Self {
                code: ready.code.to_owned(),
                name: ready.name.to_owned(),
                about: ready.description.to_owned(),
                audience: ready.audience,
                outcomes: ready.outcomes.to_vec(),
                languages: template.languages.iter().map(|one| one.english_name()).collect(),
                sections: template
                    .sections
                    .iter()
                    .map(|section| OfferedSection {
                        title: words(&section.title),
                        questions: section
                            .questions
                            .iter()
                            .map(|one| (words(&one.text), one.kind.label().to_owned()))
                            .collect(),
                    })
                    .collect(),
            }
        }
    }
}
