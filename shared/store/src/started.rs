//! Forms an ambassador began and keeps for later: a plan, a change of one, a report, a request for funds.
//!
//! Each is found by what it is about, so keeping it again replaces it, and sending it takes it away in the same
//! transaction. What one person has begun is one list beside them.

use crate::audit::{Actor, Entry, print};
use crate::commit::Commit;
use crate::drafts::{DRAFT_LASTS, MOST};
use crate::{Result, Store, tables::Table};
use chrono::{DateTime, Duration, Utc};
use program::{ActivityId, AmbassadorId, Form, FundingId, PersonId};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What a form is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StartedForm {
    /// A new plan; the activity is to have the id of the form's key.
    Plan(ActivityId),
    /// A change of this activity's plan.
    Change(ActivityId),
    /// The report on this activity.
    Report(ActivityId),
    /// A new request for funds; it is to have the id of the form's key.
    Funding(FundingId),
}

impl fmt::Display for StartedForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plan(id) => write!(f, "plan/{id}"),
            Self::Change(id) => write!(f, "change/{id}"),
            Self::Report(id) => write!(f, "report/{id}"),
            Self::Funding(id) => write!(f, "funding/{id}"),
        }
    }
}

/// What was written names no form that can be begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no form is called that")]
pub struct NoSuchForm;

impl FromStr for StartedForm {
    type Err = NoSuchForm;

    fn from_str(text: &str) -> std::result::Result<Self, NoSuchForm> {
        let (what, id) = text.split_once('/').ok_or(NoSuchForm)?;
        if what == "funding" {
            return Ok(Self::Funding(id.parse().map_err(|_| NoSuchForm)?));
        }
        let id = id.parse().map_err(|_| NoSuchForm)?;
        match what {
            "plan" => Ok(Self::Plan(id)),
            "change" => Ok(Self::Change(id)),
            "report" => Ok(Self::Report(id)),
            _ => Err(NoSuchForm),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct StartedItem {
    key: String,
    form: String,
    fields: Vec<(String, String)>,
    at: DateTime<Utc>,
    until: DateTime<Utc>,
    expires_at: i64,
}

#[derive(Deserialize)]
struct ListItem {
    #[serde(default)]
    forms: Vec<String>,
}

/// A form that was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Started {
    /// What it is about.
    pub form: StartedForm,
    /// What was typed.
    pub typed: Form,
    /// When it was kept.
    pub at: DateTime<Utc>,
    /// Until when it is kept.
    pub until: DateTime<Utc>,
}

const FORMS: &str = "forms";

fn key_of(ambassador: AmbassadorId, form: &str) -> String {
    format!("started#{ambassador}#{form}")
}

fn list_of(ambassador: AmbassadorId) -> String {
    format!("started#{ambassador}")
}

impl Store {
    /// Keeps a form for a month, in place of what was kept of it before; the same form sent twice is kept once. False
    /// when it is larger than what can be kept.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn keep_started(
        &self,
        ambassador: AmbassadorId,
        form: StartedForm,
        typed: &Form,
        by: PersonId,
    ) -> Result<bool> {
        let fields: Vec<_> = typed.pairs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        if fields.iter().map(|(name, value)| name.len() + value.len() + 16).sum::<usize>() > MOST {
            return Ok(false);
        }
        let (at, form) = (self.clock().now(), form.to_string());
        if self.is_kept(ambassador, &form, &fields).await? {
            return Ok(true);
        }
        let until = at + DRAFT_LASTS;
        let item = StartedItem {
            key: key_of(ambassador, &form),
            form: form.clone(),
            fields,
            at,
            until,
            expires_at: until.timestamp(),
        };
        self.commit()
            .overwrite("form", Table::Access, &item)
            .add_to_set("list", Table::Access, &[("key", &list_of(ambassador))], FORMS, &form)
            .audit(Entry {
                subject: &item.key,
                by: Actor::Person(by),
                what: "keep a form for later",
                before: None,
                after: print(&item),
            })
            .send()
            .await?;
        Ok(true)
    }

    /// Whether this very form was kept today, as by the same form sent twice.
    async fn is_kept(&self, ambassador: AmbassadorId, form: &str, fields: &[(String, String)]) -> Result<bool> {
        let there: Option<StartedItem> = self.get(Table::Access, &[("key", &key_of(ambassador, form))]).await?;
        let today = self.clock().now() - Duration::days(1);
        Ok(there.is_some_and(|there| there.fields == fields && there.at > today))
    }

    /// A form this ambassador began; none when there is none or its time is over, whatever the table still holds
    /// (requirement N8).
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn started_form(&self, ambassador: AmbassadorId, form: StartedForm) -> Result<Option<Started>> {
        let key = key_of(ambassador, &form.to_string());
        let item: Option<StartedItem> = self.get(Table::Access, &[("key", &key)]).await?;
        Ok(item.and_then(|item| self.readable(item)))
    }

    /// Every form this ambassador began, the latest first.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn started_forms(&self, ambassador: AmbassadorId) -> Result<Vec<Started>> {
        let keys: Vec<_> =
            self.started_list(ambassador).await?.iter().map(|form| vec![("key", key_of(ambassador, form))]).collect();
        let items: Vec<StartedItem> = self.get_many(Table::Access, &keys).await?;
        let mut forms: Vec<_> = items.into_iter().filter_map(|item| self.readable(item)).collect();
        forms.sort_by_key(|started| std::cmp::Reverse((started.at, started.form)));
        Ok(forms)
    }

    /// Throws a form away. Again changes nothing.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn drop_started(&self, ambassador: AmbassadorId, form: StartedForm, by: PersonId) -> Result<()> {
        if !self.started_list(ambassador).await?.contains(&form.to_string()) {
            return Ok(());
        }
        let commit = self.without_started(self.commit(), ambassador, form).await?;
        commit
            .audit(Entry {
                subject: &key_of(ambassador, &form.to_string()),
                by: Actor::Person(by),
                what: "throw a form away",
                before: None,
                after: None,
            })
            .send()
            .await
    }

    /// The transaction that also takes this form away, if it was kept.
    pub(crate) async fn without_started<'a>(
        &self,
        commit: Commit<'a>,
        ambassador: AmbassadorId,
        form: StartedForm,
    ) -> Result<Commit<'a>> {
        let form = form.to_string();
        if !self.started_list(ambassador).await?.contains(&form) {
            return Ok(commit);
        }
        let (key, list) = (key_of(ambassador, &form), list_of(ambassador));
        let commit = commit.remove("form", Table::Access, &[("key", &key)]);
        Ok(commit.take_from_set("list", Table::Access, &[("key", &list)], (FORMS, std::slice::from_ref(&form)), false))
    }

    async fn started_list(&self, ambassador: AmbassadorId) -> Result<Vec<String>> {
        let list: Option<ListItem> = self.get(Table::Access, &[("key", &list_of(ambassador))]).await?;
        Ok(list.map(|list| list.forms).unwrap_or_default())
    }

    fn readable(&self, item: StartedItem) -> Option<Started> {
        let form = item.form.parse().ok().filter(|_| self.clock().now() < item.until)?;
        Some(Started { form, typed: Form::from_pairs(item.fields), at: item.at, until: item.until })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_named_by_what_it_is_about() {
        let id: ActivityId = "01890000-0000-7000-8000-000000000001".parse().unwrap();
        let request = StartedForm::Funding("01890000-0000-7000-8000-000000000001".parse().unwrap());
        for form in [StartedForm::Plan(id), StartedForm::Change(id), StartedForm::Report(id), request] {
            assert_eq!(form.to_string().parse(), Ok(form));
        }
        for text in ["", "plan", "plan/", "plan/x", "other/01890000-0000-7000-8000-000000000001"] {
            assert_eq!(text.parse::<StartedForm>(), Err(NoSuchForm), "{text}");
        }
    }
}
