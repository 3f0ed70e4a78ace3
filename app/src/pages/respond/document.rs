//! The frame around every page: head, the asker's name above, who is responsible below.

use leptos::prelude::*;

use super::{Site, Survey};

/// A page to be put into the frame.
pub(super) struct Document<'a> {
    /// What the browser's tab says.
    pub title: String,
    /// Whose page it is; absent on pages that reveal nothing.
    pub survey: Option<Survey<'a>>,
    /// The content.
    pub main: AnyView,
    /// What to say below, beside who asks.
    pub foot: Option<&'static str>,
    /// Whether the script is of use here.
    pub has_script: bool,
}

impl Document<'_> {
    /// The whole document as HTML.
    pub(super) fn render(self, site: &Site) -> String {
        let Self { title, survey, main, foot, has_script } = self;
        let script = has_script.then(|| site.script.clone());
        let title = match survey {
            Some(survey) => format!("{title} · {}", survey.tenant),
            None => title,
        };
        let head = survey.map_or_else(anonymous, |survey| brand(survey.tenant));
        let below = survey.map(|survey| footer(survey, foot));
        let view = view! {
            <html lang="en">
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1"/>
                    <meta name="robots" content="noindex, nofollow"/>
                    <meta name="color-scheme" content="light dark"/>
                    <title>{title}</title>
                    <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                    <link rel="stylesheet" href=site.stylesheet.clone()/>
                    {script.map(|script| view! { <script type="module" src=script></script> })}
                </head>
                <body class="buyer">
                    <a class="skip" href="#main">"Skip to the content"</a>
                    {sprite()}
                    <header class="buyer__head">
                        <div class="buyer__bar">{head}</div>
                    </header>
                    <main class="buyer__main" id="main">{main}</main>
                    {below}
                </body>
            </html>
        };
        // The marks between texts are for scripts that take a page over; nobody takes this one over.
        format!("<!doctype html>{}", Owner::new().with(|| view.to_html()).replace("<!>", ""))
    }
}

fn brand(tenant: &str) -> AnyView {
    let letter: String =
        tenant.chars().find(|c| c.is_alphanumeric()).into_iter().flat_map(char::to_uppercase).collect();
    let letter =
        (!letter.is_empty()).then(|| view! { <span class="avatar" aria-hidden="true">{letter}</span> });
    view! { <span class="brand">{letter}<span dir="auto">{tenant.to_owned()}</span></span> }.into_any()
}

fn anonymous() -> AnyView {
    view! { <span class="brand">"Survey"</span> }.into_any()
}

fn footer(survey: Survey<'_>, foot: Option<&'static str>) -> AnyView {
    let contact = match survey.privacy_contact {
        Some(contact) => format!("Responsible for your data: {contact}."),
        None => format!("{} is responsible for your data.", survey.tenant),
    };
    let asked = format!("Asked by {}. {contact}", survey.tenant);
    let foot = foot.map(|foot| view! { <p>{foot}</p> });
    view! { <footer class="buyer__foot"><p>{asked}</p>{foot}</footer> }.into_any()
}

/// An icon of the sprite; decoration beside words, never alone.
pub(super) fn icon(name: &'static str) -> AnyView {
    view! { <svg class="icon" aria-hidden="true"><use href=format!("#i-{name}")></use></svg> }.into_any()
}

/// The large icon of a page that is an end.
pub(super) fn mark(name: &'static str, class: &'static str) -> AnyView {
    view! { <svg class=format!("icon closed__mark {class}") aria-hidden="true"><use href=format!("#i-{name}")></use></svg> }
        .into_any()
}

fn sprite() -> AnyView {
    view! {
        <svg width="0" height="0" class="visually-hidden" aria-hidden="true">
            <symbol id="i-check" viewBox="0 0 16 16"><path d="m3 8.5 3.2 3L13 4.5"></path></symbol>
            <symbol id="i-x" viewBox="0 0 16 16"><path d="m4 4 8 8M12 4l-8 8"></path></symbol>
            <symbol id="i-left" viewBox="0 0 16 16"><path d="m10 4-4 4 4 4"></path></symbol>
            <symbol id="i-warn" viewBox="0 0 16 16"><path d="M8 2.5 14 13H2zM8 6.5v3M8 11.3v.1"></path></symbol>
            <symbol id="i-info" viewBox="0 0 16 16">
                <path d="M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 7.3v3.4M8 5.2v.1"></path>
            </symbol>
            <symbol id="i-clock" viewBox="0 0 16 16">
                <path d="M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 4.8V8l2.2 1.6"></path>
            </symbol>
            <symbol id="i-link" viewBox="0 0 16 16">
                <path d="M6.8 9.2a2.4 2.4 0 0 0 3.4 0l2.4-2.4a2.4 2.4 0 0 0-3.4-3.4l-.8.8M9.2 6.8a2.4 2.4 0 0 0-3.4 0L3.4 9.2a2.4 2.4 0 0 0 3.4 3.4l.8-.8"></path>
            </symbol>
        </svg>
    }
    .into_any()
}
