use super::*;
use crate::id::{AmbassadorId, FileId};
use miniz_oxide::deflate::compress_to_vec_zlib;
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

fn a_photo() -> Purpose {
    Purpose::Photo(ActivityId::new(Uuid::from_u128(1)))
}

fn an_invoice() -> Purpose {
    Purpose::Invoice { request: FundingId::new(Uuid::from_u128(1)), invoice: InvoiceId::new(Uuid::from_u128(2)) }
}

fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let named = [name.as_slice(), data].concat();
    [&(data.len() as u32).to_be_bytes(), named.as_slice(), &crc32fast::hash(&named).to_be_bytes()].concat()
}

/// A whole PNG of this size, as far as looking goes.
fn png(width: u32, height: u32) -> Vec<u8> {
    let header = [&width.to_be_bytes(), &height.to_be_bytes(), b"\x08\x06\0\0\0".as_slice()].concat();
    [image::PNG, &chunk(b"IHDR", &header), &chunk(b"IDAT", b"data"), &chunk(b"IEND", b"")].concat()
}

/// A whole JPEG of this size, as far as looking goes.
fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let frame = [b"\xff\xc0\0\x0b\x08".as_slice(), &height.to_be_bytes(), &width.to_be_bytes(), b"\x01\x01\x11\0"];
    let scan = b"\xff\xda\0\x08\x01\x01\0\0\x3f\0 picture \xff\0 and more \xff\xd0 of it";
    [b"\xff\xd8\xff\xe0\0\x07JFIF\0".as_slice(), &frame.concat(), scan, b"\xff\xd9"].concat()
}

/// A PDF of these objects, numbered from 1, with a table as the first PDFs had it.
fn pdf_of(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (at, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", at + 1).as_bytes());
    }
    let start = file.len();
    file.extend_from_slice(table.as_bytes());
    file.extend_from_slice(format!("trailer\n<< /Size 9 {trailer} >>\nstartxref\n{start}\n%%EOF\n").as_bytes());
    file
}

fn objects(pages: usize) -> Vec<String> {
    let kids: Vec<_> = (0..pages).map(|page| format!("{} 0 R", page + 3)).collect();
    let mut all = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Count 1 /Kids [{}] >>", kids.join(" ")),
    ];
    all.extend((0..pages).map(|_| "<< /Type /Page /Parent 2 0 R /Note (a \\) b (c)) /Key <0aFF> >>".to_owned()));
    all
}

fn pdf(pages: usize) -> Vec<u8> {
    pdf_of(&objects(pages), "/Root 1 0 R")
}

/// A PDF as programs write it today: its objects packed together, and the table packed with neighbors told by neighbors.
fn packed_pdf(pages: usize) -> Vec<u8> {
    let objects = objects(pages);
    let (mut heads, mut bodies) = (String::new(), String::new());
    for (at, object) in objects.iter().enumerate() {
        heads.push_str(&format!("{} {} ", at + 1, bodies.len()));
        bodies.push_str(object);
        bodies.push(' ');
    }
    let stream = |about: &str, bytes: &[u8]| {
        let packed = compress_to_vec_zlib(bytes, 6);
        let head = format!("<< {about} /Filter [/FlateDecode] /Length {} >>\nstream\r\n", packed.len());
        [head.as_bytes(), &packed, b"\nendstream\nendobj\n"].concat()
    };
    let (pack, table) = (objects.len() + 1, objects.len() + 2);
    let mut file = b"%PDF-1.7\n".to_vec();
    let pack_at = file.len();
    file.extend_from_slice(format!("{pack} 0 obj\n").as_bytes());
    let about = format!("/Type /ObjStm /N {} /First {}", objects.len(), heads.len());
    file.extend_from_slice(&stream(&about, format!("{heads}{bodies}").as_bytes()));
    let table_at = file.len();
    let mut rows: Vec<[u8; 5]> = vec![[0; 5]];
    rows.extend((0..objects.len()).map(|at| [2, 0, 0, pack as u8, at as u8]));
    for at in [pack_at, table_at] {
        let [.., high, low] = (at as u32).to_be_bytes();
        rows.push([1, 0, high, low, 0]);
    }
    let mut predicted = Vec::new();
    let mut above = [0; 5];
    for row in rows {
        predicted.push(2);
        predicted.extend(row.iter().zip(above).map(|(byte, above)| byte.wrapping_sub(above)));
        above = row;
    }
    file.extend_from_slice(format!("{table} 0 obj\n").as_bytes());
    let about =
        format!("/Type /XRef /Size {} /W [1 3 1] /Root 1 0 R /DecodeParms << /Predictor 12 /Columns 5 >>", table + 1);
    file.extend_from_slice(&stream(&about, &predicted));
    file.extend_from_slice(format!("startxref\n{table_at}\n%%EOF").as_bytes());
    file
}

/// The smallest archive there is, with one empty file.
fn zip() -> Vec<u8> {
    let directory = [b"PK\x01\x02".as_slice(), &[0; 42], b"a"].concat();
    let sizes = [&(directory.len() as u32).to_le_bytes(), &31_u32.to_le_bytes(), b"\0\0".as_slice()].concat();
    [b"PK\x03\x04".as_slice(), &[0; 26], b"a", &directory, b"PK\x05\x06\0\0\0\0\x01\0\x01\0", &sizes].concat()
}

/// S8
#[test]
fn a_file_is_told_by_its_content() {
    let told = |content, bytes: &[u8]| Ok(Document { content, bytes: bytes.len() as u64 });
    let pixels = |width, height| Pixels { width, height };
    let (one, other) = (png(640, 480), jpeg(4000, 3000));
    for purpose in [a_photo(), an_invoice()] {
        assert_eq!(look(&one, purpose), told(Content::Png(pixels(640, 480)), &one));
        assert_eq!(look(&other, purpose), told(Content::Jpeg(pixels(4000, 3000)), &other));
    }
    for (file, pages) in [(pdf(1), 1), (pdf(12), 12), (packed_pdf(1), 1), (packed_pdf(7), 7)] {
        assert_eq!(look(&file, an_invoice()), told(Content::Pdf { pages }, &file));
        assert_eq!(look(&file, a_photo()), Err(NotTaken::OtherKind), "a photo is a picture");
    }
}

/// S8
#[test]
fn what_is_no_document_is_refused_for_what_it_is() {
    let cases: [(Vec<u8>, NotTaken); 30] = [
        (b"".to_vec(), NotTaken::Empty),
        (vec![0xff; 20_000_001], NotTaken::TooLarge),
        (b"MZ\x90\0 this program cannot be run in DOS mode".to_vec(), NotTaken::Program),
        (b"\x7fELF\x02\x01\x01".to_vec(), NotTaken::Program),
        (b"#!/bin/sh\n".to_vec(), NotTaken::Program),
        (zip(), NotTaken::Archive),
        (b"<!DOCTYPE html><html></html>".to_vec(), NotTaken::WebPage),
        (b"<?xml version='1.0'?><svg onload='alert(1)'/>".to_vec(), NotTaken::WebPage),
        (b"GIF89a".to_vec(), NotTaken::OtherKind),
        (b"an invoice".to_vec(), NotTaken::OtherKind),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec(), NotTaken::Heic),
        // Too large, damaged and cut off pictures.
        (png(65_000, 65_000), NotTaken::TooManyPixels),
        (jpeg(65_000, 65_000), NotTaken::TooManyPixels),
        (png(0, 10), NotTaken::Damaged),
        (jpeg(10, 0), NotTaken::Damaged),
        (b"\xff\xd8\xff".to_vec(), NotTaken::CutOff),
        (cut(&png(10, 10), 5), NotTaken::CutOff),
        (cut(&jpeg(10, 10), 1), NotTaken::CutOff),
        (changed(&png(10, 10), b"data", b"date"), NotTaken::Damaged),
        // Two kinds at once.
        ([png(10, 10), zip()].concat(), NotTaken::TwoKinds),
        ([jpeg(10, 10), zip()].concat(), NotTaken::TwoKinds),
        ([jpeg(10, 10), b"MZ\x90\0".to_vec()].concat(), NotTaken::TwoKinds),
        ([png(10, 10), pdf(1)].concat(), NotTaken::TwoKinds),
        ([pdf(1), zip()].concat(), NotTaken::TwoKinds),
        (changed(&pdf(1), b"%PDF-1.4\n", b"%PDF-1.4 <script>"), NotTaken::TwoKinds),
        // PDFs that cannot be opened as they are.
        (pdf_of(&objects(1), "/Root 1 0 R /Encrypt 9 0 R"), NotTaken::Locked),
        (pdf_of(&objects(1), "/Root 1 0 R /#45ncrypt << /Filter /Standard >>"), NotTaken::Locked),
        (pdf_of(&objects(2_001), "/Root 1 0 R"), NotTaken::TooManyPages),
        (cut(&pdf(1), 60), NotTaken::CutOff),
        (pdf_of(&objects(0), "/Root 1 0 R"), NotTaken::Damaged),
    ];
    for (at, (content, why)) in cases.into_iter().enumerate() {
        assert_eq!(look(&content, an_invoice()), Err(why), "case {at}");
    }
}

/// S8
#[test]
fn what_telephones_add_behind_a_picture_does_no_harm() {
    let file = [jpeg(10, 10), b"\0\0\x01\0 SEFT".to_vec(), jpeg(5, 5)].concat();
    assert!(look(&file, a_photo()).is_ok());
}

/// S8: a few bytes that would unpack to gigabytes, tables that lead to themselves, pages that are their own children.
#[test]
fn a_file_made_to_tire_its_reader_is_refused_before_it_does() {
    let bomb = compress_to_vec_zlib(&vec![0; 17_000_000], 1);
    let head =
        format!("%PDF-1.7\n1 0 obj\n<< /W [1 1 1] /Size 9 /Filter /FlateDecode /Length {} >>\nstream\n", bomb.len());
    let packed = [head.as_bytes(), &bomb, b"\nendstream\nstartxref\n9\n%%EOF"].concat();
    let itself = b"%PDF-1.4\nxref\n0 0\ntrailer << /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF".to_vec();
    let mut loops = objects(1);
    loops[1] = "<< /Kids [2 0 R] >>".to_owned();
    let mut deep = objects(1);
    deep[1] = format!("<< /Kids {} {} >>", "[".repeat(10_000), "]".repeat(10_000));
    // Each of these objects holds all that come after it.
    let mut nested = b"%PDF-1.4\n".to_vec();
    let mut starts = Vec::new();
    for number in 1..=4_000 {
        starts.push(nested.len());
        nested.extend_from_slice(format!("{number} 0 %").as_bytes());
        nested.extend(std::iter::repeat_n(b' ', 100));
    }
    nested.extend_from_slice(b"\nobj << /Pages << /Kids [");
    (1..=4_000).for_each(|number| nested.extend_from_slice(format!("{number} 0 R ").as_bytes()));
    nested.extend_from_slice(b"] >> >>\n");
    let table_at = nested.len();
    nested.extend_from_slice(b"xref\n1 4000\n");
    starts.iter().for_each(|at| nested.extend_from_slice(format!("{at:010} 00000 n \n").as_bytes()));
    nested.extend_from_slice(format!("trailer << /Root 1 0 R >>\nstartxref\n{table_at}\n%%EOF").as_bytes());
    for file in [packed, itself, pdf_of(&loops, "/Root 1 0 R"), pdf_of(&deep, "/Root 1 0 R"), nested] {
        let refused = look(&file, an_invoice());
        assert!(matches!(refused, Err(NotTaken::Damaged | NotTaken::TooManyPages)), "{refused:?}");
    }
}

fn cut(file: &[u8], by: usize) -> Vec<u8> {
    file[..file.len() - by].to_vec()
}

fn changed(file: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = file.windows(from.len()).position(|window| window == from).unwrap();
    [&file[..at], to, &file[at + from.len()..]].concat()
}

proptest! {
    #[test]
    fn no_file_makes_looking_at_it_fall_over(rest in prop::collection::vec(any::<u8>(), 0..600)) {
        for first in [b"".as_slice(), b"\xff\xd8\xff", b"\xff\xd8\xff\xc0\0\x0b", image::PNG, pdf::FIRST] {
            let file = [first, &rest].concat();
            let taken = look(&file, an_invoice());
            prop_assert!(taken.is_err() || taken.is_ok_and(|document| document.bytes == file.len() as u64));
        }
    }

    /// What a document becomes on a bad way: bytes changed, taken out, put in.
    #[test]
    fn no_damaged_document_makes_looking_at_it_fall_over(
        which in 0..5_usize,
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..12),
    ) {
        let mut file = match which {
            0 => pdf(3),
            1 => packed_pdf(3),
            2 => png(10, 10),
            3 => jpeg(10, 10),
            _ => pdf_of(&objects(2), "/Root 1 0 R /Prev 9"),
        };
        for (at, byte, how) in damage {
            let at = at.index(file.len());
            match how {
                0 => file[at] = byte,
                1 => { file.insert(at, byte); }
                _ => file.truncate(at.max(1)),
            }
        }
        let _ = look(&file, an_invoice());
    }

    #[test]
    fn a_file_cut_off_anywhere_is_not_taken(which in 0..4_usize, at in any::<prop::sample::Index>()) {
        let file = match which { 0 => pdf(2), 1 => packed_pdf(2), 2 => png(9, 9), _ => jpeg(9, 9) };
        // Without the line's end behind the end mark a PDF is still whole.
        let at = at.index(file.trim_ascii_end().len());
        prop_assert!(look(&file[..at], an_invoice()).is_err());
    }

    #[test]
    fn a_key_reads_back_and_nothing_else_is_one(ids in prop::array::uniform4(any::<u128>()), extra in "[a-z/.]{1,8}") {
        let [one, two, three, four] = ids.map(Uuid::from_u128);
        let (request, invoice) = (FundingId::new(two), InvoiceId::new(three));
        let purposes = [Purpose::Photo(ActivityId::new(two)), Purpose::Invoice { request, invoice }, Purpose::Use(request)];
        let mut keys = BTreeSet::new();
        for purpose in purposes {
            let key = UploadKey { ambassador: AmbassadorId::new(one), purpose, file: FileId::new(four) };
            prop_assert!(key.to_string().starts_with(UPLOADS));
            prop_assert_eq!(key.to_string().parse(), Ok(key));
            prop_assert_eq!(format!("{key}{extra}").parse::<UploadKey>(), Err(NotAnUpload));
            prop_assert_eq!(key.to_string().to_uppercase().parse::<UploadKey>(), Err(NotAnUpload));
            keys.insert(key.to_string());
        }
        prop_assert_eq!(keys.len(), 3);
    }
}
