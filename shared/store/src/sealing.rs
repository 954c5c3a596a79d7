//! Sealing what only few may read, with a key of its own (clause C8).
//!
//! On AWS the key never leaves the key service (KMS): each function is granted only the call it needs, so one that takes
//! details in cannot open them. On one machine the key is a file in the office's folder. Either way what is sealed is
//! bound to whose it is: moved to somebody else's place, it does not open.

use crate::commit::{Error, Result, unexpected};
use crate::secret::{self, Secret};
use anyhow::anyhow;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_sdk_kms::primitives::Blob;

/// Which key seals.
#[derive(Clone, Debug)]
pub enum Sealing {
    /// A key of this machine: 32 bytes in hexadecimal digits.
    Here(Secret),
    /// A key of AWS.
    Kms {
        /// The key service.
        client: aws_sdk_kms::Client,
        /// The key's address.
        key: String,
    },
    /// None: this function neither seals nor opens anything.
    None,
}

/// A new key for one machine.
pub fn new_key() -> Secret {
    Secret::token()
}

/// Under which name AWS is told whose something is.
const OWNER: &str = "owner";

impl Sealing {
    /// The key of AWS of this address; none where there is none.
    pub(crate) fn on_aws(config: &aws_config::SdkConfig, key: Option<&str>) -> Self {
        match key {
            Some(key) => Self::Kms { client: aws_sdk_kms::Client::new(config), key: key.to_owned() },
            None => Self::None,
        }
    }

    /// Seals something of `owner`.
    ///
    /// # Errors
    /// When there is no key here, or it cannot be used.
    pub(crate) async fn seal(&self, owner: &str, plain: Vec<u8>) -> Result<String> {
        let sealed = match self {
            Self::Here(key) => here(key, owner, plain)?,
            Self::Kms { client, key } => {
                let request = client.encrypt().key_id(key).plaintext(Blob::new(plain));
                let answer = request.encryption_context(OWNER, owner).send().await.map_err(unexpected)?;
                answer.ciphertext_blob.ok_or_else(|| broken("the key service sealed nothing"))?.into_inner()
            }
            Self::None => return Err(broken("this function has no key to seal with")),
        };
        Ok(secret::hex(&sealed))
    }

    /// Opens what was sealed of `owner`.
    ///
    /// # Errors
    /// When there is no key here, or it is not the one it was sealed with, or it is somebody else's.
    pub(crate) async fn open(&self, owner: &str, sealed: &str) -> Result<Vec<u8>> {
        let sealed = secret::unhex(sealed).ok_or_else(|| broken("what is sealed cannot be read"))?;
        match self {
            Self::Here(key) => opened_here(key, owner, &sealed),
            Self::Kms { client, key } => {
                let request = client.decrypt().key_id(key).ciphertext_blob(Blob::new(sealed));
                let answer = request.encryption_context(OWNER, owner).send().await.map_err(unexpected)?;
                Ok(answer.plaintext.ok_or_else(|| broken("the key service opened nothing"))?.into_inner())
            }
            Self::None => Err(broken("this function has no key to open with")),
        }
    }
}

fn broken(what: &'static str) -> Error {
    Error::Unexpected(anyhow!(what))
}

fn key_of(secret: &Secret) -> Result<LessSafeKey> {
    let bytes = secret::unhex(secret.reveal().trim()).ok_or_else(|| broken("the key is not in hexadecimal digits"))?;
    let key = UnboundKey::new(&AES_256_GCM, &bytes).map_err(|_| broken("the key is not of 32 bytes"))?;
    Ok(LessSafeKey::new(key))
}

/// The nonce, which is random and never used again, then what is sealed under it.
fn here(key: &Secret, owner: &str, mut plain: Vec<u8>) -> Result<Vec<u8>> {
    let nonce = secret::random::<NONCE_LEN>();
    let sealing = key_of(key)?.seal_in_place_append_tag(
        Nonce::assume_unique_for_key(nonce),
        Aad::from(owner.as_bytes()),
        &mut plain,
    );
    sealing.map_err(|_| broken("it could not be sealed"))?;
    Ok([nonce.as_slice(), &plain].concat())
}

fn opened_here(key: &Secret, owner: &str, sealed: &[u8]) -> Result<Vec<u8>> {
    let (nonce, rest) = sealed.split_first_chunk::<NONCE_LEN>().ok_or_else(|| broken("what is sealed is cut short"))?;
    let mut rest = rest.to_vec();
    let aad = Aad::from(owner.as_bytes());
    let opened = key_of(key)?.open_in_place(Nonce::assume_unique_for_key(*nonce), aad, &mut rest);
    Ok(opened.map_err(|_| broken("it was sealed with another key, or is somebody else's"))?.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// C8
    #[tokio::test]
    async fn what_is_sealed_opens_for_its_owner_with_its_key_and_not_otherwise() {
        let sealing = Sealing::Here(new_key());
        let plain = b"DE89 3704 0044 0532 0130 00".to_vec();
        let sealed = sealing.seal("amara", plain.clone()).await.unwrap();
        assert!(!secret::unhex(&sealed).unwrap().windows(4).any(|part| part == b"DE89"));
        assert_eq!(sealing.open("amara", &sealed).await.unwrap(), plain);
        assert!(sealing.open("tunde", &sealed).await.is_err(), "somebody else's");
        assert!(Sealing::Here(new_key()).open("amara", &sealed).await.is_err(), "another key");
        assert!(Sealing::None.open("amara", &sealed).await.is_err(), "no key");
        assert_ne!(sealing.seal("amara", plain).await.unwrap(), sealed, "never twice the same");
        for changed in [0, 20] {
            let mut bytes = secret::unhex(&sealed).unwrap();
            bytes[changed] ^= 1;
            assert!(sealing.open("amara", &secret::hex(&bytes)).await.is_err());
        }
        assert!(sealing.open("amara", "aaaa").await.is_err());
        assert!(!format!("{sealing:?}").contains("DE89"));
    }
}
