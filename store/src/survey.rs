//! Surveys: what is written, what was published of it, and who is asked with which.
//!
//! The cast: a *survey* has a draft, which anybody who may edit surveys changes, and *versions*, which nobody does. The
//! flow: a draft is created, saved and published; publishing is a transition that checks everything and makes the
//! version that is sent from then on. An *archived* survey is sent no more.
//!
//! **Invariant:** a published version never changes; a change is a new version, and whoever was invited with an
//! older one finishes on it.
//! **Invariant:** nobody's change is overwritten by somebody who has not seen it.

pub mod image;
pub mod preview;

mod cache;
mod draft;
mod life;
mod list;
mod results;
mod sample;
mod version;

use domain::deal::Outcome;
use domain::survey::shelf::{NewSurvey, Published};
use domain::survey::{Audience, starter};

pub(crate) use cache::Versions;
pub use draft::{copy, create, load as load_draft, rename, save as save_draft};
pub use life::{ActiveSurvey, archive, for_deal, replaced, set_use, unarchive};
pub use list::list;
pub use results::results;
pub use sample::{recent, samples};
pub(crate) use version::of_invitation;
pub use version::{check, load as version, publish, restore, versions};

use crate::access::TenantTx;
use crate::error::StoreError;

fn outcome_codes(outcomes: &[Outcome]) -> Vec<String> {
    outcomes.iter().map(|outcome| outcome.code().to_owned()).collect()
}

/// Publishes the default survey of a new tenant; running it again changes nothing.
///
/// # Errors
/// When the database is not there.
pub async fn seed(tenant: &TenantTx) -> Result<(), StoreError> {
    if !list(tenant).await?.is_empty() {
        return Ok(());
    }
    let new = NewSurvey {
        template: starter::win_loss(),
        audience: Audience::Buyer,
        outcomes: Outcome::ALL.to_vec(),
    };
    let survey = create(tenant, &new, None).await?;
    match publish(tenant, survey, 1, None).await? {
        Published::Yes { .. } => Ok(()),
        Published::Unchanged | Published::Conflict(_) | Published::Refused(_) | Published::Archived => {
            Err(StoreError::broken("the default survey cannot be published"))
        }
    }
}
