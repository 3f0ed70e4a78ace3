//! How the tenant's CRM reaches us: an address with a key, and a secret that signs; both shown once.

use domain::id::ConnectionId;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::api::ApiError;
use crate::api::account::{ConnectionFacts, Disclosed, create_connection, rotate_secret};
use crate::components::confirm::Confirm;
use crate::components::empty::Empty;
use crate::components::form;
use crate::components::icon::Icon;
use crate::components::time::Day;
use crate::routes;

/// What makes connections and secrets, and what was made last.
#[derive(Copy, Clone)]
pub struct Keys {
    create: Action<(), Result<Disclosed, ApiError>>,
    rotate: Action<ConnectionId, Result<Disclosed, ApiError>>,
}

impl Keys {
    /// `again` loads the connections after one was added.
    #[must_use]
    pub fn new(again: Callback<()>) -> Self {
        let create = Action::new(move |(): &()| async move {
            let made = create_connection().await;
            again.run(());
            made
        });
        let rotate = Action::new(move |id: &ConnectionId| {
            let id = *id;
            async move { rotate_secret(id).await }
        });
        Self { create, rotate }
    }
}

/// The live connections, a new one, and a new secret for one.
#[component]
pub fn Connections(
    /// The live ones.
    connections: Vec<ConnectionFacts>,
    /// What makes connections and secrets.
    keys: Keys,
) -> impl IntoView {
    let Keys { create, rotate } = keys;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        create.dispatch(());
    };
    let is_empty = connections.is_empty();
    let rows = connections.into_iter().map(|one| row(one, keys)).collect_view();
    let list = if is_empty {
        view! {
            <Empty
                icon="competitors"
                title="No CRM is connected"
                text="A connection gives your CRM an address to post closed deals to, and a secret to sign them with."
            />
        }
        .into_any()
    } else {
        view! {
            <table class="table table--flat">
                <caption class="visually-hidden">"Connections"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Kind"</th>
                        <th scope="col">"Since"</th>
                        <th scope="col" class="table__opt">
                            "Secrets accepted"
                        </th>
                        <th scope="col">
                            <span class="visually-hidden">"Actions"</span>
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    };
    view! {
        <section class="section" aria-labelledby="connections">
            <div class="section__head">
                <div>
                    <h2 class="section__title" id="connections">
                        "CRM connections"
                    </h2>
                    <p class="section__sub">
                        "Closed deals arrive as signed webhooks. Address and secret are shown once, when they are made."
                    </p>
                </div>
                <form method="post" action=form::own(routes::CONNECTIONS) on:submit=submit>
                    <button class="button" aria-busy=move || create.pending().get().then_some("true")>
                        <Icon name="plus" />
                        "New connection"
                    </button>
                </form>
            </div>
            {list}
            <div role="status">
                {move || create.value().get().map(disclosed)} {move || rotate.value().get().map(disclosed)}
            </div>
        </section>
    }
}

fn row(one: ConnectionFacts, keys: Keys) -> AnyView {
    let kind = if one.kind == "standard" { "Standard Webhooks".to_owned() } else { one.kind };
    let id = one.id;
    view! {
        <tr>
            <td>{kind.clone()}</td>
            <td class="nowrap">
                <Day at=one.created_at />
            </td>
            <td class="table__opt">{one.secrets}</td>
            <td class="table__num">
                <Confirm
                    id=format!("rotate-{id}")
                    word="New secret"
                    about=kind
                    title="Make a new secret?"
                    text="Your CRM may go on signing with the present secret until you put the new one in. \
                    The one before the present secret stops working now."
                    keep="Keep it"
                    path=routes::SECRETS
                    fields=vec![("connection", id.to_string())]
                    confirmed=Callback::new(move |()| {
                        keys.rotate.dispatch(id);
                    })
                />
            </td>
        </tr>
    }
    .into_any()
}

/// What was made, or why nothing was.
fn disclosed(made: Result<Disclosed, ApiError>) -> AnyView {
    match made {
        Ok(made) => view! { <Made made=made /> }.into_any(),
        Err(error) => view! {
            <p class="notice notice--problem">
                <Icon name="warn" />
                <span>{format!("Nothing was changed: {error}.")}</span>
            </p>
        }
        .into_any(),
    }
}

/// What was made, to be copied now.
#[component]
pub fn Made(
    /// The secret, and the address of a new connection.
    made: Disclosed,
) -> impl IntoView {
    let Disclosed { address, secret } = made;
    let address = address.map(|address| {
        view! {
            <div class="field field--plain">
                <label class="field__label" for="made-address">
                    "Address"
                </label>
                <input class="input code" id="made-address" readonly value=address />
            </div>
        }
    });
    view! {
        <div class="notice notice--done notice--below">
            <Icon name="check" />
            <div class="stack stack--tight">
                <p>
                    <b>"Copy this now."</b>
                    " It cannot be shown again."
                </p>
                {address}
                <div class="field field--plain">
                    <label class="field__label" for="made-secret">
                        "Secret"
                    </label>
                    <input class="input code" id="made-secret" readonly value=secret />
                </div>
            </div>
        </div>
    }
    .into_any()
}
