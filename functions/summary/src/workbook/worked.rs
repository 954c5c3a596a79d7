//! What worked, so that others learn from it: activities with what was written about them, and no names.

use super::table::{Cell, Heading, Layout};
use super::{Content, Edition, Laid, Tab};
use crate::engagement::Worked;
use words::{Words, say};

/// One row an activity. What was written to the team stays with the team.
pub(super) fn worked(content: Content<'_>) -> Laid<'_> {
    let words = content.cover.words;
    let shown = || COLUMNS.iter().filter(|column| column.is_in(content.cover.edition));
    let layout = Layout {
        table: Tab::Worked.table(),
        headings: shown().map(|column| Heading::new(say!(words, column.heading), column.most)).collect(),
        lines: 14,
    };
    let rows = content.engagement.worked.iter().map(|row| shown().map(|column| (column.cell)(row, words)).collect());
    Laid { layout, rows: rows.collect() }
}

/// One column, and the keys of its words.
pub(super) struct WorkedColumn {
    most: usize,
    told: bool,
    cell: for<'a> fn(&'a Worked, Words) -> Cell<'a>,
    pub(super) heading: &'static str,
    pub(super) meaning: &'static str,
    pub(super) unit: &'static str,
    pub(super) formula: &'static str,
    pub(super) blank: &'static str,
}

impl WorkedColumn {
    /// Whether an edition has it.
    pub(super) fn is_in(&self, edition: Edition) -> bool {
        edition == Edition::Team || !self.told
    }
}

/// Every column, in the order of the sheet.
pub(super) const COLUMNS: [WorkedColumn; 10] = [
    WorkedColumn {
        most: 24,
        told: false,
        cell: |row, _| Cell::text(&row.kind),
        heading: "summary-column-kind",
        meaning: "summary-kind-meaning",
        unit: "summary-unit-text",
        formula: "summary-formula-told",
        blank: "summary-blank-never",
    },
    WorkedColumn {
        most: 34,
        told: true,
        cell: |row, _| Cell::text(&row.title),
        heading: "summary-column-title",
        meaning: "summary-title-meaning",
        unit: "summary-unit-text",
        formula: "summary-formula-told",
        blank: "summary-blank-never",
    },
    WorkedColumn {
        most: 14,
        told: false,
        cell: |row, words| Cell::text(words.field(&row.mark.field().into())),
        heading: "summary-column-mark",
        meaning: "summary-mark-meaning",
        unit: "summary-unit-text",
        formula: "summary-mark-formula",
        blank: "summary-blank-never",
    },
    WorkedColumn {
        most: 10,
        told: false,
        cell: |row, _| Cell::Count(row.count),
        heading: "summary-column-count",
        meaning: "summary-count-meaning",
        unit: "summary-unit-mark",
        formula: "summary-count-formula",
        blank: "summary-blank-never",
    },
    WorkedColumn {
        most: 10,
        told: false,
        cell: |row, _| row.hours.map_or(Cell::Blank, Cell::Hours),
        heading: "summary-column-hours",
        meaning: "summary-hours-meaning",
        unit: "summary-unit-hours",
        formula: "summary-hours-formula",
        blank: "summary-blank-hours",
    },
    WorkedColumn {
        most: 14,
        told: false,
        cell: |row, _| Cell::Day(row.on),
        heading: "summary-column-ends-on",
        meaning: "summary-ends-on-meaning",
        unit: "summary-unit-day",
        formula: "summary-formula-told",
        blank: "summary-blank-never",
    },
    WorkedColumn {
        most: 18,
        told: false,
        cell: |row, _| row.country.map_or(Cell::Blank, |country| Cell::text(country.name())),
        heading: "summary-column-country",
        meaning: "summary-country-meaning",
        unit: "summary-unit-text",
        formula: "summary-formula-told",
        blank: "summary-blank-country",
    },
    WorkedColumn {
        most: 56,
        told: true,
        cell: |row, _| written(row.done.as_deref()),
        heading: "summary-column-done",
        meaning: "summary-done-meaning",
        unit: "summary-unit-text",
        formula: "summary-formula-told",
        blank: "summary-blank-not-told",
    },
    WorkedColumn {
        most: 56,
        told: true,
        cell: |row, _| written(row.came_of_it.as_deref()),
        heading: "summary-column-came-of-it",
        meaning: "summary-came-of-it-meaning",
        unit: "summary-unit-text",
        formula: "summary-formula-told",
        blank: "summary-blank-not-told",
    },
    WorkedColumn {
        most: 30,
        told: true,
        cell: |row, _| written(row.links.as_deref()),
        heading: "summary-column-links",
        meaning: "summary-links-meaning",
        unit: "summary-unit-link",
        formula: "summary-formula-told",
        blank: "summary-blank-links",
    },
];

fn written(text: Option<&str>) -> Cell<'_> {
    text.map_or(Cell::Blank, Cell::text)
}
