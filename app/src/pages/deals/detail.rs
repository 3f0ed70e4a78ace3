//! One deal: its facts, what the buyer says against what the rep says, the answers, and who was asked.

mod answers;
mod aside;
mod why;

use domain::deal::{ContactRole, DealContact, DealDetail};
use domain::id::DealId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::api::deal::load_deal;
use crate::components::icon::Icon;
use crate::components::live::follow_changes;
use crate::components::loaded::{Loaded, load};
use crate::components::outcome::DealOutcome;
use crate::components::skeleton::DetailSkeleton;
use crate::components::time::{Day, Moment};
use crate::components::topbar::Topbar;
use crate::format;
use crate::routes;

/// Loads the deal in the address.
#[component]
pub fn DealPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<DealId>().ok()));
    let deal = load(move || id.get(), load_deal);
    // A deal says nothing of its version: every change of the tenant's data asks again.
    let shown = follow_changes(move || deal.refetch());
    let page = move |deal: DealDetail| {
        shown.follow_all();
        view! { <DealDetailPage deal=deal /> }.into_any()
    };
    view! {
        <Loaded
            resource=deal
            title="Deal"
            skeleton=ViewFnOnce::from(|| view! { <DetailSkeleton title="Deal" /> })
            page=page
        />
    }
    .into_any()
}

/// The page of a given deal.
#[component]
pub fn DealDetailPage(
    /// The deal.
    deal: DealDetail,
) -> impl IntoView {
    let summary = deal.summary.clone();
    // As the list has it: in the home currency, so that the two agree; the facts have both.
    let has_amount = summary.amount.is_some() || summary.home_cents.is_some();
    let amount = has_amount
        .then(|| view! { <span class="muted">{super::table::amount(&summary, &deal.home_currency)}</span> });
    let days = summary.cycle_days.map(|days| {
        view! { <span class="muted">{format!("after {}", format::counted(days.into(), "day", "days"))}</span> }
    });
    view! {
        <Topbar title=summary.account.clone() above=(routes::DEALS, "Deals") />
        <main class="page" id="main">
            <header class="lede">
                <div>
                    <h1>{summary.name.clone()}</h1>
                    <p class="row">
                        <DealOutcome outcome=summary.outcome competitor=summary.competitor.clone() />
                        {amount}
                        <span class="muted">"closed " <Day at=summary.closed_at /></span>
                        {days}
                    </p>
                </div>
            </header>
            <div class="main-aside">
                <div class="stack">
                    {why::section(&deal)}
                    {answers::section(&deal)}
                    {invitations(&deal.contacts)}
                </div>
                <aside class="stack" aria-label="Facts">
                    {aside::facts(&deal)}
                    {aside::competitors(&deal.competitors)}
                    {aside::timeline(&deal)}
                </aside>
            </div>
        </main>
    }
    .into_any()
}

fn invitations(contacts: &[DealContact]) -> AnyView {
    let buyers = contacts.iter().filter(|contact| contact.role == ContactRole::Buyer).collect::<Vec<_>>();
    let asked =
        i64::try_from(buyers.iter().filter(|contact| contact.invitation.is_some()).count()).unwrap_or(0);
    let sub = match (buyers.len(), asked) {
        (0, _) => "The CRM named nobody at the buyer’s side.".to_owned(),
        (_, 0) => "Nobody was asked.".to_owned(),
        (known, _) => {
            let known = i64::try_from(known).unwrap_or(0);
            format!("{} known, {} asked.", format::counted(known, "person", "people"), format::count(asked))
        }
    };
    let is_known = !buyers.is_empty();
    let rows = buyers.into_iter().map(person).collect_view();
    let table = is_known.then(|| {
        view! {
            <table class="table table--flat">
                <caption class="visually-hidden">"People at the buyer’s side"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Person"</th>
                        <th scope="col" class="table__opt">
                            "Title"
                        </th>
                        <th scope="col">"Invitation"</th>
                        <th scope="col" class="table__num">
                            "Since"
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
    });
    view! {
        <section class="section" aria-labelledby="invitations">
            <div class="section__head">
                <div>
                    <h2 class="section__title" id="invitations">
                        "Invitations"
                    </h2>
                    <p class="section__sub">{sub}</p>
                </div>
            </div>
            {table}
        </section>
    }
    .into_any()
}

fn person(contact: &DealContact) -> AnyView {
    let finding = contact.reach.finding();
    let is_unasked = contact.invitation.is_none() && finding.is_some();
    let state = contact.invitation.clone().unwrap_or_else(|| finding.unwrap_or("Not asked").to_owned());
    let (class, icon) = match state.to_ascii_lowercase() {
        _ if is_unasked => ("badge badge--attention", "warn"),
        state if state.contains("answered") => ("badge", "check"),
        state if state.contains("started") || state.contains("sent") || state.contains("opened") => {
            ("badge badge--accent", "mail")
        }
        state if state.contains("not delivered") || state.contains("failed") => {
            ("badge badge--attention", "warn")
        }
        _ => ("badge", "cycle"),
    };
    view! {
        <tr>
            <td>{contact.name.clone()}</td>
            <td class="table__opt faint">{contact.title.clone()}</td>
            <td>
                <span class=class>
                    <Icon name=icon />
                    {state}
                </span>
            </td>
            <td class="table__num faint">{contact.since.map(|since| view! { <Moment at=since /> })}</td>
        </tr>
    }
    .into_any()
}
