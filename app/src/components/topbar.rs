//! The head of every page: where one is, search, theme, and the person.

use leptos::ev;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_navigate;

use super::icon::Icon;
use super::keys::KEYS_ID;
use crate::api::context::Person;
use crate::browser;
use crate::format;
use crate::routes;

/// The field that the key `/` focuses.
pub(crate) const SEARCH_ID: &str = "search";

/// The tab's text as `<Title>` must be given it: on the server it is written into the document as it is, so an
/// account called `</title>…` would become markup; in the browser it is set as plain text.
pub(crate) fn in_title(text: String) -> String {
    if cfg!(feature = "ssr") {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    } else {
        text
    }
}

/// The head of a page, with its filters as children.
#[component]
pub fn Topbar(
    /// The page's name, also in the browser's tab.
    #[prop(into)]
    title: String,
    /// The page above this one: address and name.
    #[prop(optional)]
    above: Option<(&'static str, &'static str)>,
    /// The words that are being searched for.
    #[prop(optional)]
    search: String,
    /// The filter bar.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let person = use_context::<Option<Person>>().flatten();
    let has_tenant = person.as_ref().is_some_and(|person| person.tenant.is_some());
    let place = person.as_ref().and_then(|person| person.tenant.clone());
    let tab = [Some(title.clone()), place, Some("winloss".to_owned())];
    let tab = in_title(tab.into_iter().flatten().collect::<Vec<_>>().join(" · "));
    let heading = match above {
        Some((href, name)) => view! {
            <p class="topbar__title">
                <a class="topbar__crumb" href=href>
                    {name}
                </a>
                <span class="topbar__crumb" aria-hidden="true">
                    " / "
                </span>
                {title}
            </p>
        }
        .into_any(),
        None => view! { <h1 class="topbar__title">{title}</h1> }.into_any(),
    };
    let search = has_tenant.then(|| view! { <Search words=search /> });
    view! {
        <Title text=tab />
        <header class="topbar">
            <div class="topbar__row">
                <button
                    class="button button--quiet button--icon topbar__menu"
                    type="button"
                    popovertarget="nav"
                    aria-label="Open menu"
                >
                    <Icon name="menu" />
                </button>
                {heading}
                <div class="topbar__tools">
                    {search}
                    <button
                        class="button button--quiet button--icon"
                        type="button"
                        aria-label="Switch between light and dark"
                        data-switch-theme
                    >
                        <Icon name="theme" />
                    </button>
                    {person.map(|person| view! { <PersonMenu person=person /> })}
                </div>
            </div>
            {children.map(|children| children())}
        </header>
    }
    .into_any()
}

#[component]
fn Search(words: String) -> impl IntoView {
    let navigate = use_navigate();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let query = event.target().map(|form| browser::query_of(&form)).unwrap_or_default();
        navigate(&format!("{}?{query}", routes::DEALS), Default::default());
    };
    view! {
        <form class="search" role="search" action=routes::DEALS method="get" on:submit=submit>
            <Icon name="search" />
            <label class="visually-hidden" for=SEARCH_ID>
                "Search deals"
            </label>
            <input
                class="search__input"
                id=SEARCH_ID
                type="search"
                name="q"
                value=words
                placeholder="Search deals"
                maxlength="100"
                autocomplete="off"
            />
            <kbd class="key" aria-hidden="true">
                "/"
            </kbd>
        </form>
    }
}

#[component]
fn PersonMenu(person: Person) -> impl IntoView {
    let role = person.role.map_or("Operator", domain::actor::Role::label);
    let others = person.others.into_iter().map(|(tenant, name)| {
        view! {
            <form method="post" action=routes::SWITCH>
                <input type="hidden" name="tenant" value=tenant.to_string() />
                <button class="menu__item">
                    <Icon name="updown" />
                    <span>"Switch to " {name}</span>
                </button>
            </form>
        }
    });
    let others = others.collect_view();
    view! {
        <details class="menu">
            <summary class="avatar">
                <span aria-hidden="true">{format::initials(&person.name)}</span>
                <span class="visually-hidden">{format!("{}, account", person.name)}</span>
            </summary>
            <div class="menu__panel">
                <p class="menu__head">
                    <b>{person.name}</b>
                    <br />
                    <span class="small faint">{person.email} " · " {role}</span>
                </p>
                {others}
                <button
                    class="menu__item wide-only"
                    type="button"
                    on:click=move |_| browser::show_dialog(KEYS_ID)
                >
                    <Icon name="keys" />
                    "Keyboard"
                </button>
                <form method="post" action=routes::SIGN_OUT>
                    <button class="menu__item">
                        <Icon name="out" />
                        "Sign out"
                    </button>
                </form>
            </div>
        </details>
    }
}
