//! The overview before the first deal: what to do next.

use domain::actor::Permission;
use leptos::prelude::*;

use crate::api::context::Person;
use crate::routes;

/// Three steps to the first figure.
#[component]
pub fn Welcome() -> impl IntoView {
    let person = use_context::<Option<Person>>().flatten();
    let is_admin =
        person.and_then(|person| person.role).is_some_and(|role| role.allows(Permission::ManageConnections));
    let connect = if is_admin {
        view! {
            <p>"Every closed deal arrives through a webhook. Make a connection, and put its address and secret into your CRM."</p>
            <a class="button button--primary" href=routes::ADMIN>
                "Open the connections"
            </a>
        }
        .into_any()
    } else {
        view! { <p>"An admin of your workspace connects the CRM; closed deals then arrive by themselves."</p> }.into_any()
    };
    view! {
        <div class="welcome">
            <h1>"No deal has arrived yet"</h1>
            <p>"From the first closed deal on, this page says how often you win, against whom, and why."</p>
            <ol class="steps">
                <li class="steps__item">
                    <h2>"Connect your CRM"</h2>
                    {connect}
                </li>
                <li class="steps__item">
                    <h2>"Close a deal"</h2>
                    <p>"Won or lost: its buyers are asked a few days later, by a link that needs no account."</p>
                </li>
                <li class="steps__item">
                    <h2>"Read the answers"</h2>
                    <p>"Each answer appears here within seconds of the buyer’s send."</p>
                </li>
            </ol>
        </div>
    }
}
