//! The frame around every page: head, the asker's name and the languages above, who asks and what one can do below.

use domain::survey::Language;
use leptos::prelude::*;

use super::icon::{icon, sprite};
use super::said::{Voice, direction};
use super::{Site, Survey, branding};

/// A page to be put into the frame.
pub(super) struct Document<'a> {
    /// What the browser's tab says.
    pub title: String,
    /// The language it is read in.
    pub voice: &'a Voice,
    /// Whose page it is; absent on pages that reveal nothing.
    pub survey: Option<Survey<'a>>,
    /// The content.
    pub main: AnyView,
    /// How the language is switched.
    pub switch: Switch,
    /// What stands below.
    pub foot: Foot,
    /// Whether the script is of use here.
    pub has_script: bool,
}

/// How the language is switched on a page.
#[derive(Clone, Eq, PartialEq, Debug)]
pub(super) enum Switch {
    /// Not at all.
    Never,
    /// By links to this address, which change nothing.
    Links(String),
    /// By buttons of the page's own form, which keep what was typed.
    Buttons,
    /// By a form of its own, which leads back to this page of the survey.
    Form(String),
}

/// What stands below a page.
#[derive(Clone, Eq, PartialEq, Default, Debug)]
pub(super) struct Foot {
    /// Sentences of the page's own.
    pub says: Vec<String>,
    /// Whether the choice about the name is shown: the page that its change leads back to.
    pub sharing_from: Option<String>,
    /// Whether the privacy notice is among the survey's pages here.
    pub has_privacy: bool,
}

/// The id of a page's form, to which buttons outside of it belong.
pub(super) const FORM: &str = "f";

impl Document<'_> {
    /// The whole document as HTML.
    pub(super) fn render(self, site: &Site) -> String {
        let Self { title, voice, survey, main, switch, foot, has_script } = self;
        let script = has_script.then(|| site.script.clone());
        let title = match survey {
            Some(survey) => format!("{title} · {}", survey.tenant()),
            None => title,
        };
        let lang = voice.page().as_str().to_owned();
        let dir = voice.page().is_from_the_right().then(|| direction(voice.page()));
        let brand = survey.map_or_else(|| anonymous(voice), brand);
        let default = (switch == Switch::Buttons).then(default_button);
        let languages = survey.and_then(|survey| languages(survey, &switch));
        let below = survey.map(|survey| footer(survey, foot));
        let view = view! {
            <html lang=lang dir=dir>
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1"/>
                    <meta name="robots" content="noindex, nofollow"/>
                    <meta name="color-scheme" content="light dark"/>
                    <title>{title}</title>
                    <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                    {sheet(site, survey)}
                    {survey.and_then(style)}
                    {script.map(|script| view! { <script type="module" src=script></script> })}
                </head>
                <body class="buyer">
                    <a class="skip" href="#main">{voice.words.frame.skip}</a>
                    {default}
                    {sprite()}
                    <header class="buyer__head">
                        <div class="buyer__bar">{brand}{languages}</div>
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

/// How the page looks: with it where a nonce lets it, else behind a link.
fn sheet(site: &Site, survey: Option<Survey<'_>>) -> AnyView {
    match survey {
        Some(Survey { nonce, .. }) if !nonce.is_empty() && !site.sheet.is_empty() => {
            let (nonce, sheet) = (nonce.to_owned(), site.sheet.to_string());
            view! { <style nonce=nonce inner_html=sheet></style> }.into_any()
        }
        Some(_) | None => view! { <link rel="stylesheet" href=site.stylesheet.clone()/> }.into_any(),
    }
}

/// The tenant's colours; they stand outside of the layers of the style sheet and so win over it.
fn style(survey: Survey<'_>) -> Option<AnyView> {
    let sheet = branding::style(&survey.template.branding)?;
    let nonce = survey.nonce.to_owned();
    Some(view! { <style nonce=nonce inner_html=sheet></style> }.into_any())
}

/// Enter presses a form's first button, and the languages stand above the form: this one comes before them.
fn default_button() -> AnyView {
    view! { <button form=FORM name="go" value="next" hidden=true></button> }.into_any()
}

fn brand(survey: Survey<'_>) -> AnyView {
    let tenant = survey.tenant();
    if let (Some(logo), Some(address)) = (&survey.template.branding.logo, survey.logo) {
        let alt = if logo.alt.trim().is_empty() { tenant } else { &logo.alt };
        return view! {
            <span class="brand">
                <img
                    class="brand__logo"
                    src=address.to_owned()
                    alt=alt.to_owned()
                    width=logo.width.to_string()
                    height=logo.height.to_string()
                />
            </span>
        }
        .into_any();
    }
    let letter: String =
        tenant.chars().find(|c| c.is_alphanumeric()).into_iter().flat_map(char::to_uppercase).collect();
    let letter =
        (!letter.is_empty()).then(|| view! { <span class="avatar" aria-hidden="true">{letter}</span> });
    view! { <span class="brand">{letter}<span dir="auto">{tenant.to_owned()}</span></span> }.into_any()
}

fn anonymous(voice: &Voice) -> AnyView {
    view! { <span class="brand">{voice.words.frame.survey}</span> }.into_any()
}

/// The other languages of the survey: side by side when they are few, else behind the one that is read.
fn languages(survey: Survey<'_>, switch: &Switch) -> Option<AnyView> {
    let read = survey.voice.language();
    let others: Vec<&Language> = survey.template.languages.iter().filter(|one| *one != read).collect();
    if others.is_empty() || *switch == Switch::Never {
        return None;
    }
    let items: Vec<AnyView> = others.iter().map(|language| item(language, switch)).collect();
    let label = survey.words().frame.languages;
    let list = if others.len() <= 2 {
        view! { <div class="langs" role="group" aria-label=label>{items}</div> }.into_any()
    } else {
        let own = read.own_name();
        let tag = read.as_str().to_owned();
        view! {
            <details class="langs">
                <summary>
                    {icon("globe")}<span class="visually-hidden">{label}": "</span><span lang=tag>{own}</span>
                </summary>
                <div class="langs__list">{items}</div>
            </details>
        }
        .into_any()
    };
    Some(match switch {
        Switch::Form(back) => {
            let (back, mark) = (back.clone(), survey.mark.to_owned());
            view! {
                <form method="post" action=survey.address("language")>
                    <input type="hidden" name="survey" value=mark/>
                    <input type="hidden" name="back" value=back/>
                    {list}
                </form>
            }
            .into_any()
        }
        Switch::Never | Switch::Links(_) | Switch::Buttons => list,
    })
}

fn item(language: &Language, switch: &Switch) -> AnyView {
    let (tag, name) = (language.as_str().to_owned(), language.own_name());
    match switch {
        Switch::Links(address) => view! {
            <a class="langs__item" href=format!("{address}?lang={tag}") lang=tag.clone() hreflang=tag.clone()>
                {name}
            </a>
        }
        .into_any(),
        Switch::Buttons => view! {
            <button class="langs__item" form=FORM name="go" value=format!("lang:{tag}") lang=tag.clone()>
                {name}
            </button>
        }
        .into_any(),
        Switch::Form(_) | Switch::Never => view! {
            <button class="langs__item" name="lang" value=tag.clone() lang=tag.clone()>{name}</button>
        }
        .into_any(),
    }
}

fn footer(survey: Survey<'_>, foot: Foot) -> AnyView {
    let frame = &survey.words().frame;
    let says: Vec<AnyView> =
        foot.says.into_iter().map(|sentence| view! { <p>{sentence}</p> }.into_any()).collect();
    let asked = says.is_empty().then(|| survey.fill(frame.asked_by, &[survey.tenant()]));
    let shared = survey.shared_as().zip(foot.sharing_from).map(|(attribution, from)| {
        let name = survey.words().sharing.name(attribution);
        let change = (survey.offered().len() > 1).then(|| {
            let address = survey.address(&format!("who-sees?from={from}"));
            view! { " "<a href=address>{frame.change_this}</a> }
        });
        view! { " "{frame.seen_as}" "<b>{name}</b>"."{change} }
    });
    let privacy =
        foot.has_privacy.then(|| view! { <a href=survey.address("privacy")>{frame.privacy}</a> }.into_any());
    let no_more =
        survey.preferences.map(|address| view! { <a href=address.to_owned()>{frame.no_more}</a> }.into_any());
    let links: Vec<AnyView> = privacy.into_iter().chain(no_more).collect();
    let links = (!links.is_empty()).then(|| view! { <p class="buyer__links">{links}</p> });
    let first = (asked.is_some() || shared.is_some()).then(|| view! { <p>{asked}{shared}</p> });
    view! { <footer class="buyer__foot">{first}{says}{links}</footer> }.into_any()
}
