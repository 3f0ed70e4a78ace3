//! Jobs that were given up, and the ways to give them their tries again: one, or all of a kind.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::number;
use crate::api::ApiError;
use crate::api::platform::{DeadLetter, Platform, Retry, retry_jobs};
use crate::components::confirm::{Confirm, hidden};
use crate::components::empty::Empty;
use crate::components::icon::Icon;
use crate::components::time::Ago;
use crate::format;
use crate::routes;

/// What gives jobs their tries again, and what came of it last.
#[derive(Copy, Clone)]
pub struct Retries {
    run: Action<Retry, Result<u64, ApiError>>,
}

impl Retries {
    /// `again` loads the jobs after some were taken away.
    #[must_use]
    pub fn new(again: Callback<()>) -> Self {
        let run = Action::new(move |which: &Retry| {
            let which = which.clone();
            async move {
                let retried = retry_jobs(which).await;
                again.run(());
                retried
            }
        });
        Self { run }
    }
}

pub(super) fn section(platform: &Platform, retries: Retries) -> AnyView {
    let Retries { run } = retries;
    let body = if platform.dead.is_empty() {
        view! {
            <Empty icon="check" title="No job was given up" text="A job that fails again and again is listed here." />
        }
        .into_any()
    } else {
        view! { {kinds(platform, retries)} {jobs(platform, retries)} }.into_any()
    };
    view! {
        <section class="section" aria-labelledby="dead">
            <div class="section__head">
                <div>
                    <h2 class="section__title" id="dead">
                        "Waiting for a person"
                    </h2>
                    <p class="section__sub">"Jobs that failed too often. When the cause is gone, give them all their tries again."</p>
                </div>
            </div>
            <div role="status">{move || run.value().get().map(outcome)}</div>
            {body}
        </section>
    }
    .into_any()
}

/// What came of it, in words.
fn outcome(retried: Result<u64, ApiError>) -> AnyView {
    let (class, icon, text) = match retried {
        Ok(1) => ("notice notice--done", "check", "1\u{a0}job waits for its next try.".to_owned()),
        Ok(count) => {
            ("notice notice--done", "check", format!("{}\u{a0}jobs wait for their next try.", number(count)))
        }
        Err(ApiError::NotFound) => (
            "notice notice--problem",
            "warn",
            "This job does not wait any more: somebody was faster.".to_owned(),
        ),
        Err(error) => ("notice notice--problem", "warn", format!("Nothing was changed: {error}.")),
    };
    view! {
        <p class=class>
            <Icon name=icon />
            <span>{text}</span>
        </p>
    }
    .into_any()
}

/// A kind of job as an operator speaks of it; of a kind that this release does not know, its name.
fn words(kind: &str) -> String {
    let known = match kind {
        "dispatch_survey" => "Take a closed deal in",
        "evaluate_alerts" => "Look whom to alert",
        "ingest_response" => "Read an answer",
        "refresh_rollups" => "Refresh the figures",
        "send_mail" => "Send an invitation",
        other => other,
    };
    known.to_owned()
}

fn kinds(platform: &Platform, retries: Retries) -> AnyView {
    let rows = platform
        .dead_kinds
        .iter()
        .enumerate()
        .map(|(at, (kind, count))| {
            let which = Retry::Kind { kind: kind.clone() };
            let many = format::counted(i64::try_from(*count).unwrap_or(i64::MAX), "job", "jobs");
            view! {
                <tr>
                    <td>{words(kind)}</td>
                    <td class="table__num">{number(*count)}</td>
                    <td class="table__num">
                        <Confirm
                            id=format!("retry-{at}")
                            word="Try all again"
                            about=format!("{} that were to: {}", many, words(kind))
                            title=format!("Try {many} again?")
                            text="Each gets all its tries again and runs as soon as a worker is free. What fails \
                            again comes back to this list."
                            keep="Leave them"
                            path=routes::RETRY
                            fields=vec![("kind", kind.clone())]
                            confirmed=Callback::new(move |()| {
                                retries.run.dispatch(which.clone());
                            })
                        />
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="table table--flat gap-top">
            <caption class="visually-hidden">"Jobs that were given up, by kind"</caption>
            <thead>
                <tr>
                    <th scope="col">"Kind"</th>
                    <th scope="col" class="table__num">
                        "Given up"
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
}

fn jobs(platform: &Platform, retries: Retries) -> AnyView {
    let rows = platform.dead.iter().map(|job| row(job, platform, retries)).collect_view();
    let all: u64 = platform.dead_kinds.iter().map(|(_, count)| count).sum();
    let listed = u64::try_from(platform.dead.len()).unwrap_or(u64::MAX);
    let older = (all > listed).then(|| {
        view! {
            <p class="section__foot">
                <span>{format!("The newest {} of {}", number(listed), number(all))}</span>
            </p>
        }
    });
    view! {
        <table class="table table--flat gap-top-large">
            <caption class="visually-hidden">"Jobs that were given up"</caption>
            <thead>
                <tr>
                    <th scope="col">"Job"</th>
                    <th scope="col" class="table__num table__opt">
                        "Tries"
                    </th>
                    <th scope="col">"Last error"</th>
                    <th scope="col" class="table__num table__opt">
                        "Given up"
                    </th>
                    <th scope="col">
                        <span class="visually-hidden">"Actions"</span>
                    </th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        {older}
    }
    .into_any()
}

fn row(job: &DeadLetter, platform: &Platform, retries: Retries) -> AnyView {
    let which = Retry::Job { shard: job.shard.clone(), id: job.id };
    let retry = move |event: SubmitEvent| {
        event.prevent_default();
        retries.run.dispatch(which.clone());
    };
    view! {
        <tr>
            <td>
                <span class="nowrap">{words(&job.kind)}</span>
                <br />
                <span class="tiny faint">{job.tenant.clone()}</span>
            </td>
            <td class="table__num table__opt">{job.attempt}</td>
            <td class="table__text table__grow faint">{job.last_error.clone()}</td>
            <td class="table__num table__opt nowrap">
                <Ago at=job.died_at now=platform.as_of />
            </td>
            <td class="table__num">
                <form method="post" action=routes::RETRY on:submit=retry>
                    {hidden(vec![("shard", job.shard.clone()), ("id", job.id.to_string())])}
                    <button
                        class="button button--small"
                        aria-label=format!("Try again: {}, {}", words(&job.kind), job.tenant)
                    >
                        "Try again"
                    </button>
                </form>
            </td>
        </tr>
    }
    .into_any()
}
