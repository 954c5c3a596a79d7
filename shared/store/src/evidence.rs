//! Photos of activities: where they lie, what they are, and which were not taken and why.
//!
//! A file is posted straight to the bucket, and the bucket says so; only then it is looked at and recorded here. The
//! record's key is the file's, so that an event told twice records it once.

use crate::audit::{Actor, Entry, print};
use crate::{Error, Query, Result, Secret, Store, tables::Table};
use chrono::{DateTime, Utc};
use program::evidence::{NotTaken, Photo, PhotoKey};
use program::{ActivityId, FileId, PersonId};
use serde::{Deserialize, Serialize};

/// A file somebody posted, as it was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    subject: String,
    /// Which file.
    pub file_id: FileId,
    /// Whose it is.
    pub ambassador: program::AmbassadorId,
    /// What it is, or why it was not taken.
    pub found: Found,
    /// When it was looked at.
    pub at: DateTime<Utc>,
    version: u64,
}

/// What a posted file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// A photo, kept.
    Photo(Photo),
    /// Something that is not kept.
    NotTaken(NotTaken),
}

impl Evidence {
    /// The photo; none where the file was not taken.
    pub fn photo(&self) -> Option<&Photo> {
        match &self.found {
            Found::Photo(photo) => Some(photo),
            Found::NotTaken(_) => None,
        }
    }

    /// A short-lived link to the photo, as a file under a name of ours; none where the file was not taken.
    ///
    /// # Errors
    /// When it cannot be signed.
    pub async fn link(&self, store: &Store, activity: ActivityId) -> Result<Option<Secret>> {
        let Some(photo) = self.photo() else { return Ok(None) };
        let name = format!("photo-{}.{}", self.file_id, photo.kind.ending());
        store.files().link(&self.key(activity).to_string(), &name).await.map(Some)
    }

    /// Where it lies in the bucket.
    pub fn key(&self, activity: ActivityId) -> PhotoKey {
        PhotoKey { ambassador: self.ambassador, activity, file: self.file_id }
    }
}

fn subject(activity: ActivityId) -> String {
    format!("activity#{activity}")
}

impl Store {
    /// Records what a posted file turned out to be; false when that was done before.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn record_evidence(&self, key: PhotoKey, found: Found) -> Result<bool> {
        let item = Evidence {
            subject: subject(key.activity),
            file_id: key.file,
            ambassador: key.ambassador,
            found,
            at: self.clock().now(),
            version: 1,
        };
        let what = match found {
            Found::Photo(_) => "add a photo",
            Found::NotTaken(_) => "refuse a file",
        };
        let written = self
            .commit()
            .create("evidence", Table::Evidence, &item)
            .audit(Entry { subject: &item.subject, by: Actor::Bucket, what, before: None, after: print(&item) })
            .send()
            .await;
        match written {
            Ok(()) => Ok(true),
            Err(Error::Conflict(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Every file posted for an activity, in no particular order.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn evidence_of(&self, activity: ActivityId) -> Result<Vec<Evidence>> {
        let mut all: Vec<Evidence> = self.all(Query::of(Table::Evidence, ("subject", &subject(activity)))).await?;
        all.sort_by_key(|evidence| (evidence.at, evidence.file_id));
        Ok(all)
    }

    /// One file posted for an activity.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn evidence(&self, activity: ActivityId, file: FileId) -> Result<Option<Evidence>> {
        self.get(Table::Evidence, &[("subject", &subject(activity)), ("file_id", &file.to_string())]).await
    }

    /// Takes a file away: the file first, then its record, so that a removal cut off between the two is done by the next.
    ///
    /// # Errors
    /// When the store or the bucket cannot be asked.
    pub async fn remove_evidence(&self, activity: ActivityId, evidence: &Evidence, by: PersonId) -> Result<()> {
        self.files().remove(&evidence.key(activity).to_string()).await?;
        let (subject, file) = (subject(activity), evidence.file_id.to_string());
        let written = self
            .commit()
            .consume("evidence", Table::Evidence, &[("subject", &subject), ("file_id", &file)])
            .audit(Entry {
                subject: &subject,
                by: Actor::Person(by),
                what: "remove a file",
                before: print(evidence),
                after: None,
            })
            .send()
            .await;
        match written {
            // Somebody took it away at the same moment.
            Err(Error::Conflict(_)) => Ok(()),
            other => other,
        }
    }
}
