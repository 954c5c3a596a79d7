//! Ambassadors.

use crate::applications::Stored;
use crate::audit::{Actor, Entry, print};
use crate::commit::{Commit, Error, Result, unexpected};
use crate::outbox::Draft;
use crate::people::Person;
use crate::{Store, from_item, tables::Table};
use chrono::NaiveDate;
use program::ambassador::Leaving;
use program::text::{Line, Name};
use program::{
    Ambassador, AmbassadorId, AmbassadorState, ApplicationId, Country, Email, LoadDelta, Pause, PersonId, Role, Roles,
    Territory,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

const ENTRY: &str = "profile";

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct AmbassadorItem {
    ambassador_id: AmbassadorId,
    entry: String,
    person: PersonId,
    name: Name,
    email: Email,
    country: Country,
    /// None in a record of before there were territories: then it is the country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    territory: Option<Territory>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    region: Option<Line>,
    language: String,
    state: AmbassadorState,
    since: NaiveDate,
    application: ApplicationId,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pauses: Vec<Pause>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    leaving: Option<Leaving>,
    version: u64,
}

impl AmbassadorItem {
    pub(crate) fn of(ambassador: &Ambassador, version: u64) -> Self {
        Self {
            ambassador_id: ambassador.id,
            entry: ENTRY.to_owned(),
            person: ambassador.person,
            name: ambassador.name.clone(),
            email: ambassador.email.clone(),
            country: ambassador.country,
            territory: Some(ambassador.territory.clone()),
            region: ambassador.region.clone(),
            language: ambassador.language.clone(),
            state: ambassador.state,
            since: ambassador.since,
            application: ambassador.application,
            pauses: ambassador.pauses.clone(),
            leaving: ambassador.leaving.clone(),
            version,
        }
    }
}

impl From<AmbassadorItem> for Ambassador {
    fn from(item: AmbassadorItem) -> Self {
        Self {
            id: item.ambassador_id,
            person: item.person,
            name: item.name,
            email: item.email,
            country: item.country,
            territory: item.territory.unwrap_or_else(|| Territory::of(item.country)),
            region: item.region,
            language: item.language,
            state: item.state,
            since: item.since,
            application: item.application,
            pauses: item.pauses,
            leaving: item.leaving,
        }
    }
}

impl From<AmbassadorItem> for Stored<Ambassador> {
    fn from(item: AmbassadorItem) -> Self {
        let version = item.version;
        Self { value: item.into(), version }
    }
}

/// The part of a transaction that is an ambassador's record.
pub const AMBASSADOR: &str = "ambassador";

impl Commit<'_> {
    /// An ambassador as they were read and as they are, with what their territory counts and the audit entry.
    pub(crate) fn ambassador(self, before: &Stored<Ambassador>, after: &Ambassador, by: Actor, what: &str) -> Self {
        let old = AmbassadorItem::of(&before.value, before.version);
        let new = AmbassadorItem::of(after, before.version + 1);
        let counts = LoadDelta::ambassador(after.state) - LoadDelta::ambassador(before.value.state);
        self.replace(AMBASSADOR, Table::Ambassadors, &new, before.version)
            .territory_load(&after.territory, counts)
            .audit(Entry {
                subject: &format!("ambassador#{}", after.id),
                by,
                what,
                before: print(&old),
                after: print(&new),
            })
    }
}

impl Store {
    /// An ambassador.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn ambassador(&self, id: AmbassadorId) -> Result<Option<Ambassador>> {
        Ok(self.ambassador_item(id).await?.map(Ambassador::from))
    }

    /// These ambassadors, by their ids; who is not there is left out.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn ambassadors_of(
        &self,
        ids: impl IntoIterator<Item = AmbassadorId>,
    ) -> Result<BTreeMap<AmbassadorId, Ambassador>> {
        let ids: BTreeSet<_> = ids.into_iter().collect();
        let keys: Vec<_> =
            ids.iter().map(|id| vec![("ambassador_id", id.to_string()), ("entry", ENTRY.to_owned())]).collect();
        let items: Vec<AmbassadorItem> = self.get_many(Table::Ambassadors, &keys).await?;
        Ok(items.into_iter().map(|item| (item.ambassador_id, Ambassador::from(item))).collect())
    }

    /// An ambassador, with the version a change is conditional on.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn stored_ambassador(&self, id: AmbassadorId) -> Result<Option<Stored<Ambassador>>> {
        Ok(self.ambassador_item(id).await?.map(Stored::from))
    }

    /// Changes how somebody takes part: a pause, a return, leaving. Their territory's numbers and the letter go with it.
    ///
    /// # Errors
    /// [`Error::Conflict`]`(`[`AMBASSADOR`]`)` when they have changed since `before` was read (requirement N3).
    pub async fn change_ambassador(
        &self,
        before: &Stored<Ambassador>,
        after: &Ambassador,
        by: Actor,
        what: &str,
        letter: Option<&Draft>,
    ) -> Result<()> {
        let mut commit = self.commit().ambassador(before, after, by, what);
        if let Some(letter) = letter {
            commit = commit.letter(letter);
        }
        commit.send().await
    }

    /// The same for a form that was shown the record in version `seen`. Where it has changed since, or does at this moment,
    /// nothing is changed, and how it is now is the answer: it may be what was asked all the same (requirements N1, N3).
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn change_ambassador_seen(
        &self,
        (before, seen): (&Stored<Ambassador>, u64),
        after: &Ambassador,
        by: Actor,
        what: &str,
        letter: Option<&Draft>,
    ) -> Result<Option<Stored<Ambassador>>> {
        if before.version == seen {
            match self.change_ambassador(before, after, by, what, letter).await {
                Ok(()) => return Ok(None),
                Err(Error::Conflict(AMBASSADOR)) => {}
                Err(error) => return Err(error),
            }
        }
        self.stored_ambassador(after.id).await?.ok_or(Error::Conflict(AMBASSADOR)).map(Some)
    }

    async fn ambassador_item(&self, id: AmbassadorId) -> Result<Option<AmbassadorItem>> {
        self.get(Table::Ambassadors, &[("ambassador_id", &id.to_string()), ("entry", ENTRY)]).await
    }

    /// Places an ambassador whom somebody saw in the territory `seen`: their record, what both territories count, and
    /// the audit entry. Again changes nothing (clause O4).
    ///
    /// Gives the record as it stands now. Where its territory is not `to`, somebody else placed them meanwhile
    /// (requirement N3).
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn place_ambassador(
        &self,
        id: AmbassadorId,
        seen: &Territory,
        to: &Territory,
        by: PersonId,
    ) -> Result<Option<Ambassador>> {
        // A few rounds, because the record may change in between without anybody having placed them.
        for _ in 0..4 {
            let Some(item) = self.ambassador_item(id).await? else { return Ok(None) };
            let before = Ambassador::from(item.clone());
            if before.territory != *seen || before.territory == *to || before.country != to.country() {
                return Ok(Some(before));
            }
            let after = Ambassador { territory: to.clone(), ..before };
            let changed = AmbassadorItem::of(&after, item.version + 1);
            let counts = LoadDelta::ambassador(after.state);
            let written = self
                .commit()
                .replace("ambassador", Table::Ambassadors, &changed, item.version)
                .territory_load(seen, -counts)
                .territory_load(to, counts)
                .audit(Entry {
                    subject: &format!("ambassador#{id}"),
                    by: Actor::Person(by),
                    what: "place",
                    before: print(&item),
                    after: print(&changed),
                })
                .send()
                .await;
            match written {
                Ok(()) => return Ok(Some(after)),
                Err(Error::Conflict(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Err(Error::Conflict("ambassador"))
    }

    /// A page of ambassadors in no particular order, and where the next one starts; read to the end, it is all of them.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn ambassadors(&self, after: Option<crate::Cursor>) -> Result<(Vec<Ambassador>, Option<crate::Cursor>)> {
        let (stored, next) = self.stored_ambassadors(after).await?;
        Ok((stored.into_iter().map(|stored| stored.value).collect(), next))
    }

    /// The same, with the versions a change is conditional on.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn stored_ambassadors(
        &self,
        after: Option<crate::Cursor>,
    ) -> Result<(Vec<Stored<Ambassador>>, Option<crate::Cursor>)> {
        self.scan_ambassadors(None, after).await
    }

    /// The same of so many records at most.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn some_ambassadors(
        &self,
        most: i32,
        after: Option<crate::Cursor>,
    ) -> Result<(Vec<Ambassador>, Option<crate::Cursor>)> {
        let (stored, next) = self.scan_ambassadors(Some(most), after).await?;
        Ok((stored.into_iter().map(|stored| stored.value).collect(), next))
    }

    /// Where a page of ambassadors goes on, as its address says it; none for what is no place among them.
    pub fn place_in_ambassadors(&self, text: &str) -> Option<crate::Cursor> {
        let cursor = crate::Cursor::from_text(text)?;
        let part = |name: &str| cursor.0.get(name).and_then(|value| value.as_s().ok());
        let is_one = part("ambassador_id").is_some_and(|id| id.parse::<AmbassadorId>().is_ok());
        let is_here = part("entry").is_some_and(|entry| !entry.is_empty() && entry.len() < 100);
        (cursor.0.len() == 2 && is_one && is_here).then_some(cursor)
    }

    async fn scan_ambassadors(
        &self,
        most: Option<i32>,
        after: Option<crate::Cursor>,
    ) -> Result<(Vec<Stored<Ambassador>>, Option<crate::Cursor>)> {
        let answer = self
            .db
            .scan()
            .table_name(self.table(Table::Ambassadors))
            .consistent_read(true)
            .filter_expression("entry = :profile")
            .expression_attribute_values(":profile", aws_sdk_dynamodb::types::AttributeValue::S(ENTRY.to_owned()))
            .set_exclusive_start_key(after.map(|cursor| cursor.0))
            .set_limit(most)
            .send()
            .await
            .map_err(unexpected)?;
        let items: Vec<AmbassadorItem> =
            answer.items.unwrap_or_default().into_iter().map(from_item).collect::<Result<_>>()?;
        Ok((items.into_iter().map(Stored::from).collect(), answer.last_evaluated_key.map(crate::Cursor)))
    }

    /// What these ambassadors are called; who is not here any more is left out.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn names_of(&self, ambassadors: &BTreeSet<AmbassadorId>) -> Result<BTreeMap<AmbassadorId, Name>> {
        let keys: Vec<_> =
            ambassadors.iter().map(|id| vec![("ambassador_id", id.to_string()), ("entry", ENTRY.to_owned())]).collect();
        let items: Vec<AmbassadorItem> = self.get_many(Table::Ambassadors, &keys).await?;
        Ok(items.into_iter().map(|item| (item.ambassador_id, item.name)).collect())
    }

    /// Every ambassador.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn all_ambassadors(&self) -> Result<Vec<Ambassador>> {
        let (mut all, mut next) = self.ambassadors(None).await?;
        while let Some(cursor) = next {
            let (more, after) = self.ambassadors(Some(cursor)).await?;
            all.extend(more);
            next = after;
        }
        Ok(all)
    }

    /// Brings in an ambassador of before the office opened, with their claim and audit entry.
    ///
    /// # Errors
    /// [`crate::Error::Conflict`] when the ambassador or the address is here already.
    pub async fn bring_in(&self, ambassador: &Ambassador) -> Result<Person> {
        let mut person = Person::new(ambassador.person, &ambassador.email, &ambassador.language);
        person.name = Some(ambassador.name.as_str().to_owned());
        person.roles = Roles::of([Role::Ambassador]);
        person.ambassador = Some(ambassador.id);
        let item = AmbassadorItem::of(ambassador, 1);
        self.commit()
            .create("ambassador", Table::Ambassadors, &item)
            .person(&person)
            .territory_load(&ambassador.territory, LoadDelta::ambassador(ambassador.state))
            .audit(Entry {
                subject: &format!("ambassador#{}", ambassador.id),
                by: Actor::Operator,
                what: "bring in",
                before: None,
                after: print(&item),
            })
            .send()
            .await?;
        Ok(person)
    }
}
