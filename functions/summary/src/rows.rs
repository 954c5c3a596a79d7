//! The rows a summary is taken from: quarter by quarter, so that years of them are never in memory at once.

use crate::funding::Requests;
use crate::kept;
use bytes::Bytes;
use chrono::NaiveDate;
use polars::prelude::*;
use program::{Country, Language};

/// Rows of some quarters, the earliest first, and which of them are asked for.
#[derive(Debug, Default)]
pub struct Rows {
    quarters: Vec<Source>,
    filter: Filter,
    requests: Option<Requests>,
}

/// Where the rows of one quarter are.
#[derive(Debug)]
enum Source {
    /// Read from the table.
    Here(DataFrame),
    /// Kept when the quarter was closed: the bytes of its file, a tenth of what they are as columns.
    Kept(Bytes),
}

/// What a summary is narrowed to; by default, to nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Activities in this country.
    pub country: Option<Country>,
    /// Activities of this kind, by its key in the settings.
    pub kind: Option<String>,
    /// Activities in this language.
    pub language: Option<Language>,
}

impl Filter {
    /// Whether every activity is asked for.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    fn narrowed(&self, rows: LazyFrame) -> LazyFrame {
        let is = |name: &str, value: &str| col(name).eq(lit(value.to_owned()));
        let parts = [
            self.country.map(|country| is("country", country.code())),
            self.kind.as_ref().map(|kind| is("kind_key", kind)),
            self.language.map(|language| is("language", language.code())),
        ];
        parts.into_iter().flatten().fold(rows, LazyFrame::filter)
    }
}

impl Rows {
    /// Rows that are narrowed by this.
    pub fn new(filter: Filter) -> Self {
        Self { quarters: Vec::new(), filter, requests: None }
    }

    /// Rows that are here already.
    pub fn of(rows: DataFrame) -> Self {
        Self { quarters: vec![Source::Here(rows)], ..Self::default() }
    }

    /// Adds a quarter's rows, after those of every quarter before it.
    pub fn push(&mut self, rows: DataFrame) {
        self.quarters.push(Source::Here(rows));
    }

    /// Adds what was kept of a quarter, after those of every quarter before it.
    pub fn push_kept(&mut self, file: Bytes) {
        self.quarters.push(Source::Kept(file));
    }

    /// The same with what was promised and paid for activities.
    #[must_use]
    pub fn funded(self, requests: Option<Requests>) -> Self {
        Self { requests, ..self }
    }

    /// What was promised and paid for activities; none in a program without funds.
    pub fn requests(&self) -> Option<&Requests> {
        self.requests.as_ref()
    }

    /// One lazy plan over all of them, or over the columns of these names where some are named.
    ///
    /// # Errors
    /// When what was kept of a quarter cannot be read.
    pub fn each(&self, columns: Option<&[&str]>) -> impl Iterator<Item = PolarsResult<LazyFrame>> {
        self.quarters.iter().map(move |source| {
            let rows = match source {
                Source::Here(rows) => rows.clone(),
                Source::Kept(file) => kept::read(file, columns)?,
            };
            Ok(self.filter.narrowed(rows.lazy()))
        })
    }

    /// The rows of each quarter that lie between two days by their last one, in the order of the days.
    pub fn between(&self, first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = PolarsResult<DataFrame>> {
        let order = SortMultipleOptions::default();
        self.each(None).map(move |rows| {
            rows?.filter(within(first, last)).sort(["ends_on", "activity_id"], order.clone()).collect()
        })
    }

    /// How many rows lie between two days by their last one.
    ///
    /// # Errors
    /// When what was kept of a quarter cannot be read.
    pub fn count_between(&self, first: NaiveDate, last: NaiveDate) -> PolarsResult<usize> {
        // The day, and what the rows can be narrowed by.
        let columns = Some(["ends_on", "country", "kind_key", "language"].as_slice());
        let heights = self.each(columns).map(|rows| {
            let day = rows?.filter(within(first, last)).select([col("ends_on")]).collect()?;
            Ok(day.height())
        });
        heights.sum()
    }
}

/// Whether an activity lies between two days by its last one.
pub(crate) fn within(first: NaiveDate, last: NaiveDate) -> Expr {
    col("ends_on").gt_eq(lit(first)).and(col("ends_on").lt_eq(lit(last)))
}
