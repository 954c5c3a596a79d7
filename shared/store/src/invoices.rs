//! Invoices of requests for funds (clause M14).
//!
//! Each is an item beside its request. Whatever changes one holds the request to the version that was read, so that a
//! request that moves on at the same moment does not take a paper along that nobody looked at.

use crate::applications::Stored;
use crate::audit::{Actor, Entry, print};
use crate::commit::Commit;
use crate::funding::{REQUEST, subject};
use crate::{Error, Query, Range, Result, Store, tables::Table};
use program::funding::{Funding, Moved};
use program::invoice::Invoice;
use program::{FundingId, InvoiceId, PersonId};
use serde::{Deserialize, Serialize};

const INVOICE: &str = "invoice#";

#[derive(Serialize, Deserialize)]
struct InvoiceItem {
    request_id: FundingId,
    entry: String,
    invoice: Invoice,
    version: u64,
}

impl InvoiceItem {
    fn of(invoice: &Invoice, version: u64) -> Self {
        Self { request_id: invoice.request, entry: entry(invoice.id), invoice: invoice.clone(), version }
    }
}

impl From<InvoiceItem> for Stored<Invoice> {
    fn from(item: InvoiceItem) -> Self {
        Self { value: item.invoice, version: item.version }
    }
}

fn entry(id: InvoiceId) -> String {
    format!("{INVOICE}{id}")
}

/// What becomes of an invoice.
#[derive(Clone, Copy, Debug)]
pub enum InvoiceChange<'a> {
    /// It is handed in.
    New(&'a Invoice),
    /// It is written anew.
    Written(&'a Stored<Invoice>, &'a Invoice),
    /// It is taken back.
    Removed(&'a Stored<Invoice>),
}

impl Store {
    /// Changes an invoice, while its request is as it was read; with what that changes about the request, if anything. An
    /// invoice that is handed in twice is there once.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the request or the invoice has changed since it was read (requirement N3).
    pub async fn change_invoice(
        &self,
        request: &Stored<Funding>,
        change: InvoiceChange<'_>,
        moved: Option<&Moved>,
        by: PersonId,
    ) -> Result<()> {
        let id = request.value.id.to_string();
        let commit = match moved {
            Some(moved) => self.commit().funding(request, &moved.funding, by),
            None => {
                let key = [("request_id", id.as_str()), ("entry", REQUEST)];
                self.commit().require_version(REQUEST, Table::Funding, &key, request.version)
            }
        };
        let written = self.with_invoice(commit, change, by).send().await;
        match (written, change) {
            (Err(Error::Conflict(part)), InvoiceChange::New(invoice)) => {
                let there = self.invoice(invoice.request, invoice.id).await?;
                // The same form sent before, whatever it changed about the request then.
                match there.is_some_and(|there| there.value.details == invoice.details) {
                    true => Ok(()),
                    false => Err(Error::Conflict(part)),
                }
            }
            (written, _) => written,
        }
    }

    fn with_invoice<'a>(&'a self, commit: Commit<'a>, change: InvoiceChange<'_>, by: PersonId) -> Commit<'a> {
        let (invoice, what, before, after) = match change {
            InvoiceChange::New(invoice) => (invoice, "hand in an invoice", None, Some(InvoiceItem::of(invoice, 1))),
            InvoiceChange::Written(before, after) => {
                let old = InvoiceItem::of(&before.value, before.version);
                (after, "write an invoice anew", Some(old), Some(InvoiceItem::of(after, before.version + 1)))
            }
            InvoiceChange::Removed(before) => {
                let old = InvoiceItem::of(&before.value, before.version);
                (&before.value, "take an invoice back", Some(old), None)
            }
        };
        let key = [("request_id", invoice.request.to_string()), ("entry", entry(invoice.id))];
        let key: Vec<_> = key.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let commit = match (&before, &after) {
            (Some(before), Some(after)) => commit.replace("invoice", Table::Funding, after, before.version),
            (_, Some(after)) => commit.create("invoice", Table::Funding, after),
            (_, None) => commit.consume("invoice", Table::Funding, &key),
        };
        commit.audit(Entry {
            subject: &subject(invoice.request),
            by: Actor::Person(by),
            what,
            before: before.as_ref().and_then(print),
            after: after.as_ref().and_then(print),
        })
    }

    /// An invoice of a request.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn invoice(&self, request: FundingId, id: InvoiceId) -> Result<Option<Stored<Invoice>>> {
        let key = [("request_id", request.to_string()), ("entry", entry(id))];
        let key: Vec<_> = key.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let item: Option<InvoiceItem> = self.get(Table::Funding, &key).await?;
        Ok(item.map(Stored::from))
    }

    /// Every invoice of a request, in the order they were handed in.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn invoices_of(&self, request: FundingId) -> Result<Vec<Stored<Invoice>>> {
        let id = request.to_string();
        let query = Query::of(Table::Funding, ("request_id", &id)).range(Range::StartsWith("entry", INVOICE));
        let items: Vec<InvoiceItem> = self.all(query).await?;
        let mut all: Vec<Stored<Invoice>> = items.into_iter().map(Stored::from).collect();
        all.sort_by_key(|invoice| (invoice.value.at, invoice.value.id));
        Ok(all)
    }
}
