//! The outbox: letters waiting, being sent, sent, or in doubt (requirement N4).
//!
//! A letter's id comes from what it is about, so a second one about the same cannot exist. Its state moves through
//! [`LetterState`]; only `mailer` moves it. What a letter says is erased as soon as it is sent, and with a letter to
//! somebody the office does not know, the address as well ([`Draft::to_a_stranger`]).

use crate::commit::{Result, unexpected};
use crate::{Cursor, Error, Query, Store, from_item, stamp, tables::Table};
use chrono::{DateTime, Duration, Utc};
use program::Email;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Which way out a letter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// A person waits for it.
    Now,
    /// One of many; never in the way of the others.
    Bulk,
}

/// A letter to be put into the outbox together with the change it tells of.
#[derive(Clone, Debug)]
pub struct Draft {
    id: String,
    lane: Lane,
    to: Email,
    language: String,
    data: serde_json::Value,
    attachments: Vec<String>,
    stranger: bool,
}

impl Draft {
    /// A letter about `id` (such as `welcome/<application>`), whose `data` is for `mailer` to read.
    pub fn new(id: impl Into<String>, lane: Lane, to: &Email, language: &str, data: &impl Serialize) -> Self {
        Self {
            id: id.into(),
            lane,
            to: to.clone(),
            language: language.to_owned(),
            // A letter that cannot be written down is null, which `mailer` refuses in words.
            data: serde_json::to_value(data).unwrap_or_default(),
            attachments: Vec::new(),
            stranger: false,
        }
    }

    /// The same to somebody the office keeps no address of: with what it says, the address goes once it is sent.
    #[must_use]
    pub fn to_a_stranger(mut self) -> Self {
        self.stranger = true;
        self
    }

    /// The same with a document of the bucket.
    #[must_use]
    pub fn attach(mut self, key: impl Into<String>) -> Self {
        self.attachments.push(key.into());
        self
    }

    pub(crate) fn item(&self, now: DateTime<Utc>) -> OutboxItem {
        OutboxItem {
            shelf: Some(shelf(LetterState::Waiting, &self.id)),
            letter_id: self.id.clone(),
            lane: self.lane,
            to: Some(self.to.clone()),
            stranger: self.stranger,
            language: self.language.clone(),
            data: Some(self.data.to_string()),
            attachments: self.attachments.clone(),
            state: LetterState::Waiting,
            queued_at: stamp(now),
            attempts: 0,
            lease_until: None,
            message_id: None,
            remark: None,
            answered: None,
            trace: watch::trace().map(|trace| trace.to_string()),
            version: 1,
        }
    }
}

/// Where a letter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterState {
    /// Not offered to the transport yet, or put back by it untouched.
    Waiting,
    /// Leased: the transport may have it.
    Sending,
    /// The transport has it.
    Sent,
    /// The transport may or may not have it; a person decides.
    Doubt,
    /// It cannot be sent; a person looks.
    Refused,
    /// It is for an address that nothing is written to; it waits until a person says that it takes letters again.
    Held,
    /// Nobody is to get it: the address is not known here.
    Dropped,
}

impl LetterState {
    fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Doubt => "doubt",
            Self::Refused => "refused",
            Self::Held => "held",
            Self::Dropped => "dropped",
        }
    }

    /// Whether it is over, so that what it says can be erased.
    fn is_done(self) -> bool {
        matches!(self, Self::Sent | Self::Dropped)
    }
}

/// How many partitions the index of unsent letters is spread over.
const SHELVES: u8 = 4;

fn shelf(state: LetterState, id: &str) -> String {
    let number = crate::secret::hash(id.as_bytes()).bytes().next().map_or(0, |byte| byte % SHELVES);
    format!("{}#{number}", state.name())
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct OutboxItem {
    letter_id: String,
    /// The key of the index; gone when the letter is done, so that the index holds only what is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shelf: Option<String>,
    lane: Lane,
    /// Gone when a letter to a stranger is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<Email>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    stranger: bool,
    language: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    data: Option<String>,
    attachments: Vec<String>,
    state: LetterState,
    queued_at: String,
    attempts: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lease_until: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    message_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    remark: Option<String>,
    /// What a person answered when it was in question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answered: Option<String>,
    /// What led to it, for the log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    trace: Option<String>,
    version: u64,
}

/// A letter in the outbox.
#[derive(Clone, Debug, PartialEq)]
pub struct Queued {
    /// What it is about.
    pub id: String,
    /// Its way out.
    pub lane: Lane,
    /// Who gets it; none once a letter to a stranger is done.
    pub to: Option<Email>,
    /// The language they read.
    pub language: String,
    /// What it says, for `mailer`; null once it is done.
    pub data: serde_json::Value,
    /// Documents of the bucket that go with it.
    pub attachments: Vec<String>,
    /// Where it is.
    pub state: LetterState,
    /// When it was put here.
    pub queued_at: String,
    /// How often it was leased.
    pub attempts: u32,
    /// What the transport called it.
    pub message_id: Option<String>,
    /// What was said about it, for the team's list; holds no address.
    pub remark: Option<String>,
    /// The trace of the request or event that led to it, for the log.
    pub trace: Option<String>,
    lease_until: Option<DateTime<Utc>>,
    answered: Option<String>,
    stranger: bool,
    version: u64,
}

impl TryFrom<OutboxItem> for Queued {
    type Error = Error;

    fn try_from(item: OutboxItem) -> Result<Self> {
        let data =
            item.data.as_deref().map_or(Ok(serde_json::Value::Null), serde_json::from_str).map_err(unexpected)?;
        Ok(Self {
            id: item.letter_id,
            lane: item.lane,
            to: item.to,
            language: item.language,
            data,
            attachments: item.attachments,
            state: item.state,
            queued_at: item.queued_at,
            attempts: item.attempts,
            message_id: item.message_id,
            remark: item.remark,
            trace: item.trace,
            lease_until: item.lease_until,
            answered: item.answered,
            stranger: item.stranger,
            version: item.version,
        })
    }
}

impl Queued {
    fn item(&self, state: LetterState) -> OutboxItem {
        let done = state.is_done();
        OutboxItem {
            letter_id: self.id.clone(),
            shelf: (!done).then(|| shelf(state, &self.id)),
            lane: self.lane,
            to: self.to.clone().filter(|_| !(done && self.stranger)),
            stranger: self.stranger,
            language: self.language.clone(),
            data: (!done).then(|| self.data.to_string()),
            attachments: self.attachments.clone(),
            state,
            queued_at: self.queued_at.clone(),
            attempts: self.attempts,
            lease_until: self.lease_until,
            message_id: self.message_id.clone(),
            remark: self.remark.clone(),
            trace: self.trace.clone(),
            answered: self.answered.clone(),
            version: self.version + 1,
        }
    }
}

/// How long a sender may take before its letter is in doubt.
const LEASE: Duration = Duration::minutes(5);

impl Store {
    /// Puts a letter into the outbox by itself, where it tells of no change of a record (a sign-in link).
    ///
    /// # Errors
    /// [`Error::Conflict`] when there is one of this id.
    pub async fn queue(&self, draft: &Draft) -> Result<()> {
        self.commit().letter(draft).send().await
    }

    /// A letter.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn letter(&self, id: &str) -> Result<Option<Queued>> {
        // No letter has an id that DynamoDB takes for no key.
        if id.is_empty() || id.len() > 2_048 {
            return Ok(None);
        }
        let item: Option<OutboxItem> = self.get(Table::Outbox, &[("letter_id", id)]).await?;
        item.map(Queued::try_from).transpose()
    }

    /// Those of these letters that there are, in no particular order.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn letters(&self, ids: &[String]) -> Result<Vec<Queued>> {
        let keys: Vec<_> = ids.iter().map(|id| vec![("letter_id", id.clone())]).collect();
        let items: Vec<OutboxItem> = self.get_many(Table::Outbox, &keys).await?;
        items.into_iter().map(Queued::try_from).collect()
    }

    /// Takes a waiting letter for sending; none when somebody else has it or it is past waiting.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn lease(&self, id: &str) -> Result<Option<Queued>> {
        let Some(mut letter) = self.letter(id).await?.filter(|letter| letter.state == LetterState::Waiting) else {
            return Ok(None);
        };
        letter.attempts += 1;
        letter.lease_until = Some(self.clock().now() + LEASE);
        letter.remark = None;
        match self.move_to(&letter, LetterState::Sending).await {
            Ok(letter) => Ok(Some(letter)),
            Err(Error::Conflict(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Records that the transport has the letter.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the lease was lost meanwhile.
    pub async fn sent(&self, letter: &Queued, message_id: &str) -> Result<()> {
        let letter = Queued { message_id: Some(message_id.to_owned()), lease_until: None, ..letter.clone() };
        self.move_to(&letter, LetterState::Sent).await.map(drop)
    }

    /// Moves a letter that was not sent, with a remark for the team.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the lease was lost meanwhile.
    pub async fn not_sent(&self, letter: &Queued, state: LetterState, remark: &str) -> Result<()> {
        let letter = Queued { remark: Some(remark.to_owned()), lease_until: None, ..letter.clone() };
        self.move_to(&letter, state).await.map(drop)
    }

    async fn move_to(&self, letter: &Queued, state: LetterState) -> Result<Queued> {
        let item = letter.item(state);
        self.commit().replace("letter", Table::Outbox, &item, letter.version).send().await?;
        item.try_into()
    }

    /// Puts letters whose lease ran out in doubt: their sender was cut off and may have sent them.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn doubt_the_abandoned(&self) -> Result<usize> {
        let now = self.clock().now();
        let mut doubted = 0;
        for letter in self.letters_in(LetterState::Sending).await? {
            if letter.lease_until.is_some_and(|until| until <= now) {
                match self.not_sent(&letter, LetterState::Doubt, "cut off while sending").await {
                    Ok(()) => doubted += 1,
                    Err(Error::Conflict(_)) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(doubted)
    }

    /// Every letter that is in `state`, oldest first within a shelf. Sent letters are not on a shelf.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn letters_in(&self, state: LetterState) -> Result<Vec<Queued>> {
        let mut letters = Vec::new();
        self.visit_shelves(state, |item: OutboxItem| {
            letters.push(item.try_into()?);
            Ok(())
        })
        .await?;
        Ok(letters)
    }

    /// Every waiting letter, oldest first within a shelf, for offering them again.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn visit_waiting(&self, mut visit: impl FnMut(&str, Lane, &str)) -> Result<()> {
        #[derive(Deserialize)]
        struct Waiting {
            letter_id: String,
            lane: Lane,
            queued_at: String,
        }
        self.visit_shelves(LetterState::Waiting, |item: Waiting| {
            visit(&item.letter_id, item.lane, &item.queued_at);
            Ok(())
        })
        .await
    }

    /// An item that cannot be read is passed over and told to the log, so that it holds up none of the others.
    async fn visit_shelves<T: DeserializeOwned>(
        &self,
        state: LetterState,
        mut visit: impl FnMut(T) -> Result<()>,
    ) -> Result<()> {
        for number in 0..SHELVES {
            let shelf = format!("{}#{number}", state.name());
            let query = Query::of(Table::Outbox, ("shelf", &shelf)).index("by_shelf");
            let mut after: Option<Cursor> = None;
            loop {
                let (items, next) = self.raw_page(query, after).await?;
                for item in items {
                    let id = item.get("letter_id").and_then(|id| id.as_s().ok()).cloned().unwrap_or_default();
                    if let Err(error) = from_item(item).and_then(&mut visit) {
                        tracing::error!(letter.id = id, error = %error, "a letter in the outbox cannot be read");
                    }
                }
                after = next;
                if after.is_none() {
                    break;
                }
            }
        }
        Ok(())
    }

    /// A person's answer to a letter in doubt or refused: it arrived (or need not), or it is to be sent again. The same
    /// answer once more changes nothing (requirement N1).
    ///
    /// # Errors
    /// [`Error::Conflict`] when it is neither in doubt nor refused any more, and not by this answer.
    pub async fn settle_letter(&self, id: &str, send_again: bool, by: crate::audit::Actor) -> Result<()> {
        let what = if send_again { "send again" } else { "settle" };
        let Some(letter) = self.letter(id).await? else { return Err(Error::Conflict("letter")) };
        if !matches!(letter.state, LetterState::Doubt | LetterState::Refused) {
            return if letter.answered.as_deref() == Some(what) { Ok(()) } else { Err(Error::Conflict("letter")) };
        }
        let was = letter.state;
        let letter = Queued { answered: Some(what.to_owned()), ..letter };
        let state = if send_again { LetterState::Waiting } else { LetterState::Dropped };
        let item = letter.item(state);
        self.commit()
            .replace("letter", Table::Outbox, &item, letter.version)
            .audit(crate::audit::Entry {
                subject: &format!("letter#{id}"),
                by,
                what,
                before: Some(was.name().to_owned()),
                after: Some(state.name().to_owned()),
            })
            .send()
            .await
    }
}
