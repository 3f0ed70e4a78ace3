//! A chart with everything around it: the still picture, the drawing, and the same numbers as a table.

use leptos::html::Div;
use leptos::prelude::*;

use crate::browser;

/// Mounts a specification when the script is there, over the still picture, and always carries its table.
#[component]
pub fn Figure(
    /// The ECharts option from the server.
    spec: String,
    /// What the picture shows, in words.
    #[prop(into)]
    label: String,
    /// The name by which a test finds the drawing.
    test_id: &'static str,
    /// The class of a height that is not the usual one.
    #[prop(optional)]
    size: &'static str,
    /// The picture without script.
    still: AnyView,
    /// The numbers.
    table: AnyView,
) -> impl IntoView {
    let host = NodeRef::<Div>::new();
    let picture = NodeRef::<Div>::new();
    Effect::new(move |_| {
        let (Some(host), Some(picture)) = (host.get(), picture.get()) else { return };
        let spec = spec.clone();
        let kept = StoredValue::new_local(host.clone());
        browser::mount_chart(&host, &picture, &spec);
        on_cleanup(move || {
            kept.try_with_value(|host| browser::release_chart(host));
        });
    });
    let table_label = format!("{label}, as a table");
    view! {
        <figure class="chart-frame">
            <div node_ref=picture>{still}</div>
            <div
                node_ref=host
                class=format!("chart-frame__canvas {size}")
                role="img"
                aria-label=label
                data-testid=test_id
                hidden
            ></div>
            <details class="chart-table">
                <summary>"Table"</summary>
                <div class="table-wrap" role="region" tabindex="0" aria-label=table_label>
                    {table}
                </div>
            </details>
        </figure>
    }
}
