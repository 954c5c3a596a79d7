//! The audit: who changed what, when, from what to what. Append-only (requirement S11).

use crate::{Query, Result, Store, secret, stamp, tables::Table};
use chrono::{DateTime, Utc};
use program::PersonId;
use serde::{Deserialize, Serialize};

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A person.
    Person(PersonId),
    /// Somebody who is not signed in.
    Visitor,
    /// The calendar: a scheduled step.
    Schedule,
    /// The bucket, which tells that a file arrived.
    Bucket,
    /// The mail service, which tells what became of a letter.
    MailService,
    /// Whoever runs the machine the office is on.
    Operator,
}

impl Actor {
    fn name(self) -> String {
        match self {
            Self::Person(person) => format!("person#{person}"),
            Self::Visitor => "visitor".to_owned(),
            Self::Schedule => "schedule".to_owned(),
            Self::Bucket => "bucket".to_owned(),
            Self::MailService => "mail-service".to_owned(),
            Self::Operator => "operator".to_owned(),
        }
    }
}

/// One change, before it is written.
pub(crate) struct Entry<'a> {
    pub(crate) subject: &'a str,
    pub(crate) by: Actor,
    pub(crate) what: &'a str,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

/// One change, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// What was changed, such as `application#…`.
    pub subject: String,
    /// When, with a random tail so that two changes at one instant both have a place.
    pub at: String,
    /// Who did it.
    pub by: String,
    /// What they did.
    pub what: String,
    /// The hash of the entity before, none for a new one.
    pub before: Option<String>,
    /// The hash of the entity after, none for one that is gone.
    pub after: Option<String>,
}

impl Recorded {
    /// When.
    pub fn instant(&self) -> Option<DateTime<Utc>> {
        self.at.split('#').next()?.parse().ok()
    }
}

pub(crate) fn item(entry: &Entry<'_>, at: DateTime<Utc>) -> Recorded {
    let tail = u64::from_be_bytes(secret::random());
    Recorded {
        subject: entry.subject.to_owned(),
        at: format!("{}#{tail:016x}", stamp(at)),
        by: entry.by.name(),
        what: entry.what.to_owned(),
        before: entry.before.clone(),
        after: entry.after.clone(),
    }
}

/// The hash that stands for an entity in the audit.
pub(crate) fn print<T: Serialize>(entity: &T) -> Option<String> {
    serde_json::to_vec(entity).ok().map(|json| secret::hash(&json))
}

impl Store {
    /// Every change of one subject, oldest first.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn history(&self, subject: &str) -> Result<Vec<Recorded>> {
        self.all(Query::of(Table::Audit, ("subject", subject))).await
    }
}
