//! The daily walk over everybody: how far it has come, so that one that is cut off goes on, and one day has one.
//!
//! It says nothing about anybody and so is not in the audit; what a walk changes is.

use crate::commit::Error;
use crate::{Cursor, Result, Store, tables::Table};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

const PEOPLE: &str = "people";
const WALK: &str = "walk";

#[derive(Clone, Serialize, Deserialize)]
struct WalkItem {
    quarter: String,
    entry: String,
    day: NaiveDate,
    /// The page it goes on after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    after: Option<String>,
    done: bool,
    version: u64,
}

/// A walk over everybody on behalf of one day.
#[derive(Clone, Debug)]
pub struct Walk {
    day: NaiveDate,
    version: u64,
    /// Where it goes on; at the front, when nowhere.
    pub after: Option<Cursor>,
}

impl Store {
    /// Begins the walk of a day or goes on with it; none when that day's, or a later one's, is through.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn walk_of(&self, day: NaiveDate) -> Result<Option<Walk>> {
        let there: Option<WalkItem> = self.get(Table::Quarters, &[("quarter", PEOPLE), ("entry", WALK)]).await?;
        let Some(there) = there else { return Ok(Some(Walk { day, version: 0, after: None })) };
        if there.day > day || (there.day == day && there.done) {
            return Ok(None);
        }
        let after = there.after.as_deref().filter(|_| there.day == day).and_then(Cursor::from_text);
        Ok(Some(Walk { day, version: there.version, after }))
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
}
