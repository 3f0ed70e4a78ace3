//! The filter bar: a GET form of chips whose state is the address; with script a choice applies at once.

use domain::deal::Outcome;
use domain::report::{FilterOptions, Period, ReportFilter};
use leptos::ev;
use leptos::prelude::*;
use leptos::web_sys::HtmlInputElement;

use super::icon::Icon;
use super::refine::{on_press, use_refine};
use crate::browser;
use crate::routes::{self, Refine};

/// Quarters that are offered; older ones are reached by the longer periods.
const MOST_QUARTERS: usize = 9;

/// Something else the list is narrowed by, with the address without it.
#[derive(Clone, PartialEq, Debug)]
pub struct Narrowed {
    /// By what: "Reason".
    pub key: &'static str,
    /// The name in the address.
    pub name: &'static str,
    /// To what: "Integrations".
    pub value: String,
    /// The address without it.
    pub without: String,
}

/// One dimension as a chip: its name, the pairs it sends, and what can be chosen.
struct Dimension {
    key: &'static str,
    name: &'static str,
    choices: Vec<Choice>,
    /// What is chosen, in words; absent when nothing restricts.
    value: Option<String>,
    without: Option<String>,
    is_single: bool,
}

struct Choice {
    value: String,
    label: String,
    is_chosen: bool,
}

/// The filter of a report as chips.
#[component]
pub fn FilterBar(
    /// The page that is filtered.
    path: &'static str,
    /// The filter as it is.
    filter: ReportFilter,
    /// What can be chosen.
    options: FilterOptions,
    /// Pairs of the address that belong to others and are kept.
    #[prop(optional)]
    kept: Vec<(&'static str, String)>,
    /// What else narrows the page.
    #[prop(optional)]
    narrowed: Vec<Narrowed>,
    /// What is said at the end.
    note: AnyView,
) -> impl IntoView {
    let refine = use_refine(path);
    let choose = move |event: ev::Event| {
        let input: HtmlInputElement = event_target(&event);
        let (name, value) = (input.name(), input.value());
        refine.run(match (input.type_() == "radio", input.checked()) {
            (true, _) => Refine::Exactly(name, vec![value]),
            (false, true) => Refine::With(name, value),
            (false, false) => Refine::Less(name, value),
        });
    };
    // What was ticked with script is applied already; before the script came, only the button knows of it.
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let panel = routes::pairs(&browser::panel_of(&event));
        browser::close_panels(&wasm_bindgen::JsValue::NULL);
        if let Some((name, _)) = panel.first().cloned() {
            let values =
                panel.into_iter().map(|(_, value)| value).filter(|value| !value.is_empty()).collect();
            refine.run(Refine::Exactly(name, values));
        }
    };
    let dimensions = dimensions(path, &filter, &options, &kept).into_iter();
    let chips = dimensions.map(|dimension| chip(dimension, refine)).collect_view();
    let hidden = kept
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view();
    let narrowed = narrowed
        .into_iter()
        .map(|one| {
            view! {
                <div class="chip">
                    <span class="chip__body">
                        <span class="chip__key">{one.key}</span>
                        <span class="chip__value">{one.value}</span>
                    </span>
                    {remove(one.key, one.name, one.without, refine)}
                </div>
            }
        })
        .collect_view();
    view! {
        <form
            class="filters"
            method="get"
            action=path
            on:submit=submit
            on:change=choose
        >
            {hidden}
            <div class="filters__chips" role="group" aria-label="Filters">
                {chips}
                {narrowed}
            </div>
            <p class="filters__note">{note}</p>
        </form>
    }
    .into_any()
}

fn dimensions(
    path: &'static str,
    filter: &ReportFilter,
    options: &FilterOptions,
    kept: &[(&'static str, String)],
) -> Vec<Dimension> {
    let address = |filter: &ReportFilter| {
        let mut pairs = filter.to_pairs();
        pairs.extend(kept.iter().cloned());
        routes::address(path, &pairs)
    };
    let named =
        |values: &[String]| values.iter().map(|value| (value.clone(), value.clone())).collect::<Vec<_>>();
    let outcomes = Outcome::ALL.map(|one| (one.code().to_owned(), one.label().to_owned()));
    let chosen_outcomes = filter.outcomes.iter().map(|one| one.code().to_owned()).collect::<Vec<_>>();
    let without = |change: fn(&mut ReportFilter)| {
        let mut filter = filter.clone();
        change(&mut filter);
        address(&filter)
    };
    vec![
        period(filter, options),
        several(
            "Segment",
            "segment",
            named(&options.segments),
            &filter.segments,
            without(|f| f.segments.clear()),
        ),
        several("Region", "region", named(&options.regions), &filter.regions, without(|f| f.regions.clear())),
        several("Rep", "rep", options.reps.clone(), &filter.reps, without(|f| f.reps.clear())),
        several("Outcome", "outcome", outcomes.to_vec(), &chosen_outcomes, without(|f| f.outcomes.clear())),
    ]
}

fn period(filter: &ReportFilter, options: &FilterOptions) -> Dimension {
    let mut periods = vec![Period::LastYear, Period::LastTwoYears];
    periods.extend(options.quarters.iter().take(MOST_QUARTERS).map(|quarter| Period::Quarter(*quarter)));
    if !periods.contains(&filter.period) {
        periods.push(filter.period);
    }
    let choices = periods
        .into_iter()
        .map(|period| Choice {
            value: period.code(),
            label: period.label(),
            is_chosen: period == filter.period,
        })
        .collect();
    Dimension {
        key: "Closed",
        name: "period",
        choices,
        value: Some(filter.period.label()),
        without: None,
        is_single: true,
    }
}

fn several(
    key: &'static str,
    name: &'static str,
    mut offered: Vec<(String, String)>,
    chosen: &[String],
    without: String,
) -> Dimension {
    for value in chosen {
        if !offered.iter().any(|(code, _)| code == value) {
            offered.push((value.clone(), value.clone()));
        }
    }
    let first = offered.iter().find(|(code, _)| chosen.contains(code)).map(|(_, label)| label.clone());
    let value = first.map(|first| match chosen.len() {
        1 => first,
        more => format!("{first} +{}", more - 1),
    });
    let choices = offered
        .into_iter()
        .map(|(value, label)| Choice { is_chosen: chosen.contains(&value), value, label })
        .collect();
    Dimension { key, name, choices, without: value.is_some().then_some(without), value, is_single: false }
}

fn chip(dimension: Dimension, refine: Callback<Refine>) -> AnyView {
    let Dimension { key, name, choices, value, without, is_single } = dimension;
    if choices.is_empty() {
        return ().into_any();
    }
    let class = if value.is_some() { "chip" } else { "chip chip--add" };
    let value = value.map(|value| view! { <span class="chip__value">{value}</span> });
    let (kind, box_class) = if is_single { ("radio", "radio") } else { ("checkbox", "check") };
    let choices = choices
        .into_iter()
        .map(|choice| {
            view! {
                <label class="option">
                    <input
                        class=box_class
                        type=kind
                        name=name
                        value=choice.value
                        checked=choice.is_chosen
                        prop:checked=choice.is_chosen
                    />
                    {choice.label}
                </label>
            }
        })
        .collect_view();
    let clear = without.clone().map(|href| {
        view! {
            <a
                class="button button--quiet button--small"
                href=href
                data-noscroll=""
                on:click=on_press(refine, Refine::without(name))
            >
                "Clear"
            </a>
        }
    });
    view! {
        <div class=class>
            <details name="filter">
                <summary class="chip__body">
                    <span class="chip__key">{key}</span>
                    {value}
                    <Icon name="down" />
                </summary>
                <fieldset class="chip__panel">
                    <legend>{key}</legend>
                    {choices}
                    <div class="chip__foot">
                        <button class="button button--primary button--small">"Apply"</button>
                        {clear}
                    </div>
                </fieldset>
            </details>
            {without.map(|href| remove(key, name, href, refine))}
        </div>
    }
    .into_any()
}

fn remove(key: &'static str, name: &'static str, href: String, refine: Callback<Refine>) -> AnyView {
    view! {
        <a
            class="chip__remove"
            href=href
            aria-label=format!("Remove filter: {}", key.to_ascii_lowercase())
            data-noscroll=""
            on:click=on_press(refine, Refine::without(name))
        >
            <Icon name="x" />
        </a>
    }
    .into_any()
}
