//! The members' frame: sidebar, where the focus is on a new page, and what keys and clicks do on every page.

use domain::actor::{Permission, Role};
use leptos::ev;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::icon::Icon;
use super::keys::Keys;
use super::live::provide_changes;
use crate::api::context::Person;
use crate::browser;
use crate::routes;

/// A place in the sidebar.
#[derive(Copy, Clone)]
pub struct Place {
    pub(crate) href: &'static str,
    icon: &'static str,
    pub(crate) word: &'static str,
    /// The key that goes there, after `g`.
    pub(crate) key: &'static str,
}

/// The places a person may go to: first the tenant's reports, then what sets things up.
fn places(person: &Person) -> (Vec<Place>, Vec<Place>) {
    let allows = |permission| person.role.is_some_and(|role: Role| role.allows(permission));
    let mut reports = Vec::new();
    let mut set_up = Vec::new();
    if allows(Permission::ViewReports) {
        reports.push(Place { href: routes::OVERVIEW, icon: "overview", word: "Overview", key: "o" });
    }
    if allows(Permission::ViewDeals) {
        reports.push(Place { href: routes::DEALS, icon: "deals", word: "Deals", key: "d" });
    }
    if allows(Permission::EditSurveys) {
        set_up.push(Place { href: routes::SURVEYS, icon: "branch", word: "Surveys", key: "s" });
    }
    if allows(Permission::ManageMembers) {
        set_up.push(Place { href: routes::ADMIN, icon: "admin", word: "Admin", key: "a" });
    }
    if person.is_operator {
        set_up.push(Place { href: routes::OPERATOR, icon: "text", word: "Platform", key: "p" });
    }
    (reports, set_up)
}

/// Whether a page is the place or below it. The overview and the set-up stand above places of their own.
fn is_here(path: &str, place: &str) -> bool {
    let is_above = place == routes::OVERVIEW || place == routes::ADMIN;
    path == place || (!is_above && path.starts_with(place))
}

/// Sidebar and page.
#[component]
pub fn Frame(
    /// Who is signed in.
    person: Option<Person>,
    /// The page.
    children: Children,
) -> impl IntoView {
    let has_tenant = person.as_ref().is_some_and(|person| person.tenant.is_some());
    let tenant = person.as_ref().and_then(|person| person.tenant_id);
    provide_changes(tenant);
    #[cfg(not(feature = "ssr"))]
    tenant.into_iter().for_each(crate::api::client::page::is_drawn_for);
    // Effects run in the browser only.
    Effect::new(move |_| {
        let keys = window_event_listener(ev::keydown, |event| {
            if event.key() == "Escape" {
                browser::close_panels(&wasm_bindgen::JsValue::NULL);
            }
        });
        let clicks = window_event_listener(ev::click, |event| {
            if let Some(target) = event.target() {
                browser::close_panels(&target);
            }
        });
        on_cleanup(move || {
            keys.remove();
            clicks.remove();
        });
    });
    let path = use_location().pathname;
    Effect::new(move |was: Option<()>| {
        path.track();
        browser::focus_page(was.is_none());
    });
    // Not asked of what is inside: the browser would ask anew with every change there.
    let class = move || if path.with(|path| routes::is_editor(path)) { "app app--editor" } else { "app" };
    let (reports, set_up) = person.as_ref().map(places).unwrap_or_default();
    let keys = reports.iter().chain(&set_up).copied().collect();
    let sidebar = person.map(|person| view! { <Sidebar person=person reports=reports set_up=set_up /> });
    view! {
        <a class="skip" href="#main" rel="external">
            "Skip to the content"
        </a>
        <div class=class>
            {sidebar}
            <div>{children()}</div>
        </div>
        <Keys places=keys searches=has_tenant />
    }
}

#[component]
fn Sidebar(person: Person, reports: Vec<Place>, set_up: Vec<Place>) -> impl IntoView {
    let path = use_location().pathname;
    Effect::new(move |_| {
        path.track();
        browser::hide_popover("nav");
    });
    let link = move |place: Place| {
        let is_current = move || {
            let path = path.get();
            is_here(&path, place.href).then_some("page")
        };
        view! {
            <a class="sidebar__link" href=place.href title=place.word aria-current=is_current>
                <Icon name=place.icon />
                <span class="sidebar__label">{place.word}</span>
            </a>
        }
    };
    let rule =
        (!reports.is_empty() && !set_up.is_empty()).then(|| view! { <div class="sidebar__rule"></div> });
    let name = person.tenant.clone().unwrap_or_else(|| "winloss".to_owned());
    let foot = person.place.clone().map(|place| view! { <p class="sidebar__foot">{place}</p> });
    view! {
        <nav class="sidebar" id="nav" aria-label="Main" popover="auto">
            <p class="sidebar__tenant" title=name.clone()>
                <svg class="icon" aria-hidden="true">
                    <use href="#i-logo" />
                </svg>
                <span class="sidebar__label">{name.clone()}</span>
            </p>
            {reports.into_iter().map(link).collect_view()}
            {rule}
            {set_up.into_iter().map(link).collect_view()}
            {foot}
        </nav>
    }
}
