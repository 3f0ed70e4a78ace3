//! The buyer's link: a token that is sealed, and the states it can be found in.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// What a token says once it was opened; nothing of it is legible in the link.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct TokenClaims {
    /// Whose survey: routes the request, and must be confirmed by a row there.
    pub tenant: crate::id::TenantId,
    /// Which invitation.
    pub invitation: crate::id::InvitationId,
    /// Seconds since 1970 after which it is no good.
    pub expires: u32,
}

/// A sealed token in the form it takes in a link. Its text never appears in logs.
#[derive(Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct LinkToken(String);

impl LinkToken {
    /// Longest text that is looked at: a token has about 104 characters.
    pub const LONGEST: usize = 160;

    /// Takes a text that could be a token: base64url characters only, of a plausible length.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_plausible = (20..=Self::LONGEST).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        is_plausible.then(|| Self(text.to_owned()))
    }

    /// The text for the link.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the invitation's row keeps of it.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.0.as_bytes()).into())
    }
}

impl fmt::Debug for LinkToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkToken([redacted])")
    }
}

/// SHA-256 of a token: a leaked table holds no usable link.
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug)]
pub struct TokenHash(pub [u8; 32]);

/// Why the mail of an invitation will not arrive.
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug)]
pub enum Undeliverable {
    /// What the CRM calls an address is none.
    Address,
    /// The mail server refused it for good.
    Refused,
    /// It could not be sent, however often it was tried.
    GaveUp,
}

impl Undeliverable {
    const ALL: [Self; 3] = [Self::Address, Self::Refused, Self::GaveUp];

    /// The word used in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Refused => "refused",
            Self::GaveUp => "gave_up",
        }
    }

    /// Reads [`Undeliverable::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// The words shown to people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Address => "Could not be delivered: the address is not valid",
            Self::Refused => "Could not be delivered: the mail server refused it",
            Self::GaveUp => "Could not be delivered",
        }
    }
}

/// What a link turns out to be.
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    /// Can be answered.
    Open,
    /// Its time is over.
    Expired,
    /// It was answered.
    Answered,
    /// The tenant took it back, or the deal was re-opened.
    Withdrawn,
    /// Not a link of ours: forged, cut in the mail, or of another place.
    Unknown,
}
