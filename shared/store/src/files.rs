//! Documents in the bucket, and short-lived links to them.

use crate::commit::{Result, unexpected};
use crate::{LocalPlace, Secret};
use aws_sdk_s3::Client;
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::primitives::ByteStream;
use std::time::Duration;

/// How long a link to a document works.
const LINK_LASTS: Duration = Duration::from_secs(300);

/// The bucket of one office.
#[derive(Clone, Debug)]
pub struct Files {
    client: Client,
    /// Signs links for the address browsers reach the bucket under; the same client on AWS.
    signer: Client,
    bucket: String,
}

impl Files {
    pub(crate) fn on_aws(bucket: &str, config: &aws_config::SdkConfig) -> Self {
        // A test drives the real function against the embedded bucket, which answers by path, not by host name.
        let by_path = std::env::var_os("AWS_ENDPOINT_URL_S3").is_some();
        let config = aws_sdk_s3::config::Builder::from(config).force_path_style(by_path).build();
        let client = Client::from_conf(config);
        Self { signer: client.clone(), client, bucket: bucket.to_owned() }
    }

    pub(crate) fn local(bucket: &str, local: &LocalPlace) -> Self {
        use aws_sdk_s3::config::{BehaviorVersion, Builder, Credentials, Region};
        let client = |url: &str| {
            let credentials = Credentials::new(&local.key_id, local.key_secret.reveal(), None, None, "local office");
            let config = Builder::new()
                .behavior_version(BehaviorVersion::latest())
                .region(Region::new("us-east-1"))
                .credentials_provider(credentials)
                .endpoint_url(url)
                .force_path_style(true)
                .build();
            Client::from_conf(config)
        };
        Self { client: client(&local.files_url), signer: client(&local.public_files_url), bucket: bucket.to_owned() }
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

    /// A document and its type; none where there is none.
    ///
    /// # Errors
    /// When the bucket cannot be asked.
    pub async fn get(&self, key: &str) -> Result<Option<(String, Vec<u8>)>> {
        match self.client.get_object().bucket(&self.bucket).key(key).send().await {
            Err(error) if error.as_service_error().is_some_and(|error| error.is_no_such_key()) => Ok(None),
            Err(error) => Err(unexpected(error)),
            Ok(object) => {
                let content_type = object.content_type().unwrap_or("application/octet-stream").to_owned();
                let bytes = object.body.collect().await.map_err(unexpected)?.to_vec();
                Ok(Some((content_type, bytes)))
            }
        }
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
}
