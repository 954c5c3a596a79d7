//! The charts of the overview. None is of people (clause M11).

use super::Tab;
use super::look::{ACCENT, FONT, INK, LINE, QUIET};
use super::measures::{HELD_COLUMN, REACH_PER_ACTIVITY_COLUMN};
use super::table::shortened;
use crate::engagement::Engagement;
use rust_xlsxwriter::{
    Chart, ChartAxis, ChartAxisCrossing, ChartDataLabel, ChartFont, ChartFormat, ChartLine, ChartSolidFill, ChartType,
    Worksheet,
};
use words::{Words, say};

/// Excel's limit for the text that stands in for a picture, in UTF-16 units.
const ALT_LIMIT: usize = 255;

/// In pixels: two side by side are as wide as the table.
const WIDTH: u32 = 520;
const HEIGHT: u32 = 320;

/// People reached by an activity, month by month.
pub(super) fn reach_by_month(
    sheet: &mut Worksheet,
    row: u32,
    engagement: &Engagement,
    words: Words,
) -> anyhow::Result<()> {
    let source = Tab::ByMonth.title(words);
    let last = u32::try_from(engagement.by_month.len())?;
    let told = engagement.by_month.iter().map(|month| {
        let reach = month.measures.reach_per_activity.value;
        let reach = reach.map_or_else(|| say!(words, "summary-chart-no-figures"), |reach| format!("{reach:.0}"));
        format!("{} {reach}", month.month.format("%Y-%m"))
    });
    let told = told.collect::<Vec<_>>().join(", ");

    let mut chart = Chart::new(ChartType::Column);
    chart
        .add_series()
        .set_name(&say!(words, "summary-reach-per-activity"))
        .set_categories((source.as_str(), 1, 0, last, 0))
        .set_values((source.as_str(), 1, REACH_PER_ACTIVITY_COLUMN, last, REACH_PER_ACTIVITY_COLUMN))
        .set_format(&mut bars())
        .set_gap(90)
        .set_data_label(&labels("#,##0"));
    dress(&mut chart, &say!(words, "summary-chart-reach"));
    categories(chart.x_axis())
        .set_name(&say!(words, "summary-column-month"))
        .set_num_format("mmm yyyy")
        .set_text_axis(true);
    values(chart.y_axis()).set_name(&say!(words, "summary-chart-people"));
    chart.set_alt_text(shortened(&say!(words, "summary-chart-reach-alt", told = told), ALT_LIMIT));
    chart.set_width(WIDTH).set_height(HEIGHT);
    sheet.insert_chart_with_offset(row, 0, &chart, 4, 0)?;
    Ok(())
}

/// How many activities of each kind were held.
pub(super) fn activities_by_kind(
    sheet: &mut Worksheet,
    row: u32,
    engagement: &Engagement,
    words: Words,
) -> anyhow::Result<()> {
    let source = Tab::ByKind.title(words);
    let last = u32::try_from(engagement.by_kind.len())?;
    let told = engagement.by_kind.iter().map(|kind| format!("{} {}", kind.kind, kind.measures.held));
    let told = told.collect::<Vec<_>>().join(", ");

    let mut chart = Chart::new(ChartType::Bar);
    chart
        .add_series()
        .set_name(&say!(words, "summary-held"))
        .set_categories((source.as_str(), 1, 0, last, 0))
        .set_values((source.as_str(), 1, HELD_COLUMN, last, HELD_COLUMN))
        .set_format(&mut bars())
        .set_gap(60)
        .set_data_label(&labels("#,##0"));
    dress(&mut chart, &say!(words, "summary-chart-kinds"));
    // Bars are drawn from the bottom up; turned over, they come in the order of the table. That would carry the numbers
    // up too, and crossing at the far end brings them back. On a bar chart the axes change names: x holds the numbers.
    categories(chart.y_axis())
        .set_name(&say!(words, "summary-column-kind"))
        .set_reverse()
        .set_crossing(ChartAxisCrossing::Max);
    values(chart.x_axis()).set_name(&say!(words, "summary-held"));
    chart.set_alt_text(shortened(&say!(words, "summary-chart-kinds-alt", told = told), ALT_LIMIT));
    chart.set_width(WIDTH).set_height(HEIGHT);
    // Beside the other, however wide the columns are in this language.
    sheet.insert_chart_with_offset(row, 0, &chart, WIDTH + 20, 0)?;
    Ok(())
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
