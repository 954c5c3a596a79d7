//! A program's settings, every version of them, as the TOML documents they came as.

use crate::audit::{Actor, Entry};
use crate::{Error, Query, Result, Store, secret, tables::Table};
use chrono::{DateTime, Utc};
use program::{Column, Round, Settings, Tranche};
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
        let Some(item) = items.into_iter().next() else { return Ok(None) };
        let settings = Settings::read(&item.document).map_err(crate::commit::unexpected)?;
        let version = item.version.parse().map_err(crate::commit::unexpected)?;
        Ok(Some(Versioned { settings, version, document: item.document }))
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
    async fn left_behind(&self, is: &Settings, will_be: &Settings) -> Result<Vec<LeftBehind>> {
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
