//! A program's settings, every version of them, as the TOML documents they came as.

use crate::audit::{Actor, Entry};
use crate::commit::unexpected;
use crate::{Error, Query, Result, Store, secret, tables::Table};
use chrono::{DateTime, Utc};
use program::{Calendar, Settings};
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

    /// How the program counts from now on, when `document` follows version `after`: a change takes effect with the next
    /// quarter. None for a document that cannot be read.
    async fn calendar_with(&self, document: &str, after: u64, now: DateTime<Utc>) -> Result<Option<Calendar>> {
        let Ok(settings) = Settings::read(document) else { return Ok(None) };
        let before = match after {
            0 => None,
            // One that cannot be read counted nothing.
            after => self.settings_at(after).await.ok().flatten(),
        };
        Ok(Some(match before {
            Some(before) => before.settings.calendar.changed(settings.calendar.counting(), now),
            None => settings.calendar,
        }))
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
