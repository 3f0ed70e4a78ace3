//! The privacy notice: who is responsible, what for, how long, who reads, and where the whole of it stands.

use domain::survey::finding::Place;
use domain::survey::texts::TextField;
use leptos::prelude::*;

use super::section;
use crate::pages::surveys::editor::head::{HeadText, HeadWord};
use crate::pages::surveys::editor::state::EditorState;

pub(super) fn notice(state: EditorState) -> AnyView {
    let controller = HeadWord {
        id: "set-controller",
        label: "Who is responsible",
        help: "A company with its address, as in your notices. Your company’s name when empty.",
        kind: "text",
        read: |template| template.notice.controller.clone(),
        write: |head, words| {
            if words.chars().count() > 200 {
                return Some("At most 200 letters.");
            }
            words.clone_into(&mut head.notice.controller);
            None
        },
    };
    let purpose = HeadText {
        id: "set-purpose",
        label: "What the answers are used for".to_owned(),
        help: "",
        place: Place::Notice,
        field: TextField::Purpose,
        find: |template, _| Some(&template.notice.purpose),
        rows: 2,
    };
    let months = HeadWord {
        id: "set-months",
        label: "Months after which answers are erased",
        help: "From 1 to 120.",
        kind: "number",
        read: |template| template.notice.retention_months.to_string(),
        write: |head, words| match words.parse::<u16>() {
            Ok(months @ 1..=120) => {
                head.notice.retention_months = months;
                None
            }
            Ok(_) | Err(_) => Some("A number from 1 to 120."),
        },
    };
    let readers = HeadText {
        id: "set-readers",
        label: "Who else sees them".to_owned(),
        help: "Beside what the buyer chooses: an agency that works for you, for example.",
        place: Place::Notice,
        field: TextField::Readers,
        find: |template, _| Some(&template.notice.readers),
        rows: 2,
    };
    let url = HeadWord {
        id: "set-url",
        label: "Address of the whole notice",
        help: "It is a link on every page of the survey.",
        kind: "url",
        read: |template| template.notice.url.clone(),
        write: |head, words| {
            if !words.is_empty() && !is_web(words) {
                return Some("An address begins with https://.");
            }
            words.clone_into(&mut head.notice.url);
            None
        },
    };
    let body = view! {
        {controller.view(state)} {purpose.view(state)} {months.view(state)} {readers.view(state)}
        {url.view(state)}
    };
    section(
        "set-notice",
        "Privacy notice",
        "Buyers can open it before they begin; the consent is kept with the version.",
        body.into_any(),
    )
}

/// Whether it is the address of a page on the web, and no script.
fn is_web(words: &str) -> bool {
    let rest = words.strip_prefix("https://").or_else(|| words.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        host.contains('.') && !rest.contains(char::is_whitespace) && !host.contains('@')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_the_web_are_linked() {
        for good in ["https://northwind.example/privacy", "http://a.example"] {
            assert!(is_web(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "https://",
            "https://localhost",
            "https://a b.example",
            "https://u@a.example",
            "ftp://a.example",
        ] {
            assert!(!is_web(bad), "{bad}");
        }
    }
}
