//! The tenant's set-up: who works in it, and how its CRM reaches us.

pub mod connection;

use domain::actor::Role;
use leptos::prelude::*;

use self::connection::Keys;
use crate::api::account::{SetUp, TeamMember, load_set_up};
use crate::components::icon::Icon;
use crate::components::loaded::{Loaded, load};
use crate::components::skeleton::plain_skeleton;
use crate::components::topbar::Topbar;
use crate::format;

/// Loads the set-up.
#[component]
pub fn AdminPage() -> impl IntoView {
    let set_up = load(|| (), |()| load_set_up());
    // Made outside of what is drawn anew with each answer: a secret is to be read until the page is left.
    let keys = Keys::new(Callback::new(move |()| set_up.refetch()));
    let page = move |set_up: SetUp| view! { <SetUpPage set_up=set_up keys=keys /> }.into_any();
    view! {
        <Loaded
            resource=set_up
            title="Admin"
            skeleton=ViewFnOnce::from(|| plain_skeleton("Admin"))
            page=page
        />
    }
    .into_any()
}

/// The page of a given set-up.
#[component]
pub fn SetUpPage(
    /// What was loaded.
    set_up: SetUp,
    /// What makes and removes connections.
    keys: Keys,
) -> impl IntoView {
    view! {
        <Topbar title="Admin" />
        <main class="page stack" id="main">
            {team(&set_up.members)}
            <connection::Connections connections=set_up.connections as_of=set_up.as_of keys=keys />
        </main>
    }
    .into_any()
}

/// What a role may do, in one line.
const fn may(role: Role) -> &'static str {
    match role {
        Role::Admin => "Sets up surveys, connections and the team; reads everything",
        Role::Leader => "Reads every report, and answers meant for leadership",
        Role::Rep => "Reads reports, and answers whose buyers chose to be named",
        Role::Viewer => "Reads figures, never a buyer’s words with a name",
    }
}

fn team(members: &[TeamMember]) -> AnyView {
    let count = i64::try_from(members.len()).unwrap_or(0);
    let rows = members
        .iter()
        .map(|member| {
            view! {
                <tr>
                    <td>
                        <span class="row">
                            <span class="avatar" aria-hidden="true">
                                {format::initials(&member.name)}
                            </span>
                            <b>{member.name.clone()}</b>
                        </span>
                    </td>
                    <td class="table__opt faint">{member.email.clone()}</td>
                    <td>
                        <span class="badge">
                            <Icon name="person" />
                            {member.role.label()}
                        </span>
                    </td>
                    <td class="table__opt--early faint">{may(member.role)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="section section--bare" aria-labelledby="team">
            <div class="section__head">
                <div>
                    <h2 class="section__title" id="team">
                        "Team"
                    </h2>
                    <p class="section__sub">{format::counted(count, "person", "people")} " can sign in."</p>
                </div>
            </div>
            <table class="table table--flat">
                <caption class="visually-hidden">"Team"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col" class="table__opt">
                            "E-mail"
                        </th>
                        <th scope="col">"Role"</th>
                        <th scope="col" class="table__opt--early">
                            "May"
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}
