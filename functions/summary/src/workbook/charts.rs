//! The charts of the overview. None is of people (clause M11).

use super::Tab;
use super::look::{ACCENT, FONT, INK, LINE, QUIET};
use super::measures::{column_of, region};
use super::table::shortened;
use crate::engagement::{Engagement, Figure, Measures};
use anyhow::Context as _;
use rust_xlsxwriter::{
    Chart, ChartAxis, ChartAxisCrossing, ChartDataLabel, ChartFont, ChartFormat, ChartLine, ChartSolidFill, ChartType,
    Worksheet,
};
use words::{Words, say};

/// Excel's limit for the text that stands in for a picture, in UTF-16 units.
const ALT_LIMIT: usize = 255;

/// In pixels: two side by side are as wide as the table.
const WIDTH: u32 = 560;
const HEIGHT: u32 = 300;
/// Rows of cells under a chart and the gap after it, at the height of a row that nobody set.
const ROWS: u32 = 16;

/// What one chart shows: a measure of each row of a sheet.
struct Shown<'a> {
    tab: Tab,
    measure: &'static str,
    /// What each row is, and its number, for whoever cannot see the chart.
    told: Vec<(String, Option<f64>)>,
    title: &'static str,
    alt: &'static str,
    names: &'static str,
    format: &'a str,
}

/// Two charts of the trend, one by kind and one by region, two beside each other, from `row` on.
pub(super) fn write(
    sheet: &mut Worksheet,
    row: u32,
    engagement: &Engagement,
    words: Words,
    tabs: &[Tab],
) -> anyhow::Result<()> {
    let trend = |of: fn(&Measures) -> Figure| -> Vec<_> {
        engagement.trend.iter().map(|row| (row.quarter.to_string(), of(&row.measures).value)).collect()
    };
    let kinds = engagement.by_kind.iter();
    let regions = engagement.by_region.iter();
    let charts = [
        Shown {
            tab: Tab::Trend,
            measure: "summary-attendees-per-event",
            told: trend(|measures| measures.attendees_per_event),
            title: "summary-chart-attendees",
            alt: "summary-chart-attendees-alt",
            names: "summary-column-quarter",
            format: "#,##0",
        },
        Shown {
            tab: Tab::Trend,
            measure: "summary-views-per-post",
            told: trend(|measures| measures.views_per_post),
            title: "summary-chart-views",
            alt: "summary-chart-views-alt",
            names: "summary-column-quarter",
            format: "#,##0",
        },
        Shown {
            tab: Tab::ByKind,
            measure: "summary-hours-total",
            told: kinds.map(|row| (row.kind.clone(), row.measures.hours.value)).collect(),
            title: "summary-chart-kinds",
            alt: "summary-chart-kinds-alt",
            names: "summary-column-kind",
            format: "#,##0.#",
        },
        Shown {
            tab: Tab::ByRegion,
            measure: "summary-attendees-total",
            told: regions.map(|row| (region(words, row.region), row.measures.attendees.value)).collect(),
            title: "summary-chart-regions",
            alt: "summary-chart-regions-alt",
            names: "summary-column-region",
            format: "#,##0",
        },
    ];
    // A chart of nothing says nothing.
    let charts =
        charts.iter().filter(|shown| tabs.contains(&shown.tab) && shown.told.iter().any(|(_, value)| value.is_some()));
    for (place, shown) in (0..).zip(charts) {
        let (down, beside) = (place / 2, place % 2);
        let chart = chart(shown, words)?;
        sheet.insert_chart_with_offset(row + down * ROWS, 0, &chart, 4 + beside * (WIDTH + 16), 0)?;
    }
    Ok(())
}

fn chart(shown: &Shown<'_>, words: Words) -> anyhow::Result<Chart> {
    let (source, last) = (shown.tab.title(words), u32::try_from(shown.told.len())?);
    let column = column_of(shown.tab, shown.measure).context("a chart shows a measure that is on no sheet")?;
    let is_trend = shown.tab == Tab::Trend;
    let mut chart = Chart::new(if is_trend { ChartType::Column } else { ChartType::Bar });
    chart
        .add_series()
        .set_name(&say!(words, shown.measure))
        .set_categories((source.as_str(), 1, 0, last, 0))
        .set_values((source.as_str(), 1, column, last, column))
        .set_format(&mut bars())
        .set_gap(if is_trend { 90 } else { 60 })
        .set_data_label(&labels(shown.format));
    dress(&mut chart, &say!(words, shown.title));
    if is_trend {
        categories(chart.x_axis()).set_name(&say!(words, shown.names)).set_text_axis(true);
        values(chart.y_axis()).set_name(&say!(words, shown.measure));
    } else {
        // Bars are drawn from the bottom up; turned over, they come in the order of the table. That would carry the
        // numbers up too, and crossing at the far end brings them back. On a bar chart the axes change names: x holds the
        // numbers.
        categories(chart.y_axis())
            .set_name(&say!(words, shown.names))
            .set_reverse()
            .set_crossing(ChartAxisCrossing::Max);
        values(chart.x_axis()).set_name(&say!(words, shown.measure));
    }
    let told = shown.told.iter().map(|(name, value)| {
        let value = value.map_or_else(|| say!(words, "summary-chart-no-figures"), |value| format!("{value:.0}"));
        format!("{name} {value}")
    });
    let told = told.collect::<Vec<_>>().join(", ");
    chart.set_alt_text(shortened(&say!(words, shown.alt, told = told), ALT_LIMIT));
    chart.set_width(WIDTH).set_height(HEIGHT);
    Ok(chart)
}

fn bars() -> ChartFormat {
    ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(ACCENT)).clone()
}

fn labels(format: &str) -> ChartDataLabel {
    ChartDataLabel::new().show_value().set_num_format(format).set_font(font(9).set_color(INK)).clone()
}

/// Title, quiet axes, thin grid lines, no legend: one series needs none.
fn dress(chart: &mut Chart, title: &str) {
    chart.title().set_name(title).set_font(font(13).set_bold().set_color(ACCENT)).set_overlay(false);
    chart.legend().set_hidden();
    chart.chart_area().set_format(ChartFormat::new().set_border(ChartLine::new().set_color(LINE)));
}

fn categories(axis: &mut ChartAxis) -> &mut ChartAxis {
    axis.set_font(font(9).set_color(INK))
        .set_name_font(font(9).set_color(QUIET).unset_bold())
        .set_format(ChartFormat::new().set_line(ChartLine::new().set_color(LINE)))
        .set_major_gridlines(false)
}

fn values(axis: &mut ChartAxis) -> &mut ChartAxis {
    axis.set_min(0)
        .set_num_format("#,##0")
        .set_font(font(9).set_color(INK))
        .set_name_font(font(9).set_color(QUIET).unset_bold())
        .set_format(ChartFormat::new().set_line(ChartLine::new().set_color(LINE)))
        .set_major_gridlines(true)
        .set_major_gridlines_line(ChartLine::new().set_color(LINE))
}

fn font(size: u32) -> ChartFont {
    ChartFont::new().set_name(FONT).set_size(size).clone()
}
