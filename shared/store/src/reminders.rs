//! Whether ambassadors want reminders, beside their profile (clause R4). Nobody who never said anything has an item here.

use crate::audit::{Actor, Entry, print};
use crate::{Result, Store, tables::Table};
use chrono::{DateTime, Utc};
use program::AmbassadorId;
use serde::{Deserialize, Serialize};

const ENTRY: &str = "reminders";

#[derive(Serialize, Deserialize)]
struct RemindersItem {
    ambassador_id: AmbassadorId,
    entry: String,
    wanted: bool,
    at: DateTime<Utc>,
}

impl Store {
    /// Whether this ambassador wants reminders.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn wants_reminders(&self, ambassador: AmbassadorId) -> Result<bool> {
        Ok(self.reminders_item(ambassador).await?.is_none_or(|item| item.wanted))
    }

    async fn reminders_item(&self, ambassador: AmbassadorId) -> Result<Option<RemindersItem>> {
        let key = [("ambassador_id", &*ambassador.to_string()), ("entry", ENTRY)];
        self.get(Table::Ambassadors, &key).await
    }

    /// Whom of these ambassadors wants no reminders.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn without_reminders(&self, ambassadors: &[AmbassadorId]) -> Result<Vec<AmbassadorId>> {
        let key = |id: &AmbassadorId| vec![("ambassador_id", id.to_string()), ("entry", ENTRY.to_owned())];
        let keys: Vec<_> = ambassadors.iter().map(key).collect();
        let items: Vec<RemindersItem> = self.get_many(Table::Ambassadors, &keys).await?;
        Ok(items.into_iter().filter(|item| !item.wanted).map(|item| item.ambassador_id).collect())
    }

    /// Turns an ambassador's reminders on or off. Again changes nothing.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn turn_reminders(&self, ambassador: AmbassadorId, wanted: bool, by: Actor) -> Result<()> {
        let before = self.reminders_item(ambassador).await?;
        if before.as_ref().is_none_or(|item| item.wanted) == wanted {
            return Ok(());
        }
        let item = RemindersItem { ambassador_id: ambassador, entry: ENTRY.to_owned(), wanted, at: self.clock().now() };
        self.commit()
            .overwrite("reminders", Table::Ambassadors, &item)
            .audit(Entry {
                subject: &format!("ambassador#{ambassador}"),
                by,
                what: if wanted { "turn reminders on" } else { "turn reminders off" },
                before: before.and_then(|before| print(&before)),
                after: print(&item),
            })
            .send()
            .await
    }
}
