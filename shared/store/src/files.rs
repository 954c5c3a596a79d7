//! Documents in the bucket, and short-lived links to them.

use crate::commit::{Result, unexpected};
use crate::{LocalPlace, Patience, Place, Secret, reach};
use aws_config::SdkConfig;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::{ProvideCredentials as _, SharedCredentialsProvider};
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::Tag;
use aws_sigv4::sign::v4::{calculate_signature, generate_signing_key};
use base64::Engine as _;
use bytes::Bytes;
use chrono::Utc;
use serde_json::json;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// How long a link to a document works.
const LINK_LASTS: Duration = Duration::from_secs(300);
/// How long a form for posting a file works: a person fetches a photo from somewhere first.
const FORM_LASTS: Duration = Duration::from_secs(3600);
/// The most bytes the bucket itself takes. It is more than anybody may post, so that what is too large is told in our
/// words and not in the bucket's.
pub const BUCKET_TAKES: u64 = 100_000_000;
/// The one type everything is posted as: what it is, its content says (requirement S8).
const POSTED_TYPE: &str = "application/octet-stream";

/// The bucket of one office.
#[derive(Clone, Debug)]
pub struct Files {
    client: Client,
    /// Signs links for the address browsers reach the bucket under; the same client on AWS.
    signer: Client,
    /// Signs forms that post to the bucket.
    credentials: Option<SharedCredentialsProvider>,
    region: String,
    /// Where such a form goes.
    posts_to: String,
    bucket: String,
    /// Whether a document is lent only once it was looked at for malware.
    only_scanned: bool,
    patience: Patience,
}

/// What is known of a document that people posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// It may be lent: nothing was found in it, or nobody looks for malware here.
    Safe,
    /// It is being looked at.
    BeingScanned,
    /// Something harmful was found in it.
    Harmful,
    /// It could not be looked at.
    NotScanned,
}

/// The tag in which Amazon GuardDuty says what it found, and its word for nothing and for something:
/// <https://docs.aws.amazon.com/guardduty/latest/ug/monitor-with-s3-tags-malware-protection-s3.html>
const SCANNED: &str = "GuardDutyMalwareScanStatus";
const NOTHING_FOUND: &str = "NO_THREATS_FOUND";
const FOUND: &str = "THREATS_FOUND";

/// A form with which a browser posts one file straight to the bucket, without a script.
#[derive(Clone, Debug)]
pub struct PostForm {
    /// Where it goes.
    pub action: String,
    /// Its hidden fields, which stand before the file's.
    pub fields: Vec<(&'static str, Secret)>,
}

/// What comes after a file was posted.
#[derive(Clone, Copy, Debug)]
pub enum Afterwards<'a> {
    /// The browser is sent on to this address.
    GoesTo(&'a str),
    /// A script goes on by itself. It may tell the file's SHA-256, in base 64, for the bucket to check what arrives.
    Script(Option<&'a str>),
}

/// A document that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// The document.
    Whole(Bytes),
    /// It is larger than was asked for, and was not read.
    TooLarge,
    /// There is none.
    Gone,
}

impl Files {
    /// The bucket of this place, on AWS where it is said how that is reached.
    pub(crate) fn of(place: &Place, aws: Option<&SdkConfig>) -> Self {
        let files = match (&place.local, aws) {
            (Some(local), _) => Self::local(&place.bucket, local),
            (None, Some(aws)) => Self::on_aws(&place.bucket, aws),
            (None, None) => Self::on_aws(&place.bucket, &reach::from_lambda()),
        };
        Self { only_scanned: place.only_scanned, ..files }
    }

    fn on_aws(bucket: &str, config: &SdkConfig) -> Self {
        // A test drives the real function against the embedded bucket, which answers by path, not by host name.
        let endpoint = std::env::var("AWS_ENDPOINT_URL_S3").ok();
        let region = config.region().map(ToString::to_string).unwrap_or_default();
        let posts_to = match &endpoint {
            Some(endpoint) => format!("{endpoint}/{bucket}"),
            None => format!("https://{bucket}.s3.{region}.amazonaws.com/"),
        };
        let credentials = config.credentials_provider();
        let config = aws_sdk_s3::config::Builder::from(config)
            .force_path_style(endpoint.is_some())
            .retry_config(Patience::WITH_AWS.retries())
            .timeout_config(Patience::WITH_AWS.with_files())
            .build();
        let client = Client::from_conf(config);
        Self {
            signer: client.clone(),
            client,
            credentials,
            region,
            posts_to,
            bucket: bucket.to_owned(),
            only_scanned: false,
            patience: Patience::WITH_AWS,
        }
    }

    fn local(bucket: &str, local: &LocalPlace) -> Self {
        use aws_sdk_s3::config::{BehaviorVersion, Builder, Credentials, Region};
        let region = "us-east-1";
        let credentials = Credentials::new(&local.key_id, local.key_secret.reveal(), None, None, "local office");
        let client = |url: &str| {
            let config = Builder::new()
                .behavior_version(BehaviorVersion::latest())
                .region(Region::new(region))
                .credentials_provider(credentials.clone())
                .endpoint_url(url)
                .force_path_style(true)
                .retry_config(local.patience.retries())
                .timeout_config(local.patience.with_files())
                .build();
            Client::from_conf(config)
        };
        Self {
            client: client(&local.files_url),
            signer: client(&local.public_files_url),
            credentials: Some(SharedCredentialsProvider::new(credentials.clone())),
            region: region.to_owned(),
            posts_to: format!("{}/{bucket}", local.public_files_url),
            bucket: bucket.to_owned(),
            only_scanned: false,
            patience: local.patience,
        }
    }

    /// Keeps a document under `key`, in place of one there.
    ///
    /// # Errors
    /// When the bucket cannot be asked.
    pub async fn put(&self, key: &str, content_type: &str, bytes: Vec<u8>) -> Result<()> {
        self.client
            .put_object()
            .bucket(&self.bucket)
            .key(key)
            .content_type(content_type)
            .body(ByteStream::from(bytes))
            .send()
            .await
            .map_err(unexpected)?;
        Ok(())
    }

    /// Keeps under `key` what lies in a file of this machine, read as it is sent, in place of a document there.
    ///
    /// # Errors
    /// When the file cannot be read or the bucket cannot be asked.
    pub async fn put_from(&self, key: &str, content_type: &str, file: &Path) -> Result<()> {
        let size = tokio::fs::metadata(file).await.map_err(unexpected)?.len();
        let body = ByteStream::from_path(file).await.map_err(unexpected)?;
        let put = self.client.put_object().bucket(&self.bucket).key(key).content_type(content_type).body(body);
        let waits = aws_sdk_s3::config::Builder::new().timeout_config(self.patience.with_file_of(size));
        put.customize().config_override(waits).send().await.map_err(unexpected)?;
        Ok(())
    }

    /// Keeps a document under `key` unless one is there; false when one is.
    ///
    /// # Errors
    /// When the bucket cannot be asked.
    pub async fn put_new(&self, key: &str, content_type: &str, bytes: Bytes) -> Result<bool> {
        let put = self.client.put_object().bucket(&self.bucket).key(key).content_type(content_type).if_none_match("*");
        match put.body(ByteStream::from(bytes)).send().await {
            Ok(_) => Ok(true),
            // 412: one is there; 409: one is arriving at this moment.
            Err(error) if error.raw_response().is_some_and(|answer| matches!(answer.status().as_u16(), 409 | 412)) => {
                Ok(false)
            }
            Err(error) => Err(unexpected(error)),
        }
    }

    /// A document of at most so many bytes, read into memory once.
    ///
    /// # Errors
    /// When the bucket cannot be asked.
    pub async fn fetch(&self, key: &str, most: u64) -> Result<Fetched> {
        match self.client.get_object().bucket(&self.bucket).key(key).send().await {
            Err(error) if is_not_there(&error) => Ok(Fetched::Gone),
            Err(error) => Err(unexpected(error)),
            Ok(object) => match object.content_length().and_then(|length| u64::try_from(length).ok()) {
                Some(length) if length <= most => {
                    Ok(Fetched::Whole(object.body.collect().await.map_err(unexpected)?.into_bytes()))
                }
                _ => Ok(Fetched::TooLarge),
            },
        }
    }

    /// A document and its type; none where there is none.
    ///
    /// # Errors
    /// When the bucket cannot be asked.
    pub async fn get(&self, key: &str) -> Result<Option<(String, Vec<u8>)>> {
        match self.client.get_object().bucket(&self.bucket).key(key).send().await {
            Err(error) if is_not_there(&error) => Ok(None),
            Err(error) => Err(unexpected(error)),
            Ok(object) => {
                let content_type = object.content_type().unwrap_or("application/octet-stream").to_owned();
                let bytes = object.body.collect().await.map_err(unexpected)?.to_vec();
                Ok(Some((content_type, bytes)))
            }
        }
    }

    /// The key of every document there is, in their order.
    ///
    /// # Errors
    /// When the bucket cannot be asked.
    pub async fn all_keys(&self) -> Result<Vec<String>> {
        let mut pages = self.client.list_objects_v2().bucket(&self.bucket).into_paginator().send();
        let mut keys = Vec::new();
        while let Some(page) = pages.next().await {
            keys.extend(page.map_err(unexpected)?.contents.unwrap_or_default().into_iter().filter_map(|it| it.key));
        }
        keys.sort();
        Ok(keys)
    }

    /// What is known of a document that people posted, where somebody looks for malware; of one that is not there, that
    /// nobody can look at it.
    ///
    /// # Errors
    /// When the bucket cannot be asked.
    pub async fn safety(&self, key: &str) -> Result<Safety> {
        if !self.only_scanned {
            return Ok(Safety::Safe);
        }
        let tags = match self.client.get_object_tagging().bucket(&self.bucket).key(key).send().await {
            Err(error) if is_not_there(&error) => return Ok(Safety::NotScanned),
            tags => tags.map_err(unexpected)?,
        };
        let found = tags.tag_set().iter().find(|tag| tag.key() == SCANNED).map(Tag::value);
        Ok(match found {
            None => Safety::BeingScanned,
            Some(NOTHING_FOUND) => Safety::Safe,
            Some(FOUND) => Safety::Harmful,
            Some(_) => Safety::NotScanned,
        })
    }

    /// The keys that begin so, in their order; at most so many as one answer of the bucket holds.
    ///
    /// # Errors
    /// When the bucket cannot be asked.
    pub(crate) async fn keys(&self, beginning: &str) -> Result<Vec<String>> {
        let list = self.client.list_objects_v2().bucket(&self.bucket).prefix(beginning);
        let found = list.send().await.map_err(unexpected)?;
        Ok(found.contents().iter().filter_map(|object| object.key().map(str::to_owned)).collect())
    }

    /// A link under which a browser may fetch the document for five minutes, as a file named `name`.
    ///
    /// # Errors
    /// When it cannot be signed.
    pub async fn link(&self, key: &str, name: &str) -> Result<Secret> {
        let presigning = PresigningConfig::expires_in(LINK_LASTS).map_err(unexpected)?;
        let request = self
            .signer
            .get_object()
            .bucket(&self.bucket)
            .key(key)
            .response_content_disposition(format!("attachment; filename=\"{name}\""))
            .presigned(presigning)
            .await
            .map_err(unexpected)?;
        Ok(Secret::new(request.uri()))
    }

    /// Takes a document away; one that is not there is as good as gone.
    ///
    /// # Errors
    /// When the bucket cannot be asked.
    pub async fn remove(&self, key: &str) -> Result<()> {
        self.client.delete_object().bucket(&self.bucket).key(key).send().await.map_err(unexpected)?;
        Ok(())
    }

    /// A form with which a browser posts one file under `key`, within the hour.
    ///
    /// S3 calls it a POST policy: <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html>
    ///
    /// # Errors
    /// When it cannot be signed.
    pub async fn post_form(&self, key: &str, afterwards: Afterwards<'_>) -> Result<PostForm> {
        let provider = self.credentials.as_ref().ok_or_else(|| unexpected(std::io::Error::other("no credentials")))?;
        let credentials = provider.provide_credentials().await.map_err(unexpected)?;
        // The bucket goes by the real time, whatever this office's clock says.
        let now = Utc::now();
        let (day, at) = (now.format("%Y%m%d").to_string(), now.format("%Y%m%dT%H%M%SZ").to_string());
        let signer = format!("{}/{day}/{}/s3/aws4_request", credentials.access_key_id(), self.region);
        let mut fields = vec![
            ("key", key.to_owned()),
            ("Content-Type", POSTED_TYPE.to_owned()),
            ("x-amz-algorithm", "AWS4-HMAC-SHA256".to_owned()),
            ("x-amz-credential", signer),
            ("x-amz-date", at),
        ];
        match afterwards {
            Afterwards::GoesTo(back) => fields.push(("success_action_redirect", back.to_owned())),
            Afterwards::Script(sha256) => {
                fields.push(("success_action_status", "201".to_owned()));
                fields.extend(sha256.map(|sha256| ("x-amz-checksum-sha256", sha256.to_owned())));
            }
        }
        fields.extend(credentials.session_token().map(|token| ("x-amz-security-token", token.to_owned())));
        let named = fields.iter().map(|(name, value)| json!({ *name: value }));
        let others = [json!({ "bucket": self.bucket }), json!(["content-length-range", 0, BUCKET_TAKES])];
        let policy = json!({
            "expiration": (now + FORM_LASTS).format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            "conditions": named.chain(others).collect::<Vec<_>>(),
        });
        let policy = base64::engine::general_purpose::STANDARD.encode(policy.to_string());
        let signing = generate_signing_key(credentials.secret_access_key(), SystemTime::from(now), &self.region, "s3");
        let signature = calculate_signature(signing, policy.as_bytes());
        fields.extend([("policy", policy), ("x-amz-signature", signature)]);
        let fields = fields.into_iter().map(|(name, value)| (name, Secret::new(value))).collect();
        Ok(PostForm { action: self.posts_to.clone(), fields })
    }
}

/// Whether there is no such document.
///
/// S3 says that a key is not there only to whom may list the whole bucket, which no function may: to all others it says that
/// they may not read it. That each may read what it asks for is what a test of the roles keeps true (requirement S12).
fn is_not_there<E: ProvideErrorMetadata>(error: &SdkError<E>) -> bool {
    error.as_service_error().is_some_and(|error| matches!(error.code(), Some("NoSuchKey" | "AccessDenied")))
}
