//! What Amazon SES still needs before letters leave, asked of it beforehand.

use aws_sdk_ses::types::VerificationStatus;
use program::Email;
use std::fmt;

/// In the sandbox SES sends this many letters a day and no more, which it tells nowhere else.
const SANDBOX: f64 = 200.0;

/// Something that keeps letters from leaving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lacking {
    /// Nobody could be asked; why, in the SDK's words.
    NotReached(String),
    /// The account may write only to addresses it has verified.
    Sandbox,
    /// The account's sending is turned off.
    Paused,
    /// Neither the sender's address nor its domain is verified.
    NotVerified,
}

impl fmt::Display for Lacking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotReached(why) => {
                write!(f, "Amazon SES could not be asked ({why}). Look at the region and the keys of this terminal.")
            }
            Self::Sandbox => f.write_str(
                "Amazon SES is in its sandbox here, so letters reach nobody but addresses you have verified. Ask AWS for \
                 production access: SES console, Account dashboard. It takes a day or so.",
            ),
            Self::Paused => f.write_str(
                "Sending is turned off in this account and region. AWS says why in the SES console, under Reputation \
                 metrics; letters wait in the outbox until it is on again.",
            ),
            Self::NotVerified => f.write_str(
                "Amazon SES has verified neither the sender's address nor its domain. Deploy with SenderDomain, then put \
                 the three records of the output SenderRecords into its DNS; or verify the address in the SES console.",
            ),
        }
    }
}

/// What this account lacks, in the region of the environment, to send as this sender.
pub async fn lacking(sender: &Email) -> Vec<Lacking> {
    let config = store::reach::from_terminal().await;
    match asked(&aws_sdk_ses::Client::new(&config), sender).await {
        Ok(lacking) => lacking,
        Err(error) => vec![Lacking::NotReached(aws_sdk_ses::error::DisplayErrorContext(error).to_string())],
    }
}

async fn asked(client: &aws_sdk_ses::Client, sender: &Email) -> Result<Vec<Lacking>, aws_sdk_ses::Error> {
    let mut lacking = Vec::new();
    if client.get_send_quota().send().await?.max24_hour_send() <= SANDBOX {
        lacking.push(Lacking::Sandbox);
    }
    if !client.get_account_sending_enabled().send().await?.enabled() {
        lacking.push(Lacking::Paused);
    }
    let domain = sender.as_str().rsplit('@').next().unwrap_or_default();
    let told = client.get_identity_verification_attributes().identities(sender.as_str()).identities(domain);
    let told = told.send().await?;
    let is_verified =
        told.verification_attributes().values().any(|of| *of.verification_status() == VerificationStatus::Success);
    if !is_verified {
        lacking.push(Lacking::NotVerified);
    }
    Ok(lacking)
}
