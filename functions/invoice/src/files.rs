//! What becomes of a file that arrived: looked at, kept where nobody can post to, recorded; or refused, and gone.
//!
//! Each step may be cut off and come again, twice at a moment even. What lies under the posted key can change as long as
//! the form it came by works, so the first who looks keeps what they saw, and everybody after goes by that.

use crate::preview;
use bytes::Bytes;
use program::evidence::{Document, MOST_BYTES, NotTaken, Purpose, UploadKey, look};
use serde::{Deserialize, Serialize};
use store::Store;
use store::evidence::{Found, Kept, fingerprint, kept_key, preview_key};
use store::files::Fetched;

/// What EventBridge tells of a new object, as far as it matters here.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html>
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Created {
    /// The object.
    pub detail: Detail,
}

/// The part of the event that is about the object.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Detail {
    /// The object.
    pub object: Object,
}

/// An object of the bucket.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Object {
    /// Its key.
    pub key: String,
    /// Its bytes.
    pub size: u64,
}

impl Created {
    /// That an object of this key and size was created.
    pub fn new(key: String, size: u64) -> Self {
        Self { detail: Detail { object: Object { key, size } } }
    }

    /// What it is about, for the log: of the key, which anybody may have made up, only what is an identifier of ours.
    pub fn ids(&self) -> Vec<(&'static str, String)> {
        let key = self.detail.object.key.parse::<UploadKey>();
        key.map(|key| vec![("file", key.file.to_string())]).unwrap_or_default()
    }
}

/// Looks at a file that arrived and records what it is. What was posted is gone from the bucket afterwards, and of a file
/// that is not taken nothing is left but the reason.
///
/// # Errors
/// When the store or the bucket cannot be asked, so that the event is delivered again.
pub async fn uploaded(store: &Store, event: Created) -> anyhow::Result<()> {
    let object = event.detail.object;
    let Ok(key) = object.key.parse::<UploadKey>() else {
        tracing::info!("the object that was created is none that anybody posted");
        return Ok(());
    };
    let there = store.evidence(key.purpose.subject(), key.file).await?;
    let evidence = match there {
        // Told of before, or posted once more by the same form: what is on record stands.
        Some(there) => there,
        None => {
            let Some(found) = examine(store, key, &object).await? else {
                tracing::info!("the file is gone already");
                return Ok(());
            };
            store.record_evidence(key, found).await?
        }
    };
    // Also when it was recorded before: the tidying may have been cut off.
    store.tidy_up(&evidence).await?;
    if let Found::NotTaken(why) = evidence.found {
        tracing::info!(file = %key.file, %why, "a file was not taken");
    }
    Ok(())
}

/// What a file is, kept if it will do; none where there is no such file any more.
async fn examine(store: &Store, key: UploadKey, object: &Object) -> anyhow::Result<Option<Found>> {
    // What is too large is not even fetched, nor is what has grown since.
    if object.size > MOST_BYTES {
        return Ok(Some(Found::NotTaken(NotTaken::TooLarge)));
    }
    let content = match store.files().fetch(&object.key, MOST_BYTES).await? {
        Fetched::Gone => return Ok(None),
        Fetched::TooLarge => return Ok(Some(Found::NotTaken(NotTaken::TooLarge))),
        Fetched::Whole(content) => content,
    };
    if is_late(store, key).await? {
        return Ok(Some(Found::NotTaken(NotTaken::TooLate)));
    }
    let mut seen = match see(content.clone(), key.purpose).await {
        Ok(seen) => seen,
        Err(why) => return Ok(Some(Found::NotTaken(why))),
    };
    let kept = kept_key(key.file);
    let content = match store.files().put_new(&kept, KEPT_AS, content.clone()).await? {
        true => content,
        false => {
            let Fetched::Whole(first) = store.files().fetch(&kept, MOST_BYTES).await? else {
                anyhow::bail!("a file that was kept a moment ago is not there");
            };
            if first != content {
                seen = match see(first.clone(), key.purpose).await {
                    Ok(seen) => seen,
                    Err(why) => return Ok(Some(Found::NotTaken(why))),
                };
            }
            first
        }
    };
    let (document, preview) = seen;
    let has_preview = preview.is_some();
    if let Some(preview) = preview {
        store.files().put(&preview_key(key.file), "image/jpeg", preview).await?;
    }
    Ok(Some(Found::Taken(Kept::new(document, fingerprint(&content), has_preview))))
}

/// Whether what a file is for is gone, or takes no papers any more.
async fn is_late(store: &Store, key: UploadKey) -> anyhow::Result<bool> {
    let (request, invoice) = match key.purpose {
        Purpose::Photo(_) => return Ok(false),
        Purpose::Use(request) => (request, None),
        Purpose::Invoice { request, invoice } => (request, Some(invoice)),
    };
    let takes = store
        .funding(request)
        .await?
        .is_some_and(|there| there.value.ambassador == key.ambassador && there.value.state().takes_documents());
    let has_invoice = match invoice {
        Some(invoice) => store.invoice(request, invoice).await?.is_some(),
        None => true,
    };
    Ok(!takes || !has_invoice)
}

/// What files are kept as: a browser saves them and opens none.
const KEPT_AS: &str = "application/octet-stream";

/// What the content is, and a small picture of it.
async fn see(content: Bytes, purpose: Purpose) -> Result<(Document, Option<Vec<u8>>), NotTaken> {
    let document = look(&content, purpose)?;
    let preview = preview::of(content, document.content).await?;
    Ok((document, preview))
}
