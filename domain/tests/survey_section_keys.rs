//! A section's key is a part of its page's address: some are refused.

use domain::survey::{Level, findings, starter};

/// What is said about the first section of a good survey when it has this key.
fn complaints(key: &str) -> Vec<String> {
    let mut template = starter::win_loss();
    key.clone_into(&mut template.sections[0].key);
    let errors = findings(&template).into_iter().filter(|one| one.level == Level::Error);
    errors.map(|one| one.words).collect()
}

#[test]
fn the_names_of_the_surveys_own_pages_are_taken() {
    for key in ["review", "send", "thanks", "saved", "autosave"] {
        let told = complaints(key);
        assert!(matches!(&told[..], [one] if one.contains("is the address of a page")), "{key}: {told:?}");
    }
    for key in ["reviews", "sending", "a", "section_2", &"x".repeat(40)] {
        assert_eq!(complaints(key), [""; 0], "{key}");
    }
}

#[test]
fn what_would_not_stand_in_an_address_is_refused() {
    for key in ["", "Reasons", "my section", "a/b", "a-b", "über", "..", "%2e", &"x".repeat(41)] {
        let told = complaints(key);
        assert!(told.iter().any(|text| text.contains("cannot be a section’s key")), "{key:?}: {told:?}");
    }
}

#[test]
fn two_sections_never_share_an_address() {
    let second = starter::win_loss().sections[1].key.clone();
    let told = complaints(&second);
    assert!(told.iter().any(|text| text.contains("Two sections have the key")), "{told:?}");
}
