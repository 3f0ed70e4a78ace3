//! By what who sold a deal is recognised among those who read: his address, or his name.
//!
//! What a buyer means for leadership is not for who sold. The CRM may know him by another address than the one he signs
//! in with, and before he is a member; so a deal keeps what it was told of who sold, and it is compared with whoever
//! reads at the moment he does.
//!
//! **Invariant:** rather somebody is taken for one who sold who did not than the other way round: he reads less.

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;

use super::comparable;
use crate::form::Email;

/// What stands before a name, which no address has.
const NAME: &str = "name:";

/// One mark of somebody who sold: an address, or a name in the form in which two are compared. Has no spaces.
#[derive(Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug)]
pub struct Seller(String);

impl Seller {
    /// Who is written to at this address.
    #[must_use]
    pub fn at(email: &Email) -> Self {
        Self(email.as_str().to_owned())
    }

    /// Who is called so, if that is a name.
    ///
    /// Capitals, accents, marks between the words and their order tell nobody from another: "QUIST, Zoë" is "Zoe Quist".
    /// An address in it is no part of the name.
    #[must_use]
    pub fn called(name: &str) -> Option<Self> {
        let plain: String = comparable(name).nfkd().filter(|letter| !is_accent(*letter)).collect();
        let said = plain.split_whitespace().filter(|part| !part.contains('@'));
        let mut words: Vec<&str> =
            said.flat_map(|part| part.split(is_between)).filter(|word| !word.is_empty()).collect();
        words.sort_unstable();
        (!words.is_empty()).then(|| Self(format!("{NAME}{}", words.join("+"))))
    }

    /// Everything by which this person is recognised.
    #[must_use]
    pub fn marks(email: &Email, name: &str) -> Vec<Self> {
        std::iter::once(Self::at(email)).chain(Self::called(name)).collect()
    }

    /// The mark as rows have it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Seller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a letter is an accent on the one before.
const fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36F}')
}

/// Whether a letter stands between the words of a name. The migration that fills in names has the same lists.
const fn is_between(letter: char) -> bool {
    letter.is_ascii() && !letter.is_ascii_alphanumeric()
        || matches!(letter, '\u{80}'..='\u{BF}' | '\u{2000}'..='\u{206F}' | '\u{3000}'..='\u{303F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_however_it_is_written() {
        let zoe = Seller::called("Zoë Groß-Quist").expect("a name");
        assert_eq!(zoe.as_str(), "name:gross+quist+zoe");
        for written in [
            "zoe gross quist",
            "GROSS QUIST, ZOË",
            "Zoe\u{308}\u{A0}Groß\u{2010}Quist",
            " Zoë  (Groß) Quist. ",
            "Ｚｏë Gro\u{AD}ß Quist",
            "Zoë Groß-Quist <zoe@tenant.example>",
        ] {
            assert_eq!(Seller::called(written).as_ref(), Some(&zoe), "{written:?}");
        }
        for other in ["Zoë Groß", "Zoë Grob Quist", "Zoë Groß Quist Li"] {
            assert_ne!(Seller::called(other).as_ref(), Some(&zoe), "{other:?}");
        }
        assert_ne!(Seller::called("山田 太郎"), Seller::called("山田 花子"));
        assert_eq!(Seller::called("Ива́н Петров"), Seller::called("ПЕТРОВ ИВАН"));
    }

    #[test]
    fn nobody_is_called_nothing_and_a_name_is_no_address() {
        for nothing in ["", " ", "\u{200B}", "-, .", "\u{301}", "ada@tenant.example"] {
            assert_eq!(Seller::called(nothing), None, "{nothing:?}");
        }
        let email = Email::parse("ada@tenant.example").expect("an address");
        assert_eq!(Seller::marks(&email, "Ada").len(), 2);
        assert_eq!(Seller::marks(&email, " "), [Seller::at(&email)]);
    }
}
