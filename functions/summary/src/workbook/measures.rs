//! The aggregate sheets: each measure once as a row of the overview and as a column of the others.

use super::look::Look;
use super::table::{self, Cell, Heading, Layout};
use super::{Tab, charts};
use crate::engagement::{Engagement, Figure, Measures};
use rust_xlsxwriter::Worksheet;
use words::{Words, say};

/// One measure of a group of activities, as keys of its words and the way to its number.
pub(super) struct Measure {
    pub(super) heading: &'static str,
    pub(super) meaning: &'static str,
    pub(super) unit: &'static str,
    pub(super) formula: &'static str,
    pub(super) blank: &'static str,
    number: Number,
}

#[derive(Clone, Copy)]
enum Number {
    Mean(fn(&Measures) -> Figure),
    Hours(fn(&Measures) -> Figure),
    Rate(fn(&Measures) -> Figure),
    Total(fn(&Measures) -> Figure),
    Count(fn(&Measures) -> u64),
}

/// Every measure, engagement before volume (clause M27) and effort beside reach (clause M28).
pub(super) const MEASURES: [Measure; 14] = [
    Measure {
        heading: "summary-reach-per-activity",
        meaning: "summary-reach-per-activity-meaning",
        unit: "summary-unit-people",
        formula: "summary-reach-per-activity-formula",
        blank: "summary-blank-no-figures",
        number: Number::Mean(|m| m.reach_per_activity),
    },
    Measure {
        heading: "summary-engagements-per-post",
        meaning: "summary-engagements-per-post-meaning",
        unit: "summary-unit-reactions",
        formula: "summary-engagements-per-post-formula",
        blank: "summary-blank-no-figures",
        number: Number::Mean(|m| m.engagements_per_post),
    },
    Measure {
        heading: "summary-attendance-rate",
        meaning: "summary-attendance-rate-meaning",
        unit: "summary-unit-percent",
        formula: "summary-attendance-rate-formula",
        blank: "summary-blank-no-figures",
        number: Number::Rate(|m| m.attendance_rate),
    },
    Measure {
        heading: "summary-hours-per-activity",
        meaning: "summary-hours-per-activity-meaning",
        unit: "summary-unit-hours",
        formula: "summary-hours-per-activity-formula",
        blank: "summary-blank-no-figures",
        number: Number::Mean(|m| m.hours_per_activity),
    },
    Measure {
        heading: "summary-reach-per-hour",
        meaning: "summary-reach-per-hour-meaning",
        unit: "summary-unit-people-per-hour",
        formula: "summary-reach-per-hour-formula",
        blank: "summary-blank-no-figures",
        number: Number::Mean(|m| m.reach_per_hour),
    },
    Measure {
        heading: "summary-countries",
        meaning: "summary-countries-meaning",
        unit: "summary-unit-countries",
        formula: "summary-countries-formula",
        blank: "summary-blank-never",
        number: Number::Count(|m| m.countries),
    },
    Measure {
        heading: "summary-planned-ahead-share",
        meaning: "summary-planned-ahead-share-meaning",
        unit: "summary-unit-percent",
        formula: "summary-planned-ahead-share-formula",
        blank: "summary-blank-no-figures",
        number: Number::Rate(|m| m.planned_ahead),
    },
    Measure {
        heading: "summary-ambassadors",
        meaning: "summary-ambassadors-meaning",
        unit: "summary-unit-people",
        formula: "summary-ambassadors-formula",
        blank: "summary-blank-never",
        number: Number::Count(|m| m.ambassadors),
    },
    Measure {
        heading: "summary-held",
        meaning: "summary-held-meaning",
        unit: "summary-unit-activities",
        formula: "summary-held-formula",
        blank: "summary-blank-never",
        number: Number::Count(|m| m.held),
    },
    Measure {
        heading: "summary-full-reports",
        meaning: "summary-full-reports-meaning",
        unit: "summary-unit-activities",
        formula: "summary-full-reports-formula",
        blank: "summary-blank-never",
        number: Number::Count(|m| m.full),
    },
    Measure {
        heading: "summary-reach-total",
        meaning: "summary-reach-total-meaning",
        unit: "summary-unit-people",
        formula: "summary-reach-total-formula",
        blank: "summary-blank-no-figures",
        number: Number::Total(|m| m.reach),
    },
    Measure {
        heading: "summary-hours-total",
        meaning: "summary-hours-total-meaning",
        unit: "summary-unit-hours",
        formula: "summary-hours-total-formula",
        blank: "summary-blank-no-figures",
        number: Number::Hours(|m| m.hours),
    },
    Measure {
        heading: "summary-planned",
        meaning: "summary-planned-meaning",
        unit: "summary-unit-activities",
        formula: "summary-planned-formula",
        blank: "summary-blank-never",
        number: Number::Count(|m| m.planned),
    },
    Measure {
        heading: "summary-cancelled",
        meaning: "summary-cancelled-meaning",
        unit: "summary-unit-activities",
        formula: "summary-cancelled-formula",
        blank: "summary-blank-never",
        number: Number::Count(|m| m.cancelled),
    },
];

/// Where the measures a chart shows stand among the columns of the sheets by kind, country and month.
pub(super) const REACH_PER_ACTIVITY_COLUMN: u16 = 1;
pub(super) const HELD_COLUMN: u16 = 9;

impl Measure {
    fn cell(&self, measures: &Measures) -> Cell<'static> {
        let or_blank = |figure: Figure, cell: fn(f64) -> Cell<'static>| figure.value.map_or(Cell::Blank, cell);
        match self.number {
            Number::Mean(of) => or_blank(of(measures), Cell::Mean),
            Number::Hours(of) => or_blank(of(measures), Cell::Hours),
            Number::Rate(of) => or_blank(of(measures), Cell::Rate),
            Number::Total(of) => or_blank(of(measures), |total| Cell::Count(total as u64)),
            Number::Count(of) => Cell::Count(of(measures)),
        }
    }

    /// How many activities the number is taken from; a count is taken from all there are.
    fn from(&self, measures: &Measures) -> u64 {
        match self.number {
            Number::Mean(of) | Number::Hours(of) | Number::Rate(of) | Number::Total(of) => of(measures).from,
            Number::Count(_) => measures.held + measures.planned + measures.cancelled,
        }
    }
}

/// Writes the whole program's measures, one a row, with the charts below.
pub(super) fn overview(
    sheet: &mut Worksheet,
    look: &Look,
    engagement: &Engagement,
    words: Words,
) -> anyhow::Result<()> {
    let layout = Layout {
        tab: Tab::Overview,
        headings: vec![
            Heading::new(say!(words, "summary-column-measure"), 34),
            Heading::new(say!(words, "summary-column-value"), 14),
            Heading::new(say!(words, "summary-column-unit"), 20),
            Heading::new(say!(words, "summary-column-based-on"), 14),
            Heading::new(say!(words, "summary-column-formula"), 80),
        ],
        lines: 3,
    };
    let rows = MEASURES.iter().map(|measure| {
        vec![
            Cell::text(say!(words, measure.heading)),
            measure.cell(&engagement.overview),
            Cell::text(say!(words, measure.unit)),
            Cell::Count(measure.from(&engagement.overview)),
            Cell::text(say!(words, measure.formula)),
        ]
    });
    table::write(sheet, look, words, &layout, rows)?;
    sheet.set_print_fit_to_pages(1, 1);
    if engagement.overview.held > 0 {
        let below = u32::try_from(MEASURES.len())? + 2;
        charts::reach_by_month(sheet, below, engagement, words)?;
        charts::activities_by_kind(sheet, below, engagement, words)?;
    }
    Ok(())
}

/// Writes one row a kind.
pub(super) fn by_kind(sheet: &mut Worksheet, look: &Look, engagement: &Engagement, words: Words) -> anyhow::Result<()> {
    let rows = engagement.by_kind.iter().map(|row| group(Cell::text(&row.kind), &row.measures, |_| true));
    let layout = groups(Tab::ByKind, say!(words, "summary-column-kind"), words, |_| true);
    table::write(sheet, look, words, &layout, rows)
}

/// Writes one row a country.
pub(super) fn by_country(
    sheet: &mut Worksheet,
    look: &Look,
    engagement: &Engagement,
    words: Words,
) -> anyhow::Result<()> {
    let shown = |measure: &Measure| measure.heading != "summary-countries";
    let rows = engagement.by_country.iter().map(|row| {
        let name = row
            .country
            .map_or_else(|| Cell::text(say!(words, "summary-online-only")), |country| Cell::text(country.name()));
        group(name, &row.measures, shown)
    });
    let layout = groups(Tab::ByCountry, say!(words, "summary-column-country"), words, shown);
    table::write(sheet, look, words, &layout, rows)
}

/// Writes one row a month.
pub(super) fn by_month(
    sheet: &mut Worksheet,
    look: &Look,
    engagement: &Engagement,
    words: Words,
) -> anyhow::Result<()> {
    let rows = engagement.by_month.iter().map(|row| group(Cell::Month(row.month), &row.measures, |_| true));
    let layout = groups(Tab::ByMonth, say!(words, "summary-column-month"), words, |_| true);
    table::write(sheet, look, words, &layout, rows)
}

fn groups(tab: Tab, first: String, words: Words, shown: impl Fn(&Measure) -> bool) -> Layout {
    let measures = MEASURES.iter().filter(|measure| shown(measure));
    let headings = std::iter::once(Heading::new(first, 34))
        .chain(measures.map(|measure| Heading::new(say!(words, measure.heading), 14)))
        .collect();
    Layout { tab, headings, lines: 3 }
}

fn group<'a>(name: Cell<'a>, measures: &Measures, shown: impl Fn(&Measure) -> bool) -> Vec<Cell<'a>> {
    let cells = MEASURES.iter().filter(|measure| shown(measure)).map(|measure| measure.cell(measures));
    std::iter::once(name).chain(cells).collect()
}
