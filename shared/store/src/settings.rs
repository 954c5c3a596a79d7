//! A program's settings, every version of them, as the TOML documents they came as.

use crate::audit::{Actor, Entry};
use crate::commit::unexpected;
use crate::{Cursor, Error, Query, Result, Store, secret, tables::Table};
use aws_sdk_dynamodb::types::AttributeValue;
use chrono::{DateTime, Utc};
use program::{Calendar, Column, PersonId, Round, Settings, Tranche};
use serde::{Deserialize, Serialize};

const PROGRAM: &str = "settings";

#[derive(Serialize, Deserialize)]
struct SettingsItem {
    program: String,
    version: String,
    document: String,
    at: DateTime<Utc>,
    /// How the program counts from then on and did before; none in a version of before that could change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    calendar: Option<Calendar>,
    /// Who put it into force, where it was a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<PersonId>,
}

impl SettingsItem {
    fn read(self) -> Result<Versioned> {
        let mut settings = Settings::read(&self.document).map_err(unexpected)?;
        if let Some(calendar) = self.calendar {
            settings.calendar = calendar;
        }
        let version = self.version.parse().map_err(unexpected)?;
        Ok(Versioned { settings, version, document: self.document })
    }
}

/// Settings with their version.
#[derive(Clone, Debug, PartialEq)]
pub struct Versioned {
    /// What was chosen.
    pub settings: Settings,
    /// 1 for the document the office was opened with.
    pub version: u64,
    /// The document.
    pub document: String,
}

/// One version of the settings in the list of all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Its number.
    pub version: u64,
    /// Since when.
    pub at: DateTime<Utc>,
    /// Who put it into force; none for whoever runs the machine.
    pub by: Option<PersonId>,
}

/// Why settings do not become the next version.
#[derive(Debug, thiserror::Error)]
pub enum NotAdded {
    /// People would be left in rounds that no page lists any more and nothing goes on from (clause O2).
    #[error("people would be left in rounds there no longer are")]
    LeavesBehind(Vec<LeftBehind>),
    /// The store could not be asked, or there is such a version already.
    #[error(transparent)]
    Store(#[from] Error),
}

/// People who would be left in a round that new settings no longer have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftBehind {
    /// The tranche; none for those who wait for one.
    pub tranche: Option<Tranche>,
    /// How many there are.
    pub people: u64,
}

impl Store {
    /// The settings in force; none in an office that was never opened with a program.
    ///
    /// # Errors
    /// When the store cannot be asked, or holds a document this version of the program cannot read.
    pub async fn settings(&self) -> Result<Option<Versioned>> {
        let query = Query::of(Table::Program, ("program", PROGRAM)).latest_first().limit(1);
        let (items, _) = self.page::<SettingsItem>(query, None).await?;
        items.into_iter().next().map(SettingsItem::read).transpose()
    }

    /// The settings of this version.
    ///
    /// # Errors
    /// When the store cannot be asked, or holds a document this version of the program cannot read.
    pub async fn settings_at(&self, version: u64) -> Result<Option<Versioned>> {
        let item: Option<SettingsItem> =
            self.get(Table::Program, &[("program", PROGRAM), ("version", &key_of(version))]).await?;
        item.map(SettingsItem::read).transpose()
    }

    /// The document of this version, whether or not it can be read any more.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn settings_document(&self, version: u64) -> Result<Option<String>> {
        let key = [("program", PROGRAM), ("version", &*key_of(version))];
        let item: Option<SettingsItem> = self.get(Table::Program, &key).await?;
        Ok(item.map(|item| item.document))
    }

    /// The latest versions there were up to this one, the latest first, `most` of them.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn settings_up_to(&self, version: u64, most: i32) -> Result<Vec<Edition>> {
        let start = [("program", PROGRAM.to_owned()), ("version", key_of(version + 1))];
        let start = Cursor(start.map(|(name, value)| (name.to_owned(), AttributeValue::S(value))).into());
        let query = Query::of(Table::Program, ("program", PROGRAM)).latest_first().limit(most);
        let (items, _) = self.page::<SettingsItem>(query, Some(start)).await?;
        let editions = items.into_iter().map(|SettingsItem { version, at, by, .. }| {
            Ok(Edition { version: version.parse().map_err(unexpected)?, at, by })
        });
        editions.collect()
    }

    /// How the program counts from now on, when `document` follows version `after`: a change takes effect with the next
    /// quarter. None for a document that cannot be read.
    async fn calendar_with(&self, document: &str, after: u64, now: DateTime<Utc>) -> Result<Option<Calendar>> {
        let Ok(settings) = Settings::read(document) else { return Ok(None) };
        let before: Option<SettingsItem> = match after {
            0 => None,
            after => self.get(Table::Program, &[("program", PROGRAM), ("version", &key_of(after))]).await?,
        };
        // One that cannot be read counted nothing; one that cannot be reached may have.
        let before = before.and_then(|before| before.read().ok());
        Ok(Some(match before {
            Some(before) => settings.following(&before.settings, now).calendar,
            None => settings.calendar,
        }))
    }

    /// Puts other settings into force after those of version `after`, unless somebody would be left behind by it.
    ///
    /// # Errors
    /// [`NotAdded`] names whom, or says that there is such a version already.
    pub async fn change_settings(
        &self,
        (settings, document): (&Settings, &str),
        after: &Versioned,
        by: Actor,
    ) -> std::result::Result<u64, NotAdded> {
        let left = self.left_behind(&after.settings, settings).await?;
        if !left.is_empty() {
            return Err(NotAdded::LeavesBehind(left));
        }
        Ok(self.add_settings(document, after.version, by).await?)
    }

    /// Whoever stands in a round that is and will not be. Those who have not confirmed their address go where the program
    /// then is when they do, and those who wait for a tranche go on by themselves unless a decision about them waits too.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn left_behind(&self, is: &Settings, will_be: &Settings) -> Result<Vec<LeftBehind>> {
        let mut left = Vec::new();
        let stay = will_be.rounds();
        for round in is.rounds().into_iter().filter(|round| !stay.contains(round)) {
            let (tranche, undecided) = match &round {
                Round::Tranche(key) => (is.tranche(key).cloned(), [Column::Received, Column::InPool].as_slice()),
                Round::Waiting | Round::Rolling => (None, [].as_slice()),
            };
            let mut people = 0;
            for column in Column::PENDING.iter().chain(undecided) {
                people += self.count(&round, *column).await?;
            }
            left.extend((people > 0).then_some(LeftBehind { tranche, people }));
        }
        Ok(left)
    }

    /// Adds a version of the settings, the one after `after` (0 for the first).
    ///
    /// # Errors
    /// [`Error::Conflict`] when there is such a version already.
    pub async fn add_settings(&self, document: &str, after: u64, by: Actor) -> Result<u64> {
        let version = after + 1;
        let now = self.clock().now();
        let item = SettingsItem {
            program: PROGRAM.to_owned(),
            version: key_of(version),
            document: document.to_owned(),
            at: now,
            calendar: self.calendar_with(document, after, now).await?,
            by: match by {
                Actor::Person(person) => Some(person),
                Actor::Visitor | Actor::Schedule | Actor::Bucket | Actor::MailService | Actor::Operator => None,
            },
        };
        self.commit()
            .create("settings", Table::Program, &item)
            .audit(Entry {
                subject: PROGRAM,
                by,
                what: &format!("version {version}"),
                before: None,
                after: Some(secret::hash(document.as_bytes())),
            })
            .send()
            .await
            .map_err(|error| match error {
                Error::Conflict(_) => Error::Conflict("settings"),
                other => other,
            })?;
        Ok(version)
    }
}

/// A version as it is kept: ten digits, so that text order is number order.
fn key_of(version: u64) -> String {
    format!("{version:010}")
}
