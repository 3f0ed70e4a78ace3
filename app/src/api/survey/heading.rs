//! What the pages of a survey say of it in their head, and who did what.

use domain::id::TemplateId;
use domain::survey::shelf::SurveyState;
use serde::{Deserialize, Serialize};

/// A survey as the head of its pages names it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Heading {
    /// The survey.
    pub id: TemplateId,
    /// The name members know it by.
    pub name: String,
    /// Where it stands.
    pub state: SurveyState,
}

#[cfg(feature = "ssr")]
pub(crate) use server::{Names, head};

#[cfg(feature = "ssr")]
mod server {
    use std::collections::BTreeMap;

    use domain::actor::Permission;
    use domain::id::UserId;
    use domain::survey::shelf::{Draft, SurveyState};

    use super::Heading;
    use crate::api::{ApiError, context};

    /// The names of a tenant's members.
    pub(crate) struct Names(BTreeMap<UserId, String>);

    impl Names {
        /// Loads them, for who may edit surveys.
        pub(crate) async fn load() -> Result<Self, ApiError> {
            let (control, tenant) = context::control(Permission::EditSurveys).await?;
            let members = store::account::members(&control, tenant).await?;
            Ok(Self(members.into_iter().map(|member| (member.id, member.name)).collect()))
        }

        /// The name of who did something; what nobody did was there from the start.
        pub(crate) fn of(&self, user: Option<UserId>) -> String {
            match user {
                None => "winloss".to_owned(),
                Some(user) => self.0.get(&user).cloned().unwrap_or_else(|| "somebody who left".to_owned()),
            }
        }
    }

    /// The head of a survey's pages.
    pub(crate) fn head(draft: &Draft) -> Heading {
        Heading {
            id: draft.survey,
            name: draft.template.name.clone(),
            state: match (draft.is_archived, draft.number, draft.is_changed) {
                (true, ..) => SurveyState::Archived,
                (false, 0, _) => SurveyState::Draft,
                (false, _, true) => SurveyState::Changed,
                (false, _, false) => SurveyState::Published,
            },
        }
    }
}
