//! The embedded S3 endpoint: documents in a folder behind S3's own wire protocol.
//!
//! `s3s` speaks the protocol and checks signatures, expiry and upload policies; this module adds what it leaves to a
//! backend. It offers what the house uses of S3 and refuses the rest rather than half-doing it: what passes here must
//! pass on AWS. It knows no key of the house. Start at [`service`]; objects on disk are in `disk`, the checking of
//! bodies in `upload`, the waiting of posted forms in `spool`.

mod disk;
mod spool;
mod upload;

use std::collections::BTreeMap;
use std::io::{self, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, ensure};
use axum::error_handling::HandleError;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::from_fn_with_state;
use bytes::BytesMut;
use futures::{Stream, stream};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use s3s::auth::SimpleAuth;
use s3s::config::{S3Config, StaticConfigProvider};
use s3s::dto::{self, ETag, ETagCondition, StreamingBlob, Timestamp};
use s3s::service::S3ServiceBuilder;
use s3s::{HttpError, S3, S3Error, S3Request, S3Response, S3Result, s3_error};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::mpsc;
use tower_http::cors::{AllowHeaders, CorsLayer};

use disk::{Condition, Disk, Label, Object, Outcome, Selection};
use upload::{Announced, Received};

/// The largest file a browser's form may post: `s3s` holds such a body in memory until it has checked the policy, which
/// is why they come to it one at a time (`spool`).
const LARGEST_FORM_POST: u64 = 100 * 1024 * 1024;

/// Bytes read at once while an object is sent, which is all that is held of it.
const PORTION: usize = 64 * 1024;

/// The most objects in one page of a list, as on AWS.
const LARGEST_PAGE: i32 = 1000;

/// What is told of an object when it has its name: its key and its size.
pub type Created = mpsc::UnboundedSender<(String, u64)>;

/// The endpoint for one bucket, which exists from the start, kept under the root folder.
///
/// Every request must be signed with the one key. Pages of `cors_origin`, if given, may put and get by script. Whoever
/// holds the other end of `created` is told of every new object, as EventBridge is on AWS.
///
/// # Errors
///
/// If the folder cannot be created, or the bucket or the origin is not a possible name.
pub fn service(
    root: &Path,
    bucket: &str,
    access_key: &str,
    secret_key: &str,
    cors_origin: Option<&str>,
    created: Created,
) -> anyhow::Result<axum::Router> {
    ensure!(s3s::path::check_bucket_name(bucket), "{bucket} is not a possible name of a bucket");
    let disk = Disk::open(root, bucket).with_context(|| format!("creating the folder of files {}", root.display()))?;
    let disk = Arc::new(disk);
    let mut builder = S3ServiceBuilder::new(Files { bucket: bucket.to_owned(), disk: Arc::clone(&disk), created });
    // With a key to check against, `s3s` refuses whatever is not signed.
    builder.set_auth(SimpleAuth::from_single(access_key, secret_key));
    let mut config = S3Config::default();
    config.post_object_max_file_size = LARGEST_FORM_POST;
    builder.set_config(Arc::new(StaticConfigProvider::new(Arc::new(config))));
    let endpoint = HandleError::new(builder.build(), |_: HttpError| async { StatusCode::INTERNAL_SERVER_ERROR });
    let spool = spool::Spool::new(Arc::clone(&disk));
    let router = axum::Router::new().fallback_service(endpoint).layer(from_fn_with_state(spool, spool::one_at_a_time));
    let Some(origin) = cors_origin else {
        return Ok(router);
    };
    let origin: HeaderValue = origin.parse().with_context(|| format!("{origin} is not a possible origin"))?;
    Ok(router.layer(
        CorsLayer::new()
            .allow_origin(origin)
            .allow_methods([Method::GET, Method::HEAD, Method::POST, Method::PUT])
            .allow_headers(AllowHeaders::mirror_request())
            .expose_headers([header::ETAG])
            .max_age(Duration::from_secs(3600)),
    ))
}

/// Deletes the bodies of uploads that a crash cut off, once nobody has written to them for this long.
///
/// # Errors
///
/// If the folder cannot be read.
pub fn sweep_unfinished(root: &Path, older_than: Duration) -> anyhow::Result<usize> {
    disk::sweep_unfinished(root, older_than)
        .with_context(|| format!("sweeping unfinished uploads in {}", root.display()))
}

/// Deletes objects whose key begins so once they are older than this, as a rule of a bucket's life does on AWS.
///
/// # Errors
///
/// If the folder cannot be read.
pub fn sweep_expired(root: &Path, bucket: &str, prefix: &str, older_than: Duration) -> anyhow::Result<usize> {
    let what = || format!("sweeping {prefix} in {}", root.display());
    let disk = Disk::open(root, bucket).with_context(what)?;
    let selection = Selection { prefix: prefix.to_owned(), limit: usize::MAX, ..Selection::default() };
    let before = SystemTime::now().checked_sub(older_than).unwrap_or(UNIX_EPOCH);
    let mut swept = 0;
    for (key, label) in disk.list(&selection).with_context(what)? {
        if UNIX_EPOCH + Duration::from_millis(label.modified) <= before {
            disk.remove(&key).with_context(what)?;
            swept += 1;
        }
    }
    Ok(swept)
}

/// Marks an object with a tag, as who looks for malware on AWS does; false where there is no such object.
///
/// # Errors
///
/// If the folder cannot be read or written.
pub fn mark(root: &Path, bucket: &str, key: &str, tag: &str, value: &str) -> anyhow::Result<bool> {
    let marked = Disk::open(root, bucket).and_then(|disk| disk.mark(key, tag, value));
    marked.with_context(|| format!("marking {key} in {}", root.display()))
}

/// Every object whose key begins so, with its size: what an opening office is told of again.
///
/// # Errors
///
/// If the folder cannot be read.
pub fn objects(root: &Path, bucket: &str, prefix: &str) -> anyhow::Result<Vec<(String, u64)>> {
    let selection = Selection { prefix: prefix.to_owned(), limit: usize::MAX, ..Selection::default() };
    let found = Disk::open(root, bucket).and_then(|disk| disk.list(&selection));
    let found = found.with_context(|| format!("reading the folder of files {}", root.display()))?;
    Ok(found.into_iter().map(|(key, label)| (key, label.size)).collect())
}

struct Files {
    bucket: String,
    disk: Arc<Disk>,
    created: Created,
}

#[async_trait::async_trait]
impl S3 for Files {
    async fn put_object(&self, request: S3Request<dto::PutObjectInput>) -> S3Result<S3Response<dto::PutObjectOutput>> {
        let mut input = request.input;
        self.holds(&input.bucket)?;
        if input.key.contains(char::is_control) {
            // A list is XML, which has no way to write them.
            return Err(s3_error!(InvalidArgument, "A key has no control characters."));
        }
        let condition = condition(input.if_match.take(), input.if_none_match.take())?;
        let announced = Announced::read(&input, &request.headers);
        let body = input.body.take().ok_or_else(|| s3_error!(IncompleteBody))?;

        // Until it is kept it disappears on any way out, the client going away included.
        let draft = self.blocking(Disk::draft).await?;
        let mut file = tokio::fs::File::from_std(draft.reopen().map_err(internal)?);
        let received = announced.receive(body, &mut file, request.trailing_headers.as_ref()).await?;
        let key = std::mem::take(&mut input.key);
        let label = label(input, received);
        let ending = label.ending().map_err(internal)?;
        file.write_all(&ending).await.map_err(internal)?;
        file.flush().await.map_err(internal)?;

        let named = key.clone();
        match self.blocking(move |disk| disk.keep(draft, &named, &condition)).await? {
            Outcome::Kept => {
                // Nobody listens in an office that is closing; the next one is told again.
                let _ = self.created.send((key, label.size));
                Ok(S3Response::new(dto::PutObjectOutput {
                    e_tag: Some(ETag::Strong(label.etag)),
                    ..Default::default()
                }))
            }
            Outcome::Taken => Err(s3_error!(PreconditionFailed)),
            Outcome::Missing => Err(s3_error!(NoSuchKey)),
        }
    }

    async fn get_object(&self, request: S3Request<dto::GetObjectInput>) -> S3Result<S3Response<dto::GetObjectOutput>> {
        let input = request.input;
        let Object { label, mut file } = self.object(&input.bucket, input.key).await?;
        wanted(&label, input.if_match, input.if_none_match)?;
        let range = match input.range {
            Some(range) => Some(range.check(label.size).map_err(|_| s3_error!(InvalidRange))?),
            None => None,
        };
        let content_range =
            range.as_ref().map(|it| format!("bytes {}-{}/{}", it.start, it.end.saturating_sub(1), label.size));
        let bytes = range.unwrap_or(0..label.size);
        file.seek(SeekFrom::Start(bytes.start)).map_err(internal)?;
        let length = bytes.end - bytes.start;
        Ok(S3Response::new(dto::GetObjectOutput {
            accept_ranges: Some("bytes".into()),
            body: Some(StreamingBlob::wrap(portions(file, length))),
            cache_control: label.cache_control.clone(),
            content_disposition: label.content_disposition.clone(),
            content_encoding: label.content_encoding.clone(),
            content_language: label.content_language.clone(),
            content_length: Some(signed(length)),
            content_range,
            content_type: label.content_type.clone(),
            e_tag: Some(ETag::Strong(label.etag.clone())),
            last_modified: Some(modified(&label)),
            metadata: Some(label.metadata.into_iter().collect()),
            ..Default::default()
        }))
    }

    async fn head_object(
        &self,
        request: S3Request<dto::HeadObjectInput>,
    ) -> S3Result<S3Response<dto::HeadObjectOutput>> {
        let input = request.input;
        let Object { label, .. } = self.object(&input.bucket, input.key).await?;
        wanted(&label, input.if_match, input.if_none_match)?;
        Ok(S3Response::new(dto::HeadObjectOutput {
            accept_ranges: Some("bytes".into()),
            cache_control: label.cache_control.clone(),
            content_disposition: label.content_disposition.clone(),
            content_encoding: label.content_encoding.clone(),
            content_language: label.content_language.clone(),
            content_length: Some(signed(label.size)),
            content_type: label.content_type.clone(),
            e_tag: Some(ETag::Strong(label.etag.clone())),
            last_modified: Some(modified(&label)),
            metadata: Some(label.metadata.into_iter().collect()),
            ..Default::default()
        }))
    }

    async fn get_object_tagging(
        &self,
        request: S3Request<dto::GetObjectTaggingInput>,
    ) -> S3Result<S3Response<dto::GetObjectTaggingOutput>> {
        let Object { label, .. } = self.object(&request.input.bucket, request.input.key).await?;
        let tag_set = label.tags.into_iter().map(|(key, value)| dto::Tag { key: Some(key), value: Some(value) });
        Ok(S3Response::new(dto::GetObjectTaggingOutput { tag_set: tag_set.collect(), version_id: None }))
    }

    async fn delete_object(
        &self,
        request: S3Request<dto::DeleteObjectInput>,
    ) -> S3Result<S3Response<dto::DeleteObjectOutput>> {
        let input = request.input;
        self.holds(&input.bucket)?;
        self.blocking(move |disk| disk.remove(&input.key)).await?;
        Ok(S3Response::new(dto::DeleteObjectOutput::default()))
    }

    async fn list_objects_v2(
        &self,
        request: S3Request<dto::ListObjectsV2Input>,
    ) -> S3Result<S3Response<dto::ListObjectsV2Output>> {
        let input = request.input;
        self.holds(&input.bucket)?;
        if input.delimiter.is_some() || input.encoding_type.is_some() {
            return Err(s3_error!(NotImplemented, "This endpoint lists without delimiter and encoding type."));
        }
        let after = match &input.continuation_token {
            Some(token) => percent_decode_str(token)
                .decode_utf8()
                .map_err(|_| s3_error!(InvalidArgument, "This is no continuation token."))?
                .into_owned(),
            None => input.start_after.clone().unwrap_or_default(),
        };
        let max_keys = input.max_keys.unwrap_or(LARGEST_PAGE).clamp(0, LARGEST_PAGE);
        let limit = usize::try_from(max_keys).unwrap_or_default();
        let selection = Selection {
            prefix: input.prefix.clone().unwrap_or_default(),
            after,
            // One more tells whether another page follows.
            limit: limit + 1,
        };
        let mut found = self.blocking(move |disk| disk.list(&selection)).await?;
        let is_truncated = found.len() > limit && limit > 0;
        found.truncate(limit);
        let next_continuation_token = found
            .last()
            .filter(|_| is_truncated)
            .map(|(key, _)| utf8_percent_encode(key, NON_ALPHANUMERIC).to_string());
        Ok(S3Response::new(dto::ListObjectsV2Output {
            name: Some(input.bucket),
            prefix: input.prefix,
            start_after: input.start_after,
            continuation_token: input.continuation_token,
            max_keys: Some(max_keys),
            key_count: i32::try_from(found.len()).ok(),
            is_truncated: Some(is_truncated),
            next_continuation_token,
            contents: Some(
                found
                    .into_iter()
                    .map(|(key, label)| dto::Object {
                        key: Some(key),
                        size: Some(signed(label.size)),
                        last_modified: Some(modified(&label)),
                        e_tag: Some(ETag::Strong(label.etag)),
                        ..Default::default()
                    })
                    .collect(),
            ),
            ..Default::default()
        }))
    }

    async fn head_bucket(
        &self,
        request: S3Request<dto::HeadBucketInput>,
    ) -> S3Result<S3Response<dto::HeadBucketOutput>> {
        self.holds(&request.input.bucket)?;
        Ok(S3Response::new(dto::HeadBucketOutput::default()))
    }

    async fn create_bucket(
        &self,
        request: S3Request<dto::CreateBucketInput>,
    ) -> S3Result<S3Response<dto::CreateBucketOutput>> {
        if request.input.bucket != self.bucket {
            return Err(s3_error!(AccessDenied, "This endpoint has one bucket, {}.", self.bucket));
        }
        Ok(S3Response::new(dto::CreateBucketOutput { location: Some(format!("/{}", self.bucket)) }))
    }
}

impl Files {
    fn holds(&self, bucket: &str) -> S3Result<()> {
        if bucket == self.bucket { Ok(()) } else { Err(s3_error!(NoSuchBucket)) }
    }

    async fn object(&self, bucket: &str, key: String) -> S3Result<Object> {
        self.holds(bucket)?;
        self.blocking(move |disk| disk.find(&key)).await?.ok_or_else(|| s3_error!(NoSuchKey))
    }

    /// Runs file calls where they hold up no other task.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Disk) -> io::Result<T> + Send + 'static,
    ) -> S3Result<T> {
        let disk = Arc::clone(&self.disk);
        tokio::task::spawn_blocking(move || work(&disk)).await.map_err(io::Error::other).flatten().map_err(internal)
    }
}

/// What an upload asks of its name, as far as S3 knows it for uploads.
fn condition(if_match: Option<ETagCondition>, if_none_match: Option<ETagCondition>) -> S3Result<Condition> {
    match (if_match, if_none_match) {
        (None, None) => Ok(Condition::None),
        (None, Some(ETagCondition::Any)) => Ok(Condition::Absent),
        (Some(ETagCondition::Any), None) => Ok(Condition::Present(None)),
        (Some(ETagCondition::ETag(etag)), None) => Ok(Condition::Present(Some(etag.into_value()))),
        (_, Some(_)) => Err(s3_error!(NotImplemented, "An upload may ask for If-None-Match: * or for If-Match.")),
    }
}

/// Whether the reader still wants the object, given what it has already.
fn wanted(label: &Label, if_match: Option<ETagCondition>, if_none_match: Option<ETagCondition>) -> S3Result<()> {
    let is_this = |condition: ETagCondition| match condition {
        ETagCondition::Any => true,
        ETagCondition::ETag(etag) => etag.value() == label.etag,
    };
    if if_match.is_some_and(|condition| !is_this(condition)) {
        return Err(s3_error!(PreconditionFailed));
    }
    if if_none_match.is_some_and(is_this) {
        return Err(s3_error!(NotModified));
    }
    Ok(())
}

fn label(input: dto::PutObjectInput, received: Received) -> Label {
    Label {
        size: received.size,
        etag: received.md5,
        modified: SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map(|since| u64::try_from(since.as_millis()).unwrap_or_default())
            .unwrap_or_default(),
        cache_control: input.cache_control,
        content_disposition: input.content_disposition,
        content_encoding: input.content_encoding.and_then(of_the_object),
        content_language: input.content_language,
        content_type: input.content_type,
        metadata: input.metadata.unwrap_or_default().into_iter().collect(),
        tags: BTreeMap::new(),
    }
}

/// The encoding without the one that only carried the upload.
fn of_the_object(content_encoding: String) -> Option<String> {
    let kept: Vec<&str> = content_encoding
        .split(',')
        .map(str::trim)
        .filter(|it| !it.is_empty() && !it.eq_ignore_ascii_case("aws-chunked"))
        .collect();
    (!kept.is_empty()).then(|| kept.join(", "))
}

fn modified(label: &Label) -> Timestamp {
    Timestamp::from(UNIX_EPOCH + Duration::from_millis(label.modified))
}

/// A length as the protocol's types have it; no file is as long as would not fit.
fn signed(length: u64) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// So many bytes of the file from where it stands, read as they are sent.
fn portions(file: std::fs::File, length: u64) -> impl Stream<Item = io::Result<bytes::Bytes>> + Send + Sync + 'static {
    let rest = tokio::fs::File::from_std(file).take(length);
    stream::try_unfold(rest, |mut rest| async move {
        let mut portion = BytesMut::with_capacity(PORTION);
        let read = rest.read_buf(&mut portion).await?;
        Ok((read > 0).then(|| (portion.freeze(), rest)))
    })
}

/// A failure of the disk. It is logged here because `s3s` logs every refusal as an error and is best left silent.
fn internal(error: io::Error) -> S3Error {
    tracing::error!(%error, "the folder of files failed");
    S3Error::internal_error(error)
}

#[cfg(test)]
mod tests;
