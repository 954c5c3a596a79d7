//! The aggregate sheets: each measure once as a row of the overview and as a column of the others.

use super::table::{Cell, Heading, Layout};
use super::{Content, Edition, Laid, Tab};
use crate::engagement::{Engagement, Figure, Measures};
use program::{Continent, Currency, Money, Quarter};
use words::{Words, say};

/// One measure of a group of activities, as keys of its words and the way to its number.
pub(crate) struct Measure {
    pub(crate) heading: &'static str,
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
    /// Full-time posts, which only a whole period has.
    Posts(fn(&Measures) -> Figure),
    Total(fn(&Measures) -> Figure),
    /// Money, in smallest units of the program's currency; for the team only, where the program has funds.
    Money(fn(&Measures) -> Figure),
    Count(fn(&Measures) -> u64),
}

/// Every measure, engagement before volume (clause M27) and effort beside reach (clause M28); what it cost comes last
/// (clause D2).
#[rustfmt::skip]
pub(crate) const MEASURES: [Measure; 22] = [
    measure("summary-attendees-per-event", "summary-attendees-per-event-meaning", "summary-unit-people", "summary-attendees-per-event-formula", "summary-blank-no-figures", Number::Mean(|m| m.attendees_per_event)),
    measure("summary-views-per-post", "summary-views-per-post-meaning", "summary-unit-views", "summary-views-per-post-formula", "summary-blank-no-figures", Number::Mean(|m| m.views_per_post)),
    measure("summary-engagements-per-post", "summary-engagements-per-post-meaning", "summary-unit-reactions", "summary-engagements-per-post-formula", "summary-blank-no-figures", Number::Mean(|m| m.engagements_per_post)),
    measure("summary-attendance-rate", "summary-attendance-rate-meaning", "summary-unit-percent", "summary-attendance-rate-formula", "summary-blank-no-figures", Number::Rate(|m| m.attendance_rate)),
    measure("summary-hours-per-activity", "summary-hours-per-activity-meaning", "summary-unit-hours", "summary-hours-per-activity-formula", "summary-blank-no-figures", Number::Hours(|m| m.hours_per_activity)),
    measure("summary-attendees-per-hour", "summary-attendees-per-hour-meaning", "summary-unit-people-per-hour", "summary-attendees-per-hour-formula", "summary-blank-no-figures", Number::Mean(|m| m.attendees_per_hour)),
    measure("summary-views-per-hour", "summary-views-per-hour-meaning", "summary-unit-views-per-hour", "summary-views-per-hour-formula", "summary-blank-no-figures", Number::Mean(|m| m.views_per_hour)),
    measure("summary-languages", "summary-languages-meaning", "summary-unit-languages", "summary-languages-formula", "summary-blank-never", Number::Count(|m| m.languages)),
    measure("summary-countries", "summary-countries-meaning", "summary-unit-countries", "summary-countries-formula", "summary-blank-never", Number::Count(|m| m.countries)),
    measure("summary-planned-ahead-share", "summary-planned-ahead-share-meaning", "summary-unit-percent", "summary-planned-ahead-share-formula", "summary-blank-no-figures", Number::Rate(|m| m.planned_ahead)),
    measure("summary-weeks", "summary-weeks-meaning", "summary-unit-weeks", "summary-weeks-formula", "summary-blank-never", Number::Count(|m| m.weeks)),
    measure("summary-ambassadors", "summary-ambassadors-meaning", "summary-unit-people", "summary-ambassadors-formula", "summary-blank-never", Number::Count(|m| m.ambassadors)),
    measure("summary-advocates", "summary-advocates-meaning", "summary-unit-posts", "summary-advocates-formula", "summary-blank-no-figures", Number::Posts(|m| m.advocates)),
    measure("summary-held", "summary-held-meaning", "summary-unit-activities", "summary-held-formula", "summary-blank-never", Number::Count(|m| m.held)),
    measure("summary-full-reports", "summary-full-reports-meaning", "summary-unit-activities", "summary-full-reports-formula", "summary-blank-never", Number::Count(|m| m.full)),
    measure("summary-attendees-total", "summary-attendees-total-meaning", "summary-unit-people", "summary-attendees-total-formula", "summary-blank-no-figures", Number::Total(|m| m.attendees)),
    measure("summary-views-total", "summary-views-total-meaning", "summary-unit-views", "summary-views-total-formula", "summary-blank-no-figures", Number::Total(|m| m.views)),
    measure("summary-hours-total", "summary-hours-total-meaning", "summary-unit-hours", "summary-hours-total-formula", "summary-blank-no-figures", Number::Hours(|m| m.hours)),
    measure("summary-planned", "summary-planned-meaning", "summary-unit-activities", "summary-planned-formula", "summary-blank-never", Number::Count(|m| m.planned)),
    measure("summary-cancelled", "summary-cancelled-meaning", "summary-unit-activities", "summary-cancelled-formula", "summary-blank-never", Number::Count(|m| m.cancelled)),
    measure("summary-cost", "summary-cost-meaning", "summary-unit-program-money", "summary-cost-formula", "summary-blank-no-cost", Number::Money(|m| m.cost)),
    measure("summary-cost-per-attendee", "summary-cost-per-attendee-meaning", "summary-unit-program-money", "summary-cost-per-attendee-formula", "summary-blank-no-cost", Number::Money(|m| m.cost_per_attendee)),
];

const fn measure(
    heading: &'static str,
    meaning: &'static str,
    unit: &'static str,
    formula: &'static str,
    blank: &'static str,
    number: Number,
) -> Measure {
    Measure { heading, meaning, unit, formula, blank, number }
}

impl Measure {
    /// Whether a part of a period has it too, as a kind or a country.
    pub(super) fn is_of_parts(&self) -> bool {
        !matches!(self.number, Number::Posts(_))
    }

    /// Whether it is about money, which only the team reads.
    pub(crate) fn is_money(&self) -> bool {
        matches!(self.number, Number::Money(_))
    }

    /// The number of a group, where it has one; money in smallest units.
    pub(crate) fn value(&self, measures: &Measures) -> Option<f64> {
        match self.number {
            Number::Mean(of)
            | Number::Hours(of)
            | Number::Posts(of)
            | Number::Rate(of)
            | Number::Total(of)
            | Number::Money(of) => of(measures).value,
            Number::Count(of) => Some(of(measures) as f64),
        }
    }

    /// The number of a group as people read it.
    pub(crate) fn told(&self, measures: &Measures, currency: Option<Currency>, words: Words) -> String {
        let Some(value) = self.value(measures) else { return say!(words, "quarter-unknown") };
        match self.number {
            Number::Rate(_) => format!("{:.0} %", value * 100.0),
            Number::Total(_) | Number::Count(_) => format!("{value:.0}"),
            Number::Posts(_) => short(format!("{value:.2}")),
            Number::Mean(_) | Number::Hours(_) => short(format!("{value:.1}")),
            Number::Money(_) => match money(value, currency) {
                Some(money) => words.money(money),
                None => say!(words, "quarter-unknown"),
            },
        }
    }

    fn cell(&self, measures: &Measures, currency: Option<Currency>) -> Cell<'static> {
        let or_blank = |figure: Figure, cell: fn(f64) -> Cell<'static>| figure.value.map_or(Cell::Blank, cell);
        match self.number {
            Number::Mean(of) => or_blank(of(measures), Cell::Mean),
            Number::Hours(of) | Number::Posts(of) => or_blank(of(measures), Cell::Hours),
            Number::Rate(of) => or_blank(of(measures), Cell::Rate),
            Number::Total(of) => or_blank(of(measures), |total| Cell::Count(total as u64)),
            Number::Count(of) => Cell::Count(of(measures)),
            Number::Money(of) => {
                let amount = of(measures).value.and_then(|value| money(value, currency));
                amount.map_or(Cell::Blank, Cell::Money)
            }
        }
    }

    /// How many activities the number is taken from; a count is taken from all there are.
    fn from(&self, measures: &Measures) -> u64 {
        match self.number {
            Number::Mean(of)
            | Number::Hours(of)
            | Number::Posts(of)
            | Number::Rate(of)
            | Number::Total(of)
            | Number::Money(of) => of(measures).from,
            Number::Count(_) => measures.held + measures.planned + measures.cancelled,
        }
    }
}

/// An amount in whole smallest units, the nearest to this number of them.
fn money(units: f64, currency: Option<Currency>) -> Option<Money> {
    Money::of_units(units.round() as u64, currency?)
}

/// The measures that a reader of this summary sees: money only in the team's edition of a program that has funds.
pub(crate) fn read_by(edition: Edition, engagement: &Engagement) -> impl Iterator<Item = &'static Measure> {
    let has_money = edition == Edition::Team && engagement.currency.is_some();
    MEASURES.iter().filter(move |measure| has_money || !measure.is_money())
}

/// The whole program's measures, one a row, beside those of the quarters they are compared with.
pub(super) fn overview(content: Content<'_>) -> Laid<'_> {
    let Content { cover, engagement, .. } = content;
    let words = cover.words;
    let layout = Layout {
        table: Tab::Overview.table(),
        headings: vec![
            Heading::new(say!(words, "summary-column-measure"), 30),
            Heading::new(say!(words, "summary-column-this", period = &cover.period), 16),
            Heading::new(
                beside(words, "summary-column-before", "summary-column-no-before", cover.compared.previous),
                16,
            ),
            Heading::new(beside(words, "summary-column-year", "summary-column-no-year", cover.compared.year_ago), 16),
            Heading::new(say!(words, "summary-column-unit"), 20),
            Heading::new(say!(words, "summary-column-based-on"), 14),
            Heading::new(say!(words, "summary-column-formula"), 76),
        ],
        lines: 3,
    };
    let currency = engagement.currency;
    let or_blank = |measure: &Measure, of: Option<&Measures>| of.map_or(Cell::Blank, |of| measure.cell(of, currency));
    let rows = read_by(cover.edition, engagement).map(|measure| {
        vec![
            Cell::text(say!(words, measure.heading)),
            measure.cell(&engagement.overview, currency),
            or_blank(measure, engagement.previous.as_ref()),
            or_blank(measure, engagement.year_ago.as_ref()),
            Cell::text(say!(words, measure.unit)),
            Cell::Count(measure.from(&engagement.overview)),
            Cell::text(say!(words, measure.formula)),
        ]
    });
    Laid { layout, rows: rows.collect() }
}

/// Without zeros behind the point.
fn short(number: String) -> String {
    number.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The heading of a column of another quarter, or of the one it would be.
pub(crate) fn beside(words: Words, named: &'static str, none: &'static str, quarter: Option<Quarter>) -> String {
    quarter.map_or_else(|| say!(words, none), |quarter| say!(words, named, period = quarter.to_string()))
}

/// One row a quarter: what the charts of the trend show.
pub(super) fn trend(content: Content<'_>) -> Laid<'_> {
    let (words, engagement) = (content.cover.words, content.engagement);
    let rows =
        engagement.trend.iter().map(|row| group(content, Cell::text(row.quarter.to_string()), &row.measures, |_| true));
    let layout = groups(content, Tab::Trend, say!(words, "summary-column-quarter"), |_| true);
    Laid { layout, rows: rows.collect() }
}

/// One row a kind.
pub(super) fn by_kind(content: Content<'_>) -> Laid<'_> {
    let (words, engagement) = (content.cover.words, content.engagement);
    let shown = Measure::is_of_parts;
    let rows = engagement.by_kind.iter().map(|row| group(content, Cell::text(&row.kind), &row.measures, shown));
    let layout = groups(content, Tab::ByKind, say!(words, "summary-column-kind"), shown);
    Laid { layout, rows: rows.collect() }
}

/// One row a region of the world.
pub(super) fn by_region(content: Content<'_>) -> Laid<'_> {
    let (words, engagement) = (content.cover.words, content.engagement);
    let shown = Measure::is_of_parts;
    let rows = engagement
        .by_region
        .iter()
        .map(|row| group(content, Cell::text(region(words, row.region)), &row.measures, shown));
    let layout = groups(content, Tab::ByRegion, say!(words, "summary-column-region"), shown);
    Laid { layout, rows: rows.collect() }
}

/// The name of a region, or that it was online only.
pub(crate) fn region(words: Words, region: Option<Continent>) -> String {
    region.map_or_else(|| say!(words, "summary-online-only"), |region| words.continent(region))
}

/// One row a country, with its region beside it.
pub(super) fn by_country(content: Content<'_>) -> Laid<'_> {
    let (words, engagement) = (content.cover.words, content.engagement);
    let shown = |measure: &Measure| measure.is_of_parts() && measure.heading != "summary-countries";
    let rows = engagement.by_country.iter().map(|row| {
        let name = row.country.map_or_else(|| say!(words, "summary-online-only"), |country| country.name().to_owned());
        let mut cells = group(content, Cell::text(name), &row.measures, shown);
        let region = row.country.map(|country| words.continent(Continent::of(country)));
        cells.insert(1, region.map_or(Cell::Blank, Cell::text));
        cells
    });
    let mut layout = groups(content, Tab::ByCountry, say!(words, "summary-column-country"), shown);
    layout.headings.insert(1, Heading::new(say!(words, "summary-column-region"), 18));
    Laid { layout, rows: rows.collect() }
}

/// One row a month.
pub(super) fn by_month(content: Content<'_>) -> Laid<'_> {
    let (words, engagement) = (content.cover.words, content.engagement);
    let shown = Measure::is_of_parts;
    let rows = engagement.by_month.iter().map(|row| group(content, Cell::Month(row.month), &row.measures, shown));
    let layout = groups(content, Tab::ByMonth, say!(words, "summary-column-month"), shown);
    Laid { layout, rows: rows.collect() }
}

/// The column a measure stands in on the sheets by quarter, kind and region.
pub(super) fn column_of(tab: Tab, heading: &str) -> Option<u16> {
    // What is about money comes last, so that no column before it moves where it is left out.
    let shown = MEASURES.iter().filter(|measure| tab == Tab::Trend || measure.is_of_parts());
    shown.zip(1..).find(|(measure, _)| measure.heading == heading).map(|(_, column)| column)
}

fn groups(content: Content<'_>, tab: Tab, first: String, shown: impl Fn(&Measure) -> bool) -> Layout {
    let Content { cover, engagement, .. } = content;
    let measures = read_by(cover.edition, engagement).filter(|measure| shown(measure));
    let headings = std::iter::once(Heading::new(first, 34))
        .chain(measures.map(|measure| Heading::new(say!(cover.words, measure.heading), 14)))
        .collect();
    Layout { table: tab.table(), headings, lines: 3 }
}

fn group<'a>(
    content: Content<'_>,
    name: Cell<'a>,
    measures: &Measures,
    shown: impl Fn(&Measure) -> bool,
) -> Vec<Cell<'a>> {
    let Content { cover, engagement, .. } = content;
    let all = read_by(cover.edition, engagement).filter(|measure| shown(measure));
    let cells = all.map(|measure| measure.cell(measures, engagement.currency));
    std::iter::once(name).chain(cells).collect()
}
