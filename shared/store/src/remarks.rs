//! What is said about an activity or a request for funds: the team's questions and the ambassador's answers, in the order
//! they came.
//!
//! Each remark is an item of its own under what it is about, so that nobody's is lost to another's and a long conversation
//! never outgrows an item. A form's key is an item beside it, so that a form sent twice is one remark (requirement N1).

use crate::audit::{Actor, Entry, print};
use crate::outbox::Draft;
use crate::{Error, Query, Range, Result, Store, stamp, tables::Table};
use program::{ActivityId, FundingId, Remark, Side};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const REMARK: &str = "remark#";

#[derive(Serialize, Deserialize)]
struct RemarkItem {
    /// The activity or the request.
    activity_id: Uuid,
    entry: String,
    remark: Remark,
}

/// What remarks are about. No two have an identifier in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// An activity.
    Activity(ActivityId),
    /// A request for funds.
    Funding(FundingId),
}

impl About {
    fn id(self) -> Uuid {
        match self {
            Self::Activity(id) => id.uuid(),
            Self::Funding(id) => id.uuid(),
        }
    }

    fn subject(self) -> String {
        match self {
            Self::Activity(id) => format!("activity#{id}"),
            Self::Funding(id) => crate::funding::subject(id),
        }
    }
}

impl From<ActivityId> for About {
    fn from(id: ActivityId) -> Self {
        Self::Activity(id)
    }
}

impl From<FundingId> for About {
    fn from(id: FundingId) -> Self {
        Self::Funding(id)
    }
}

/// The claim on a form's key, with the hash of what came under it.
#[derive(Serialize, Deserialize)]
struct KeyItem {
    activity_id: Uuid,
    entry: String,
    posted: Option<String>,
}

/// What became of a remark that was sent in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remarked {
    /// It is kept, now or by the same form sent before.
    Kept,
    /// Something else was kept under the same key.
    AnotherUnderThisKey,
}

impl Store {
    /// Keeps a remark, once for each key, with the letter that tells of it.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn remark(
        &self,
        about: impl Into<About>,
        key: Uuid,
        remark: &Remark,
        letter: Option<&Draft>,
    ) -> Result<Remarked> {
        let about = about.into();
        let id = about.id();
        let entry = format!("{REMARK}{}#{key}", stamp(remark.at));
        let item = RemarkItem { activity_id: id, entry, remark: remark.clone() };
        let posted = print(&(remark.side, remark.by, &remark.text));
        let claim = KeyItem { activity_id: id, entry: format!("key#{key}"), posted };
        let mut commit = self.commit().create("key", Table::Remarks, &claim).create("remark", Table::Remarks, &item);
        if let Some(letter) = letter {
            commit = commit.letter(letter);
        }
        let what = match remark.side {
            Side::Team => "ask about it",
            Side::Ambassador => "answer a question",
        };
        let written = commit
            .audit(Entry {
                subject: &about.subject(),
                by: Actor::Person(remark.by),
                what,
                before: None,
                after: print(&item),
            })
            .send()
            .await;
        match written {
            Ok(()) => Ok(Remarked::Kept),
            Err(Error::Conflict(_)) => {
                let there: Option<KeyItem> =
                    self.get(Table::Remarks, &[("activity_id", &id.to_string()), ("entry", &claim.entry)]).await?;
                let same = there.is_some_and(|there| there.posted == claim.posted);
                Ok(if same { Remarked::Kept } else { Remarked::AnotherUnderThisKey })
            }
            Err(error) => Err(error),
        }
    }

    /// Everything said about an activity or a request, in the order it was said.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn remarks(&self, about: impl Into<About>) -> Result<Vec<Remark>> {
        let id = about.into().id().to_string();
        let query = Query::of(Table::Remarks, ("activity_id", &id)).range(Range::StartsWith("entry", REMARK));
        let items: Vec<RemarkItem> = self.all(query).await?;
        Ok(items.into_iter().map(|item| item.remark).collect())
    }
}
