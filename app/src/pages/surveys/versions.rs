//! The published versions of a survey, what changed between any two of them, and the way back to one.

use domain::id::TemplateId;
use domain::survey::shelf::SurveyState;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};

use super::tabs::{Tab, tabs};
use crate::api::survey::version::{Compared, Pair, Version, Versions, load_versions};
use crate::components::empty::Empty;
use crate::components::form;
use crate::components::icon::Icon;
use crate::components::late::late;
use crate::components::loaded::{Loaded, load};
use crate::components::skeleton::survey_skeleton;
use crate::components::time::{Ago, Moment};
use crate::components::topbar::Topbar;
use crate::format;
use crate::routes;

/// The word for the draft in addresses.
const DRAFT: &str = "draft";

/// Loads the versions of the survey in the address.
#[component]
pub fn VersionsPage() -> impl IntoView {
    late(late_versions)
}

#[inline(never)]
fn late_versions() -> AnyView {
    let params = use_params_map();
    let search = use_location().search;
    let asked = Memo::new(move |_| {
        let id = params.with(|params| params.get("id")?.parse::<TemplateId>().ok());
        (id, search.with(|search| pair(&routes::pairs(search))))
    });
    let versions = load(move || asked.get(), |(id, pair)| load_versions(id, pair));
    let page = move |versions: Versions| {
        let pairs = search.with_untracked(|search| routes::pairs(search));
        view! { <VersionListPage versions=versions problem=problem(&pairs) /> }.into_any()
    };
    view! {
        <Loaded
            resource=versions
            title="Versions"
            skeleton=ViewFnOnce::from(move || {
                let tabs = asked.with_untracked(|(id, _)| id.map(|id| tabs(id, Tab::Versions))).into_any();
                survey_skeleton("Versions", tabs, 0)
            })
            page=page
        />
    }
    .into_any()
}

/// Which two an address compares; none when it does not say.
fn pair(pairs: &[(String, String)]) -> Option<Pair> {
    let read = |name: &str| {
        let value = pairs.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str())?;
        if value == DRAFT { Some(None) } else { value.parse::<i32>().ok().map(Some) }
    };
    Some(Pair { from: read("from")?, to: read("to")? })
}

fn problem(pairs: &[(String, String)]) -> Option<&'static str> {
    let value = pairs.iter().find(|(one, _)| one == "problem").map(|(_, value)| value.as_str())?;
    match value {
        "conflict" => Some(
            "Somebody changed the draft since you opened this page, so nothing was replaced. Look at it first.",
        ),
        "archived" => Some("The survey is archived: take it into use again first. Nothing was replaced."),
        "large" => Some("That version is too large to be edited. Nothing was replaced."),
        _ => None,
    }
}

fn value(number: Option<i32>) -> String {
    number.map_or_else(|| DRAFT.to_owned(), |number| number.to_string())
}

fn name(number: Option<i32>) -> String {
    number.map_or_else(|| "the draft".to_owned(), |number| format!("version {number}"))
}

/// The page of given versions.
#[component]
pub fn VersionListPage(
    /// What was loaded.
    versions: Versions,
    /// What did not work before.
    problem: Option<&'static str>,
) -> impl IntoView {
    let problem = problem.map(|words| {
        view! {
            <p class="notice notice--problem" role="alert">
                <Icon name="warn" />
                <span>{words}</span>
            </p>
        }
    });
    let body = if versions.versions.is_empty() { nothing(&versions) } else { list(&versions) };
    view! {
        <Topbar title=versions.survey.name.clone() above=(routes::SURVEYS, "Surveys") />
        <main class="page stack stack--tight" id="main">
            {tabs(versions.survey.id, Tab::Versions)}
            <h1 class="visually-hidden">"Versions"</h1>
            {problem}
            {body}
        </main>
    }
    .into_any()
}

fn nothing(versions: &Versions) -> AnyView {
    let editor = routes::survey_editor(versions.survey.id);
    view! {
        <Empty
            icon="cycle"
            title="Nothing was published yet"
            text="Each publication makes a version that never changes, so that answers keep the questions they were given to."
            is_under_page=true
        >
            <a class="button" href=editor>
                "Go on with the draft"
            </a>
        </Empty>
    }
    .into_any()
}

fn list(versions: &Versions) -> AnyView {
    let rows = versions.versions.iter().enumerate().map(|(at, one)| row(at, one, versions)).collect_view();
    let draft = versions.changed.as_ref().map(|(at, by)| {
        view! {
            <p class="notice section__title--gap">
                <Icon name="text" />
                <span>
                    "The draft has changes that are not published: changed " <Ago at=*at now=versions.as_of />
                    {format!(" by {by}. ")} <a href=routes::survey_editor(versions.survey.id)>"Go on with it"</a>
                </span>
            </p>
        }
    });
    view! {
        <section class="section section--bare" aria-labelledby="versions">
            <div class="section__head">
                <div>
                    <h2 class="section__title" id="versions">
                        {format::counted(i64::try_from(versions.versions.len()).unwrap_or(0), "version", "versions")}
                    </h2>
                    <p class="section__sub">
                        "Who began with a version finishes on it. Reports join the versions question by question."
                    </p>
                </div>
            </div>
            {draft}
            <table class="table table--flat">
                <caption class="visually-hidden">"Versions"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Version"</th>
                        <th scope="col">"Published"</th>
                        <th scope="col" class="table__num table__opt">
                            "Invited"
                        </th>
                        <th scope="col" class="table__num table__opt">
                            "Under way"
                        </th>
                        <th scope="col" class="table__num">
                            "Answers"
                        </th>
                        <th scope="col">
                            <span class="visually-hidden">"Actions"</span>
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
        {versions.compared.as_ref().map(|compared| differences(compared, versions))}
    }
    .into_any()
}

fn row(at: usize, one: &Version, versions: &Versions) -> AnyView {
    let summary = &one.summary;
    let id = versions.survey.id;
    let live = summary.is_active.then(|| {
        let (class, word) = if versions.survey.state == SurveyState::Archived {
            ("badge", "Last in use")
        } else {
            ("badge badge--accent", "In use")
        };
        view! { <span class=class><Icon name="check" />{word}</span> }
    });
    let before = versions.versions.get(at + 1).map(|before| {
        let href = compare_address(id, Pair { from: Some(before.summary.number), to: Some(summary.number) });
        view! {
            <a href=href data-noscroll="">
                "What changed" <span class="visually-hidden">{format!(" with version {}", summary.number)}</span>
            </a>
        }
    });
    view! {
        <tr>
            <th scope="row">
                <span class="row">{summary.number} {live}</span>
            </th>
            <td>
                <span class="nowrap">
                    <Moment at=summary.published_at />
                </span>
                <span class="faint">{format!(" by {}", one.by)}</span>
            </td>
            <td class="table__num table__opt">{format::count(summary.invited)}</td>
            <td class="table__num table__opt">{format::count(summary.under_way)}</td>
            <td class="table__num">
                <a href=routes::survey_results(id, Some(summary.number))>{format::count(summary.answers)}</a>
            </td>
            <td class="table__num">
                <span class="row row--end">{before} {restore(one, versions)}</span>
            </td>
        </tr>
    }
    .into_any()
}

fn compare_address(id: TemplateId, pair: Pair) -> String {
    let pairs = [("from", value(pair.from)), ("to", value(pair.to))];
    routes::address(&routes::survey_versions(id), &pairs)
}

/// Takes a version up as the draft; asks first where a draft would be lost.
fn restore(one: &Version, versions: &Versions) -> AnyView {
    let number = one.summary.number;
    if one.summary.is_active && !versions.is_changed {
        return ().into_any();
    }
    let action = routes::survey(versions.survey.id, "restore");
    let fields = view! {
        <input type="hidden" name="version" value=one.summary.id.to_string() />
        <input type="hidden" name="revision" value=versions.revision.to_string() />
    };
    let Some((_, by)) = versions.changed.as_ref() else {
        return view! {
            <form method="post" action=form::own(&action)>
                {fields}
                <button class="button button--small">
                    "Restore as draft" <span class="visually-hidden">{format!(": version {number}")}</span>
                </button>
            </form>
        }
        .into_any();
    };
    let id = format!("restore-{number}");
    let heading = format!("{id}-title");
    let (opens, labelled, closes) = (id.clone(), heading.clone(), id.clone());
    view! {
        <button class="button button--small" type="button" popovertarget=opens>
            "Restore as draft…" <span class="visually-hidden">{format!(": version {number}")}</span>
        </button>
        <div class="dialog" id=id popover="auto" role="dialog" aria-labelledby=labelled>
            <form method="post" action=form::own(&action)>
                <h2 id=heading>"Replace the draft?"</h2>
                <div class="dialog__body">
                    <p>
                        {format!(
                            "The draft has changes by {by} that are published in no version. They would be gone, and version {number} would be the draft.",
                        )}
                    </p>
                </div>
                <div class="dialog__foot">
                    {fields}
                    <button class="button" type="button" popovertarget=closes popovertargetaction="hide" autofocus>
                        "Keep the draft"
                    </button>
                    <button class="button button--danger">"Replace it"</button>
                </div>
            </form>
        </div>
    }
    .into_any()
}

fn differences(compared: &Compared, versions: &Versions) -> AnyView {
    let Pair { from, to } = compared.pair;
    let count = i64::try_from(compared.changes.len()).unwrap_or(0);
    let title = format!(
        "{} from {} to {}",
        if count == 0 { "No change".to_owned() } else { format::counted(count, "change", "changes") },
        name(from),
        name(to)
    );
    let changes = compared
        .changes
        .iter()
        .map(|change| view! { <li dir="auto">{change.words.clone()}</li> })
        .collect_view();
    let body = if count == 0 {
        view! { <p class="muted">"They ask the same, in the same words and order."</p> }.into_any()
    } else {
        view! { <ol class="changes">{changes}</ol> }.into_any()
    };
    view! {
        <section class="section" aria-labelledby="changes">
            <div class="section__head">
                <h2 class="section__title" id="changes">
                    {title}
                </h2>
            </div>
            {choice(compared.pair, versions)}
            {body}
        </section>
    }
    .into_any()
}

/// Any two, by a form that needs no script.
fn choice(pair: Pair, versions: &Versions) -> AnyView {
    let options = |current: Option<i32>| {
        let draft = versions.is_changed.then_some(None);
        let numbers = versions.versions.iter().map(|one| Some(one.summary.number));
        let option = move |number: Option<i32>| {
            let word = number.map_or_else(|| "Draft".to_owned(), |number| format!("Version {number}"));
            view! {
                <option value=value(number) selected=number == current>
                    {word}
                </option>
            }
        };
        draft.into_iter().chain(numbers).map(option).collect_view()
    };
    view! {
        <form class="compare" method="get" action=routes::survey_versions(versions.survey.id)>
            <label class="field field--plain">
                <span class="field__label">"From"</span>
                <select class="input" name="from">
                    {options(pair.from)}
                </select>
            </label>
            <label class="field field--plain">
                <span class="field__label">"To"</span>
                <select class="input" name="to">
                    {options(pair.to)}
                </select>
            </label>
            <button class="button">"Compare"</button>
        </form>
    }
    .into_any()
}
