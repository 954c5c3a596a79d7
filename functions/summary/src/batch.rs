//! A batch of payments as files: its two sheets, and everything in one archive (clause R8).
//!
//! The sheets are made when they are asked for. The archive takes longer than a page may: asking for it keeps a job, the
//! stream of the batches brings that to [`asked_for`], and whatever was cut off is made by the hourly round. Files go one by
//! one from the bucket into a file of this machine and from there back, so that the memory it takes is that of one file.
//! No payment details are in any of it: what lies in the bucket, if only for a day, is what the papers themselves say.

mod archive;
mod pages;
mod papers;

pub(crate) use pages::{ask, fetch, show};
pub(crate) use papers::{Papers, Request};

use program::statement::{BYTE_ORDER_MARK, COLUMNS, harmless};
use program::{BatchId, JobId};
use serde::Deserialize;
use store::Store;
use store::batch_files::{CameOfIt, FilesJob};
use store::stream::{self, new_records};
use words::{Locale, Words};

/// The most bytes of files one archive takes: what the function has room for beside the sheets.
const MOST_BYTES: u64 = 1_500_000_000;

/// Puts together what the stream tells of. Of its records it names the one to come again from (requirement N6): what
/// cannot be made now comes again.
pub async fn asked_for(store: &Store, event: stream::Event) -> stream::Answer {
    for (Asked { job }, position) in new_records(event) {
        if let Err(error) = make(store, job.batch, job.id).await {
            tracing::warn!(batch = %job.batch, error = %format!("{error:#}"), "files could not be put together yet");
            return position.again();
        }
    }
    stream::Answer::default()
}

#[derive(Deserialize)]
struct Asked {
    job: FilesJob,
}

/// Makes whatever waits still, as the hourly round does.
pub(crate) async fn make_what_waits(store: &Store) -> anyhow::Result<()> {
    for job in store.files_jobs_waiting().await? {
        make(store, job.batch, job.id).await?;
    }
    Ok(())
}

/// The archive first and the record of it after: cut off between, the next try writes the same archive again.
async fn make(store: &Store, batch: BatchId, id: JobId) -> anyhow::Result<()> {
    let Some(job) = store.files_job(batch, id).await?.filter(|job| job.value.came_of_it.is_none()) else {
        return Ok(());
    };
    let words = Words::new(Locale::of(&job.value.language));
    let came_of_it = match Papers::read(store, batch, words).await? {
        None => CameOfIt::Made { files: 0, missing: 0 },
        Some(papers) if papers.bytes() > MOST_BYTES => CameOfIt::TooLarge,
        Some(papers) => archive::make(store, &papers, &job.value.key(), words).await?,
    };
    Ok(store.files_came(&job, came_of_it).await?)
}

/// The payments as a list: a line each amount, with the columns a list from the bank comes back in.
pub(crate) fn list(papers: &Papers, words: Words) -> anyhow::Result<Vec<u8>> {
    let mut file = csv::Writer::from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    file.write_record(COLUMNS)?;
    for request in &papers.requests {
        let payment = request.entry.payment.as_ref();
        for amount in request.entry.amounts.iter() {
            file.write_record([
                request.entry.request.to_string(),
                harmless(&request.payee(words)),
                harmless(request.title()),
                amount.typed(),
                amount.currency().to_string(),
                payment.map(|payment| harmless(payment.reference.as_str())).unwrap_or_default(),
                payment.map(|payment| payment.on.to_string()).unwrap_or_default(),
            ])?;
        }
    }
    Ok(file.into_inner()?)
}
