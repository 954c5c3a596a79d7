//! Everything of a batch in one archive: its two sheets and every file, as it was sent.

use super::list;
use super::papers::Papers;
use crate::workbook;
use anyhow::Context as _;
use chrono::{Datelike as _, Timelike as _};
use program::evidence;
use std::fs::File;
use std::io::Write as _;
use store::Store;
use store::batch_files::CameOfIt;
use store::files::{Fetched, Safety};
use words::{Words, say};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The type of an archive.
const ZIP: &str = "application/zip";

/// Writes the archive to a file of this machine, one file of the batch in memory at a time, and keeps it under `key`. What
/// cannot be read, or is lent to nobody, is named in it, so that nobody takes it for whole.
pub(super) async fn make(store: &Store, papers: &Papers, key: &str, words: Words) -> anyhow::Result<CameOfIt> {
    let place = tempfile::NamedTempFile::new().context("making room for the archive")?;
    let mut archive = ZipWriter::new(place.reopen()?);
    let options = SimpleFileOptions::default().last_modified_time(made_at(papers));
    // Documents and pictures are packed already.
    let stored = options.compression_method(CompressionMethod::Stored);
    let deflated = options.compression_method(CompressionMethod::Deflated);
    add(&mut archive, "payments.xlsx", stored, &workbook::payments(papers, words)?)?;
    add(&mut archive, "payments.csv", deflated, &list(papers, words)?)?;
    let (mut files, mut missing) = (0, Vec::new());
    for file in papers.files() {
        // What is lent to nobody is not lent in an archive either.
        let content = match store.files().safety(&file.key).await? {
            Safety::Safe => store.files().fetch(&file.key, evidence::MOST_BYTES).await?,
            Safety::BeingScanned | Safety::Harmful | Safety::NotScanned => Fetched::Gone,
        };
        match content {
            Fetched::Whole(content) => {
                add(&mut archive, &file.path, stored, &content)?;
                files += 1;
            }
            Fetched::TooLarge | Fetched::Gone => missing.push(file.path.as_str()),
        }
    }
    if !missing.is_empty() {
        let text = format!("{}\n\n{}\n", say!(words, "batch-file-missing-lead"), missing.join("\n"));
        add(&mut archive, &format!("{}.txt", say!(words, "batch-file-missing")), deflated, text.as_bytes())?;
    }
    archive.finish().context("writing the archive")?.sync_data()?;
    store.files().put_from(key, ZIP, place.path()).await?;
    Ok(CameOfIt::Made { files, missing: u32::try_from(missing.len()).unwrap_or(u32::MAX) })
}

fn add(archive: &mut ZipWriter<File>, path: &str, how: SimpleFileOptions, content: &[u8]) -> anyhow::Result<()> {
    archive.start_file(path, how)?;
    Ok(archive.write_all(content)?)
}

/// The time the batch was put together, not that of this run: made twice, an archive of the same papers is the same.
fn made_at(papers: &Papers) -> DateTime {
    let at = papers.batch.made_at;
    let part = |number: u32| u8::try_from(number).unwrap_or_default();
    let year = u16::try_from(at.year()).unwrap_or_default();
    let [month, day, hour, minute, second] = [at.month(), at.day(), at.hour(), at.minute(), at.second()].map(part);
    DateTime::from_date_and_time(year, month, day, hour, minute, second).unwrap_or_default()
}
