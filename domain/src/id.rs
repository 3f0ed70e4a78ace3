//! Identifiers: one newtype per noun, so that a tenant's id is never taken for a deal's.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta] $name:ident),+ $(,)?) => {$(
        #[$doc]
        #[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a value that was made by a clock or read from a row.
            #[must_use]
            pub const fn new(id: Uuid) -> Self {
                Self(id)
            }

            /// The bare value, for a bind parameter.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

id! {
    /// A competitor in one tenant's list.
    CompetitorId,
    /// A connection through which a CRM reaches one tenant.
    ConnectionId,
    /// A person at the buyer's side of a deal.
    ContactId,
    /// A deal.
    DealId,
    /// The record of an erasure.
    ErasureId,
    /// An image of a tenant, such as a logo.
    ImageId,
    /// An invitation of one contact to answer for one deal.
    InvitationId,
    /// A member's try of a survey.
    PreviewId,
    /// A way to a new password.
    ResetId,
    /// An enriched answer.
    ResponseId,
    /// A raw answer on its way to becoming a response.
    SubmissionId,
    /// A survey template.
    TemplateId,
    /// A customer of the platform.
    TenantId,
    /// A published, immutable version of a template.
    VersionId,
    /// A member or an operator.
    UserId,
}
