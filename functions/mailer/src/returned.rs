//! What the mail service tells of letters that it took: they came back, or somebody does not want them.
//!
//! <https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html>

use chrono::{DateTime, Utc};
use program::Email;
use serde::Deserialize;
use store::Store;
use store::returned::Why;

/// An event of Amazon SES, as EventBridge brings it.
#[derive(Clone, Debug, Deserialize)]
pub struct Told {
    mail: Mail,
    #[serde(flatten)]
    what: What,
}

#[derive(Clone, Debug, Deserialize)]
struct Mail {
    destination: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "eventType")]
enum What {
    Bounce {
        bounce: Bounce,
    },
    Complaint {
        complaint: Complaint,
    },
    /// Nothing we ask to be told.
    #[serde(other)]
    Other,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bounce {
    bounce_type: String,
    timestamp: DateTime<Utc>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Complaint {
    timestamp: DateTime<Utc>,
    #[serde(default)]
    complaint_feedback_type: Option<String>,
}

impl Told {
    /// Why nothing is to be written to the address any more, and since when; none when it is no reason. A mailbox that
    /// is full takes letters again later, and SES has tried for hours by then.
    fn reason(&self) -> Option<(Why, DateTime<Utc>)> {
        match &self.what {
            What::Bounce { bounce } => (bounce.bounce_type == "Permanent").then_some((Why::Bounced, bounce.timestamp)),
            What::Complaint { complaint } => {
                // Somebody took it out of the folder for unwanted mail.
                let is_wanted = complaint.complaint_feedback_type.as_deref() == Some("not-spam");
                (!is_wanted).then_some((Why::Complained, complaint.timestamp))
            }
            What::Other => None,
        }
    }
}

/// Records the address that takes or wants no more letters. A letter has one recipient, so it is whom the letter was
/// to, whatever mailbox it was passed on to from there.
///
/// # Errors
/// When the store cannot be asked, so that the event is delivered again.
pub(crate) async fn returned(store: &Store, told: Told) -> anyhow::Result<()> {
    let Some((why, at)) = told.reason() else { return Ok(()) };
    for address in &told.mail.destination {
        let Ok(email) = Email::parse(address) else {
            tracing::warn!("a letter came back from what is no address");
            continue;
        };
        if store.hold_address(&email, why, at).await? {
            tracing::info!(?why, "an address takes no more letters");
        }
    }
    Ok(())
}
