//! What people post straight to the bucket: each file is looked at, recorded, or taken away with a reason.
//!
//! **What it is for.** A form of ours posts a file to the bucket, not to a function (requirement S8). The bucket tells
//! that it arrived; [`uploaded`] finds out what it is by its content and writes that down, once however often it is told.
//! Photos of activities are the only files so far; invoices are to come in by the same door.
//!
//! Ambassadors ask for funds here too, and see where each request stands: [`routes`] (clause O7).
//!
//! **What it may not know.** How a request is decided: that is for `treasury`.

mod requests;

use program::Role;
use program::evidence::{MOST_BYTES, NotTaken, PhotoKey, photo};
use serde::{Deserialize, Serialize};
use store::Store;
use store::evidence::Found;
use web::{Routes, Who};

/// Every route of this function.
pub fn routes() -> Routes {
    let own = Who::Own(Role::Ambassador);
    Routes::of("invoice")
        .get("/me/funding", own, requests::list)
        .get("/me/funding/new", own, requests::choose)
        .post("/me/funding", own, requests::ask)
        .get("/me/funding/{id}", own, requests::show)
        .get("/me/funding/{id}/edit", own, requests::edit)
        .post("/me/funding/{id}", own, requests::change)
        .post("/me/funding/{id}/take-back", own, requests::take_back)
        .post("/me/funding/{id}/withdraw", own, requests::withdraw)
        .post("/me/funding/{id}/arrived", own, requests::arrived)
        .post("/me/funding/{id}/answers", own, requests::answer)
}

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
}

/// Looks at a file that arrived and records what it is; what is not taken is removed from the bucket.
///
/// # Errors
/// When the store or the bucket cannot be asked, so that the event is delivered again.
pub async fn uploaded(store: &Store, event: Created) -> anyhow::Result<()> {
    let object = event.detail.object;
    let Ok(key) = object.key.parse::<PhotoKey>() else {
        tracing::info!("the object that was created is none that anybody posted");
        return Ok(());
    };
    let there = store.evidence(key.activity, key.file).await?;
    let found = match there {
        Some(there) => there.found,
        None => {
            let Some(found) = look(store, &object).await? else {
                tracing::info!("the file is gone already");
                return Ok(());
            };
            store.record_evidence(key, found).await?;
            found
        }
    };
    // Also when it was recorded before: the removal may have been cut off.
    if let Found::NotTaken(why) = found {
        store.files().remove(&object.key).await?;
        tracing::info!(file = %key.file, %why, "a file was not taken");
    }
    Ok(())
}

/// What a file is; none where there is no such file any more.
async fn look(store: &Store, object: &Object) -> anyhow::Result<Option<Found>> {
    // What is too large is not even fetched.
    if object.size > MOST_BYTES {
        return Ok(Some(Found::NotTaken(NotTaken::TooLarge)));
    }
    let Some((_, content)) = store.files().get(&object.key).await? else { return Ok(None) };
    Ok(Some(photo(&content).map_or_else(Found::NotTaken, Found::Photo)))
}
