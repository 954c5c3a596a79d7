//! Reviews: each reviewer's own word on an application, and the score that comes of them all.

use crate::applications::{NotChanged, Stored};
use crate::audit::{Actor, Entry, print};
use crate::{Error, Query, Range, Result, Store, tables::Table};
use chrono::{DateTime, Utc};
use program::review::{Reviewed, Verdict};
use program::{Application, ApplicationId, Criterion, PersonId, Review, Score};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

const REVIEW: &str = "review";

#[derive(Clone, Serialize, Deserialize)]
struct ReviewItem {
    application_id: ApplicationId,
    entry: String,
    reviewer: PersonId,
    reviewed: Reviewed,
    at: DateTime<Utc>,
    version: u64,
}

impl From<ReviewItem> for Stored<Review> {
    fn from(item: ReviewItem) -> Self {
        let Reviewed { verdict, comment } = item.reviewed;
        Self { value: Review { reviewer: item.reviewer, verdict, comment, at: item.at }, version: item.version }
    }
}

fn entry(reviewer: PersonId) -> String {
    format!("{REVIEW}#{reviewer}")
}

impl Store {
    /// Every review of an application.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn reviews(&self, application: ApplicationId) -> Result<Vec<Stored<Review>>> {
        Ok(self.review_items(application).await?.into_iter().map(Stored::from).collect())
    }

    async fn review_items(&self, application: ApplicationId) -> Result<Vec<ReviewItem>> {
        let id = application.to_string();
        let prefix = format!("{REVIEW}#");
        let query = Query::of(Table::Applications, ("application_id", &id)).range(Range::StartsWith("entry", &prefix));
        self.all(query).await
    }

    /// Which of these applications this person has reviewed or stepped aside from; one request for a page of a board.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn reviewed_by(&self, reviewer: PersonId, of: &[Application]) -> Result<BTreeSet<ApplicationId>> {
        let entry = entry(reviewer);
        let keys: Vec<_> = of
            .iter()
            .map(|application| vec![("application_id", application.id.to_string()), ("entry", entry.clone())])
            .collect();
        let items: Vec<ReviewItem> = self.get_many(Table::Applications, &keys).await?;
        Ok(items.into_iter().map(|item| item.application_id).collect())
    }

    /// Records what a reviewer makes of an application, with the score that follows, in one transaction. `seen` is the
    /// version of their own review the form was made from, 0 for the first.
    ///
    /// # Errors
    /// [`NotChanged`] names the rule in the way: never one's own, only while it is in review. [`NotChanged::Changed`]
    /// when the reviewer has changed their own review elsewhere meanwhile.
    pub async fn review(
        &self,
        id: ApplicationId,
        reviewer: PersonId,
        seen: u64,
        reviewed: &Reviewed,
        criteria: &[Criterion],
    ) -> std::result::Result<(), NotChanged> {
        for _ in 0..16 {
            let item = self.application_item(id).await?.ok_or(NotChanged::Unknown)?;
            let application = Stored::from(item.clone()).value;
            application.can_be_reviewed_by(reviewer)?;
            let mut reviews = self.review_items(id).await?;
            let own = reviews.iter().position(|review| review.reviewer == reviewer);
            let before = own.map(|own| reviews.swap_remove(own));
            if before.as_ref().map_or(0, |before| before.version) != seen {
                // The same form sent twice finds its own review.
                return match before {
                    Some(before) if before.reviewed == *reviewed => Ok(()),
                    _ => Err(NotChanged::Changed(Box::new(application))),
                };
            }
            let review = ReviewItem {
                application_id: id,
                entry: entry(reviewer),
                reviewer,
                reviewed: reviewed.clone(),
                at: self.clock().now(),
                version: seen + 1,
            };
            let verdicts: Vec<&Verdict> =
                reviews.iter().chain([&review]).map(|review| &review.reviewed.verdict).collect();
            let scored_by = verdicts.iter().filter(|verdict| matches!(verdict, Verdict::Scored(_))).count();
            let score = Score::of(verdicts.iter().copied(), criteria);
            let scored = item.scored(score, u32::try_from(scored_by).unwrap_or(u32::MAX));
            let commit = match seen {
                0 => self.commit().create(REVIEW, Table::Applications, &review),
                seen => self.commit().replace(REVIEW, Table::Applications, &review, seen),
            };
            let written = commit
                .replace("application", Table::Applications, &scored, item.version)
                .audit(Entry {
                    subject: &format!("application#{id}"),
                    by: Actor::Person(reviewer),
                    what: REVIEW,
                    before: before.as_ref().and_then(print),
                    after: print(&review),
                })
                .send()
                .await;
            match written {
                Ok(()) => return Ok(()),
                // Another reviewer was faster: the score is made anew with theirs.
                Err(Error::Conflict("application" | REVIEW)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(NotChanged::Store(Error::Conflict("application")))
    }
}
