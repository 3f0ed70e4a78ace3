//! How much waits, by class.

use leptos::prelude::*;

use super::number;
use crate::api::platform::Platform;
use crate::components::time::Moment;
use crate::format;

pub(super) fn section(platform: &Platform) -> AnyView {
    let rows = platform
        .queue
        .iter()
        .map(|depth| {
            let oldest =
                if depth.ready == 0 { "–".to_owned() } else { format::waiting(depth.oldest_seconds) };
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
    let title = match waiting {
        0 => "Nothing waits".to_owned(),
        1 => "1\u{a0}job waits".to_owned(),
        more => format!("{}\u{a0}jobs wait", number(more)),
    };
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
