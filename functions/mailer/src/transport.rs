//! How a letter leaves: SES on AWS, SMTP, or a folder of `.eml` files. A closed choice.

#[cfg(feature = "smtp")]
use crate::smtp;
use aws_sdk_ses::config::retry::RetryConfig;
use aws_sdk_ses::config::timeout::TimeoutConfig;
use aws_sdk_ses::error::SdkError;
use aws_sdk_ses::operation::send_raw_email::SendRawEmailError;
use aws_sdk_ses::primitives::Blob;
use aws_sdk_ses::types::RawMessage;
use letters::Rendered;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How letters leave.
#[derive(Clone, Debug)]
pub enum Transport {
    /// Amazon SES.
    Ses {
        /// How it is asked.
        client: aws_sdk_ses::Client,
        /// The configuration set letters are sent with, which says that we are told what became of them.
        configuration_set: String,
    },
    /// A mail server of one's own; the function on AWS is built without.
    #[cfg(feature = "smtp")]
    Smtp(Box<smtp::Server>),
    /// A folder, one `.eml` file a letter: nothing leaves this machine.
    Folder(PathBuf),
}

/// What became of a letter that was given to a transport.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It has it, under this message id.
    Sent(String),
    /// It has not taken it and will later: a throttle, a server that cannot be reached.
    NotTaken(String),
    /// It will never take it.
    Refused(String),
    /// It may or may not have it: the connection broke after the letter was handed over.
    Doubt(String),
}

/// How long SES may take to say whether it has a letter; after that the letter is in doubt.
const ANSWERS_WITHIN: Duration = Duration::from_secs(30);
/// How long the connection to it may take to come about.
const CONNECTS_WITHIN: Duration = Duration::from_secs(3);

impl Transport {
    /// SES as the environment configures it.
    ///
    /// # Errors
    /// Names the setting that is missing, so that the function refuses to start.
    pub fn ses() -> anyhow::Result<Self> {
        let configuration_set = store::required("CHANCERY_CONFIGURATION_SET")?;
        Ok(Self::ses_of(&store::reach::from_lambda(), &configuration_set))
    }

    /// SES as this configures it, but for two things. The SDK does not try again by itself, because a second try might be
    /// a second letter; and it does not wait for ever, so that one letter without an answer holds up no others.
    pub fn ses_of(config: &aws_config::SdkConfig, configuration_set: &str) -> Self {
        let waits =
            config.timeout_config().and_then(TimeoutConfig::operation_attempt_timeout).unwrap_or(ANSWERS_WITHIN);
        let config = aws_sdk_ses::config::Builder::from(config)
            .retry_config(RetryConfig::disabled())
            .timeout_config(
                TimeoutConfig::builder().connect_timeout(CONNECTS_WITHIN).operation_attempt_timeout(waits).build(),
            )
            .build();
        let client = aws_sdk_ses::Client::from_conf(config);
        Self::Ses { client, configuration_set: configuration_set.to_owned() }
    }

    /// A mail server, given as `smtps://user:secret@host:port` or `smtp://…?tls=required`.
    ///
    /// # Errors
    /// When the address cannot be read.
    #[cfg(feature = "smtp")]
    pub fn smtp(url: &str) -> anyhow::Result<Self> {
        Ok(Self::Smtp(Box::new(smtp::server(url)?)))
    }

    /// Whether letters leave this machine.
    pub fn leaves(&self) -> bool {
        !matches!(self, Self::Folder(_))
    }

    /// Hands one letter over, once.
    pub async fn send(&self, id: &str, letter: &Rendered) -> Fate {
        match self {
            Self::Ses { client, configuration_set } => ses(client, configuration_set, letter).await,
            #[cfg(feature = "smtp")]
            Self::Smtp(server) => smtp::send(server, letter).await,
            Self::Folder(folder) => {
                let (folder, id, mime) = (folder.clone(), id.to_owned(), letter.mime.clone());
                match tokio::task::spawn_blocking(move || keep(&folder, &id, &mime)).await {
                    Ok(fate) => fate,
                    Err(_) => Fate::Doubt("the writing task was cut off".to_owned()),
                }
            }
        }
    }
}

async fn ses(client: &aws_sdk_ses::Client, configuration_set: &str, letter: &Rendered) -> Fate {
    let message = match RawMessage::builder().data(Blob::new(letter.mime.clone())).build() {
        Ok(message) => message,
        Err(error) => return Fate::Refused(error.to_string()),
    };
    let sent = client
        .send_raw_email()
        .configuration_set_name(configuration_set)
        .source(&letter.sender)
        .destinations(&letter.recipient)
        .raw_message(message)
        .send()
        .await;
    match sent {
        Ok(answer) => Fate::Sent(answer.message_id),
        Err(error) => fate_of(&error),
    }
}

/// SES answers a throttle and a refusal clearly; only a request that went out without an answer leaves doubt.
fn fate_of(error: &SdkError<SendRawEmailError>) -> Fate {
    use aws_sdk_ses::error::ProvideErrorMetadata as _;
    let code = error.code().unwrap_or("no answer").to_owned();
    match error {
        SdkError::ConstructionFailure(_) => Fate::NotTaken(code),
        SdkError::DispatchFailure(failure)
            if failure.as_connector_error().is_some_and(|error| error.is_user() || is_unreachable(error)) =>
        {
            Fate::NotTaken(code)
        }
        SdkError::ServiceError(answer) => match answer.raw().status().as_u16() {
            // A limit, or a key that is wrong or may not send: nothing was taken, and it is not about this letter.
            401 | 403 | 429 => Fate::NotTaken(code),
            400 if matches!(code.as_str(), "Throttling" | "ThrottlingException" | "AccountSendingPausedException") => {
                Fate::NotTaken(code)
            }
            400..=499 => Fate::Refused(code),
            _ => Fate::Doubt(code),
        },
        _ => Fate::Doubt(code),
    }
}

/// Nobody answers there, so nobody has the letter.
fn is_unreachable(error: &(dyn std::error::Error + 'static)) -> bool {
    use std::io::ErrorKind::{ConnectionRefused, HostUnreachable, NetworkUnreachable};
    std::iter::successors(Some(error), |error| error.source())
        .filter_map(|error| error.downcast_ref::<std::io::Error>())
        .any(|error| matches!(error.kind(), ConnectionRefused | HostUnreachable | NetworkUnreachable))
}

/// Writes the letter beside its place and moves it there, so that the folder never shows half a letter.
fn keep(folder: &Path, id: &str, mime: &[u8]) -> Fate {
    let name = file_name(id);
    let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
        file.write_all(mime)?;
        file.as_file().sync_all()?;
        file.persist_noclobber(folder.join(&name)).map_err(|error| error.error)
    });
    match written {
        Ok(_) => Fate::Sent(name),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Fate::Sent(name),
        Err(error) => Fate::NotTaken(format!("the folder of letters cannot be written: {}", error.kind())),
    }
}

/// A letter's id as a file name that any file system takes.
fn file_name(id: &str) -> String {
    let plain: String =
        id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).take(150).collect();
    format!("{plain}.eml")
}
