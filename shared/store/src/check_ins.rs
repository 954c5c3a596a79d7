//! What ambassadors answered to their check-ins (clauses M7, C1).
//!
//! An item an ambassador and quarter, changed only while the quarter is open. Those that say "nothing this time" are in
//! the sparse index `by_nothing`, so that whoever closes a quarter looks at no others.

use crate::activities::closing_key;
use crate::applications::Stored;
use crate::audit::{Actor, Entry, print};
use crate::{Query, Result, Store, tables::Table};
use chrono::{DateTime, Utc};
use program::check_in::Answer;
use program::{AmbassadorId, PersonId, Quarter};
use serde::{Deserialize, Serialize};

#[derive(Clone, Serialize, Deserialize)]
struct CheckInItem {
    ambassador_id: AmbassadorId,
    quarter: Quarter,
    /// The key of the index: the quarter, where the answer is that there is nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nothing_in: Option<Quarter>,
    answer: Answer,
    at: DateTime<Utc>,
    version: u64,
}

/// The part of a transaction that is an answer to a check-in.
pub const CHECK_IN: &str = "check-in";

impl Store {
    /// What somebody answered to the check-in of a quarter; none until they have.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn check_in_answer(&self, ambassador: AmbassadorId, quarter: Quarter) -> Result<Option<Stored<Answer>>> {
        Ok(self
            .check_in_item(ambassador, quarter)
            .await?
            .map(|item| Stored { value: item.answer, version: item.version }))
    }

    async fn check_in_item(&self, ambassador: AmbassadorId, quarter: Quarter) -> Result<Option<CheckInItem>> {
        let key = [("ambassador_id", &*ambassador.to_string()), ("quarter", &*quarter.to_string())];
        self.get(Table::CheckIns, &key).await
    }

    /// Every answer of one ambassador, the latest quarter first.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn check_in_answers(&self, ambassador: AmbassadorId) -> Result<Vec<(Quarter, Answer)>> {
        let id = ambassador.to_string();
        let query = Query::of(Table::CheckIns, ("ambassador_id", &id)).latest_first();
        let items: Vec<CheckInItem> = self.all(query).await?;
        Ok(items.into_iter().map(|item| (item.quarter, item.answer)).collect())
    }

    /// Records an answer in place of the one of version `version`; 0 where there was none. The same answer again changes
    /// nothing.
    ///
    /// # Errors
    /// [`crate::Error::Conflict`]`("quarter")` when the quarter is closed, and with [`CHECK_IN`] when it was answered
    /// otherwise meanwhile (requirement N3).
    pub async fn answer_check_in(
        &self,
        ambassador: AmbassadorId,
        quarter: Quarter,
        answer: &Answer,
        version: u64,
        by: PersonId,
    ) -> Result<()> {
        let before = self.check_in_item(ambassador, quarter).await?;
        if before.as_ref().is_some_and(|before| before.answer == *answer) {
            return Ok(());
        }
        let item = CheckInItem {
            ambassador_id: ambassador,
            quarter,
            nothing_in: matches!(answer, Answer::Nothing { .. }).then_some(quarter),
            answer: answer.clone(),
            at: self.clock().now(),
            version: version + 1,
        };
        let commit = match version {
            0 => self.commit().create(CHECK_IN, Table::CheckIns, &item),
            _ => self.commit().replace(CHECK_IN, Table::CheckIns, &item, version),
        };
        commit
            .require_absent("quarter", Table::Quarters, &closing_key(&quarter.to_string()))
            .audit(Entry {
                subject: &format!("check-in#{quarter}#{ambassador}"),
                by: Actor::Person(by),
                what: answer.name(),
                before: before.as_ref().and_then(print),
                after: print(&item),
            })
            .send()
            .await
    }

    /// Everybody who answered "nothing this time" to the check-in of a quarter.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn nothing_in(&self, quarter: Quarter) -> Result<Vec<AmbassadorId>> {
        let quarter = quarter.to_string();
        let query = Query::of(Table::CheckIns, ("nothing_in", &quarter)).index("by_nothing");
        let items: Vec<CheckInItem> = self.all(query).await?;
        Ok(items.into_iter().map(|item| item.ambassador_id).collect())
    }
}
