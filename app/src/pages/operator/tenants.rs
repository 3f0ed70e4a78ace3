//! Who the tenants are, and in what state.

use domain::tenant::{TenantStatus, Tier};
use leptos::prelude::*;

use crate::api::platform::Platform;
use crate::components::icon::Icon;
use crate::format;

pub(super) fn section(platform: &Platform) -> AnyView {
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
