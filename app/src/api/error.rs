//! The only error that crosses the wire, and the one place that hides causes.

use domain::form::FieldErrors;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

use super::wire::Wire;

/// What a member is told when something did not work.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ApiError {
    /// Nobody is signed in, or no longer.
    #[error("sign in again")]
    Unauthenticated,
    /// The role does not allow it.
    #[error("not allowed")]
    Forbidden,
    /// There is no such thing in this tenant.
    #[error("not found")]
    NotFound,
    /// It was there once.
    #[error("no longer there")]
    Gone,
    /// The page was drawn for another tenant than the session works for now.
    #[error("you switched to another workspace")]
    Switched,
    /// The tenant is stopped by the operator.
    #[error("the workspace is suspended")]
    Suspended,
    /// The input breaks a rule.
    #[error("{0}")]
    Invalid(FieldErrors),
    /// Somebody else was faster.
    #[error("changed in the meantime")]
    Conflict,
    /// Too many requests.
    #[error("too many requests")]
    RateLimited,
    /// A part of ours does not answer.
    #[error("not available at the moment")]
    Unavailable,
    /// Something of ours is wrong; the log knows more under the reference.
    #[error("something went wrong (reference {reference})")]
    Internal {
        /// What to tell us.
        reference: String,
    },
    /// The request or the answer was lost or not understood.
    #[error("no connection")]
    Transport,
}

impl FromServerFnError for ApiError {
    type Encoder = Wire;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let error = match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => {
                Self::Invalid(FieldErrors::of("request", "was not understood"))
            }
            _ => Self::Transport,
        };
        #[cfg(feature = "ssr")]
        super::context::set_status(&error);
        error
    }
}

#[cfg(feature = "ssr")]
mod conversion {
    use std::error::Error;
    use std::fmt::Write as _;

    use leptos::prelude::use_context;
    use store::StoreError;

    use super::ApiError;

    impl ApiError {
        /// The status this error is answered with.
        #[must_use]
        pub fn status(&self) -> u16 {
            match self {
                Self::Unauthenticated => 401,
                Self::Forbidden => 403,
                Self::NotFound => 404,
                Self::Conflict | Self::Switched => 409,
                Self::Gone => 410,
                Self::Invalid(_) => 422,
                Self::RateLimited => 429,
                Self::Internal { .. } => 500,
                Self::Unavailable | Self::Suspended => 503,
                Self::Transport => 400,
            }
        }

        /// Hides a cause behind a reference, and logs it once with its whole chain.
        pub fn internal(cause: &(dyn Error + 'static)) -> Self {
            let reference = reference();
            tracing::error!(reference, cause = chain(cause), "a request failed");
            Self::Internal { reference }
        }
    }

    impl From<StoreError> for ApiError {
        fn from(error: StoreError) -> Self {
            match &error {
                StoreError::NotFound => Self::NotFound,
                StoreError::Forbidden => Self::Forbidden,
                StoreError::Gone => Self::Gone,
                StoreError::Suspended => Self::Suspended,
                StoreError::Conflict { .. } | StoreError::LeaseLost => Self::Conflict,
                StoreError::Invalid(errors) => Self::Invalid(errors.clone()),
                StoreError::Unavailable(_) => {
                    tracing::warn!(cause = chain(&error), "the database does not answer");
                    Self::Unavailable
                }
                StoreError::Database(_) | StoreError::Refused(_) => Self::internal(&error),
            }
        }
    }

    fn chain(error: &(dyn Error + 'static)) -> String {
        let mut text = error.to_string();
        let mut next = error.source();
        while let Some(cause) = next {
            write!(text, ": {cause}").expect("writing to a string does not fail");
            next = cause.source();
        }
        text
    }

    /// Six letters and digits that nobody mixes up, from the clock's randomness.
    fn reference() -> String {
        const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
        let Some(store) = use_context::<store::Store>() else { return "------".to_owned() };
        let random: [u8; 6] = store.clock().random();
        random.iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_survives_the_wire() {
        let all = [
            ApiError::NotFound,
            ApiError::Internal { reference: "K742QX".to_owned() },
            ApiError::Invalid(FieldErrors::of("email", "is missing")),
        ];
        for error in all {
            assert_eq!(ApiError::de(error.ser()), error);
        }
    }
}
