//! Where ambassadors are paid to, sealed (clause C8).
//!
//! A table of its own, so that its grants are its own, and nothing in it can be read without the key
//! ([`crate::sealing`]). The audit has a line for whoever wrote, erased or looked, and never a hash of what it says: an
//! account's number can be guessed from one.

use crate::audit::{Actor, Entry};
use crate::commit::{Commit, unexpected};
use crate::{Error, Result, Store, secret, tables::Table};
use chrono::{DateTime, NaiveDate, Utc};
use program::{AmbassadorId, PaymentDetails, PersonId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct DetailsItem {
    ambassador_id: AmbassadorId,
    sealed: String,
    /// The hash of the key of the form that wrote it, so that one sent twice is written once.
    form: String,
    /// The hash of that key and what came under it. The key itself is kept nowhere, so nobody guesses an account from this.
    posted: String,
    written_at: DateTime<Utc>,
    /// The last day they are kept, unless something is paid before.
    keep_until: NaiveDate,
    version: u64,
}

/// The part of a transaction that is somebody's payment details.
pub const DETAILS: &str = "payment details";

/// What became of payment details that were entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entered {
    /// They are kept, now or by the same form sent before.
    Kept,
    /// Others were kept by the same form before, and stay.
    AnotherUnderThisKey,
    /// The key cannot be used, so nothing is kept.
    NotSealed,
}

/// What a treasurer finds who looks at somebody's payment details.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// There are none.
    NotThere,
    /// They were sealed with another key than the office has now.
    DoesNotOpen,
    /// These.
    Opened(PaymentDetails),
}

fn subject(ambassador: AmbassadorId) -> String {
    format!("payment-details#{ambassador}")
}

fn entry<'a>(subject: &'a str, by: Actor, what: &'a str) -> Entry<'a> {
    Entry { subject, by, what, before: None, after: None }
}

impl<'a> Commit<'a> {
    /// They were needed: somebody handed their papers over, or was paid. So they are kept on until this day, where there are
    /// any.
    pub(crate) fn kept_until(self, item: Option<DetailsItem>, day: NaiveDate) -> Self {
        let Some(item) = item.filter(|item| item.keep_until < day) else { return self };
        let version = item.version;
        self.replace(
            DETAILS,
            Table::PaymentDetails,
            &DetailsItem { keep_until: day, version: version + 1, ..item },
            version,
        )
    }
}

impl Store {
    /// When somebody entered their payment details; none while there are none.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn payment_details_since(&self, ambassador: AmbassadorId) -> Result<Option<DateTime<Utc>>> {
        Ok(self.details_item(ambassador).await?.map(|item| item.written_at))
    }

    /// Who of these has entered payment details.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn with_payment_details(&self, people: &BTreeSet<AmbassadorId>) -> Result<BTreeSet<AmbassadorId>> {
        let mut known = BTreeSet::new();
        for id in people {
            if self.details_item(*id).await?.is_some() {
                known.insert(*id);
            }
        }
        Ok(known)
    }

    pub(crate) async fn details_item(&self, ambassador: AmbassadorId) -> Result<Option<DetailsItem>> {
        self.get(Table::PaymentDetails, &[("ambassador_id", &ambassador.to_string())]).await
    }

    /// Keeps somebody's payment details, sealed, in place of any before, until a day. The same form again is kept already.
    ///
    /// # Errors
    /// [`Error::Conflict`] of [`DETAILS`] when they were written or erased at the same moment.
    pub async fn keep_payment_details(
        &self,
        (ambassador, by): (AmbassadorId, PersonId),
        form: Uuid,
        details: &PaymentDetails,
        keep_until: NaiveDate,
    ) -> Result<Entered> {
        let plain = serde_json::to_vec(details).map_err(unexpected)?;
        let posted = secret::hash(&[form.as_bytes(), plain.as_slice()].concat());
        let form = secret::hash(form.as_bytes());
        let before = self.details_item(ambassador).await?;
        if let Some(before) = before.as_ref().filter(|before| before.form == form) {
            let is_same = before.posted == posted;
            return Ok(if is_same { Entered::Kept } else { Entered::AnotherUnderThisKey });
        }
        let sealed = self.sealing().seal(&ambassador.to_string(), plain).await?;
        let Some(sealed) = sealed else { return Ok(Entered::NotSealed) };
        let version = before.as_ref().map_or(0, |before| before.version) + 1;
        let written_at = self.clock().now();
        let item = DetailsItem { ambassador_id: ambassador, sealed, form, posted, written_at, keep_until, version };
        let commit = match &before {
            None => self.commit().create(DETAILS, Table::PaymentDetails, &item),
            Some(before) => self.commit().replace(DETAILS, Table::PaymentDetails, &item, before.version),
        };
        let what = if before.is_some() { "write anew" } else { "write" };
        commit.audit(entry(&subject(ambassador), Actor::Person(by), what)).send().await?;
        Ok(Entered::Kept)
    }

    /// Erases somebody's payment details; again changes nothing.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn erase_payment_details(&self, ambassador: AmbassadorId, by: Actor) -> Result<()> {
        if self.details_item(ambassador).await?.is_none() {
            return Ok(());
        }
        let id = ambassador.to_string();
        let erased = self
            .commit()
            .consume(DETAILS, Table::PaymentDetails, &[("ambassador_id", &id)])
            .audit(entry(&subject(ambassador), by, "erase"))
            .send()
            .await;
        match erased {
            // Erased at this very moment by the same form, sent twice.
            Err(Error::Conflict(DETAILS)) => Ok(()),
            other => other,
        }
    }

    /// Erases somebody's payment details if their time is over on this day.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn erase_old_payment_details(&self, ambassador: AmbassadorId, today: NaiveDate) -> Result<()> {
        match self.details_item(ambassador).await? {
            Some(item) if item.keep_until < today => self.erase_payment_details(ambassador, Actor::Schedule).await,
            _ => Ok(()),
        }
    }

    /// Opens somebody's payment details for a treasurer. The look is in the audit before anything is shown.
    ///
    /// # Errors
    /// When the store or the key service cannot be asked.
    pub async fn look_at_payment_details(&self, ambassador: AmbassadorId, by: PersonId) -> Result<Look> {
        let Some(item) = self.details_item(ambassador).await? else { return Ok(Look::NotThere) };
        self.commit().audit(entry(&subject(ambassador), Actor::Person(by), "look at")).send().await?;
        let plain = self.sealing().open(&ambassador.to_string(), &item.sealed).await?;
        // What is wrong in it is not repeated: the message would quote it.
        let details = plain.and_then(|plain| serde_json::from_slice(&plain).ok());
        Ok(details.map_or(Look::DoesNotOpen, Look::Opened))
    }
}
