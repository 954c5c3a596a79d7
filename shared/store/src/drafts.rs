//! Forms put aside: an application somebody wants to finish later, or one that came in with something wrong in it.
//!
//! A form put aside has the id its application will have, so putting it aside again replaces it and sending the
//! application takes it away. Whoever is to see it again holds a link ([`crate::access::Purpose::Draft`]).

use crate::audit::{Actor, Entry, print};
use crate::commit::LETTER;
use crate::outbox::Draft;
use crate::{Error, Result, Store, tables::Table};
use chrono::{DateTime, Duration, Utc};
use program::{ApplicationId, Form};
use serde::{Deserialize, Serialize};

/// How long a form is kept after it was put aside last.
pub const DRAFT_LASTS: Duration = Duration::days(30);

/// The most bytes of a form that fit an item of DynamoDB (400 KB) with its names and lengths around them.
pub(crate) const MOST: usize = 350_000;

/// The part of a transaction that is a form put aside.
pub(crate) const PUT_ASIDE: &str = "form put aside";

#[derive(Serialize, Deserialize)]
struct FormItem {
    key: String,
    fields: Vec<(String, String)>,
    until: DateTime<Utc>,
    expires_at: i64,
}

pub(crate) fn form_key(id: ApplicationId) -> String {
    format!("draft#{id}")
}

impl Store {
    /// Puts a form aside in place of what was there under this id, with the letter that tells of it, unless it was told
    /// before. False when the form is larger than what can be kept.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn put_aside(&self, id: ApplicationId, form: &Form, letter: Option<&Draft>) -> Result<bool> {
        let fields: Vec<_> = form.pairs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        if fields.iter().map(|(name, value)| name.len() + value.len() + 16).sum::<usize>() > MOST {
            return Ok(false);
        }
        let until = self.clock().now() + DRAFT_LASTS;
        let item = FormItem { key: form_key(id), fields, until, expires_at: until.timestamp() };
        let (subject, after) = (form_key(id), print(&item));
        let put = || {
            let (by, what) = (Actor::Visitor, "put a form aside");
            let entry = Entry { subject: &subject, by, what, before: None, after: after.clone() };
            self.commit().overwrite(PUT_ASIDE, Table::Access, &item).audit(entry)
        };
        let written = match letter {
            Some(letter) => put().letter(letter).send().await,
            None if self.is_aside(id, &item.fields).await? => Ok(()),
            None => put().send().await,
        };
        match written {
            // Told before, and the link in that letter leads to the form as it is now.
            Err(Error::Conflict(LETTER)) if !self.is_aside(id, &item.fields).await? => put().send().await?,
            Err(Error::Conflict(LETTER)) => {}
            written => written?,
        }
        Ok(true)
    }

    /// Whether this very form was put aside today, as by the same form sent twice.
    async fn is_aside(&self, id: ApplicationId, fields: &[(String, String)]) -> Result<bool> {
        let there: Option<FormItem> = self.get(Table::Access, &[("key", &form_key(id))]).await?;
        let today = self.clock().now() + DRAFT_LASTS - Duration::days(1);
        Ok(there.is_some_and(|there| there.fields == fields && there.until > today))
    }

    /// A form put aside; none when there is none or its time is over, whatever the table still holds (requirement N8).
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn form_put_aside(&self, id: ApplicationId) -> Result<Option<Form>> {
        let item: Option<FormItem> = self.get(Table::Access, &[("key", &form_key(id))]).await?;
        Ok(item.filter(|item| self.clock().now() < item.until).map(|item| Form::from_pairs(item.fields)))
    }
}
