//! Activities: plan and report in one item, and beside it what others have to do with it.
//!
//! The partition of an ambassador holds their own activities, and for each activity of somebody else's that they were
//! named in a `SharedItem` with what they said. What waits for the team is marked by an item of its own beside the
//! activity, which is in the index only as long as it waits.

mod reading;

use crate::applications::Stored;
use crate::audit::{Actor, Entry, print};
use crate::commit::Commit;
use crate::outbox::Draft;
use crate::people::Person;
use crate::started::StartedForm;
use crate::{Cursor, Error, Item, Query, Range, Result, Store, from_item, shard, tables::Table};
use chrono::{DateTime, Utc};
use program::activity::{ActivityState, Plan, With};
use program::{Activity, ActivityId, AmbassadorId, Calendar, PersonId, Quarter, Report, Role, Together};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How many partitions a quarter's activities are spread over.
pub(crate) const SHARDS: u8 = 8;

/// The partition of the index that holds what was marked large and is still to come.
const LARGE: &str = "large";

/// The part of a transaction that is what somebody who was named said.
const TOGETHER: &str = "together";

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
    /// The ambassadors who are named; what each said is in their own partition.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    asked: Vec<AmbassadorId>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    told_large: bool,
    version: u64,
}

/// What somebody said who was named in another's activity. Out of the index, so that a quarter has the activity once.
#[derive(Clone, Serialize, Deserialize)]
struct SharedItem {
    ambassador_id: AmbassadorId,
    activity_id: ActivityId,
    owner: AmbassadorId,
    said: Together,
    version: u64,
}

/// Marks an activity for the team, as long as it is large and to come.
#[derive(Serialize, Deserialize)]
struct LargeItem {
    ambassador_id: AmbassadorId,
    activity_id: String,
    beside: String,
    quarter_shard: String,
}

/// Anything in an ambassador's partition.
#[derive(Deserialize)]
#[serde(untagged)]
enum Row {
    Shared(SharedItem),
    Own(Box<ActivityItem>),
    /// What stands beside an activity, which a module of its own reads.
    Beside {
        #[serde(rename = "beside")]
        _what: String,
    },
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
            asked: activity.with.iter().map(|with| with.ambassador).collect(),
            told_large: activity.told_large,
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
            with: item.asked.into_iter().map(|ambassador| With { ambassador, said: Together::Asked }).collect(),
            told_large: item.told_large,
        };
        Self { value, version: item.version }
    }
}

/// The letters a plan brings along.
pub struct Telling<'a> {
    /// To the team, should it be large; they are written once (clause M20).
    pub large: Vec<Draft>,
    /// To an ambassador who is named and was not before.
    pub together: &'a (dyn Fn(&Person) -> Draft + Sync),
}

/// An activity of somebody else's that an ambassador is named in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedIn {
    /// The activity, as its owner has it.
    pub activity: Activity,
    /// What the ambassador said.
    pub said: Together,
}

/// Where a list of a quarter's activities goes on.
#[derive(Clone, Debug, Default)]
pub struct PlaceInQuarter {
    part: usize,
    after: Option<Cursor>,
}

impl PlaceInQuarter {
    /// As text for an address.
    pub fn to_text(&self) -> String {
        format!("{}.{}", self.part, self.after.as_ref().map(Cursor::to_text).unwrap_or_default())
    }

    /// Reads what [`PlaceInQuarter::to_text`] wrote; none for what is no place among this quarter's activities.
    pub fn from_text(text: &str, quarter: Quarter, calendar: &Calendar) -> Option<Self> {
        let (part, cursor) = text.split_once('.')?;
        let part: usize = part.parse().ok()?;
        let here = partitions(quarter, calendar).into_iter().nth(part)?;
        if cursor.is_empty() {
            return Some(Self { part, after: None });
        }
        let cursor = Cursor::from_text(cursor)?;
        let said = |name: &str| cursor.0.get(name).and_then(|value| value.as_s().ok());
        let is_here = cursor.0.len() == 3
            && said("quarter_shard") == Some(&here)
            && ["ambassador_id", "activity_id"].into_iter().all(|name| said(name).is_some_and(|id| id.len() == 36));
        is_here.then_some(Self { part, after: Some(cursor) })
    }
}

/// The partitions of the index a quarter's activities are in, under every name its days had.
fn partitions(quarter: Quarter, calendar: &Calendar) -> Vec<String> {
    let names = calendar.names_of(quarter).into_iter();
    names.flat_map(|name| (0..SHARDS).map(move |number| format!("{name}#{number}"))).collect()
}

impl Store {
    /// Shares a new plan, writing to nobody. The same form sent again is the same activity, and true as well; another
    /// form under its key is false.
    ///
    /// # Errors
    /// [`Error::Conflict`]`("quarter")` when the quarter it would count in is closed.
    pub async fn plan(&self, activity: &Activity, calendar: &Calendar, by: PersonId) -> Result<bool> {
        let written = self.write_activity(None, activity.clone(), calendar, by, "plan", None).await;
        self.shared_or_the_same(activity, written).await
    }

    /// The same with its letters: to the team, when it is large (clause M20), and to each ambassador it names.
    ///
    /// # Errors
    /// [`Error::Conflict`]`("quarter")` when the quarter it would count in is closed.
    pub async fn share(
        &self,
        activity: &Activity,
        calendar: &Calendar,
        by: PersonId,
        telling: &Telling<'_>,
    ) -> Result<bool> {
        let written = self.write_and_tell(None, activity, calendar, by, "plan", telling).await;
        self.shared_or_the_same(activity, written).await
    }

    async fn shared_or_the_same(&self, activity: &Activity, written: Result<()>) -> Result<bool> {
        match written {
            Err(Error::Conflict("activity")) => {
                let there = self.activity(activity.ambassador, activity.id).await?;
                Ok(there.is_some_and(|there| there.value.plan == activity.plan))
            }
            other => other.map(|()| true),
        }
    }

    /// Changes an activity: its report, its state.
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
        self.write_activity(Some(before), after.clone(), calendar, by, what, None).await
    }

    /// Changes an activity's plan, with the letters that follow: to the team, when it is large and was not, and to each
    /// ambassador it names now and did not.
    ///
    /// # Errors
    /// As [`Store::change_activity`].
    pub async fn change_plan(
        &self,
        before: &Stored<Activity>,
        plan: Plan,
        calendar: &Calendar,
        by: PersonId,
        telling: &Telling<'_>,
    ) -> Result<()> {
        let after = Activity { plan, ..before.value.clone() };
        self.write_and_tell(Some(before), &after, calendar, by, "change the plan", telling).await
    }

    /// A few rounds, because somebody who is named may answer between reading and writing.
    async fn write_and_tell(
        &self,
        before: Option<&Stored<Activity>>,
        after: &Activity,
        calendar: &Calendar,
        by: PersonId,
        what: &str,
        telling: &Telling<'_>,
    ) -> Result<()> {
        for _ in 0..4 {
            match self.write_activity(before, after.clone(), calendar, by, what, Some(telling)).await {
                Err(Error::Conflict(TOGETHER)) => {}
                written => return written,
            }
        }
        Err(Error::Conflict(TOGETHER))
    }

    async fn write_activity(
        &self,
        before: Option<&Stored<Activity>>,
        mut after: Activity,
        calendar: &Calendar,
        by: PersonId,
        what: &str,
        telling: Option<&Telling<'_>>,
    ) -> Result<()> {
        let old = before.map(|before| ActivityItem::of(&before.value, calendar, before.version));
        let mut beside = self.commit();
        if let Some(telling) = telling {
            beside = self.ask_named(beside, &mut after, telling).await?;
            if after.is_to_be_told_of() {
                beside = telling.large.iter().fold(beside, Commit::letter);
                after.told_large = true;
            }
        }
        let new = ActivityItem::of(&after, calendar, before.map_or(1, |before| before.version + 1));
        let mut commit = match before {
            None => self.commit().create("activity", Table::Activities, &new),
            Some(before) => self.commit().replace("activity", Table::Activities, &new, before.version),
        };
        let quarters = before.map(|before| &before.value).into_iter().chain([&after]);
        for quarter in quarters.map(|activity| activity.plan.quarter(calendar).to_string()).collect::<BTreeSet<_>>() {
            commit = commit.require_absent("quarter", Table::Quarters, &closing_key(&quarter));
        }
        commit = marked(commit, before.map(|before| &before.value), &after);
        if let Some(form) = sent(before.map(|before| &before.value), &after, telling.is_some()) {
            commit = self.without_started(commit, after.ambassador, form).await?;
        }
        commit
            .and(beside)
            .audit(Entry {
                subject: &format!("activity#{}", after.id),
                by: Actor::Person(by),
                what,
                before: old.as_ref().and_then(print),
                after: print(&new),
            })
            .send()
            .await
    }

    /// Asks the ambassadors whose addresses the plan names, and takes off those it names no longer. Whose an address is,
    /// or that it is nobody's, shows nowhere.
    async fn ask_named<'a>(
        &'a self,
        mut commit: Commit<'a>,
        activity: &mut Activity,
        telling: &Telling<'_>,
    ) -> Result<Commit<'a>> {
        let mut named = BTreeMap::new();
        for address in &activity.plan.with {
            let person = self.person(address).await?.filter(|person| person.roles.has(Role::Ambassador));
            let other = person.and_then(|person| Some((person.ambassador?, person)));
            named.extend(other.filter(|(ambassador, _)| *ambassador != activity.ambassador));
        }
        let id = activity.id;
        let everybody: BTreeSet<_> =
            activity.with.iter().map(|with| with.ambassador).chain(named.keys().copied()).collect();
        let there: BTreeMap<_, _> = self
            .shared_items(&everybody.iter().map(|ambassador| (*ambassador, id)).collect::<Vec<_>>())
            .await?
            .into_iter()
            .map(|item| (item.ambassador_id, item))
            .collect();
        let mut with = Vec::new();
        for ambassador in everybody {
            let said = match (there.get(&ambassador), named.get(&ambassador)) {
                (None, Some(person)) => {
                    let item = SharedItem {
                        ambassador_id: ambassador,
                        activity_id: id,
                        owner: activity.ambassador,
                        said: Together::Asked,
                        version: 1,
                    };
                    commit = commit.create(TOGETHER, Table::Activities, &item).letter(&(telling.together)(person));
                    Together::Asked
                }
                (Some(item), named) => {
                    let said = if named.is_some() { item.said.named() } else { Together::Removed };
                    if said != item.said {
                        let after = SharedItem { said, version: item.version + 1, ..item.clone() };
                        commit = commit.replace(TOGETHER, Table::Activities, &after, item.version);
                    }
                    said
                }
                (None, None) => Together::Removed,
            };
            if said != Together::Removed {
                with.push(With { ambassador, said });
            }
        }
        activity.with = with;
        Ok(commit)
    }

    /// An ambassador who is named says whether they organized it too. Again changes nothing. False when they are not
    /// named, or no longer.
    ///
    /// # Errors
    /// [`Error::Conflict`]`("quarter")` when the quarter it counts in is closed.
    pub async fn answer_together(
        &self,
        ambassador: AmbassadorId,
        id: ActivityId,
        yes: bool,
        calendar: &Calendar,
        by: PersonId,
    ) -> Result<bool> {
        // A few rounds, because the owner may change the activity between reading and writing.
        for _ in 0..4 {
            let Some(Row::Shared(item)) = self.activity_row(ambassador, id).await? else { return Ok(false) };
            let Ok(said) = item.said.answer(yes) else { return Ok(false) };
            if said == item.said {
                return Ok(true);
            }
            let Some(owners) = self.activity(item.owner, id).await? else { return Ok(false) };
            let quarter = owners.value.plan.quarter(calendar).to_string();
            let after = SharedItem { said, version: item.version + 1, ..item.clone() };
            let (owner, activity) = (item.owner.to_string(), id.to_string());
            let key = [("ambassador_id", owner.as_str()), ("activity_id", activity.as_str())];
            let written = self
                .commit()
                .replace(TOGETHER, Table::Activities, &after, item.version)
                .require_version("activity", Table::Activities, &key, owners.version)
                .require_absent("quarter", Table::Quarters, &closing_key(&quarter))
                .audit(Entry {
                    subject: &format!("activity#{id}"),
                    by: Actor::Person(by),
                    what: if yes { "organized it too" } else { "did not organize it" },
                    before: print(&item),
                    after: print(&after),
                })
                .send()
                .await;
            match written {
                Ok(()) => return Ok(true),
                Err(Error::Conflict(TOGETHER | "activity")) => {}
                Err(error) => return Err(error),
            }
        }
        Err(Error::Conflict(TOGETHER))
    }

    async fn activity_row(&self, ambassador: AmbassadorId, id: ActivityId) -> Result<Option<Row>> {
        let key = [("ambassador_id", &*ambassador.to_string()), ("activity_id", &*id.to_string())];
        self.get(Table::Activities, &key).await
    }

    async fn shared_items(&self, keys: &[(AmbassadorId, ActivityId)]) -> Result<Vec<SharedItem>> {
        let rows = self.activity_rows(keys).await?;
        Ok(rows.into_iter().filter_map(|row| if let Row::Shared(item) = row { Some(item) } else { None }).collect())
    }

    async fn activity_rows(&self, keys: &[(AmbassadorId, ActivityId)]) -> Result<Vec<Row>> {
        let keys: Vec<_> = keys
            .iter()
            .map(|(ambassador, id)| vec![("ambassador_id", ambassador.to_string()), ("activity_id", id.to_string())])
            .collect();
        self.get_many(Table::Activities, &keys).await
    }

    /// These activities, of whoever's, in no particular order; what is not there is left out.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn activities_by_id(&self, keys: &[(AmbassadorId, ActivityId)]) -> Result<Vec<Activity>> {
        let rows = self.activity_rows(keys).await?;
        let own = rows.into_iter().filter_map(|row| if let Row::Own(item) = row { Some(*item) } else { None });
        let mut activities: Vec<_> = own.map(|item| Stored::from(item).value).collect();
        self.fill_named(&mut activities).await?;
        Ok(activities)
    }

    /// Puts in what those who are named said.
    async fn fill_named(&self, activities: &mut [Activity]) -> Result<()> {
        let mut named: Vec<_> = activities.iter_mut().filter(|activity| !activity.with.is_empty()).collect();
        if named.is_empty() {
            return Ok(());
        }
        let mut keys = Vec::new();
        for activity in &named {
            keys.extend(activity.with.iter().map(|with| (with.ambassador, activity.id)));
        }
        let said: BTreeMap<_, _> = self
            .shared_items(&keys)
            .await?
            .into_iter()
            .map(|item| ((item.ambassador_id, item.activity_id), item.said))
            .collect();
        for activity in &mut named {
            let id = activity.id;
            for with in &mut activity.with {
                with.said = said.get(&(with.ambassador, id)).copied().unwrap_or(with.said);
            }
        }
        Ok(())
    }

    /// An ambassador's own activity; another's is none.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn activity(&self, ambassador: AmbassadorId, id: ActivityId) -> Result<Option<Stored<Activity>>> {
        let Some(Row::Own(item)) = self.activity_row(ambassador, id).await? else { return Ok(None) };
        let mut stored = Stored::from(*item);
        self.fill_named(std::slice::from_mut(&mut stored.value)).await?;
        Ok(Some(stored))
    }

    /// An activity of somebody else's that this ambassador is named in.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn named_in(&self, ambassador: AmbassadorId, id: ActivityId) -> Result<Option<NamedIn>> {
        match self.activity_row(ambassador, id).await? {
            Some(Row::Shared(item)) if item.said != Together::Removed => {
                let owners = self.activity(item.owner, id).await?;
                Ok(owners.map(|owners| NamedIn { activity: owners.value, said: item.said }))
            }
            _ => Ok(None),
        }
    }

    /// Every activity of one ambassador, the latest shared first: their own, and those of others they organized too. Each
    /// is there once.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn activities_of(&self, ambassador: AmbassadorId) -> Result<Vec<Activity>> {
        Ok(self.activities_and_questions_of(ambassador).await?.0)
    }

    /// The same, and those of others they are named in and have not said yes or no about.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn activities_and_questions_of(
        &self,
        ambassador: AmbassadorId,
    ) -> Result<(Vec<Activity>, Vec<Activity>)> {
        let id = ambassador.to_string();
        let rows: Vec<Row> = self.all(Query::of(Table::Activities, ("ambassador_id", &id)).latest_first()).await?;
        let (mut own, mut others) = (Vec::new(), BTreeMap::new());
        for row in rows {
            match row {
                Row::Own(item) => own.push(Stored::from(*item).value),
                Row::Shared(item) => drop(others.insert((item.owner, item.activity_id), item.said)),
                Row::Beside { .. } => {}
            }
        }
        self.fill_named(&mut own).await?;
        others.retain(|_, said| matches!(said, Together::Asked | Together::Yes));
        let theirs = self.activities_by_id(&others.keys().copied().collect::<Vec<_>>()).await?;
        let said_yes = |activity: &Activity| others.get(&(activity.ambassador, activity.id)) == Some(&Together::Yes);
        let (accepted, mut open): (Vec<_>, Vec<_>) = theirs.into_iter().partition(said_yes);
        own.extend(accepted);
        own.sort_by_key(|activity| std::cmp::Reverse(activity.id));
        open.retain(|activity| activity.state != ActivityState::Cancelled);
        open.sort_by_key(|activity| activity.id);
        Ok((own, open))
    }

    /// The few of their own activities an ambassador shared last, in one small read; companions are not filled in.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn shared_last(&self, ambassador: AmbassadorId) -> Result<Vec<Activity>> {
        const FEW: i32 = 10;
        let id = ambassador.to_string();
        // Identifiers begin with their time; what stands beside activities begins with a word.
        let ids = Range::StartsWith("activity_id", "0");
        let query = Query::of(Table::Activities, ("ambassador_id", &id)).range(ids).latest_first().limit(FEW);
        let (rows, _) = self.page(query, None).await?;
        let own = rows.into_iter().filter_map(|row| match row {
            Row::Own(item) => Some(Stored::from(*item).value),
            Row::Shared(_) | Row::Beside { .. } => None,
        });
        Ok(own.collect())
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
        let partitions = partitions(quarter, calendar);
        let mut place = Some(PlaceInQuarter::default());
        let mut page = Vec::new();
        // The next page is on its way while this one is read.
        while let Some(at) = place {
            let next = self.items_in(&partitions, None, at);
            let (next, here) = tokio::join!(next, self.activities_of_items(page, quarter, calendar));
            here?.iter().for_each(&mut visit);
            (page, place) = next?;
        }
        self.activities_of_items(page, quarter, calendar).await?.iter().for_each(&mut visit);
        Ok(())
    }

    /// One page of a quarter's activities, in no particular order, and where the next one starts; `most` a page, or as
    /// many as are read at once. A page may be empty before the end.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn activities_in(
        &self,
        quarter: Quarter,
        calendar: &Calendar,
        most: Option<i32>,
        at: PlaceInQuarter,
    ) -> Result<(Vec<Activity>, Option<PlaceInQuarter>)> {
        let (items, next) = self.items_in(&partitions(quarter, calendar), most, at).await?;
        Ok((self.activities_of_items(items, quarter, calendar).await?, next))
    }

    /// The items of one page.
    async fn items_in(
        &self,
        partitions: &[String],
        most: Option<i32>,
        at: PlaceInQuarter,
    ) -> Result<(Vec<Item>, Option<PlaceInQuarter>)> {
        let PlaceInQuarter { part, after } = at;
        let Some(partition) = partitions.get(part) else { return Ok((Vec::new(), None)) };
        let query = Query::of(Table::Activities, ("quarter_shard", partition)).index("by_quarter").range(Range::All);
        let query = most.map_or(query, |most| query.limit(most));
        let (items, next) = self.raw_page(query, after).await?;
        let next = match next {
            Some(after) => Some(PlaceInQuarter { part, after: Some(after) }),
            None => {
                Some(part + 1).filter(|part| *part < partitions.len()).map(|part| PlaceInQuarter { part, after: None })
            }
        };
        Ok((items, next))
    }

    /// The activities among them that are of this quarter.
    async fn activities_of_items(
        &self,
        items: Vec<Item>,
        quarter: Quarter,
        calendar: &Calendar,
    ) -> Result<Vec<Activity>> {
        let mut activities = Vec::with_capacity(items.len());
        for item in items {
            let item = reading::read(&item).map_or_else(|| from_item(item), Ok)?;
            activities.push(Stored::from(item).value);
        }
        activities.retain(|activity| activity.plan.quarter(calendar) == quarter);
        self.fill_named(&mut activities).await?;
        Ok(activities)
    }

    /// What was marked large and is not reported yet, the soonest first (clause M20).
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn large_plans(&self) -> Result<Vec<Activity>> {
        let query = Query::of(Table::Activities, ("quarter_shard", LARGE)).index("by_quarter");
        let marks: Vec<LargeItem> = self.all(query).await?;
        let keys: Vec<_> =
            marks.iter().filter_map(|mark| Some((mark.ambassador_id, beside_of(&mark.activity_id)?))).collect();
        let mut large = self.activities_by_id(&keys).await?;
        // The index follows the tables with a delay.
        large.retain(Activity::is_large_and_open);
        large.sort_by_key(|activity| (activity.plan.starts_on, activity.id));
        Ok(large)
    }
}

/// The sort key of what stands beside an activity.
pub(crate) fn beside(what: &str, id: ActivityId) -> String {
    format!("{what}#{id}")
}

/// The activity that stands in such a sort key.
pub(crate) fn beside_of(key: &str) -> Option<ActivityId> {
    key.split_once('#')?.1.parse().ok()
}

/// The mark for the team, put up or taken down as the activity became large or ceased to be.
fn marked<'a>(commit: Commit<'a>, before: Option<&Activity>, after: &Activity) -> Commit<'a> {
    let key = beside(LARGE, after.id);
    match (before.is_some_and(Activity::is_large_and_open), after.is_large_and_open()) {
        (false, true) => {
            let mark = LargeItem {
                ambassador_id: after.ambassador,
                activity_id: key,
                beside: LARGE.to_owned(),
                quarter_shard: LARGE.to_owned(),
            };
            commit.overwrite("mark", Table::Activities, &mark)
        }
        (true, false) => {
            let ambassador = after.ambassador.to_string();
            commit.remove("mark", Table::Activities, &[("ambassador_id", &ambassador), ("activity_id", &key)])
        }
        (true, true) | (false, false) => commit,
    }
}

/// The form kept for later that this change sends, if it sends one.
fn sent(before: Option<&Activity>, after: &Activity, is_plan: bool) -> Option<StartedForm> {
    match before {
        None => Some(StartedForm::Plan(after.id)),
        Some(_) if is_plan => Some(StartedForm::Change(after.id)),
        Some(before) => (before.report != after.report).then_some(StartedForm::Report(after.id)),
    }
}

pub(crate) fn closing_key(quarter: &str) -> [(&str, &str); 2] {
    [("quarter", quarter), ("entry", crate::quarters::CLOSING)]
}
