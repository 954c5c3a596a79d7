//! Evidence of an activity: photos, told by what they are and not by what they are called (requirement S8).

use crate::id::{ActivityId, AmbassadorId, FileId};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The most bytes of one photo.
pub const MOST_BYTES: u64 = 20_000_000;
/// The most pixels of one photo, so that nobody is sent a picture their computer cannot open.
pub const MOST_PIXELS: u64 = 120_000_000;
/// The most photos of one activity.
pub const MOST_PHOTOS: usize = 10;

/// What a photo is kept as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhotoKind {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

impl PhotoKind {
    /// How its file name ends.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }

    fn first_bytes(self) -> &'static [u8] {
        match self {
            Self::Jpeg => b"\xff\xd8\xff",
            Self::Png => b"\x89PNG\r\n\x1a\n",
        }
    }
}

/// A photo that was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    /// What it is.
    pub kind: PhotoKind,
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// How large its file is.
    pub bytes: u64,
}

/// Why a file is not taken as a photo.
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
    /// It is something else.
    #[error("the file is neither JPEG nor PNG")]
    OtherKind,
    /// It has more than [`MOST_PIXELS`].
    #[error("the picture has too many pixels")]
    TooManyPixels,
    /// It begins as a photo does and goes on otherwise.
    #[error("the file is damaged")]
    Damaged,
}

/// Looks at a file: what it is by its content.
///
/// # Errors
/// [`NotTaken`] says why it is not taken.
pub fn photo(content: &[u8]) -> Result<Photo, NotTaken> {
    let bytes = content.len() as u64;
    if content.is_empty() {
        return Err(NotTaken::Empty);
    }
    if bytes > MOST_BYTES {
        return Err(NotTaken::TooLarge);
    }
    let kinds = [PhotoKind::Jpeg, PhotoKind::Png];
    let Some(kind) = kinds.into_iter().find(|kind| content.starts_with(kind.first_bytes())) else {
        return Err(if is_heic(content) { NotTaken::Heic } else { NotTaken::OtherKind });
    };
    let size = imagesize::blob_size(content).map_err(|_| NotTaken::Damaged)?;
    let side = |side: usize| u32::try_from(side).ok().filter(|side| *side > 0).ok_or(NotTaken::Damaged);
    let (width, height) = (side(size.width)?, side(size.height)?);
    match u64::from(width) * u64::from(height) <= MOST_PIXELS {
        true => Ok(Photo { kind, width, height, bytes }),
        false => Err(NotTaken::TooManyPixels),
    }
}

/// HEIC and HEIF are boxes like MP4: a length, `ftyp`, and a brand.
fn is_heic(content: &[u8]) -> bool {
    let brands: [&[u8]; 6] = [b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1"];
    content.get(4..8) == Some(b"ftyp") && content.get(8..12).is_some_and(|brand| brands.contains(&brand))
}

/// Where a posted photo lies in the bucket, which says whose it is and of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhotoKey {
    /// Who posted it.
    pub ambassador: AmbassadorId,
    /// Of which activity.
    pub activity: ActivityId,
    /// Which one.
    pub file: FileId,
}

/// What stands before the key of everything people post.
pub const UPLOADS: &str = "uploads/";

/// What stands before every [`PhotoKey`].
const PHOTOS: &str = "uploads/photos/";

impl fmt::Display for PhotoKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PHOTOS}{}/{}/{}", self.ambassador, self.activity, self.file)
    }
}

/// A key of the bucket is none of a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not where a photo lies")]
pub struct NotAPhoto;

impl FromStr for PhotoKey {
    type Err = NotAPhoto;

    fn from_str(key: &str) -> Result<Self, NotAPhoto> {
        let mut parts = key.strip_prefix(PHOTOS).ok_or(NotAPhoto)?.split('/');
        let mut part = || parts.next().ok_or(NotAPhoto);
        let (ambassador, activity, file) = (part()?, part()?, part()?);
        let read = Self {
            ambassador: ambassador.parse().map_err(|_| NotAPhoto)?,
            activity: activity.parse().map_err(|_| NotAPhoto)?,
            file: file.parse().map_err(|_| NotAPhoto)?,
        };
        // An identifier can be written in more than one way, and only one of them is a key.
        if read.to_string() == key { Ok(read) } else { Err(NotAPhoto) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The beginning of a PNG of this size.
    fn png(width: u32, height: u32) -> Vec<u8> {
        let header = [b"\0\0\0\rIHDR".as_slice(), &width.to_be_bytes(), &height.to_be_bytes(), b"\x08\x06\0\0\0"];
        [PhotoKind::Png.first_bytes(), &header.concat(), b"\0\0\0\0"].concat()
    }

    /// The beginning of a JPEG of this size.
    fn jpeg(width: u16, height: u16) -> Vec<u8> {
        let frame = [b"\xff\xc0\0\x11\x08".as_slice(), &height.to_be_bytes(), &width.to_be_bytes(), b"\x03"].concat();
        [b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0".as_slice(), &frame, &[0; 16]].concat()
    }

    /// S8
    #[test]
    fn a_photo_is_told_by_its_content() {
        let told = |kind, width, height, bytes: &[u8]| Ok(Photo { kind, width, height, bytes: bytes.len() as u64 });
        let (one, other) = (png(640, 480), jpeg(4000, 3000));
        assert_eq!(photo(&one), told(PhotoKind::Png, 640, 480, &one));
        assert_eq!(photo(&other), told(PhotoKind::Jpeg, 4000, 3000, &other));
        assert_eq!(photo(b""), Err(NotTaken::Empty));
        assert_eq!(photo(b"MZ\x90\0 this program cannot be run in DOS mode"), Err(NotTaken::OtherKind));
        assert_eq!(photo(b"%PDF-1.7"), Err(NotTaken::OtherKind));
        assert_eq!(photo(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), Err(NotTaken::Heic));
        assert_eq!(photo(b"\xff\xd8\xff"), Err(NotTaken::Damaged));
        assert_eq!(photo(&png(0, 10)), Err(NotTaken::Damaged));
        assert_eq!(photo(&png(65_000, 65_000)), Err(NotTaken::TooManyPixels));
        assert_eq!(photo(&vec![0xff; 20_000_001]), Err(NotTaken::TooLarge));
    }

    proptest! {
        #[test]
        fn no_file_makes_looking_at_it_fall_over(rest in prop::collection::vec(any::<u8>(), 0..600)) {
            for first in [b"".as_slice(), PhotoKind::Jpeg.first_bytes(), PhotoKind::Png.first_bytes()] {
                let file = [first, &rest].concat();
                let taken = photo(&file);
                prop_assert!(taken.is_err() || taken.is_ok_and(|photo| photo.bytes == file.len() as u64));
            }
        }

        #[test]
        fn a_key_reads_back_and_nothing_else_is_one(ids in prop::array::uniform3(any::<u128>()), extra in "[a-z/.]{1,8}") {
            let [one, two, three] = ids.map(uuid::Uuid::from_u128);
            let key = PhotoKey { ambassador: AmbassadorId::new(one), activity: ActivityId::new(two), file: FileId::new(three) };
            prop_assert_eq!(key.to_string().parse(), Ok(key));
            prop_assert_eq!(format!("{key}{extra}").parse::<PhotoKey>(), Err(NotAPhoto));
            prop_assert_eq!(key.to_string().to_uppercase().parse::<PhotoKey>(), Err(NotAPhoto));
        }
    }
}
