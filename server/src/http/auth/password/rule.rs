//! What a new password must be: long, not among those that are guessed first, and not made of what everybody knows of
//! the person.
//!
//! How hard it is to guess is estimated by zxcvbn: it knows the common passwords, names, keys in a row, dates, and what
//! people put in the place of letters.

use store::account::UserAccount;
use zxcvbn::{Score, zxcvbn};

/// The fewest characters of a new password.
const SHORTEST: usize = 12;
/// The product: guessed first on its own pages.
const PRODUCT: &str = "winloss";
/// Shorter parts of names are in many innocent words.
const SHORTEST_PART: usize = 4;

/// Why this cannot be the new password of this person, in words that say what can.
#[must_use]
pub(in super::super) fn objection(password: &str, person: &UserAccount) -> Option<String> {
    match password.chars().count() {
        0..SHORTEST => {
            return Some("Choose at least 12 characters; a short sentence is a good password.".to_owned());
        }
        SHORTEST..=super::LONGEST => {}
        _ => return Some("Choose at most 200 characters.".to_owned()),
    }
    let known = known_of(person);
    let plain = plain(password);
    if known.iter().any(|one| plain.contains(one.as_str())) {
        let words = "Leave out your name, your address, your company and winloss: they are guessed first.";
        return Some(words.to_owned());
    }
    let inputs: Vec<&str> = known.iter().map(String::as_str).collect();
    let guessed = zxcvbn(password, &inputs);
    if guessed.score() >= Score::Three {
        return None;
    }
    let why = guessed.feedback().and_then(|feedback| feedback.warning()).map(|why| why.to_string());
    let why = why.unwrap_or_else(|| "This is easy to guess.".to_owned());
    Some(format!("{why} Choose a short sentence, or four words that have nothing to do with each other."))
}

/// What everybody knows of a person, as [`plain`] writes it: the product, the parts of the name and of the address, and
/// the names of the tenants.
fn known_of(person: &UserAccount) -> Vec<String> {
    let email = person.email.as_str();
    let (local, host) = email.split_once('@').unwrap_or((email, ""));
    let company = host.split('.').next().unwrap_or_default();
    let parts = local.split(|c: char| !c.is_alphanumeric()).chain(person.name.split_whitespace());
    let tenants = person.memberships.iter().flat_map(|(tenant, _)| {
        let first = tenant.name.split_whitespace().next().unwrap_or_default();
        [tenant.name.as_str(), first, tenant.slug.as_str()]
    });
    let mut known: Vec<String> =
        [PRODUCT, local, company].into_iter().chain(parts).chain(tenants).map(plain).collect();
    known.retain(|one| one.chars().count() >= SHORTEST_PART);
    known.sort_unstable();
    known.dedup();
    known
}

/// Letters and digits only, in lower case.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use domain::actor::Role;
    use domain::form::Email;
    use domain::tenant::{Slug, Tenant, TenantStatus, Tier};

    use super::*;

    fn hannah() -> UserAccount {
        let tenant = Tenant {
            id: uuid::Uuid::from_u128(1).into(),
            slug: Slug::parse("nw-soft").expect("a slug"),
            name: "Northwind Software".to_owned(),
            tier: Tier::Pool,
            region: "eu".to_owned(),
            status: TenantStatus::Active,
        };
        UserAccount {
            id: uuid::Uuid::from_u128(2).into(),
            name: "Hannah Meyer-Lüttich".to_owned(),
            email: Email::parse("h.meyer@example.com").expect("an address"),
            password_hash: None,
            is_operator: false,
            memberships: vec![(tenant, Role::Admin)],
            last_used: None,
        }
    }

    #[test]
    fn what_is_guessed_first_is_refused_with_what_would_help() {
        // `password1234` was taken.
        for common in [
            "password1234",
            "Password1234!",
            "P@ssw0rd1234",
            "123456789012",
            "qwertyuiop12",
            "aaaaaaaaaaaa",
            "iloveyou1234",
            "administrator",
            "abcabcabcabc",
            "letmein2026!",
        ] {
            let words = objection(common, &hannah()).unwrap_or_else(|| panic!("{common} was taken"));
            assert!(words.contains("Choose a short sentence"), "{words}");
        }
        assert!(objection("short", &hannah()).is_some_and(|words| words.contains("at least 12")));
        assert!(objection(&"x7 ".repeat(70), &hannah()).is_some_and(|words| words.contains("at most 200")));
    }

    #[test]
    fn what_everybody_knows_of_a_person_is_refused() {
        for known in [
            "seven hannah wade at dusk",
            "H.Meyer and the herons 7",
            "northwind herons at dusk",
            "North-Wind herons at dusk",
            "nwsoft herons wade at dusk",
            "winloss herons wade at dusk",
            "Win Loss herons wade at dusk",
        ] {
            let words = objection(known, &hannah()).unwrap_or_else(|| panic!("{known} was taken"));
            assert!(words.contains("Leave out your name"), "{known}: {words}");
        }
    }

    #[test]
    fn a_sentence_is_taken_in_any_script() {
        for good in [
            "seven herons wade at dusk",
            "correct horse battery staple",
            "xK9#vLq2!mRt",
            "sieben Reiher waten abends",
            "семь цапель на закате",
            "a software that is not named",
        ] {
            assert_eq!(objection(good, &hannah()), None, "{good}");
        }
    }
}
