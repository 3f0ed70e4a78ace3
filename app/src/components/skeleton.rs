//! Frames of the final size, for the time until the figures come.

use leptos::prelude::*;

use super::topbar::Topbar;
use crate::routes;

/// The overview before its figures.
#[component]
pub fn OverviewSkeleton() -> impl IntoView {
    view! {
        <Topbar title="Overview">
            <FilterSkeleton />
        </Topbar>
        <main class="page stack" id="main" aria-busy="true">
            <section class="stats" aria-label="Key figures, loading">
                {(0..5).map(|_| view! { <Tile /> }).collect_view()}
            </section>
            <div class="split">
                <Chart />
                <Bones rows=6 />
            </div>
            <Bones rows=5 />
        </main>
    }
}

/// A list before its rows.
#[component]
pub fn ListSkeleton(
    /// The page's name.
    title: &'static str,
) -> impl IntoView {
    view! {
        <Topbar title=title>
            <FilterSkeleton />
        </Topbar>
        <main class="page" id="main" aria-busy="true">
            <Bones rows=12 />
        </main>
    }
}

/// A single thing before its facts.
#[component]
pub fn DetailSkeleton(
    /// The page's name.
    title: &'static str,
) -> impl IntoView {
    view! {
        <Topbar title=title />
        <main class="page stack" id="main" aria-busy="true">
            <span class="skeleton skeleton--short"></span>
            <div class="main-aside">
                <Bones rows=6 />
                <aside>
                    <Bones rows=6 />
                </aside>
            </div>
        </main>
    }
}

/// A page of a survey before its content. What is known by the address alone is there already: the tabs, for one.
pub(crate) fn survey_skeleton(title: &'static str, head: AnyView, tiles: usize) -> AnyView {
    let tiles = (tiles > 0).then(|| {
        view! { <section class="stats stats--four results__tiles">{(0..tiles).map(|_| view! { <Tile /> }).collect_view()}</section> }
    });
    view! {
        <Topbar title=title above=(routes::SURVEYS, "Surveys") />
        <main class="page stack stack--tight" id="main" aria-busy="true">
            {head} {tiles} <Bones rows=8 />
        </main>
    }
    .into_any()
}

/// A plain list of set-up before its rows.
pub(crate) fn plain_skeleton(title: &'static str) -> AnyView {
    view! {
        <Topbar title=title />
        <main class="page stack" id="main" aria-busy="true">
            <Bones rows=8 />
        </main>
    }
    .into_any()
}

/// The editor before its survey: both of its bars and its three columns.
pub(crate) fn editor_skeleton() -> AnyView {
    view! {
        <div class="editor" aria-busy="true">
            <header class="topbar topbar--editor">
                <div class="topbar__row">
                    <p class="topbar__title">
                        <a class="topbar__crumb" href=routes::SURVEYS>
                            "Surveys"
                        </a>
                        <span class="topbar__crumb" aria-hidden="true">
                            " / "
                        </span>
                        "…"
                    </p>
                </div>
                <div class="topbar__views">
                    <div class="tabs">
                        <span class="tabs__item">"Questions"</span>
                    </div>
                </div>
            </header>
            <div class="workbench">
                <div class="workbench__outline">
                    <Bones rows=10 />
                </div>
                <main class="workbench__canvas" id="main">
                    <Bones rows=6 />
                </main>
                <div class="workbench__settings">
                    <Bones rows=4 />
                </div>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn FilterSkeleton() -> impl IntoView {
    view! {
        <div class="filters">
            <div class="filters__chips">
                <span class="chip">
                    <span class="chip__body">
                        <span class="chip__key">"Closed"</span>
                        "…"
                    </span>
                </span>
            </div>
        </div>
    }
}

#[component]
fn Tile() -> impl IntoView {
    view! {
        <div class="stat">
            <span class="stat__label">
                <span class="skeleton skeleton--line"></span>
            </span>
            <span class="stat__value">
                <span class="skeleton skeleton--value"></span>
            </span>
            <span class="skeleton skeleton--rule"></span>
            <span class="stat__meta">
                <span class="skeleton skeleton--line"></span>
            </span>
        </div>
    }
}

#[component]
fn Chart() -> impl IntoView {
    view! {
        <section class="section">
            <div class="section__head">
                <span class="skeleton skeleton--line"></span>
            </div>
            <div class="skeleton skeleton--chart"></div>
        </section>
    }
}

#[component]
fn Bones(rows: usize) -> impl IntoView {
    const WIDTHS: [&str; 6] = ["92%", "80%", "64%", "50%", "40%", "34%"];
    let rows = (0..rows)
        .map(|row| {
            view! {
                <span class="skeleton skeleton--line"></span>
                <svg class="bar" aria-hidden="true">
                    <rect class="bar__fill" width=WIDTHS[row % WIDTHS.len()] height="100%" rx="2" />
                </svg>
                <span class="skeleton"></span>
            }
        })
        .collect_view();
    view! {
        <section class="section">
            <div class="section__head">
                <span class="skeleton skeleton--short"></span>
            </div>
            <div class="bones">{rows}</div>
        </section>
    }
}
