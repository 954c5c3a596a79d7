//! What the activities reached and what they took: every aggregate of the summary, from one polars plan.
//!
//! Engagement comes first and volume after it (clauses M27, M28). A mean or a rate is taken only over activities that
//! have what it needs, and says over how many; without any there is no number, rather than a zero. People who came and
//! views of a post are never added to each other. People are listed with what they did, by name: nothing here scores or
//! orders them (clause M11).

mod coded;
pub(crate) mod funded;
mod people;
mod worked;

use crate::columns::{CANCELLED, PLANNED, People, REPORTED, region};
use crate::funding::Requests;
use crate::rows::{Rows, within};
use chrono::{Datelike, Months, NaiveDate};
use coded::Codes;
pub use funded::Funded;
use people::Contributions;
pub use people::{Contribution, Deed};
use polars::prelude::*;
use program::text::alphabetical;
use program::{Calendar, Comparison, Continent, Country, Currency, Quarter, Settings};
use std::collections::{BTreeMap, BTreeSet};
pub use worked::{Mark, Worked};

/// The days a summary tells about, and what it sets beside them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its first day.
    pub first_day: NaiveDate,
    /// Its last day.
    pub last_day: NaiveDate,
    /// The whole quarters it is compared with.
    pub compared: Comparison,
    /// The quarters of the trend, the oldest first.
    pub trend: Vec<Quarter>,
}

impl Period {
    /// A quarter; one that is not over yet is compared with nothing (clause M27).
    pub fn quarter(settings: &Settings, quarter: Quarter, is_over: bool) -> Self {
        Self {
            first_day: settings.calendar.first_day(quarter),
            last_day: settings.calendar.last_day(quarter),
            compared: if is_over { settings.compared(quarter) } else { Comparison::default() },
            trend: settings.trend(quarter),
        }
    }

    /// From one day to another, beside nothing but the trend of the quarters up to its end.
    pub fn days(settings: &Settings, first_day: NaiveDate, last_day: NaiveDate) -> Self {
        let trend = settings.trend(settings.calendar.quarter_of(last_day));
        Self { first_day, last_day, compared: Comparison::default(), trend }
    }

    /// Every quarter whose rows it takes, the earliest first.
    pub fn quarters(&self, calendar: &Calendar) -> Vec<Quarter> {
        let first = calendar.quarter_of(self.first_day);
        let own = std::iter::successors(Some(first), |quarter| Some(calendar.next(*quarter)))
            .take_while(|quarter| calendar.first_day(*quarter) <= self.last_day);
        let beside = [self.compared.previous, self.compared.year_ago].into_iter().flatten();
        let mut quarters: Vec<_> = own.chain(beside).chain(self.trend.iter().copied()).collect();
        quarters.sort_unstable();
        quarters.dedup();
        quarters
    }
}

/// Everything the summary tells about one period.
#[derive(Clone, Debug, PartialEq)]
pub struct Engagement {
    /// The whole program.
    pub overview: Measures,
    /// The whole quarter before, where there is one to compare with.
    pub previous: Option<Measures>,
    /// The same quarter a year before, where there is one to compare with.
    pub year_ago: Option<Measures>,
    /// The last quarters, in their order.
    pub trend: Vec<ByQuarter>,
    /// Countries with an activity in the period and none in the quarter before, by their names; none without that quarter.
    pub new_countries: Vec<Country>,
    /// By kind of activity, in alphabetical order; kinds with an activity only.
    pub by_kind: Vec<ByKind>,
    /// By region of the world, in alphabetical order, online ones last.
    pub by_region: Vec<ByRegion>,
    /// By the country of the activity, in alphabetical order, online ones last.
    pub by_country: Vec<ByCountry>,
    /// By the month of an activity's last day; every month of the period, in order.
    pub by_month: Vec<ByMonth>,
    /// The most engaging activities of each kind, with what was written about them.
    pub worked: Vec<Worked>,
    /// Who shared an activity, in alphabetical order.
    pub ambassadors: Vec<Contribution>,
    /// The program's own fields that a report of the period answers, by name.
    pub own_fields: Vec<String>,
    /// Requests for funds for activities of the period, in the order of the days.
    pub funded: Vec<Funded>,
    /// The currency that costs are in; none in a program without funds.
    pub currency: Option<Currency>,
}

/// A number with what it rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figure {
    /// The number; none when no activity has what it takes. Never NaN, never infinite.
    pub value: Option<f64>,
    /// How many activities it is taken from.
    pub from: u64,
}

/// What a group of activities reached and took. Only reported activities enter, but for the last two counts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measures {
    /// People who came to an event on average (clause M27).
    pub attendees_per_event: Figure,
    /// How often a post was seen on average (clause M27).
    pub views_per_post: Figure,
    /// Reactions to a post on average (clause M27).
    pub engagements_per_post: Figure,
    /// Attendees ÷ registrations, where both are known and somebody registered. 1 is everybody.
    pub attendance_rate: Figure,
    /// Hours an activity took on average (clause M28).
    pub hours_per_activity: Figure,
    /// People who came for each hour given, where both are known (clause M28).
    pub attendees_per_hour: Figure,
    /// Views for each hour given, where both are known (clause M28).
    pub views_per_hour: Figure,
    /// Languages of activities, where they are said.
    pub languages: u64,
    /// Countries with an activity; online ones have none.
    pub countries: u64,
    /// The share whose plan was shared before it began (clause M6). 1 is all of them.
    pub planned_ahead: Figure,
    /// Weeks, from Monday to Sunday, with the last day of an activity: how they are spread (clause M4).
    pub weeks: u64,
    /// Ambassadors who reported an activity.
    pub ambassadors: u64,
    /// The posts of developer advocates that the hours given come to, each ambassador's up to a fifth of one (clause D2).
    /// Only for a whole period.
    pub advocates: Figure,
    /// Activities held and reported.
    pub held: u64,
    /// Reports with everything their kind needs (clauses M9, M10).
    pub full: u64,
    /// People who came in all; somebody who came twice is counted twice.
    pub attendees: Figure,
    /// Views of posts in all.
    pub views: Figure,
    /// Hours given in all.
    pub hours: Figure,
    /// Activities shared as a plan and not reported so far.
    pub planned: u64,
    /// Activities that do not take place.
    pub cancelled: u64,
    /// What was paid for them in all, in the smallest unit of the program's currency (clause D2).
    pub cost: Figure,
    /// The same for each person who came, where both are known (clause M28).
    pub cost_per_attendee: Figure,
}

/// One quarter of the trend.
#[derive(Clone, Debug, PartialEq)]
pub struct ByQuarter {
    /// Which.
    pub quarter: Quarter,
    /// What its activities reached and took.
    pub measures: Measures,
}

/// One kind of activity.
#[derive(Clone, Debug, PartialEq)]
pub struct ByKind {
    /// Its name for people.
    pub kind: String,
    /// What its activities reached and took.
    pub measures: Measures,
}

/// One region of the world.
#[derive(Clone, Debug, PartialEq)]
pub struct ByRegion {
    /// Which; none for what took place online only.
    pub region: Option<Continent>,
    /// What the activities there reached and took.
    pub measures: Measures,
}

/// One country with an activity.
#[derive(Clone, Debug, PartialEq)]
pub struct ByCountry {
    /// Which; none for what took place online only.
    pub country: Option<Country>,
    /// What the activities there reached and took.
    pub measures: Measures,
}

/// One month.
#[derive(Clone, Debug, PartialEq)]
pub struct ByMonth {
    /// Its first day.
    pub month: NaiveDate,
    /// What the activities that ended in it reached and took.
    pub measures: Measures,
}

/// The columns aggregates are taken from; what people wrote is not among them.
const COUNTED: [&str; 20] = [
    "activity_id",
    "ambassador_id",
    "with_ids",
    "quarter",
    "kind_key",
    "kind",
    "title",
    "state",
    "ends_on",
    "country",
    "region",
    "language",
    "planned_ahead",
    "full",
    "registrations",
    "attendees",
    "views",
    "engagements",
    "own",
    "hours",
];

/// What stays of a row once what its ambassador did is told: the columns measures are taken from.
const MEASURED: [&str; 21] = [
    "ambassador_id",
    "quarter",
    "kind",
    "country",
    "region",
    "language",
    "in_period",
    "held",
    "planned",
    "cancelled",
    "planned_ahead",
    "full",
    "registrations",
    "attendees",
    "views",
    "engagements",
    "cost",
    "minutes",
    "week",
    "year",
    "month",
];

/// A full-time week of a developer advocate, in minutes.
const FULL_WEEK: i64 = 40 * 60;
/// An ambassador does at most this part of one's work (clause D2).
const A_FIFTH: i64 = 5;

impl Engagement {
    /// Aggregates the rows over a period, with the names of `people`.
    ///
    /// # Errors
    /// When rows lack a column or what was kept of a quarter cannot be read.
    pub fn of(rows: &Rows, period: &Period, people: &People, settings: &Settings) -> PolarsResult<Self> {
        let calendar = &settings.calendar;
        let costs = rows.requests().map(Requests::costs);
        // Quarter by quarter: of what people wrote, no more than is told of it stays.
        let (mut codes, mut contributions, mut own_fields) =
            (Codes::default(), Contributions::of(people), BTreeSet::new());
        // Those of the period first and those it is compared with after them, so that neither is there twice.
        let (mut all, mut beside) = (DataFrame::empty(), DataFrame::empty());
        let none = crate::columns::Columns::new(settings).into_frame()?.lazy();
        for rows in std::iter::once(Ok(none)).chain(rows.each(Some(&COUNTED))) {
            let part = counted(rows?, costs.as_ref(), period).collect()?;
            let is_now = part.column("in_period")?.bool()?.clone();
            let now = part.filter(&is_now)?;
            contributions.add(now.clone().lazy())?;
            add_own_fields(now.clone().lazy(), &mut own_fields)?;
            for (rows, so_far) in [(now, &mut all), (part.filter(&!is_now)?, &mut beside)] {
                let rows = codes.coded(rows.select(MEASURED)?)?;
                if so_far.width() == 0 {
                    *so_far = rows;
                } else {
                    so_far.vstack_mut_owned(rows)?;
                }
            }
        }
        let height = all.height();
        all.vstack_mut_owned(beside)?;
        // Column by column; grouping would have each of them in one piece, and make a copy for every group.
        all.rechunk_mut();
        let (now, all) = (all.slice(0, height).lazy(), all.lazy());
        let quarters: Vec<_> = period.quarters(calendar);
        let days = |quarter: &Quarter| (calendar.first_day(*quarter), calendar.last_day(*quarter));
        let whole = codes.coded(caps(&quarters, |quarter| days(quarter))?)?.lazy();
        let part = caps(&quarters, |quarter| {
            let (first, last) = days(quarter);
            (first.max(period.first_day), last.min(period.last_day))
        })?;
        let part = codes.coded(part)?.lazy();
        let plans = [
            now.clone().select(measures()),
            all.clone().group_by_stable([col("quarter")]).agg(measures()),
            advocated(now.clone(), part).select([col("capped").sum(), col("from").sum()]),
            advocated(all.clone(), whole)
                .group_by_stable([col("quarter")])
                .agg([col("capped").sum(), col("from").sum()]),
            now.clone().group_by_stable([col("kind")]).agg(measures()),
            now.clone().group_by_stable([col("region")]).agg(measures()),
            now.clone().group_by_stable([col("country")]).agg(measures()),
            now.group_by_stable([col("year"), col("month")]).agg(measures()),
            all.filter(col("held").and(col("country").is_not_null()))
                .select([col("quarter"), col("country"), col("in_period")])
                .unique_stable(None, UniqueKeepStrategy::First),
        ];
        // One after the other: all at once would hold what each works with at the same time.
        let frames = plans.into_iter().map(|plan| codes.told(plan.collect()?)).collect::<PolarsResult<Vec<_>>>()?;
        let [overview, by_quarter, advocates, advocates_by_quarter, kinds, regions, countries, months, seen] =
            frames.as_slice()
        else {
            polars_bail!(ComputeError: "nine plans gave {} frames", frames.len());
        };
        let mut overview = Measured::of(overview)?.at(0);
        overview.advocates = posts(advocates, 0, weeks(period.first_day, period.last_day))?;
        let by_quarter = quarters_of(by_quarter, advocates_by_quarter, calendar)?;
        let of = |quarter: Quarter| by_quarter.get(&quarter.to_string()).copied().unwrap_or_default();
        Ok(Self {
            overview,
            previous: period.compared.previous.map(of),
            year_ago: period.compared.year_ago.map(of),
            trend: period.trend.iter().map(|quarter| ByQuarter { quarter: *quarter, measures: of(*quarter) }).collect(),
            new_countries: new_countries(seen, period.compared.previous)?,
            by_kind: by_kind(kinds)?,
            by_region: by_region(regions)?,
            by_country: by_country(countries)?,
            by_month: by_month(months, period.first_day, period.last_day)?,
            worked: worked::of(rows, period, settings)?,
            ambassadors: contributions.in_order(),
            own_fields: own_fields.into_iter().collect(),
            funded: funded::of(rows, period)?,
            currency: rows.requests().map(Requests::currency),
        })
    }
}

/// The columns that aggregates are taken from, ready for it.
fn counted(rows: LazyFrame, costs: Option<&LazyFrame>, period: &Period) -> LazyFrame {
    // Nineteen-seventy began on a Thursday, so that three days on is a Monday.
    let day = || col("ends_on").cast(DataType::Int32) + lit(3);
    let week = day() - day() % lit(7);
    let rows = rows.select(COUNTED.map(col));
    let rows = match costs {
        Some(costs) => rows.left_join(costs.clone(), col("activity_id"), col("activity_id")),
        None => rows.with_column(lit(NULL).cast(DataType::UInt64).alias("cost")),
    };
    rows.with_columns([
        within(period.first_day, period.last_day).alias("in_period"),
        col("state").eq(lit(REPORTED)).alias("held"),
        col("state").eq(lit(PLANNED)).alias("planned"),
        col("state").eq(lit(CANCELLED)).alias("cancelled"),
        // Hours are whole minutes: sums of integers do not depend on the order of the rows.
        (col("hours") * lit(60.0) + lit(0.5)).cast(DataType::Int64).alias("minutes"),
        week.alias("week"),
        col("ends_on").dt().year().alias("year"),
        col("ends_on").dt().month().alias("month"),
    ])
}

/// The measures of a group, as expressions over its rows.
fn measures() -> Vec<Expr> {
    let held = || col("held");
    let of = |column| col(column).filter(held());
    let known = |column| col(column).is_not_null();
    let registered = || held().and(col("registrations").gt(lit(0))).and(known("attendees"));
    let timed = |column| held().and(known(column)).and(known("minutes"));
    // Paid for, and it is known how many came.
    let attended = || held().and(known("cost")).and(known("attendees"));
    let count = |expr: Expr, name: &str| expr.cast(DataType::UInt64).alias(name);
    let mean = |column, name: &str| ratio(of(column).sum(), of(column).count()).alias(name);
    let per_hour = |column, name: &str| {
        let part = |of| col(of).filter(timed(column)).sum();
        ratio(part(column) * lit(60), part("minutes")).alias(name)
    };
    vec![
        mean("attendees", "attendees_per_event"),
        mean("views", "views_per_post"),
        mean("engagements", "engagements_per_post"),
        ratio(col("attendees").filter(registered()).sum(), col("registrations").filter(registered()).sum())
            .alias("attendance_rate"),
        ratio(of("minutes").sum(), of("minutes").count() * lit(60)).alias("hours_per_activity"),
        per_hour("attendees", "attendees_per_hour"),
        per_hour("views", "views_per_hour"),
        ratio(of("planned_ahead").sum(), of("planned_ahead").count()).alias("planned_ahead"),
        count(of("language").drop_nulls().n_unique(), "languages"),
        count(of("country").drop_nulls().n_unique(), "countries"),
        count(of("week").n_unique(), "weeks"),
        count(of("ambassador_id").n_unique(), "ambassadors"),
        count(held().sum(), "held"),
        count(of("full").sum(), "full"),
        of("attendees").sum().cast(DataType::Float64).alias("attendees_in_all"),
        of("views").sum().cast(DataType::Float64).alias("views_in_all"),
        // Divided where it is read, so that the last digit does not depend on how the plan is carried out.
        of("minutes").sum().cast(DataType::Float64).alias("minutes_in_all"),
        count(col("planned").sum(), "planned"),
        count(col("cancelled").sum(), "cancelled"),
        count(of("attendees").count(), "with_attendees"),
        count(of("views").count(), "with_views"),
        count(of("engagements").count(), "with_engagements"),
        count(registered().sum(), "registered"),
        count(of("minutes").count(), "with_minutes"),
        count(timed("attendees").sum(), "timed_attendees"),
        count(timed("views").sum(), "timed_views"),
        col("cost").sum().cast(DataType::Float64).alias("cost_in_all"),
        ratio(col("cost").filter(attended()).sum(), col("attendees").filter(attended()).sum())
            .alias("cost_per_attendee"),
        count(col("cost").count(), "with_cost"),
        count(attended().sum(), "cost_attended"),
    ]
}

/// `over` ÷ `under`; null where `under` is 0.
fn ratio(over: Expr, under: Expr) -> Expr {
    when(under.clone().gt(lit(0)))
        .then(over.cast(DataType::Float64) / under.cast(DataType::Float64))
        .otherwise(lit(NULL).cast(DataType::Float64))
}

/// A fifth of a full-time post in each of these quarters, in minutes.
fn caps(quarters: &[Quarter], days: impl Fn(&Quarter) -> (NaiveDate, NaiveDate)) -> PolarsResult<DataFrame> {
    let names: Vec<_> = quarters.iter().map(ToString::to_string).collect();
    let minutes: Vec<_> = quarters
        .iter()
        .map(|quarter| {
            let (first, last) = days(quarter);
            ((last - first).num_days() + 1).max(0) * FULL_WEEK / 7 / A_FIFTH
        })
        .collect();
    df!("quarter" => names, "cap" => minutes)
}

/// The minutes each ambassador gave in each quarter, up to its cap.
fn advocated(rows: LazyFrame, caps: LazyFrame) -> LazyFrame {
    rows.filter(col("held").and(col("minutes").is_not_null()))
        .group_by_stable([col("quarter"), col("ambassador_id")])
        .agg([col("minutes").sum(), col("minutes").count().cast(DataType::UInt64).alias("from")])
        .left_join(caps, col("quarter"), col("quarter"))
        .with_column(when(col("minutes").gt(col("cap"))).then(col("cap")).otherwise(col("minutes")).alias("capped"))
}

fn weeks(first: NaiveDate, last: NaiveDate) -> f64 {
    ((last - first).num_days() + 1).max(1) as f64 / 7.0
}

fn posts(frame: &DataFrame, row: usize, weeks: f64) -> PolarsResult<Figure> {
    let minutes = frame.column("capped")?.i64()?.get(row).unwrap_or(0);
    Ok(figure(Some(minutes as f64 / (FULL_WEEK as f64 * weeks)), frame.column("from")?.u64()?.get(row)))
}

/// The columns of [`measures`], typed, to be read row by row.
struct Measured<'a> {
    figures: [(&'a Float64Chunked, &'a UInt64Chunked); 13],
    counts: [&'a UInt64Chunked; 8],
}

impl<'a> Measured<'a> {
    fn of(frame: &'a DataFrame) -> PolarsResult<Self> {
        let figure = |value, from| PolarsResult::Ok((frame.column(value)?.f64()?, frame.column(from)?.u64()?));
        let count = |name| frame.column(name)?.u64();
        Ok(Self {
            figures: [
                figure("attendees_per_event", "with_attendees")?,
                figure("views_per_post", "with_views")?,
                figure("engagements_per_post", "with_engagements")?,
                figure("attendance_rate", "registered")?,
                figure("hours_per_activity", "with_minutes")?,
                figure("attendees_per_hour", "timed_attendees")?,
                figure("views_per_hour", "timed_views")?,
                figure("planned_ahead", "held")?,
                figure("attendees_in_all", "with_attendees")?,
                figure("views_in_all", "with_views")?,
                figure("minutes_in_all", "with_minutes")?,
                figure("cost_in_all", "with_cost")?,
                figure("cost_per_attendee", "cost_attended")?,
            ],
            counts: [
                count("languages")?,
                count("countries")?,
                count("weeks")?,
                count("ambassadors")?,
                count("held")?,
                count("full")?,
                count("planned")?,
                count("cancelled")?,
            ],
        })
    }

    fn at(&self, row: usize) -> Measures {
        let [
            attendees_per_event,
            views_per_post,
            engagements_per_post,
            attendance_rate,
            hours_per_activity,
            attendees_per_hour,
            views_per_hour,
            planned_ahead,
            attendees,
            views,
            minutes,
            cost,
            cost_per_attendee,
        ] = self.figures.map(|(values, from)| figure(values.get(row), from.get(row)));
        let [languages, countries, weeks, ambassadors, held, full, planned, cancelled] =
            self.counts.map(|column| column.get(row).unwrap_or(0));
        Measures {
            attendees_per_event,
            views_per_post,
            engagements_per_post,
            attendance_rate,
            hours_per_activity,
            attendees_per_hour,
            views_per_hour,
            languages,
            countries,
            planned_ahead,
            weeks,
            ambassadors,
            advocates: Figure::default(),
            held,
            full,
            attendees,
            views,
            hours: Figure { value: minutes.value.map(|minutes| minutes / 60.0), ..minutes },
            planned,
            cancelled,
            cost,
            cost_per_attendee,
        }
    }
}

/// A sum over nothing is 0 in polars; here it is no number.
fn figure(value: Option<f64>, from: Option<u64>) -> Figure {
    let from = from.unwrap_or(0);
    Figure { value: value.filter(|_| from > 0), from }
}

fn quarters_of(
    frame: &DataFrame,
    advocates: &DataFrame,
    calendar: &Calendar,
) -> PolarsResult<BTreeMap<String, Measures>> {
    let measured = Measured::of(frame)?;
    let names = frame.column("quarter")?.str()?.iter().enumerate();
    let mut quarters: BTreeMap<_, _> =
        names.map(|(row, name)| (name.unwrap_or_default().to_owned(), measured.at(row))).collect();
    for (row, name) in advocates.column("quarter")?.str()?.iter().enumerate() {
        let quarter = name.and_then(|name| name.parse::<Quarter>().ok());
        if let Some((quarter, measures)) = quarter.zip(name.and_then(|name| quarters.get_mut(name))) {
            let weeks = weeks(calendar.first_day(quarter), calendar.last_day(quarter));
            measures.advocates = posts(advocates, row, weeks)?;
        }
    }
    Ok(quarters)
}

fn new_countries(seen: &DataFrame, previous: Option<Quarter>) -> PolarsResult<Vec<Country>> {
    let Some(previous) = previous.map(|quarter| quarter.to_string()) else { return Ok(Vec::new()) };
    let (quarters, codes) = (seen.column("quarter")?.str()?, seen.column("country")?.str()?);
    let now = seen.column("in_period")?.bool()?;
    let rows = || quarters.iter().zip(codes.iter()).zip(now.iter());
    let before: Vec<_> =
        rows().filter(|((quarter, _), _)| *quarter == Some(&*previous)).map(|((_, code), _)| code).collect();
    let new = rows().filter(|((_, code), now)| *now == Some(true) && !before.contains(code));
    let mut countries: Vec<_> = new.filter_map(|((_, code), _)| country(code)).collect();
    countries.sort_by_cached_key(|country| alphabetical(country.name()));
    countries.dedup();
    Ok(countries)
}

/// Adds the names of the program's own fields that these rows answer.
fn add_own_fields(rows: LazyFrame, names: &mut BTreeSet<String>) -> PolarsResult<()> {
    let answers = rows.filter(col("own").is_not_null()).select([col("own")]).collect()?;
    for json in answers.column("own")?.str()?.iter() {
        names.extend(crate::columns::own_answers_of(json).into_keys());
    }
    Ok(())
}

fn by_kind(frame: &DataFrame) -> PolarsResult<Vec<ByKind>> {
    let measured = Measured::of(frame)?;
    let kinds = frame.column("kind")?.str()?;
    let rows = kinds.iter().enumerate();
    let mut rows: Vec<_> = rows
        .map(|(row, kind)| ByKind { kind: kind.unwrap_or_default().to_owned(), measures: measured.at(row) })
        .collect();
    rows.sort_by_cached_key(|row| alphabetical(&row.kind));
    Ok(rows)
}

fn by_region(frame: &DataFrame) -> PolarsResult<Vec<ByRegion>> {
    let measured = Measured::of(frame)?;
    let of = |key: Option<&str>| Continent::ALL.into_iter().find(|continent| Some(region(*continent)) == key);
    let rows = frame.column("region")?.str()?.iter().enumerate();
    let mut rows: Vec<_> = rows.map(|(row, key)| ByRegion { region: of(key), measures: measured.at(row) }).collect();
    rows.sort_by_key(|row| (row.region.is_none(), row.region));
    Ok(rows)
}

fn by_country(frame: &DataFrame) -> PolarsResult<Vec<ByCountry>> {
    let measured = Measured::of(frame)?;
    let codes = frame.column("country")?.str()?;
    let rows = codes.iter().enumerate();
    let mut rows: Vec<_> =
        rows.map(|(row, code)| ByCountry { country: country(code), measures: measured.at(row) }).collect();
    rows.sort_by_cached_key(|row| (row.country.is_none(), row.country.map(|country| alphabetical(country.name()))));
    Ok(rows)
}

fn by_month(frame: &DataFrame, first_day: NaiveDate, last_day: NaiveDate) -> PolarsResult<Vec<ByMonth>> {
    let month_of = |day: NaiveDate| day.with_day(1).unwrap_or(day);
    let mut months: BTreeMap<NaiveDate, Measures> =
        std::iter::successors(Some(month_of(first_day)), |month| month.checked_add_months(Months::new(1)))
            .take_while(|month| *month <= last_day)
            .map(|month| (month, Measures::default()))
            .collect();
    let measured = Measured::of(frame)?;
    let (years, numbers) = (frame.column("year")?.i32()?, frame.column("month")?.i8()?);
    for (row, (year, number)) in years.iter().zip(numbers.iter()).enumerate() {
        let number = number.and_then(|number| u32::try_from(number).ok());
        let first = year.zip(number).and_then(|(year, number)| NaiveDate::from_ymd_opt(year, number, 1));
        months.extend(first.map(|first| (first, measured.at(row))));
    }
    Ok(months.into_iter().map(|(month, measures)| ByMonth { month, measures }).collect())
}

fn country(code: Option<&str>) -> Option<Country> {
    code.and_then(|code| Country::parse(code).ok())
}

#[cfg(test)]
pub(crate) mod tests;
