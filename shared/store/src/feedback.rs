//! Feedback on the program, kept in the order it came (clause O13).
//!
//! A form's key is an item of its own beside what was written, so that a form sent twice is kept once while the order
//! is the office's and not the sender's.

use crate::audit::{Actor, Entry, print};
use crate::{Cursor, Error, Query, Result, Store, stamp, tables::Table};
use chrono::{DateTime, Utc};
use program::Feedback;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const FEEDBACK: &str = "feedback";
const KEY: &str = "key";

/// What somebody told the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// What they wrote.
    pub feedback: Feedback,
    /// The language of the page they wrote it in.
    pub language: String,
    /// When it came.
    pub at: DateTime<Utc>,
}

#[derive(Serialize, Deserialize)]
struct FeedbackItem {
    kind: String,
    feedback_id: String,
    received: Received,
}

/// The claim on a form's key, with the hash of what came under it.
#[derive(Serialize, Deserialize)]
struct KeyItem {
    kind: String,
    feedback_id: String,
    posted: Option<String>,
}

/// What became of feedback that was sent in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It is kept, now or by the same form sent before.
    Kept,
    /// Something else was kept under the same key.
    AnotherUnderThisKey,
}

impl Store {
    /// Keeps feedback, once for each key.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn send_feedback(&self, key: Uuid, feedback: &Feedback, language: &str, by: Actor) -> Result<Sent> {
        let now = self.clock().now();
        let received = Received { feedback: feedback.clone(), language: language.to_owned(), at: now };
        let id = format!("{}#{key}", stamp(now));
        let item = FeedbackItem { kind: FEEDBACK.to_owned(), feedback_id: id, received };
        let claim = KeyItem { kind: KEY.to_owned(), feedback_id: key.to_string(), posted: print(feedback) };
        let written = self
            .commit()
            .create("key", Table::Feedback, &claim)
            .create("feedback", Table::Feedback, &item)
            .audit(Entry {
                subject: &format!("feedback#{key}"),
                by,
                what: "send feedback",
                before: None,
                after: print(&item),
            })
            .send()
            .await;
        match written {
            Ok(()) => Ok(Sent::Kept),
            Err(Error::Conflict(_)) => {
                let there: Option<KeyItem> =
                    self.get(Table::Feedback, &[("kind", KEY), ("feedback_id", &claim.feedback_id)]).await?;
                let same = there.is_some_and(|there| there.posted == claim.posted);
                Ok(if same { Sent::Kept } else { Sent::AnotherUnderThisKey })
            }
            Err(error) => Err(error),
        }
    }

    /// Where a page of the feedback goes on, as its address says it; none for what is no place among it.
    pub fn place_in_feedback(&self, text: &str) -> Option<Cursor> {
        let cursor = Cursor::from_text(text)?;
        let part = |name: &str| cursor.0.get(name).and_then(|value| value.as_s().ok());
        let here = cursor.0.len() == 2
            && part("kind").is_some_and(|kind| kind == FEEDBACK)
            && part("feedback_id").is_some_and(|id| !id.is_empty() && id.len() <= 100);
        here.then_some(cursor)
    }

    /// One page of the feedback, the latest first.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn feedback(&self, page: i32, after: Option<Cursor>) -> Result<(Vec<Received>, Option<Cursor>)> {
        let query = Query::of(Table::Feedback, ("kind", FEEDBACK)).latest_first().limit(page);
        let (items, next) = self.page::<FeedbackItem>(query, after).await?;
        Ok((items.into_iter().map(|item| item.received).collect(), next))
    }
}
