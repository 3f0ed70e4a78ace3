//! The results of a survey: how far buyers came, and what was answered, question by question.

mod figures;
mod funnel;

use domain::id::TemplateId;
use domain::report::rate::FEW;
use domain::survey::results::{MOST_QUOTES, QuestionResults, Quote};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};

use super::editor::about::{self, Shown};
use super::tabs::{Tab, tabs};
use crate::api::survey::results::{Published, ResultsView, load_results};
use crate::components::empty::Empty;
use crate::components::icon::Icon;
use crate::components::loaded::{Loaded, load};
use crate::components::outcome::DealOutcome;
use crate::components::skeleton::survey_skeleton;
use crate::components::time::{Ago, Moment};
use crate::components::topbar::Topbar;
use crate::format;
use crate::routes;

/// Quotes that are shown at once; the others open.
const FIRST_QUOTES: usize = 3;

/// Loads the results of the survey in the address.
#[component]
pub fn ResultsPage() -> impl IntoView {
    let params = use_params_map();
    let search = use_location().search;
    let asked = Memo::new(move |_| {
        let id = params.with(|params| params.get("id")?.parse::<TemplateId>().ok());
        let pairs = search.with(|search| routes::pairs(search));
        let version =
            pairs.iter().find(|(name, _)| name == "version").and_then(|(_, value)| value.parse().ok());
        (id, version)
    });
    let results = load(move || asked.get(), |(id, version)| load_results(id, version));
    let page = move |view: ResultsView| view! { <ResultsOf view=view /> }.into_any();
    view! {
        <Loaded
            resource=results
            title="Results"
            skeleton=ViewFnOnce::from(move || {
                let tabs = asked.with_untracked(|(id, _)| id.map(|id| tabs(id, Tab::Results))).into_any();
                survey_skeleton("Results", tabs, 4)
            })
            page=page
        />
    }
    .into_any()
}

/// The page of given results.
#[component]
pub fn ResultsOf(
    /// What was loaded.
    view: ResultsView,
) -> impl IntoView {
    let results = &view.results;
    let body = if results.funnel.invited == 0 && results.answers == 0 {
        nothing(&view)
    } else {
        view! {
            {funnel::tiles(&results.funnel)}
            {funnel::table(&results.funnel)}
            {if results.answers == 0 { first_comes() } else { by_question(&view) }}
        }
        .into_any()
    };
    view! {
        <Topbar title=view.survey.name.clone() above=(routes::SURVEYS, "Surveys") />
        <main class="page stack stack--tight" id="main">
            {tabs(view.survey.id, Tab::Results)}
            <h1 class="visually-hidden">"Results"</h1>
            {versions(&view)}
            {body}
        </main>
    }
    .into_any()
}

/// Before the first answer: a list of questions that nobody answered says no more than this.
fn first_comes() -> AnyView {
    view! {
        <Empty
            icon="text"
            title="No answer was read yet"
            text="Each question’s figures stand here as soon as the first buyer has sent an answer."
            is_under_page=true
        />
    }
    .into_any()
}

/// What was answered, question by question.
fn by_question(view: &ResultsView) -> AnyView {
    let results = &view.results;
    let questions =
        results.questions.iter().enumerate().map(|(at, one)| question(at, one, view)).collect_view();
    view! {
            <section class="section" aria-labelledby="questions">
                <div class="section__head">
                    <div>
                        <h2 class="section__title" id="questions">
                            "Question by question"
                        </h2>
                        <p class="section__sub">
                            {format!("{} read as of ", format::counted(results.answers, "answer", "answers"))}
                            <Moment at=view.as_of />
                        </p>
                    </div>
                    <a
                        class="button"
                        href=routes::address(
                            &routes::survey(results.survey, "results.csv"),
                            &results.version.map(|version| ("version", version.to_string())).into_iter().collect::<Vec<_>>(),
                        )
                        rel="external"
                        download
                    >
                        <Icon name="down-arrow" />
                        "CSV"
                    </a>
                </div>
                {rule()}
                <div class="results">{questions}</div>
            </section>
    }
    .into_any()
}

/// Why some answers are left out of a figure.
fn rule() -> AnyView {
    view! {
        <p class="notice results__rule">
            <Icon name="lock" />
            <span>
                "Buyers who chose to be pooled are counted here in whole fives, so that no two results tell one of them apart; the survey’s list may be a few answers ahead, and their words are shown nowhere here. Of answers for leadership only, a figure that few stand behind leaves them out and says how many."
            </span>
        </p>
    }
    .into_any()
}

fn nothing(view: &ResultsView) -> AnyView {
    let (text, way) = if view.versions.is_empty() {
        (
            "It was never published, so nobody was invited with it.",
            (routes::survey_editor(view.survey.id), "Go on with the draft"),
        )
    } else {
        (
            "Nothing can be shown of it yet. Invitations go out when a deal closes that it fits; answers that are counted only in a crowd wait until they are enough.",
            (routes::survey_preview(view.survey.id), "Try it yourself"),
        )
    };
    view! {
        <Empty icon="reasons" title="No results yet" text=text is_under_page=true>
            <a class="button" href=way.0>
                {way.1}
            </a>
        </Empty>
    }
    .into_any()
}

/// One version or all together; a form that needs no script.
fn versions(view: &ResultsView) -> AnyView {
    if view.versions.len() < 2 {
        return ().into_any();
    }
    let current = view.results.version;
    let option = |one: &Published| {
        let word = format!("Version {}, since {}", one.number, format::day(one.since.date_naive()));
        view! {
            <option value=one.number.to_string() selected=Some(one.number) == current>
                {word}
            </option>
        }
    };
    view! {
        <form class="compare" method="get" action=routes::survey_results(view.survey.id, None)>
            <label class="field field--plain">
                <span class="field__label">"Version"</span>
                <select class="input" name="version">
                    <option value="" selected=current.is_none()>
                        "All versions together"
                    </option>
                    {view.versions.iter().map(option).collect_view()}
                </select>
            </label>
            <button class="button">"Show"</button>
        </form>
    }
    .into_any()
}

fn question(at: usize, one: &QuestionResults, view: &ResultsView) -> AnyView {
    let id = format!("question-{at}");
    let labelled = id.clone();
    let gone = one.is_gone.then(|| view! { <span class="badge">"No longer asked"</span> });
    let withheld = (one.withheld > 0).then(|| {
        let words = format!(" · {} left out", format::count(one.withheld));
        view! { <span title="Their buyers asked to be counted only in a crowd.">{words}</span> }
    });
    let few = (0 < one.n && one.n < FEW).then_some(" · few answers");
    let body = if one.n == 0 && one.quotes.is_empty() {
        let words = if one.withheld > 0 {
            "Too few answers to show: those there are were given to be counted in a crowd only."
        } else {
            "Nothing to show yet. Answers that are counted only in a crowd wait until they are enough."
        };
        view! { <p class="muted small">{words}</p> }.into_any()
    } else {
        view! {
            {figures::figures(one)}
            {quotes(&one.quotes, view)}
        }
        .into_any()
    };
    let class = if one.n < FEW { "result result--few" } else { "result" };
    view! {
        <article class=class aria-labelledby=labelled>
            <h3 id=id dir="auto">
                {recalled(&one.text)}
            </h3>
            <p class="result__meta">
                {format!(
                    "{} · n = {} of {}",
                    figures::kind(&one.kind),
                    format::count(one.n),
                    format::count(one.of),
                )} {few} {withheld} {gone}
            </p>
            {body}
        </article>
    }
    .into_any()
}

/// A text with what it recalls by name, as the editor shows it.
fn recalled(text: &str) -> Vec<AnyView> {
    let part = |part: &Shown| match part {
        Shown::Words(words) => words.clone().into_any(),
        Shown::Recall(name) => view! { <span class="recall">{name.clone()}</span> }.into_any(),
    };
    about::parts(text, |_| "an earlier answer".to_owned()).iter().map(part).collect()
}

fn quotes(quotes: &[Quote], view: &ResultsView) -> AnyView {
    if quotes.is_empty() {
        return ().into_any();
    }
    let quote = |quote: &Quote| {
        view! {
            <li class="feed__item">
                <p class="feed__quote" dir="auto">
                    {quote.text.clone()}
                </p>
                <p class="feed__meta">
                    <a href=routes::deal(quote.deal)>{quote.deal_name.clone()}</a>
                    <DealOutcome outcome=quote.outcome competitor=None />
                    <Ago at=quote.submitted_at now=view.as_of />
                </p>
            </li>
        }
    };
    let (first, rest) = quotes.split_at(quotes.len().min(FIRST_QUOTES));
    let more = (!rest.is_empty()).then(|| {
        let count = i64::try_from(rest.len()).unwrap_or(0);
        let only = (quotes.len() == MOST_QUOTES).then(|| format!(", up to the newest {MOST_QUOTES}"));
        view! {
            <details class="result__more">
                <summary>{format::counted(count, "more quote", "more quotes")} {only}</summary>
                <ul class="feed">{rest.iter().map(quote).collect_view()}</ul>
            </details>
        }
    });
    view! {
        <ul class="feed result__quotes">{first.iter().map(quote).collect_view()}</ul>
        {more}
    }
    .into_any()
}
