//! Activities as columns: what the ambassadors told, one row an activity, ready to be aggregated.
//!
//! Rows are pushed one at a time while the store lends them page by page, so that a quarter is never held twice.
//! Zero, unknown, not applicable and no answer stay four things (requirement X4): a value stands in the column of its
//! field, and which of the four it is stands beside it, in [`answer_column`].

use polars::prelude::*;
use program::report::Unit;
use program::{Activity, ActivityState, Answer, Country, Field, Kind, Report, Settings, standing};

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

/// The ambassador whose activity it is, as the workbook names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their name, in any script (requirement P4).
    pub name: String,
    /// The country they carry the program in.
    pub country: Country,
}

/// Columns that grow by one row an activity.
pub struct Columns {
    settings: Settings,
    height: usize,
    activity_id: StringChunkedBuilder,
    ambassador_id: StringChunkedBuilder,
    ambassador: StringChunkedBuilder,
    home_country: StringChunkedBuilder,
    home_country_name: StringChunkedBuilder,
    kind: StringChunkedBuilder,
    counts: BooleanChunkedBuilder,
    title: StringChunkedBuilder,
    state: StringChunkedBuilder,
    starts_on: PrimitiveChunkedBuilder<Int32Type>,
    ends_on: PrimitiveChunkedBuilder<Int32Type>,
    days: PrimitiveChunkedBuilder<UInt32Type>,
    place: StringChunkedBuilder,
    city: StringChunkedBuilder,
    country: StringChunkedBuilder,
    country_name: StringChunkedBuilder,
    planned_ahead: BooleanChunkedBuilder,
    full: BooleanChunkedBuilder,
    answers: Vec<AnswerColumns>,
    reach: PrimitiveChunkedBuilder<UInt64Type>,
    hours: PrimitiveChunkedBuilder<Float64Type>,
    story: StringChunkedBuilder,
    link: StringChunkedBuilder,
}

impl Columns {
    /// No row yet. The settings name the kinds and say which report is full.
    pub fn new(settings: &Settings) -> Self {
        Self {
            settings: settings.clone(),
            height: 0,
            activity_id: text("activity_id"),
            ambassador_id: text("ambassador_id"),
            ambassador: text("ambassador"),
            home_country: text("home_country"),
            home_country_name: text("home_country_name"),
            kind: text("kind"),
            counts: flag("counts"),
            title: text("title"),
            state: text("state"),
            starts_on: number("starts_on"),
            ends_on: number("ends_on"),
            days: number("days"),
            place: text("place"),
            city: text("city"),
            country: text("country"),
            country_name: text("country_name"),
            planned_ahead: flag("planned_ahead"),
            full: flag("full"),
            answers: Field::ALL.into_iter().map(AnswerColumns::new).collect(),
            reach: number("reach"),
            hours: number("hours"),
            story: text("story"),
            link: text("link"),
        }
    }

    /// Adds one activity, whatever its state and quarter, carried by `by`.
    ///
    /// A kind that the settings no longer know keeps its key for a name, and does not count.
    pub fn push(&mut self, activity: &Activity, by: &Person) {
        let (plan, report) = (&activity.plan, activity.report.as_ref());
        let kind = self.settings.kind(&plan.kind);
        let reported = activity.state == ActivityState::Reported;
        let country = plan.place.country();

        self.height += 1;
        self.activity_id.append_value(activity.id.to_string());
        self.ambassador_id.append_value(activity.ambassador.to_string());
        self.ambassador.append_value(&by.name);
        self.home_country.append_value(by.country.code());
        self.home_country_name.append_value(by.country.name());
        self.kind.append_value(kind.map_or(plan.kind.as_str(), |kind| &kind.label));
        self.counts.append_value(kind.is_some_and(|kind| kind.counts));
        self.title.append_value(plan.title.as_str());
        self.state.append_value(state(activity.state));
        self.starts_on.append_value(plan.starts_on.to_epoch_days());
        self.ends_on.append_value(plan.ends_on.to_epoch_days());
        self.days.append_value(plan.days());
        self.place.append_value(plan.place.name());
        self.city.append_option(plan.place.city().map(|city| city.as_str()));
        self.country.append_option(country.map(Country::code));
        self.country_name.append_option(country.map(Country::name));
        self.planned_ahead.append_value(activity.was_planned_ahead(&self.settings.calendar));
        self.full.append_value(reported && standing::is_full(&self.settings, activity));
        for columns in &mut self.answers {
            columns.push(report.and_then(|report| report.answer(columns.field)));
        }
        self.reach.append_option(report.and_then(reach));
        self.hours.append_option(report.and_then(|report| minutes(report, kind)).map(hours));
        self.story.append_option(report.and_then(Report::story));
        // One cell has room for one address.
        self.link.append_option(plan.links.first().map(|link| link.as_str()));
    }

    /// Every row pushed, in the order they came.
    ///
    /// # Errors
    /// None that pushing can lead to; polars checks that the columns are of one length.
    pub fn into_frame(self) -> PolarsResult<DataFrame> {
        let mut columns = vec![
            self.ambassador.finish().into_column(),
            self.home_country.finish().into_column(),
            self.home_country_name.finish().into_column(),
            self.kind.finish().into_column(),
            self.counts.finish().into_column(),
            self.title.finish().into_column(),
            self.state.finish().into_column(),
            self.starts_on.finish().into_date().into_column(),
            self.ends_on.finish().into_date().into_column(),
            self.days.finish().into_column(),
            self.place.finish().into_column(),
            self.city.finish().into_column(),
            self.country.finish().into_column(),
            self.country_name.finish().into_column(),
            self.planned_ahead.finish().into_column(),
            self.full.finish().into_column(),
        ];
        columns.extend(self.answers.into_iter().flat_map(AnswerColumns::finish));
        columns.extend([
            self.reach.finish().into_column(),
            self.hours.finish().into_column(),
            self.story.finish().into_column(),
            self.link.finish().into_column(),
            self.activity_id.finish().into_column(),
            self.ambassador_id.finish().into_column(),
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

/// How many people it reached: those who came, or for a post how often it was seen (clause M27).
fn reach(report: &Report) -> Option<u64> {
    [Field::Attendees, Field::Views].into_iter().find_map(|field| match report.answer(field) {
        Some(Answer::Count(count)) => Some(*count),
        _ => None,
    })
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
