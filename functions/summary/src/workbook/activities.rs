//! The raw rows: every activity with every field, as the ambassadors told it.
//!
//! A numeric cell is the number, the word for unknown, the word for "does not apply", or blank (requirement X4).

use super::look::Look;
use super::rows::{self, Filling, Part};
use super::table::{self, Cell, Heading, Layout, Measured};
use super::{Content, Edition, Tab};
use crate::columns::{self, People, answer_column, own_answers_of};
use chrono::NaiveDate;
use polars::prelude::*;
use program::activity::HelpKind;
use program::{ActivityState, AmbassadorId, Answer, Continent, Country, Field, Language};
use rust_xlsxwriter::Worksheet;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Seek, Write};
use words::{Words, say};

/// One column: where it comes from, and the keys of its words.
#[derive(Debug)]
pub(super) struct Raw {
    column: &'static str,
    shape: Shape,
    /// The widest it gets, in columns of digits.
    most: usize,
    /// Whether the public edition has it too.
    public: bool,
    pub(super) heading: &'static str,
    pub(super) meaning: &'static str,
    pub(super) unit: &'static str,
    pub(super) formula: &'static str,
    pub(super) blank: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Shape {
    Text,
    Flag,
    Days,
    Day,
    State,
    Place,
    Person,
    People,
    HomeCountry,
    Country,
    Region,
    Language,
    Help,
    Count,
    Hours,
    Answer(Field),
}

const TEXT: &str = "summary-unit-text";
const TOLD: &str = "summary-formula-told";
const NEVER: &str = "summary-blank-never";
const ANSWER: &str = "summary-blank-answer";

/// Every column, in the order of the sheet: who and what, where and when, what came of it, and the identifiers last.
#[rustfmt::skip]
pub(super) const RAW: [Raw; 43] = [
    team("ambassador_id", Shape::Person, 26, "summary-column-ambassador", "summary-ambassador-meaning", TEXT, "summary-formula-profile", "summary-blank-name"),
    team("ambassador_id", Shape::HomeCountry, 16, "summary-column-home-country", "summary-home-country-meaning", TEXT, "summary-formula-profile", "summary-blank-name"),
    team("with_ids", Shape::People, 26, "summary-column-with", "summary-with-meaning", TEXT, "summary-with-formula", "summary-blank-with"),
    public("kind", Shape::Text, 20, "summary-column-kind", "summary-kind-meaning", TEXT, TOLD, NEVER),
    public("counts", Shape::Flag, 8, "summary-column-counts", "summary-counts-meaning", "summary-unit-flag", "summary-counts-formula", NEVER),
    team("title", Shape::Text, 32, "summary-column-title", "summary-title-meaning", TEXT, TOLD, NEVER),
    public("state", Shape::State, 12, "summary-column-state", "summary-state-meaning", TEXT, "summary-state-formula", NEVER),
    public("starts_on", Shape::Day, 12, "summary-column-starts-on", "summary-starts-on-meaning", "summary-unit-day", TOLD, NEVER),
    public("ends_on", Shape::Day, 12, "summary-column-ends-on", "summary-ends-on-meaning", "summary-unit-day", TOLD, NEVER),
    public("days", Shape::Days, 6, "summary-column-days", "summary-days-meaning", "summary-unit-days", "summary-days-formula", NEVER),
    team("dates", Shape::Text, 24, "summary-column-dates", "summary-dates-meaning", "summary-unit-day", TOLD, "summary-blank-dates"),
    public("place", Shape::Place, 12, "summary-column-place", "summary-place-meaning", TEXT, TOLD, NEVER),
    team("city", Shape::Text, 14, "summary-column-city", "summary-city-meaning", TEXT, TOLD, "summary-blank-city"),
    public("country", Shape::Text, 8, "summary-column-country-code", "summary-country-code-meaning", "summary-unit-code", TOLD, "summary-blank-country"),
    public("country", Shape::Country, 16, "summary-column-country", "summary-country-meaning", TEXT, TOLD, "summary-blank-country"),
    public("region", Shape::Region, 16, "summary-column-region", "summary-region-meaning", TEXT, "summary-region-formula", "summary-blank-country"),
    public("language", Shape::Language, 14, "summary-column-language", "summary-language-meaning", TEXT, TOLD, "summary-blank-language"),
    team("planned_on", Shape::Day, 12, "summary-column-planned-on", "summary-planned-on-meaning", "summary-unit-day", "summary-planned-on-formula", NEVER),
    public("planned_ahead", Shape::Flag, 8, "summary-column-planned-ahead", "summary-planned-ahead-meaning", "summary-unit-flag", "summary-planned-ahead-formula", NEVER),
    team("expected_reach", Shape::Count, 10, "summary-column-expected", "summary-expected-meaning", "summary-unit-people", TOLD, "summary-blank-plan"),
    team("help", Shape::Help, 18, "summary-column-help", "summary-help-meaning", TEXT, TOLD, "summary-blank-plan"),
    team("help_words", Shape::Text, 24, "summary-column-help-words", "summary-help-words-meaning", TEXT, TOLD, "summary-blank-plan"),
    team("large", Shape::Flag, 8, "summary-column-large", "summary-large-meaning", "summary-unit-flag", TOLD, NEVER),
    team("notes", Shape::Text, 36, "summary-column-notes", "summary-notes-meaning", TEXT, TOLD, "summary-blank-plan"),
    team("reported_on", Shape::Day, 12, "summary-column-reported-on", "summary-reported-on-meaning", "summary-unit-day", "summary-planned-on-formula", "summary-blank-report"),
    public("full", Shape::Flag, 8, "summary-column-full", "summary-full-meaning", "summary-unit-flag", "summary-full-formula", NEVER),
    team("goal", Shape::Answer(Field::Goal), 28, "field-goal", "summary-goal-meaning", TEXT, TOLD, ANSWER),
    public("registrations", Shape::Answer(Field::Registrations), 10, "field-registrations", "summary-registrations-meaning", "summary-unit-people", TOLD, ANSWER),
    public("attendees", Shape::Answer(Field::Attendees), 10, "field-attendees", "summary-attendees-meaning", "summary-unit-people", TOLD, ANSWER),
    public("hours_to_organize", Shape::Answer(Field::HoursToOrganize), 10, "field-hours-to-organize", "summary-hours-to-organize-meaning", "summary-unit-hours", TOLD, ANSWER),
    public("hours_to_execute", Shape::Answer(Field::HoursToExecute), 10, "field-hours-to-execute", "summary-hours-to-execute-meaning", "summary-unit-hours", TOLD, ANSWER),
    team("audience", Shape::Answer(Field::Audience), 24, "field-audience", "summary-audience-meaning", TEXT, TOLD, ANSWER),
    public("views", Shape::Answer(Field::Views), 9, "field-views", "summary-views-meaning", "summary-unit-views", TOLD, ANSWER),
    public("engagements", Shape::Answer(Field::Engagements), 10, "field-engagements", "summary-engagements-meaning", "summary-unit-reactions", TOLD, ANSWER),
    public("reshares", Shape::Answer(Field::Reshares), 9, "field-reshares", "summary-reshares-meaning", "summary-unit-reshares", TOLD, ANSWER),
    public("hours", Shape::Hours, 9, "summary-column-hours", "summary-hours-meaning", "summary-unit-hours", "summary-hours-formula", "summary-blank-hours"),
    team("metrics", Shape::Text, 28, "summary-column-metrics", "summary-metrics-meaning", TEXT, TOLD, "summary-blank-not-told"),
    team("practical", Shape::Text, 28, "summary-column-practical", "summary-practical-meaning", TEXT, TOLD, "summary-blank-not-told"),
    team("done", Shape::Text, 44, "summary-column-done", "summary-done-meaning", TEXT, TOLD, "summary-blank-not-told"),
    team("came_of_it", Shape::Text, 44, "summary-column-came-of-it", "summary-came-of-it-meaning", TEXT, TOLD, "summary-blank-not-told"),
    team("links", Shape::Text, 30, "summary-column-links", "summary-links-meaning", "summary-unit-link", TOLD, "summary-blank-links"),
    team("activity_id", Shape::Text, 38, "summary-column-activity-id", "summary-activity-id-meaning", "summary-unit-id", "summary-formula-given", NEVER),
    team("ambassador_id", Shape::Text, 38, "summary-column-ambassador-id", "summary-ambassador-id-meaning", "summary-unit-id", "summary-formula-given", NEVER),
];

/// How many of the last columns are identifiers; those of the program's own fields come before them.
const IDENTIFIERS: usize = 2;

#[expect(clippy::too_many_arguments, reason = "a line of the table above, which would be eight lines long with names")]
const fn public(
    column: &'static str,
    shape: Shape,
    most: usize,
    heading: &'static str,
    meaning: &'static str,
    unit: &'static str,
    formula: &'static str,
    blank: &'static str,
) -> Raw {
    Raw { column, shape, most, public: true, heading, meaning, unit, formula, blank }
}

#[expect(clippy::too_many_arguments, reason = "a line of the table above, which would be eight lines long with names")]
const fn team(
    column: &'static str,
    shape: Shape,
    most: usize,
    heading: &'static str,
    meaning: &'static str,
    unit: &'static str,
    formula: &'static str,
    blank: &'static str,
) -> Raw {
    Raw { column, shape, most, public: false, heading, meaning, unit, formula, blank }
}

impl Raw {
    /// Whether an edition has it.
    pub(super) fn is_in(&self, edition: Edition) -> bool {
        edition == Edition::Team || self.public
    }
}

/// A column of the sheet.
pub(super) enum Shown {
    /// One that every program has.
    Every(&'static Raw),
    /// A field of the program's own, by its name, under a heading that no other column has.
    Own { name: String, heading: String },
}

/// The columns of an edition; the program's own fields are among them, those that are asked and those that were.
pub(super) fn shown(content: Content<'_>) -> Vec<Shown> {
    let (edition, words) = (content.cover.edition, content.cover.words);
    let mut columns: Vec<_> = RAW.iter().filter(|raw| raw.is_in(edition)).map(Shown::Every).collect();
    if edition == Edition::Public {
        return columns;
    }
    let asked = content.settings.kinds.iter().flat_map(|kind| &kind.fields).filter_map(|asked| match &asked.field {
        program::FieldKey::Own(name) => Some(name),
        program::FieldKey::Standard(_) => None,
    });
    let mut taken: BTreeSet<_> = RAW.iter().map(|raw| say!(words, raw.heading).to_lowercase()).collect();
    let mut names = BTreeSet::new();
    let place = columns.len() - IDENTIFIERS;
    let mut own = Vec::new();
    for name in asked.chain(&content.engagement.own_fields) {
        if names.insert(name.as_str()) {
            own.push(Shown::Own { name: name.clone(), heading: free(name, &mut taken) });
        }
    }
    columns.splice(place..place, own);
    columns
}

/// The name as a heading of its own: Excel takes none twice, whatever its case, and none that is longer than 255.
fn free(name: &str, taken: &mut BTreeSet<String>) -> String {
    let name = table::shortened(name.trim(), 240);
    let numbered = (2..).map(|number| format!("{name} ({number})"));
    let free = std::iter::once(name.clone()).chain(numbered).find(|name| !taken.contains(&name.to_lowercase()));
    let free = free.unwrap_or(name);
    taken.insert(free.to_lowercase());
    free
}

impl Shown {
    pub(super) fn heading(&self, words: Words) -> String {
        match self {
            Self::Every(raw) => say!(words, raw.heading),
            Self::Own { heading, .. } => heading.clone(),
        }
    }

    fn most(&self) -> usize {
        match self {
            Self::Every(raw) => raw.most,
            Self::Own { .. } => 18,
        }
    }
}

/// Every row of the period, in the order of the last days.
pub(super) struct Activities<'a> {
    content: Content<'a>,
    shown: Vec<Shown>,
    labels: Labels,
    layout: Layout,
    columns: Vec<Measured>,
    count: usize,
    /// The quarters the columns were measured by.
    first: Vec<DataFrame>,
    /// Those after them, read when it is their turn.
    rest: Box<dyn Iterator<Item = PolarsResult<DataFrame>> + 'a>,
}

impl<'a> Activities<'a> {
    pub(super) fn of(content: Content<'a>) -> anyhow::Result<Self> {
        let Content { cover, rows, people, .. } = content;
        let (shown, labels) = (shown(content), Labels::new(cover.words));
        let headings = shown.iter().map(|column| Heading::new(column.heading(cover.words), column.most())).collect();
        let layout = Layout { table: Tab::Activities.table(), headings, lines: 3 };
        let count = rows.count_between(cover.first_day, cover.last_day)?;
        let mut rest = rows.between(cover.first_day, cover.last_day);
        let mut first = Vec::new();
        while first.iter().map(DataFrame::height).sum::<usize>() < table::SAMPLE
            && let Some(rows) = rest.next()
        {
            first.push(rows?);
        }
        let tables = first.iter().map(|rows| Ok((RawTable::of(rows, &shown, people, &labels)?, rows.height())));
        let tables = tables.collect::<PolarsResult<Vec<_>>>()?;
        let sample = tables.iter().flat_map(|(table, height)| (0..*height).map(|row| table.row(row).collect()));
        let columns = table::measured(&layout, sample);
        drop(tables);
        Ok(Self { content, shown, labels, layout, columns, count, first, rest: Box::new(rest) })
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Writes a sheet of so many of them, up to its rows; without any it says kindly that there are none yet.
    pub(super) fn begin(&self, sheet: &mut Worksheet, look: &Look, number: usize, rows: usize) -> anyhow::Result<()> {
        let Content { cover, .. } = self.content;
        if rows == 0 {
            table::write(sheet, look, cover.words, &self.layout, std::iter::empty())?;
        } else {
            table::begin(sheet, look, &self.layout, &table_name(number), &self.columns, 1)?;
            rows::patterns(sheet, look)?;
        }
        // The identifiers are for joining, not for reading: on paper their room is better spent on the rest.
        let identifiers = if cover.edition == Edition::Team { IDENTIFIERS } else { 0 };
        let last_read = u16::try_from(self.shown.len() - 1 - identifiers)?;
        // As wide as one page nobody could read them; so they run over a few, each with the first column.
        sheet.set_print_fit_to_pages(if cover.edition == Edition::Team { 4 } else { 2 }, 0).set_repeat_columns(0, 0)?;
        sheet.set_print_area(0, 0, u32::try_from(rows.max(1))?, last_read)?;
        Ok(())
    }

    /// Writes the finished workbook with the rows of the sheets that were begun.
    pub(super) fn fill(self, book: &[u8], parts: &[Part], out: impl Write + Seek) -> anyhow::Result<()> {
        let mut filling = Filling::new(book, parts, &self.columns, self.layout.lines, rows::LEVEL, out)?;
        for rows in self.first.into_iter().map(Ok).chain(self.rest) {
            let rows = rows?;
            let table = RawTable::of(&rows, &self.shown, self.content.people, &self.labels)?;
            let mut cells = Vec::with_capacity(self.shown.len());
            for row in 0..rows.height() {
                cells.clear();
                cells.extend(table.row(row));
                filling.push(&cells)?;
            }
        }
        filling.finish()
    }
}

/// What the table of the sheet of this number is called.
pub(super) fn table_name(number: usize) -> String {
    let name = Tab::Activities.table();
    if number == 1 { name.to_owned() } else { format!("{name}_{number}") }
}

/// The heading of each column.
pub(super) fn headings(content: Content<'_>) -> Vec<String> {
    shown(content).iter().map(|column| column.heading(content.cover.words)).collect()
}

/// Every row of the period, one after the other.
pub(super) fn each_row(
    content: Content<'_>,
    mut visit: impl FnMut(&[Cell<'_>]) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let (shown, labels) = (shown(content), Labels::new(content.cover.words));
    for rows in content.rows.between(content.cover.first_day, content.cover.last_day) {
        let rows = rows?;
        let table = RawTable::of(&rows, &shown, content.people, &labels)?;
        for row in 0..rows.height() {
            visit(&table.row(row).collect::<Vec<_>>())?;
        }
    }
    Ok(())
}

/// Rows with the columns they are shown in.
pub(super) struct RawTable<'a> {
    sources: Vec<Source<'a>>,
    people: &'a People,
    labels: &'a Labels,
}

impl<'a> RawTable<'a> {
    pub(super) fn of(
        rows: &'a DataFrame,
        shown: &'a [Shown],
        people: &'a People,
        labels: &'a Labels,
    ) -> PolarsResult<Self> {
        let sources = shown.iter().map(|column| match column {
            Shown::Every(raw) => Source::of(rows, raw),
            Shown::Own { name, .. } => Ok(Source::Own(name, rows.column("own")?.str()?)),
        });
        Ok(Self { sources: sources.collect::<PolarsResult<_>>()?, people, labels })
    }

    pub(super) fn row(&self, row: usize) -> impl Iterator<Item = Cell<'_>> {
        self.sources.iter().map(move |source| source.cell(row, self.labels, self.people))
    }
}

/// The words that stand in many cells, said once.
pub(super) struct Labels {
    words: Words,
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
    pub(super) fn new(words: Words) -> Self {
        Self {
            words,
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
    /// What is kept as a key, and shown in words.
    Key(Shape, &'a StringChunked),
    Count(&'a UInt64Chunked),
    Hours(&'a Float64Chunked),
    Answer(Box<Source<'a>>, &'a StringChunked),
    Own(&'a str, &'a StringChunked),
}

impl<'a> Source<'a> {
    fn of(rows: &'a DataFrame, raw: &Raw) -> PolarsResult<Self> {
        let column = rows.column(raw.column)?;
        Ok(match raw.shape {
            Shape::Text => Self::Text(column.str()?),
            Shape::Flag => Self::Flag(column.bool()?),
            Shape::Days => Self::Days(column.u32()?),
            Shape::Day => Self::Day(column.date()?.physical()),
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
            shape => Self::Key(shape, column.str()?),
        })
    }

    fn cell<'b>(&'b self, row: usize, labels: &'b Labels, people: &'b People) -> Cell<'b> {
        let cell = match self {
            Self::Text(column) => column.get(row).map(Cell::text),
            Self::Flag(column) => column.get(row).map(|flag| Cell::text(if flag { &labels.yes } else { &labels.no })),
            Self::Days(column) => column.get(row).map(|days| Cell::Count(days.into())),
            Self::Day(column) => column.get(row).and_then(NaiveDate::from_epoch_days).map(Cell::Day),
            Self::Count(column) => column.get(row).map(Cell::Count),
            Self::Hours(column) => column.get(row).map(Cell::Hours),
            Self::Key(shape, column) => {
                column.get(row).and_then(|key| key_in_words(*shape, key, labels, people)).map(Cell::Text)
            }
            Self::Own(name, column) => {
                let mut answers: BTreeMap<_, _> = own_answers_of(column.get(row));
                answers.remove(*name).map(|answer| own_cell(answer, labels))
            }
            Self::Answer(values, answers) => {
                let none = |word: &'b str| match **values {
                    Self::Text(_) => Cell::Quiet(word.into()),
                    _ => Cell::NoNumber(word.into()),
                };
                match answers.get(row) {
                    Some(columns::UNKNOWN) => Some(none(&labels.unknown)),
                    Some(columns::NOT_APPLICABLE) => Some(none(&labels.not_applicable)),
                    Some(_) => Some(values.cell(row, labels, people)),
                    None => None,
                }
            }
        };
        cell.unwrap_or(Cell::Blank)
    }
}

fn own_cell(answer: Answer, labels: &Labels) -> Cell<'_> {
    match answer {
        Answer::Text(text) => Cell::text(text.as_str().to_owned()),
        Answer::Count(count) => Cell::Count(count),
        Answer::Minutes(minutes) => Cell::Hours(f64::from(minutes) / 60.0),
        Answer::YesNo(yes) => Cell::text(if yes { &labels.yes } else { &labels.no }),
        Answer::Unknown => Cell::Quiet(labels.unknown.as_str().into()),
        Answer::NotApplicable => Cell::Quiet(labels.not_applicable.as_str().into()),
    }
}

/// What a key stands for; none for somebody whose name is gone.
fn key_in_words<'a>(shape: Shape, key: &'a str, labels: &'a Labels, people: &'a People) -> Option<Cow<'a, str>> {
    let words = labels.words;
    let person = |id: &str| people.get(&id.parse::<AmbassadorId>().ok()?);
    Some(match shape {
        Shape::State => labels.state(key).into(),
        Shape::Place => labels.place(key).into(),
        Shape::Person => person(key)?.name.as_str().into(),
        Shape::HomeCountry => person(key)?.country.name().into(),
        Shape::People => {
            let names: Vec<_> = key.split(' ').filter_map(person).map(|person| person.name.as_str()).collect();
            (!names.is_empty()).then(|| names.join("\n"))?.into()
        }
        Shape::Country => Country::parse(key).ok()?.name().into(),
        Shape::Region => {
            let region = Continent::ALL.into_iter().find(|continent| columns::region(*continent) == key);
            words.continent(region?).into()
        }
        Shape::Language => Language::parse(key).ok()?.name().into(),
        Shape::Help => {
            let kinds = HelpKind::ALL.into_iter().filter(|kind| key.split(' ').any(|key| key == kind.name()));
            kinds.map(|kind| words.help_kind(kind)).collect::<Vec<_>>().join("\n").into()
        }
        _ => key.into(),
    })
}
