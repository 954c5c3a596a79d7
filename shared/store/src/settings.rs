//! A program's settings, every version of them, as the TOML documents they came as.

use crate::audit::{Actor, Entry};
use crate::{Error, Query, Result, Store, secret, tables::Table};
use chrono::{DateTime, Utc};
use program::Settings;
use serde::{Deserialize, Serialize};

const PROGRAM: &str = "settings";

#[derive(Serialize, Deserialize)]
struct SettingsItem {
    program: String,
    version: String,
    document: String,
    at: DateTime<Utc>,
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
        let Some(item) = items.into_iter().next() else { return Ok(None) };
        let settings = Settings::read(&item.document).map_err(crate::commit::unexpected)?;
        let version = item.version.parse().map_err(crate::commit::unexpected)?;
        Ok(Some(Versioned { settings, version, document: item.document }))
    }

    /// A version of the settings that was in force once; none where there was no such version.
    ///
    /// # Errors
    /// When the store cannot be asked, or holds a document this version of the program cannot read.
    pub async fn settings_at(&self, version: u64) -> Result<Option<Versioned>> {
        let key = [("program", PROGRAM), ("version", &*format!("{version:010}"))];
        let Some(item) = self.get::<SettingsItem>(Table::Program, &key).await? else { return Ok(None) };
        let settings = Settings::read(&item.document).map_err(crate::commit::unexpected)?;
        Ok(Some(Versioned { settings, version, document: item.document }))
    }

    /// Adds a version of the settings, the one after `after` (0 for the first).
    ///
    /// # Errors
    /// [`Error::Conflict`] when there is such a version already.
    pub async fn add_settings(&self, document: &str, after: u64, by: Actor) -> Result<u64> {
        let version = after + 1;
        let item = SettingsItem {
            program: PROGRAM.to_owned(),
            // Ten digits, so that text order is number order.
            version: format!("{version:010}"),
            document: document.to_owned(),
            at: self.clock().now(),
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
