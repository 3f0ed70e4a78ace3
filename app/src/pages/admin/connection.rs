//! How the tenant's CRM reaches us: an address with a key, and a secret that signs; both shown once.

use domain::id::ConnectionId;
use leptos::prelude::*;

use crate::api::ApiError;
use crate::api::account::{ConnectionFacts, Disclosed, create_connection, rotate_secret};
use crate::browser;
use crate::components::empty::Empty;
use crate::components::icon::Icon;
use crate::components::time::Day;

const ROTATE_ID: &str = "rotate";

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
    let chosen = RwSignal::new(None::<ConnectionId>);
    let Keys { create, rotate } = keys;
    let ask = Callback::new(move |id| {
        chosen.set(Some(id));
        browser::show_dialog(ROTATE_ID);
    });
    let is_empty = connections.is_empty();
    let rows = connections.into_iter().map(|one| row(one, ask)).collect_view();
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
                <button
                    class="button"
                    type="button"
                    aria-busy=move || create.pending().get().then_some("true")
                    on:click=move |_| {
                        create.dispatch(());
                    }
                >
                    <Icon name="plus" />
                    "New connection"
                </button>
            </div>
            {list}
            <div role="status">
                {move || create.value().get().map(disclosed)} {move || rotate.value().get().map(disclosed)}
            </div>
        </section>
        <dialog class="dialog" id=ROTATE_ID aria-labelledby="rotate-title">
            <h2 id="rotate-title">"Make a new secret?"</h2>
            <div class="dialog__body">
                <p>
                    "Your CRM may go on signing with the present secret until you put the new one in. \
                    The one before the present secret stops working now."
                </p>
            </div>
            <form class="dialog__foot" method="dialog">
                <button class="button">"Keep it"</button>
                <button
                    class="button button--primary"
                    on:click=move |_| {
                        if let Some(id) = chosen.get_untracked() {
                            rotate.dispatch(id);
                        }
                    }
                >
                    "Make a new secret"
                </button>
            </form>
        </dialog>
    }
}

fn row(one: ConnectionFacts, ask: Callback<ConnectionId>) -> AnyView {
    let kind = if one.kind == "standard" { "Standard Webhooks".to_owned() } else { one.kind };
    let id = one.id;
    view! {
        <tr>
            <td>{kind}</td>
            <td class="nowrap">
                <Day at=one.created_at />
            </td>
            <td class="table__opt">{one.secrets}</td>
            <td class="table__num">
                <button class="button button--small" type="button" on:click=move |_| ask.run(id)>
                    "New secret"
                </button>
            </td>
        </tr>
    }
    .into_any()
}

/// What was made, to be copied now.
fn disclosed(made: Result<Disclosed, ApiError>) -> AnyView {
    match made {
        Ok(Disclosed { path, secret }) => {
            let path = path.map(|path| {
                view! {
                    <div class="field field--plain">
                        <label class="field__label" for="made-path">
                            "Address, after the name of this server"
                        </label>
                        <input class="input code" id="made-path" readonly value=path />
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
                        {path}
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
        Err(error) => view! {
            <p class="notice notice--problem">
                <Icon name="warn" />
                <span>{format!("Nothing was changed: {error}.")}</span>
            </p>
        }
        .into_any(),
    }
}
