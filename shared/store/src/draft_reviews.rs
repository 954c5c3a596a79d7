//! Drafts of content with their reviews (clause M21), each beside the activity it belongs to.

use crate::activities::{beside, beside_of};
use crate::applications::Stored;
use crate::audit::{Actor, Entry, print};
use crate::outbox::Draft;
use crate::{Query, Result, Store, tables::Table};
use program::draft_review::ContentDraft;
use program::{ActivityId, AmbassadorId, PersonId};
use serde::{Deserialize, Serialize};

/// What stands beside an activity, and the partition of the index that holds those that wait for a review.
const DRAFT: &str = "draft";

#[derive(Clone, Serialize, Deserialize)]
struct DraftItem {
    ambassador_id: AmbassadorId,
    activity_id: String,
    beside: String,
    /// The key of the index; only while a review is waited for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quarter_shard: Option<String>,
    draft: ContentDraft,
    version: u64,
}

impl DraftItem {
    fn of(ambassador: AmbassadorId, activity: ActivityId, draft: &ContentDraft, version: u64) -> Self {
        Self {
            ambassador_id: ambassador,
            activity_id: beside(DRAFT, activity),
            beside: DRAFT.to_owned(),
            quarter_shard: draft.state.waits_for().map(|_| DRAFT.to_owned()),
            draft: draft.clone(),
            version,
        }
    }
}

impl Store {
    /// The draft of an activity.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn content_draft(
        &self,
        ambassador: AmbassadorId,
        activity: ActivityId,
    ) -> Result<Option<Stored<ContentDraft>>> {
        let key = [("ambassador_id", &*ambassador.to_string()), ("activity_id", &*beside(DRAFT, activity))];
        let item: Option<DraftItem> = self.get(Table::Activities, &key).await?;
        Ok(item.map(|item| Stored { value: item.draft, version: item.version }))
    }

    /// Writes a draft: handed in, or reviewed, then with the letter that tells its author. `seen` is the version it was
    /// made from, 0 for a first one.
    ///
    /// # Errors
    /// [`crate::Error::Conflict`] when it has changed since (requirement N3).
    pub async fn save_content_draft(
        &self,
        (ambassador, activity): (AmbassadorId, ActivityId),
        before: Option<&Stored<ContentDraft>>,
        after: &ContentDraft,
        by: PersonId,
        letter: Option<&Draft>,
    ) -> Result<()> {
        let seen = before.map_or(0, |before| before.version);
        let old = before.map(|before| DraftItem::of(ambassador, activity, &before.value, before.version));
        let new = DraftItem::of(ambassador, activity, after, seen + 1);
        let commit = match seen {
            0 => self.commit().create(DRAFT, Table::Activities, &new),
            seen => self.commit().replace(DRAFT, Table::Activities, &new, seen),
        };
        letter
            .into_iter()
            .fold(commit, |commit, letter| commit.letter(letter))
            .audit(Entry {
                subject: &format!("activity#{activity}"),
                by: Actor::Person(by),
                what: if letter.is_some() { "review the draft" } else { "hand in a draft" },
                before: old.as_ref().and_then(print),
                after: print(&new),
            })
            .send()
            .await
    }

    /// Which activities have a draft that waits for a review, in no particular order.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn drafts_waiting(&self) -> Result<Vec<(AmbassadorId, ActivityId)>> {
        let query = Query::of(Table::Activities, ("quarter_shard", DRAFT)).index("by_quarter");
        let items: Vec<DraftItem> = self.all(query).await?;
        Ok(items.iter().filter_map(|item| Some((item.ambassador_id, beside_of(&item.activity_id)?))).collect())
    }
}
