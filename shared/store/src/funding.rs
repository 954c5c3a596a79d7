//! Requests for funds (clauses O7, M12 to M14).
//!
//! A request is one item under its id, `request`; what belongs to it lies beside it under the same id. Whatever changes
//! where it stands is one transaction with its letters, its audit entry and the quarter's book ([`crate::budgets`]). A
//! request has a place in the index `by_state` once it was sent to the team: drafts are their owner's alone.

use crate::applications::Stored;
use crate::audit::{Actor, Entry, print};
use crate::commit::Commit;
use crate::outbox::Draft;
use crate::started::StartedForm;
use crate::{Cursor, Error, Query, Result, Store, stamp, tables::Table};
use chrono::NaiveDate;
use program::funding::{Funding, FundingState, Moved};
use program::ledger::NotBooked;
use program::{AmbassadorId, FundingId, PersonId};
use serde::{Deserialize, Serialize};

#[derive(Clone, Serialize, Deserialize)]
struct RequestItem {
    request_id: FundingId,
    entry: String,
    ambassador_id: AmbassadorId,
    /// The state, for the index; absent while the request is a draft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shelf: Option<String>,
    since: String,
    request: Funding,
    version: u64,
}

/// The part of a transaction that is a request.
pub const REQUEST: &str = "request";

impl RequestItem {
    fn of(funding: &Funding, version: u64) -> Self {
        let is_draft = funding.state() == FundingState::Draft;
        Self {
            request_id: funding.id,
            entry: REQUEST.to_owned(),
            ambassador_id: funding.ambassador,
            shelf: (!is_draft).then(|| funding.state().name().to_owned()),
            since: format!("{}#{}", stamp(funding.since()), funding.id),
            request: funding.clone(),
            version,
        }
    }
}

impl From<RequestItem> for Stored<Funding> {
    fn from(item: RequestItem) -> Self {
        Self { value: item.request, version: item.version }
    }
}

/// What became of a new request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It is kept, now or by the same form sent before.
    Kept,
    /// Another request was kept under the same key.
    AnotherUnderThisKey,
}

/// Where a request is.
pub(crate) fn request_key(id: FundingId) -> [(&'static str, String); 2] {
    [("request_id", id.to_string()), ("entry", REQUEST.to_owned())]
}

/// Where the audit has a request.
pub(crate) fn subject(id: FundingId) -> String {
    format!("funding#{id}")
}

impl<'a> Commit<'a> {
    /// A request as it is after a change, with its audit entry, on the version that was read.
    pub(crate) fn funding(self, before: &Stored<Funding>, after: &Funding, by: PersonId) -> Self {
        let (old, new) = (RequestItem::of(&before.value, before.version), RequestItem::of(after, before.version + 1));
        let step = after.steps().last().filter(|_| after.steps() != before.value.steps());
        self.replace(REQUEST, Table::Funding, &new, before.version).audit(Entry {
            subject: &subject(after.id),
            by: Actor::Person(by),
            what: step.map_or("write", |step| step.what.name()),
            before: print(&old),
            after: print(&new),
        })
    }
}

impl Store {
    /// Keeps a new request, sent to the team or not, with the letters that tell of it; once for its id. The form it was
    /// kept as for later is gone with it.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn begin_funding(&self, funding: &Funding, letters: &[Draft]) -> Result<Begun> {
        let item = RequestItem::of(funding, 1);
        let what = funding.steps().last().map_or("write", |step| step.what.name());
        let commit = self.commit().create(REQUEST, Table::Funding, &item).audit(Entry {
            subject: &subject(funding.id),
            by: Actor::Person(funding.person),
            what,
            before: None,
            after: print(&item),
        });
        let commit = self.without_started(commit, funding.ambassador, StartedForm::Funding(funding.id)).await?;
        match letters.iter().fold(commit, Commit::letter).send().await {
            Ok(()) => Ok(Begun::Kept),
            Err(Error::Conflict(_)) => {
                let there = self.funding(funding.id).await?.map(|there| there.value);
                let same =
                    there.is_some_and(|there| there.ambassador == funding.ambassador && there.asking == funding.asking);
                Ok(if same { Begun::Kept } else { Begun::AnotherUnderThisKey })
            }
            Err(error) => Err(error),
        }
    }

    /// A request.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn funding(&self, id: FundingId) -> Result<Option<Stored<Funding>>> {
        let item: Option<RequestItem> =
            self.get(Table::Funding, &[("request_id", &id.to_string()), ("entry", REQUEST)]).await?;
        Ok(item.map(Stored::from))
    }

    /// Its owner writes a draft anew.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it has changed since it was read (requirement N3).
    pub async fn write_funding(&self, before: &Stored<Funding>, after: &Funding) -> Result<()> {
        self.commit().funding(before, after, after.person).send().await
    }

    /// A change of where a request stands, with what it is in the books and the letters that tell of it. Gives the rule
    /// of the books that is in the way, where one is.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the request has changed since it was read (requirement N3).
    pub async fn change_funding(
        &self,
        before: &Stored<Funding>,
        moved: &Moved,
        by: PersonId,
        letters: &[Draft],
    ) -> Result<std::result::Result<(), NotBooked>> {
        let parts = || letters.iter().fold(self.commit().funding(before, &moved.funding, by), Commit::letter);
        self.send_with_books(moved.books.as_ref(), parts).await
    }

    /// Its owner hands the papers of a request over, with the letter that thanks for it. Where they are paid to is needed
    /// from now on, so it is kept until the day given at least.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the request, or where they are paid to, has changed since it was read (requirement N3).
    pub async fn hand_over(
        &self,
        before: &Stored<Funding>,
        moved: &Moved,
        by: PersonId,
        (letter, keep_details_until): (&Draft, NaiveDate),
    ) -> Result<()> {
        let details = self.details_item(before.value.ambassador).await?;
        let commit = self.commit().funding(before, &moved.funding, by).letter(letter);
        commit.kept_until(details, keep_details_until).send().await
    }

    /// Every request of an ambassador, the latest first, drafts included.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn funding_of(&self, ambassador: AmbassadorId) -> Result<Vec<Stored<Funding>>> {
        let id = ambassador.to_string();
        let query = Query::of(Table::Funding, ("ambassador_id", &id)).index("by_ambassador").latest_first();
        let items: Vec<RequestItem> = self.all(query).await?;
        Ok(items.into_iter().map(Stored::from).collect())
    }

    /// A page of the requests in a state, those that have stood there the longest first, and where the next page starts;
    /// never drafts.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn funding_in(
        &self,
        state: FundingState,
        limit: i32,
        after: Option<Cursor>,
    ) -> Result<(Vec<Stored<Funding>>, Option<Cursor>)> {
        let query = Query::of(Table::Funding, ("shelf", state.name())).index("by_state").limit(limit);
        // What is over is looked for by when it ended, the latest first.
        let query = if state.is_over() { query.latest_first() } else { query };
        let (items, next) = self.page::<RequestItem>(query, after).await?;
        Ok((items.into_iter().map(Stored::from).collect(), next))
    }

    /// The requests that came to a state last, the latest first; never drafts.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn lately_in(&self, state: FundingState, limit: i32) -> Result<Vec<Stored<Funding>>> {
        let query = Query::of(Table::Funding, ("shelf", state.name())).index("by_state").limit(limit).latest_first();
        let (items, _) = self.page::<RequestItem>(query, None).await?;
        Ok(items.into_iter().map(Stored::from).collect())
    }

    /// How many requests stand in a state.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn count_funding_in(&self, state: FundingState) -> Result<u64> {
        self.count_all(Query::of(Table::Funding, ("shelf", state.name())).index("by_state")).await
    }

    /// Where a page of requests in a state goes on, as its address says it; none for what is no place among them.
    pub fn place_in_funding(&self, state: FundingState, text: &str) -> Option<Cursor> {
        let cursor = Cursor::from_text(text)?;
        let part = |name: &str| cursor.0.get(name).and_then(|value| value.as_s().ok());
        part("request_id")?.parse::<FundingId>().ok()?;
        let here = cursor.0.len() == 4
            && part("entry").is_some_and(|entry| entry == REQUEST)
            && part("shelf").is_some_and(|shelf| shelf == state.name())
            && part("since").is_some_and(|since| !since.is_empty() && since.len() < 100);
        here.then_some(cursor)
    }
}
