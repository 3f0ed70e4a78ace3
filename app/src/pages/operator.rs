//! The operator console: tenants, what waits, and what was given up; never a customer's content.

use domain::tenant::{TenantStatus, Tier};
use leptos::prelude::*;

use crate::api::account::{Platform, load_platform};
use crate::components::empty::Empty;
use crate::components::icon::Icon;
use crate::components::loaded::{Loaded, load};
use crate::components::skeleton::DetailSkeleton;
use crate::components::time::{Ago, Moment};
use crate::components::topbar::Topbar;
use crate::format;

/// Loads the state of the platform.
#[component]
pub fn OperatorPage() -> impl IntoView {
    let platform = load(|| (), |()| load_platform());
    let page = move |platform: Platform| view! { <PlatformPage platform=platform /> }.into_any();
    view! {
        <Loaded
            resource=platform
            title="Platform"
            skeleton=ViewFnOnce::from(|| view! { <DetailSkeleton title="Platform" /> })
            page=page
        />
    }
    .into_any()
}

/// The page of a given state.
#[component]
pub fn PlatformPage(
    /// What was loaded.
    platform: Platform,
) -> impl IntoView {
    view! {
        <Topbar title="Platform" />
        <main class="page stack" id="main">
            {queue(&platform)} {dead(&platform)} {tenants(&platform)}
        </main>
    }
    .into_any()
}

fn number(count: u64) -> String {
    format::count(i64::try_from(count).unwrap_or(i64::MAX))
}

fn queue(platform: &Platform) -> AnyView {
    let rows = platform
        .queue
        .iter()
        .map(|depth| {
            let oldest = if depth.ready == 0 {
                "–".to_owned()
            } else {
                format!("{}\u{a0}s", format::days(depth.oldest_seconds))
            };
            view! {
                <tr>
                    <td>{depth.class.clone()}</td>
                    <td class="table__num">{number(depth.ready)}</td>
                    <td class="table__num table__opt">{number(depth.later)}</td>
                    <td class="table__num">{number(depth.running)}</td>
                    <td class="table__num">{number(depth.dead)}</td>
                    <td class="table__num">{oldest}</td>
                </tr>
            }
        })
        .collect_view();
    let waiting: u64 = platform.queue.iter().map(|depth| depth.ready).sum();
    let title =
        if waiting == 0 { "Nothing waits".to_owned() } else { format!("{} jobs wait", number(waiting)) };
    view! {
        <section class="section section--bare" aria-labelledby="queue">
            <div class="section__head">
                <div>
                    <h2 class="section__title" id="queue">
                        {title}
                    </h2>
                    <p class="section__sub">"Jobs by class, over all shards, as of " <Moment at=platform.as_of /></p>
                </div>
            </div>
            <table class="table table--flat">
                <caption class="visually-hidden">"Jobs by class"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Class"</th>
                        <th scope="col" class="table__num">
                            "Ready"
                        </th>
                        <th scope="col" class="table__num table__opt">
                            "Later"
                        </th>
                        <th scope="col" class="table__num">
                            "Running"
                        </th>
                        <th scope="col" class="table__num">
                            "Given up"
                        </th>
                        <th scope="col" class="table__num">
                            "Oldest waits"
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

fn dead(platform: &Platform) -> AnyView {
    let body = if platform.dead.is_empty() {
        view! {
            <Empty icon="check" title="No job was given up" text="A job that fails again and again is listed here." />
        }
        .into_any()
    } else {
        let rows = platform
            .dead
            .iter()
            .map(|job| {
                view! {
                    <tr>
                        <td>{job.kind.clone()}</td>
                        <td class="table__opt">{job.tenant.clone()}</td>
                        <td class="table__num">{job.attempt}</td>
                        <td class="faint">{job.last_error.clone()}</td>
                        <td class="table__num nowrap">
                            <Ago at=job.died_at now=platform.as_of />
                        </td>
                    </tr>
                }
            })
            .collect_view();
        view! {
            <table class="table table--flat">
                <caption class="visually-hidden">"Jobs that were given up"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Job"</th>
                        <th scope="col" class="table__opt">
                            "Tenant"
                        </th>
                        <th scope="col" class="table__num">
                            "Tries"
                        </th>
                        <th scope="col">"Last error"</th>
                        <th scope="col" class="table__num">
                            "Given up"
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    };
    view! {
        <section class="section" aria-labelledby="dead">
            <div class="section__head">
                <h2 class="section__title" id="dead">
                    "Waiting for a person"
                </h2>
            </div>
            {body}
        </section>
    }
    .into_any()
}

fn tenants(platform: &Platform) -> AnyView {
    let rows = platform
        .tenants
        .iter()
        .map(|tenant| {
            let (class, icon, word) = match tenant.status {
                TenantStatus::Active => ("badge", "check", "Active"),
                TenantStatus::Provisioning => ("badge badge--accent", "cycle", "Being set up"),
                TenantStatus::Suspended => ("badge badge--attention", "lock", "Suspended"),
            };
            let tier = match tenant.tier {
                Tier::Pool => "Pool",
                Tier::Silo => "Own schema",
            };
            view! {
                <tr>
                    <td>
                        <b>{tenant.name.clone()}</b>
                    </td>
                    <td class="table__opt faint">{tenant.slug.to_string()}</td>
                    <td>{tier}</td>
                    <td class="table__opt">{tenant.region.to_ascii_uppercase()}</td>
                    <td>
                        <span class=class>
                            <Icon name=icon />
                            {word}
                        </span>
                    </td>
                </tr>
            }
        })
        .collect_view();
    let count = i64::try_from(platform.tenants.len()).unwrap_or(0);
    view! {
        <section class="section" aria-labelledby="tenants">
            <div class="section__head">
                <h2 class="section__title" id="tenants">
                    {format::counted(count, "tenant", "tenants")}
                </h2>
            </div>
            <table class="table table--flat">
                <caption class="visually-hidden">"Tenants"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col" class="table__opt">
                            "Short name"
                        </th>
                        <th scope="col">"Tier"</th>
                        <th scope="col" class="table__opt">
                            "Region"
                        </th>
                        <th scope="col">"State"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}
