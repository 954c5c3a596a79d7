//! From the outbox to the transport.

use crate::returned::{Told, returned};
use crate::transport::{Fate, Transport};
use chrono::{DateTime, Utc};
use letters::{Attachment, Envelope, Follow, Letter, Rendered};
use program::{ApplicationId, Email};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use store::access::Purpose;
use store::outbox::{LetterState, Queued};
use store::stream::{self, new_records};
use store::{Clock, Place, Store};
use words::{Locale, Words};

/// What the mailer works with.
#[derive(Clone, Debug)]
pub struct Office {
    /// The records.
    pub store: Store,
    /// How letters leave.
    pub transport: Transport,
    /// Where people reach the office; links start with it.
    pub public_url: String,
    /// The address letters come from.
    pub sender: Email,
}

impl Office {
    /// Reads what the function needs from the environment, as `template.yaml` sets it.
    ///
    /// # Errors
    /// Names the setting that is missing or wrong, so that the function refuses to start.
    pub fn from_env(transport: Transport) -> anyhow::Result<Self> {
        let place = Place::from_env()?;
        let public_url = store::required("CHANCERY_PUBLIC_URL")?;
        let sender = Email::parse(&store::required("CHANCERY_SENDER")?)
            .map_err(|_| anyhow::anyhow!("the setting CHANCERY_SENDER is no e-mail address"))?;
        Ok(Self { store: Store::connect(&place, Clock::system()), transport, public_url, sender })
    }
}

/// What wakes the mailer.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Event {
    /// The hourly sweep.
    Scheduled {
        /// The time it was meant for.
        scheduled_time: DateTime<Utc>,
    },
    /// What became of a letter.
    Returned {
        /// What the mail service tells.
        detail: Told,
    },
    /// New letters in the outbox.
    Stream(stream::Event),
}

impl Event {
    /// What kind of event it is, for the log.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Scheduled { .. } => "schedule",
            Self::Returned { .. } => "event",
            Self::Stream(_) => "stream",
        }
    }
}

/// Posts what the event brings. Of a stream's records it names those that are to come again (requirement N6).
///
/// # Errors
/// When a sweep or a report cannot ask the store, so that it is repeated.
pub async fn handle(office: &Office, event: Event) -> anyhow::Result<stream::Answer> {
    match event {
        Event::Scheduled { .. } => sweep(office).await?,
        Event::Returned { detail } => returned(&office.store, detail).await?,
        Event::Stream(event) => {
            for (Key { letter_id }, position) in new_records(event) {
                if posted(office, &letter_id).await.is_err() {
                    return Ok(position.again());
                }
            }
        }
    }
    Ok(stream::Answer::default())
}

/// Posts a letter, and says so in the log where it could not be.
async fn posted(office: &Office, id: &str) -> anyhow::Result<()> {
    let done = post(office, id).await;
    if let Err(error) = &done {
        tracing::warn!(letter.id = id, error = %format!("{error:#}"), "a letter could not be posted");
    }
    done
}

#[derive(Deserialize)]
struct Key {
    letter_id: String,
}

/// A sweep ends after this long, well before its function is cut off: a letter cut off while it is being sent is in doubt.
const SWEEP_LASTS: Duration = Duration::from_secs(60);

/// Offers letters again that still wait, those somebody waits for first, and puts those in doubt whose sender was cut off.
/// What was held back waits again once its address takes letters.
///
/// # Errors
/// When the store cannot be asked.
pub async fn sweep(office: &Office) -> anyhow::Result<()> {
    office.store.doubt_the_abandoned().await?;
    release(&office.store).await?;
    let mut waiting = Vec::new();
    office
        .store
        .visit_waiting(|id, lane, queued_at| {
            waiting.push((lane == store::outbox::Lane::Bulk, queued_at.to_owned(), id.to_owned()))
        })
        .await?;
    waiting.sort();
    let began = Instant::now();
    for (_, _, id) in waiting {
        if began.elapsed() >= SWEEP_LASTS {
            tracing::warn!("letters are left for the next sweep");
            break;
        }
        // What could not be posted waits for the next sweep.
        let _ = posted(office, &id).await;
    }
    Ok(())
}

/// Lets letters wait again whose address takes letters again.
async fn release(store: &Store) -> anyhow::Result<()> {
    let mut takes = BTreeMap::new();
    for letter in store.letters_in(LetterState::Held).await? {
        let Some(to) = &letter.to else { continue };
        let again = match takes.get(&to.key()) {
            Some(again) => *again,
            None => {
                let again = !store.is_held(to).await?;
                takes.insert(to.key(), again);
                again
            }
        };
        if again {
            match store.not_sent(&letter, LetterState::Waiting, "its address takes letters again").await {
                Ok(()) | Err(store::Error::Conflict(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
    Ok(())
}

/// Posts one letter, unless somebody else has it or it is past waiting.
///
/// # Errors
/// When the store cannot be asked before the letter is handed over. After that nothing is an error any more: the letter
/// is sent, or its fate is recorded, or its lease runs out and it is in doubt.
pub async fn post(office: &Office, id: &str) -> anyhow::Result<()> {
    let store = &office.store;
    let Some(queued) = store.lease(id).await? else { return Ok(()) };
    let rendered = match prepare(office, &queued).await {
        Ok(Prepared::Letter(rendered)) => rendered,
        Ok(Prepared::NobodyToGet) => {
            store.not_sent(&queued, LetterState::Dropped, "nobody with this address is known here").await?;
            return Ok(());
        }
        Ok(Prepared::AddressIsHeld { keep }) => {
            let state = if keep { LetterState::Held } else { LetterState::Dropped };
            store.not_sent(&queued, state, "its address takes no letters").await?;
            return Ok(());
        }
        Ok(Prepared::Unreadable(why)) => {
            tracing::error!(letter.id = id, letter.remark = why, "a letter cannot be made");
            store.not_sent(&queued, LetterState::Refused, &why).await?;
            return Ok(());
        }
        Err(error) => {
            store.not_sent(&queued, LetterState::Waiting, "the office's papers could not be reached").await?;
            return Err(error);
        }
    };
    let fate = office.transport.send(id, &rendered).await;
    let recorded = match &fate {
        Fate::Sent(message_id) => store.sent(&queued, message_id).await,
        Fate::NotTaken(why) => store.not_sent(&queued, LetterState::Waiting, why).await,
        Fate::Refused(why) => store.not_sent(&queued, LetterState::Refused, why).await,
        Fate::Doubt(why) => store.not_sent(&queued, LetterState::Doubt, why).await,
    };
    if let Err(error) = recorded {
        tracing::error!(letter.id = id, error = %error, "a letter's fate could not be recorded; it will be in doubt");
        return Ok(());
    }
    match fate {
        Fate::Sent(_) => tracing::info!(letter.id = id, trace.id = queued.trace, "a letter is on its way"),
        Fate::NotTaken(why) => anyhow::bail!("not taken: {why}"),
        Fate::Refused(why) | Fate::Doubt(why) => {
            tracing::warn!(letter.id = id, letter.remark = why, trace.id = queued.trace, "a letter needs a person")
        }
    }
    Ok(())
}

enum Prepared {
    Letter(Rendered),
    NobodyToGet,
    /// Nothing is written to the address now; the letter is kept unless it would be stale by then.
    AddressIsHeld {
        keep: bool,
    },
    Unreadable(String),
}

/// Reads what the letter says, mints its secret link, fetches its attachments and renders it.
async fn prepare(office: &Office, queued: &Queued) -> anyhow::Result<Prepared> {
    let store = &office.store;
    let letter: Letter = match serde_json::from_value(queued.data.clone()) {
        Ok(letter) => letter,
        Err(error) => return Ok(Prepared::Unreadable(format!("what it says cannot be read: {error}"))),
    };
    let Some(versioned) = store.settings().await? else { anyhow::bail!("the office has no settings yet") };
    let Some(mut to) = queued.to.clone() else {
        return Ok(Prepared::Unreadable("it names nobody to go to".to_owned()));
    };
    if store.is_held(&to).await? {
        // Whoever asked for a link to come in by asks for another.
        let keep = !matches!(letter.secret(), Some(letters::Secret::SignIn { .. } | letters::Secret::Status));
        return Ok(Prepared::AddressIsHeld { keep });
    }
    let secret_link = match letter.secret() {
        None => None,
        Some(letters::Secret::Confirm(application)) => {
            let token = store.mint(&Purpose::Confirm { application }).await?;
            Some(format!("{}/apply/confirm/{}", office.public_url, token.reveal()))
        }
        Some(letters::Secret::Draft(application)) => {
            let token = store.mint(&Purpose::Draft { application }).await?;
            Some(format!("{}/apply/draft/{}", office.public_url, token.reveal()))
        }
        Some(letters::Secret::Status) => {
            // As for signing in: looked up only here, and sent to the address we know.
            let theirs = store.application_of(&to, &versioned.settings).await?;
            let Some(application) = theirs else { return Ok(Prepared::NobodyToGet) };
            to = application.submission.email;
            Some(status_link(office, application.id).await?)
        }
        Some(letters::Secret::SignIn { browser }) => {
            // Only here is it looked up whether the address is known, long after the same answer went out (S2).
            let Some(person) = store.person(&to).await? else { return Ok(Prepared::NobodyToGet) };
            // To the address we know, not to a spelling of it that somebody typed.
            to = person.email.clone();
            let token = store.mint(&Purpose::SignIn { email: person.email, browser }).await?;
            Some(format!("{}/sign-in/{}", office.public_url, token.reveal()))
        }
        Some(letters::Secret::Nominated) => {
            let token = store.mint(&Purpose::nominated(&to)).await?;
            Some(format!("{}/apply/nominated/{}", office.public_url, token.reveal()))
        }
        Some(letters::Secret::Reminders(ambassador)) => {
            let token = store.mint(&Purpose::Reminders { ambassador }).await?;
            Some(format!("{}/me/reminders/off/{}", office.public_url, token.reveal()))
        }
    };
    let follow_link = match letter.follows() {
        None => None,
        Some(Follow::Application(application)) => Some(status_link(office, application).await?),
        Some(Follow::OfRecipient) => match store.person(&to).await?.and_then(|person| person.application) {
            Some(application) => Some(status_link(office, application).await?),
            None => None,
        },
    };
    let mut attachments = Vec::new();
    for key in &queued.attachments {
        let Some((content_type, bytes)) = store.files().get(key).await? else {
            return Ok(Prepared::Unreadable("a document it brings is not there".to_owned()));
        };
        let name = key.rsplit('/').next().unwrap_or(key).to_owned();
        attachments.push(Attachment { name, content_type, bytes });
    }
    let settings = &versioned.settings;
    let host = office.sender.as_str().rsplit('@').next().unwrap_or("localhost");
    let message_id = format!("{}@{host}", store::secret::hash(format!("{}#{}", queued.id, queued.attempts).as_bytes()));
    let envelope = Envelope {
        from: &office.sender,
        to: &to,
        to_name: None,
        reply_to: &settings.support,
        program: &settings.name,
        community: &settings.community,
        public_url: &office.public_url,
        secret_link: secret_link.as_deref(),
        follow_link: follow_link.as_deref(),
        words: Words::new(Locale::of(&queued.language)),
        date: store.clock().now(),
        message_id: &message_id,
        attachments,
    };
    Ok(match letters::render(&letter, &envelope) {
        Ok(rendered) => Prepared::Letter(rendered),
        Err(error) => Prepared::Unreadable(error.to_string()),
    })
}

/// Mints the link that shows where an application stands (clause R1).
async fn status_link(office: &Office, application: ApplicationId) -> anyhow::Result<String> {
    let token = office.store.mint(&Purpose::Follow { application }).await?;
    Ok(format!("{}/apply/status/link/{}", office.public_url, token.reveal()))
}
