//! A file on its way to the bucket: made on this machine's disk, so that it is in memory nowhere as a whole.

use anyhow::Context as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use store::Store;
use tempfile::NamedTempFile;

/// Such a file; it is gone from the disk once this is.
#[derive(Debug)]
pub(crate) struct Made(NamedTempFile);

impl Made {
    /// What `write` writes.
    pub(crate) fn by(write: impl FnOnce(&mut BufWriter<File>) -> anyhow::Result<()>) -> anyhow::Result<Self> {
        let file = NamedTempFile::new().context("making room for a file")?;
        let mut out = BufWriter::new(file.reopen()?);
        write(&mut out)?;
        out.flush().context("writing a file")?;
        Ok(Self(file))
    }

    /// How many bytes it has.
    pub(crate) fn len(&self) -> anyhow::Result<u64> {
        Ok(self.0.as_file().metadata()?.len())
    }

    /// Keeps it under this key.
    pub(crate) async fn keep(&self, store: &Store, key: &str, content_type: &str) -> store::Result<()> {
        store.files().put_from(key, content_type, self.0.path()).await
    }
}
