//! Sealing what only few may read, with a key of its own (clause C8).
//!
//! On AWS the key never leaves the key service (KMS): each function is granted only the call it needs, so one that takes
//! details in cannot open them. On one machine the key is a file in the office's folder. Either way what is sealed is
//! bound to whose it is: moved to somebody else's place, it does not open.

use crate::commit::{Result, unexpected};
use crate::secret::{self, Secret};
use crate::{Patience, Place};
use aws_config::SdkConfig;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_sdk_kms::operation::decrypt::DecryptError;
use aws_sdk_kms::operation::encrypt::EncryptError;
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
    /// The key of this place: of this machine, or of AWS where it is said how that is reached; none where it has none.
    pub(crate) fn of(place: &Place, aws: Option<&SdkConfig>) -> Self {
        match (&place.local, aws, &place.sealing_key) {
            (Some(local), _, _) => Self::Here(local.sealing_key.clone()),
            (None, Some(aws), Some(key)) => {
                let config = aws_sdk_kms::config::Builder::from(aws)
                    .retry_config(Patience::WITH_AWS.retries())
                    .timeout_config(Patience::WITH_AWS.with_tables())
                    .build();
                Self::Kms { client: aws_sdk_kms::Client::from_conf(config), key: key.clone() }
            }
            (None, _, _) => Self::None,
        }
    }

    /// Seals something of `owner`; nothing where the key cannot be used.
    ///
    /// # Errors
    /// When the key service cannot be asked.
    pub(crate) async fn seal(&self, owner: &str, plain: Vec<u8>) -> Result<Option<String>> {
        let sealed = match self {
            Self::Here(key) => here(key, owner, plain),
            Self::Kms { client, key } => {
                let request = client.encrypt().key_id(key).plaintext(Blob::new(plain));
                match request.encryption_context(OWNER, owner).send().await {
                    Ok(answer) => answer.ciphertext_blob.map(Blob::into_inner),
                    Err(error) if error.as_service_error().is_some_and(is_about_the_key_to_seal) => None,
                    Err(error) => return Err(unexpected(error)),
                }
            }
            Self::None => None,
        };
        Ok(sealed.map(|sealed| secret::hex(&sealed)))
    }

    /// Opens what was sealed of `owner`; nothing where it does not open: there is no key here, or not the one it was sealed
    /// with, or it is somebody else's.
    ///
    /// # Errors
    /// When the key service cannot be asked.
    pub(crate) async fn open(&self, owner: &str, sealed: &str) -> Result<Option<Vec<u8>>> {
        let Some(sealed) = secret::unhex(sealed) else { return Ok(None) };
        match self {
            Self::Here(key) => Ok(opened_here(key, owner, &sealed)),
            Self::Kms { client, key } => {
                let request = client.decrypt().key_id(key).ciphertext_blob(Blob::new(sealed));
                match request.encryption_context(OWNER, owner).send().await {
                    Ok(answer) => Ok(answer.plaintext.map(Blob::into_inner)),
                    Err(error) if error.as_service_error().is_some_and(is_about_the_key_to_open) => Ok(None),
                    Err(error) => Err(unexpected(error)),
                }
            }
            Self::None => Ok(None),
        }
    }
}

fn is_about_the_key_to_seal(error: &EncryptError) -> bool {
    error.is_not_found_exception()
        || error.is_disabled_exception()
        || error.is_kms_invalid_state_exception()
        || error.is_invalid_key_usage_exception()
}

fn is_about_the_key_to_open(error: &DecryptError) -> bool {
    error.is_invalid_ciphertext_exception()
        || error.is_incorrect_key_exception()
        || error.is_not_found_exception()
        || error.is_disabled_exception()
        || error.is_kms_invalid_state_exception()
        || error.is_invalid_key_usage_exception()
}

fn key_of(secret: &Secret) -> Option<LessSafeKey> {
    let bytes = secret::unhex(secret.reveal().trim())?;
    UnboundKey::new(&AES_256_GCM, &bytes).ok().map(LessSafeKey::new)
}

/// The nonce, which is random and never used again, then what is sealed under it.
fn here(key: &Secret, owner: &str, mut plain: Vec<u8>) -> Option<Vec<u8>> {
    let nonce = secret::random::<NONCE_LEN>();
    let (unique, aad) = (Nonce::assume_unique_for_key(nonce), Aad::from(owner.as_bytes()));
    key_of(key)?.seal_in_place_append_tag(unique, aad, &mut plain).ok()?;
    Some([nonce.as_slice(), &plain].concat())
}

fn opened_here(key: &Secret, owner: &str, sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, rest) = sealed.split_first_chunk::<NONCE_LEN>()?;
    let (unique, aad) = (Nonce::assume_unique_for_key(*nonce), Aad::from(owner.as_bytes()));
    let mut rest = rest.to_vec();
    key_of(key)?.open_in_place(unique, aad, &mut rest).ok().map(|plain| plain.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// C8
    #[tokio::test]
    async fn what_is_sealed_opens_for_its_owner_with_its_key_and_not_otherwise() {
        let sealing = Sealing::Here(new_key());
        let plain = b"DE89 3704 0044 0532 0130 00".to_vec();
        let sealed = sealing.seal("amara", plain.clone()).await.unwrap().unwrap();
        assert!(!secret::unhex(&sealed).unwrap().windows(4).any(|part| part == b"DE89"));
        assert_eq!(sealing.open("amara", &sealed).await.unwrap(), Some(plain.clone()));
        assert_eq!(sealing.open("tunde", &sealed).await.unwrap(), None, "somebody else's");
        assert_eq!(Sealing::Here(new_key()).open("amara", &sealed).await.unwrap(), None, "another key");
        assert_eq!(Sealing::None.open("amara", &sealed).await.unwrap(), None, "no key");
        assert_eq!(Sealing::None.seal("amara", plain.clone()).await.unwrap(), None, "no key");
        assert_eq!(Sealing::Here(Secret::new("half a key")).seal("amara", plain.clone()).await.unwrap(), None);
        assert_ne!(sealing.seal("amara", plain).await.unwrap().unwrap(), sealed, "never twice the same");
        for changed in [0, 20] {
            let mut bytes = secret::unhex(&sealed).unwrap();
            bytes[changed] ^= 1;
            assert_eq!(sealing.open("amara", &secret::hex(&bytes)).await.unwrap(), None);
        }
        for broken in ["", "aaaa", "aa", "not sealed"] {
            assert_eq!(sealing.open("amara", broken).await.unwrap(), None);
        }
        assert!(!format!("{sealing:?}").contains("DE89"));
    }
}
