//! What was done about a quarter: its check-in, its closing with every standing, its summary.
//!
//! Each step's key is (quarter, step) or (quarter, person), so a step that is told to happen twice happens once, and one
//! that was cut off goes on where it was (requirement N5).

use crate::activities::{SHARDS, quarter_shard};
use crate::applications::Stored;
use crate::audit::{Actor, Entry, print};
use crate::commit::{Commit, LETTER};
use crate::outbox::Draft;
use crate::{Error, Query, Result, Store, tables::Table};
use chrono::{DateTime, Utc};
use program::appeal::{Answer, Appeal};
use program::{AmbassadorId, Calendar, Judgement, Proposal, Quarter};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) const CLOSING: &str = "closing";
const CHECK_IN: &str = "check_in";
const SUMMARY: &str = "summary";
/// Before the month of a glance.
const GLANCE: &str = "glance-";
/// Before the number of a reminder.
const REMINDER: &str = "reminder-";
/// The part of a transaction that is a standing.
pub const STANDING: &str = "standing";
const CONVERSATIONS: &str = "conversations";

/// A step that was done about a quarter, or is being done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    quarter: String,
    entry: String,
    /// When it began.
    pub began_at: DateTime<Utc>,
    /// When it was through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_at: Option<DateTime<Utc>>,
    /// The version of the settings it goes by.
    pub settings_version: u64,
    /// The document it made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    version: u64,
}

/// Everything that was done about one quarter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// The check-in letters.
    pub check_in: Option<Step>,
    /// The reminders that went out or were passed over, by their number.
    pub reminders: BTreeMap<u8, Step>,
    /// The closing.
    pub closing: Option<Step>,
    /// The engagement summary.
    pub summary: Option<Step>,
    /// Looking for those who had nothing several times in a row.
    pub conversations: Option<Step>,
    /// The months within it that a glance was sent about, by their names.
    pub glances: BTreeSet<String>,
}

impl Steps {
    /// Whether its standings are final.
    pub fn is_closed(&self) -> bool {
        self.closing.as_ref().is_some_and(|step| step.done_at.is_some())
    }
}

#[derive(Clone, Serialize, Deserialize)]
struct StandingItem {
    quarter_shard: String,
    ambassador_id: AmbassadorId,
    quarter: Quarter,
    judgement: Judgement,
    settings_version: u64,
    judged_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    appeal: Option<Appeal>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    answers: Vec<Answer>,
    version: u64,
}

/// A standing with the settings it was judged by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Whose.
    pub ambassador: AmbassadorId,
    /// Of which quarter.
    pub quarter: Quarter,
    /// The standing and its reasons.
    pub judgement: Judgement,
    /// The version of the settings it was judged by.
    pub settings_version: u64,
    /// When.
    pub judged_at: DateTime<Utc>,
    /// What the ambassador wrote about it, if they did.
    pub appeal: Option<Appeal>,
    /// What people of the team did about it since, the latest last.
    pub answers: Vec<Answer>,
    /// The version a change is conditional on.
    pub version: u64,
}

impl StandingItem {
    fn of(judged: &Judged, version: u64) -> Self {
        Self {
            quarter_shard: quarter_shard(judged.quarter, judged.ambassador),
            ambassador_id: judged.ambassador,
            quarter: judged.quarter,
            judgement: judged.judgement.clone(),
            settings_version: judged.settings_version,
            judged_at: judged.judged_at,
            appeal: judged.appeal.clone(),
            answers: judged.answers.clone(),
            version,
        }
    }
}

impl From<StandingItem> for Judged {
    fn from(item: StandingItem) -> Self {
        Self {
            ambassador: item.ambassador_id,
            quarter: item.quarter,
            judgement: item.judgement,
            settings_version: item.settings_version,
            judged_at: item.judged_at,
            appeal: item.appeal,
            answers: item.answers,
            version: item.version,
        }
    }
}

impl Commit<'_> {
    /// A standing as it was read and as it is, with its audit entry; `what` says what was done to it.
    pub(crate) fn standing(self, before: &Judged, after: &Judged, by: Actor, what: &str) -> Self {
        let (old, new) = (StandingItem::of(before, before.version), StandingItem::of(after, before.version + 1));
        self.replace(STANDING, Table::Standings, &new, before.version).audit(Entry {
            subject: &format!("standing#{}#{}", after.quarter, after.ambassador),
            by,
            what,
            before: print(&old),
            after: print(&new),
        })
    }
}

impl Store {
    /// What was done about a quarter so far.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn steps(&self, quarter: Quarter) -> Result<Steps> {
        let key = quarter.to_string();
        let mut steps = Steps::default();
        for step in self.all::<Step>(Query::of(Table::Quarters, ("quarter", &key))).await? {
            match step.entry.as_str() {
                CHECK_IN => steps.check_in = Some(step),
                CLOSING => steps.closing = Some(step),
                SUMMARY => steps.summary = Some(step),
                CONVERSATIONS => steps.conversations = Some(step),
                other => {
                    steps.glances.extend(other.strip_prefix(GLANCE).map(str::to_owned));
                    if let Some(number) = other.strip_prefix(REMINDER).and_then(|number| number.parse().ok()) {
                        steps.reminders.insert(number, step);
                    }
                }
            }
        }
        Ok(steps)
    }

    /// Begins the check-in of a quarter, or goes on with the one begun.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn begin_check_in(&self, quarter: Quarter, settings_version: u64) -> Result<Step> {
        self.begin_step(quarter, CHECK_IN, settings_version).await
    }

    /// Begins the closing of a quarter, or goes on with the one begun. From here on its activities do not change.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn begin_closing(&self, quarter: Quarter, settings_version: u64) -> Result<Step> {
        self.begin_step(quarter, CLOSING, settings_version).await
    }

    /// Begins the reminder of this number about a quarter, or goes on with the one begun.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn begin_reminder(&self, quarter: Quarter, number: u8, settings_version: u64) -> Result<Step> {
        self.begin_step(quarter, &format!("{REMINDER}{number}"), settings_version).await
    }

    /// Records that the reminder of this number about a quarter is not sent, because something else was said instead.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn pass_over_reminder(&self, quarter: Quarter, number: u8, settings_version: u64) -> Result<()> {
        let now = self.clock().now();
        let step = Step {
            quarter: quarter.to_string(),
            entry: format!("{REMINDER}{number}"),
            began_at: now,
            done_at: Some(now),
            settings_version,
            file: None,
            version: 1,
        };
        let written = self
            .commit()
            .create("step", Table::Quarters, &step)
            .audit(Entry {
                subject: &format!("quarter#{quarter}"),
                by: Actor::Schedule,
                what: &format!("pass over {}", step.entry),
                before: None,
                after: print(&step),
            })
            .send()
            .await;
        match written {
            Err(Error::Conflict(_)) => Ok(()),
            other => other,
        }
    }

    /// Begins to look for those who had nothing in a quarter and before it, or goes on with it.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn begin_conversations(&self, quarter: Quarter, settings_version: u64) -> Result<Step> {
        self.begin_step(quarter, CONVERSATIONS, settings_version).await
    }

    async fn begin_step(&self, quarter: Quarter, entry: &str, settings_version: u64) -> Result<Step> {
        let key = quarter.to_string();
        let began = Step {
            quarter: key.clone(),
            entry: entry.to_owned(),
            began_at: self.clock().now(),
            done_at: None,
            settings_version,
            file: None,
            version: 1,
        };
        let written = self
            .commit()
            .create("step", Table::Quarters, &began)
            .audit(Entry {
                subject: &format!("quarter#{quarter}"),
                by: Actor::Schedule,
                what: &format!("begin {entry}"),
                before: None,
                after: print(&began),
            })
            .send()
            .await;
        match written {
            Ok(()) => Ok(began),
            Err(Error::Conflict(_)) => {
                let there = self.get(Table::Quarters, &[("quarter", &key), ("entry", entry)]).await?;
                there.ok_or(Error::Conflict("step"))
            }
            Err(error) => Err(error),
        }
    }

    /// Records that a step is through; somebody else's having done so is as good.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn finish_step(&self, step: &Step) -> Result<()> {
        let done = Step { done_at: Some(self.clock().now()), version: step.version + 1, ..step.clone() };
        let written = self
            .commit()
            .replace("step", Table::Quarters, &done, step.version)
            .audit(Entry {
                subject: &format!("quarter#{}", step.quarter),
                by: Actor::Schedule,
                what: &format!("finish {}", step.entry),
                before: print(step),
                after: print(&done),
            })
            .send()
            .await;
        match written {
            Err(Error::Conflict(_)) => Ok(()),
            other => other,
        }
    }

    /// Writes one letter of a step; false when it was written before.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn write_once(&self, letter: &Draft) -> Result<bool> {
        match self.queue(letter).await {
            Ok(()) => Ok(true),
            Err(Error::Conflict(LETTER)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Records one ambassador's standing and writes them about it, unless they are away, with a proposal to the team where
    /// one follows; false when it was recorded before.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn record_standing(
        &self,
        quarter: Quarter,
        ambassador: AmbassadorId,
        judgement: &Judgement,
        settings_version: u64,
        letter: Option<&Draft>,
        proposal: Option<&Proposal>,
    ) -> Result<bool> {
        let item = StandingItem {
            quarter_shard: quarter_shard(quarter, ambassador),
            ambassador_id: ambassador,
            quarter,
            judgement: judgement.clone(),
            settings_version,
            judged_at: self.clock().now(),
            appeal: None,
            answers: Vec::new(),
            version: 1,
        };
        let mut commit = self.commit().create(STANDING, Table::Standings, &item);
        if let Some(letter) = letter {
            commit = commit.letter(letter);
        }
        if let Some(proposal) = proposal {
            commit = commit.proposal(proposal, Actor::Schedule);
        }
        let written = commit
            .audit(Entry {
                subject: &format!("standing#{quarter}#{ambassador}"),
                by: Actor::Schedule,
                what: judgement.standing.name(),
                before: None,
                after: print(&item),
            })
            .send()
            .await;
        match written {
            Ok(()) => Ok(true),
            Err(Error::Conflict(STANDING)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// One ambassador's standing of a quarter, once it is closed.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn standing(&self, quarter: Quarter, ambassador: AmbassadorId) -> Result<Option<Judged>> {
        let (shard, id) = (quarter_shard(quarter, ambassador), ambassador.to_string());
        let key = [("quarter_shard", shard.as_str()), ("ambassador_id", id.as_str())];
        let item: Option<StandingItem> = self.get(Table::Standings, &key).await?;
        Ok(item.map(Judged::from))
    }

    /// Every standing of one ambassador of before this quarter, the latest first.
    ///
    /// The index may not know yet what was written a moment ago, as when two quarters are closed one after the other; so
    /// the one just before is read itself.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn standings_before(
        &self,
        quarter: Quarter,
        calendar: &Calendar,
        ambassador: AmbassadorId,
    ) -> Result<Vec<Judged>> {
        let mut standings = self.standings_of(ambassador).await?;
        standings.retain(|judged| judged.quarter < quarter);
        let previous = calendar.previous(quarter);
        if standings.first().is_none_or(|latest| latest.quarter < previous)
            && let Some(judged) = self.standing(previous, ambassador).await?
        {
            standings.insert(0, judged);
        }
        Ok(standings)
    }

    /// Keeps what an ambassador wrote about a standing of theirs, puts it before the team, and thanks them.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the standing has changed since it was read, or there is such a proposal already.
    pub async fn appeal(
        &self,
        before: &Judged,
        appeal: &Appeal,
        proposal: &Proposal,
        letter: &Draft,
        by: Actor,
    ) -> Result<()> {
        let after = Judged { appeal: Some(appeal.clone()), ..before.clone() };
        self.commit().standing(before, &after, by, "appeal").proposal(proposal, by).letter(letter).send().await
    }

    /// Changes a closed standing because a person of the team decided so, settles the proposal that asked for it, and
    /// writes to the ambassador: nothing else changes one.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the standing or the proposal has changed since it was read (requirement N3).
    pub async fn answer_standing(
        &self,
        before: &Judged,
        (judgement, answer): (&Judgement, &Answer),
        proposal: Option<(&Stored<Proposal>, &Proposal)>,
        letter: &Draft,
    ) -> Result<()> {
        let mut after = Judged { judgement: judgement.clone(), ..before.clone() };
        after.answers.push(answer.clone());
        let mut commit = self.commit().standing(before, &after, Actor::Person(answer.by), answer.verdict.name());
        if let Some((open, settled)) = proposal {
            commit = commit.settled_proposal(open, settled);
        }
        commit.letter(letter).send().await
    }

    /// Every standing of a quarter.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn standings(&self, quarter: Quarter) -> Result<Vec<Judged>> {
        let mut standings = Vec::new();
        for number in 0..SHARDS {
            let partition = format!("{quarter}#{number}");
            let items: Vec<StandingItem> = self.all(Query::of(Table::Standings, ("quarter_shard", &partition))).await?;
            standings.extend(items.into_iter().map(Judged::from));
        }
        Ok(standings)
    }

    /// Every standing of one ambassador, the latest quarter first.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn standings_of(&self, ambassador: AmbassadorId) -> Result<Vec<Judged>> {
        let id = ambassador.to_string();
        let query = Query::of(Table::Standings, ("ambassador_id", &id)).index("by_ambassador").latest_first();
        let items: Vec<StandingItem> = self.all(query).await?;
        Ok(items.into_iter().map(Judged::from).collect())
    }

    /// Records that a quarter's summary is in the bucket and writes to those who get it; false when that was done before.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn record_summary(
        &self,
        quarter: Quarter,
        file: &str,
        settings_version: u64,
        letters: &[Draft],
    ) -> Result<bool> {
        self.record_letters(quarter, (SUMMARY, "make the summary"), Some(file), settings_version, letters).await
    }

    /// Records that a glance at a month, by its name, was sent, and writes it; false when that was done before.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn record_glance(
        &self,
        quarter: Quarter,
        month: &str,
        settings_version: u64,
        letters: &[Draft],
    ) -> Result<bool> {
        let entry = format!("{GLANCE}{month}");
        self.record_letters(quarter, (&entry, "glance at a month"), None, settings_version, letters).await
    }

    async fn record_letters(
        &self,
        quarter: Quarter,
        (entry, what): (&str, &str),
        file: Option<&str>,
        settings_version: u64,
        letters: &[Draft],
    ) -> Result<bool> {
        let now = self.clock().now();
        let step = Step {
            quarter: quarter.to_string(),
            entry: entry.to_owned(),
            began_at: now,
            done_at: Some(now),
            settings_version,
            file: file.map(str::to_owned),
            version: 1,
        };
        let mut commit = self.commit().create("step", Table::Quarters, &step);
        for letter in letters {
            commit = commit.letter(letter);
        }
        let written = commit
            .audit(Entry {
                subject: &format!("quarter#{quarter}"),
                by: Actor::Schedule,
                what,
                before: None,
                after: print(&step),
            })
            .send()
            .await;
        match written {
            Ok(()) => Ok(true),
            Err(Error::Conflict("step" | LETTER)) => Ok(false),
            Err(error) => Err(error),
        }
    }
}
