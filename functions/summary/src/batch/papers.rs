//! What belongs to a batch: its requests, whose they are, their invoices, and the files, named for people.

use program::batch::{Batch, Entry, Outcome};
use program::evidence::{Purpose, Subject};
use program::invoice::Invoice;
use program::text::Name;
use program::{BatchId, Funding};
use std::collections::BTreeSet;
use store::Store;
use store::evidence::{Evidence, kept_key};
use words::{Words, say};

/// The most characters of a part of a name; a whole path stays below what any system takes.
const LONGEST: usize = 60;

/// A batch with everything that belongs to it; what was taken out of it is left out.
#[derive(Debug)]
pub(crate) struct Papers {
    pub(crate) batch: Batch,
    pub(crate) requests: Vec<Request>,
}

/// One request of a batch.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) entry: Entry,
    /// The request itself; none where it is gone.
    pub(crate) funding: Option<Funding>,
    who: Option<Name>,
    pub(crate) invoices: Vec<Invoice>,
    pub(crate) files: Vec<Filed>,
}

/// A file that was taken, and what it is called in an archive.
#[derive(Debug)]
pub(crate) struct Filed {
    /// What it is for.
    pub(crate) purpose: Purpose,
    /// Where it lies in the bucket.
    pub(crate) key: String,
    /// Its path in the archive.
    pub(crate) path: String,
    bytes: u64,
}

impl Request {
    /// Who is paid; somebody whose data is erased has no name any more.
    pub(crate) fn payee(&self, words: Words) -> String {
        self.who.as_ref().map_or_else(|| say!(words, "batch-erased"), ToString::to_string)
    }

    pub(crate) fn title(&self) -> &str {
        self.funding.as_ref().map_or("", |funding| funding.asking.title.as_str())
    }

    /// The files of an invoice.
    pub(crate) fn files_of<'a>(&'a self, invoice: &'a Invoice) -> impl Iterator<Item = &'a Filed> {
        let is_of = |purpose: Purpose| matches!(purpose, Purpose::Invoice { invoice: id, .. } if id == invoice.id);
        self.files.iter().filter(move |file| is_of(file.purpose))
    }
}

impl Papers {
    /// Reads a batch; none where there is no such batch.
    pub(crate) async fn read(store: &Store, id: BatchId, words: Words) -> anyhow::Result<Option<Self>> {
        let Some(batch) = store.batch(id).await?.map(|there| there.value) else { return Ok(None) };
        let mut requests = Vec::new();
        for entry in batch.entries().iter().filter(|entry| entry.outcome != Outcome::LeftOut) {
            let funding = store.funding(entry.request).await?.map(|there| there.value);
            let invoices = store.invoices_of(entry.request).await?.into_iter().map(|there| there.value).collect();
            let files = store.evidence_of(Subject::Funding(entry.request)).await?;
            let request = Request { entry: entry.clone(), funding, who: None, invoices, files: Vec::new() };
            requests.push((request, files));
        }
        let owners: BTreeSet<_> =
            requests.iter().filter_map(|(request, _)| Some(request.funding.as_ref()?.ambassador)).collect();
        let names = if owners.is_empty() { Default::default() } else { store.names_of(&owners).await? };
        let named = |(number, (mut request, files)): (usize, (Request, Vec<Evidence>))| {
            let owner = request.funding.as_ref().map(|funding| funding.ambassador);
            request.who = owner.and_then(|owner| names.get(&owner).cloned());
            request.files = named(&request, number, &files, words);
            request
        };
        let requests = (1..).zip(requests).map(named).collect();
        Ok(Some(Self { batch, requests }))
    }

    /// What all files come to.
    pub(crate) fn bytes(&self) -> u64 {
        self.files().map(|file| file.bytes).sum()
    }

    /// Every file, in the order of the archive.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Filed> {
        self.requests.iter().flat_map(|request| &request.files)
    }
}

/// The files of a request under names of ours: a folder a request, and in it what each file is. No two are alike.
fn named(request: &Request, number: usize, files: &[Evidence], words: Words) -> Vec<Filed> {
    let folder = format!("{number:02} {}, {}", plain(request.title()), plain(&request.payee(words)));
    let mut taken = BTreeSet::new();
    let filed = files.iter().filter_map(|file| {
        let document = &file.kept()?.document;
        let name = match file.purpose {
            Purpose::Invoice { invoice, .. } => {
                let invoice = request.invoices.iter().find(|there| there.id == invoice)?;
                let (vendor, day) = (plain(invoice.details.vendor.as_str()), invoice.details.date.to_string());
                say!(words, "batch-file-invoice", vendor = vendor, day = day)
            }
            Purpose::Use(_) | Purpose::Photo(_) => say!(words, "batch-file-use"),
        };
        let name = plain(&name);
        let ending = document.content.ending();
        let path = |count: usize| match count {
            1 => format!("{folder}/{name}.{ending}"),
            count => format!("{folder}/{name} ({count}).{ending}"),
        };
        let path = (1..).map(path).find(|path| !taken.contains(path))?;
        taken.insert(path.clone());
        Some(Filed { purpose: file.purpose, key: kept_key(file.file_id), path, bytes: document.bytes })
    });
    filed.collect()
}

/// A text as a part of a file's name: without what systems refuse in one, and without what makes it read otherwise.
fn plain(text: &str) -> String {
    let is_kept = |c: char| !c.is_control() && !"/\\:*?\"<>|".contains(c);
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let kept: String = text.chars().filter(|c| !turns(*c)).map(|c| if is_kept(c) { c } else { ' ' }).collect();
    let words: Vec<_> = kept.split_whitespace().collect();
    let short: String = words.join(" ").chars().take(LONGEST).collect();
    short.trim_matches(|c: char| c == '.' || c.is_whitespace()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_name_of_a_file_leads_nowhere_and_reads_as_it_is() {
        assert_eq!(plain("../../etc/passwd"), "etc passwd");
        assert_eq!(plain("a\\b:c*\u{0}d"), "a b c d");
        assert_eq!(plain("\u{202e}fdp.exe"), "fdp.exe");
        assert_eq!(plain("مكتبة  الأمل"), "مكتبة الأمل");
        assert_eq!(plain(&"é".repeat(80)).chars().count(), 60);
    }
}
