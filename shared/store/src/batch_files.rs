//! Putting all files of a batch of payments together, which somebody asked for (clause R8).
//!
//! It takes longer than a page may, so what is asked for is a job: an item beside its batch, once for the key of the form
//! that asked. While it waits it lies on a shelf of its own; the table's stream tells of it at once, and whatever was cut
//! off is found there by the hourly round.

use crate::applications::Stored;
use crate::audit::{Actor, Entry, print};
use crate::batches::subject;
use crate::{Error, Query, Range, Result, Store, stamp, tables::Table};
use chrono::{DateTime, Duration, Utc};
use program::{BatchId, JobId, PersonId};
use serde::{Deserialize, Serialize};

const JOB: &str = "job#";
/// The shelf of what waits, by which the stream's filter knows it.
pub const WAITS: &str = "files";
/// How long the files can be fetched; the bucket sweeps them away after that.
const LASTS: Duration = Duration::hours(24);

/// What somebody asked for, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilesJob {
    /// The batch.
    pub batch: BatchId,
    /// The key of the form that asked.
    pub id: JobId,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// Who asked.
    pub asked_by: PersonId,
    /// The language the sheets in it are in.
    pub language: String,
    /// What came of it; none while it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub came_of_it: Option<CameOfIt>,
}

/// What came of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CameOfIt {
    /// All files lie in one archive.
    Made {
        /// How many.
        files: u32,
        /// How many there should be besides, and could not be read.
        missing: u32,
    },
    /// They are more than one archive takes.
    TooLarge,
}

impl FilesJob {
    /// Where the archive lies in the bucket.
    pub fn key(&self) -> String {
        format!("temporary/batches/{}/{}.zip", self.batch, self.id)
    }

    /// Whether what it made is swept away by now.
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        now - self.asked_at >= LASTS
    }
}

#[derive(Clone, Serialize, Deserialize)]
struct JobItem {
    batch_id: BatchId,
    entry: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shelf: Option<String>,
    made_at: String,
    job: FilesJob,
    version: u64,
}

impl JobItem {
    fn of(job: &FilesJob, version: u64) -> Self {
        Self {
            batch_id: job.batch,
            entry: format!("{JOB}{}", job.id),
            shelf: job.came_of_it.is_none().then(|| WAITS.to_owned()),
            made_at: format!("{}#{}", stamp(job.asked_at), job.id),
            job: job.clone(),
            version,
        }
    }
}

impl From<JobItem> for Stored<FilesJob> {
    fn from(item: JobItem) -> Self {
        Self { value: item.job, version: item.version }
    }
}

impl Store {
    /// Keeps that somebody asked for the files; once for its key.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn ask_for_files(&self, job: &FilesJob) -> Result<()> {
        let item = JobItem::of(job, 1);
        let commit = self.commit().create("job", Table::Batches, &item).audit(Entry {
            subject: &subject(job.batch),
            by: Actor::Person(job.asked_by),
            what: "ask for all files",
            before: None,
            after: print(&item),
        });
        match commit.send().await {
            Ok(()) | Err(Error::Conflict("job")) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// What somebody asked for.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn files_job(&self, batch: BatchId, id: JobId) -> Result<Option<Stored<FilesJob>>> {
        let entry = format!("{JOB}{id}");
        let key = [("batch_id", &*batch.to_string()), ("entry", &*entry)];
        let item: Option<JobItem> = self.get(Table::Batches, &key).await?;
        Ok(item.map(Stored::from))
    }

    /// Everything that was asked for about a batch and can still be fetched, the latest first.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn files_jobs_of(&self, batch: BatchId) -> Result<Vec<FilesJob>> {
        let id = batch.to_string();
        let query = Query::of(Table::Batches, ("batch_id", &id)).range(Range::StartsWith("entry", JOB));
        let items: Vec<JobItem> = self.all(query).await?;
        let now = self.clock().now();
        let mut jobs: Vec<_> = items.into_iter().map(|item| item.job).filter(|job| !job.is_over(now)).collect();
        jobs.sort_by_key(|job| std::cmp::Reverse((job.asked_at, job.id)));
        Ok(jobs)
    }

    /// Everything that waits to be made, the longest waiting first. What nobody would fetch any more is left out.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn files_jobs_waiting(&self) -> Result<Vec<FilesJob>> {
        let items: Vec<JobItem> = self.all(Query::of(Table::Batches, ("shelf", WAITS)).index("by_shelf")).await?;
        let now = self.clock().now();
        Ok(items.into_iter().map(|item| item.job).filter(|job| !job.is_over(now)).collect())
    }

    /// Keeps what came of a job; nothing changes when that was kept before.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn files_came(&self, before: &Stored<FilesJob>, came_of_it: CameOfIt) -> Result<()> {
        let after = FilesJob { came_of_it: Some(came_of_it), ..before.value.clone() };
        let (old, new) = (JobItem::of(&before.value, before.version), JobItem::of(&after, before.version + 1));
        let commit = self.commit().replace("job", Table::Batches, &new, before.version).audit(Entry {
            subject: &subject(after.batch),
            by: Actor::Person(after.asked_by),
            what: "put all files together",
            before: print(&old),
            after: print(&new),
        });
        match commit.send().await {
            Ok(()) | Err(Error::Conflict("job")) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
