//! What people post straight to the bucket: each file is looked at, recorded, or taken away with a reason.
//!
//! **What it is for.** A form of ours posts a file to the bucket, not to a function (requirement S8). The bucket tells
//! that it arrived; [`uploaded`] finds out what it is by its content and writes that down, once however often it is told.
//!
//! **What it may not know.** Pages of other functions: what came of a file is read from the store by who shows it.

mod files;
mod preview;

pub use files::{Created, Detail, Object, uploaded};
