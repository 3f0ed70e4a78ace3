//! The win rate by quarter with its interval band, as an ECharts specification.

use charming::Chart;
use charming::component::{Axis, Grid};
use charming::datatype::{CompositeValue, DataPointItem};
use charming::element::{AxisLabel, AxisType, ItemStyle, LineStyle, Symbol, Tooltip, Trigger};
use charming::series::{Custom, Line};
use domain::deal::DealListQuery;
use domain::report::{Period, QuarterRate, ReportFilter};
use serde_json::{Value, json};

use super::scale::Scale;
use crate::format;
use crate::routes;

/// A line of rates over a pale band; the last dot is filled and says its value, each leads to its deals of the
/// filter that the rates were counted with.
#[must_use]
pub fn win_rate_chart(quarters: &[QuarterRate], filter: &ReportFilter) -> Value {
    let scale = Scale::of_rates(quarters);
    let labels = quarters
        .iter()
        .map(|quarter| format!("{}\nn {}", format::quarter(quarter.quarter), format::count(quarter.rate.n)))
        .collect::<Vec<_>>();
    let last = quarters.iter().rposition(|quarter| quarter.rate.n > 0);
    let points =
        quarters.iter().enumerate().map(|(at, quarter)| point(quarter, Some(at) == last)).collect::<Vec<_>>();
    let chart = Chart::new()
        .grid(Grid::new().left(28).right(52).top(16).bottom(44))
        .tooltip(Tooltip::new().trigger(Trigger::Item))
        .x_axis(Axis::new().type_(AxisType::Category).data(labels))
        .y_axis(
            Axis::new()
                .type_(AxisType::Value)
                .min(scale.low)
                .max(scale.high)
                .interval(scale.step)
                .axis_label(AxisLabel::new().formatter("{value}")),
        )
        .series(
            Custom::new()
                .name("95 % interval")
                .item_style(ItemStyle::new().color("var(--chart-band)"))
                .data(band(quarters)),
        )
        .series(
            Line::new()
                .name("Win rate")
                .symbol(Symbol::Circle)
                .symbol_size(8)
                .line_style(LineStyle::new().color("var(--chart-line)").width(2))
                .item_style(
                    ItemStyle::new()
                        .color("var(--surface)")
                        .border_color("var(--chart-line)")
                        .border_width(2),
                )
                .data(points),
        );
    let mut spec = serde_json::to_value(&chart).expect("a chart is plain data");
    finish(&mut spec, quarters, filter);
    spec
}

fn point(quarter: &QuarterRate, is_last: bool) -> DataPointItem {
    let value =
        quarter.rate.share().map_or(CompositeValue::from("-"), |share| CompositeValue::from(percent(share)));
    let item = DataPointItem::new(value);
    if !is_last {
        return item;
    }
    item.item_style(
        ItemStyle::new().color("var(--chart-line)").border_color("var(--surface)").border_width(2),
    )
}

/// A share in percent, to a tenth: more is not seen.
fn percent(share: f64) -> f64 {
    (share * 1000.0).round() / 10.0
}

/// Position, lower and upper end of every quarter with deals.
fn band(quarters: &[QuarterRate]) -> Vec<Vec<CompositeValue>> {
    let row = |(at, quarter): (usize, &QuarterRate)| {
        let interval = quarter.rate.interval()?;
        let at = i64::try_from(at).ok()?;
        Some(vec![at.into(), percent(interval.low).into(), percent(interval.high).into()])
    };
    quarters.iter().enumerate().filter_map(row).collect()
}

/// What charming cannot say: words and links of each point, and which columns belong to which axis.
fn finish(spec: &mut Value, quarters: &[QuarterRate], filter: &ReportFilter) {
    spec["xAxis"]["axisLabel"] = json!({ "hideOverlap": true, "showMaxLabel": true, "lineHeight": 16 });
    spec["series"][0]["renderItem"] = "band".into();
    spec["series"][0]["encode"] = json!({ "x": 0, "y": [1, 2] });
    spec["series"][0]["silent"] = true.into();
    if let Some(last) = quarters.iter().rposition(|quarter| quarter.rate.n > 0) {
        let point = &mut spec["series"][1]["data"][last];
        point["symbolSize"] = 11.into();
        point["label"] = json!({
            "show": true,
            "position": "right",
            "formatter": format::rate(quarters[last].rate),
            "fontSize": 14,
            "fontWeight": 600,
            "color": "var(--text)",
        });
    }
    for (at, quarter) in quarters.iter().enumerate() {
        let filter = ReportFilter { period: Period::Quarter(quarter.quarter), ..filter.clone() };
        let words = format!(
            "{}: {} of {}\n95 %: {}",
            quarter.quarter.label(),
            format::rate(quarter.rate),
            format::counted(quarter.rate.n, "deal", "deals"),
            format::interval_percent(quarter.rate),
        );
        let point = &mut spec["series"][1]["data"][at];
        point["tooltip"] = json!({ "formatter": words });
        point["link"] = routes::deals(&filter, &DealListQuery::default()).into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::dashboard::fixture;

    #[test]
    fn the_win_rate_chart_is_plain_data() {
        insta::assert_json_snapshot!(win_rate_chart(
            &fixture::dashboard().by_quarter,
            &ReportFilter::default()
        ));
    }

    #[test]
    fn a_quarter_without_deals_leaves_a_gap() {
        let mut quarters = fixture::dashboard().by_quarter;
        quarters[2].rate = domain::report::Rate::new(0, 0);
        quarters[7].rate = domain::report::Rate::new(0, 0);
        let spec = win_rate_chart(&quarters, &ReportFilter::default());
        assert_eq!(spec["series"][0]["data"].as_array().map(Vec::len), Some(6));
        assert_eq!(spec["series"][1]["data"][2]["value"], "-");
        assert_eq!(spec["series"][1]["data"][6]["label"]["show"], true);
        assert!(win_rate_chart(&[], &ReportFilter::default()).is_object());
    }

    #[test]
    fn a_point_leads_to_the_deals_of_its_quarter_that_the_page_is_about() {
        // They led to the quarter's deals of all regions, reps and segments.
        let filter = ReportFilter {
            period: Period::LastTwoYears,
            regions: vec!["EMEA".to_owned()],
            ..ReportFilter::default()
        };
        let spec = win_rate_chart(&fixture::dashboard().by_quarter, &filter);
        let links = spec["series"][1]["data"].as_array().expect("points");
        let ends = |link: &Value| link["link"].as_str().is_some_and(|link| link.ends_with("&region=EMEA"));
        assert!(!links.is_empty() && links.iter().all(ends), "{links:?}");
        assert_eq!(links[0]["link"], "/app/deals?period=2024q4&region=EMEA");
    }
}
