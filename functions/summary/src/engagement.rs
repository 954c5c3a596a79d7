//! What the activities reached and what they took: every aggregate of the summary, from one polars plan.
//!
//! Engagement comes first and volume after it (clauses M27, M28). A mean or a rate is taken only over activities that
//! have what it needs, and says over how many; without any there is no number, rather than a zero. People are listed
//! with what they did, by name: nothing here scores or orders them (clause M11).

use crate::columns::{CANCELLED, PLANNED, REPORTED};
use chrono::{Datelike, Months, NaiveDate};
use polars::prelude::*;
use program::Country;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Everything the summary tells about one period.
#[derive(Clone, Debug, PartialEq)]
pub struct Engagement {
    /// The whole program.
    pub overview: Measures,
    /// By kind of activity, in alphabetical order; kinds with an activity only.
    pub by_kind: Vec<ByKind>,
    /// By the country of the activity, in alphabetical order, online ones last.
    pub by_country: Vec<ByCountry>,
    /// By the month of an activity's last day; every month of the period, in order.
    pub by_month: Vec<ByMonth>,
    /// Who shared an activity, in alphabetical order.
    pub ambassadors: Vec<Contribution>,
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
    /// People reached by an activity on average: attendees of events, views of posts (clause M27).
    pub reach_per_activity: Figure,
    /// Reactions to a post on average (clause M27).
    pub engagements_per_post: Figure,
    /// Attendees ÷ registrations, where both are known and somebody registered. 1 is everybody.
    pub attendance_rate: Figure,
    /// Hours an activity took on average (clause M28).
    pub hours_per_activity: Figure,
    /// People reached for each hour given, where both are known (clause M28).
    pub reach_per_hour: Figure,
    /// The share whose plan was shared before it began (clause M6). 1 is all of them.
    pub planned_ahead: Figure,
    /// Countries with an activity; online ones have none.
    pub countries: u64,
    /// Ambassadors who reported an activity.
    pub ambassadors: u64,
    /// Activities held and reported.
    pub held: u64,
    /// Reports with everything their kind needs (clauses M9, M10).
    pub full: u64,
    /// People reached in all; somebody who came twice is counted twice.
    pub reach: Figure,
    /// Hours given in all.
    pub hours: Figure,
    /// Activities shared as a plan and not reported so far.
    pub planned: u64,
    /// Activities that do not take place.
    pub cancelled: u64,
}

/// One kind of activity.
#[derive(Clone, Debug, PartialEq)]
pub struct ByKind {
    /// Its name for people.
    pub kind: String,
    /// What its activities reached and took.
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

/// What one ambassador did. No score and no rank (clause M11).
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    /// Who.
    pub name: String,
    /// The country they carry the program in.
    pub country: Option<Country>,
    /// Activities held and reported.
    pub held: u64,
    /// Hours given in all, where they are known.
    pub hours: Figure,
    /// What they held, in the order of the days.
    pub did: Vec<Deed>,
    /// What they shared as a plan and have not reported so far, in the order of the days.
    pub plans: Vec<Deed>,
}

/// One activity of somebody's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// Its kind's name.
    pub kind: String,
    /// What it is called.
    pub title: String,
}

impl Engagement {
    /// Aggregates rows of [`Columns`](crate::columns::Columns) over the period from `first_day` to `last_day`.
    ///
    /// The rows are taken as they are: which quarter they belong to was decided by whoever pushed them.
    ///
    /// # Errors
    /// When `rows` lack a column.
    pub fn of(rows: &DataFrame, first_day: NaiveDate, last_day: NaiveDate) -> PolarsResult<Self> {
        let rows = rows.clone().lazy().sort(["ends_on", "activity_id"], SortMultipleOptions::default()).with_columns([
            col("state").eq(lit(REPORTED)).alias("held"),
            // Hours are whole minutes: sums of integers do not depend on the order of the rows.
            (col("hours") * lit(60.0) + lit(0.5)).cast(DataType::Int64).alias("minutes"),
            col("ends_on").dt().year().alias("year"),
            col("ends_on").dt().month().alias("month"),
        ]);
        let plans = [
            rows.clone().select(measures()),
            rows.clone().group_by_stable([col("kind")]).agg(measures()),
            rows.clone().group_by_stable([col("country")]).agg(measures()),
            rows.clone().group_by_stable([col("year"), col("month")]).agg(measures()),
            rows.group_by_stable([col("ambassador_id")]).agg(contribution()),
        ];
        let plans = plans.into_iter().map(|plan| plan.logical_plan).collect();
        let frames = LazyFrame::collect_all_with_engine(plans, Engine::InMemory, OptFlags::default())?;
        let [overview, kinds, countries, months, people] = frames.as_slice() else {
            polars_bail!(ComputeError: "five plans gave {} frames", frames.len());
        };
        Ok(Self {
            overview: Measured::of(overview)?.at(0),
            by_kind: by_kind(kinds)?,
            by_country: by_country(countries)?,
            by_month: by_month(months, first_day, last_day)?,
            ambassadors: contributions(people)?,
        })
    }
}

/// The measures of a group, as expressions over its rows.
fn measures() -> Vec<Expr> {
    let held = || col("held");
    let of = |column| col(column).filter(held());
    let known = |column| col(column).is_not_null();
    let registered = || held().and(col("registrations").gt(lit(0))).and(known("attendees"));
    let timed = || held().and(known("reach")).and(known("minutes"));
    let count = |expr: Expr, name| expr.cast(DataType::UInt64).alias(name);
    vec![
        of("reach").mean().alias("reach_per_activity"),
        of("engagements").mean().alias("engagements_per_post"),
        ratio(col("attendees").filter(registered()).sum(), col("registrations").filter(registered()).sum())
            .alias("attendance_rate"),
        (of("minutes").mean() / lit(60.0)).alias("hours_per_activity"),
        ratio(col("reach").filter(timed()).sum() * lit(60), col("minutes").filter(timed()).sum())
            .alias("reach_per_hour"),
        of("planned_ahead").mean().alias("planned_ahead"),
        count(of("country").drop_nulls().n_unique(), "countries"),
        count(of("ambassador_id").n_unique(), "ambassadors"),
        count(held().sum(), "held"),
        count(of("full").sum(), "full"),
        of("reach").sum().cast(DataType::Float64).alias("reach"),
        (of("minutes").sum().cast(DataType::Float64) / lit(60.0)).alias("hours"),
        count(col("state").eq(lit(PLANNED)).sum(), "planned"),
        count(col("state").eq(lit(CANCELLED)).sum(), "cancelled"),
        count(of("reach").count(), "with_reach"),
        count(of("engagements").count(), "with_engagements"),
        count(registered().sum(), "registered"),
        count(of("minutes").count(), "with_minutes"),
        count(timed().sum(), "timed"),
    ]
}

/// What a person did, as expressions over their rows.
fn contribution() -> Vec<Expr> {
    let planned = || col("state").eq(lit(PLANNED));
    vec![
        col("ambassador").first(),
        col("home_country").first(),
        col("held").sum().cast(DataType::UInt64),
        (col("minutes").filter(col("held")).sum().cast(DataType::Float64) / lit(60.0)).alias("hours"),
        col("minutes").filter(col("held")).count().cast(DataType::UInt64).alias("with_minutes"),
        col("kind").filter(col("held")).alias("did_kinds"),
        col("title").filter(col("held")).alias("did_titles"),
        col("kind").filter(planned()).alias("plan_kinds"),
        col("title").filter(planned()).alias("plan_titles"),
    ]
}

/// `over` ÷ `under`; null where `under` is 0.
fn ratio(over: Expr, under: Expr) -> Expr {
    when(under.clone().gt(lit(0)))
        .then(over.cast(DataType::Float64) / under.cast(DataType::Float64))
        .otherwise(lit(NULL).cast(DataType::Float64))
}

/// The columns of [`measures`], typed, to be read row by row.
struct Measured<'a> {
    figures: [(&'a Float64Chunked, &'a UInt64Chunked); 8],
    counts: [&'a UInt64Chunked; 6],
}

impl<'a> Measured<'a> {
    fn of(frame: &'a DataFrame) -> PolarsResult<Self> {
        let figure = |value, from| PolarsResult::Ok((frame.column(value)?.f64()?, frame.column(from)?.u64()?));
        let count = |name| frame.column(name)?.u64();
        Ok(Self {
            figures: [
                figure("reach_per_activity", "with_reach")?,
                figure("engagements_per_post", "with_engagements")?,
                figure("attendance_rate", "registered")?,
                figure("hours_per_activity", "with_minutes")?,
                figure("reach_per_hour", "timed")?,
                figure("planned_ahead", "held")?,
                figure("reach", "with_reach")?,
                figure("hours", "with_minutes")?,
            ],
            counts: [
                count("countries")?,
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
            reach_per_activity,
            engagements_per_post,
            attendance_rate,
            hours_per_activity,
            reach_per_hour,
            planned_ahead,
            reach,
            hours,
        ] = self.figures.map(|(values, from)| figure(values.get(row), from.get(row)));
        let [countries, ambassadors, held, full, planned, cancelled] =
            self.counts.map(|column| column.get(row).unwrap_or(0));
        Measures {
            reach_per_activity,
            engagements_per_post,
            attendance_rate,
            hours_per_activity,
            reach_per_hour,
            planned_ahead,
            countries,
            ambassadors,
            held,
            full,
            reach,
            hours,
            planned,
            cancelled,
        }
    }
}

/// A sum over nothing is 0 in polars; here it is no number.
fn figure(value: Option<f64>, from: Option<u64>) -> Figure {
    let from = from.unwrap_or(0);
    Figure { value: value.filter(|_| from > 0), from }
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

fn contributions(frame: &DataFrame) -> PolarsResult<Vec<Contribution>> {
    let names = frame.column("ambassador")?.str()?;
    let countries = frame.column("home_country")?.str()?;
    let held = frame.column("held")?.u64()?;
    let (hours, timed) = (frame.column("hours")?.f64()?, frame.column("with_minutes")?.u64()?);
    let deeds = |kinds, titles, row| deeds(frame.column(kinds)?.list()?, frame.column(titles)?.list()?, row);
    let mut rows = names
        .iter()
        .enumerate()
        .map(|(row, name)| {
            Ok(Contribution {
                name: name.unwrap_or_default().to_owned(),
                country: country(countries.get(row)),
                held: held.get(row).unwrap_or(0),
                hours: figure(hours.get(row), timed.get(row)),
                did: deeds("did_kinds", "did_titles", row)?,
                plans: deeds("plan_kinds", "plan_titles", row)?,
            })
        })
        .collect::<PolarsResult<Vec<_>>>()?;
    rows.retain(|row| !row.did.is_empty() || !row.plans.is_empty());
    rows.sort_by_cached_key(|row| alphabetical(&row.name));
    Ok(rows)
}

fn deeds(kinds: &ListChunked, titles: &ListChunked, row: usize) -> PolarsResult<Vec<Deed>> {
    let (Some(kinds), Some(titles)) = (kinds.get_as_series(row), titles.get_as_series(row)) else {
        return Ok(Vec::new());
    };
    let pairs = kinds.str()?.iter().zip(titles.str()?.iter());
    let deed =
        |(kind, title): (Option<&str>, Option<&str>)| Some(Deed { kind: kind?.to_owned(), title: title?.to_owned() });
    Ok(pairs.filter_map(deed).collect())
}

fn country(code: Option<&str>) -> Option<Country> {
    code.and_then(|code| Country::parse(code).ok())
}

/// From this combining class on, a mark stands over or under its letter, as accents do; what Devanagari and its kin join
/// into a syllable lies below it and is part of the spelling.
const ACCENTS: u8 = 200;

/// The place of a name in an alphabetical list: accents and case do not move it, as in a telephone book.
pub(crate) fn alphabetical(name: &str) -> (String, String) {
    let plain = name.nfkd().filter(|c| canonical_combining_class(*c) < ACCENTS).flat_map(char::to_lowercase).collect();
    (plain, name.to_owned())
}

#[cfg(test)]
pub(crate) mod tests;
