//! Contributions of the community, under a hash of who told us of them (clauses D5 and D7).
//!
//! The address itself is not kept: whoever has it, such as an application, finds what belongs to it.

use crate::audit::{Actor, Entry, print};
use crate::commit::LETTER;
use crate::outbox::Draft;
use crate::{Error, Query, Result, Store, secret, tables::Table};
use chrono::{DateTime, NaiveDate, Utc};
use program::application::Consent;
use program::contribution::{CONSENT_VERSION, Told};
use program::text::{Line, Name};
use program::{Contribution, ContributionId, ContributionKind, Email};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct ContributionItem {
    contributor: String,
    contribution_id: ContributionId,
    name: Name,
    kind: ContributionKind,
    what: Line,
    on: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    consent: Consent,
    told_at: DateTime<Utc>,
    version: u64,
}

impl From<ContributionItem> for Contribution {
    fn from(item: ContributionItem) -> Self {
        Self { id: item.contribution_id, kind: item.kind, what: item.what, on: item.on, link: item.link }
    }
}

/// The claim on a form's key: whatever address a form carries, its key counts once (requirement N1).
#[derive(Serialize, Deserialize)]
struct KeyItem {
    key: String,
    /// The hash of what was posted, to tell a repeated form from another one.
    posted: String,
}

/// A form that was sent in, checked.
#[derive(Clone, Debug)]
pub struct Contributing {
    /// The key the form carries, which becomes the contribution's id.
    pub id: ContributionId,
    /// What was told.
    pub told: Told,
    /// The language it was told in.
    pub language: String,
    /// Who told it.
    pub by: Actor,
}

/// What became of a form that was sent in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contributed {
    /// It is recorded, now or by the same form sent before.
    Taken,
    /// Another form was sent under the same key.
    AnotherUnderThisKey,
}

fn contributor(email: &Email) -> String {
    secret::hash(email.key().as_bytes())
}

/// The part of a transaction that is the claim on a form's key.
const KEY: &str = "key";

impl Store {
    /// Records a contribution with its letter of thanks. `thanks` are the letters there may be, in their order: the first
    /// of them that was not written before goes with it, and past the last one it is recorded without.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn contribute(&self, form: &Contributing, thanks: &[Draft]) -> Result<Contributed> {
        let now = self.clock().now();
        let Told { name, email, kind, what, on, link } = form.told.clone();
        let claim = KeyItem { key: format!("contribution#{}", form.id), posted: print(&form.told).unwrap_or_default() };
        let item = ContributionItem {
            contributor: contributor(&email),
            contribution_id: form.id,
            name,
            kind,
            what,
            on,
            link,
            consent: Consent { text_version: CONSENT_VERSION, language: form.language.clone(), at: now },
            told_at: now,
            version: 1,
        };
        for letter in thanks.iter().map(Some).chain([None]) {
            let mut commit =
                self.commit().create(KEY, Table::Access, &claim).create("contribution", Table::Contributions, &item);
            if let Some(letter) = letter {
                commit = commit.letter(letter);
            }
            let written = commit
                .audit(Entry {
                    subject: &format!("contribution#{}", form.id),
                    by: form.by,
                    what: "contribute",
                    before: None,
                    after: print(&item),
                })
                .send()
                .await;
            match written {
                Ok(()) => return Ok(Contributed::Taken),
                Err(Error::Conflict(LETTER)) => {}
                Err(Error::Conflict(KEY)) => {
                    let there: Option<KeyItem> = self.get(Table::Access, &[("key", &claim.key)]).await?;
                    let same = there.is_some_and(|there| there.posted == claim.posted);
                    return Ok(if same { Contributed::Taken } else { Contributed::AnotherUnderThisKey });
                }
                Err(error) => return Err(error),
            }
        }
        Err(Error::Conflict(LETTER))
    }

    /// Everything somebody with this address told us they did, in the order it was told.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn contributions_of(&self, email: &Email) -> Result<Vec<Contribution>> {
        let contributor = contributor(email);
        let items: Vec<ContributionItem> =
            self.all(Query::of(Table::Contributions, ("contributor", &contributor))).await?;
        Ok(items.into_iter().map(Contribution::from).collect())
    }
}
