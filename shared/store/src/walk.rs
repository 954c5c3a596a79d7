//! How far the calendar's runs have come: the daily walk over everybody, so that one that is cut off goes on, and one day
//! has one; and the quarters nothing is left to do about, so that no run looks at them again.
//!
//! It says nothing about anybody and so is not in the audit; what a run changes is.

use crate::commit::Error;
use crate::{Cursor, Result, Store, tables::Table};
use chrono::NaiveDate;
use program::Quarter;
use serde::{Deserialize, Serialize};

const PEOPLE: &str = "people";
const WALK: &str = "walk";
const CALENDAR: &str = "calendar";
const THROUGH: &str = "through";

#[derive(Clone, Serialize, Deserialize)]
struct WalkItem {
    quarter: String,
    entry: String,
    day: NaiveDate,
    /// The page it goes on after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    after: Option<String>,
    done: bool,
    /// The latest day before it whose walk was through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<NaiveDate>,
    version: u64,
}

/// A walk over everybody on behalf of one day.
#[derive(Clone, Debug)]
pub struct Walk {
    day: NaiveDate,
    version: u64,
    /// Where it goes on; at the front, when nowhere.
    pub after: Option<Cursor>,
    /// The latest day before it on behalf of which everybody was looked at; none before there was one.
    pub before: Option<NaiveDate>,
}

#[derive(Clone, Serialize, Deserialize)]
struct ThroughItem {
    quarter: String,
    entry: String,
    /// The latest quarter that is done with.
    last: Quarter,
    version: u64,
}

/// The quarters nothing is left to do about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Through {
    /// The latest of them, which stands for all before it; none before there was one.
    pub last: Option<Quarter>,
    version: u64,
}

impl Store {
    /// Begins the walk of a day or goes on with it; none when that day's, or a later one's, is through.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn walk_of(&self, day: NaiveDate) -> Result<Option<Walk>> {
        let there: Option<WalkItem> = self.get(Table::Quarters, &[("quarter", PEOPLE), ("entry", WALK)]).await?;
        let Some(there) = there else { return Ok(Some(Walk { day, version: 0, after: None, before: None })) };
        if there.day > day || (there.day == day && there.done) {
            return Ok(None);
        }
        let after = there.after.as_deref().filter(|_| there.day == day).and_then(Cursor::from_text);
        let before = if there.done { Some(there.day) } else { there.before };
        Ok(Some(Walk { day, version: there.version, after, before }))
    }

    /// Records that a walk has come to the end of a page; none when it is through, or when another run goes on with it.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn walked(&self, walk: Walk, after: Option<Cursor>) -> Result<Option<Walk>> {
        let item = WalkItem {
            quarter: PEOPLE.to_owned(),
            entry: WALK.to_owned(),
            day: walk.day,
            after: after.as_ref().map(Cursor::to_text),
            done: after.is_none(),
            before: walk.before,
            version: walk.version + 1,
        };
        let commit = match walk.version {
            0 => self.commit().create(WALK, Table::Quarters, &item),
            version => self.commit().replace(WALK, Table::Quarters, &item, version),
        };
        match commit.send().await {
            Ok(()) if item.done => Ok(None),
            Ok(()) => Ok(Some(Walk { version: item.version, after, ..walk })),
            Err(Error::Conflict(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The quarters nothing is left to do about.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn through(&self) -> Result<Through> {
        let there: Option<ThroughItem> =
            self.get(Table::Quarters, &[("quarter", CALENDAR), ("entry", THROUGH)]).await?;
        Ok(there.map_or_else(Through::default, |there| Through { last: Some(there.last), version: there.version }))
    }

    /// Records that nothing is left to do about this quarter and those before it. Another run's having said as much
    /// meanwhile is as good.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn is_through(&self, before: Through, last: Quarter) -> Result<()> {
        let item =
            ThroughItem { quarter: CALENDAR.to_owned(), entry: THROUGH.to_owned(), last, version: before.version + 1 };
        let commit = match before.version {
            0 => self.commit().create(THROUGH, Table::Quarters, &item),
            version => self.commit().replace(THROUGH, Table::Quarters, &item, version),
        };
        match commit.send().await {
            Err(Error::Conflict(_)) => Ok(()),
            other => other,
        }
    }
}
