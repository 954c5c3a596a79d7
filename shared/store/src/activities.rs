//! Activities: plan and report in one item.

use crate::applications::Stored;
use crate::audit::{Actor, Entry, print};
use crate::{Cursor, Error, Query, Range, Result, Store, shard, tables::Table};
use chrono::{DateTime, Utc};
use program::activity::{ActivityState, Plan};
use program::{Activity, ActivityId, AmbassadorId, Calendar, PersonId, Quarter, Report};
use serde::{Deserialize, Serialize};

/// How many partitions a quarter's activities are spread over.
pub(crate) const SHARDS: u8 = 8;

#[derive(Clone, Serialize, Deserialize)]
struct ActivityItem {
    ambassador_id: AmbassadorId,
    activity_id: ActivityId,
    quarter_shard: String,
    plan: Plan,
    planned_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    report: Option<Report>,
    state: ActivityState,
    version: u64,
}

impl ActivityItem {
    fn of(activity: &Activity, calendar: &Calendar, version: u64) -> Self {
        Self {
            ambassador_id: activity.ambassador,
            activity_id: activity.id,
            quarter_shard: quarter_shard(activity.plan.quarter(calendar), activity.ambassador),
            plan: activity.plan.clone(),
            planned_at: activity.planned_at,
            report: activity.report.clone(),
            state: activity.state,
            version,
        }
    }
}

pub(crate) fn quarter_shard(quarter: Quarter, ambassador: AmbassadorId) -> String {
    format!("{quarter}#{}", shard(ambassador.uuid(), SHARDS))
}

impl From<ActivityItem> for Stored<Activity> {
    fn from(item: ActivityItem) -> Self {
        let value = Activity {
            id: item.activity_id,
            ambassador: item.ambassador_id,
            plan: item.plan,
            planned_at: item.planned_at,
            report: item.report,
            state: item.state,
        };
        Self { value, version: item.version }
    }
}

impl Store {
    /// Shares a new plan. The same form sent again is the same activity, and true as well; another form under its key
    /// is false.
    ///
    /// # Errors
    /// [`Error::Conflict`]`("quarter")` when the quarter it would count in is closed.
    pub async fn plan(&self, activity: &Activity, calendar: &Calendar, by: PersonId) -> Result<bool> {
        let item = ActivityItem::of(activity, calendar, 1);
        let written = self
            .commit()
            .create("activity", Table::Activities, &item)
            .require_absent("quarter", Table::Quarters, &closing_key(&activity.plan.quarter(calendar).to_string()))
            .audit(Entry {
                subject: &format!("activity#{}", activity.id),
                by: Actor::Person(by),
                what: "plan",
                before: None,
                after: print(&item),
            })
            .send()
            .await;
        match written {
            Err(Error::Conflict("activity")) => {
                let there = self.activity(activity.ambassador, activity.id).await?;
                Ok(there.is_some_and(|there| there.value.plan == activity.plan))
            }
            other => other.map(|()| true),
        }
    }

    /// Changes an activity: its plan, its report, its state.
    ///
    /// # Errors
    /// [`Error::Conflict`]`("activity")` when it has changed since `before` was read, [`Error::Conflict`]`("quarter")` when
    /// the quarter it counts in, or would count in, is closed.
    pub async fn change_activity(
        &self,
        before: &Stored<Activity>,
        after: &Activity,
        calendar: &Calendar,
        by: PersonId,
        what: &str,
    ) -> Result<()> {
        let old = ActivityItem::of(&before.value, calendar, before.version);
        let new = ActivityItem::of(after, calendar, before.version + 1);
        let (from, to) = (before.value.plan.quarter(calendar), after.plan.quarter(calendar));
        let mut commit = self.commit().replace("activity", Table::Activities, &new, before.version).require_absent(
            "quarter",
            Table::Quarters,
            &closing_key(&from.to_string()),
        );
        if from != to {
            commit = commit.require_absent("quarter", Table::Quarters, &closing_key(&to.to_string()));
        }
        commit
            .audit(Entry {
                subject: &format!("activity#{}", after.id),
                by: Actor::Person(by),
                what,
                before: print(&old),
                after: print(&new),
            })
            .send()
            .await
    }

    /// An ambassador's activity; another's is none.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn activity(&self, ambassador: AmbassadorId, id: ActivityId) -> Result<Option<Stored<Activity>>> {
        let key = [("ambassador_id", &*ambassador.to_string()), ("activity_id", &*id.to_string())];
        let item: Option<ActivityItem> = self.get(Table::Activities, &key).await?;
        Ok(item.map(Stored::from))
    }

    /// Every activity of one ambassador, the latest shared first.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn activities_of(&self, ambassador: AmbassadorId) -> Result<Vec<Activity>> {
        let id = ambassador.to_string();
        let items: Vec<ActivityItem> =
            self.all(Query::of(Table::Activities, ("ambassador_id", &id)).latest_first()).await?;
        Ok(items.into_iter().map(|item| Stored::from(item).value).collect())
    }

    /// Lends every activity of a quarter, page by page; nothing of it is kept here.
    ///
    /// What was shared before the program changed how it counts lies under the name its quarter had then.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn visit_activities(
        &self,
        quarter: Quarter,
        calendar: &Calendar,
        mut visit: impl FnMut(&Activity),
    ) -> Result<()> {
        let mut visit = |activity: &Activity| {
            if activity.plan.quarter(calendar) == quarter {
                visit(activity);
            }
        };
        for (name, number) in
            calendar.names_of(quarter).into_iter().flat_map(|name| (0..SHARDS).map(move |n| (name, n)))
        {
            let partition = format!("{name}#{number}");
            let query =
                Query::of(Table::Activities, ("quarter_shard", &partition)).index("by_quarter").range(Range::All);
            let mut after: Option<Cursor> = None;
            loop {
                let (items, next) = self.page::<ActivityItem>(query, after).await?;
                items.into_iter().for_each(|item| visit(&Stored::from(item).value));
                after = next;
                if after.is_none() {
                    break;
                }
            }
        }
        Ok(())
    }
}

pub(crate) fn closing_key(quarter: &str) -> [(&str, &str); 2] {
    [("quarter", quarter), ("entry", crate::quarters::CLOSING)]
}
