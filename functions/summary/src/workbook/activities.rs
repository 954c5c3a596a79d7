//! The raw rows: every activity with every field, as the ambassadors told it.
//!
//! A numeric cell is the number, the word for unknown, the word for "does not apply", or blank (requirement X4).

use super::Tab;
use super::look::Look;
use super::rows::{self, Filling, Part};
use super::table::{self, Cell, Heading, Layout, Measured};
use crate::columns::{self, answer_column};
use chrono::NaiveDate;
use polars::prelude::*;
use program::{ActivityState, Field};
use rust_xlsxwriter::Worksheet;
use std::io::{Seek, Write};
use words::{Words, say};

/// One column: where it comes from, and the keys of its words.
pub(super) struct Raw {
    column: &'static str,
    shape: Shape,
    /// The widest it gets, in columns of digits.
    most: usize,
    pub(super) heading: &'static str,
    pub(super) meaning: &'static str,
    pub(super) unit: &'static str,
    pub(super) formula: &'static str,
    pub(super) blank: &'static str,
}

#[derive(Clone, Copy)]
enum Shape {
    Text,
    Flag,
    Days,
    Day,
    State,
    Place,
    Count,
    Hours,
    Answer(Field),
}

const TEXT: &str = "summary-unit-text";
const TOLD: &str = "summary-formula-told";
const NEVER: &str = "summary-blank-never";

/// Every column, in the order of the sheet: who and what, where and when, what came of it, and the identifiers last.
#[rustfmt::skip]
pub(super) const RAW: [Raw; 30] = [
    raw("ambassador", Shape::Text, 26, "summary-column-ambassador", "summary-ambassador-meaning", TEXT, "summary-formula-profile", NEVER),
    raw("home_country_name", Shape::Text, 16, "summary-column-home-country", "summary-home-country-meaning", TEXT, "summary-formula-profile", NEVER),
    raw("kind", Shape::Text, 20, "summary-column-kind", "summary-kind-meaning", TEXT, TOLD, NEVER),
    raw("counts", Shape::Flag, 8, "summary-column-counts", "summary-counts-meaning", "summary-unit-flag", "summary-counts-formula", NEVER),
    raw("title", Shape::Text, 32, "summary-column-title", "summary-title-meaning", TEXT, TOLD, NEVER),
    raw("state", Shape::State, 12, "summary-column-state", "summary-state-meaning", TEXT, "summary-state-formula", NEVER),
    raw("starts_on", Shape::Day, 12, "summary-column-starts-on", "summary-starts-on-meaning", "summary-unit-day", TOLD, NEVER),
    raw("ends_on", Shape::Day, 12, "summary-column-ends-on", "summary-ends-on-meaning", "summary-unit-day", TOLD, NEVER),
    raw("days", Shape::Days, 6, "summary-column-days", "summary-days-meaning", "summary-unit-days", "summary-days-formula", NEVER),
    raw("place", Shape::Place, 12, "summary-column-place", "summary-place-meaning", TEXT, TOLD, NEVER),
    raw("city", Shape::Text, 14, "summary-column-city", "summary-city-meaning", TEXT, TOLD, "summary-blank-city"),
    raw("country", Shape::Text, 8, "summary-column-country-code", "summary-country-code-meaning", "summary-unit-code", TOLD, "summary-blank-country"),
    raw("country_name", Shape::Text, 16, "summary-column-country", "summary-country-meaning", TEXT, TOLD, "summary-blank-country"),
    raw("planned_ahead", Shape::Flag, 8, "summary-column-planned-ahead", "summary-planned-ahead-meaning", "summary-unit-flag", "summary-planned-ahead-formula", NEVER),
    raw("full", Shape::Flag, 8, "summary-column-full", "summary-full-meaning", "summary-unit-flag", "summary-full-formula", NEVER),
    raw("goal", Shape::Answer(Field::Goal), 28, "field-goal", "summary-goal-meaning", TEXT, TOLD, "summary-blank-answer"),
    raw("registrations", Shape::Answer(Field::Registrations), 10, "field-registrations", "summary-registrations-meaning", "summary-unit-people", TOLD, "summary-blank-answer"),
    raw("attendees", Shape::Answer(Field::Attendees), 10, "field-attendees", "summary-attendees-meaning", "summary-unit-people", TOLD, "summary-blank-answer"),
    raw("hours_to_organize", Shape::Answer(Field::HoursToOrganize), 10, "field-hours-to-organize", "summary-hours-to-organize-meaning", "summary-unit-hours", TOLD, "summary-blank-answer"),
    raw("hours_to_execute", Shape::Answer(Field::HoursToExecute), 10, "field-hours-to-execute", "summary-hours-to-execute-meaning", "summary-unit-hours", TOLD, "summary-blank-answer"),
    raw("audience", Shape::Answer(Field::Audience), 24, "field-audience", "summary-audience-meaning", TEXT, TOLD, "summary-blank-answer"),
    raw("views", Shape::Answer(Field::Views), 9, "field-views", "summary-views-meaning", "summary-unit-views", TOLD, "summary-blank-answer"),
    raw("engagements", Shape::Answer(Field::Engagements), 10, "field-engagements", "summary-engagements-meaning", "summary-unit-reactions", TOLD, "summary-blank-answer"),
    raw("reshares", Shape::Answer(Field::Reshares), 9, "field-reshares", "summary-reshares-meaning", "summary-unit-reshares", TOLD, "summary-blank-answer"),
    raw("reach", Shape::Count, 9, "summary-column-reach", "summary-reach-meaning", "summary-unit-people", "summary-reach-formula", "summary-blank-reach"),
    raw("hours", Shape::Hours, 9, "summary-column-hours", "summary-hours-meaning", "summary-unit-hours", "summary-hours-formula", "summary-blank-hours"),
    raw("story", Shape::Text, 48, "summary-column-story", "summary-story-meaning", TEXT, TOLD, "summary-blank-story"),
    raw("link", Shape::Text, 28, "summary-column-link", "summary-link-meaning", "summary-unit-link", TOLD, "summary-blank-link"),
    raw("activity_id", Shape::Text, 38, "summary-column-activity-id", "summary-activity-id-meaning", "summary-unit-id", "summary-formula-given", NEVER),
    raw("ambassador_id", Shape::Text, 38, "summary-column-ambassador-id", "summary-ambassador-id-meaning", "summary-unit-id", "summary-formula-given", NEVER),
];

/// How many of the last columns are identifiers.
const IDENTIFIERS: u16 = 2;

#[expect(clippy::too_many_arguments, reason = "a line of the table above, which would be eight lines long with names")]
const fn raw(
    column: &'static str,
    shape: Shape,
    most: usize,
    heading: &'static str,
    meaning: &'static str,
    unit: &'static str,
    formula: &'static str,
    blank: &'static str,
) -> Raw {
    Raw { column, shape, most, heading, meaning, unit, formula, blank }
}

/// Every row of the frame, in the order of the last days.
pub(super) struct Activities<'a> {
    order: Vec<usize>,
    sources: Vec<Source<'a>>,
    labels: Labels,
    layout: Layout,
    columns: Vec<Measured>,
    words: Words,
}

impl<'a> Activities<'a> {
    pub(super) fn of(rows: &'a DataFrame, words: Words) -> anyhow::Result<Self> {
        let (days, ids) = (rows.column("ends_on")?.date()?.physical(), rows.column("activity_id")?.str()?);
        let mut order: Vec<_> = days.iter().zip(ids.iter()).zip(0..).collect();
        order.sort_unstable();
        let headings = RAW.iter().map(|raw| Heading::new(say!(words, raw.heading), raw.most)).collect();
        let mut activities = Self {
            order: order.into_iter().map(|(_, row)| row).collect(),
            sources: RAW.iter().map(|raw| Source::of(rows, raw)).collect::<PolarsResult<_>>()?,
            labels: Labels::new(words),
            layout: Layout { tab: Tab::Activities, headings, lines: 3 },
            columns: Vec::new(),
            words,
        };
        activities.columns =
            table::measured(&activities.layout, (0..activities.order.len()).map(|at| activities.row(at)));
        Ok(activities)
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.order.len()
    }

    /// Writes a sheet of so many of them, up to its rows; without any it says kindly that there are none yet.
    pub(super) fn begin(&self, sheet: &mut Worksheet, look: &Look, number: usize, rows: usize) -> anyhow::Result<()> {
        if rows == 0 {
            table::write(sheet, look, self.words, &self.layout, std::iter::empty())?;
        } else {
            table::begin(sheet, look, &self.layout, &table_name(number), &self.columns, 1)?;
            rows::patterns(sheet, look)?;
        }
        // The identifiers are for joining, not for reading: on paper their room is better spent on the rest.
        let last_read = u16::try_from(RAW.len())? - 1 - IDENTIFIERS;
        sheet.set_print_area(0, 0, u32::try_from(rows.max(1))?, last_read)?;
        Ok(())
    }

    /// Writes the finished workbook with the rows of the sheets that were begun.
    pub(super) fn fill(&self, book: &[u8], parts: &[Part], out: impl Write + Seek) -> anyhow::Result<()> {
        let mut filling = Filling::new(book, parts, &self.columns, self.layout.lines, rows::LEVEL, out)?;
        let mut row = Vec::with_capacity(self.columns.len());
        for at in 0..self.count() {
            row.clear();
            row.extend(self.cells(at));
            filling.push(&row)?;
        }
        filling.finish()
    }

    fn row(&self, at: usize) -> Vec<Cell<'_>> {
        self.cells(at).collect()
    }

    fn cells(&self, at: usize) -> impl Iterator<Item = Cell<'_>> {
        let row = self.order.get(at).copied();
        self.sources.iter().map(move |source| row.map_or(Cell::Blank, |row| source.cell(row, &self.labels)))
    }
}

/// What the table of the sheet of this number is called.
pub(super) fn table_name(number: usize) -> String {
    let name = Tab::Activities.table();
    if number == 1 { name.to_owned() } else { format!("{name}_{number}") }
}

/// The words that stand in many cells, said once.
struct Labels {
    yes: String,
    no: String,
    unknown: String,
    not_applicable: String,
    planned: String,
    reported: String,
    cancelled: String,
    online: String,
    in_person: String,
    both: String,
}

impl Labels {
    fn new(words: Words) -> Self {
        Self {
            yes: say!(words, "summary-yes"),
            no: say!(words, "summary-no"),
            unknown: say!(words, "summary-unknown"),
            not_applicable: say!(words, "summary-not-applicable"),
            planned: words.activity_state(ActivityState::Planned),
            reported: words.activity_state(ActivityState::Reported),
            cancelled: words.activity_state(ActivityState::Cancelled),
            online: say!(words, "summary-place-online"),
            in_person: say!(words, "summary-place-in-person"),
            both: say!(words, "summary-place-both"),
        }
    }

    fn state<'a>(&'a self, state: &'a str) -> &'a str {
        match state {
            columns::PLANNED => &self.planned,
            columns::REPORTED => &self.reported,
            columns::CANCELLED => &self.cancelled,
            other => other,
        }
    }

    fn place<'a>(&'a self, place: &'a str) -> &'a str {
        match place {
            "online" => &self.online,
            "in_person" => &self.in_person,
            "both" => &self.both,
            other => other,
        }
    }
}

/// One typed column of the frame.
enum Source<'a> {
    Text(&'a StringChunked),
    Flag(&'a BooleanChunked),
    Days(&'a UInt32Chunked),
    Day(&'a Int32Chunked),
    State(&'a StringChunked),
    Place(&'a StringChunked),
    Count(&'a UInt64Chunked),
    Hours(&'a Float64Chunked),
    Answer(Box<Source<'a>>, &'a StringChunked),
}

impl<'a> Source<'a> {
    fn of(rows: &'a DataFrame, raw: &Raw) -> PolarsResult<Self> {
        let column = rows.column(raw.column)?;
        Ok(match raw.shape {
            Shape::Text => Self::Text(column.str()?),
            Shape::Flag => Self::Flag(column.bool()?),
            Shape::Days => Self::Days(column.u32()?),
            Shape::Day => Self::Day(column.date()?.physical()),
            Shape::State => Self::State(column.str()?),
            Shape::Place => Self::Place(column.str()?),
            Shape::Count => Self::Count(column.u64()?),
            Shape::Hours => Self::Hours(column.f64()?),
            Shape::Answer(field) => {
                let values = match field.unit() {
                    program::report::Unit::Text | program::report::Unit::YesNo => Self::Text(column.str()?),
                    program::report::Unit::Count => Self::Count(column.u64()?),
                    program::report::Unit::Hours => Self::Hours(column.f64()?),
                };
                Self::Answer(Box::new(values), rows.column(&answer_column(field))?.str()?)
            }
        })
    }

    fn cell<'b>(&'b self, row: usize, labels: &'b Labels) -> Cell<'b> {
        let cell = match self {
            Self::Text(column) => column.get(row).map(Cell::text),
            Self::Flag(column) => column.get(row).map(|flag| Cell::text(if flag { &labels.yes } else { &labels.no })),
            Self::Days(column) => column.get(row).map(|days| Cell::Count(days.into())),
            Self::Day(column) => column.get(row).and_then(NaiveDate::from_epoch_days).map(Cell::Day),
            Self::State(column) => column.get(row).map(|state| Cell::text(labels.state(state))),
            Self::Place(column) => column.get(row).map(|place| Cell::text(labels.place(place))),
            Self::Count(column) => column.get(row).map(Cell::Count),
            Self::Hours(column) => column.get(row).map(Cell::Hours),
            Self::Answer(values, answers) => {
                let none = |word: &'b str| match **values {
                    Self::Text(_) => Cell::Quiet(word.into()),
                    _ => Cell::NoNumber(word.into()),
                };
                match answers.get(row) {
                    Some(columns::UNKNOWN) => Some(none(&labels.unknown)),
                    Some(columns::NOT_APPLICABLE) => Some(none(&labels.not_applicable)),
                    Some(_) => Some(values.cell(row, labels)),
                    None => None,
                }
            }
        };
        cell.unwrap_or(Cell::Blank)
    }
}
