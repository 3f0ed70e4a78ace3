//! The newest answers, as far as this reader may read them.

use chrono::{DateTime, Utc};
use domain::deal::DealListQuery;
use domain::report::{Dashboard, NewestAnswer, ReportFilter};
use leptos::prelude::*;

use crate::components::empty::Empty;
use crate::components::icon::Icon;
use crate::components::outcome::DealOutcome;
use crate::components::theme::ThemeLabel;
use crate::components::time::Ago;
use crate::routes;

/// Answers shown.
const SHOWN: usize = 5;
/// Themes named in one line.
const MOST_THEMES: usize = 3;

pub(super) fn section(dashboard: &Dashboard, filter: &ReportFilter, seen: Option<DateTime<Utc>>) -> AnyView {
    let now = dashboard.as_of;
    let has_some = dashboard.headline.coverage.hits > 0;
    let body = if dashboard.newest.is_empty() && has_some {
        view! {
            <Empty
                icon="lock"
                title="No answer here is open to your role"
                text="Buyers choose who reads what they say. All answers count in the totals above."
            />
        }
        .into_any()
    } else if dashboard.newest.is_empty() {
        view! {
            <Empty
                icon="voice"
                title="No answers yet"
                text="Buyers are asked a few days after the close. An answer appears here within seconds of the send."
            />
        }
        .into_any()
    } else {
        let answers = dashboard.newest.iter().take(SHOWN);
        let answers = answers.map(|answer| item(answer, now, seen)).collect_view();
        view! { <ol class="feed">{answers}</ol> }.into_any()
    };
    let answered = DealListQuery { answered: Some(true), ..Default::default() };
    view! {
        <section class="section" aria-labelledby="newest">
            <div class="section__head">
                <h2 class="section__title" id="newest">
                    "Newest answers"
                </h2>
            </div>
            <div aria-live="polite">{body}</div>
            <p class="section__foot">
                <a href=routes::deals(filter, &answered)>"Deals with answers"</a>
            </p>
        </section>
    }
    .into_any()
}

fn item(answer: &NewestAnswer, now: DateTime<Utc>, seen: Option<DateTime<Utc>>) -> AnyView {
    let is_new = seen.is_some_and(|seen| answer.submitted_at > seen);
    let class = if is_new { "feed__item feed__item--new" } else { "feed__item" };
    let said = match &answer.quote {
        Some(quote) => view! { <p class="feed__quote">{format!("“{quote}”")}</p> }.into_any(),
        None => {
            let themes = answer.themes.iter().take(MOST_THEMES);
            let themes = themes.map(|theme| view! { <ThemeLabel theme=*theme /> }).collect_view();
            view! { <p class="feed__title row">{themes}</p> }.into_any()
        }
    };
    let deal = match &answer.deal_name {
        Some(name) => view! { <a href=routes::deal(answer.deal)>{name.clone()}</a> }.into_any(),
        None => view! {
            <span class="with-icon">
                <Icon name="lock" />
                "Counted in totals only"
            </span>
        }
        .into_any(),
    };
    view! {
        <li class=class>
            {said}
            <p class="feed__meta">
                <DealOutcome outcome=answer.outcome competitor=answer.competitor.clone() />
                {deal}
                <Ago at=answer.submitted_at now=now />
            </p>
        </li>
    }
    .into_any()
}
