//! What buyers may choose about their name, and what texts may recall although a buyer would not expect it.

use domain::response::Attribution;
use leptos::prelude::*;

use super::section;
use crate::components::icon::Icon;
use crate::pages::surveys::editor::head::change;
use crate::pages::surveys::editor::state::{EditorState, Part};

pub(super) fn sharing(state: EditorState) -> AnyView {
    let refused = RwSignal::new(false);
    let one = move |attribution: Attribution| {
        let is_offered =
            move || state.with_part(Part::Head, |template| template.attributions.contains(&attribution));
        let toggle = move |_| {
            let offered = state.with_untracked(|template| template.attributions.clone());
            let is_last = offered == [attribution];
            refused.set(is_last);
            change(state, &|head| {
                if !is_last {
                    let is_there = head.attributions.contains(&attribution);
                    head.attributions.retain(|one| *one != attribution);
                    if !is_there {
                        head.attributions.push(attribution);
                    }
                    head.attributions.sort();
                }
            });
        };
        let (name, means, sees) = words(attribution);
        view! {
            <label class="setting setting--card">
                <input
                    class="check"
                    type="checkbox"
                    prop:checked=move || {
                        refused.track();
                        is_offered()
                    }
                    on:change=toggle
                />
                <span>
                    <b>{name}</b>
                    <span class="setting__help">{means}</span>
                    <span class="who">{sees.into_iter().map(sight).collect_view()}</span>
                </span>
            </label>
        }
        .into_any()
    };
    let note = move || {
        if refused.get() {
            return view! {
                <p class="field__error" role="alert">
                    "One must stay: a buyer has to know who sees the answer."
                </p>
            }
            .into_any();
        }
        let count = state.with_part(Part::Head, |template| template.attributions.len());
        let words = match count {
            0 => "None is offered on the first page: the survey asks in a question, as older ones do.",
            1 => "One is offered, so it is said and not asked.",
            _ => "Buyers choose on the first page, and can change it until and after they send.",
        };
        view! { <p class="field__help small">{words}</p> }.into_any()
    };
    let body = view! {
        <fieldset class="field field--plain">
            <legend class="visually-hidden">"Choices about the name"</legend>
            {Attribution::ALL.into_iter().map(one).collect_view()}
        </fieldset>
        {note}
    };
    section(
        "set-sharing",
        "Whose name is seen",
        "What you offer is what buyers choose from. The database keeps the promise, not the page.",
        body.into_any(),
    )
}

type Sight = (&'static str, bool);

fn words(attribution: Attribution) -> (&'static str, &'static str, [Sight; 3]) {
    let (name, means, team, leaders) = match attribution {
        Attribution::Named => {
            ("By name", "Whoever works with the deal reads the answer with the name.", true, true)
        }
        Attribution::Leadership => {
            ("Leadership only", "Leaders and admins read it; nobody who sold does.", false, true)
        }
        Attribution::Pooled => {
            ("Pooled only", "It is counted together with others, and shown to nobody.", false, false)
        }
    };
    (name, means, [("Who sold", team), ("Leadership", leaders), ("Totals", true)])
}

fn sight((who, sees): Sight) -> AnyView {
    let (class, icon) = if sees { ("who__yes", "check") } else { ("who__no", "x") };
    let not = (!sees).then(|| view! { <span class="visually-hidden">"Not: "</span> });
    view! {
        <span class=class>
            <Icon name=icon />
            {not}
            {who}
        </span>
    }
    .into_any()
}

pub(super) fn recall(state: EditorState) -> AnyView {
    let amount = move || state.with_part(Part::Head, |template| template.recall.amount);
    let rep = move || state.with_part(Part::Head, |template| template.recall.rep);
    let warning = move || {
        (amount() || rep()).then(|| {
            view! {
                <p class="notice">
                    <Icon name="warn" />
                    <span>
                        "Buyers read it in your texts wherever you recall it. An amount from a CRM may be another than they signed, and a seller’s name makes some answer more kindly."
                    </span>
                </p>
            }
        })
    };
    let body = view! {
        <fieldset class="field field--plain">
            <legend class="visually-hidden">"What texts may recall"</legend>
            <label class="row">
                <input
                    class="check"
                    type="checkbox"
                    prop:checked=amount
                    on:change=move |event| {
                        let on = event_target_checked(&event);
                        change(state, &|head| head.recall.amount = on);
                    }
                />
                <span>"The deal’s amount, as " <code class="code">"{amount}"</code></span>
            </label>
            <label class="row">
                <input
                    class="check"
                    type="checkbox"
                    prop:checked=rep
                    on:change=move |event| {
                        let on = event_target_checked(&event);
                        change(state, &|head| head.recall.rep = on);
                    }
                />
                <span>"Who sold, as " <code class="code">"{rep}"</code></span>
            </label>
        </fieldset>
        {warning}
    };
    section(
        "set-recall",
        "What texts may recall",
        "Companies, the buyer’s name, product, competitor and month may always be recalled. These two only if you tick them.",
        body.into_any(),
    )
}
