//! The tenant's surveys: what is in use, what came of it, and what can be done with each.

mod actions;

use domain::report::rate::FEW;
use domain::survey::shelf::{SurveyState, SurveySummary};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::words;
use crate::api::survey::list::{Shelf, Shelved, load_surveys};
use crate::components::empty::Empty;
use crate::components::icon::Icon;
use crate::components::loaded::{Loaded, load};
use crate::components::skeleton::plain_skeleton;
use crate::components::time::Ago;
use crate::components::topbar::Topbar;
use crate::format;
use crate::routes;

/// Loads the list.
#[component]
pub fn SurveysPage() -> impl IntoView {
    let shelf = load(|| (), |()| load_surveys());
    let search = use_location().search;
    let page = move |shelf: Shelf| {
        let pairs = search.with_untracked(|search| routes::pairs(search));
        view! { <ShelfPage shelf=shelf done=done(&pairs) /> }.into_any()
    };
    view! {
        <Loaded
            resource=shelf
            title="Surveys"
            skeleton=ViewFnOnce::from(|| plain_skeleton("Surveys"))
            page=page
        />
    }
    .into_any()
}

/// What was just done, as the address says it.
fn done(pairs: &[(String, String)]) -> Option<String> {
    let value = |name: &str| pairs.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str());
    let number = |name: &str| value(name).and_then(|text| text.parse::<i64>().ok()).unwrap_or(0);
    let words = match value("done")? {
        "copied" => "The copy is a draft of its own now.".to_owned(),
        "renamed" => "Renamed. Versions keep the name they were published under.".to_owned(),
        "unarchived" => "It is in use again.".to_owned(),
        "archived" => archived(number("moved"), number("stayed")),
        _ => return None,
    };
    Some(words)
}

fn archived(moved: i64, stayed: i64) -> String {
    let mut words = "Archived: nobody new is invited with it, and who began finishes.".to_owned();
    if moved > 0 {
        let who = format::counted(moved, "invitation", "invitations");
        words.push_str(&format!(" {who} that nobody had begun ask another survey of yours now."));
    }
    if stayed > 0 {
        let who = format::counted(stayed, "invitation", "invitations");
        words.push_str(&format!(" {who} still ask this one, as no other survey fits their deals."));
    }
    words
}

/// The page of a given list.
#[component]
pub fn ShelfPage(
    /// What was loaded.
    shelf: Shelf,
    /// What was just done, in words.
    done: Option<String>,
) -> impl IntoView {
    let done = done.map(|words| {
        view! {
            <p class="notice notice--done" role="status">
                <Icon name="check" />
                <span>{words}</span>
            </p>
        }
    });
    let body = if shelf.surveys.is_empty() { nothing() } else { table(&shelf) };
    view! {
        <Topbar title="Surveys" />
        <main class="page stack stack--tight" id="main">
            {done} {body}
        </main>
    }
    .into_any()
}

fn nothing() -> AnyView {
    view! {
        <Empty
            icon="branch"
            title="No survey yet"
            text="Six are ready, written for deals that were won, lost, or never decided. Take one, change what you like, and publish it."
            is_under_page=true
        >
            <a class="button button--primary" href=routes::NEW_SURVEY>
                "Choose a survey"
            </a>
        </Empty>
    }
    .into_any()
}

fn table(shelf: &Shelf) -> AnyView {
    let in_use = shelf.surveys.iter().filter(|one| one.summary.is_in_use()).count();
    let in_use = i64::try_from(in_use).unwrap_or(0);
    let rows = shelf.surveys.iter().enumerate().map(|(at, one)| row(at, one, shelf)).collect_view();
    view! {
        <section class="section section--bare" aria-labelledby="surveys">
            <div class="section__head">
                <div>
                    <h2 class="section__title" id="surveys">
                        {format!("{} in use", format::counted(in_use, "survey is", "surveys are"))}
                    </h2>
                    <p class="section__sub">
                        "Of several for the same deals, the one published last is sent."
                    </p>
                </div>
                <a class="button button--primary" href=routes::NEW_SURVEY>
                    <Icon name="plus" />
                    "New survey"
                </a>
            </div>
            <table class="table surveys">
                <caption class="visually-hidden">"Surveys"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Survey"</th>
                        <th scope="col" class="table__opt">
                            "State"
                        </th>
                        <th scope="col" class="table__num">
                            "Answers"
                        </th>
                        <th scope="col" class="table__num table__opt">
                            "Completed"
                        </th>
                        <th scope="col" class="table__num table__opt--early">
                            "Median time"
                        </th>
                        <th scope="col" class="table__opt--early">
                            "Last change"
                        </th>
                        <th scope="col">
                            <span class="visually-hidden">"Actions"</span>
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

/// After what it is sent, as things are: another survey for the same deals may go first.
fn sent(summary: &SurveySummary, shelf: &Shelf) -> String {
    let all: Vec<&SurveySummary> = shelf.surveys.iter().map(|one| &one.summary).collect();
    let sent = summary.sent_after(&all);
    if !summary.is_in_use() || sent.len() == summary.outcomes.len() {
        return words::after(&summary.outcomes);
    }
    if sent.is_empty() {
        return "Not sent: another, published later, goes first".to_owned();
    }
    format!("{}; another, published later, goes first otherwise", words::after(&sent))
}

fn row(at: usize, one: &Shelved, shelf: &Shelf) -> AnyView {
    let summary = &one.summary;
    let use_words = format!("{} · {}", summary.audience.label(), sent(summary, shelf));
    let live = (summary.number > 0).then(|| format!(" · version {}", summary.number));
    let is_faint = summary.state == SurveyState::Archived;
    let few =
        if summary.completion.n < FEW { "table__num table__opt faint" } else { "table__num table__opt" };
    let interval = format!("{} of {} who began", summary.completion.hits, summary.completion.n);
    view! {
        <tr class=is_faint.then_some("table__row--faint")>
            <td class="surveys__name">
                <a class="table__link" href=routes::survey_editor(summary.id) dir="auto">
                    {summary.name.clone()}
                </a>
                <span class="surveys__use">{use_words} {live}</span>
                <span class="surveys__state">{words::state(summary.state)}</span>
            </td>
            <td class="table__opt">{words::state(summary.state)}</td>
            <td class="table__num">
                <a class="above" href=routes::survey_results(summary.id, None)>
                    {format::count(summary.answers)}
                </a>
            </td>
            <td class=few title=interval>
                {format::rate(summary.completion)}
            </td>
            <td class="table__num table__opt--early">{words::time(summary.median_seconds)}</td>
            <td class="table__opt--early faint">
                <Ago at=summary.changed_at now=shelf.as_of />
                {format!(" by {}", one.by)}
            </td>
            <td class="table__num surveys__actions">{actions::menu(at, summary)}</td>
        </tr>
    }
    .into_any()
}
