//! What worked: the most engaging activities of each kind, with what was written about them, so that others learn. They are
//! activities and not people: nobody's name is with them (clauses M11, M27).

use super::{COUNTED, Period, country};
use crate::columns::REPORTED;
use crate::rows::{Rows, within};
use chrono::NaiveDate;
use polars::prelude::*;
use program::text::alphabetical;
use program::{Country, Field, Settings};

/// How many of each kind.
const OF_EACH_KIND: usize = 3;

/// An activity that engaged people.
#[derive(Clone, Debug, PartialEq)]
pub struct Worked {
    /// Its kind's name.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// Its last day.
    pub on: NaiveDate,
    /// Where it took place; none for online only.
    pub country: Option<Country>,
    /// What was counted, by which it stands here.
    pub mark: Mark,
    /// How many of those there were.
    pub count: u64,
    /// Hours it took, where they are known.
    pub hours: Option<f64>,
    /// What was done, in the ambassador's words.
    pub done: Option<String>,
    /// What came of it, in the ambassador's words.
    pub came_of_it: Option<String>,
    /// Where to read about it, one address a line.
    pub links: Option<String>,
}

/// What tells that an activity of some kind engaged people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Reactions to a post.
    Engagements,
    /// People who came.
    Attendees,
    /// Views of a post.
    Views,
}

impl Mark {
    /// The closest to engagement first.
    const ALL: [Self; 3] = [Self::Engagements, Self::Attendees, Self::Views];

    /// The answer that is counted.
    pub fn field(self) -> Field {
        match self {
            Self::Engagements => Field::Engagements,
            Self::Attendees => Field::Attendees,
            Self::Views => Field::Views,
        }
    }

    /// What is counted for the activities of a kind: always the same, so that unlike is not set beside unlike.
    fn of(kind: &program::Kind) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| kind.asks(mark.field()))
    }
}

/// The best of each quarter first, and of these the best, so that only a few stories are in memory at once.
pub(super) fn of(rows: &Rows, period: &Period, settings: &Settings) -> PolarsResult<Vec<Worked>> {
    let read: Vec<_> = COUNTED.into_iter().chain(["done", "came_of_it", "links"]).collect();
    let mut best = Vec::new();
    for rows in rows.each(Some(&read)) {
        let told = col("done").is_not_null().or(col("came_of_it").is_not_null());
        let held = rows?
            .select(read.iter().map(|name| col(*name)).collect::<Vec<_>>())
            .filter(within(period.first_day, period.last_day))
            .filter(col("state").eq(lit(REPORTED)).and(told))
            .with_column(mark(settings).alias("mark"))
            .filter(col("mark").is_not_null());
        best.push(first_of_each(held).collect()?);
    }
    let Some(first) = best.pop() else { return Ok(Vec::new()) };
    let all = best.iter().try_fold(first, |all, more| all.vstack(more))?;
    let mut worked = read_all(&first_of_each(all.lazy()).collect()?, settings)?;
    worked.sort_by_cached_key(|worked| alphabetical(&worked.kind));
    Ok(worked)
}

/// The number an activity stands here by: which it is depends on its kind.
fn mark(settings: &Settings) -> Expr {
    let none = lit(NULL).cast(DataType::UInt64);
    settings.kinds.iter().fold(none, |otherwise, kind| match Mark::of(kind) {
        None => otherwise,
        Some(mark) => {
            when(col("kind_key").eq(lit(kind.key.clone()))).then(col(mark.field().name())).otherwise(otherwise)
        }
    })
}

fn first_of_each(rows: LazyFrame) -> LazyFrame {
    let most_first = SortMultipleOptions::default().with_order_descending_multi([false, true, false, false]);
    rows.sort(["kind_key", "mark", "ends_on", "activity_id"], most_first)
        .group_by_stable([col("kind_key")])
        .head(Some(OF_EACH_KIND))
}

fn read_all(frame: &DataFrame, settings: &Settings) -> PolarsResult<Vec<Worked>> {
    let text = |name| frame.column(name)?.str();
    let (keys, kinds, titles, countries) = (text("kind_key")?, text("kind")?, text("title")?, text("country")?);
    let (done, came_of_it, links) = (text("done")?, text("came_of_it")?, text("links")?);
    let days = frame.column("ends_on")?.date()?.physical();
    let (marks, hours) = (frame.column("mark")?.u64()?, frame.column("hours")?.f64()?);
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let worked = (0..frame.height()).filter_map(|row| {
        Some(Worked {
            kind: owned(kinds.get(row))?,
            title: owned(titles.get(row))?,
            on: NaiveDate::from_epoch_days(days.get(row)?)?,
            country: country(countries.get(row)),
            mark: settings.kind(keys.get(row)?).and_then(Mark::of)?,
            count: marks.get(row)?,
            hours: hours.get(row),
            done: owned(done.get(row)),
            came_of_it: owned(came_of_it.get(row)),
            links: owned(links.get(row)),
        })
    });
    Ok(worked.collect())
}
