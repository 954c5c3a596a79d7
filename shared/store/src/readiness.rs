//! Readiness and the opening of the intake: what the team answered, every time, and who opened with what (clause D1).
//!
//! They are kept beside the settings, because they too are about the program as a whole. Nothing is ever replaced.

use crate::audit::{Actor, Entry, print};
use crate::{Error, Query, Result, Store, tables::Table};
use chrono::{DateTime, Utc};
use program::PersonId;
use program::readiness::Answers;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const READINESS: &str = "readiness";
const INTAKE: &str = "intake";
const OPENED: &str = "opened";

/// The five questions, answered once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answering {
    /// The key its form carried.
    pub id: Uuid,
    /// What was answered.
    pub answers: Answers,
    /// Who answered for the team.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

/// That the intake was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// Who opened it; nobody of the team where whoever runs the machine did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// When.
    pub at: DateTime<Utc>,
    /// The answers it was opened with, whatever they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<Answering>,
}

#[derive(Serialize, Deserialize)]
struct Item<T> {
    program: String,
    version: String,
    value: T,
}

/// What became of answers that were sent in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// They are kept, now or by the same form sent before.
    Kept,
    /// Other answers were kept under the same key.
    AnotherUnderThisKey,
}

impl Store {
    /// Keeps the answers of one form, once.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn answer_readiness(&self, key: Uuid, answers: &Answers, by: PersonId) -> Result<Answered> {
        let version = key.to_string();
        let answering = Answering { id: key, answers: answers.clone(), by, at: self.clock().now() };
        let item = Item { program: READINESS.to_owned(), version: version.clone(), value: answering };
        let written = self
            .commit()
            .create("answers", Table::Program, &item)
            .audit(Entry {
                subject: READINESS,
                by: Actor::Person(by),
                what: "answer the questions of readiness",
                before: None,
                after: print(&item),
            })
            .send()
            .await;
        match written {
            Ok(()) => Ok(Answered::Kept),
            Err(Error::Conflict(_)) => {
                let there: Option<Item<Answering>> =
                    self.get(Table::Program, &[("program", READINESS), ("version", &version)]).await?;
                let same = there.is_some_and(|there| there.value.answers == *answers && there.value.by == by);
                Ok(if same { Answered::Kept } else { Answered::AnotherUnderThisKey })
            }
            Err(error) => Err(error),
        }
    }

    /// Every answering, the latest first.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn readiness(&self) -> Result<Vec<Answering>> {
        let items: Vec<Item<Answering>> = self.all(Query::of(Table::Program, ("program", READINESS))).await?;
        let mut all: Vec<_> = items.into_iter().map(|item| item.value).collect();
        all.sort_by_key(|answering| std::cmp::Reverse((answering.at, answering.id)));
        Ok(all)
    }

    /// Opens the intake with these answers, ready or not. Once open it stays so; opening again changes nothing.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn open_intake(&self, by: Actor, with: Option<Answering>) -> Result<()> {
        let person = match by {
            Actor::Person(person) => Some(person),
            Actor::Schedule | Actor::Bucket | Actor::MailService | Actor::Operator | Actor::Visitor => None,
        };
        let opening = Opening { by: person, at: self.clock().now(), with };
        let item = Item { program: INTAKE.to_owned(), version: OPENED.to_owned(), value: opening };
        let written = self
            .commit()
            .create("opening", Table::Program, &item)
            .audit(Entry { subject: INTAKE, by, what: "open the intake", before: None, after: print(&item) })
            .send()
            .await;
        match written {
            Err(Error::Conflict(_)) => Ok(()),
            other => other,
        }
    }

    /// That the intake was opened, once it was.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn intake_opening(&self) -> Result<Option<Opening>> {
        let item: Option<Item<Opening>> = self.get(Table::Program, &[("program", INTAKE), ("version", OPENED)]).await?;
        Ok(item.map(|item| item.value))
    }
}
