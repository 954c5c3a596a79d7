//! Where files lie in the bucket: what was posted in one place, what was taken in another.
//!
//! A form is signed for one [`UploadKey`] and may be sent more than once, so what lies there can change until the form
//! expires. What was looked at is therefore kept under another key, which nobody can post to.

use super::Purpose;
use crate::id::{AmbassadorId, FileId, FundingId};
use std::fmt;
use std::str::FromStr;

/// What stands before the key of everything people post.
pub const UPLOADS: &str = "uploads/";
/// What stands before the key of everything that was taken.
pub const KEPT: &str = "evidence/";
/// What stands before the key of every preview.
pub const PREVIEWS: &str = "previews/";

const PHOTOS: &str = "photos";
const INVOICES: &str = "invoices";
const USES: &str = "uses";

/// Where a posted file lies, which says whose it is and what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UploadKey {
    /// Who posted it.
    pub ambassador: AmbassadorId,
    /// What it is for.
    pub purpose: Purpose,
    /// Which one.
    pub file: FileId,
}

/// What stands before the keys of everything somebody posts for a request for funds: its invoices, and what shows the use.
pub fn folders_of(ambassador: AmbassadorId, request: FundingId) -> [String; 2] {
    [INVOICES, USES].map(|folder| format!("{UPLOADS}{folder}/{ambassador}/{request}/"))
}

impl fmt::Display for UploadKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { ambassador, purpose, file } = self;
        match purpose {
            Purpose::Photo(activity) => write!(f, "{UPLOADS}{PHOTOS}/{ambassador}/{activity}/{file}"),
            Purpose::Invoice { request, invoice } => {
                write!(f, "{UPLOADS}{INVOICES}/{ambassador}/{request}/{invoice}/{file}")
            }
            Purpose::Use(request) => write!(f, "{UPLOADS}{USES}/{ambassador}/{request}/{file}"),
        }
    }
}

/// A key of the bucket is none that anybody posts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not where a posted file lies")]
pub struct NotAnUpload;

/// The next part of a key as the identifier it should be.
fn part<'a, Id: FromStr>(parts: &mut impl Iterator<Item = &'a str>) -> Result<Id, NotAnUpload> {
    parts.next().and_then(|part| part.parse().ok()).ok_or(NotAnUpload)
}

impl FromStr for UploadKey {
    type Err = NotAnUpload;

    fn from_str(key: &str) -> Result<Self, NotAnUpload> {
        let mut parts = key.strip_prefix(UPLOADS).ok_or(NotAnUpload)?.split('/');
        let folder = parts.next();
        let ambassador = part(&mut parts)?;
        let purpose = match folder {
            Some(PHOTOS) => Purpose::Photo(part(&mut parts)?),
            Some(INVOICES) => Purpose::Invoice { request: part(&mut parts)?, invoice: part(&mut parts)? },
            Some(USES) => Purpose::Use(part(&mut parts)?),
            _ => return Err(NotAnUpload),
        };
        let read = Self { ambassador, purpose, file: part(&mut parts)? };
        // An identifier can be written in more than one way, and only one of them is a key.
        if read.to_string() == key { Ok(read) } else { Err(NotAnUpload) }
    }
}
