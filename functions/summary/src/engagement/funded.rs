//! Activities that money was promised or paid for: what was aimed for beside what came of it (clause M28).

use super::{Period, country, ratio};
use crate::columns::REPORTED;
use crate::rows::{Rows, within};
use chrono::NaiveDate;
use polars::prelude::*;
use program::{AmbassadorId, Country, Currency, FundingKind, FundingState, Money};

/// A request for an activity of the period.
#[derive(Clone, Debug, PartialEq)]
pub struct Funded {
    /// Whose it is.
    pub ambassador: Option<AmbassadorId>,
    /// What the request is called.
    pub request: String,
    /// What the money is for.
    pub funding_kind: FundingKind,
    /// Where it stood when this was read.
    pub stands: FundingState,
    /// The activity's title.
    pub activity: String,
    /// Its kind's name.
    pub kind: String,
    /// Where it takes place; none for online only.
    pub country: Option<Country>,
    /// Its last day.
    pub on: NaiveDate,
    /// What was aimed for, in the ambassador's words.
    pub outcomes: String,
    /// What came of it, in the ambassador's words.
    pub came_of_it: Option<String>,
    /// How many people were aimed for.
    pub aimed: Option<u64>,
    /// How many came.
    pub attendees: Option<u64>,
    /// What was asked for, in its own currencies.
    pub asked: String,
    /// What was approved, in its own currencies.
    pub approved: Option<String>,
    /// The same in the program's.
    pub approved_value: Option<Money>,
    /// What was paid, in its own currencies.
    pub paid: Option<String>,
    /// The same in the program's.
    pub paid_value: Option<Money>,
    /// When.
    pub paid_on: Option<NaiveDate>,
    /// What was paid for each person who came, to the smallest unit.
    pub per_attendee: Option<Money>,
}

/// The columns of activities that are read: what is shown, and what rows can be narrowed by.
const READ: [&str; 10] =
    ["activity_id", "title", "kind", "kind_key", "state", "ends_on", "country", "language", "attendees", "came_of_it"];

/// The requests for activities of a period beside these, in the order of the days; none in a program without funds.
pub(crate) fn frame(rows: &Rows, period: &Period) -> PolarsResult<Option<DataFrame>> {
    let Some(requests) = rows.requests() else { return Ok(None) };
    let mut all: Option<DataFrame> = None;
    for rows in rows.each(Some(&READ)) {
        let is_held = col("state").eq(lit(REPORTED));
        let activities = rows?.filter(within(period.first_day, period.last_day)).select([
            col("activity_id"),
            col("title").alias("activity"),
            col("kind"),
            col("country"),
            col("ends_on"),
            when(is_held).then(col("attendees")).otherwise(lit(NULL)).alias("attendees"),
            col("came_of_it"),
        ]);
        let part = activities
            .inner_join(requests.frame(), col("activity_id"), col("activity_id"))
            .with_column(ratio(col("paid_units"), col("attendees")).alias("units_per_attendee"))
            .collect()?;
        all = Some(match all {
            None => part,
            Some(before) => before.vstack(&part)?,
        });
    }
    let order = ["ends_on", "activity_id", "request_id"];
    all.map(|all| all.sort(order, SortMultipleOptions::default())).transpose()
}

pub(super) fn of(rows: &Rows, period: &Period) -> PolarsResult<Vec<Funded>> {
    let Some((frame, requests)) = frame(rows, period)?.zip(rows.requests()) else { return Ok(Vec::new()) };
    read_all(&frame, requests.currency())
}

fn read_all(frame: &DataFrame, currency: Currency) -> PolarsResult<Vec<Funded>> {
    let text = |name| frame.column(name)?.str();
    let (ambassadors, requests, kinds) = (text("ambassador_id")?, text("request")?, text("funding_kind")?);
    let (stands, activities, activity_kinds) = (text("stands")?, text("activity")?, text("kind")?);
    let (countries, outcomes, came_of_it) = (text("country")?, text("outcomes")?, text("came_of_it")?);
    let (asked, approved, paid) = (text("asked")?, text("approved")?, text("paid")?);
    let count = |name| frame.column(name)?.u64();
    let (approved_units, paid_units) = (count("approved_units")?, count("paid_units")?);
    let (aimed, attendees) = (count("aimed")?, count("attendees")?);
    let each = frame.column("units_per_attendee")?.f64()?;
    let days = frame.column("ends_on")?.date()?.physical();
    let paid_on = frame.column("paid_on")?.date()?.physical();
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let money = |units: Option<u64>| units.and_then(|units| Money::of_units(units, currency));
    let rows = (0..frame.height()).filter_map(|row| {
        Some(Funded {
            ambassador: ambassadors.get(row).and_then(|id| id.parse().ok()),
            request: owned(requests.get(row))?,
            funding_kind: FundingKind::ALL.into_iter().find(|kind| Some(kind.name()) == kinds.get(row))?,
            stands: stands.get(row).and_then(FundingState::of_name)?,
            activity: owned(activities.get(row))?,
            kind: owned(activity_kinds.get(row))?,
            country: country(countries.get(row)),
            on: NaiveDate::from_epoch_days(days.get(row)?)?,
            outcomes: owned(outcomes.get(row))?,
            came_of_it: owned(came_of_it.get(row)),
            aimed: aimed.get(row),
            attendees: attendees.get(row),
            asked: owned(asked.get(row))?,
            approved: owned(approved.get(row)),
            approved_value: money(approved_units.get(row)),
            paid: owned(paid.get(row)),
            paid_value: money(paid_units.get(row)),
            paid_on: paid_on.get(row).and_then(NaiveDate::from_epoch_days),
            per_attendee: money(each.get(row).map(|units| units.round() as u64)),
        })
    });
    Ok(rows.collect())
}
