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

/// What a token is good for; one for another purpose does not open.
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug)]
pub enum LinkPurpose {
    /// To answer the survey.
    Survey,
    /// To read, correct or withdraw the answer.
    Receipt,
    /// To be asked no more.
    Preferences,
}

impl LinkPurpose {
    /// The word that is sealed into the token.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Survey => "survey",
            Self::Receipt => "receipt",
            Self::Preferences => "preferences",
        }
    }
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

/// Crockford's base 32: no letter that is taken for a digit, and no U.
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl TokenHash {
    /// What a person can read out on the telephone to say which receipt is meant: `WL-7K3M-9QPD`. It opens nothing.
    #[must_use]
    pub fn code(&self) -> String {
        let bits = self.0[..5].iter().fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
        let letter = |place: u32| char::from(CROCKFORD[((bits >> (35 - 5 * place)) & 31) as usize]);
        let part = |from: u32| (from..from + 4).map(letter).collect::<String>();
        format!("WL-{}-{}", part(0), part(4))
    }
}

/// Why an invitation was withdrawn.
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Withdrawal {
    /// The deal was re-opened, or its outcome corrected to one after which nobody is asked; when somebody is asked
    /// again, so is this buyer.
    Reopened,
    /// The buyer does not want to answer this survey.
    Declined,
    /// The buyer wants no survey of this tenant.
    OptedOut,
    /// The buyer took the answer back, and it was erased.
    ByBuyer,
}

impl Withdrawal {
    const ALL: [Self; 4] = [Self::Reopened, Self::Declined, Self::OptedOut, Self::ByBuyer];

    /// The word used in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reopened => "reopened",
            Self::Declined => "declined",
            Self::OptedOut => "opted_out",
            Self::ByBuyer => "by_buyer",
        }
    }

    /// Reads [`Withdrawal::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_code_has_eight_letters_that_nobody_mixes_up() {
        assert_eq!(TokenHash([0; 32]).code(), "WL-0000-0000");
        assert_eq!(TokenHash([0xff; 32]).code(), "WL-ZZZZ-ZZZZ");
        let mut hash = [0; 32];
        hash[..5].copy_from_slice(&[0x08, 0x86, 0x42, 0x98, 0xe8]);
        assert_eq!(TokenHash(hash).code(), "WL-1234-5678");
    }

    #[test]
    fn reasons_read_back() {
        for reason in Withdrawal::ALL {
            assert_eq!(Withdrawal::from_code(reason.code()), Some(reason));
        }
    }
}
