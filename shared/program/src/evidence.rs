//! Evidence: files people post, told by what they are and not by what they are called (requirement S8).
//!
//! A file has an owner and a [`Purpose`], which says what it is about; where it lies in the bucket says both
//! ([`UploadKey`]). What it is says its content alone: start at [`look`]. The bytes are anybody's, so looking is bounded
//! in time and memory whatever they are; how each kind is read stands in `image` and `pdf`, what a file may hide besides
//! in `disguise`.

mod disguise;
mod image;
mod key;
mod pdf;
#[cfg(test)]
mod tests;

pub use key::{KEPT, NotAnUpload, PREVIEWS, UPLOADS, UploadKey, folders_of};

use crate::id::{ActivityId, FundingId, InvoiceId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The most bytes of one file.
pub const MOST_BYTES: u64 = 20_000_000;
/// The most pixels of one picture, so that nobody is sent one their computer cannot open.
pub const MOST_PIXELS: u64 = 120_000_000;
/// The most pages of one PDF.
pub const MOST_PAGES: u32 = 2_000;
/// The most files of one purpose: photos of an activity, files of an invoice, evidence of use of a request.
pub const MOST_FILES: usize = 10;

/// What a file is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// An activity.
    Activity(ActivityId),
    /// A request for funds.
    Funding(FundingId),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Activity(id) => write!(f, "activity#{id}"),
            Self::Funding(id) => write!(f, "funding#{id}"),
        }
    }
}

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// A photo of an activity.
    Photo(ActivityId),
    /// An invoice of a request, or a part of one (clause M14).
    Invoice {
        /// The request.
        request: FundingId,
        /// The invoice.
        invoice: InvoiceId,
    },
    /// That what a request paid for was used (clause M14).
    Use(FundingId),
}

impl Purpose {
    /// What such a file is about.
    pub fn subject(self) -> Subject {
        match self {
            Self::Photo(activity) => Subject::Activity(activity),
            Self::Invoice { request, .. } | Self::Use(request) => Subject::Funding(request),
        }
    }

    /// Whether a PDF will do; a photo is a picture.
    pub fn takes_pdf(self) -> bool {
        match self {
            Self::Photo(_) => false,
            Self::Invoice { .. } | Self::Use(_) => true,
        }
    }

    /// Whether somebody is paid for it, so that it may stand for one thing only (clause R8).
    pub fn is_for_money(self) -> bool {
        match self {
            Self::Photo(_) => false,
            Self::Invoice { .. } | Self::Use(_) => true,
        }
    }
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// A JPEG picture.
    Jpeg(Pixels),
    /// A PNG picture.
    Png(Pixels),
    /// A PDF.
    Pdf {
        /// How many pages it has.
        pages: u32,
    },
}

impl Content {
    /// How its file name ends.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Jpeg(_) => "jpg",
            Self::Png(_) => "png",
            Self::Pdf { .. } => "pdf",
        }
    }

    /// How large the picture is; none for a PDF.
    pub fn pixels(self) -> Option<Pixels> {
        match self {
            Self::Jpeg(pixels) | Self::Png(pixels) => Some(pixels),
            Self::Pdf { .. } => None,
        }
    }
}

/// How large a picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pixels {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
}

impl Pixels {
    /// How many there are.
    pub fn count(self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }
}

/// A file that was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// What it is.
    pub content: Content,
    /// How large its file is.
    pub bytes: u64,
}

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum NotTaken {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It has more than [`MOST_BYTES`].
    #[error("the file is too large")]
    TooLarge,
    /// It is a photo as some telephones keep them, which many computers cannot open.
    #[error("the file is a HEIC photo")]
    Heic,
    /// It is a program, whatever it is called.
    #[error("the file is a program")]
    Program,
    /// It is an archive; documents and spreadsheets of office programs are archives too.
    #[error("the file is an archive")]
    Archive,
    /// It is a page of the web, or a drawing that is one.
    #[error("the file is a web page")]
    WebPage,
    /// It is something else.
    #[error("the file is of another kind")]
    OtherKind,
    /// It is a document and something else at once.
    #[error("the file is two kinds at once")]
    TwoKinds,
    /// It is a PDF that asks for a password or forbids something.
    #[error("the file is encrypted")]
    Locked,
    /// It has more than [`MOST_PIXELS`].
    #[error("the picture has too many pixels")]
    TooManyPixels,
    /// It has more than [`MOST_PAGES`].
    #[error("the document has too many pages")]
    TooManyPages,
    /// It begins as it should and ends too early.
    #[error("the file is cut off")]
    CutOff,
    /// It begins as it should and goes on otherwise.
    #[error("the file is damaged")]
    Damaged,
    /// There are [`MOST_FILES`] already.
    #[error("there are as many files as there can be")]
    TooMany,
    /// The same file is here already.
    #[error("the file was sent here before")]
    SentBefore,
    /// The same file counts for something else of the same person's (clause R8).
    #[error("the file counts elsewhere")]
    CountsFor(Subject),
    /// The same file was handed in by somebody else (clause R8).
    #[error("the file is another person's")]
    Anothers,
    /// What it is for takes no files any more.
    #[error("what the file is for is closed")]
    TooLate,
}

/// Looks at a file: what it is by its content, and whether it will do for this purpose.
///
/// # Errors
/// [`NotTaken`] says why it is not taken.
pub fn look(content: &[u8], purpose: Purpose) -> Result<Document, NotTaken> {
    let bytes = content.len() as u64;
    if content.is_empty() {
        return Err(NotTaken::Empty);
    }
    if bytes > MOST_BYTES {
        return Err(NotTaken::TooLarge);
    }
    let found = if content.starts_with(image::JPEG) {
        Content::Jpeg(image::jpeg(content)?)
    } else if content.starts_with(image::PNG) {
        Content::Png(image::png(content)?)
    } else if content.starts_with(pdf::FIRST) && purpose.takes_pdf() {
        Content::Pdf { pages: pdf::pages(content)? }
    } else {
        return Err(disguise::other(content));
    };
    Ok(Document { content: found, bytes })
}
