//! A whole office as one file: a backup, and the way between this machine and AWS.
//!
//! The file is a ZIP anybody can look into: each table as lines of JSON in the order of its keys, each document as it is, and
//! a list that says which is which. The same office gives the same bytes, so that an archive that was brought in can be
//! held against one made of it. What it holds is everything, people's data included: it is to be kept as the office is.

use anyhow::{Context as _, ensure};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read, Seek, Write};
use store::Store;
use store::tables::Table;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The kind of archive this program writes and reads.
const KIND: u32 = 1;
const ABOUT: &str = "office.json";
const LISTED: &str = "documents.jsonl";
/// So many items are brought in at once.
const LINES: usize = 1_000;

/// What an archive says about itself.
#[derive(Debug, Serialize, Deserialize)]
struct About {
    archive: u32,
    tables: BTreeMap<String, usize>,
    documents: usize,
}

/// One document in the list.
#[derive(Debug, Serialize, Deserialize)]
struct Listed {
    key: String,
    content_type: String,
    entry: String,
}

/// How much there was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Items of tables.
    pub items: usize,
    /// Documents of the bucket.
    pub documents: usize,
}

fn entry_of(table: Table) -> String {
    format!("tables/{}.jsonl", table.name())
}

/// Writes everything the office keeps. Nothing may change meanwhile: close a local office first, and let one on AWS rest.
///
/// # Errors
/// When a table or the bucket cannot be read, or the file cannot be written.
pub async fn export(store: &Store, out: impl Write + Seek) -> anyhow::Result<Counts> {
    let mut zip = ZipWriter::new(out);
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut about = About { archive: KIND, tables: BTreeMap::new(), documents: 0 };
    for table in Table::ALL {
        let lines = store.items_of(table).await.with_context(|| format!("reading the table {}", table.name()))?;
        zip.start_file(entry_of(table), plain.large_file(true))?;
        for line in &lines {
            writeln!(zip, "{line}")?;
        }
        about.tables.insert(table.name().to_owned(), lines.len());
    }
    let mut listed = Vec::new();
    for key in store.files().all_keys().await? {
        let (content_type, bytes) =
            store.files().get(&key).await?.with_context(|| format!("the document {key} went away meanwhile"))?;
        let entry = format!("documents/{:06}", listed.len() + 1);
        zip.start_file(&*entry, plain)?;
        zip.write_all(&bytes)?;
        listed.push(Listed { key, content_type, entry });
    }
    zip.start_file(LISTED, plain)?;
    for one in &listed {
        writeln!(zip, "{}", serde_json::to_string(one)?)?;
    }
    about.documents = listed.len();
    zip.start_file(ABOUT, plain)?;
    writeln!(zip, "{}", serde_json::to_string_pretty(&about)?)?;
    zip.finish()?.flush()?;
    Ok(Counts { items: about.tables.values().sum(), documents: about.documents })
}

/// What to do about a file that cannot be brought in whole.
const NOTHING_YET: &str = "There is no office here yet. Bring in another copy of the file, or export the office once more; what \
                           was begun here is written over.";

/// Brings everything in where no office is yet. Its settings come last: cut off before, there is still no office, and the
/// same archive can be brought in again.
///
/// # Errors
/// When there is an office already, the file is no archive of ours or is damaged, or something cannot be written.
pub async fn import(store: &Store, from: impl Read + Seek) -> anyhow::Result<Counts> {
    ensure!(
        store.settings().await?.is_none(),
        "There is an office here already, and nothing was changed. An archive is brought in where there is none yet."
    );
    bring_all(store, from).await.context(NOTHING_YET)
}

async fn bring_all(store: &Store, from: impl Read + Seek) -> anyhow::Result<Counts> {
    const NONE: &str = "this is no archive of an office, or not all of one";
    let mut zip = ZipArchive::new(from).context(NONE)?;
    let about: About = {
        let entry = zip.by_name(ABOUT).context(NONE)?;
        serde_json::from_reader(entry).context(NONE)?
    };
    ensure!(about.archive == KIND, "the archive is of kind {}, and this program reads kind {KIND}", about.archive);
    for name in about.tables.keys() {
        ensure!(
            Table::ALL.iter().any(|table| table.name() == name),
            "the archive has a table {name}, which this program does not know; use the program that made it, or a newer one"
        );
    }
    let mut counts = Counts::default();
    for table in Table::ALL.into_iter().filter(|table| *table != Table::Program) {
        counts.items += bring(store, &mut zip, table, &about).await?;
    }
    let listed: Vec<Listed> = {
        let lines = BufReader::new(zip.by_name(LISTED)?).lines();
        lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect::<anyhow::Result<_>>()?
    };
    ensure!(listed.len() == about.documents, "the archive lists {} of {} documents", listed.len(), about.documents);
    for Listed { key, content_type, entry } in listed {
        let mut bytes = Vec::new();
        zip.by_name(&entry)?.read_to_end(&mut bytes).with_context(|| format!("the document {key} is damaged"))?;
        store.files().put(&key, &content_type, bytes).await?;
        counts.documents += 1;
    }
    counts.items += bring(store, &mut zip, Table::Program, &about).await?;
    Ok(counts)
}

/// A table of the archive; one from before the table was thought of has none of its items.
async fn bring(
    store: &Store,
    zip: &mut ZipArchive<impl Read + Seek>,
    table: Table,
    about: &About,
) -> anyhow::Result<usize> {
    let Some(wanted) = about.tables.get(table.name()) else { return Ok(0) };
    let damaged = || format!("the table {} is damaged", table.name());
    let mut count = 0;
    let mut lines = Vec::new();
    // What is read of the file stays within one step, so that nothing of it is held while the table is written.
    let mut reader = BufReader::new(zip.by_name(&entry_of(table)).with_context(damaged)?);
    loop {
        let mut line = String::new();
        let is_over = reader.read_line(&mut line).with_context(damaged)? == 0;
        if !is_over {
            lines.push(line);
        }
        if lines.len() == LINES || is_over {
            store.bring_items(table, &lines).await.with_context(damaged)?;
            count += lines.len();
            lines.clear();
        }
        if is_over {
            break;
        }
    }
    ensure!(count == *wanted, "{}: {count} items of {wanted}", damaged());
    Ok(count)
}
