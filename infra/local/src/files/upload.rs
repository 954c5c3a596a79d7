//! Receiving a body and holding it against what the request announced: its length and its checksums.
//!
//! `s3s` checks the SHA-256 that is part of the signature and nothing else, so a body damaged on the way would be
//! kept without this. The body passes through; it is never held in memory. Start at [`Announced::receive`].

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use futures::StreamExt as _;
use s3s::checksum::ChecksumHasher;
use s3s::crypto::{Checksum as _, Md5};
use s3s::dto::{PutObjectInput, StreamingBlob};
use s3s::{S3Error, S3Result, TrailingHeaders, s3_error};
use tokio::io::{AsyncWrite, AsyncWriteExt as _};

/// The headers that carry a checksum, before the body or behind it.
const CHECKSUMS: [&str; 5] = [
    "x-amz-checksum-crc32",
    "x-amz-checksum-crc32c",
    "x-amz-checksum-crc64nvme",
    "x-amz-checksum-sha1",
    "x-amz-checksum-sha256",
];

/// What a request says of the body it brings.
pub(super) struct Announced {
    length: Option<u64>,
    md5: Option<String>,
    /// For each of [`CHECKSUMS`], the value if it stands before the body.
    before: [Option<String>; CHECKSUMS.len()],
    hasher: ChecksumHasher,
}

/// A body that arrived whole.
#[derive(Debug)]
pub(super) struct Received {
    pub size: u64,
    /// In hexadecimal.
    pub md5: String,
}

impl Announced {
    pub fn read(input: &PutObjectInput, headers: &HeaderMap) -> Self {
        let before = [
            &input.checksum_crc32,
            &input.checksum_crc32c,
            &input.checksum_crc64nvme,
            &input.checksum_sha1,
            &input.checksum_sha256,
        ]
        .map(Clone::clone);
        let behind: Vec<&str> = headers
            .get_all("x-amz-trailer")
            .iter()
            .filter_map(|names| names.to_str().ok())
            .flat_map(|names| names.split(','))
            .map(str::trim)
            .collect();
        let [crc32, crc32c, crc64nvme, sha1, sha256] = std::array::from_fn(|at| {
            let named = CHECKSUMS.get(at).is_some_and(|name| behind.iter().any(|it| it.eq_ignore_ascii_case(name)));
            named || before.get(at).is_some_and(Option::is_some)
        });
        Self {
            length: input.content_length.and_then(|length| length.try_into().ok()),
            md5: input.content_md5.clone(),
            hasher: ChecksumHasher {
                crc32: crc32.then(Default::default),
                crc32c: crc32c.then(Default::default),
                crc64nvme: crc64nvme.then(Default::default),
                sha1: sha1.then(Default::default),
                sha256: sha256.then(Default::default),
            },
            before,
        }
    }

    /// Passes the body on; an error if it broke off or is not what was announced, and then it must not be kept.
    pub async fn receive(
        mut self,
        mut body: StreamingBlob,
        into: &mut (impl AsyncWrite + Unpin),
        trailers: Option<&TrailingHeaders>,
    ) -> S3Result<Received> {
        let mut md5 = Md5::new();
        let mut size = 0;
        while let Some(portion) = body.next().await {
            let portion = portion.map_err(|cause| {
                let mut error = s3_error!(IncompleteBody, "The body broke off or is not the one that was signed.");
                error.set_source(cause);
                error
            })?;
            size += portion.len() as u64;
            md5.update(&portion);
            self.hasher.update(&portion);
            into.write_all(&portion).await.map_err(S3Error::internal_error)?;
        }
        if self.length.is_some_and(|length| length != size) {
            return Err(s3_error!(IncompleteBody));
        }
        let md5 = md5.finalize();
        if self.md5.is_some_and(|announced| announced != BASE64.encode(md5)) {
            return Err(s3_error!(BadDigest, "The body does not have the MD5 that was announced."));
        }
        let computed = self.hasher.finalize();
        let computed = [
            computed.checksum_crc32,
            computed.checksum_crc32c,
            computed.checksum_crc64nvme,
            computed.checksum_sha1,
            computed.checksum_sha256,
        ];
        for ((name, before), computed) in CHECKSUMS.iter().zip(self.before).zip(computed) {
            if computed.is_some() && computed != before.or_else(|| trailing(trailers, name)) {
                return Err(s3_error!(BadDigest, "The body does not have the {name} that was announced."));
            }
        }
        Ok(Received { size, md5: md5.iter().map(|byte| format!("{byte:02x}")).collect() })
    }
}

/// The value of a header that came behind the body.
fn trailing(trailers: Option<&TrailingHeaders>, name: &str) -> Option<String> {
    trailers?.read(|headers| Some(headers.get(name)?.to_str().ok()?.to_owned()))?
}
