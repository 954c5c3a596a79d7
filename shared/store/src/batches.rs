//! Batches of payments (clauses C7, R8).
//!
//! A batch is one item with an entry for each of its requests. While a request waits in a batch, a claim in the same
//! table says so, and no other batch takes it. Marking as paid is one transaction a request: the request, the quarter's
//! book, the batch, the claim, the letter, the audit. Whoever is cut off goes on from what the batch says is done. Jobs that
//! put a batch's files together lie beside it ([`crate::batch_files`]).

use crate::applications::Stored;
use crate::audit::{Actor, Entry, print};
use crate::commit::Commit;
use crate::funding::{REQUEST, request_key};
use crate::outbox::Draft;
use crate::{Cursor, Error, Query, Result, Store, stamp, tables::Table};
use chrono::NaiveDate;
use program::batch::Outcome;
use program::funding::Moved;
use program::ledger::NotBooked;
use program::{Batch, BatchId, Funding, FundingId, PersonId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Serialize, Deserialize)]
struct BatchItem {
    batch_id: BatchId,
    entry: String,
    /// For the index: batches something of which waits, and the others.
    shelf: String,
    made_at: String,
    batch: Batch,
    version: u64,
}

/// That a request waits in a batch.
#[derive(Serialize, Deserialize)]
struct ClaimItem {
    /// `request#` and the request.
    batch_id: String,
    entry: String,
    batch: BatchId,
}

/// The part of a transaction that is a batch.
pub const BATCH: &str = "batch";
/// The part of a transaction that says a request waits in no other batch.
pub const CLAIM: &str = "claim";

/// Which batches a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// Something of them waits.
    Open,
    /// All of them is done.
    Done,
}

impl Shelf {
    fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
        }
    }
}

impl BatchItem {
    fn of(batch: &Batch, version: u64) -> Self {
        let shelf = if batch.state().is_open() { Shelf::Open } else { Shelf::Done };
        Self {
            batch_id: batch.id,
            entry: BATCH.to_owned(),
            shelf: shelf.name().to_owned(),
            made_at: format!("{}#{}", stamp(batch.made_at), batch.id),
            batch: batch.clone(),
            version,
        }
    }
}

impl From<BatchItem> for Stored<Batch> {
    fn from(item: BatchItem) -> Self {
        Self { value: item.batch, version: item.version }
    }
}

/// What became of a new batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PutTogether {
    /// It is kept, now or by the same form sent before.
    Kept,
    /// Another batch was kept under the same key.
    AnotherUnderThisKey,
    /// One of its requests waits in another batch.
    InAnotherBatch,
}

pub(crate) fn subject(id: BatchId) -> String {
    format!("batch#{id}")
}

fn claim_of(request: FundingId) -> String {
    format!("request#{request}")
}

impl<'a> Commit<'a> {
    /// A batch as it is after a change, on the version that was read. Requests that wait in it no longer can be chosen
    /// again.
    fn batch(self, before: &Stored<Batch>, after: &Batch, by: PersonId, what: &str) -> Self {
        let (old, new) = (BatchItem::of(&before.value, before.version), BatchItem::of(after, before.version + 1));
        let commit = self.replace(BATCH, Table::Batches, &new, before.version).audit(Entry {
            subject: &subject(after.id),
            by: Actor::Person(by),
            what,
            before: print(&old),
            after: print(&new),
        });
        let waits = |request: FundingId| {
            after.entries().iter().any(|entry| entry.request == request && entry.outcome == Outcome::Waiting)
        };
        before.value.waiting().filter(|entry| !waits(entry.request)).fold(commit, |commit, entry| {
            commit.remove(CLAIM, Table::Batches, &[("batch_id", &claim_of(entry.request)), ("entry", CLAIM)])
        })
    }
}

impl Store {
    /// Keeps a batch of these requests, each as it was read; once for its id.
    ///
    /// # Errors
    /// [`Error::Conflict`] of a request that has changed since it was read (requirement N3).
    pub async fn put_together(&self, batch: &Batch, requests: &[Stored<Funding>]) -> Result<PutTogether> {
        let item = BatchItem::of(batch, 1);
        let mut commit = self.commit().create(BATCH, Table::Batches, &item).audit(Entry {
            subject: &subject(batch.id),
            by: Actor::Person(batch.made_by),
            what: "put together",
            before: None,
            after: print(&item),
        });
        for Stored { value: request, version } in requests {
            let key = request_key(request.id);
            let key = key.each_ref().map(|(name, value)| (*name, value.as_str()));
            let claim = ClaimItem { batch_id: claim_of(request.id), entry: CLAIM.to_owned(), batch: batch.id };
            commit = commit.create(CLAIM, Table::Batches, &claim);
            commit = commit.require_version(REQUEST, Table::Funding, &key, *version);
        }
        match commit.send().await {
            Ok(()) => Ok(PutTogether::Kept),
            Err(Error::Conflict(BATCH)) => {
                let there = self.batch(batch.id).await?.map(|there| there.value);
                let chosen = |batch: &Batch| batch.entries().iter().map(|entry| entry.request).collect::<Vec<_>>();
                let same = there.is_some_and(|there| there.made_by == batch.made_by && chosen(&there) == chosen(batch));
                Ok(if same { PutTogether::Kept } else { PutTogether::AnotherUnderThisKey })
            }
            Err(Error::Conflict(CLAIM)) => Ok(PutTogether::InAnotherBatch),
            Err(error) => Err(error),
        }
    }

    /// A batch.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn batch(&self, id: BatchId) -> Result<Option<Stored<Batch>>> {
        let item: Option<BatchItem> =
            self.get(Table::Batches, &[("batch_id", &id.to_string()), ("entry", BATCH)]).await?;
        Ok(item.map(Stored::from))
    }

    /// A page of the batches, the latest first, and where the next page starts.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn batches(
        &self,
        shelf: Shelf,
        limit: i32,
        after: Option<Cursor>,
    ) -> Result<(Vec<Batch>, Option<Cursor>)> {
        let query = Query::of(Table::Batches, ("shelf", shelf.name())).index("by_shelf").latest_first().limit(limit);
        let (items, next) = self.page::<BatchItem>(query, after).await?;
        Ok((items.into_iter().map(|item| item.batch).collect(), next))
    }

    /// Where a page of batches goes on, as its address says it; none for what is no place among them.
    pub fn place_in_batches(&self, shelf: Shelf, text: &str) -> Option<Cursor> {
        let cursor = Cursor::from_text(text)?;
        let part = |name: &str| cursor.0.get(name).and_then(|value| value.as_s().ok());
        part("batch_id")?.parse::<BatchId>().ok()?;
        let here = cursor.0.len() == 4
            && part("entry").is_some_and(|entry| entry == BATCH)
            && part("shelf").is_some_and(|there| there == shelf.name())
            && part("made_at").is_some_and(|at| !at.is_empty() && at.len() < 100);
        here.then_some(cursor)
    }

    /// The batch each of these requests waits in; those that wait in none are left out.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn batches_of(&self, requests: &[FundingId]) -> Result<BTreeMap<FundingId, BatchId>> {
        let key = |request: &FundingId| vec![("batch_id", claim_of(*request)), ("entry", CLAIM.to_owned())];
        let keys: Vec<_> = requests.iter().map(key).collect();
        let claims: Vec<ClaimItem> = self.get_many(Table::Batches, &keys).await?;
        let of = |claim: ClaimItem| Some((claim.batch_id.strip_prefix("request#")?.parse().ok()?, claim.batch));
        Ok(claims.into_iter().filter_map(of).collect())
    }

    /// A change of a batch that changes no request: how it is paid, what is taken out, taken apart.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it has changed since it was read (requirement N3).
    pub async fn change_batch(&self, before: &Stored<Batch>, after: &Batch, by: PersonId, what: &str) -> Result<()> {
        self.commit().batch(before, after, by, what).send().await
    }

    /// Marks one request of a batch as paid, in the books and in the batch, with the letter that tells of it, unless its
    /// owner's data is erased; where they are paid to is kept on until the day given. Gives the rule of the books that is in
    /// the way, where one is.
    ///
    /// # Errors
    /// [`Error::Conflict`] of [`BATCH`], [`REQUEST`] or [`crate::payment_details::DETAILS`] when it has changed since it was read (requirement N3).
    pub async fn pay_in_batch(
        &self,
        (batch, marked): (&Stored<Batch>, &Batch),
        request: &Stored<Funding>,
        moved: &Moved,
        by: PersonId,
        (letter, keep_details_until): (Option<&Draft>, NaiveDate),
    ) -> Result<std::result::Result<(), NotBooked>> {
        let details = self.details_item(request.value.ambassador).await?;
        let parts = || {
            let commit = self.commit().batch(batch, marked, by, "mark as paid").funding(request, &moved.funding, by);
            letter.into_iter().fold(commit, Commit::letter).kept_until(details.clone(), keep_details_until)
        };
        self.send_with_books(moved.books.as_ref(), parts).await
    }
}
