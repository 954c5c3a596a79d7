//! Nominations: one open at a time for each address, kept under its hash (clause O5).
//!
//! Of the nominee nothing is kept but that hash. Their name and address are in the letter to them and go with it. A "no"
//! leaves the hash and the time, without an end, because it is what keeps other letters from coming.

use crate::access::Purpose;
use crate::audit::{Actor, Entry, print};
use crate::commit::LETTER;
use crate::outbox::Draft;
use crate::{Error, Result, Secret, Store, secret, tables::Table};
use chrono::{DateTime, Utc};
use program::Email;
use program::nomination::{LASTS, Nomination, Proposal};
use program::text::{Line, Name};
use serde::{Deserialize, Serialize};

#[derive(Clone, Serialize, Deserialize)]
struct NominationItem {
    key: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kept: Option<Kept>,
    at: DateTime<Utc>,
    /// None for a "no", which does not expire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires_at: Option<i64>,
    version: u64,
}

/// What a "no" erases.
#[derive(Clone, Serialize, Deserialize)]
struct Kept {
    by: Name,
    words: Line,
}

impl NominationItem {
    /// Whether it keeps another letter from going out, whatever the table still holds (requirement N8).
    fn stands(&self, now: DateTime<Utc>) -> bool {
        self.expires_at.is_none_or(|end| now.timestamp() < end)
    }
}

impl Purpose {
    /// Of the link in the letter to this nominee.
    pub fn nominated(nominee: &Email) -> Self {
        Self::Nominated { nominee: hash(nominee) }
    }
}

fn hash(nominee: &Email) -> String {
    secret::hash(nominee.key().as_bytes())
}

fn subject(nominee: &str) -> String {
    format!("nomination#{nominee}")
}

/// The part of a transaction that is the claim on a nominee's address.
const NOMINATION: &str = "nomination";

impl Store {
    /// Takes a proposal in with its letter to the nominee. False when there is nothing to take in: the person is known
    /// here, or was proposed before, or has said no.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn nominate(&self, proposal: &Proposal, by: Actor, letter: &Draft) -> Result<bool> {
        let subject = subject(&hash(&proposal.email));
        let now = self.clock().now();
        let known = self.person(&proposal.email).await?.is_some();
        let there = self.nomination_item(&subject).await?;
        if known || there.as_ref().is_some_and(|item| item.stands(now)) {
            return Ok(false);
        }
        let Nomination { by: name, words } = proposal.nomination.clone();
        let version = there.as_ref().map_or(0, |item| item.version);
        let item = NominationItem {
            key: subject.clone(),
            kept: Some(Kept { by: name, words }),
            at: now,
            expires_at: Some((now + LASTS).timestamp()),
            version: version + 1,
        };
        let commit = match version {
            0 => self.commit().create(NOMINATION, Table::Access, &item),
            version => self.commit().replace(NOMINATION, Table::Access, &item, version),
        };
        let entry = Entry {
            subject: &subject,
            by,
            what: "nominate",
            before: there.as_ref().and_then(print),
            after: print(&item),
        };
        match commit.letter(letter).audit(entry).send().await {
            Ok(()) => Ok(true),
            // Somebody else proposed them at the same moment.
            Err(Error::Conflict(NOMINATION | LETTER)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Who proposed the holder of this link, and why; none when the link is unknown, past its time or answered.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn nomination(&self, link: &Secret) -> Result<Option<Nomination>> {
        let now = self.clock().now();
        let item = self.nomination_behind(link).await?.filter(|item| item.stands(now));
        Ok(item.and_then(|item| item.kept).map(|Kept { by, words }| Nomination { by, words }))
    }

    /// The nominee says no: what is kept about them is erased but the hash and the time, so that no other letter comes.
    /// Again changes nothing. False when the link is unknown or past its time.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn refuse_nomination(&self, link: &Secret) -> Result<bool> {
        for _ in 0..4 {
            let Some(item) = self.nomination_behind(link).await? else { return Ok(false) };
            if item.kept.is_none() {
                return Ok(true);
            }
            let after = NominationItem {
                kept: None,
                at: self.clock().now(),
                expires_at: None,
                version: item.version + 1,
                ..item.clone()
            };
            let written = self
                .commit()
                .replace(NOMINATION, Table::Access, &after, item.version)
                .audit(Entry {
                    subject: &item.key,
                    by: Actor::Visitor,
                    what: "refuse a nomination",
                    before: print(&item),
                    after: print(&after),
                })
                .send()
                .await;
            match written {
                Ok(()) => return Ok(true),
                Err(Error::Conflict(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Err(Error::Conflict(NOMINATION))
    }

    async fn nomination_behind(&self, link: &Secret) -> Result<Option<NominationItem>> {
        let Some(Purpose::Nominated { nominee }) = self.token(link).await? else { return Ok(None) };
        self.nomination_item(&subject(&nominee)).await
    }

    async fn nomination_item(&self, key: &str) -> Result<Option<NominationItem>> {
        self.get(Table::Access, &[("key", key)]).await
    }
}
