//! Activities as columns: what the ambassadors told, one row an activity, ready to be aggregated.
//!
//! Rows are pushed one at a time while the store lends them page by page, so that a quarter is never held twice.
//! Zero, unknown, not applicable and no answer stay four things (requirement X4): a value stands in the column of its
//! field, and which of the four it is stands beside it, in [`answer_column`]. People are identifiers here: names are
//! looked up when a sheet is written, so what is kept of a quarter needs no rewriting when somebody's name goes.

use polars::prelude::*;
use program::activity::Span;
use program::report::{FieldKey, Unit};
use program::text::{Line, Text};
use program::{
    Activity, ActivityState, AmbassadorId, Answer, Continent, Country, Field, Kind, Language, Link, Report, Settings,
    standing,
};
use std::collections::{BTreeMap, HashMap};

/// An answer that gives a number or words.
pub const VALUE: &str = "value";
/// The answer of somebody who does not know (yet).
pub const UNKNOWN: &str = "unknown";
/// The answer that the question does not apply to this activity.
pub const NOT_APPLICABLE: &str = "not applicable";

/// The state of an activity that is a plan so far.
pub const PLANNED: &str = "planned";
/// The state of an activity that has a report.
pub const REPORTED: &str = "reported";
/// The state of an activity that does not take place.
pub const CANCELLED: &str = "cancelled";

/// The column that tells what kind of answer `field` got: [`VALUE`], [`UNKNOWN`], [`NOT_APPLICABLE`], or null for none.
pub fn answer_column(field: Field) -> String {
    format!("{}_answer", field.name())
}

/// An ambassador as the workbook names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their name, in any script (requirement P4).
    pub name: String,
    /// The country they carry the program in.
    pub country: Country,
}

/// Who everybody is. Rows hold identifiers only; whoever is not in here has no name in a summary.
pub type People = HashMap<AmbassadorId, Person>;

/// Columns that grow by one row an activity.
pub struct Columns {
    settings: Settings,
    height: usize,
    activity_id: StringChunkedBuilder,
    ambassador_id: StringChunkedBuilder,
    with_ids: StringChunkedBuilder,
    quarter: StringChunkedBuilder,
    kind_key: StringChunkedBuilder,
    kind: StringChunkedBuilder,
    counts: BooleanChunkedBuilder,
    title: StringChunkedBuilder,
    state: StringChunkedBuilder,
    starts_on: PrimitiveChunkedBuilder<Int32Type>,
    ends_on: PrimitiveChunkedBuilder<Int32Type>,
    days: PrimitiveChunkedBuilder<UInt32Type>,
    dates: StringChunkedBuilder,
    place: StringChunkedBuilder,
    city: StringChunkedBuilder,
    country: StringChunkedBuilder,
    region: StringChunkedBuilder,
    language: StringChunkedBuilder,
    planned_on: PrimitiveChunkedBuilder<Int32Type>,
    planned_ahead: BooleanChunkedBuilder,
    expected_reach: PrimitiveChunkedBuilder<UInt64Type>,
    help: StringChunkedBuilder,
    help_words: StringChunkedBuilder,
    large: BooleanChunkedBuilder,
    notes: StringChunkedBuilder,
    reported_on: PrimitiveChunkedBuilder<Int32Type>,
    full: BooleanChunkedBuilder,
    answers: Vec<AnswerColumns>,
    own: StringChunkedBuilder,
    hours: PrimitiveChunkedBuilder<Float64Type>,
    metrics: StringChunkedBuilder,
    practical: StringChunkedBuilder,
    done: StringChunkedBuilder,
    came_of_it: StringChunkedBuilder,
    links: StringChunkedBuilder,
}

impl Columns {
    /// No row yet. The settings name the kinds and say which report is full.
    pub fn new(settings: &Settings) -> Self {
        Self {
            settings: settings.clone(),
            height: 0,
            activity_id: text("activity_id"),
            ambassador_id: text("ambassador_id"),
            with_ids: text("with_ids"),
            quarter: text("quarter"),
            kind_key: text("kind_key"),
            kind: text("kind"),
            counts: flag("counts"),
            title: text("title"),
            state: text("state"),
            starts_on: number("starts_on"),
            ends_on: number("ends_on"),
            days: number("days"),
            dates: text("dates"),
            place: text("place"),
            city: text("city"),
            country: text("country"),
            region: text("region"),
            language: text("language"),
            planned_on: number("planned_on"),
            planned_ahead: flag("planned_ahead"),
            expected_reach: number("expected_reach"),
            help: text("help"),
            help_words: text("help_words"),
            large: flag("large"),
            notes: text("notes"),
            reported_on: number("reported_on"),
            full: flag("full"),
            answers: Field::ALL.into_iter().map(AnswerColumns::new).collect(),
            own: text("own"),
            hours: number("hours"),
            metrics: text("metrics"),
            practical: text("practical"),
            done: text("done"),
            came_of_it: text("came_of_it"),
            links: text("links"),
        }
    }

    /// Adds one activity, whatever its state and quarter.
    ///
    /// A kind that the settings no longer know keeps its key for a name, and does not count.
    pub fn push(&mut self, activity: &Activity) {
        let (plan, report) = (&activity.plan, activity.report.as_ref());
        let calendar = &self.settings.calendar;
        let kind = self.settings.kind(&plan.kind);
        let reported = activity.state == ActivityState::Reported;

        self.height += 1;
        self.activity_id.append_value(activity.id.to_string());
        self.ambassador_id.append_value(activity.ambassador.to_string());
        self.with_ids.append_option(joined(activity.organized_with(), " "));
        self.quarter.append_value(plan.quarter(calendar).to_string());
        self.kind_key.append_value(&plan.kind);
        self.kind.append_value(kind.map_or(plan.kind.as_str(), |kind| &kind.label));
        self.counts.append_value(kind.is_some_and(|kind| kind.counts));
        self.title.append_value(plan.title.as_str());
        self.state.append_value(state(activity.state));
        self.starts_on.append_value(plan.starts_on.to_epoch_days());
        self.ends_on.append_value(plan.ends_on.to_epoch_days());
        self.days.append_value(plan.days());
        self.dates.append_option(joined(plan.several.iter().map(span), "\n"));
        self.place.append_value(plan.place.name());
        self.city.append_option(plan.place.city().map(|city| city.as_str()));
        self.country.append_option(plan.place.country().map(Country::code));
        self.region.append_option(plan.place.country().map(|country| region(Continent::of(country))));
        self.language.append_option(plan.language.map(Language::code));
        self.planned_on.append_value(calendar.day(activity.planned_at).to_epoch_days());
        self.planned_ahead.append_value(activity.was_planned_ahead(calendar));
        self.expected_reach.append_option(plan.expected_reach);
        self.help.append_option(joined(plan.help.kinds.iter().map(|kind| kind.name()), " "));
        self.help_words.append_option(plan.help.words.as_ref().map(Line::as_str));
        self.large.append_value(plan.large);
        self.notes.append_option(plan.notes.as_ref().map(Text::as_str));
        self.reported_on.append_option(report.map(|report| calendar.day(report.first_at).to_epoch_days()));
        self.full.append_value(reported && standing::is_full(&self.settings, activity));
        for columns in &mut self.answers {
            columns.push(report.and_then(|report| report.answer(columns.field)));
        }
        self.own.append_option(report.and_then(own_answers));
        self.hours.append_option(report.and_then(|report| minutes(report, kind)).map(hours));
        let metrics = report.map(|report| report.metrics.as_slice()).unwrap_or_default().iter();
        let metrics = metrics.map(|metric| format!("{}: {}", metric.what.as_str(), metric.how_many.as_str()));
        self.metrics.append_option(joined(metrics, "\n"));
        let told = |text: fn(&Report) -> &Option<Text>| report.and_then(|report| text(report).as_ref());
        self.practical.append_option(told(|report| &report.practical).map(Text::as_str));
        self.done.append_option(told(|report| &report.done).map(Text::as_str));
        self.came_of_it.append_option(told(|report| &report.came_of_it).map(Text::as_str));
        let seen = report.map(|report| report.links.as_slice()).unwrap_or_default();
        self.links.append_option(joined(plan.links.iter().chain(seen).map(Link::as_str), "\n"));
    }

    /// Every row pushed, in the order they came.
    ///
    /// # Errors
    /// None that pushing can lead to; polars checks that the columns are of one length.
    pub fn into_frame(self) -> PolarsResult<DataFrame> {
        let mut columns = vec![
            self.activity_id.finish().into_column(),
            self.ambassador_id.finish().into_column(),
            self.with_ids.finish().into_column(),
            self.quarter.finish().into_column(),
            self.kind_key.finish().into_column(),
            self.kind.finish().into_column(),
            self.counts.finish().into_column(),
            self.title.finish().into_column(),
            self.state.finish().into_column(),
            self.starts_on.finish().into_date().into_column(),
            self.ends_on.finish().into_date().into_column(),
            self.days.finish().into_column(),
            self.dates.finish().into_column(),
            self.place.finish().into_column(),
            self.city.finish().into_column(),
            self.country.finish().into_column(),
            self.region.finish().into_column(),
            self.language.finish().into_column(),
            self.planned_on.finish().into_date().into_column(),
            self.planned_ahead.finish().into_column(),
            self.expected_reach.finish().into_column(),
            self.help.finish().into_column(),
            self.help_words.finish().into_column(),
            self.large.finish().into_column(),
            self.notes.finish().into_column(),
            self.reported_on.finish().into_date().into_column(),
            self.full.finish().into_column(),
        ];
        columns.extend(self.answers.into_iter().flat_map(AnswerColumns::finish));
        columns.extend([
            self.own.finish().into_column(),
            self.hours.finish().into_column(),
            self.metrics.finish().into_column(),
            self.practical.finish().into_column(),
            self.done.finish().into_column(),
            self.came_of_it.finish().into_column(),
            self.links.finish().into_column(),
        ]);
        DataFrame::new(self.height, columns)
    }
}

/// The name of a state in the columns.
pub fn state(state: ActivityState) -> &'static str {
    match state {
        ActivityState::Planned => PLANNED,
        ActivityState::Reported => REPORTED,
        ActivityState::Cancelled => CANCELLED,
    }
}

/// The name of a region in the columns.
pub fn region(continent: Continent) -> &'static str {
    match continent {
        Continent::Africa => "africa",
        Continent::Asia => "asia",
        Continent::Europe => "europe",
        Continent::NorthAmerica => "north_america",
        Continent::Oceania => "oceania",
        Continent::SouthAmerica => "south_america",
        Continent::Antarctica => "antarctica",
    }
}

fn joined(parts: impl Iterator<Item: ToString>, between: &str) -> Option<String> {
    let parts: Vec<_> = parts.map(|part| part.to_string()).collect();
    (!parts.is_empty()).then(|| parts.join(between))
}

fn span(span: &Span) -> String {
    if span.first == span.last { span.first.to_string() } else { format!("{}/{}", span.first, span.last) }
}

/// The answers to the program's own fields as one JSON object, so that every quarter's rows have the same columns although
/// a program's fields come and go; [`own_answers_of`] reads it.
fn own_answers(report: &Report) -> Option<String> {
    let own: BTreeMap<_, _> = report
        .answers
        .iter()
        .filter_map(|(key, answer)| match key {
            FieldKey::Own(name) => Some((name.as_str(), answer)),
            FieldKey::Standard(_) => None,
        })
        .collect();
    if own.is_empty() { None } else { serde_json::to_string(&own).ok() }
}

/// The answers to the program's own fields, by the field's name.
pub fn own_answers_of(json: Option<&str>) -> BTreeMap<String, Answer> {
    json.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
}

/// Minutes spent organizing and executing together; none while one of them that the kind asks for is open, because a
/// sum that lacks a part would make the effort look smaller than it was (clause M28).
fn minutes(report: &Report, kind: Option<&Kind>) -> Option<u32> {
    let asked = |field| kind.is_some_and(|kind| kind.asks(field));
    let mut sum = None;
    for field in [Field::HoursToOrganize, Field::HoursToExecute] {
        match report.answer(field) {
            Some(Answer::Minutes(minutes)) => sum = Some(sum.unwrap_or(0) + minutes),
            Some(Answer::NotApplicable) => {}
            None if !asked(field) => {}
            _ => return None,
        }
    }
    sum
}

fn hours(minutes: u32) -> f64 {
    f64::from(minutes) / 60.0
}

/// The value of one field, and beside it what kind of answer it is.
struct AnswerColumns {
    field: Field,
    values: Values,
    answers: StringChunkedBuilder,
}

enum Values {
    Text(StringChunkedBuilder),
    Count(PrimitiveChunkedBuilder<UInt64Type>),
    Hours(PrimitiveChunkedBuilder<Float64Type>),
}

impl AnswerColumns {
    fn new(field: Field) -> Self {
        let values = match field.unit() {
            Unit::Text | Unit::YesNo => Values::Text(text(field.name())),
            Unit::Count => Values::Count(number(field.name())),
            Unit::Hours => Values::Hours(number(field.name())),
        };
        Self { field, values, answers: text(&answer_column(field)) }
    }

    fn push(&mut self, answer: Option<&Answer>) {
        // An answer in another unit than its field's cannot be shown as a number, so it is as good as none.
        let fits = match (&mut self.values, answer) {
            (Values::Text(column), Some(Answer::Text(text))) => {
                column.append_value(text.as_str());
                true
            }
            (Values::Count(column), Some(Answer::Count(count))) => {
                column.append_value(*count);
                true
            }
            (Values::Hours(column), Some(Answer::Minutes(minutes))) => {
                column.append_value(hours(*minutes));
                true
            }
            (values, _) => {
                values.append_null();
                false
            }
        };
        self.answers.append_option(match answer {
            Some(Answer::Unknown) => Some(UNKNOWN),
            Some(Answer::NotApplicable) => Some(NOT_APPLICABLE),
            _ => fits.then_some(VALUE),
        });
    }

    fn finish(self) -> [Column; 2] {
        let values = match self.values {
            Values::Text(column) => column.finish().into_column(),
            Values::Count(column) => column.finish().into_column(),
            Values::Hours(column) => column.finish().into_column(),
        };
        [values, self.answers.finish().into_column()]
    }
}

impl Values {
    fn append_null(&mut self) {
        match self {
            Self::Text(column) => column.append_null(),
            Self::Count(column) => column.append_null(),
            Self::Hours(column) => column.append_null(),
        }
    }
}

/// Columns start small; they double as they grow.
const CAPACITY: usize = 256;

fn text(name: &str) -> StringChunkedBuilder {
    StringChunkedBuilder::new(name.into(), CAPACITY)
}

fn flag(name: &str) -> BooleanChunkedBuilder {
    BooleanChunkedBuilder::new(name.into(), CAPACITY)
}

fn number<T: PolarsNumericType>(name: &str) -> PrimitiveChunkedBuilder<T> {
    PrimitiveChunkedBuilder::new(name.into(), CAPACITY)
}
