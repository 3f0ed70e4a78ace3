//! Beside a deal's answers: facts, competitors, and what happened.

use chrono::{DateTime, Utc};
use domain::deal::{DealCompetitor, DealDetail, Outcome};
use domain::response::VendorRole;
use leptos::prelude::*;

use crate::components::time::Moment;
use crate::format;
use crate::order::sorted;

pub(super) fn facts(deal: &DealDetail) -> AnyView {
    let summary = &deal.summary;
    let rep = summary.rep.as_ref().map(|rep| match &rep.team {
        Some(team) => format!("{}, {team}", rep.name),
        None => rep.name.clone(),
    });
    let amount = summary.amount.as_ref().map(|own| {
        let exact = format::money_exact(own.cents, &own.currency);
        match summary.home_cents {
            None => format!("{exact}, no rate to the home currency"),
            Some(_) if own.currency == deal.home_currency => exact,
            Some(home) => format!("{exact} = {}", format::money_exact(home, &deal.home_currency)),
        }
    });
    let known = [
        ("Rep", rep),
        ("Segment", summary.segment.clone()),
        ("Region", summary.region.clone()),
        ("Amount", amount),
    ];
    let known = known.into_iter().filter_map(|(label, value)| Some((label.to_owned(), value?)));
    let mut all = known.collect::<Vec<_>>();
    for (label, value) in &deal.facts {
        if !all.iter().any(|(known, _)| known == label) {
            all.push((label.clone(), value.clone()));
        }
    }
    let nothing = all.is_empty().then(|| {
        view! { <p class="faint">"Nothing more came from the CRM."</p> }
    });
    let facts = all
        .into_iter()
        .map(|(label, value)| {
            view! {
                <dt>{label}</dt>
                <dd>{value}</dd>
            }
        })
        .collect_view();
    view! {
        <section class="section" aria-labelledby="facts">
            <h2 class="section__title section__title--gap" id="facts">
                "Facts"
            </h2>
            {nothing}
            <dl class="facts">{facts}</dl>
        </section>
    }
    .into_any()
}

pub(super) fn competitors(competitors: &[DealCompetitor]) -> AnyView {
    if competitors.is_empty() {
        return ().into_any();
    }
    let said = |role: Option<VendorRole>| match role {
        Some(role) => role.label().into_any(),
        None => view! { <span class="faint">"not named"</span> }.into_any(),
    };
    let rows = competitors
        .iter()
        .map(|one| {
            let name = one.name.clone();
            let name = if one.is_chosen { view! { <b>{name}</b> }.into_any() } else { name.into_any() };
            view! {
                <tr>
                    <td>{name}</td>
                    <td>{said(one.role)}</td>
                    <td>{said(one.sales_role.or(one.by_crm.then_some(VendorRole::Mentioned)))}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="section" aria-labelledby="competitors">
            <h2 class="section__title section__title--gap" id="competitors">
                "Competitors"
            </h2>
            <table class="table table--flat">
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col">"Buyer"</th>
                        <th scope="col">"Rep"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

/// One thing that happened.
struct Event {
    at: DateTime<Utc>,
    class: &'static str,
    what: String,
}

/// The newest first: answers, invitations, the close, the stages.
pub(super) fn timeline(deal: &DealDetail) -> AnyView {
    let as_of = deal.as_of;
    let mut events = Vec::new();
    for answer in &deal.answers {
        let who = answer.buyer.clone().unwrap_or_else(|| "A buyer".to_owned());
        events.push(Event {
            at: answer.submitted_at,
            class: "timeline__item timeline__item--now",
            what: format!("{who} answered"),
        });
    }
    let (class, what) = match deal.summary.outcome {
        Some(Outcome::Won) => ("timeline__item timeline__item--won", "Closed as won"),
        Some(Outcome::LostNoDecision) => {
            ("timeline__item timeline__item--undecided", "Closed without a decision")
        }
        Some(Outcome::LostCompetitor | Outcome::LostOther) => {
            ("timeline__item timeline__item--lost", "Closed as lost")
        }
        None => ("timeline__item", "Closed, and opened again"),
    };
    events.push(Event { at: deal.summary.closed_at, class, what: what.to_owned() });
    for stage in &deal.stages {
        let what = format!("Entered {}", stage.name);
        events.push(Event { at: stage.entered_at, class: "timeline__item", what });
    }
    let events = sorted(events, |event| std::cmp::Reverse(event.at))
        .into_iter()
        .map(|event| {
            view! {
                <li class=event.class>
                    {event.what}
                    <span class="timeline__time">
                        <Moment at=event.at now=as_of />
                    </span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="section" aria-labelledby="happened">
            <h2 class="section__title section__title--gap" id="happened">
                "What happened"
            </h2>
            <ol class="timeline">{events}</ol>
        </section>
    }
    .into_any()
}
