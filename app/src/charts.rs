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

/// The overview with its finished specifications.
#[cfg(feature = "ssr")]
#[must_use]
pub fn overview(dashboard: domain::report::Dashboard) -> crate::api::report::Overview {
    crate::api::report::Overview {
        win_rate_chart: win_rate_chart(&dashboard.by_quarter).to_string(),
        cycle_chart: cycle_chart(&dashboard.cycle).to_string(),
        dashboard,
    }
}
