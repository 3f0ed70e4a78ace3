//! How the tenant's CRM reaches us: an address with a key, and a secret that signs; both shown once. A connection is
//! removed for good.

use chrono::{DateTime, Utc};
use domain::id::ConnectionId;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::api::ApiError;
use crate::api::account::{ConnectionFacts, Disclosed, create_connection, retire_connection, rotate_secret};
use crate::browser;
use crate::components::confirm::Confirm;
use crate::components::empty::Empty;
use crate::components::form;
use crate::components::icon::Icon;
use crate::components::time::{Ago, Moment};
use crate::format;
use crate::routes;

/// What is done with connections.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
enum Order {
    Create,
    /// With the instant since when the connection is there: admins know it by that.
    Rotate(ConnectionId, DateTime<Utc>),
    Retire(ConnectionId),
}

/// What makes and removes connections and makes secrets, and what was done last.
#[derive(Copy, Clone)]
pub struct Keys(Action<Order, (Order, Result<Option<Disclosed>, ApiError>)>);

impl Keys {
    /// `again` loads the connections after something was done.
    #[must_use]
    pub fn new(again: Callback<()>) -> Self {
        Self(Action::new(move |order: &Order| {
            let order = *order;
            async move {
                let done = match order {
                    Order::Create => create_connection().await.map(Some),
                    Order::Rotate(id, _) => rotate_secret(id).await.map(Some),
                    Order::Retire(id) => retire_connection(id).await.map(|()| None),
                };
                again.run(());
                (order, done)
            }
        }))
    }
}

/// The live connections, a new one, a new secret for one, and the end of one.
#[component]
pub fn Connections(
    /// The live ones.
    connections: Vec<ConnectionFacts>,
    /// When they were looked up.
    as_of: DateTime<Utc>,
    /// What makes and removes them.
    keys: Keys,
) -> impl IntoView {
    let Keys(act) = keys;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        act.dispatch(Order::Create);
    };
    let is_only = connections.len() == 1;
    let list = if connections.is_empty() {
        view! {
            <Empty
                icon="competitors"
                title="No CRM is connected"
                text="A connection gives your CRM an address to post closed deals to, and a secret to sign them with."
            />
        }
        .into_any()
    } else {
        let rows = connections.into_iter().map(|one| row(one, is_only, as_of, keys)).collect_view();
        view! {
            <table class="table table--flat">
                <caption class="visually-hidden">"Connections"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Kind"</th>
                        <th scope="col">"Last message"</th>
                        <th scope="col" class="table__opt">
                            "Since"
                        </th>
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
                    <button class="button" aria-busy=move || act.pending().get().then_some("true")>
                        <Icon name="plus" />
                        "New connection"
                    </button>
                </form>
            </div>
            {list}
            <div role="status">{move || act.value().get().map(|(order, done)| outcome(order, done))}</div>
        </section>
    }
}

fn row(one: ConnectionFacts, is_only: bool, now: DateTime<Utc>, keys: Keys) -> AnyView {
    let kind = if one.kind == "standard" { "Standard Webhooks".to_owned() } else { one.kind };
    let (id, Keys(act)) = (one.id, keys);
    let removal = if is_only {
        "It is the only one: no closed deal arrives until you make another. What its address gets is refused within \
         half a minute, and it cannot be brought back."
    } else {
        "What its address gets is refused within half a minute. It cannot be brought back: a new connection has \
         another address and another secret."
    };
    view! {
        <tr>
            <td>{kind.clone()}</td>
            <td>{last_message(one.newest, one.rejected, now)}</td>
            <td class="table__opt nowrap">
                <Moment at=one.created_at />
            </td>
            <td class="table__opt">{one.secrets}</td>
            <td class="table__num">
                <div class="row row--end">
                    <Confirm
                        id=format!("rotate-{id}")
                        word="New secret"
                        about=kind.clone()
                        title="Make a new secret?"
                        text="Your CRM may go on signing with the present secret until you put the new one in. \
                        The one before the present secret stops working now."
                        keep="Keep it"
                        path=routes::SECRETS
                        fields=vec![("connection", id.to_string())]
                        confirmed=Callback::new(move |()| {
                            act.dispatch(Order::Rotate(id, one.created_at));
                        })
                    />
                    <Confirm
                        id=format!("retire-{id}")
                        word="Remove"
                        about=kind
                        title="Remove this connection?"
                        text=removal
                        keep="Keep it"
                        path=routes::RETIREMENTS
                        fields=vec![("connection", id.to_string())]
                        confirmed=Callback::new(move |()| {
                            act.dispatch(Order::Retire(id));
                        })
                        is_final=true
                    />
                </div>
            </td>
        </tr>
    }
    .into_any()
}

/// When a connection was last heard of, and how much of what it brought could not be used.
fn last_message(newest: Option<DateTime<Utc>>, rejected: i64, now: DateTime<Utc>) -> AnyView {
    let Some(newest) = newest else { return view! { <span class="faint">"None yet"</span> }.into_any() };
    let unused = (rejected > 0)
        .then(|| view! { <span class="faint">{format!(" {} unusable", format::count(rejected))}</span> });
    view! {
        <Ago at=newest now=now />
        {unused}
    }
    .into_any()
}

/// What was done, or why nothing was.
fn outcome(order: Order, done: Result<Option<Disclosed>, ApiError>) -> AnyView {
    match done {
        Ok(Some(made)) => {
            let of = match order {
                Order::Rotate(_, since) => Some(since),
                Order::Create | Order::Retire(_) => None,
            };
            view! { <Made made=made of=of copies=true /> }.into_any()
        }
        Ok(None) => view! {
            <p class="notice notice--done notice--below">
                <Icon name="check" />
                <span>"The connection was removed."</span>
            </p>
        }
        .into_any(),
        // Somebody was faster; the list shows it already.
        Err(ApiError::NotFound) if order != Order::Create => view! {
            <p class="notice notice--below">
                <Icon name="check" />
                <span>"The connection was removed already."</span>
            </p>
        }
        .into_any(),
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
    /// Since when the connection is there that has a new secret.
    #[prop(optional_no_strip)]
    of: Option<DateTime<Utc>>,
    /// Whether the page has the script that copies.
    #[prop(optional)]
    copies: bool,
) -> impl IntoView {
    let Disclosed { address, secret } = made;
    let words = match (&address, of) {
        (Some(_), _) => "Both belong into your CRM, and neither can be shown again.".to_owned(),
        (None, None) => "It belongs into your CRM, and cannot be shown again.".to_owned(),
        (None, Some(since)) => format!(
            "It belongs into your CRM, to the connection of {}, and cannot be shown again.",
            format::moment(since)
        ),
    };
    let address = address.map(|address| kept("made-address", "Address", address, copies));
    view! {
        <div class="notice notice--done notice--below">
            <Icon name="check" />
            <div class="stack stack--tight made">
                <p>
                    <b>"Copy this now. "</b>
                    {words}
                </p>
                {address}
                {kept("made-secret", "Secret", secret, copies)}
            </div>
        </div>
    }
    .into_any()
}

/// A text to be copied, as a whole and at a press.
fn kept(id: &'static str, label: &'static str, text: String, copies: bool) -> AnyView {
    let copy = copies.then(|| {
        view! {
            <button
                class="button"
                type="button"
                aria-label=format!("Copy: {label}")
                on:click=move |_| browser::copy_from(id)
            >
                <Icon name="copy" />
                "Copy"
            </button>
        }
    });
    view! {
        <div class="field field--plain">
            <label class="field__label" for=id>
                {label}
            </label>
            <div class="made__line">
                <input class="input code" id=id readonly value=text />
                {copy}
            </div>
        </div>
    }
    .into_any()
}
