//! Files people post, good and bad ones, made here; and a browser's way of posting them.

use crate::Answer;

/// A small picture: one white pixel.
pub const PNG: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8,
    6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0b, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xf8, 0x0f, 4, 0, 9,
    0xfb, 3, 0xfd, 0xfb, 0x5e, 0x6b, 0x2b, 0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

/// The last part of every PNG.
const END: usize = 12;

/// The same picture with something of its own in it, so that it is a file like no other.
pub fn picture(label: &str) -> Vec<u8> {
    picture_with(label.as_bytes())
}

/// The same picture in a file of so many bytes.
pub fn large_picture(label: &str, bytes: usize) -> Vec<u8> {
    let mut filling = label.as_bytes().to_vec();
    filling.resize(bytes - PNG.len() - 12, b'.');
    picture_with(&filling)
}

fn picture_with(filling: &[u8]) -> Vec<u8> {
    let (front, end) = PNG.split_at(PNG.len() - END);
    let named = [b"ruBB".as_slice(), filling].concat();
    let length = u32::try_from(filling.len()).unwrap().to_be_bytes();
    [front, &length, &named, &checksum(&named).to_be_bytes(), end].concat()
}

/// A picture that says it has so many pixels.
pub fn picture_of_pixels(width: u32, height: u32) -> Vec<u8> {
    let header = [b"IHDR".as_slice(), &width.to_be_bytes(), &height.to_be_bytes(), b"\x08\x06\0\0\0"].concat();
    let sum = checksum(&header).to_be_bytes();
    [&PNG[..12], &header, &sum, &PNG[33..]].concat()
}

/// The checksum of a part of a PNG.
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 })
    })
}

/// A PDF of so many pages, like no other.
pub fn pdf(label: &str, pages: usize) -> Vec<u8> {
    pdf_with(label, pages, "")
}

/// A PDF that asks for a password.
pub fn locked_pdf(label: &str) -> Vec<u8> {
    pdf_with(label, 1, "/Encrypt << /Filter /Standard /V 2 /R 3 >>")
}

fn pdf_with(label: &str, pages: usize, trailer: &str) -> Vec<u8> {
    let kids: Vec<_> = (0..pages).map(|page| format!("{} 0 R", page + 3)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Count {pages} /Kids [{}] >>", kids.join(" ")),
    ];
    objects.extend((0..pages).map(|_| format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Label ({label}) >>")));
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (at, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let (start, size) = (file.len(), objects.len() + 1);
    file.push_str(&format!("{table}trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n"));
    file.into_bytes()
}

/// An archive with one empty file.
pub fn archive() -> Vec<u8> {
    let directory = [b"PK\x01\x02".as_slice(), &[0; 42], b"a"].concat();
    let sizes = [&u32::try_from(directory.len()).unwrap().to_le_bytes(), &31_u32.to_le_bytes(), b"\0\0".as_slice()];
    [b"PK\x03\x04".as_slice(), &[0; 26], b"a", &directory, b"PK\x05\x06\0\0\0\0\x01\0\x01\0", &sizes.concat()].concat()
}

/// Files that are refused, each with a part of the sentence that says why. They would do for an invoice otherwise.
pub fn bad_files() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let cut = |file: Vec<u8>, by: usize| file[..file.len() - by].to_vec();
    vec![
        ("empty", Vec::new(), "The file was empty"),
        ("too large", vec![7; 20_000_001], "larger than 20 MB"),
        ("a photo as telephones keep it", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec(), "This is a HEIC photo"),
        ("a program called a document", b"MZ\x90\0This program cannot be run in DOS mode".to_vec(), "is a program"),
        ("an archive", archive(), "is an archive"),
        ("a web page", b"<!DOCTYPE html><script>alert(1)</script>".to_vec(), "is a web page"),
        ("another kind", b"GIF89a".to_vec(), "is neither a"),
        ("a picture with an archive behind", [picture("two"), archive()].concat(), "something else at once"),
        ("a picture of too many pixels", picture_of_pixels(60_000, 60_000), "more than 120 million pixels"),
        ("a picture cut off", cut(picture("cut off"), 5), "ends too early"),
        ("a picture whose pixels are none", picture_of_pixels(200, 100), "could not be opened"),
    ]
}

/// Documents that are refused, each with a part of the sentence that says why.
pub fn bad_documents() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    vec![
        ("a document with a password", locked_pdf("locked"), "protected by a password"),
        ("a document that is an archive too", [pdf("two", 1), archive()].concat(), "something else at once"),
        ("a document of too many pages", pdf("pages", 2_001), "more than 2,000 pages"),
        ("a document cut off", pdf("cut off", 1)[..200].to_vec(), "ends too early"),
        ("a document without pages", pdf("nothing", 0), "could not be opened"),
    ]
}

/// Posts a file as a browser does with the page's form: straight to the bucket, where it is sent back from.
///
/// # Panics
/// When the page has no such form, or the bucket does not answer.
pub async fn post(page: &Answer, content: &[u8]) -> reqwest::Response {
    let page = page.page();
    let form = page.form("office");
    let fields: Vec<_> = form.fields().filter(|(name, _)| *name != "file").collect();
    post_fields(form.action(), &fields, content).await
}

/// Posts a file with these fields.
///
/// # Panics
/// When the bucket does not answer.
pub async fn post_fields(action: &str, fields: &[(&str, &str)], content: &[u8]) -> reqwest::Response {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!("--b0und\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let file = "--b0und\r\nContent-Disposition: form-data; name=\"file\"; filename=\"IMG_1.JPG\"\r\nContent-Type: image/jpeg\r\n\r\n";
    body.extend_from_slice(file.as_bytes());
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--b0und--\r\n");
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
    let request = client.post(action).header("content-type", "multipart/form-data; boundary=b0und").body(body);
    request.send().await.unwrap()
}
