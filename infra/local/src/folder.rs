//! The data folder of a local office: everything it keeps, in one place that one office holds at a time.
//!
//! The embedded database does not lock its own file, and two offices writing into one folder would each send the
//! same letters. So opening the folder takes a lock that the operating system gives back even after a crash.
//! This module knows names and permissions only, not what is inside the files. Start at [`Folder::open`].

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use store::Secret;

/// A data folder this process holds: no other office can open it until this value is dropped.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    // Fields are dropped in this order, so the lock is given back before a temporary folder disappears.
    _lock: File,
    _temporary: Option<tempfile::TempDir>,
}

/// Why a data folder cannot be used, worded for the person who started the office.
#[derive(Debug, thiserror::Error)]
pub enum FolderProblem {
    /// Another running office holds the lock.
    #[error(
        "Another office{} has the folder {} open. Stop that one first, or start this one with a different folder.",
        .pid.map(|pid| format!(" (pid {pid})")).unwrap_or_default(),
        .path.display()
    )]
    InUse {
        /// The folder both of them want.
        path: PathBuf,
        /// The process that holds it; absent in the moment before it has written its number.
        pid: Option<u32>,
    },
    /// The folder cannot be created, or nothing can be written into it.
    #[error(
        "The folder {} cannot be used: {}. Choose a folder this account can write to.",
        .path.display(),
        plainly(.cause)
    )]
    Unusable {
        /// The folder that was asked for.
        path: PathBuf,
        /// What the operating system said.
        cause: io::Error,
    },
    /// The file of the key for payment details holds something else.
    #[error(
        "{} does not hold a key, so where people are paid to cannot be opened. Put the file back as it was. If it is lost, \
         take this one away: the office makes another key then, and people enter anew where they are paid to.",
        .path.display()
    )]
    NoKey {
        /// The file.
        path: PathBuf,
    },
}

/// The file that holds what payment details are sealed with.
const SEALING_KEY: &str = "payment-details.key";

fn is_key(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

impl Folder {
    /// Opens the folder and creates it if it is missing, readable by this account alone because it holds people's data.
    ///
    /// # Errors
    ///
    /// [`FolderProblem::InUse`] if another office has it open, [`FolderProblem::Unusable`] if it cannot be written.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, FolderProblem> {
        Self::hold(path.into(), None)
    }

    /// A folder of its own for a demonstration or a test, removed when the value is dropped.
    ///
    /// # Errors
    ///
    /// [`FolderProblem::Unusable`] if the system's temporary folder cannot be written.
    pub fn temporary() -> Result<Self, FolderProblem> {
        let temporary = tempfile::Builder::new()
            .prefix("chancery-")
            .tempdir()
            .map_err(|cause| FolderProblem::Unusable { path: std::env::temp_dir(), cause })?;
        Self::hold(temporary.path().to_owned(), Some(temporary))
    }

    /// The folder itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The database file of the embedded DynamoDB.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.path.join("office.db")
    }

    /// Where the embedded S3 endpoint keeps documents.
    #[must_use]
    pub fn files(&self) -> PathBuf {
        self.path.join("files")
    }

    /// Where letters land when the office sends them to a folder.
    #[must_use]
    pub fn letters(&self) -> PathBuf {
        self.path.join("letters")
    }

    /// What payment details are sealed with: a file beside them, made for this account alone when it is first asked for.
    /// Without it they can never be opened again, and a copy of the database alone says nothing about anybody's account.
    ///
    /// # Errors
    ///
    /// [`FolderProblem::NoKey`] if the file holds none, [`FolderProblem::Unusable`] if it cannot be read or written.
    pub fn sealing_key(&self) -> Result<Secret, FolderProblem> {
        let path = self.path.join(SEALING_KEY);
        match std::fs::read_to_string(&path) {
            Ok(key) if is_key(key.trim()) => Ok(Secret::new(key.trim())),
            // Another key in its place would open nothing that was sealed before, so a person has to look.
            Ok(_) => Err(FolderProblem::NoKey { path }),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
                let key = store::sealing::new_key();
                self.write_key(&path, &key).map_err(|cause| FolderProblem::Unusable { path, cause })?;
                Ok(key)
            }
            Err(cause) => Err(FolderProblem::Unusable { path, cause }),
        }
    }

    /// Whole or not at all, and for this account alone, as temporary files are.
    fn write_key(&self, path: &Path, key: &Secret) -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(&self.path)?;
        file.write_all(key.reveal().as_bytes())?;
        file.as_file().sync_all()?;
        file.persist_noclobber(path).map_err(|error| error.error)?;
        Ok(())
    }

    fn hold(path: PathBuf, temporary: Option<tempfile::TempDir>) -> Result<Self, FolderProblem> {
        let lock = match lock(&path) {
            Ok(Some(lock)) => lock,
            Ok(None) => {
                let pid = holder(&path);
                return Err(FolderProblem::InUse { path, pid });
            }
            Err(cause) => return Err(FolderProblem::Unusable { path, cause }),
        };
        let folder = Self { path, _lock: lock, _temporary: temporary };
        for inner in [folder.files(), folder.letters()] {
            create(&inner).map_err(|cause| FolderProblem::Unusable { path: inner, cause })?;
        }
        Ok(folder)
    }
}

/// The lock, or nothing if someone else has it.
fn lock(folder: &Path) -> io::Result<Option<File>> {
    create(folder)?;
    let mut file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(lock_file(folder))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(None),
        Err(TryLockError::Error(cause)) => return Err(cause),
    }
    file.set_len(0)?;
    writeln!(file, "{}", std::process::id())?;
    file.sync_all()?;
    Ok(Some(file))
}

fn lock_file(folder: &Path) -> PathBuf {
    folder.join("office.lock")
}

/// Who wrote the lock file; only for the sentence a person reads, so an unreadable file is no further problem.
fn holder(folder: &Path) -> Option<u32> {
    let mut text = String::new();
    File::open(lock_file(folder)).ok()?.take(32).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

fn create(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// The cause in words a person without a manual understands; what is not listed keeps the system's own.
fn plainly(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::PermissionDenied => "this account may not write there".into(),
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            "a part of the path is a file, not a folder".into()
        }
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".into(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "the disk is full".into(),
        _ => cause.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_created_for_its_owner_alone() -> anyhow::Result<()> {
        let place = tempfile::tempdir()?;
        let folder = Folder::open(place.path().join("deep/office"))?;
        assert!(folder.files().is_dir());
        assert!(folder.letters().is_dir());
        assert_eq!(folder.database(), place.path().join("deep/office/office.db"));
        #[cfg(unix)]
        for path in [folder.path(), &folder.files(), &folder.letters()] {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(path.metadata()?.permissions().mode() & 0o777, 0o700);
        }
        Ok(())
    }

    #[test]
    fn a_second_office_is_told_who_has_the_folder_and_what_to_do() -> anyhow::Result<()> {
        let place = tempfile::tempdir()?;
        let first = Folder::open(place.path())?;
        let problem = Folder::open(place.path()).expect_err("the folder is held");
        assert_eq!(
            problem.to_string(),
            format!(
                "Another office (pid {}) has the folder {} open. \
                 Stop that one first, or start this one with a different folder.",
                std::process::id(),
                place.path().display()
            )
        );
        drop(first);
        Folder::open(place.path())?;
        Ok(())
    }

    #[test]
    fn a_lock_file_left_by_a_crash_holds_nobody_up() -> anyhow::Result<()> {
        let place = tempfile::tempdir()?;
        std::fs::write(lock_file(place.path()), "99999999\n")?;
        let _folder = Folder::open(place.path())?;
        assert_eq!(holder(place.path()), Some(std::process::id()));
        Ok(())
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_named_with_its_cause() -> anyhow::Result<()> {
        let place = tempfile::tempdir()?;
        let file = place.path().join("notes.txt");
        std::fs::write(&file, "not a folder")?;
        for path in [file.join("office"), file] {
            let problem = Folder::open(&path).expect_err("a file is in the way");
            assert_eq!(
                problem.to_string(),
                format!(
                    "The folder {} cannot be used: a part of the path is a file, not a folder. \
                     Choose a folder this account can write to.",
                    path.display()
                )
            );
        }
        Ok(())
    }

    #[test]
    fn the_key_for_payment_details_is_made_once_for_this_account_alone() -> anyhow::Result<()> {
        let folder = Folder::temporary()?;
        let key = folder.sealing_key()?;
        assert!(folder.sealing_key()? == key, "the same the next time");
        let file = folder.path().join(SEALING_KEY);
        #[cfg(unix)]
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&file)?.permissions()) & 0o777, 0o600);
        std::fs::write(&file, "half a key")?;
        let refused = folder.sealing_key().expect_err("never another in its place").to_string();
        assert!(refused.contains("does not hold a key") && refused.contains("enter anew"), "{refused}");
        Ok(())
    }

    #[test]
    fn a_temporary_folder_leaves_nothing_behind() -> anyhow::Result<()> {
        let folder = Folder::temporary()?;
        let path = folder.path().to_owned();
        std::fs::write(folder.database(), "data")?;
        assert!(path.is_dir());
        drop(folder);
        assert!(!path.exists());
        Ok(())
    }
}
