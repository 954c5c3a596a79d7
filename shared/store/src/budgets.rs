//! The books of the quarters, and the rates of exchange (clauses M12, R8).
//!
//! One item a quarter's book. It is replaced on its version in the very transaction that moves a request's money, so that
//! two approvals at once cannot both promise the last euro. Many requests meet on one book, so a move that finds it
//! changed is made anew on the book as it is then; only the rules of [`program::ledger`] can refuse it.
//!
//! A book is kept in the currency the program had: a program that changes its currency opens others beside them. Rates
//! are never changed, only followed by others: what was decided at one keeps it.

use crate::applications::Stored;
use crate::audit::{Actor, Entry, print};
use crate::commit::Commit;
use crate::{Error, Query, Result, Store, secret, stamp, tables::Table};
use chrono::{DateTime, Utc};
use program::funding::FundingKind;
use program::ledger::{Move, NotBooked};
use program::{Book, Currency, Money, PersonId, Quarter, Rate};
use serde::{Deserialize, Serialize};
use std::time::Duration;

#[derive(Clone, Serialize, Deserialize)]
struct BookItem {
    /// The quarter.
    book: String,
    /// The currency.
    entry: String,
    accounts: Book,
    version: u64,
}

#[derive(Serialize, Deserialize)]
struct RateItem {
    /// `rates#` and the program's currency.
    book: String,
    entry: String,
    rate: Rate,
    at: DateTime<Utc>,
}

/// The part of a transaction that is a quarter's book.
pub(crate) const BOOK: &str = "book";

/// How often a move is made anew on a book that changed meanwhile. Each time another one was through.
const ROUNDS: u32 = 60;

fn subject(quarter: Quarter, currency: Currency) -> String {
    format!("budget#{quarter}#{currency}")
}

impl Store {
    /// The book of a quarter in a currency; none while nothing was written in it.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn book(&self, quarter: Quarter, currency: Currency) -> Result<Option<Stored<Book>>> {
        let key = [("book", &*quarter.to_string()), ("entry", currency.code())];
        let item: Option<BookItem> = self.get(Table::Budgets, &key).await?;
        Ok(item.map(|item| Stored { value: item.accounts, version: item.version }))
    }

    /// Sets the budgets of some kinds, each of which was the first amount when it was looked at and is to be the second:
    /// all of them or none. The same once more is done already.
    ///
    /// # Errors
    /// [`Error::Conflict`] when somebody else changed one of them meanwhile (requirement N3).
    pub async fn set_budgets(
        &self,
        quarter: Quarter,
        currency: Currency,
        budgets: &[(FundingKind, Money, Money)],
        by: PersonId,
    ) -> Result<std::result::Result<(), NotBooked>> {
        for round in 0..ROUNDS {
            let before = self.book(quarter, currency).await?;
            let mut after =
                before.as_ref().map_or_else(|| Book::empty(quarter, currency), |before| before.value.clone());
            let mut has_changed = false;
            for (kind, was, budget) in budgets {
                let there = after.account(*kind).budget;
                if there == *budget {
                    continue;
                }
                if there != *was {
                    return Err(Error::Conflict(BOOK));
                }
                has_changed = true;
                after = match after.with_budget(*kind, *budget) {
                    Ok(after) => after,
                    Err(rule) => return Ok(Err(rule)),
                };
            }
            if !has_changed {
                return Ok(Ok(()));
            }
            let audit = Entry {
                subject: &subject(quarter, currency),
                by: Actor::Person(by),
                what: "set the budget",
                before: before.as_ref().and_then(|before| print(&before.value)),
                after: print(&after),
            };
            match self.commit().book(before.as_ref(), &after).audit(audit).send().await {
                Err(Error::Conflict(BOOK)) => pause(round).await,
                other => return other.map(Ok),
            }
        }
        Err(Error::Conflict(BOOK))
    }

    /// Sends what `parts` puts together with what `change` is in the books, all of it or nothing. Gives the rule of the
    /// books that is in the way, where one is.
    ///
    /// # Errors
    /// [`Error::Conflict`] names the part of `parts` that stood in the way.
    pub(crate) async fn send_with_books<'a>(
        &'a self,
        change: Option<&Move>,
        parts: impl Fn() -> Commit<'a>,
    ) -> Result<std::result::Result<(), NotBooked>> {
        let Some((change, currency)) = change.and_then(|change| Some((change, change.currency()?))) else {
            return parts().send().await.map(Ok);
        };
        for round in 0..ROUNDS {
            let before = self.book(change.quarter(), currency).await?;
            let book =
                before.as_ref().map_or_else(|| Book::empty(change.quarter(), currency), |before| before.value.clone());
            let after = match book.after(change) {
                Ok(after) => after,
                Err(rule) => return Ok(Err(rule)),
            };
            match parts().book(before.as_ref(), &after).send().await {
                Err(Error::Conflict(BOOK)) => pause(round).await,
                other => return other.map(Ok),
            }
        }
        Err(Error::Conflict(BOOK))
    }

    /// Every rate that was entered against the program's currency; of two for one day the later one is the last.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn rates(&self, program: Currency) -> Result<Vec<Rate>> {
        let items: Vec<RateItem> = self.all(Query::of(Table::Budgets, ("book", &rates_of(program)))).await?;
        Ok(items.into_iter().map(|item| item.rate).collect())
    }

    /// Enters a rate against the program's currency; false when it is there already.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn enter_rate(&self, program: Currency, rate: &Rate) -> Result<bool> {
        let there = self.rates(program).await?;
        let same_day = |one: &&Rate| one.currency == rate.currency && one.from == rate.from;
        if there.iter().rev().find(same_day).is_some_and(|one| one.value() == rate.value()) {
            return Ok(false);
        }
        let at = self.clock().now();
        let entry = format!("{}#{}#{}", rate.currency, rate.from, stamp(at));
        let item = RateItem { book: rates_of(program), entry, rate: rate.clone(), at };
        let audit = Entry {
            subject: &item.book,
            by: Actor::Person(rate.by),
            what: "enter a rate",
            before: None,
            after: print(&item),
        };
        match self.commit().create("rate", Table::Budgets, &item).audit(audit).send().await {
            Ok(()) => Ok(true),
            // Entered at this very instant: by the same form, sent twice.
            Err(Error::Conflict("rate")) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

impl Commit<'_> {
    /// A quarter's book in the place of the one that was read; the first one where there was none.
    fn book(self, before: Option<&Stored<Book>>, after: &Book) -> Self {
        let version = before.map_or(0, |before| before.version);
        let item = BookItem {
            book: after.quarter().to_string(),
            entry: after.currency().code().to_owned(),
            accounts: after.clone(),
            version: version + 1,
        };
        match before {
            None => self.create(BOOK, Table::Budgets, &item),
            Some(before) => self.replace(BOOK, Table::Budgets, &item, before.version),
        }
    }
}

fn rates_of(program: Currency) -> String {
    format!("rates#{program}")
}

/// A moment for whoever was faster, a little longer each time and never the same for two.
async fn pause(round: u32) {
    let jitter = u64::from(u16::from_be_bytes(secret::random())) % 20;
    tokio::time::sleep(Duration::from_millis(jitter * u64::from(round.min(10)) / 2)).await;
}
