//! Every letter the office sends, as a type; data in, rendered MIME out.
//!
//! **What it is for.** A room writes a [`Letter`] into the outbox as JSON; `mailer` takes it out, mints the secret link
//! it asks for ([`Letter::secret`]), and calls [`render`]. Text and HTML come from one list of blocks, so they cannot
//! say different things. Start reading at [`letter`], then `wording` (what each letter says, in which order); `plain`
//! and `html` show it, `envelope` puts the MIME message around it.
//!
//! **What it may not know.** Input and output, the clock, randomness: the date, the message's id and the links are
//! arguments, and the same arguments give the same bytes. It knows no sentence either: those are in `words`, in
//! `letters.ftl`. How a letter leaves is for `mailer` alone.

mod envelope;
pub mod funding;
mod html;
pub mod letter;
mod plain;
#[cfg(test)]
mod tests;
mod wording;

pub use envelope::{Attachment, Envelope, RenderProblem, Rendered, render};
pub use funding::{FundingNews, FundingSums};
pub use letter::{Figures, Follow, GlanceFigures, Letter, Secret};
