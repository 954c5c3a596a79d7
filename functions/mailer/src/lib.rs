//! Letters leave here, and nowhere else.
//!
//! **What it is for.** A letter in the outbox is leased, rendered, sent, and its message id recorded, so that it leaves
//! at most once (requirement N4). What a transport says decides what happens next ([`Fate`]): sent, not taken (it waits
//! on), refused (a person looks), or in doubt (a person decides; it is never sent again by itself). Secret links are
//! minted here, at the moment of sending, and are in no table but as hashes. An address that letters come back from is
//! written to no more until a person says so; what is for it waits ([`returned`]). Start at [`post`].
//!
//! **What it may not know.** Why a letter was written. It is the only crate that knows SES.

mod post;
pub mod preflight;
pub mod returned;
#[cfg(feature = "smtp")]
pub mod smtp;
pub mod transport;

pub use post::{Event, Office, handle, post, sweep};
pub use transport::{Fate, Transport};
