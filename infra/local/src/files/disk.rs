//! Objects as files: how a key becomes a path, and how a file appears all at once or not at all.
//!
//! An object is one file: the body as it came, then its label (type, metadata, checksum) as JSON, then how long that
//! is. With the label inside, no crash and no copy of the folder can part the two; with the body first, a picture or
//! a PDF still opens from the folder. This module knows nothing of S3's protocol. Start at [`Disk`].

use std::collections::BTreeMap;
use std::fs::{self, DirBuilder, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};
use serde::{Deserialize, Serialize};
use tempfile::{NamedTempFile, PersistError};

/// The last bytes of every object's file, so that a file from elsewhere is not taken for one.
const SEAL: &[u8; 8] = b"chancery";

/// The seal and the length of the label before it.
const TAIL: u64 = 4 + SEAL.len() as u64;

/// A part of a key this long goes on in a folder below: percent-encoded it triples, and a file name ends at 255.
const PART: usize = 80;

/// What stands in file names as it is. Capitals are escaped so that no two keys meet where case is ignored.
const ESCAPED: &AsciiSet = &{
    let mut set = NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');
    let mut capital = b'A';
    while capital <= b'Z' {
        set = set.add(capital);
        capital += 1;
    }
    set
};

/// The objects of one bucket under the root folder.
#[derive(Debug)]
pub(super) struct Disk {
    objects: PathBuf,
    unfinished: PathBuf,
    /// Held while a name appears or disappears, so that clearing an empty folder away never races with filling it.
    naming: Mutex<()>,
}

/// What is kept about an object beside its body.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Label {
    /// Bytes of the body.
    pub size: u64,
    /// MD5 of the body in hexadecimal, which is what S3 gives for an object uploaded in one piece.
    pub etag: String,
    /// When it was written, in milliseconds since the epoch: a copied folder keeps it, unlike a file's own time.
    pub modified: u64,
    pub cache_control: Option<String>,
    pub content_disposition: Option<String>,
    pub content_encoding: Option<String>,
    pub content_language: Option<String>,
    pub content_type: Option<String>,
    pub metadata: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, String>,
}

/// An object found: its label, and its body to read from the start of the file.
#[derive(Debug)]
pub(super) struct Object {
    pub label: Label,
    pub file: File,
}

/// What must be true of the name for an upload to take it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Condition {
    /// Nothing: the newest upload wins.
    None,
    /// No object has the name yet.
    Absent,
    /// The object that has the name has this checksum, or any if none is given.
    Present(Option<String>),
}

/// Whether an upload took its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Kept,
    Taken,
    Missing,
}

/// Which names to list.
#[derive(Debug, Default)]
pub(super) struct Selection {
    pub prefix: String,
    /// The last name of the page before; the list goes on behind it.
    pub after: String,
    pub limit: usize,
}

impl Disk {
    pub fn open(root: &Path, bucket: &str) -> io::Result<Self> {
        let disk = Self { objects: root.join(bucket), unfinished: unfinished(root), naming: Mutex::new(()) };
        create(&disk.objects)?;
        create(&disk.unfinished)?;
        Ok(disk)
    }

    /// A file for an upload under way, which disappears by itself if the upload is given up.
    pub fn draft(&self) -> io::Result<NamedTempFile> {
        NamedTempFile::new_in(&self.unfinished)
    }

    /// Gives a finished draft its name, unless the condition speaks against it; the draft ends with a label.
    pub fn keep(&self, draft: NamedTempFile, key: &str, condition: &Condition) -> io::Result<Outcome> {
        draft.as_file().sync_all()?;
        let path = self.path(key);
        let folder = path.parent().unwrap_or(&self.objects);
        {
            let _naming = self.naming();
            create(folder)?;
            match condition {
                Condition::None => draft.persist(&path).map_err(|e| e.error)?,
                Condition::Absent => match draft.persist_noclobber(&path) {
                    Ok(file) => file,
                    Err(PersistError { error, .. }) if error.kind() == io::ErrorKind::AlreadyExists => {
                        return Ok(Outcome::Taken);
                    }
                    Err(other) => return Err(other.error),
                },
                Condition::Present(etag) => match self.find(key)? {
                    None => return Ok(Outcome::Missing),
                    Some(object) if etag.as_ref().is_some_and(|etag| *etag != object.label.etag) => {
                        return Ok(Outcome::Taken);
                    }
                    Some(_) => draft.persist(&path).map_err(|e| e.error)?,
                },
            };
        }
        self.settle(folder)?;
        Ok(Outcome::Kept)
    }

    pub fn find(&self, key: &str) -> io::Result<Option<Object>> {
        match File::open(self.path(key)) {
            Ok(file) => Object::read(file).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Gives an object a tag; false where there is no such object, or another took its place meanwhile.
    pub fn mark(&self, key: &str, tag: &str, value: &str) -> io::Result<bool> {
        let Some(Object { mut label, file }) = self.find(key)? else { return Ok(false) };
        let mut draft = self.draft()?;
        io::copy(&mut file.take(label.size), draft.as_file_mut())?;
        label.tags.insert(tag.to_owned(), value.to_owned());
        draft.write_all(&label.ending()?)?;
        Ok(self.keep(draft, key, &Condition::Present(Some(label.etag)))? == Outcome::Kept)
    }

    /// Removes the object, and the folders it leaves empty; one that is not there is as good as removed.
    pub fn remove(&self, key: &str) -> io::Result<()> {
        let path = self.path(key);
        let mut folder = path.parent().unwrap_or(&self.objects);
        {
            let _naming = self.naming();
            match fs::remove_file(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
                removed => removed?,
            }
            while folder != self.objects && fs::remove_dir(folder).is_ok() {
                folder = folder.parent().unwrap_or(&self.objects);
            }
        }
        self.settle(folder)
    }

    /// The selected objects with their keys, in the byte order of the keys as S3 lists them.
    pub fn list(&self, selection: &Selection) -> io::Result<Vec<(String, Label)>> {
        let mut found = Vec::new();
        walk(&self.objects, &[], selection, &mut found)?;
        Ok(found)
    }

    fn path(&self, key: &str) -> PathBuf {
        let mut path = self.objects.clone();
        let mut segments = key.split('/').peekable();
        while let Some(segment) = segments.next() {
            let mut rest = segment.as_bytes();
            while let Some((part, behind)) = rest.split_at_checked(PART) {
                path.push(format!("+{}", escaped(part)));
                rest = behind;
            }
            path.push(match segments.peek() {
                Some(_) => format!("={}", escaped(rest)),
                // A lone escape sign stands for the empty name of a key that ends in a slash.
                None if rest.is_empty() => "%".into(),
                None => escaped(rest),
            });
        }
        path
    }

    /// Makes sure a name that appeared or disappeared stays so after a power cut.
    fn settle(&self, folder: &Path) -> io::Result<()> {
        for folder in folder.ancestors() {
            match File::open(folder) {
                Ok(folder) => folder.sync_all()?,
                // Cleared away meanwhile by a removal, which settles the folder above itself.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
            if folder == self.objects {
                break;
            }
        }
        Ok(())
    }

    fn naming(&self) -> std::sync::MutexGuard<'_, ()> {
        // It guards no data that a panic could have left half changed.
        self.naming.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Label {
    /// What is written behind the body.
    pub fn ending(&self) -> io::Result<Vec<u8>> {
        let mut ending = serde_json::to_vec(self)?;
        let length = u32::try_from(ending.len()).map_err(io::Error::other)?;
        ending.extend(length.to_be_bytes());
        ending.extend(SEAL);
        Ok(ending)
    }
}

impl Object {
    fn read(mut file: File) -> io::Result<Self> {
        let damaged = || io::Error::new(io::ErrorKind::InvalidData, "the file of an object is damaged");
        let length = file.metadata()?.len();
        let tail = length.checked_sub(TAIL).ok_or_else(damaged)?;
        file.seek(SeekFrom::Start(tail))?;
        let mut label_length = [0; 4];
        file.read_exact(&mut label_length)?;
        let mut seal = [0; SEAL.len()];
        file.read_exact(&mut seal)?;
        let label_length = u64::from(u32::from_be_bytes(label_length));
        let size = tail.checked_sub(label_length).ok_or_else(damaged)?;
        if seal != *SEAL {
            return Err(damaged());
        }
        file.seek(SeekFrom::Start(size))?;
        let mut label = Vec::new();
        (&file).take(label_length).read_to_end(&mut label)?;
        let label: Label = serde_json::from_slice(&label)?;
        if label.size != size {
            return Err(damaged());
        }
        file.rewind()?;
        Ok(Self { label, file })
    }
}

/// Deletes what uploads left behind that were cut off by a crash: drafts nobody has written to for this long.
pub(super) fn sweep_unfinished(root: &Path, older_than: Duration) -> io::Result<usize> {
    let drafts = match fs::read_dir(unfinished(root)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        drafts => drafts?,
    };
    let mut swept = 0;
    for draft in drafts {
        let draft = draft?;
        let age = match draft.metadata().and_then(|about| about.modified()) {
            Ok(written) => SystemTime::now().duration_since(written).unwrap_or_default(),
            // An upload that has just been finished or given up.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        if age >= older_than {
            match fs::remove_file(draft.path()) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                removed => {
                    removed?;
                    swept += 1;
                }
            }
        }
    }
    Ok(swept)
}

fn unfinished(root: &Path) -> PathBuf {
    // No bucket can be called so: bucket names have no such sign.
    root.join("=unfinished")
}

fn create(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn escaped(part: &[u8]) -> String {
    let name = percent_encode(part, ESCAPED).to_string();
    match name.strip_prefix('.') {
        Some(rest) => format!("%2E{rest}"),
        None => name,
    }
}

/// What one entry of a folder adds to the key, and where to look on if it is a folder itself.
struct Entry {
    adds: Vec<u8>,
    path: PathBuf,
    is_folder: bool,
}

impl Entry {
    fn read(entry: &fs::DirEntry) -> Option<Self> {
        let name = entry.file_name();
        // A name that is not ours was put here by someone else and is none of our objects.
        let name = name.to_str()?;
        let (is_folder, name, slash) = if let Some(name) = name.strip_prefix('=') {
            (true, name, true)
        } else if let Some(name) = name.strip_prefix('+') {
            (true, name, false)
        } else {
            (false, if name == "%" { "" } else { name }, false)
        };
        let mut adds: Vec<u8> = percent_decode_str(name).collect();
        if escaped(&adds) != name {
            return None;
        }
        if slash {
            adds.push(b'/');
        }
        Some(Self { adds, path: entry.path(), is_folder })
    }
}

/// Collects what is selected below a folder whose keys all begin with `key`.
///
/// Entries sorted by what they add give the order of whole keys: a part that ends in a slash or goes on in a folder
/// is never the beginning of another entry's part.
fn walk(folder: &Path, key: &[u8], selection: &Selection, found: &mut Vec<(String, Label)>) -> io::Result<()> {
    let (prefix, after) = (selection.prefix.as_bytes(), selection.after.as_bytes());
    let entries = match fs::read_dir(folder) {
        // Cleared away since its name was read.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    let mut sorted = Vec::new();
    for entry in entries {
        sorted.extend(Entry::read(&entry?));
    }
    sorted.sort_by(|a, b| a.adds.cmp(&b.adds));
    for entry in sorted {
        if found.len() >= selection.limit {
            break;
        }
        let key = [key, &entry.adds].concat();
        if entry.is_folder {
            let may_match = key.starts_with(prefix) || prefix.starts_with(&key);
            let all_before = key.as_slice() < after && !after.starts_with(&key);
            if may_match && !all_before {
                walk(&entry.path, &key, selection, found)?;
            }
        } else if key.starts_with(prefix) && key.as_slice() > after {
            let object = match File::open(&entry.path) {
                // Removed since its name was read.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                file => Object::read(file?)?,
            };
            let key = String::from_utf8(key).map_err(io::Error::other)?;
            found.push((key, object.label));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(disk: &Disk, key: &str, body: &str) -> io::Result<()> {
        let mut draft = disk.draft()?;
        let label = Label { size: body.len() as u64, ..Default::default() };
        draft.write_all(body.as_bytes())?;
        draft.write_all(&label.ending()?)?;
        assert_eq!(disk.keep(draft, key, &Condition::None)?, Outcome::Kept);
        Ok(())
    }

    fn keys(disk: &Disk, prefix: &str, after: &str, limit: usize) -> io::Result<Vec<String>> {
        let selection = Selection { prefix: prefix.into(), after: after.into(), limit };
        Ok(disk.list(&selection)?.into_iter().map(|(key, _)| key).collect())
    }

    fn everything_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut all = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                all.extend(everything_in(&path)?);
            }
            all.push(path);
        }
        Ok(all)
    }

    #[test]
    fn keys_that_are_hard_to_name_are_kept_apart_and_listed_in_byte_order() -> io::Result<()> {
        let root = tempfile::tempdir()?;
        let disk = Disk::open(root.path(), "house")?;
        let long = "n".repeat(1000);
        let edge = "e".repeat(PART);
        let shorter = "e".repeat(PART - 1);
        let mut all = [
            "a",
            "A",
            "a/",
            "a//",
            "a//b",
            "a/b",
            "a-b",
            "a.b",
            "a/.",
            "a/..",
            "..",
            ".",
            "/",
            "//",
            "/a",
            "../../x",
            "../x",
            ".hidden",
            "%",
            "%2E",
            "=a",
            "+a",
            "=",
            "+",
            "تقرير/فاتورة.pdf",
            "日本",
            "a b",
            "a+b",
            "a=b",
            "CON",
            "e/f",
            &long,
            "\u{1F4C4}",
        ]
        .map(str::to_owned)
        .to_vec();
        for tail in ["", "-", "/", "/x", "x", "x/y", "0"] {
            all.push(format!("{edge}{tail}"));
            all.push(format!("{shorter}{tail}"));
            all.push(format!("{long}{tail}"));
        }
        all.sort();
        all.dedup();
        for key in &all {
            write(&disk, key, key)?;
        }
        assert_eq!(keys(&disk, "", "", 1000)?, all);
        for key in &all {
            let mut object = disk.find(key)?.expect("it was written");
            let mut body = vec![0; key.len()];
            object.file.read_exact(&mut body)?;
            assert_eq!(body, key.as_bytes());
        }
        for path in everything_in(root.path())? {
            assert!(path.starts_with(&disk.objects) || path.starts_with(&disk.unfinished));
        }
        for limit in [1, 2, 7] {
            let mut paged = Vec::new();
            let mut after = String::new();
            loop {
                let page = keys(&disk, "", &after, limit)?;
                let Some(last) = page.last() else { break };
                after.clone_from(last);
                paged.extend(page);
            }
            assert_eq!(paged, all, "pages of {limit}");
        }
        for prefix in ["a", "a/", "a//", "..", "e", &edge, "تقر", "nothing"] {
            let expected: Vec<_> = all.iter().filter(|key| key.starts_with(prefix)).cloned().collect();
            assert_eq!(keys(&disk, prefix, "", 1000)?, expected, "{prefix}");
        }

        for key in &all {
            disk.remove(key)?;
            disk.remove(key)?;
        }
        assert!(everything_in(&disk.objects)?.is_empty());
        Ok(())
    }

    #[test]
    fn an_upload_takes_a_name_only_under_its_condition() -> io::Result<()> {
        let root = tempfile::tempdir()?;
        let disk = Disk::open(root.path(), "house")?;
        let keep = |etag: &str, condition: &Condition| {
            let mut draft = disk.draft()?;
            let label = Label { etag: etag.into(), ..Default::default() };
            draft.write_all(&label.ending()?)?;
            disk.keep(draft, "a", condition)
        };
        let present = |etag: &str| Condition::Present(Some(etag.into()));
        assert_eq!(keep("1", &Condition::Present(None))?, Outcome::Missing);
        assert_eq!(keep("1", &Condition::Absent)?, Outcome::Kept);
        assert_eq!(keep("2", &Condition::Absent)?, Outcome::Taken);
        assert_eq!(keep("2", &present("0"))?, Outcome::Taken);
        assert_eq!(disk.find("a")?.map(|it| it.label.etag).as_deref(), Some("1"));
        assert_eq!(keep("2", &present("1"))?, Outcome::Kept);
        assert_eq!(keep("3", &Condition::None)?, Outcome::Kept);
        assert_eq!(disk.find("a")?.map(|it| it.label.etag).as_deref(), Some("3"));
        assert!(everything_in(&disk.unfinished)?.is_empty());
        Ok(())
    }

    #[test]
    fn a_file_cut_short_is_an_error_and_not_a_shorter_object() -> io::Result<()> {
        let root = tempfile::tempdir()?;
        let disk = Disk::open(root.path(), "house")?;
        write(&disk, "a", "the whole body")?;
        let path = disk.path("a");
        let whole = fs::read(&path)?;
        for cut in 1..whole.len() {
            fs::write(&path, whole.get(cut..).unwrap_or_default())?;
            assert!(disk.find("a").is_err(), "without its first {cut} bytes");
            fs::write(&path, whole.get(..cut).unwrap_or_default())?;
            assert!(disk.find("a").is_err(), "with only its first {cut} bytes");
        }
        Ok(())
    }

    #[test]
    fn only_drafts_nobody_writes_to_any_more_are_swept() -> io::Result<()> {
        let root = tempfile::tempdir()?;
        assert_eq!(sweep_unfinished(root.path(), Duration::ZERO)?, 0);
        let disk = Disk::open(root.path(), "house")?;
        write(&disk, "a", "finished")?;
        let (_, old) = disk.draft()?.keep()?;
        let (_, new) = disk.draft()?.keep()?;
        let hour = Duration::from_secs(3600);
        File::options().write(true).open(&old)?.set_modified(SystemTime::now() - 2 * hour)?;
        assert_eq!(sweep_unfinished(root.path(), hour)?, 1);
        assert!(!old.exists());
        assert!(new.exists());
        assert_eq!(keys(&disk, "", "", 10)?, ["a"]);
        Ok(())
    }
}
