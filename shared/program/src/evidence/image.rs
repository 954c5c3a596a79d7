//! JPEG and PNG: how large the picture is, and that the file is whole. No pixel is computed here.

use super::{MOST_PIXELS, NotTaken, Pixels, disguise};

/// How a JPEG begins.
pub(super) const JPEG: &[u8] = b"\xff\xd8\xff";
/// How a PNG begins.
pub(super) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The size of a JPEG that is whole.
pub(super) fn jpeg(content: &[u8]) -> Result<Pixels, NotTaken> {
    let mut rest = content.get(2..).unwrap_or_default();
    let mut found: Option<Pixels> = None;
    let mut seen_picture = false;
    loop {
        let marker = next_marker(&mut rest)?;
        match marker {
            // The end.
            0xd9 => break,
            // Marks that stand alone.
            0x01 | 0xd0..=0xd7 => continue,
            // A second beginning within the picture.
            0xd8 => return Err(NotTaken::Damaged),
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes(*rest.first_chunk().ok_or(NotTaken::CutOff)?));
        let segment = rest.get(2..length.max(2)).ok_or(NotTaken::CutOff)?;
        rest = rest.get(length.max(2)..).unwrap_or_default();
        match marker {
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                let [_, tall, tall2, wide, wide2, ..] = *segment else { return Err(NotTaken::Damaged) };
                let height = u32::from(u16::from_be_bytes([tall, tall2]));
                let width = u32::from(u16::from_be_bytes([wide, wide2]));
                // One picture has one frame; which of two is shown would be for each program to choose.
                if found.replace(possible(Pixels { width, height })?).is_some() {
                    return Err(NotTaken::Damaged);
                }
            }
            0xda => seen_picture = true,
            _ => {}
        }
    }
    match found {
        Some(_) if disguise::hides_another(content, rest) => Err(NotTaken::TwoKinds),
        Some(pixels) if seen_picture => Ok(pixels),
        _ => Err(NotTaken::Damaged),
    }
}

/// Goes to the next mark, past the bytes of the picture, which hold none: 0xff is followed by 0 in them.
fn next_marker(rest: &mut &[u8]) -> Result<u8, NotTaken> {
    loop {
        let at = rest.iter().position(|byte| *byte == 0xff).ok_or(NotTaken::CutOff)?;
        let behind = rest.get(at + 1..).unwrap_or_default();
        let (marker, after) = behind.split_first().ok_or(NotTaken::CutOff)?;
        match marker {
            0 => *rest = after,
            // Filling before a mark.
            0xff => *rest = behind,
            _ => {
                *rest = after;
                return Ok(*marker);
            }
        }
    }
}

/// The size of a PNG that is whole, each part with its checksum.
pub(super) fn png(content: &[u8]) -> Result<Pixels, NotTaken> {
    let mut rest = content.get(PNG.len()..).unwrap_or_default();
    let mut found = None;
    let mut has_data = false;
    loop {
        let length = u32::from_be_bytes(*rest.first_chunk().ok_or(NotTaken::CutOff)?);
        let end = usize::try_from(length).ok().and_then(|length| length.checked_add(8)).ok_or(NotTaken::Damaged)?;
        let named = rest.get(4..end).ok_or(NotTaken::CutOff)?;
        let (name, data) = named.split_first_chunk::<4>().ok_or(NotTaken::Damaged)?;
        let sum = rest.get(end..).and_then(|sum| sum.first_chunk()).ok_or(NotTaken::CutOff)?;
        if crc32fast::hash(named) != u32::from_be_bytes(*sum) {
            return Err(NotTaken::Damaged);
        }
        rest = rest.get(end + 4..).unwrap_or_default();
        match (name, found) {
            (b"IHDR", None) => {
                let (width, data) = data.split_first_chunk().ok_or(NotTaken::Damaged)?;
                let height = data.first_chunk().ok_or(NotTaken::Damaged)?;
                let (width, height) = (u32::from_be_bytes(*width), u32::from_be_bytes(*height));
                found = Some(possible(Pixels { width, height })?);
            }
            (b"IHDR", Some(_)) | (_, None) => return Err(NotTaken::Damaged),
            (b"IDAT", _) => has_data = true,
            (b"IEND", _) => break,
            _ => {}
        }
    }
    match found {
        Some(_) if disguise::hides_another(content, rest) => Err(NotTaken::TwoKinds),
        Some(pixels) if has_data => Ok(pixels),
        _ => Err(NotTaken::Damaged),
    }
}

fn possible(pixels: Pixels) -> Result<Pixels, NotTaken> {
    match pixels.count() {
        0 => Err(NotTaken::Damaged),
        1..=MOST_PIXELS => Ok(pixels),
        _ => Err(NotTaken::TooManyPixels),
    }
}
