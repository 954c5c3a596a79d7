//! What was paid for which activity, and what came of it: the team's own sheet (clause M28).

use super::table::{Cell, Heading, Layout};
use super::{Content, Laid, Tab};
use crate::columns::People;
use crate::engagement::Funded;
use words::{Words, say};

/// One row a request, in the order of the activities' days.
pub(super) fn funding(content: Content<'_>) -> Laid<'_> {
    let words = content.cover.words;
    let layout = Layout {
        table: Tab::Funding.table(),
        headings: COLUMNS.iter().map(|column| Heading::new(say!(words, column.heading), column.most)).collect(),
        lines: 14,
    };
    let row = |row| COLUMNS.iter().map(|column| (column.cell)(row, content.people, words)).collect();
    Laid { layout, rows: content.engagement.funded.iter().map(row).collect() }
}

/// One column, and the keys of its words.
pub(super) struct FundedColumn {
    most: usize,
    cell: for<'a> fn(&'a Funded, &'a People, Words) -> Cell<'a>,
    pub(super) heading: &'static str,
    pub(super) meaning: &'static str,
    pub(super) unit: &'static str,
    pub(super) formula: &'static str,
    pub(super) blank: &'static str,
}

/// Every column, in the order of the sheet: what was aimed for beside what came of it, then what it cost.
#[rustfmt::skip]
pub(super) const COLUMNS: [FundedColumn; 19] = [
    column(34, |row, _, _| Cell::text(&row.request), ["summary-column-request", "summary-request-meaning", "summary-unit-text", "summary-formula-told", "summary-blank-never"]),
    column(18, |row, _, words| Cell::text(words.funding_kind(row.funding_kind)), ["summary-column-funding-kind", "summary-funding-kind-meaning", "summary-unit-text", "summary-formula-told", "summary-blank-never"]),
    column(26, |row, people, _| named(row, people), ["summary-column-ambassador", "summary-request-ambassador-meaning", "summary-unit-text", "summary-formula-told", "summary-blank-erased"]),
    column(34, |row, _, _| Cell::text(&row.activity), ["summary-column-funded-activity", "summary-title-meaning", "summary-unit-text", "summary-formula-told", "summary-blank-never"]),
    column(22, |row, _, _| Cell::text(&row.kind), ["summary-column-kind", "summary-kind-meaning", "summary-unit-text", "summary-formula-told", "summary-blank-never"]),
    column(16, |row, _, _| row.country.map_or(Cell::Blank, |country| Cell::text(country.name())), ["summary-column-country", "summary-country-meaning", "summary-unit-text", "summary-formula-told", "summary-blank-country"]),
    column(14, |row, _, _| Cell::Day(row.on), ["summary-column-ends-on", "summary-ends-on-meaning", "summary-unit-day", "summary-formula-told", "summary-blank-never"]),
    column(50, |row, _, _| Cell::text(&row.outcomes), ["summary-column-outcomes", "summary-outcomes-meaning", "summary-unit-text", "summary-formula-told", "summary-blank-never"]),
    column(50, |row, _, _| row.came_of_it.as_deref().map_or(Cell::Blank, Cell::text), ["summary-column-came-of-it", "summary-came-of-it-meaning", "summary-unit-text", "summary-formula-told", "summary-blank-not-told"]),
    column(12, |row, _, _| row.aimed.map_or(Cell::Blank, Cell::Count), ["summary-column-aimed", "summary-aimed-meaning", "summary-unit-people", "summary-formula-told", "summary-blank-not-told"]),
    column(12, |row, _, _| row.attendees.map_or(Cell::Blank, Cell::Count), ["summary-column-came", "summary-came-meaning", "summary-unit-people", "summary-formula-told", "summary-blank-not-told"]),
    column(20, |row, _, _| Cell::text(&row.asked), ["summary-column-asked", "summary-asked-meaning", "summary-unit-money", "summary-formula-told", "summary-blank-never"]),
    column(20, |row, _, _| row.approved.as_deref().map_or(Cell::Blank, Cell::text), ["summary-column-approved", "summary-approved-meaning", "summary-unit-money", "summary-formula-told", "summary-blank-never"]),
    column(16, |row, _, _| row.approved_value.map_or(Cell::Blank, Cell::Money), ["summary-column-approved-value", "summary-approved-value-meaning", "summary-unit-program-money", "summary-formula-rate", "summary-blank-another-currency"]),
    column(20, |row, _, _| row.paid.as_deref().map_or(Cell::Blank, Cell::text), ["summary-column-paid", "summary-paid-meaning", "summary-unit-money", "summary-formula-told", "summary-blank-not-paid"]),
    column(16, |row, _, _| row.paid_value.map_or(Cell::Blank, Cell::Money), ["summary-column-paid-value", "summary-paid-value-meaning", "summary-unit-program-money", "summary-formula-rate", "summary-blank-not-paid"]),
    column(14, |row, _, _| row.paid_on.map_or(Cell::Blank, Cell::Day), ["summary-column-paid-on", "summary-paid-on-meaning", "summary-unit-day", "summary-formula-told", "summary-blank-not-paid"]),
    column(16, |row, _, _| row.per_attendee.map_or(Cell::Blank, Cell::Money), ["summary-cost-per-attendee", "summary-request-per-attendee-meaning", "summary-unit-program-money", "summary-request-per-attendee-formula", "summary-blank-no-figures"]),
    column(18, |row, _, words| Cell::text(words.funding_state(row.stands)), ["summary-column-stands", "summary-stands-meaning", "summary-unit-text", "summary-formula-told", "summary-blank-never"]),
];

const fn column(
    most: usize,
    cell: for<'a> fn(&'a Funded, &'a People, Words) -> Cell<'a>,
    [heading, meaning, unit, formula, blank]: [&'static str; 5],
) -> FundedColumn {
    FundedColumn { most, cell, heading, meaning, unit, formula, blank }
}

fn named<'a>(row: &Funded, people: &'a People) -> Cell<'a> {
    let person = row.ambassador.and_then(|id| people.get(&id));
    person.map_or(Cell::Blank, |person| Cell::text(&person.name))
}
