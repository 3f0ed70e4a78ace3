//! How long won and lost deals took, as an ECharts specification of two box-and-whisker rows.

use charming::Chart;
use charming::component::{Axis, Grid};
use charming::datatype::{CompositeValue, DataPointItem};
use charming::element::{AxisLabel, AxisType, ItemStyle, Tooltip, Trigger};
use charming::series::{Boxplot, Scatter};
use domain::deal::{DealListQuery, Outcome};
use domain::report::{Cycle, ReportFilter, Spread};
use serde_json::{Value, json};

use super::scale::Scale;
use crate::format;
use crate::routes;

/// One row for won and one for lost, each with a way to its deals of the filter that they were counted with; a row
/// without deals stays empty.
#[must_use]
pub fn cycle_chart(cycle: &Cycle, filter: &ReportFilter) -> Value {
    let scale = Scale::of_cycle(cycle);
    let rows = [
        ("Won", ("var(--won)", "var(--won-soft)"), cycle.won),
        ("Lost", ("var(--lost)", "var(--lost-soft)"), cycle.lost),
    ];
    let names = rows
        .map(|(name, _, spread)| format!("{name}\nn {}", format::count(spread.map_or(0, |spread| spread.n))));
    let data = rows.map(|(_, colours, spread)| boxed(spread, colours)).to_vec();
    let marks = rows
        .iter()
        .enumerate()
        .filter_map(|(row, (.., spread))| spread.map(|spread| marks(row, spread, scale)));
    let marks = marks.flatten().collect::<Vec<_>>();
    let chart = Chart::new()
        .grid(Grid::new().left(56).right(24).top(16).bottom(28))
        .tooltip(Tooltip::new().trigger(Trigger::Item))
        .x_axis(
            Axis::new()
                .type_(AxisType::Value)
                .min(scale.low)
                .max(scale.high)
                .interval(scale.step)
                .axis_label(AxisLabel::new().formatter("{value} d")),
        )
        .y_axis(Axis::new().type_(AxisType::Category).inverse(true).data(names.to_vec()))
        .series(Boxplot::new().name("Days").data(data))
        .series(
            Scatter::new()
                .name("Marks")
                .symbol_size(1)
                .data(marks.iter().map(|mark| mark.at.clone()).collect::<Vec<_>>()),
        );
    let mut spec = serde_json::to_value(&chart).expect("a chart is plain data");
    spec["yAxis"]["axisLabel"] = json!({ "lineHeight": 16 });
    spec["series"][0]["boxWidth"] = json!([16, 28]);
    spec["series"][1]["silent"] = true.into();
    for (at, mark) in marks.iter().enumerate() {
        spec["series"][1]["data"][at] =
            json!({ "value": mark.at, "itemStyle": { "opacity": 0 }, "label": mark.label() });
    }
    for (at, (name, _, spread)) in rows.into_iter().enumerate() {
        let outcomes: &[Outcome] = if at == 0 { &[Outcome::Won] } else { &Outcome::ALL[1..] };
        let point = &mut spec["series"][0]["data"][at];
        point["tooltip"] = json!({ "formatter": words(name, spread) });
        if let Some(filter) = filter.among(outcomes) {
            let query = DealListQuery { has_cycle: Some(true), ..Default::default() };
            point["link"] = routes::deals(&filter, &query).into();
        }
    }
    spec
}

/// A number beside a box: the median above, the others below where there is room.
struct Mark {
    at: Vec<CompositeValue>,
    text: String,
    is_median: bool,
}

impl Mark {
    fn label(&self) -> Value {
        let (position, size, weight, colour) = if self.is_median {
            ([0, -30], 14, 600, "var(--text)")
        } else {
            ([0, 22], 12, 400, "var(--text-muted)")
        };
        json!({
            "show": true,
            "position": position,
            "align": "center",
            "formatter": self.text,
            "fontSize": size,
            "fontWeight": weight,
            "color": colour,
            "opacity": 1,
        })
    }
}

fn marks(row: usize, spread: Spread, scale: Scale) -> Vec<Mark> {
    const NEAR: f64 = 0.06;
    let mark = |days: f64, is_median| {
        let row = i64::try_from(row).unwrap_or(0);
        Mark { at: vec![days.into(), row.into()], text: format::days(days), is_median }
    };
    let has_room = |a: f64, b: f64| scale.share(b) - scale.share(a) > NEAR;
    let mut marks = vec![mark(spread.median, true), mark(spread.q3, false)];
    if has_room(spread.q1, spread.q3) {
        marks.push(mark(spread.q1, false));
    }
    if has_room(spread.q3, spread.max) {
        marks.push(mark(spread.max, false));
    }
    marks
}

fn boxed(spread: Option<Spread>, (colour, soft): (&str, &str)) -> DataPointItem {
    let values = spread.map_or_else(Vec::new, |spread| {
        [spread.min, spread.q1, spread.median, spread.q3, spread.max].map(CompositeValue::from).to_vec()
    });
    DataPointItem::new(CompositeValue::Array(values))
        .item_style(ItemStyle::new().color(soft).border_color(colour).border_width(1.5))
}

fn words(name: &str, spread: Option<Spread>) -> String {
    let Some(spread) = spread else { return format!("{name}: no deals") };
    format!(
        "{name}: median {} days\nmiddle half {}–{}\nall {}–{}",
        format::days(spread.median),
        format::days(spread.q1),
        format::days(spread.q3),
        format::days(spread.min),
        format::days(spread.max),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::dashboard::fixture;

    #[test]
    fn the_cycle_chart_is_plain_data() {
        insta::assert_json_snapshot!(cycle_chart(&fixture::dashboard().cycle, &ReportFilter::default()));
    }

    #[test]
    fn no_deals_draw_empty_rows() {
        let spec = cycle_chart(&Cycle::default(), &ReportFilter::default());
        assert_eq!(spec["series"][0]["data"][0]["tooltip"]["formatter"], "Won: no deals");
    }

    #[test]
    fn a_row_leads_to_its_deals_that_the_page_is_about_and_whose_days_are_known() {
        // They led to the deals of all regions, reps and segments, and to those without days.
        let filter = ReportFilter { regions: vec!["EMEA".to_owned()], ..ReportFilter::default() };
        let link = |filter: &ReportFilter, row: usize| {
            cycle_chart(&fixture::dashboard().cycle, filter)["series"][0]["data"][row]["link"].clone()
        };
        assert_eq!(link(&filter, 0), "/app/deals?region=EMEA&outcome=won&days=known");
        let won = ReportFilter { outcomes: vec![Outcome::Won], ..filter };
        assert_eq!(link(&won, 0), "/app/deals?region=EMEA&outcome=won&days=known");
        assert_eq!(link(&won, 1), Value::Null, "no deal of the page was lost");
    }
}
