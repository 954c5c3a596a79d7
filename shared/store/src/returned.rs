//! Addresses that letters came back from, or whose owner asked for no more of them. Nothing is written there until a
//! person says so.
//!
//! An item an address. What the mail service tells is older or newer than what a person said: of the two the newer
//! counts, so that a report that comes late or twice changes nothing.

use crate::audit::{Actor, Entry, print};
use crate::commit::{Commit, unexpected};
use crate::{Error, Result, Store, from_item, secret, tables::Table};
use chrono::{DateTime, Utc};
use program::Email;
use serde::{Deserialize, Serialize};

/// Why nothing is written to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A letter came back: the address takes none.
    Bounced,
    /// Its owner told their mail service that they do not want such letters.
    Complained,
}

/// An address that nothing is written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The address.
    pub email: Email,
    /// Why.
    pub why: Why,
    /// Since when.
    pub since: DateTime<Utc>,
}

#[derive(Clone, Serialize, Deserialize)]
struct ReturnedItem {
    address: String,
    email: Email,
    why: Why,
    /// When the mail service said so, or a person the opposite.
    at: DateTime<Utc>,
    held: bool,
    version: u64,
}

/// The part of a transaction that is an address.
const ADDRESS: &str = "address";

impl Store {
    async fn returned(&self, email: &Email) -> Result<Option<ReturnedItem>> {
        self.get(Table::Returned, &[(ADDRESS, &email.key())]).await
    }

    /// Records what the mail service told of an address at this time; true when it was not known yet.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn hold_address(&self, email: &Email, why: Why, at: DateTime<Utc>) -> Result<bool> {
        let before = self.returned(email).await?;
        if before.as_ref().is_some_and(|before| before.held || before.at >= at) {
            return Ok(false);
        }
        let version = before.as_ref().map_or(0, |before| before.version);
        let item =
            ReturnedItem { address: email.key(), email: email.clone(), why, at, held: true, version: version + 1 };
        match self.said_of(&item, before.as_ref(), Actor::MailService).send().await {
            Ok(()) => Ok(true),
            // Somebody else has just recorded it, which is as good.
            Err(Error::Conflict(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// A person's word that letters may go to this address again; said twice, it is as said once.
    ///
    /// # Errors
    /// [`Error::Conflict`] when somebody else said something about it at this moment.
    pub async fn write_again(&self, email: &Email, by: Actor) -> Result<()> {
        let Some(before) = self.returned(email).await?.filter(|before| before.held) else { return Ok(()) };
        let at = self.clock().now().max(before.at);
        let item = ReturnedItem { at, held: false, version: before.version + 1, ..before.clone() };
        self.said_of(&item, Some(&before), by).send().await
    }

    /// Whether nothing is written to this address.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn is_held(&self, email: &Email) -> Result<bool> {
        Ok(self.returned(email).await?.is_some_and(|item| item.held))
    }

    /// Every address that nothing is written to, in alphabetical order.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn held_addresses(&self) -> Result<Vec<Held>> {
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let request = self.db.scan().table_name(self.table(Table::Returned)).consistent_read(true);
            let answer = request.set_exclusive_start_key(after).send().await.map_err(unexpected)?;
            for item in answer.items.unwrap_or_default() {
                let ReturnedItem { email, why, at, held, .. } = from_item(item)?;
                if held {
                    all.push(Held { email, why, since: at });
                }
            }
            after = answer.last_evaluated_key;
            if after.is_none() {
                all.sort_by_key(|held| held.email.key());
                return Ok(all);
            }
        }
    }

    fn said_of(&self, item: &ReturnedItem, before: Option<&ReturnedItem>, by: Actor) -> Commit<'_> {
        let commit = match before {
            None => self.commit().create(ADDRESS, Table::Returned, item),
            Some(before) => self.commit().replace(ADDRESS, Table::Returned, item, before.version),
        };
        commit.audit(Entry {
            subject: &format!("address#{}", secret::hash(item.address.as_bytes())),
            by,
            what: if item.held { "write there no more" } else { "write there again" },
            before: before.and_then(print),
            after: print(item),
        })
    }
}
