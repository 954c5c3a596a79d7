//! What a file is that is no document, and what a document may hide besides.
//!
//! A file can be two things at once: programs look for a ZIP archive from its end and for most others from its
//! beginning. Nobody sends such a file by accident.

use super::NotTaken;

/// How far from the end of a file its archive may say that it is one: that record, and a comment as long as can be.
const END_OF_ARCHIVE: usize = 22 + 65_535;

/// Why something that does not begin as a document is not taken.
pub(super) fn other(content: &[u8]) -> NotTaken {
    if is_heic(content) {
        NotTaken::Heic
    } else if begins(content, PROGRAMS) {
        NotTaken::Program
    } else if begins(content, ARCHIVES) {
        NotTaken::Archive
    } else if is_web_page(content) {
        NotTaken::WebPage
    } else {
        NotTaken::OtherKind
    }
}

/// Whether what follows the end of a document, or the document as a whole, is something else as well.
pub(super) fn hides_another(content: &[u8], behind: &[u8]) -> bool {
    let behind = behind.trim_ascii_start();
    let kinds = [PROGRAMS, ARCHIVES, DOCUMENTS];
    ends_as_archive(content) || kinds.into_iter().any(|kind| begins(behind, kind)) || is_web_page(behind)
}

/// Whether a page of the web begins within the first bytes, as far as programs look for one.
pub(super) fn is_web_page(content: &[u8]) -> bool {
    let start = content.get(..1024).unwrap_or(content).to_ascii_lowercase();
    let tags: [&[u8]; 6] = [b"<!doctype html", b"<html", b"<head", b"<script", b"<svg", b"<?php"];
    tags.into_iter().any(|tag| start.windows(tag.len()).any(|window| window == tag))
}

const PROGRAMS: &[&[u8]] = &[
    b"MZ",
    b"\x7fELF",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
    b"\0asm",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
];
const ARCHIVES: &[&[u8]] =
    &[b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ"];
const DOCUMENTS: &[&[u8]] = &[b"%PDF-", b"%!PS"];

fn begins(content: &[u8], kinds: &[&[u8]]) -> bool {
    kinds.iter().any(|first| content.starts_with(first))
}

/// HEIC and HEIF are boxes like MP4: a length, `ftyp`, and a brand.
fn is_heic(content: &[u8]) -> bool {
    let brands: [&[u8]; 6] = [b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1"];
    content.get(4..8) == Some(b"ftyp") && content.get(8..12).is_some_and(|brand| brands.contains(&brand))
}

/// Whether a ZIP archive ends in the last bytes: its end says how long its directory before it is.
fn ends_as_archive(content: &[u8]) -> bool {
    let tail = content.get(content.len().saturating_sub(END_OF_ARCHIVE)..).unwrap_or_default();
    let before = content.len() - tail.len();
    tail.windows(22).enumerate().filter(|(_, window)| window.starts_with(b"PK\x05\x06")).any(|(at, end)| {
        let directory = end.get(12..16).and_then(|size| size.try_into().ok()).map(u32::from_le_bytes);
        let starts = directory.and_then(|size| (before + at).checked_sub(usize::try_from(size).ok()?));
        starts.and_then(|at| content.get(at..)).is_some_and(|entry| entry.starts_with(b"PK"))
    })
}
