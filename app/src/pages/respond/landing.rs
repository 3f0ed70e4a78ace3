//! The first page: who asks, why, how long, until when and who will see it. Opening it changes nothing.

use chrono::{DateTime, Datelike as _, Utc};
use domain::response::Attribution;
use domain::survey::{Kind, Meaning, Template};
use leptos::prelude::*;

use super::document::{Document, icon};
use super::{Site, Survey, date};

/// What the first page says beside the survey itself.
#[derive(Copy, Clone, Debug)]
pub struct Landing<'a> {
    /// What every page knows.
    pub survey: Survey<'a>,
    /// The buyer's name, if known.
    pub contact: &'a str,
    /// The person in whose name the tenant asks.
    pub sender: Option<&'a str>,
    /// Who sold.
    pub owner: Option<&'a str>,
    /// When the deal closed.
    pub closed_at: DateTime<Utc>,
    /// How many pages there are, as far as it is known now.
    pub pages: usize,
    /// Whether the buyer has begun before.
    pub has_started: bool,
}

/// The first page.
#[must_use]
pub fn landing(site: &Site, page: &Landing<'_>) -> String {
    let survey = page.survey;
    let title = survey.recall(&survey.template.title);
    let (button, kept) = if page.has_started {
        let kept = "You began this before. What you answered is kept, and you go on where you stopped.";
        ("Continue", Some(view! { <p class="notice notice--done">{icon("check")}<span>{kept}</span></p> }))
    } else {
        ("Start", None)
    };
    let main = view! {
        <div>
            <h1 dir="auto">{title.clone()}</h1>
            <p class="lead" dir="auto">{survey.recall(&survey.template.intro)}</p>
        </div>
        {asker(page)}
        {terms(page)}
        {who_sees(page)}
        <form method="post" class="stack stack--tight">
            {kept}
            <div class="buttons"><button class="button button--primary">{button}</button></div>
        </form>
    };
    let foot = Some(
        "Opening this page stored nothing. After you start, one cookie remembers which survey is yours, and your \
         answers are kept sealed until you send them.",
    );
    Document { title, survey: Some(survey), main: main.into_any(), foot, has_script: false }.render(site)
}

fn asker(page: &Landing<'_>) -> AnyView {
    let tenant = page.survey.tenant;
    let name = page.sender.unwrap_or(tenant).to_owned();
    let initials = crate::format::initials(&name);
    let asks = match page.contact.split_whitespace().next() {
        Some(first) => format!(" asks you, {first}."),
        None => " asks you.".to_owned(),
    };
    let whence =
        page.sender.map(|_| view! { <br/><span class="muted" dir="auto">{format!("For {tenant}")}</span> });
    view! {
        <div class="asker">
            <span class="avatar avatar--large" aria-hidden="true">{initials}</span>
            <p dir="auto"><b>{name}</b><span>{asks}</span>{whence}</p>
        </div>
    }
    .into_any()
}

fn terms(page: &Landing<'_>) -> AnyView {
    let minutes = counted(usize::from(page.survey.template.minutes.max(1)), "minute", "minutes");
    let takes = format!("About {minutes}, {}", counted(page.pages, "short page", "short pages"));
    let month = crate::format::month(page.closed_at.month());
    let about = format!("The decision of {}, {month} {}", page.survey.account, page.closed_at.year());
    view! {
        <dl class="terms">
            <div><dt>"Takes"</dt><dd>{takes}</dd></div>
            <div><dt>"About"</dt><dd dir="auto">{about}</dd></div>
            <div><dt>"Open until"</dt><dd>{date(page.survey.expires_at)}</dd></div>
        </dl>
    }
    .into_any()
}

fn who_sees(page: &Landing<'_>) -> AnyView {
    let tenant = page.survey.tenant;
    let offered = offered(page.survey.template);
    if offered.is_empty() {
        let only = format!("Leadership at {tenant} only, with your name.");
        return view! { <section><h2>"Who will see what you say"</h2><p>{only}</p></section> }.into_any();
    }
    let team = match page.owner {
        Some(owner) => format!("{owner} and colleagues"),
        None => "The people you worked with".to_owned(),
    };
    let rows: Vec<AnyView> = offered
        .into_iter()
        .map(|attribution| {
            let (name, what, sees) = match attribution {
                Attribution::Named => {
                    ("By name", "They read your answer and know that it is yours.", [true, true])
                }
                Attribution::Leadership => {
                    ("Leadership only", "Nobody who sold to you knows.", [false, true])
                }
                Attribution::Pooled => {
                    ("Pooled only", "Counted together with others, shown to nobody.", [false, false])
                }
            };
            view! {
                <li>
                    <b>{name}</b>
                    <p class="muted">{what}</p>
                    <span class="who">
                        {sight(sees[0], team.clone())} {sight(sees[1], "Leadership".to_owned())}
                        {sight(true, "In totals".to_owned())}
                    </span>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <section>
            <h2>"Who will see what you say"</h2>
            <p>"You choose before you send:"</p>
            <ul class="stack stack--tight gap-top">{rows}</ul>
        </section>
    }
    .into_any()
}

/// Who will see it, or will not.
fn sight(sees: bool, who: String) -> AnyView {
    if sees {
        view! { <span class="who__yes" dir="auto">{icon("check")}{who}</span> }.into_any()
    } else {
        let not = view! { <span class="visually-hidden">"Not "</span> };
        view! { <span class="who__no" dir="auto">{icon("x")}{not}{who}</span> }.into_any()
    }
}

/// The choices about the name that the survey offers.
fn offered(template: &Template) -> Vec<Attribution> {
    if !template.attributions.is_empty() {
        return template.attributions.clone();
    }
    let asked = template.questions().find(|question| question.meaning == Some(Meaning::Attribution));
    match asked.map(|question| &question.kind) {
        Some(Kind::SingleChoice { choices, .. }) => {
            choices.iter().filter_map(|choice| Attribution::from_code(&choice.key)).collect()
        }
        Some(_) | None => Vec::new(),
    }
}

fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
