//! Charts: specifications made on the server, still pictures, and the figure that carries both with a table.

pub mod figure;
pub mod scale;
pub mod still;

#[cfg(feature = "ssr")]
mod cycle;
#[cfg(feature = "ssr")]
mod win_rate;

#[cfg(feature = "ssr")]
pub use cycle::cycle_chart;
#[cfg(feature = "ssr")]
pub use win_rate::win_rate_chart;

/// The overview of a filter with its finished specifications, whose points lead to deals of that filter.
#[cfg(feature = "ssr")]
#[must_use]
pub fn overview(
    dashboard: domain::report::Dashboard,
    filter: &domain::report::ReportFilter,
) -> crate::api::report::Overview {
    let of_rate = filter.of_rate(dashboard.no_decision);
    crate::api::report::Overview {
        win_rate_chart: win_rate_chart(&dashboard.by_quarter, &of_rate).to_string(),
        cycle_chart: cycle_chart(&dashboard.cycle, filter).to_string(),
        dashboard,
    }
}
